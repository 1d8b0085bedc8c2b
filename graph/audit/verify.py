"""Whether the log is whole and as it was written.

Found: a line changed, moved, dropped or put in; lines lost from the end; words changed or dropped without an entered
erasure; a write that began and never said how it ended (a load that was cut off is listed apart: it is resumed by
loading the same files, and the log is whole); a wrong key; a head file that is missing or damaged, or that was started
again; and an account or a compartment that something other than Dolen changed, put in or deleted.

Not found (known blind spots): somebody who holds key, database and head file together can write another history; and
somebody who puts back an older database *and* the older head file of the same moment. Against both, keep the count
and head that each export shows somewhere else.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, RowMapping, select

from graph.audit.chain import START, ChainLine, commit_to, line_holds, seal_state
from graph.audit.checkpoint import HeadCopy, HeadRead, read_head
from graph.audit.entry import shown_time
from graph.audit.ranges import Range, range_of
from graph.audit.sealed_rows import GONE, States, seals_of
from graph.audit.tables import ENTRIES, WORDS, ids_of, link_of

Kind = Literal["changed", "dropped", "broken", "cut-off", "words", "orphan", "key", "head", "mended", "table", "copy"]
_CHUNK = 2000
LOAD = "ingest"
"""What an entry calls a load of files."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong: the first entry it concerns (0: the log as a whole), its kind, and a sentence for a person."""

    number: int
    kind: Kind
    sentence: str


@dataclass(frozen=True)
class VerifyReport:
    """How many entries there are, of how many the words were erased, and what is wrong with them, by number.

    `cut_off` are loads that no entry ends: under way still, or ended with their process. They are no fault of the log.
    """

    entries: int
    problems: tuple[Problem, ...]
    erased: int = 0
    cut_off: tuple[Problem, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the log is as it was written, and every write but a load has an outcome."""
        return self.problems == ()


@dataclass
class _Walk:
    """What has been seen while walking down the log."""

    entries: int = 0
    number: int = 0
    mac: str = START
    at_head: str = START
    at_copy: str = START
    copied: HeadRead | None = None
    good: int = 0
    problems: list[Problem] = field(default_factory=list[Problem])
    cut_off: list[Problem] = field(default_factory=list[Problem])
    open_intents: dict[int, ChainLine] = field(default_factory=dict[int, ChainLine])
    without_words: set[int] = field(default_factory=set[int])
    erased: list[Range] = field(default_factory=list[Range])
    sealed: dict[str, str] = field(default_factory=dict[str, str])
    sealed_at: dict[str, int] = field(default_factory=dict[str, int])
    opened: dict[int, frozenset[str]] = field(default_factory=dict[int, frozenset[str]])
    """By open intent, what it says that it changes."""

    def report(self, number: int, kind: Kind, sentence: str) -> None:
        self.problems.append(Problem(number, kind, sentence))


def verify_log(
    engine: Engine, folder: Path, key: bytes, states: States | None = None, copy: HeadCopy | None = None
) -> VerifyReport:
    """Read the whole log once. The head is read first: a line added meanwhile is then past it, not missing.

    What is sealed is read in the same transaction, so that a change made meanwhile is in both or in neither.
    """
    found = read_head(folder, key)
    walk = _Walk(copied=None if copy is None else copy.latest(key))
    with _one_moment(engine) as connection:
        for row in _rows(connection):
            _check_row(walk, row, key, found)
        present = None if states is None else states(connection)
    _check_end(walk, found)
    if present is not None:
        _check_tables(walk, key, present)
    if walk.entries > 0 and walk.good == 0 and found.head is None:
        walk.problems = [
            Problem(0, "key", "No entry fits the key in the data folder: it is not the key this log was written with.")
        ]
    return VerifyReport(walk.entries, tuple(sorted(walk.problems)), len(walk.without_words), tuple(walk.cut_off))


@contextmanager
def _one_moment(engine: Engine) -> Generator[Connection]:
    """A connection whose statements all see the database as it was at one moment."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")  # the driver begins none of its own before a write
            yield connection
    else:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            yield connection


def _rows(connection: Connection) -> Iterator[RowMapping]:
    everything = select(*ENTRIES.c, WORDS.c.salt, WORDS.c.reason, WORDS.c.words)
    everything = everything.outerjoin(WORDS, WORDS.c.number == ENTRIES.c.number).order_by(ENTRIES.c.number)
    yield from connection.execute(everything, execution_options={"yield_per": _CHUNK}).mappings()


def _check_row(walk: _Walk, row: RowMapping, key: bytes, found: HeadRead) -> None:
    link = link_of(row)
    line = link.line
    if line.number > walk.number + 1:
        walk.report(walk.number + 1, "dropped", f"{_entries(walk.number + 1, line.number - 1)} missing.")
    if not line_holds(key, link):
        walk.report(
            line.number,
            "changed",
            f"Entry {line.number} is not as it was written: it was changed, moved or put in by something else.",
        )
    else:
        walk.good += 1
        if line.number == walk.number + 1 and link.previous != walk.mac:
            walk.report(
                line.number, "broken", f"Entry {line.number} does not follow the entry that now stands before it."
            )
        _note_meaning(walk, line)
        _note_seals(walk, line, key)
    _check_words(walk, row, key)
    walk.entries += 1
    walk.number, walk.mac = line.number, link.mac
    if walk.copied is not None and walk.copied.head is not None and line.number == walk.copied.head.count:
        walk.at_copy = link.mac
    if found.head is not None and line.number == found.head.count:
        walk.at_head = link.mac


