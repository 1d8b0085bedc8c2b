"""Missing episodes from recorded events (docs/domain.md, "Missing episodes").

An episode starts with *missing* and ends only with *found*, *returned* or *located*: an event of its own, never read
from text. A sighting never ends one. Without an end it says "end not recorded", counts one and has no hours. Two starts
without an end between them are one episode where they are within 12 hours of one another, or of one stated origin.

*Missing now*: the latest start without an end, within 72 hours before the day asked about or on it, or marked by a
person. Other starts without an end are ends to check. S1 is suggested where somebody was away through a whole night
(00:00 to 06:00), R1 where they were away for less; where the times do not settle it, neither is. Both are suggestions
to an assessor, never an assessment. A home's *unauthorised absence* is kept apart.

Of what is known only to the day, a start is taken at the beginning of the day and an end at its end; what is known only
to the month is as if undated. What is graded as suspected to be false counts for nothing and is named.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

from graph.rules.roles import AROUND_A_CHILD, ONLY_REPORTING
from graph.values.when import LONDON, date_of, day_start, moment_of

HOUR = 3_600_000
DAY = 24 * HOUR
_MINUTE = 60_000
_LONGEST_DAY = 25 * HOUR
MISSING, ABSENCE = "missing", "unauthorised-absence"
ENDS = frozenset({"found", "returned", "located"})
Suggestion = Literal["S1", "R1"]

NOT_THE_ONE_MISSING = AROUND_A_CHILD | ONLY_REPORTING
"""Roles of people in a report of a missing child who are not themselves missing."""


@dataclass(frozen=True)
class MissingSettings:
    """What a force may set: hours. `joined` is fixed by the rule; the night is in London time."""

    now: int = 72
    joined: int = 12
    night_from: int = 0
    night_until: int = 6


@dataclass(frozen=True)
class MissingEvent:
    """One recorded event about one person. `event` is the item's; any that is neither start nor end is a sighting.

    It happened at `earliest` or later, before or at `latest` (epoch milliseconds; equal where the time is given; None
    where it is not dated). `origin` is a mark of a common source, `stated` where the record gives it rather than its
    report's own.
    """

    id: str
    event: str
    earliest: int | None
    latest: int | None
    origin: str = ""
    stated: bool = False
    suspected_false: bool = False
    marked_missing: bool = False


@dataclass(frozen=True)
class Episode:
    """One episode. `minutes` away, where both times are given; `seen` are sightings within it, which end nothing."""

    starts: tuple[MissingEvent, ...]
    ends: tuple[MissingEvent, ...]
    seen: tuple[MissingEvent, ...]
    minutes: int | None
    suggests: Suggestion | None
    missing_now: bool

    @property
    def end_to_check(self) -> bool:
        """Whether its end is not recorded and it is not missing now."""
        return not self.ends and not self.missing_now


TOGETHER_WITHIN = 31
"""Days before an episode in which another's must have started to count as at one time."""


def away_at_once(one: Episode, other: Episode) -> tuple[int, int] | None:
    """From when until when somebody may have been away while another was (epoch milliseconds); None without.

    Each may have been away from the earliest of its dated starts up to the latest of its ends, without one up to
    the latest of its starts: an end that is not recorded says nothing of the days after. One of the other's starts
    lies before the first's end and at most `TOGETHER_WITHIN` days before its start.
    """
    first, second = away(one), away(other)
    if first is None or second is None:
        return None
    since, until = max(first[0], second[0]), min(first[1], second[1])
    started = [each.earliest for each in other.starts if each.earliest is not None]
    near = any(first[0] - TOGETHER_WITHIN * DAY <= each <= first[1] for each in started)
    return (since, until) if near and since <= until else None


def away(episode: Episode) -> tuple[int, int] | None:
    """From when until when somebody may have been away (epoch milliseconds); None where no start is dated."""
    starts = [each for each in episode.starts if each.earliest is not None]
    if not starts:
        return None
    ends = [each for each in episode.ends if each.latest is not None]
    return min(map(_earliest, starts)), max(map(_latest, [*starts, *ends]))


