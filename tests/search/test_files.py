"""The index on disk: caught up before it answers, shared by processes, and rebuilt whatever happened to it."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import tantivy
from sqlalchemy import Engine

from graph.errors import StoreBusy, StoreUnavailable
from graph.search import SearchIndex, open_search
from graph.search.files import IndexFolder
from graph.search.index_documents import prepare
from graph.settings import Settings
from graph.store import Store, Writer, open_sql
from tests.ingest.support import NOW, load, table
from tests.search.indexing import open_view
from tests.search.population import Row, as_table
from tests.support.settings import as_environment

HOUR = 3_600_000

on_one_engine = pytest.mark.parametrize("store", ["embedded"], indirect=True)
"""For what is about the index's own files: which engine its entries came from changes nothing in them."""


@pytest.fixture
def settings(tmp_path: Path, store_settings: Settings) -> Settings:
    """The graph of this test. On Neo4j the data folder is the test's own; the embedded engine lives in its folder."""
    own = {} if store_settings.store == "embedded" else {"home": tmp_path / "home"}
    return store_settings.model_copy(update=own)


@pytest.fixture
def sql(tmp_path: Path) -> Engine:
    """An empty SQL database."""
    engine = open_sql(Settings(home=tmp_path / "sql"))
    return engine


@pytest.fixture
def folder(settings: Settings) -> IndexFolder:
    """Where the index lies; empty, whatever the test before left of the session's data folder."""
    folder = IndexFolder.of(settings)
    folder.prepare()
    folder.clear(but="")
    (folder.root / "stamp.json").unlink(missing_ok=True)
    return folder


@pytest.fixture
def loaded(store: Store, settings: Settings, sql: Engine, folder: IndexFolder, tmp_path: Path) -> Store:
    """The graph with the population in it."""
    assert folder.stamp() is None
    load(store, sql, settings, table(tmp_path / "a.csv", as_table()))
    return store


def more(store: Store, sql: Engine, settings: Settings, folder: Path, row: Row) -> None:
    """One report more."""
    report = {"report_ref": "LATE-1", "source_system": "TEST", "item_no": "1", "handling": "P", "mention_no": "1"}
    load(store, sql, settings, table(folder / "late.csv", [{**report, **row}]), now=NOW + HOUR)


def ids(index: SearchIndex, text: str) -> list[str]:
    """What is found, by id."""
    return [fit.id for fit in index.look(text, (), open_view()).found]


def in_another_process(settings: Settings, text: str) -> list[str]:
    """What another process finds."""
    command = (sys.executable, "-m", "tests.search.look_once", "look", text)
    done = subprocess.run(
        command, env=as_environment(settings), capture_output=True, text=True, check=True, timeout=300
    )
    return done.stdout.split()


def test_a_stored_report_is_found_at_once_and_by_another_process(
    loaded: Store, settings: Settings, sql: Engine, tmp_path: Path
) -> None:
    index = open_search(settings, loaded)
    assert ids(index, "Zebedee Quux") == []

    more(loaded, sql, settings, tmp_path, {"entity": "adult", "local_ref": "Z-1", "name": "Zebedee Quux"})

    found = ids(index, "Zebedee Quux")
    assert len(found) == 1
    assert in_another_process(settings, "Zebedee Qux") == found


def test_what_another_process_wrote_is_seen(loaded: Store, settings: Settings, sql: Engine, tmp_path: Path) -> None:
    index = open_search(settings, loaded)
    assert ids(index, "Zebedee Quux") == []
    more(loaded, sql, settings, tmp_path, {"entity": "adult", "local_ref": "Z-1", "name": "Zebedee Quux"})

    found = in_another_process(settings, "Zebedee Quux")

    assert len(found) == 1
    assert ids(index, "Zebedee Quux") == found


def found_in(store: Store, ref: str) -> list[str]:
    """The versions of an item, by id."""
    return [str(row["id"]) for row in store.read("MATCH (i:Item {ref: $ref}) RETURN i.id AS id", ref=ref)]


def lose_documents(folder: IndexFolder, items: list[str]) -> None:
    """Take the documents of items out of the index, behind its back."""
    stamp = folder.stamp()
    assert stamp is not None
    writer = prepare(tantivy.Index.open(str(folder.path(stamp)))).writer(15_000_000, 1)
    for item in items:
        writer.delete_documents_by_term("owner", item)
    writer.commit()
    writer.wait_merging_threads()


