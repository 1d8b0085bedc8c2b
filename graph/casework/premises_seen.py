"""What is known of premises before anybody goes there: when children are there, who lives there, what was done.

Pure functions of answers that obey the View.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.judgements.network import PlacementBody
from graph.judgements.referral import ReferralBody
from graph.model.recorded import JudgementKind
from graph.model.relations import LIVES_AT
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.entities.neighbours import Neighbour
from graph.queries.entities.timeline import Timeline, TimelineEntry
from graph.reading.parts import EntityRef
from graph.values.when import WEEKDAYS, Period, date_of, hour_of
from graph.wording import joined, wording

LIVING_KINDS: tuple[JudgementKind, ...] = ("Placement", "Referral")
_LONGEST_DAY = 25 * 3_600_000
_HOURS = 6 * 3_600_000
_PARTS = (
    (6, wording("between midnight and 6")),
    (12, wording("in the morning")),
    (18, wording("in the afternoon")),
    (24, wording("in the evening")),
)
_SUSPECTED_FALSE = "E"


@dataclass(frozen=True)
class ChildThere:
    """A child that items name at the premises: how often on which weekday and at what part of the day, by items.

    Of an item whose day or hour is not known that part is not counted; `undated` are those of no known day.
    """

    child: EntityRef
    days: tuple[tuple[str, int], ...]
    hours: tuple[tuple[str, int], ...]
    undated: int
    items: tuple[str, ...]

    @property
    def words(self) -> str:
        """`Friday 2, Saturday 1; in the evening 2`."""
        parts: list[str] = [
            joined(", ", (joined(" ", (what, str(count))) for what, count in each))
            for each in (self.days, self.hours)
            if each
        ]
        if self.undated:
            parts.append(wording("day not known %(num)s", num=self.undated))
        return joined("; ", parts)


@dataclass(frozen=True)
class LivesThere:
    """Somebody recorded as living at the premises; of a child, whether a referral is recorded."""

    entity: EntityRef
    items: tuple[str, ...]
    referred: bool | None


def children_there(timeline: Timeline) -> tuple[ChildThere, ...]:
    """The children that items name at the premises, those with most items first. What is suspected to be false counts
    for nothing."""
    by: dict[str, list[TimelineEntry]] = {}
    refs: dict[str, EntityRef] = {}
    for entry in timeline.entries:
        if entry.item.grade.endswith(_SUSPECTED_FALSE):
            continue
        for each in entry.named:
            if each.kind == "child":
                refs[each.id] = each
                by.setdefault(each.id, []).append(entry)
    found = [_there(refs[id], entries) for id, entries in by.items()]
    return tuple(sorted(found, key=lambda each: (-len(each.items), each.child.label, each.child.id)))


def lives_there(near: Iterable[Neighbour], recorded: Sequence[CaseworkShown], address: str) -> tuple[LivesThere, ...]:
    """Who is recorded as living there, by items or by a placement that stands; children first.

    `recorded` is an answer for `LIVING_KINDS`.
    """
    stands = [each for each in recorded if each.stands]
    referred = {about.entity.id for each in stands if isinstance(each.body, ReferralBody) for about in each.about}
    found = {each.entity.id: (each.entity, each.items) for each in near if LIVES_AT in each.relations}
    for each in stands:
        entities = [about.entity for about in each.about]
        if isinstance(each.body, PlacementBody) and each.body.until is None and address in (one.id for one in entities):
            for child in entities:
                if child.kind == "child":
                    found.setdefault(child.id, (child, ()))
    lives = [
        LivesThere(entity, items, entity.id in referred if entity.kind == "child" else None)
        for entity, items in found.values()
    ]
    return tuple(sorted(lives, key=lambda each: (each.referred is None, each.entity.label, each.entity.id)))


def _there(child: EntityRef, entries: Sequence[TimelineEntry]) -> ChildThere:
    periods = [period for entry in entries if (period := _period(entry)) is not None]
    days = [period for period in periods if period.end_ms - period.start_ms <= _LONGEST_DAY]
    hours = [period for period in days if period.end_ms - period.start_ms <= _HOURS]
    weekdays = Counter(date_of(period.start_ms).weekday() for period in days)
    names = {date_of(period.start_ms).weekday(): WEEKDAYS[date_of(period.start_ms).weekday()] for period in days}
    parts = Counter(next(words for end, words in _PARTS if hour_of(period.start_ms) < end) for period in hours)
    return ChildThere(
        child=child,
        days=tuple((names[day], weekdays[day]) for day in sorted(weekdays)),
        hours=tuple((words, parts[words]) for _, words in _PARTS if parts[words]),
        undated=len(entries) - len(days),
        items=tuple(entry.item.ref for entry in entries),
    )


def _period(entry: TimelineEntry) -> Period | None:
    item = entry.item
    if item.happened_from is None or item.happened_to is None:
        return None
    return Period(item.happened_from, item.happened_to, item.when or "", "range")