@dataclass(frozen=True)
class MissingRecord:
    """What is recorded of one person, the newest first, undated last. The headline is the number of `episodes`.

    `absences` are a home's unauthorised absences; `loose_ends` were found or returned without a recorded start;
    `suspected_false` are left out.
    """

    episodes: tuple[Episode, ...]
    absences: tuple[Episode, ...]
    loose_ends: tuple[MissingEvent, ...]
    suspected_false: tuple[MissingEvent, ...]


@dataclass
class _Open:
    """An episode being put together."""

    absence: bool
    starts: list[MissingEvent]
    ends: list[MissingEvent] = field(default_factory=list[MissingEvent])
    latest: bool = False


def known_times(event: str, happened: str | None, start: int | None, end: int | None) -> tuple[int | None, int | None]:
    """`earliest` and `latest` of an item: `happened` as recorded, its period from `start` up to `end`.

    Of a range, a start is its beginning, and an end lies anywhere in it. What is longer than a day and no range is
    known only to the month or year, which places nothing.
    """
    if start is None or end is None:
        return None, None
    if "/" in (happened or ""):
        if event in ENDS:
            return start, end - 1
        first_day = date_of(start)
        return start, (day_start(first_day + timedelta(days=1)) - 1 if start == day_start(first_day) else start)
    if end - start <= _MINUTE:
        return start, start
    return (start, end - 1) if end - start <= _LONGEST_DAY else (None, None)


def missing_record(events: Iterable[MissingEvent], day: date, settings: MissingSettings | None = None) -> MissingRecord:
    """The episodes of one person, as of a day."""
    rules = settings or MissingSettings()
    every = sorted(events, key=_order)
    counted = [each for each in every if not each.suspected_false]
    dated = [each for each in counted if each.earliest is not None]
    undated = [each for each in counted if each.earliest is None]
    built, loose = _dated(dated, rules)
    loose = _undated(undated, built, loose)
    seen = [each for each in dated if not _starts(each) and each.event not in ENDS]
    done = [(each.absence, _episode(each, seen, day, rules)) for each in built]
    return MissingRecord(
        episodes=_newest(episode for absence, episode in done if not absence),
        absences=_newest(episode for absence, episode in done if absence),
        loose_ends=tuple(loose),
        suspected_false=tuple(each for each in every if each.suspected_false and (_starts(each) or each.event in ENDS)),
    )


def _starts(event: MissingEvent) -> bool:
    return event.event in (MISSING, ABSENCE)


def _order(event: MissingEvent) -> tuple[int, bool, str]:
    """By time; at one moment a start before an end, since a sheet often gives both the time of its row."""
    ends = event.event in ENDS
    return (_latest(event) if ends else _earliest(event)), ends, event.id


def _earliest(event: MissingEvent) -> int:
    return 0 if event.earliest is None else event.earliest


def _latest(event: MissingEvent) -> int:
    return _earliest(event) if event.latest is None else event.latest


def _dated(events: list[MissingEvent], rules: MissingSettings) -> tuple[list[_Open], list[MissingEvent]]:
    """Episodes from dated events in order, and the ends that no start explains."""
    built: list[_Open] = []
    pending: list[_Open] = []  # without an end, the latest start last
    ended: _Open | None = None
    loose: list[MissingEvent] = []
    for event in events:
        if _starts(event):
            one = next((each for each in reversed(pending) if _is_one(each, event, rules)), None)
            if one is None:
                one = _Open(event.event == ABSENCE, [])
                built.append(one)
            one.starts.append(event)
            pending = [*(each for each in pending if each is not one), one]
        elif event.event in ENDS:
            if pending:
                ended, pending = pending[-1], []
                ended.ends.append(event)
            elif ended is not None and _near(ended.ends[-1], event, rules):
                ended.ends.append(event)
            else:
                loose.append(event)
    if pending:
        pending[-1].latest = True
    return built, loose


def _is_one(episode: _Open, event: MissingEvent, rules: MissingSettings) -> bool:
    """Whether a further start is of this episode."""
    if episode.absence != (event.event == ABSENCE):
        return False
    return any(
        _near(start, event, rules) or (start.stated and event.stated and start.origin == event.origin)
        for start in episode.starts
    )


