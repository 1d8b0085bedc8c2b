"""Whether the log is whole and as it was written.

Found: a line changed, moved, dropped or put in; lines lost from the end; words changed or dropped without an entered
erasure; a write that began and never said how it ended; a wrong key; a head file that is missing or damaged, or that
was started again.

Not found (known blind spots): somebody who holds key, database and head file together can write another history; and
somebody who puts back an older database *and* the older head file of the same moment. Against both, keep the count
and head that each export shows somewhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine, RowMapping, select

from graph.audit.chain import START, Line, commit_to, line_holds
from graph.audit.entry import shown_time
from graph.audit.keeping import HeadRead, read_head
from graph.audit.tables import ENTRIES, WORDS, ids_of, link_of

Kind = Literal["changed", "dropped", "broken", "cut-off", "words", "orphan", "key", "head", "mended"]
_CHUNK = 2000


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong: the first entry it concerns (0: the log as a whole), its kind, and a sentence for a person."""

    number: int
    kind: Kind
    sentence: str


@dataclass(frozen=True)
class VerifyReport:
    """How many entries there are, and what is wrong with them, by number."""

    entries: int
    problems: tuple[Problem, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return self.problems == ()


@dataclass
class _Walk:
    """What has been seen while walking down the log."""

    entries: int = 0
    number: int = 0
    mac: str = START
    at_head: str = START
    good: int = 0
    problems: list[Problem] = field(default_factory=list[Problem])
    open_intents: dict[int, int] = field(default_factory=dict[int, int])
    without_words: set[int] = field(default_factory=set[int])
    erased: set[int] = field(default_factory=set[int])

    def report(self, number: int, kind: Kind, sentence: str) -> None:
        self.problems.append(Problem(number, kind, sentence))


def verify_log(engine: Engine, folder: Path, key: bytes) -> VerifyReport:
    """Read the whole log once. The head is read first: a line added meanwhile is then past it, not missing."""
    found = read_head(folder, key)
    walk = _Walk()
    for row in _rows(engine):
        _check_row(walk, row, key, found)
    _check_end(walk, found)
    if walk.entries > 0 and walk.good == 0 and found.head is None:
        walk.problems = [
            Problem(0, "key", "No entry fits the key in the data folder: it is not the key this log was written with.")
        ]
    return VerifyReport(walk.entries, tuple(sorted(walk.problems)))


def _rows(engine: Engine) -> Iterator[RowMapping]:
    everything = select(*ENTRIES.c, WORDS.c.salt, WORDS.c.reason, WORDS.c.words)
    everything = everything.outerjoin(WORDS, WORDS.c.number == ENTRIES.c.number).order_by(ENTRIES.c.number)
    with engine.connect() as connection:
        yield from connection.execution_options(yield_per=_CHUNK).execute(everything).mappings()


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
    _check_words(walk, row, key)
    walk.entries += 1
    walk.number, walk.mac = line.number, link.mac
    if found.head is not None and line.number == found.head.count:
        walk.at_head = link.mac


def _note_meaning(walk: _Walk, line: Line) -> None:
    """What a line that holds says about other lines: intents, outcomes, erasures, and a head started again."""
    if line.outcome == "intended":
        walk.open_intents[line.number] = line.at
    elif line.closes is not None:
        walk.open_intents.pop(line.closes, None)
    elif line.action == "erase" and line.question == "audit":
        walk.erased.update(int(number) for number in ids_of(line.subjects))
    elif line.question == "audit-mend":
        walk.report(
            line.number,
            "mended",
            f"The head file was started again on {shown_time(line.at)} by {line.who} (entry {line.number}): "
            "that nothing was cut off before then cannot be shown.",
        )


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
    for number in sorted(walk.without_words - walk.erased):
        walk.report(number, "words", f"The reason and the words of entry {number} are gone, and no entry erased them.")
    for number, at in walk.open_intents.items():
        walk.report(
            number,
            "orphan",
            f"Entry {number} says that a write was begun on {shown_time(at)}; no entry says how it ended. "
            "Unless it is still under way, look whether it took effect.",
        )


def _entries(first: int, last: int) -> str:
    return f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
