"""Entries in the access log that a manager should ask about. Pure rules on entries and times.

An alarm is not a finding: a trawl may be a briefing, and a colleague may be a witness. It shows the entries and the
person to ask, but no words of anybody's search, and is acknowledged with a reason by a manager it does not concern. It
does not show whether a name was searched for or a record opened: the latter would reveal that there is one.

Known blind spots: somebody who looks slowly; a name searched for in another spelling; people who share a name with a
colleague, who alarm without cause.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["many people", "own name", "colleague's name", "many exports", "failed sign-ins"]

HOUR = 3_600_000
DAY = 24 * HOUR
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class AlarmLimits:
    """From how many an alarm is raised: people looked at in an hour, exports in a day, failed sign-ins in an hour."""

    people: int = 40
    exports: int = 10
    failures: int = 10


@dataclass(frozen=True)
class Act:
    """One entry of the log as these rules need it. `at` is UTC milliseconds.

    `people` are the ids of the persons that were looked at; `names` says whose name was searched for, or stood on a
    record that was opened, if anybody's.
    """

    number: int
    at: int
    who: str
    people: frozenset[str] = frozenset()
    is_export: bool = False
    is_failure: bool = False
    names: Literal["", "own", "colleague"] = ""


@dataclass(frozen=True)
class Alarm:
    """Something to ask about: its kind, the person, the first and last entry, and how many were counted."""

    kind: Kind
    who: str
    first: int
    last: int
    since: int
    until: int
    count: int

    @property
    def key(self) -> str:
        """What names the alarm for good: what follows makes it longer, not another."""
        return f"{self.kind}:{self.who}:{self.first}"


def alarms(acts: Iterable[Act], limits: AlarmLimits) -> tuple[Alarm, ...]:
    """The alarms that these entries raise, the latest first; the entries stand in their order."""
    by_whom: dict[str, list[Act]] = {}
    for act in acts:
        by_whom.setdefault(act.who, []).append(act)
    found: list[Alarm] = []
    for each in by_whom.values():
        found += _crowded("many people", [act for act in each if act.people], HOUR, limits.people)
        found += _crowded("many exports", [act for act in each if act.is_export], DAY, limits.exports)
        found += _crowded("failed sign-ins", [act for act in each if act.is_failure], HOUR, limits.failures)
        found += [_alone("own name", act) for act in each if act.names == "own"]
        found += [_alone("colleague's name", act) for act in each if act.names == "colleague"]
    return tuple(sorted(found, key=lambda alarm: (-alarm.until, alarm.key)))


def whose_name(words: str, own: str, colleagues: Iterable[str]) -> Literal["", "own", "colleague"]:
    """Whether words that were searched for, or what a record is called, hold one's own whole name, or a colleague's.

    A name of one word is too little to tell a colleague by.
    """
    searched = _words(words)
    if _holds(searched, own):
        return "own"
    return "colleague" if any(_holds(searched, name) for name in colleagues) else ""


def _holds(searched: frozenset[str], name: str) -> bool:
    wanted = _words(name)
    return len(wanted) >= 2 and wanted <= searched


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


def _alone(kind: Kind, act: Act) -> Alarm:
    return Alarm(kind, act.who, act.number, act.number, act.at, act.at, 1)


def _crowded(kind: Kind, acts: Sequence[Act], span: int, least: int) -> list[Alarm]:
    """The runs in which, within each span of time, at least so many were counted.

    A run begins at the first act of the span that reaches the limit, and goes on while the spans after it reach it too.
    """
    found: list[Alarm] = []
    counted: dict[str, int] = {}
    start, run_start = 0, -1
    for end, act in enumerate(acts):
        for each in _counted(act):
            counted[each] = counted.get(each, 0) + 1
        while act.at - acts[start].at >= span:
            for each in _counted(acts[start]):
                counted[each] -= 1
                if counted[each] == 0:
                    del counted[each]
            start += 1
        if len(counted) < least:
            run_start = -1
            continue
        if run_start < 0:
            run_start = start
            found.append(Alarm(kind, act.who, acts[start].number, act.number, acts[start].at, act.at, len(counted)))
        else:
            run = found[-1]
            within = frozenset(each for one in acts[run_start : end + 1] for each in _counted(one))
            found[-1] = Alarm(kind, act.who, run.first, act.number, run.since, act.at, len(within))
    return found


def _counted(act: Act) -> frozenset[str]:
    """What of an act is counted: each person once, or the act itself."""
    return act.people or frozenset({str(act.number)})
