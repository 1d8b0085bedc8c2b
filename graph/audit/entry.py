"""What one line of the log says: an `Entry` as it is handed in, a `LoggedEntry` as it is read back."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from graph.errors import ValueRefused

Action = Literal[
    "consult",  # an entity, a report or a list was looked at
    "search",  # words were looked for
    "expand",  # a network was widened
    "export",  # something left as a file
    "alter",  # records were written or superseded
    "combine",  # records were judged to be one person, or not
    "disclose",  # something was shared with a recipient
    "refuse",  # a reader or a recipient was refused
    "erase",  # words of the log, or records, were erased
    "administer",  # accounts, settings, or the log itself
]
Outcome = Literal[
    "allowed",  # a look: entered before anything was read
    "refused",  # a look or a disclosure that was not given
    "intended",  # a write, before it began
    "done",  # the write named by `closes` ended well
    "failed",  # the write named by `closes` ended without its effect
    "cut off",  # the load named by `closes` ended with its process; what it had written by then stays
]
ENDS: tuple[Outcome, ...] = ("done", "failed", "cut off")
"""The outcomes that end a write; each names its intent."""
ACTIONS: tuple[Action, ...] = get_args(Action)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

ALL_COMPARTMENTS = "*"
"""Stands for every compartment there is: those of the local operator, who sees everything."""

_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One look, change or disclosure (Data Protection Act 2018 s.62), before it is given its number and its time.

    `who` is the account or the operating system's user; `acting_for` is the account whose View is previewed.
    `question` names what was asked or done, `subjects` and `recipients` are ids, `view` describes the View it went
    through. `reason` (the justification) and `words` (what was searched for) are the only free text: they are kept
    apart, so that they can be erased. `closes` is the number of the intent that a `done`, `failed` or `cut off` entry
    ends.
    `compartments` are those that the reader is in; where they are not given the log looks them up by the reader's name.

    Raises `ValueRefused` where nobody is named, where an id is blank, or where outcome and `closes` do not agree.
    """

    who: str
    action: Action
    question: str
    subjects: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    view: str = ""
    reason: str = ""
    words: str = ""
    outcome: Outcome = "allowed"
    acting_for: str | None = None
    closes: int | None = None
    compartments: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if self.who.strip() == "":
            raise ValueRefused("who", self.who, "an entry in the log names the person who acts.")
        if self.action not in ACTIONS:
            raise ValueRefused("action", self.action, f"the log knows {', '.join(ACTIONS)}.")
        if self.outcome not in OUTCOMES:
            raise ValueRefused("outcome", self.outcome, f"the log knows {', '.join(OUTCOMES)}.")
        if any(identifier.strip() == "" for identifier in (*self.subjects, *self.recipients)):
            raise ValueRefused("subjects", "", "an id in the log is never blank.")
        if (self.closes is not None) != (self.outcome in ENDS):
            raise ValueRefused("closes", str(self.closes), "an entry names an intent only when it says how that ended.")


@dataclass(frozen=True, kw_only=True)
class LoggedEntry:
    """One line of the log. `at` is UTC in milliseconds; `reason` and `words` are None once they were erased."""

    number: int
    at: int
    who: str
    acting_for: str | None
    action: str
    question: str
    subjects: tuple[str, ...]
    recipients: tuple[str, ...]
    view: str
    outcome: str
    closes: int | None
    reason: str | None
    words: str | None
    compartments: frozenset[str] = frozenset()
    withheld: bool = False
    """Whether reason and words are withheld from this reader, who is not in all of the compartments."""

    def for_auditor(self, mine: frozenset[str], every: frozenset[str]) -> "LoggedEntry":
        """The line as somebody in these compartments reads it, of `every` one that there is.

        Reason and words may say what only the compartments of the line's reader hold.
        """
        needed = every if ALL_COMPARTMENTS in self.compartments else self.compartments
        return self if needed <= mine else replace(self, reason=None, words=None, withheld=True)

    @property
    def shown_at(self) -> str:
        """When, for a person in Wales, such as `24 November 2026, 02:29:21.004 GMT`."""
        return shown_time(self.at)


@dataclass(frozen=True)
class ChainedEntry:
    """One line of the log with the codes that chain it to the line before (see `graph.audit.chain`)."""

    entry: LoggedEntry
    commitment: str
    previous: str
    mac: str


@dataclass(frozen=True)
class LogPage:
    """Some lines of the log, newest first, and how many answer to what was asked in all."""

    entries: tuple[LoggedEntry, ...]
    total: int

    @property
    def shown(self) -> int:
        """How many of `total` are here."""
        return len(self.entries)


def now_ms() -> int:
    """The time in UTC milliseconds since 1970."""
    return int(datetime.now(UTC).timestamp() * 1000)


def shown_time(at: int) -> str:
    """UTC milliseconds as a time in Europe/London, with its zone, so that the repeated autumn hour stays clear."""
    moment = datetime.fromtimestamp(at // 1000, UTC).astimezone(_LONDON)
    return f"{moment.day} {moment:%B %Y, %H:%M:%S}.{at % 1000:03d} {moment:%Z}"


def storable(text: str) -> str:
    """The text with what no database keeps (a NUL, half a surrogate pair) written out as an escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")
