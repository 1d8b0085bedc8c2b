"""Hiding as deleting: the force as it would be if what a View hides had never been recorded.

This is the definition that the proof holds the questions to, so it is written as plainly as it can be, from
docs/data-model.md ("The View"), and shares nothing with the statements that the engines run.
"""

from dataclasses import replace

from graph.model.view import FOREVER, BoundView
from tests.invariants.force import Force, Item, Judgement, Report, Rest


def hide(force: Force, bound: BoundView) -> Force:
    """What is left: records that pass, what the machine derived from those alone, entities still mentioned."""
    items = {item.id: item for item in force.items if item_passes(item, bound)}
    mentions = tuple(mention for mention in force.mentions if mention.item in items)
    mentioned = {mention.entity for mention in mentions}
    follow_possible = bound.view.lens.with_possible
    return Force(
        reports=tuple(
            replace(report, superseded_at=FOREVER)
            if is_whole(report, force, bound)
            else replace(report, title=None, text=None)
            for report in force.reports
            if any(item.report == report.id for item in items.values())
        ),
        items=tuple(_standing(item) for item in items.values()),
        entities=tuple(entity for entity in force.entities if entity.id in mentioned),
        mentions=mentions,
        relations=tuple(relation for relation in force.relations if relation.item in items),
        identified=tuple(edge for edge in force.identified if edge.item in items),
        possible=tuple(
            match
            for match in force.possible
            if follow_possible
            and match.item_a in items
            and match.item_b in items
            and {match.start, match.end} <= mentioned
        ),
        judgements=tuple(
            replace(judgement, rests=_rests(judgement, bound))
            for judgement in force.judgements
            if clearance_passes(judgement, bound) and mentioned.issuperset(judgement.about)
        ),
    )


def _rests(judgement: Judgement, bound: BoundView) -> tuple[Rest, ...]:
    """The items that pass, and those that have ended and may be read: that they have is known."""
    return tuple(
        replace(rest, item=_standing(rest.item)) if item_passes(rest.item, bound) else rest
        for rest in judgement.rests
        if item_passes(rest.item, bound) or _ended(rest.item, bound)
    )


def _ended(item: Item, bound: BoundView) -> bool:
    return clearance_passes(item, bound) and item.superseded_at <= bound.view.known_at


def clearance_passes(record: Item | Judgement, bound: BoundView) -> bool:
    """The clearance: who may see it, and whether it was recorded by the time the View looks from."""
    return record.access in bound.access and record.recorded_at <= bound.view.known_at


def item_passes(item: Item, bound: BoundView) -> bool:
    """The clearance and the lens."""
    lens = bound.view.lens
    return (
        clearance_passes(item, bound)
        and bound.view.known_at < item.superseded_at
        and (lens.grades is None or item.grade in lens.grades)
        and (not lens.has_period or _overlaps(item, lens.start, lens.end))
        and item.origin not in lens.without
    )


def is_whole(report: Report, force: Force, bound: BoundView) -> bool:
    """Whether a report's title and text may be shown: cleared and known by then, nothing refused; and of each item that
    is cleared one version passes, since they speak of it."""
    if report.waiting or report.access not in bound.access:
        return False
    if not report.recorded_at <= bound.view.known_at < report.superseded_at:
        return False
    lineages: dict[str, list[Item]] = {}
    for item in force.items:
        if item.report == report.id and item.access in bound.access:
            lineages.setdefault(item.lineage, []).append(item)
    return all(any(item_passes(version, bound) for version in versions) for versions in lineages.values())


def _overlaps(item: Item, start: int | None, end: int | None) -> bool:
    """Half-open intervals overlap; what is undated overlaps nothing."""
    if item.happened_from is None or item.happened_to is None:
        return False
    return (end is None or item.happened_from < end) and (start is None or item.happened_to > start)


def _standing(item: Item) -> Item:
    """What replaced it is not known in this View, so it stands."""
    return replace(item, superseded_at=FOREVER)