def _near(one: MissingEvent, other: MissingEvent, rules: MissingSettings) -> bool:
    """Whether two events are within the hours that join; of one known only to the day: on the same day."""
    if one.earliest == one.latest and other.earliest == other.latest:
        return abs(_earliest(one) - _earliest(other)) <= rules.joined * HOUR
    return date_of(_earliest(one)) == date_of(_earliest(other))


def _undated(events: list[MissingEvent], built: list[_Open], loose: list[MissingEvent]) -> list[MissingEvent]:
    """Adds what is not dated: to the episode of its own origin, otherwise each start an episode of its own."""
    for event in events:
        if not _starts(event):
            continue
        absence = event.event == ABSENCE
        one = next((each for each in built if each.absence == absence and _of_origin(each, event)), None)
        if one is None:
            one = _Open(absence, [])
            built.append(one)
        one.starts.append(event)
    left: list[MissingEvent] = []
    for event in [*loose, *(each for each in events if each.event in ENDS)]:
        undated = event.earliest is None
        one = next(
            (
                each
                for each in built
                if _of_origin(each, event) and (undated or any(start.earliest is None for start in each.starts))
            ),
            None,
        )
        if one is None:
            left.append(event)
        else:
            one.ends.append(event)
    return left


def _of_origin(episode: _Open, event: MissingEvent) -> bool:
    return event.origin != "" and any(start.origin == event.origin for start in episode.starts)


def _episode(built: _Open, seen: list[MissingEvent], day: date, rules: MissingSettings) -> Episode:
    starts, ends = tuple(sorted(built.starts, key=_order)), tuple(built.ends)
    times = [each for each in starts if each.earliest is not None]
    start, end = (times[0] if times else None), (ends[0] if ends else None)
    within: tuple[MissingEvent, ...] = ()
    if start is not None and end is not None and end.latest is not None:
        span = range(_earliest(start), end.latest + 1)
        within = tuple(each for each in seen if _earliest(each) in span)
    minutes = None
    if start is not None and end is not None and start.earliest == start.latest and end.earliest == end.latest:
        minutes = None if end.earliest is None else (end.earliest - _earliest(start)) // _MINUTE
    return Episode(
        starts=starts,
        ends=ends,
        seen=within,
        minutes=minutes,
        suggests=None if built.absence else _suggests(start, end, rules),
        missing_now=not ends and _missing_now(built, day, rules),
    )


def _missing_now(built: _Open, day: date, rules: MissingSettings) -> bool:
    if built.absence:
        return False
    if any(start.marked_missing for start in built.starts):
        return True
    newest = max((_latest(start) for start in built.starts if start.latest is not None), default=None)
    begins = day_start(day)
    return (
        built.latest
        and newest is not None
        and begins - rules.now * HOUR <= newest
        and min(_earliest(start) for start in built.starts) < day_start(day + timedelta(days=1))
    )


def _suggests(start: MissingEvent | None, end: MissingEvent | None, rules: MissingSettings) -> Suggestion | None:
    if start is None or end is None or start.latest is None or end.earliest is None or end.latest is None:
        return None
    if _through_a_night(start.latest, end.earliest, rules):
        return "S1"
    return None if _through_a_night(_earliest(start), end.latest, rules) else "R1"


def _through_a_night(start: int, end: int, rules: MissingSettings) -> bool:
    """Whether the whole of some night lies between two moments."""
    day, last = date_of(start), date_of(max(start, end))
    while day <= last:
        begins = moment_of(datetime.combine(day, time(rules.night_from), LONDON))
        after = day if rules.night_from < rules.night_until else day + timedelta(days=1)
        ends = moment_of(datetime.combine(after, time(rules.night_until), LONDON))
        if start <= begins and ends <= end:
            return True
        if begins > end:
            return False
        day += timedelta(days=1)
    return False


def _newest(episodes: Iterable[Episode]) -> tuple[Episode, ...]:
    """By the first dated start, the newest first; undated last."""

    def key(episode: Episode) -> tuple[bool, int, str]:
        times = [each.earliest for each in episode.starts if each.earliest is not None]
        return not times, -min(times, default=0), episode.starts[0].id

    return tuple(sorted(episodes, key=key))
