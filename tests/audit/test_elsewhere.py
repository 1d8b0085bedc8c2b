"""Words erased in bulk, the key apart, the head sent elsewhere, and lines as an auditor reads them."""

import json
import logging
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select, text

from graph.audit import AuditLog, Entry, prepare_audit
from graph.audit.chain import seal_head
from graph.audit.checkpoint import EMPTY, HEAD_FILE, KEY_FILE, HeadCopy, read_head, read_key
from graph.audit.entry import ALL_COMPARTMENTS
from graph.audit.ranges import range_of, range_texts, ranges_of
from graph.audit.tables import ENTRIES, WORDS
from graph.errors import AuditUnavailable, NotFound
from tests.audit.test_log import LOOK

EARLY, LATE = 1_700_000_000_000, 1_800_000_000_000


def test_words_from_before_a_day_are_erased_and_the_log_still_verifies_and_says_how_many(
    engine: Engine, log: AuditLog, tmp_path: Path
) -> None:
    older = AuditLog(engine, tmp_path, now=lambda: EARLY)
    for number in range(5):
        older.enter(replace(LOOK, words=f"Taz {number}", reason="Missing last night"))
    older.enter(Entry(who="a.price", action="administer", question="sign-out"))
    AuditLog(engine, tmp_path, now=lambda: LATE).enter(replace(LOOK, words="kept"))
    wanted = log.numbers_with_words(LATE)
    assert wanted == (1, 2, 3, 4, 5)
    number = log.erase_words((*wanted, 7), who="d.admin", reason="Seven years are over")
    report = log.verify()

    assert (report.whole, report.erased, report.entries) == (True, 6, 8)
    entry = log.read(1).entries[0]
    assert (entry.number, entry.action, entry.subjects, entry.reason) == (
        number,
        "erase",
        ("1-5", "7"),
        "Seven years are over",
    )
    assert log.numbers_with_words(LATE) == (8,), "what is left says why the others were erased"
    with engine.connect() as connection:
        assert "Taz" not in str(connection.execute(select(WORDS)).all())


def test_words_that_are_gone_beside_those_erased_are_found(engine: Engine, log: AuditLog) -> None:
    for _ in range(4):
        log.enter(replace(LOOK, words="Taz"))
    log.erase_words((1, 2), who="d.admin", reason="Time is over")
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit_words SET salt = NULL, reason = NULL, words = NULL WHERE number = 3"))

    assert [(each.number, each.kind) for each in log.verify().problems] == [(3, "words")]


def test_nothing_is_erased_for_a_number_that_is_not_there(log: AuditLog) -> None:
    log.enter(replace(LOOK, words="Taz"))
    with pytest.raises(NotFound, match="no entry 2"):
        log.erase_words((1, 2), who="d.admin", reason="Time is over")

    assert log.read(1).entries[0].words == "Taz"


@pytest.mark.parametrize(
    ("numbers", "texts"), [((), ()), ((3,), ("3",)), ((5, 3, 4, 3, 9, 1), ("1", "3-5", "9")), ((1, 2), ("1-2",))]
)
def test_many_numbers_are_few_texts(numbers: tuple[int, ...], texts: tuple[str, ...]) -> None:
    assert range_texts(ranges_of(numbers)) == texts
    assert {n for text in texts for n in range(range_of(text)[0], range_of(text)[1] + 1)} == set(numbers)


def test_the_key_may_lie_apart_from_the_data_folder(engine: Engine, tmp_path: Path) -> None:
    apart = tmp_path / "apart"
    apart.mkdir()
    key_file, folder = apart / "dolen.key", tmp_path / "home"
    folder.mkdir()
    prepare_audit(engine, folder, key_file)
    log = AuditLog(engine, folder, key_file=key_file)
    log.enter(LOOK)

    assert log.verify().whole
    assert not (folder / KEY_FILE).exists()
    assert key_file.stat().st_mode & 0o077 == 0
    with pytest.raises(AuditUnavailable, match="is missing"):
        AuditLog(engine, folder)


