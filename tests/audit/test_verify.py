"""Whatever is done to the log behind its back, `verify` finds it; what a crash leaves, it does not take for that."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, delete, insert, select, update

from graph.audit import AuditLog, Entry
from graph.audit.checkpoint import HEAD_FILE, KEY_FILE
from graph.audit.tables import ENTRIES, WORDS
from graph.errors import AuditUnavailable

LOOK = Entry(who="a.price", action="consult", question="child", subjects=("person:1",), reason="Meeting", words="Taz")


@pytest.fixture
def ten(log: AuditLog) -> AuditLog:
    for number in range(10):
        log.enter(replace(LOOK, subjects=(f"person:{number}",)))
    return log


def found(log: AuditLog) -> set[tuple[int, str]]:
    return {(problem.number, problem.kind) for problem in log.verify().problems}


def test_an_untouched_log_is_whole(ten: AuditLog) -> None:
    report = ten.verify()

    assert (report.entries, report.problems, report.whole) == (10, (), True)


def test_an_empty_log_is_whole(log: AuditLog) -> None:
    assert (log.verify().entries, log.verify().problems) == (0, ())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", 0),
        ("who", "b.evans"),
        ("acting_for", "b.evans"),
        ("action", "search"),
        ("question", "adult"),
        ("subjects", '["person:99"]'),
        ("subjects", "no list"),
        ("recipients", '["recipient:1"]'),
        ("view", "open"),
        ("outcome", "refused"),
        ("closes", 1),
        ("commitment", "0" * 64),
        ("previous", "0" * 64),
        ("previous", "no code"),
        ("mac", "0" * 64),
    ],
)
def test_each_changed_cell_is_found(ten: AuditLog, engine: Engine, column: str, value: object) -> None:
    with engine.begin() as connection:
        connection.execute(update(ENTRIES).where(ENTRIES.c.number == 4).values({column: value}))

    assert (4, "changed") in found(ten)
    assert {number for number, _ in found(ten)} <= {4, 5}


def test_a_dropped_line_is_found(ten: AuditLog, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(ENTRIES).where(ENTRIES.c.number.in_([1, 5, 6])))

    assert found(ten) == {(1, "dropped"), (5, "dropped")}
    assert "Entries 5 to 6 are missing." in {problem.sentence for problem in ten.verify().problems}


def test_a_dropped_line_closed_up_is_found(ten: AuditLog, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(ENTRIES).where(ENTRIES.c.number == 9))
        connection.execute(update(ENTRIES).where(ENTRIES.c.number == 10).values(number=9))

    assert {(9, "changed"), (10, "cut-off")} <= found(ten)


def test_two_swapped_lines_are_found(ten: AuditLog, engine: Engine) -> None:
    def renumber(connection: Connection, old: int, new: int) -> None:
        connection.execute(update(ENTRIES).where(ENTRIES.c.number == old).values(number=new))

    with engine.begin() as connection:
        renumber(connection, 3, 99)
        renumber(connection, 7, 3)
        renumber(connection, 99, 7)

    assert {(3, "changed"), (7, "changed")} <= found(ten)


def test_an_inserted_line_is_found(ten: AuditLog, engine: Engine) -> None:
    with engine.begin() as connection:
        copy = dict(connection.execute(select(ENTRIES).where(ENTRIES.c.number == 10)).one()._mapping)
        connection.execute(insert(ENTRIES).values({**copy, "number": 11, "previous": copy["mac"]}))

    assert found(ten) == {(11, "changed"), (11, "words")}


def test_a_cut_off_tail_is_found(ten: AuditLog, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(ENTRIES).where(ENTRIES.c.number >= 9))

    assert found(ten) == {(9, "cut-off")}


def test_an_emptied_log_is_found(ten: AuditLog, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(ENTRIES))
        connection.execute(delete(WORDS))

    assert found(ten) == {(1, "cut-off")}


def test_a_lost_tail_is_reported_for_good_and_does_not_stop_work(ten: AuditLog, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(ENTRIES).where(ENTRIES.c.number >= 9))

    number = ten.enter(LOOK)

    assert number == 11
    assert found(ten) == {(9, "dropped")}


def test_an_older_database_written_on_by_another_head_is_reported_for_good(
    ten: AuditLog, engine: Engine, tmp_path: Path
) -> None:
    ahead = (tmp_path / HEAD_FILE).read_text(encoding="ascii")
    with engine.begin() as connection:
        connection.execute(delete(WORDS).where(WORDS.c.number >= 9))
        connection.execute(delete(ENTRIES).where(ENTRIES.c.number >= 9))
    (tmp_path / HEAD_FILE).unlink()
    ten.mend(who="m.manager", reason="An older backup was put back")
    for _ in range(3):
        ten.enter(LOOK)

    (tmp_path / HEAD_FILE).write_text(ahead, encoding="ascii")
    before = found(ten)
    ten.enter(LOOK)

    assert before == {(9, "mended"), (10, "head")}
    assert found(ten) == {(9, "mended"), (13, "broken")}


@pytest.mark.parametrize("change", [{"words": "another"}, {"reason": None}, {"salt": "00"}])
def test_changed_words_are_found(ten: AuditLog, engine: Engine, change: dict[str, object]) -> None:
    with engine.begin() as connection:
        connection.execute(update(WORDS).where(WORDS.c.number == 4).values(change))

    assert found(ten) == {(4, "words")}


@pytest.mark.parametrize("sql_settings", ["sqlite"], indirect=True)  # PostgreSQL keeps no octets in a column of text
def test_words_that_are_no_text_are_found(ten: AuditLog, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_words SET reason = X'00' WHERE number = 4")

    assert found(ten) == {(4, "words")}


def test_words_erased_behind_the_log_are_found(ten: AuditLog, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(WORDS).where(WORDS.c.number == 4).values(salt=None, reason=None, words=None))
        connection.execute(delete(WORDS).where(WORDS.c.number == 6))

    assert found(ten) == {(4, "words"), (6, "words")}


def test_an_intent_without_an_outcome_is_an_orphan(ten: AuditLog) -> None:
    orphan = ten.enter(Entry(who="a.price", action="alter", question="assess", outcome="intended"))
    ended = ten.enter(Entry(who="a.price", action="alter", question="assess", outcome="intended"))
    ten.enter(Entry(who="a.price", action="alter", question="assess", outcome="done", closes=ended))

    assert found(ten) == {(orphan, "orphan")}


def test_a_load_without_an_outcome_is_listed_and_the_log_is_whole(ten: AuditLog) -> None:
    load = Entry(who="a.price", action="alter", question="ingest", reason="Weekly export", outcome="intended")
    intent = ten.enter(load)

    report = ten.verify()
    assert ([each.number for each in report.cut_off], report.whole) == ([intent], True)
    assert "load the same files again" in report.cut_off[0].sentence
    assert (ten.end_cut_off(intent), ten.end_cut_off(intent), ten.end_cut_off(3)) == (True, False, False)
    assert (ten.verify().cut_off, ten.verify().problems) == ((), ())
    assert [(each.who, each.outcome, each.closes) for each in ten.read(1).entries] == [("a.price", "cut off", intent)]


def test_a_wrong_key_is_one_problem_and_nothing_can_be_added(ten: AuditLog, engine: Engine, tmp_path: Path) -> None:
    assert ten.verify().whole
    (tmp_path / KEY_FILE).write_text("ab" * 32, encoding="ascii")
    other = AuditLog(engine, tmp_path)

    with pytest.raises(AuditUnavailable, match="another key"):
        other.enter(LOOK)

    assert found(other) == {(0, "key")}


def test_every_line_changed_is_not_taken_for_a_wrong_key(ten: AuditLog, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(ENTRIES).values(who="b.evans"))

    assert found(ten) == {(number, "changed") for number in range(1, 11)}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: json.dumps({**json.loads(text), "count": 8}),
        lambda text: text[: len(text) // 2],
        lambda text: "[]",  # noqa: ARG005 since each case takes the text it replaces
        lambda text: "",  # noqa: ARG005 since each case takes the text it replaces
    ],
)
def test_a_spoilt_head_is_found_and_only_mended_by_name(
    ten: AuditLog, tmp_path: Path, spoil: Callable[[str], str]
) -> None:
    path = tmp_path / HEAD_FILE
    path.write_text(spoil(path.read_text(encoding="ascii")), encoding="ascii")

    before = found(ten)
    with pytest.raises(AuditUnavailable, match="mend"):
        ten.enter(LOOK)
    number = ten.mend(who="m.manager", reason="The disk was full")
    ten.enter(LOOK)

    assert before == {(0, "head")}
    assert found(ten) == {(number, "mended")}


def test_a_head_left_behind_by_a_crash_is_no_tampering(ten: AuditLog, tmp_path: Path) -> None:
    """Killed after the commit and before the head was replaced: the head names entry 10, the database has 11."""
    path = tmp_path / HEAD_FILE
    behind = path.read_text(encoding="ascii")
    ten.enter(LOOK)
    path.write_text(behind, encoding="ascii")

    after_the_crash = found(ten)
    caught_up = ten.enter(LOOK)

    assert after_the_crash == set()
    assert (caught_up, found(ten), json.loads(path.read_text(encoding="ascii"))["count"]) == (12, set(), 12)


def test_after_such_a_crash_a_lost_tail_is_still_found(ten: AuditLog, engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / HEAD_FILE
    behind = path.read_text(encoding="ascii")
    ten.enter(LOOK)
    path.write_text(behind, encoding="ascii")

    with engine.begin() as connection:
        connection.execute(delete(ENTRIES).where(ENTRIES.c.number >= 10))

    assert found(ten) == {(10, "cut-off")}
