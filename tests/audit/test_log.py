"""Lines go in, come back, leave as a file, and lose their words when asked."""

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select

from graph.audit import AuditLog, Entry, prepare_audit, shown_time
from graph.audit.checkpoint import HEAD_FILE, KEY_FILE
from graph.audit.tables import TURN, WORDS
from graph.errors import AuditUnavailable, NotFound, ValueRefused

LOOK = Entry(
    who="a.price",
    action="search",
    question="search",
    subjects=("person:7", "vehicle:2"),
    view="as known on 1 March 2024",
    reason="Meeting on Friday",
    words="silver Golf",
)


def test_a_line_comes_back_as_it_went_in(log: AuditLog) -> None:
    number = log.enter(replace(LOOK, acting_for="c.chair", recipients=("recipient:1",)))

    (entry,) = log.read().entries
    assert number == 1
    assert (entry.number, entry.who, entry.acting_for, entry.action) == (1, "a.price", "c.chair", "search")
    assert (entry.subjects, entry.recipients) == (("person:7", "vehicle:2"), ("recipient:1",))
    assert (entry.view, entry.reason, entry.words) == ("as known on 1 March 2024", "Meeting on Friday", "silver Golf")
    assert (entry.outcome, entry.closes) == ("allowed", None)


def test_times_are_utc_milliseconds_and_shown_in_london(engine: Engine, tmp_path: Path) -> None:
    prepare_audit(engine, tmp_path)
    log = AuditLog(engine, tmp_path, now=lambda: 1_721_044_800_007)

    log.enter(LOOK)

    (entry,) = log.read().entries
    assert (entry.at, entry.shown_at) == (1_721_044_800_007, "15 July 2024, 13:00:00.007 BST")


def test_the_repeated_autumn_hour_stays_clear() -> None:
    half_past_zero_utc = 1_729_989_000_000

    shown = (shown_time(half_past_zero_utc), shown_time(half_past_zero_utc + 3_600_000))

    assert shown == ("27 October 2024, 01:30:00.000 BST", "27 October 2024, 01:30:00.000 GMT")


def test_reading_is_newest_first_and_says_how_many_there_are(log: AuditLog) -> None:
    for number in range(5):
        log.enter(replace(LOOK, subjects=(f"person:{number}",)))

    page = log.read(limit=2)
    older = log.read(limit=2, before=4)

    assert ([entry.number for entry in page.entries], page.shown, page.total) == ([5, 4], 2, 5)
    assert ([entry.number for entry in older.entries], older.total) == ([3, 2], 5)


def test_reading_can_be_narrowed_and_one_id_is_not_part_of_another(log: AuditLog) -> None:
    log.enter(replace(LOOK, subjects=("person:1",)))
    log.enter(replace(LOOK, subjects=("person:12",), who="b.evans"))
    log.enter(replace(LOOK, action="disclose", subjects=("person:1%",), recipients=("person:1",)))

    found = {
        "subject": [entry.number for entry in log.read(subject="person:1").entries],
        "percent": [entry.number for entry in log.read(subject="person:1%").entries],
        "who": [entry.number for entry in log.read(who="b.evans").entries],
        "action": [entry.number for entry in log.read(action="disclose").entries],
    }

    assert found == {"subject": [3, 1], "percent": [3], "who": [2], "action": [3]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"who": " "},
        {"action": "glance"},
        {"outcome": "perhaps"},
        {"subjects": ("person:1", "")},
        {"outcome": "done"},
        {"closes": 3},
    ],
)
def test_an_entry_checks_itself(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueRefused):
        replace(LOOK, **wrong)


def test_text_that_no_database_keeps_is_written_out(log: AuditLog) -> None:
    log.enter(replace(LOOK, words="half \ud83d pair, nul \x00", subjects=("odd \udc80 id",)))

    assert log.read().entries[0].words == "half \\ud83d pair, nul \\x00"
    assert log.verify().problems == ()


def test_lines_entered_together_are_a_line_each_and_all_of_them_or_none(log: AuditLog) -> None:
    log.enter(LOOK)
    log.enter_all(replace(LOOK, question=question) for question in ("child", "case"))

    assert [entry.question for entry in log.read().entries] == ["case", "child", "search"]

    def cut_off() -> Iterator[Entry]:
        yield LOOK
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        log.enter_all(cut_off())

    assert log.read().total == 3
    assert log.verify().problems == ()


def test_lines_whose_writer_was_killed_before_the_head_still_prove_themselves(log: AuditLog, tmp_path: Path) -> None:
    log.enter(LOOK)
    before = (tmp_path / HEAD_FILE).read_bytes()
    log.enter_all((LOOK, LOOK))
    (tmp_path / HEAD_FILE).write_bytes(before)

    assert log.verify().problems == ()
    assert log.enter(LOOK) == 4
    assert log.verify().problems == ()