def test_a_database_and_a_head_put_back_together_are_found_beside_the_copy(engine: Engine, tmp_path: Path) -> None:
    copy = HeadCopy(str(tmp_path / "mount.heads"))
    prepare_audit(engine, tmp_path)
    log = AuditLog(engine, tmp_path, copy=copy)
    log.enter(LOOK)
    head = (tmp_path / HEAD_FILE).read_bytes()
    log.enter(LOOK)
    assert log.verify().whole
    with engine.begin() as connection:
        connection.execute(delete(ENTRIES).where(ENTRIES.c.number == 2))
        connection.execute(delete(WORDS).where(WORDS.c.number == 2))
    (tmp_path / HEAD_FILE).write_bytes(head)

    assert AuditLog(engine, tmp_path).verify().whole, "without the copy it looks whole"
    assert [each.sentence for each in log.verify().problems] == ["Entry 2 is missing that the head's copy names."]
    AuditLog(engine, tmp_path).enter(replace(LOOK, words="another history"))
    assert [each.sentence for each in log.verify().problems] == ["Entry 2 is not the one that the head's copy names."]


def test_a_copy_that_is_not_written_to_any_more_stops_nobody_and_is_found(engine: Engine, tmp_path: Path) -> None:
    place = tmp_path / "mount" / "heads"
    prepare_audit(engine, tmp_path)
    log = AuditLog(engine, tmp_path, copy=HeadCopy(str(place)))
    log.enter(LOOK)
    assert [each.kind for each in log.verify().problems] == ["copy"]
    place.parent.mkdir()
    log.enter(LOOK)
    assert log.verify().whole
    AuditLog(engine, tmp_path).enter(LOOK)
    assert [each.sentence for each in log.verify().problems] == [
        "The head's copy is 1 entries behind: it is not written to any more."
    ]
    place.write_text(json.dumps({"count": 9, "head": "00", "seal": "00"}) + "\n")
    assert ["changed by something other" in each.sentence for each in log.verify().problems] == [True]


def test_a_syslog_server_is_sent_each_head_sealed(engine: Engine, tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(30)
        prepare_audit(engine, tmp_path)
        log = AuditLog(engine, tmp_path, copy=HeadCopy(f"syslog://127.0.0.1:{server.getsockname()[1]}"))
        log.enter(LOOK)
        log.enter(LOOK)
        sent = [server.recv(4096).decode() for _ in range(2)]

    key = read_key(tmp_path / KEY_FILE)
    assert [each.partition("{")[0] for each in sent] == ["<38>dolen: audit head "] * 2, (
        "facility auth (4), informational"
    )
    heads = [json.loads(each.removeprefix("<38>dolen: audit head ")) for each in sent]
    assert [each["count"] for each in heads] == [1, 2]
    assert [each["seal"] for each in heads] == [seal_head(key, each["count"], each["head"]) for each in heads]
    kept = read_head(tmp_path, key).head
    assert kept is not None
    assert (heads[1]["count"], heads[1]["head"]) == (kept.count, kept.mac)
    assert log.verify().whole


@pytest.mark.parametrize("place", ["syslog://127.0.0.1:port", "syslog://127.0.0.1:0", "syslog://"])
def test_a_syslog_server_that_cannot_be_sent_to_stops_nobody(place: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="dolen"):
        HeadCopy(place).send(bytes(32), EMPTY)

    assert "could not be sent to" in caplog.text


@pytest.mark.parametrize(
    ("held", "mine", "every", "shown"),
    [
        (frozenset(), frozenset(), frozenset({"OPAL"}), True),
        (frozenset({"OPAL"}), frozenset(), frozenset({"OPAL"}), False),
        (frozenset({"OPAL"}), frozenset({"OPAL"}), frozenset({"OPAL", "ONYX"}), True),
        (frozenset({"OPAL", "ONYX"}), frozenset({"OPAL"}), frozenset({"OPAL", "ONYX"}), False),
        (frozenset({ALL_COMPARTMENTS}), frozenset({"OPAL"}), frozenset({"OPAL", "ONYX"}), False),
        (frozenset({ALL_COMPARTMENTS}), frozenset({"OPAL", "ONYX"}), frozenset({"OPAL", "ONYX"}), True),
        (frozenset({ALL_COMPARTMENTS}), frozenset(), frozenset(), True),
    ],
)
def test_an_auditor_reads_the_words_of_compartments_that_they_are_in(
    log: AuditLog, held: frozenset[str], mine: frozenset[str], every: frozenset[str], shown: bool
) -> None:
    log.enter(replace(LOOK, words="Taz", reason="Missing last night", compartments=held))
    entry = log.read(1).entries[0]
    read = entry.for_auditor(mine, every)

    assert entry.compartments == held
    assert (read.reason, read.words, read.withheld) == (
        ("Missing last night", "Taz", False) if shown else (None, None, True)
    )
    assert (read.number, read.subjects, read.who) == (entry.number, entry.subjects, entry.who)