def test_a_correction_and_later_words_take_the_place_of_what_was_there(
    loaded: Store, settings: Settings, sql: Engine, folder: IndexFolder, tmp_path: Path
) -> None:
    index = open_search(settings, loaded)
    row = {"item_text": "Seen with a purple kite.", "entity": "adult", "local_ref": "Z-1", "name": "Zebedee Quux"}
    more(loaded, sql, settings, tmp_path, row)
    assert len(ids(index, "purple kite")) == 1
    assert ids(index, "elephant") == []

    more(loaded, sql, settings, tmp_path, {**row, "report_text": "All of it, elephants too."})
    assert len(ids(index, "elephant")) == 1

    later = {**row, "item_text": "Seen with a yellow kite.", "recorded_at": "2025-01-01T14:00"}
    more(loaded, sql, settings, tmp_path, later)
    assert ids(index, "purple kite") == []
    assert len(ids(index, "yellow kite")) == 1
    assert [fit.score for fit in index.look("yellow kite", (), open_view()).found] == [
        fit.score for fit in open_search(settings, loaded).look("yellow kite", (), open_view()).found
    ]

    assert index.differing() == 0
    lose_documents(folder, found_in(loaded, "LATE-1/1"))
    assert open_search(settings, loaded).differing() > 0, "`dolen doctor` compares what the index holds"