def test_a_change_enters_its_intent_and_its_outcome(log: AuditLog) -> None:
    with log.change(Entry(who="a.price", action="combine", question="same", subjects=("person:1",))) as change:
        during = [(entry.number, entry.outcome) for entry in log.read().entries]
        change.written = ("decision:9",)

    lines = [(entry.number, entry.outcome, entry.closes, entry.subjects) for entry in log.read().entries]
    assert during == [(1, "intended")]
    assert lines == [(2, "done", 1, ("decision:9",)), (1, "intended", None, ("person:1",))]
    assert log.verify().problems == ()


def test_a_change_that_fails_is_entered_as_failed(log: AuditLog) -> None:
    class EngineStopped(Exception):
        pass

    with pytest.raises(EngineStopped), log.change(Entry(who="a.price", action="alter", question="assess")):
        raise EngineStopped

    assert [(entry.outcome, entry.closes) for entry in log.read().entries] == [("failed", 1), ("intended", None)]
    assert log.verify().problems == ()


def test_words_can_be_erased_and_the_chain_still_holds(log: AuditLog, engine: Engine) -> None:
    log.enter(LOOK)
    log.enter(replace(LOOK, words="kept"))

    number = log.erase_words((1,), who="m.manager", reason="Review date reached")

    with engine.connect() as connection:
        kept = connection.execute(select(WORDS).where(WORDS.c.number == 1)).one()
    assert tuple(kept) == (1, None, None, None)
    assert [(entry.number, entry.words) for entry in log.read().entries] == [(3, ""), (2, "kept"), (1, None)]
    assert (number, log.read().entries[0].subjects) == (3, ("1",))
    assert log.verify().problems == ()


@pytest.mark.parametrize("sql_settings", ["sqlite"], indirect=True)  # what a server keeps on disk is its own affair
def test_erased_words_are_gone_from_the_disk(log: AuditLog, engine: Engine, tmp_path: Path) -> None:
    log.enter(replace(LOOK, words="Taz of Heol Fawr"))
    log.erase_words((1,), who="m.manager", reason="Review date reached")

    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    kept_in = [path.name for path in tmp_path.iterdir() if path.is_file() and b"Heol Fawr" in path.read_bytes()]
    assert kept_in == []


def test_erasing_what_is_not_there_erases_nothing(log: AuditLog) -> None:
    log.enter(LOOK)

    with pytest.raises(NotFound, match="no entry 8"):
        log.erase_words((1, 8), who="m.manager", reason="Review date reached")

    assert [(entry.number, entry.words) for entry in log.read().entries] == [(1, "silver Golf")]


def test_key_and_head_are_for_the_owner_only(log: AuditLog, tmp_path: Path) -> None:
    log.enter(LOOK)

    modes = {name: stat.S_IMODE((tmp_path / name).stat().st_mode) for name in (KEY_FILE, HEAD_FILE)}

    assert modes == {KEY_FILE: 0o600, HEAD_FILE: 0o600}


def test_preparing_again_changes_nothing(log: AuditLog, engine: Engine, tmp_path: Path) -> None:
    log.enter(LOOK)
    before = {name: (tmp_path / name).read_text(encoding="ascii") for name in (KEY_FILE, HEAD_FILE)}

    prepare_audit(engine, tmp_path)

    assert {name: (tmp_path / name).read_text(encoding="ascii") for name in (KEY_FILE, HEAD_FILE)} == before
    assert log.verify().problems == ()


def test_without_its_key_a_log_neither_opens_nor_starts_again(log: AuditLog, engine: Engine, tmp_path: Path) -> None:
    log.enter(LOOK)
    (tmp_path / KEY_FILE).unlink()

    with pytest.raises(AuditUnavailable, match="missing"):
        AuditLog(engine, tmp_path)
    with pytest.raises(AuditUnavailable, match="missing"):
        prepare_audit(engine, tmp_path)


def test_a_key_open_to_others_is_refused(engine: Engine, tmp_path: Path) -> None:
    prepare_audit(engine, tmp_path)
    (tmp_path / KEY_FILE).chmod(0o644)

    with pytest.raises(AuditUnavailable, match="other users"):
        AuditLog(engine, tmp_path)


def test_a_log_that_cannot_be_written_is_unavailable(log: AuditLog, engine: Engine, tmp_path: Path) -> None:
    log.enter(LOOK)

    (tmp_path / HEAD_FILE).rename(tmp_path / "elsewhere")
    with pytest.raises(AuditUnavailable, match=HEAD_FILE):
        log.enter(LOOK)
    (tmp_path / "elsewhere").rename(tmp_path / HEAD_FILE)

    with engine.begin() as connection:
        connection.execute(delete(TURN))
    with pytest.raises(AuditUnavailable, match="never made"):
        log.enter(LOOK)

    TURN.drop(engine)
    with pytest.raises(AuditUnavailable, match="audit_turn"):
        log.enter(LOOK)
    assert log.read().total == 1


def test_a_head_that_cannot_be_kept_stops_the_answer(log: AuditLog, tmp_path: Path) -> None:
    (tmp_path / f"{HEAD_FILE}.new").mkdir()

    with pytest.raises(AuditUnavailable):
        log.enter(LOOK)
