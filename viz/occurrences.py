"""What happened with which entities of a chart: the items behind its links, by day.

An item stands here where some link that the chart draws rests on it, so that a timeline and a place grid show what the
chart shows and nothing else.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from graph.queries.charts.links_among import EntityAmong, LinksAmong
from graph.rules.category_words import seraf_words
from viz.answer_networks import category_of, shown_as
from viz.chart import Chart
from viz.network import KINDS, Category, Kind
from viz.transliteration import latin


@dataclass(frozen=True, slots=True)
class ChartEntity:
    """One entity of a chart, or a group that is drawn as one."""

    id: str
    kind: Kind
    label: str
    category: Category | None
    refs: tuple[str, ...] = ()
    ceiling: int | None = None

    @property
    def called(self) -> str:
        """The label, with a child's category."""
        if self.category is None:
            return self.label
        known = None if self.category == "not assessed" else self.category
        return f"{self.label} · {seraf_words(known, self.ceiling)}"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One item behind the chart's links: its days (None: undated) and the ids of the entities that it names."""

    ref: str
    first: date | None
    last: date | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The entities of a chart in the order of the legend, each kind by name, and what happened, the earliest first."""

    entities: tuple[ChartEntity, ...]
    items: tuple[Occurrence, ...]

    def spelled(self) -> "Occurrences":
        """With names in letters that the shipped fonts can draw."""
        return replace(self, entities=tuple(replace(each, label=latin(each.label)) for each in self.entities))


def occurrences(answer: LinksAmong, chart: Chart) -> Occurrences:
    """The items behind the links that the chart draws, which its filters let pass. What the answer does not hold is not
    here."""
    shown = shown_as(answer, chart)
    groups = {group.id: group for group in chart.groups}
    entities: dict[str, ChartEntity] = {}
    for each in answer.entities:
        at = shown.get(each.entity.id)
        if at is None:
            continue
        entities[at] = _entity(each) if at == each.entity.id else ChartEntity(at, "group", groups[at].name, None)
    called = {id: each.entity.id for each in answer.entities for id in (each.entity.id, *each.asked)}
    drawn = {frozenset(called[id] for id in pair) for pair in chart.links if called.keys() >= set(pair)}
    naming: dict[str, set[str]] = defaultdict(set)
    for link in answer.links:
        if frozenset((link.start, link.end)) in drawn and link.start in shown and link.end in shown:
            for ref in link.items:
                naming[ref].update((shown[link.start], shown[link.end]))
    items = (
        Occurrence(item.ref, _day(item.first), _day(item.last), tuple(sorted(naming[item.ref])))
        for item in answer.items
        if item.ref in naming and chart.filters.passes(item)
    )
    order = {kind: place for place, kind in enumerate(KINDS)}
    return Occurrences(
        tuple(sorted(entities.values(), key=lambda each: (order[each.kind], each.label, each.id))),
        tuple(sorted(items, key=lambda each: (each.first or date.max, each.last or date.max, each.ref))),
    )


def _entity(each: EntityAmong) -> ChartEntity:
    entity = each.entity
    category = category_of(each.category) if entity.kind == "child" else None
    return ChartEntity(entity.id, entity.kind, entity.label, category, entity.refs, each.ceiling)


def _day(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)