def test_what_is_corrected_while_an_index_is_made_is_in_it_once(
    loaded: Store, settings: Settings, sql: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page after the one with the item on it goes on to what was written meanwhile."""
    row = {"item_text": "Seen with a purple kite.", "entity": "adult", "local_ref": "Z-1", "name": "Zebedee Quux"}
    for number in (1, 2, 3):
        more(loaded, sql, settings, tmp_path, {**row, "report_ref": f"LATE-{number}"})
    monkeypatch.setattr("graph.search.index._PAGE", 2)
    written: list[int] = []

    def correct(so_far: int) -> None:
        written.append(so_far)
        if len(written) == 2:
            later = {
                **row,
                "report_ref": "LATE-1",
                "item_text": "Seen with a yellow kite.",
                "recorded_at": "2025-01-01T14:00",
            }
            more(loaded, sql, settings, tmp_path, later)

    index = open_search(settings, loaded)
    index.rebuild(correct)

    assert len(written) == 3
    assert len(ids(index, "purple kite")) == 2
    assert len(ids(index, "yellow kite")) == 1


def test_one_that_is_there_is_caught_up_and_one_that_is_up_to_date_left_alone(
    loaded: Store, settings: Settings, sql: Engine, tmp_path: Path, folder: IndexFolder
) -> None:
    index = open_search(settings, loaded)
    assert index.behind() is None
    everything = index.catch_up()
    first = folder.stamp()
    assert everything > 20
    assert open_search(settings, loaded).catch_up() == 0
    assert folder.stamp() == first

    more(loaded, sql, settings, tmp_path, {"entity": "adult", "local_ref": "Z-1", "name": "Zebedee Quux"})

    assert index.behind() == 1
    assert open_search(settings, loaded).catch_up() == 1
    assert index.behind() == 0
    second = folder.stamp()
    assert first is not None
    assert second is not None
    assert (second.folder, second.change) == (first.folder, first.change + 1)


@on_one_engine
def test_the_folder_is_its_owners_alone(loaded: Store, settings: Settings, folder: IndexFolder) -> None:
    folder.root.chmod(0o755)
    open_search(settings, loaded).catch_up()

    assert stat.S_IMODE(folder.root.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder.root / "stamp.json").stat().st_mode) == 0o600


def scribble(file: Path) -> None:
    """Overwrite the beginning of a file."""
    with file.open("r+b") as opened:
        opened.write(b"\x00garbage" * 40)


def all_files(index: Path) -> list[Path]:
    """The files of an index, its own lock files left out."""
    return sorted(file for file in index.iterdir() if file.is_file() and not file.name.startswith("."))


DAMAGE: dict[str, Callable[[IndexFolder, Path], object]] = {
    "the stamp is gone": lambda folder, _: (folder.root / "stamp.json").unlink(),
    "the stamp is garbage": lambda folder, _: (folder.root / "stamp.json").write_text("{"),
    "the stamp is of another version": lambda folder, _: restamp(folder, version=0),
    "the stamp is of another graph": lambda folder, _: restamp(folder, started=1),
    "the stamp is ahead of the graph": lambda folder, _: restamp(folder, change=10**6),
    "the stamp names another folder": lambda folder, _: restamp(folder, folder="index-none"),
    "the stamp leads elsewhere": lambda folder, _: restamp(folder, folder="../.."),
    "the index says nothing of itself": lambda _, index: (index / "meta.json").write_text("{}"),
    "the index is empty": lambda _, index: [file.unlink() for file in all_files(index)],
    "its files are cut short": lambda _, index: [
        os.truncate(file, 10) for file in all_files(index) if file.suffix != ".json"
    ],
    "its files are garbage": lambda _, index: [scribble(file) for file in all_files(index) if file.suffix != ".json"],
}


def restamp(of: IndexFolder, **wrong: object) -> None:
    """A stamp that says something else."""
    said = json.loads((of.root / "stamp.json").read_text())
    (of.root / "stamp.json").write_text(json.dumps({**said, **wrong}))


@on_one_engine
@pytest.mark.parametrize("damage", sorted(DAMAGE))
def test_a_damaged_index_makes_itself_anew(damage: str, loaded: Store, settings: Settings, folder: IndexFolder) -> None:
    expected = ids(open_search(settings, loaded), "Gareth Evans")
    stamp = folder.stamp()
    assert stamp is not None
    DAMAGE[damage](folder, folder.path(stamp))

    assert ids(open_search(settings, loaded), "Gareth Evans") == expected
    made = folder.stamp()
    assert made is not None
    assert [found.name for found in folder.root.glob("index-*")] == [made.folder]


@on_one_engine
@pytest.mark.parametrize("moment", ["write", "commit"])
@pytest.mark.parametrize("there", [False, True], ids=["rebuilt", "caught up"])
def test_a_killed_writer_leaves_an_index_that_answers(
    moment: str, there: bool, loaded: Store, settings: Settings, sql: Engine, tmp_path: Path
) -> None:
    if there:
        open_search(settings, loaded).catch_up()
        more(loaded, sql, settings, tmp_path, {"entity": "adult", "local_ref": "Z-1", "name": "Zebedee Quux"})
    command = (sys.executable, "-m", "tests.search.look_once", moment, "Gareth Evans")
    with subprocess.Popen(
        command, env=as_environment(settings), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        process.send_signal(signal.SIGKILL)

    index = open_search(settings, loaded)

    assert len(ids(index, "Gareth Evans")) >= 2
    assert len(ids(index, "Zebedee Quux")) == there
    everybody = ids(index, "evans")
    index.rebuild()
    assert ids(index, "evans") == everybody


@on_one_engine
def test_who_waits_too_long_for_a_writer_is_told(loaded: Store, folder: IndexFolder) -> None:
    impatient = SearchIndex(loaded, folder, patience=0.05)
    with folder.writing(1), pytest.raises(StoreBusy, match="brought up to date by another"):
        impatient.look("Gareth", (), open_view())


@on_one_engine
def test_a_folder_that_cannot_be_made_is_said_so(loaded: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    index = SearchIndex(loaded, IndexFolder(tmp_path / "file" / "search" / "x"), patience=1)

    with pytest.raises(StoreUnavailable, match="cannot be written to"):
        index.look("Gareth", (), open_view())


@on_one_engine
def test_many_at_once_find_the_same(loaded: Store, settings: Settings) -> None:
    index = open_search(settings, loaded)
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(ids(index, "Gareth Evans"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert found == [found[0]] * 8


def test_graphs_of_two_addresses_have_indexes_of_their_own(tmp_path: Path) -> None:
    here = Settings(home=tmp_path)
    there = Settings(home=tmp_path, store="bolt://server:7687")

    assert IndexFolder.of(here) != IndexFolder.of(there)
    assert IndexFolder.of(here) == IndexFolder.of(Settings(home=tmp_path))
    assert IndexFolder.of(there) != IndexFolder.of(Settings(home=tmp_path, store=there.store, store_database="other"))


def test_a_graph_begun_anew_in_its_place_has_its_index_made_anew(
    loaded: Store, settings: Settings, sql: Engine, tmp_path: Path
) -> None:
    index = open_search(settings, loaded)
    assert ids(index, "Gareth Evans")

    def begin_anew(writer: Writer) -> None:
        writer.write("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
        writer.write("MATCH (m:Migration) SET m.applied = m.applied + 1")

    loaded.write(begin_anew)
    for number in range(3):
        more(loaded, sql, settings, tmp_path, {"item_no": str(number), "entity": "adult", "name": "Zebedee Quux"})

    assert ids(index, "Gareth Evans") == []
    assert len(ids(index, "Zebedee Quux")) == 3
