"""Files made to keep Dolen busy end with a sentence, and a reading that gives no row is ended. Needs no engine."""

import itertools
from pathlib import Path
from types import SimpleNamespace

import pytest

from graph.errors import RunCancelled, RunStopped
from graph.ingest.map.batches import batches, numbered
from graph.ingest.read.tables import open_tables
from graph.ingest.read.workbook_reader import read_row
from graph.ingest.reading_limits import MAX_CELL, Watch
from tests.support.bombs import BOMBS, HEAD, ROW, ROW_BOMBS, workbook


def _read(path: Path, watch: Watch | None = None) -> int:
    """The rows of a file, batched as for loading."""
    tables = open_tables([path], watch=watch)
    return sum(len(batch.rows) for table in tables for batch in batches(numbered(table.rows(), register="a"), 2000))


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_in_a_sentence(tmp_path: Path, bomb: str) -> None:
    name, content, said = BOMBS[bomb]
    (tmp_path / name).write_bytes(content())

    with pytest.raises(RunStopped) as stopped:
        _read(tmp_path / name)

    assert stopped.value.message.startswith(said)
    assert stopped.value.advice


@pytest.mark.parametrize("bomb", ROW_BOMBS)
def test_of_a_row_that_is_a_bomb_only_the_row_is_refused(tmp_path: Path, bomb: str) -> None:
    name, content, said = ROW_BOMBS[bomb]
    follows = b'{"report_ref":"R2","entity":"adult","name":"Al"}\n' if name.endswith("jsonl") else ROW
    (tmp_path / name).write_bytes(content() + follows)
    [table] = open_tables([tmp_path / name])
    rows = list(table.rows())

    assert [[(refusal.line, refusal.reason) for refusal in row.refusals] for row in rows] == [
        [(1 if name.endswith("jsonl") else 2, said)],
        [],
    ]
    assert all(len(refusal.value) <= MAX_CELL // 100 for row in rows for refusal in row.refusals)


class _Counted:
    """A blank cell that counts how often it is looked at."""

    data_type = "n"
    looks = 0

    @property
    def value(self) -> object:
        _Counted.looks += 1
        return None

    @property
    def number_format(self) -> str:
        _Counted.looks += 1
        return "General"


def test_the_blank_cells_on_the_right_of_a_row_are_looked_at_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Counted, "looks", 0)
    first = SimpleNamespace(value=7, data_type="n", number_format="000")

    row = read_row([first, *[_Counted()] * 16_383])

    assert row == (16_384, [7], ["007"], [])
    assert _Counted.looks == 16_383


def test_a_reading_that_gives_no_row_in_time_is_ended(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(HEAD + b" \n" * 50_000 + ROW)
    hours = itertools.count(0, 3600)

    with pytest.raises(RunStopped) as stopped:
        _read(tmp_path / "a.csv", Watch(seconds=15, clock=lambda: next(hours)))

    assert stopped.value.message == "a.csv: reading took 15 seconds without another row, which is the limit."


def test_a_workbook_that_gives_no_row_in_time_is_ended(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook())
    hours = itertools.count(0, 3600)

    with pytest.raises(RunStopped) as stopped:
        _read(tmp_path / "a.xlsx", Watch(seconds=15, clock=lambda: next(hours)))

    assert stopped.value.message == "a.xlsx: reading took 15 seconds without another row, which is the limit."


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_reading_that_is_given_up_ends_between_two_rows(tmp_path: Path, name: str) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 5000))
    (tmp_path / name).write_bytes(workbook(rows) if name == "a.xlsx" else HEAD + ROW * 5000)
    given_up = False
    [table] = open_tables([tmp_path / name], watch=Watch(lambda: given_up))
    reading = table.rows()
    next(reading)
    given_up = True

    with pytest.raises(RunCancelled):
        list(reading)


def test_a_large_file_is_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "force.csv").open("wb") as stream:
        stream.write(HEAD)
        stream.writelines(b"R%d,adult,Ann Price\n" % n for n in range(200_000))
    [table] = open_tables([tmp_path / "force.csv"])

    assert sum(1 for _ in table.rows()) == 200_000