def _note_meaning(walk: _Walk, line: ChainLine) -> None:
    """What a line that holds says about other lines: intents, outcomes, erasures, and a head started again."""
    if line.outcome == "intended":
        walk.open_intents[line.number] = line
    elif line.closes is not None:
        walk.open_intents.pop(line.closes, None)
    elif line.action == "erase" and line.question == "audit":
        walk.erased.extend(range_of(text) for text in ids_of(line.subjects))
    elif line.question == "audit-mend":
        walk.report(
            line.number,
            "mended",
            f"The head file was started again on {shown_time(line.at)} by {line.who} (entry {line.number}): "
            "that nothing was cut off before then cannot be shown.",
        )


def _note_seals(walk: _Walk, line: ChainLine, key: bytes) -> None:
    """What a line seals. An intent whose seal is not the one before it shows a change that no entry made.

    While another change of the same is open, its intent proves nothing: either may have come first.
    """
    if line.closes is not None:
        walk.opened.pop(line.closes, None)
    seals = seals_of(line.sealed)
    for subject, code in seals.items():
        if line.outcome != "intended":
            walk.sealed[subject], walk.sealed_at[subject] = code, line.number
        elif not any(subject in subjects for subjects in walk.opened.values()):
            before = walk.sealed.get(subject, seal_state(key, subject, GONE))
            if before != code:
                walk.report(
                    line.number,
                    "table",
                    f"{_named(subject)} was changed by something else than Dolen before entry {line.number}.",
                )
    if line.outcome == "intended" and seals:
        walk.opened[line.number] = frozenset(seals)


def _check_tables(walk: _Walk, key: bytes, present: Mapping[str, str]) -> None:
    """What the tables hold beside what the last entries sealed."""
    for subject in sorted(walk.sealed.keys() | present.keys()):
        absent = seal_state(key, subject, GONE)
        left, now = walk.sealed.get(subject, absent), seal_state(key, subject, present.get(subject, GONE))
        if left == now:
            continue
        last = f" (entry {walk.sealed_at[subject]})" if subject in walk.sealed_at else ""
        if subject not in present:
            said = f"was deleted by something else than Dolen{last}."
        elif left == absent:
            said = f"was put in by something else than Dolen{last}."
        else:
            said = f"is not as Dolen last left it{last}: something else changed it."
        walk.report(walk.sealed_at.get(subject, 0), "table", f"{_named(subject)} {said}")


def _named(subject: str) -> str:
    kind, _, name = subject.partition(":")
    return f"The {kind} {name!r}"


def _check_words(walk: _Walk, row: RowMapping, key: bytes) -> None:
    kept = (row["salt"], row["reason"], row["words"])
    if kept == (None, None, None):
        walk.without_words.add(row["number"])
    elif not all(isinstance(text, str) for text in kept) or commit_to(key, *kept) != row["commitment"]:
        walk.report(row["number"], "words", f"The reason or the words of entry {row['number']} were changed.")


def _check_end(walk: _Walk, found: HeadRead) -> None:
    if found.head is None:
        walk.report(
            0, "key" if found.wrong_key else "head", f"The head of the log cannot be relied on: {found.trouble}."
        )
    elif found.head.count > walk.number:
        walk.report(
            walk.number + 1,
            "cut-off",
            f"{_entries(walk.number + 1, found.head.count)} missing from the end of the log.",
        )
    elif found.head.count > 0 and walk.at_head != found.head.mac:
        walk.report(
            found.head.count,
            "head",
            f"Entry {found.head.count} is not the one that the head file names.",
        )
    _check_copy(walk, found)
    for number in sorted(number for number in walk.without_words if not _within(walk.erased, number)):
        walk.report(number, "words", f"The reason and the words of entry {number} are gone, and no entry erased them.")
    for number, line in walk.open_intents.items():
        started = (
            f"was started by {line.who} on {shown_time(line.at)}; no entry records how it ended. Unless it is still"
        )
        if line.question == LOAD:
            sentence = (
                f"A load {started} running, it was cut off: load the same files again, and it goes on from there."
            )
            walk.cut_off.append(Problem(number, "orphan", sentence))
        else:
            sentence = f"Entry {number}: a write {started} running, check whether it took effect."
            walk.report(number, "orphan", sentence)


def _check_copy(walk: _Walk, found: HeadRead) -> None:
    """The head that was sent elsewhere beside the log as it is here."""
    if walk.copied is None:
        return
    head = walk.copied.head
    if head is None:
        walk.report(0, "copy", f"{walk.copied.trouble[:1].upper()}{walk.copied.trouble[1:]}.")
    elif head.count > walk.number:
        walk.report(
            walk.number + 1, "copy", f"{_entries(walk.number + 1, head.count)} missing that the head's copy names."
        )
    elif head.count > 0 and walk.at_copy != head.mac:
        walk.report(head.count, "copy", f"Entry {head.count} is not the one that the head's copy names.")
    elif found.head is not None and head.count < found.head.count:
        behind = found.head.count - head.count
        walk.report(0, "copy", f"The head's copy is {behind} entries behind: it is not written to any more.")


def _within(runs: list[Range], number: int) -> bool:
    return any(first <= number <= last for first, last in runs)


def _entries(first: int, last: int) -> str:
    return f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
