"""Which children were missing while a child was: at one time, or as one item reports of both.

Episodes are those of `graph.rules.missing`; a home's unauthorised absences are none.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from graph.identity.seen_entities import category_of, ceiling_of, entity_ref
from graph.queries.entities.evidence import nothing_recorded, visible_entity
from graph.queries.entities.timeline import MISSING_EVENTS, missing_in
from graph.reading.items import ITEMS, fetch_items
from graph.reading.parts import EntityRef, ItemShown, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question
from graph.rules.missing import DAY, MISSING, TOGETHER_WITHIN, Episode, away, away_at_once

if TYPE_CHECKING:
    from graph.projection import Seen
    from graph.projection.vectors import Ints


class MissingWithChild(Parameters):
    """A child, and how many others to show."""

    child: str
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """The child."""
        return (self.child,)


class AwayTogether(Part):
    """An episode of each: the items of both, and from when until when both may have been away (None: not dated).

    `one_item`: one item reports both as missing. `ended_together`: one item ends both.
    """

    own: tuple[str, ...]
    other: tuple[str, ...]
    since: int | None
    until: int | None
    one_item: bool
    ended_together: bool


class MissingChild(Part):
    """Another child who was missing while this one was, and each time."""

    child: EntityRef
    category: int | None
    ceiling: int | None
    times: tuple[AwayTogether, ...]


class MissingTogether(Answer):
    """Children who were missing while a child was, those most often first; `episodes` are the child's own."""

    child: EntityRef
    category: int | None
    ceiling: int | None
    episodes: int
    others: tuple[MissingChild, ...]
    shown: int
    total: int


def ask_missing_together(context: QueryContext, parameters: MissingWithChild) -> MissingTogether:
    """The children whose episodes are at one time with one of the child's, or reported by one item with it."""
    seen = context.seen
    child = visible_entity(seen, parameters.child)
    if not seen.is_child(child):
        raise nothing_recorded(parameters.child)
    shown = fetch_items(context, _items(seen, child).tolist())
    mine = _episodes(context, child, shown)
    others = _others(seen, child, mine) if mine else set[int]()
    shown |= fetch_items(context, sorted({item for other in others for item in _items(seen, other).tolist()}))
    refs = {item.id: item.ref for item in shown.values()}
    found: dict[int, list[AwayTogether]] = {}
    for other in others:
        theirs = _episodes(context, other, shown)
        times = [time for one in mine for each in theirs if (time := _together(one, each, refs)) is not None]
        if times:
            found[other] = times
    ranked = sorted(found, key=lambda other: (-len(found[other]), other))
    return MissingTogether(
        child=entity_ref(seen, child),
        category=category_of(seen, child),
        ceiling=ceiling_of(seen, child),
        episodes=len(mine),
        others=tuple(
            MissingChild(
                child=entity_ref(seen, other),
                category=category_of(seen, other),
                ceiling=ceiling_of(seen, other),
                times=tuple(found[other]),
            )
            for other in ranked[: parameters.limit]
        ),
        shown=len(ranked[: parameters.limit]),
        total=len(ranked),
    )


def _items(seen: "Seen", child: int) -> "Ints":
    return seen.of_events(seen.items_of(child), MISSING_EVENTS)


def _others(seen: "Seen", child: int, episodes: Iterable[Episode]) -> set[int]:
    """The children reported as missing by an item of the child's, or by one at a time when theirs may have started."""
    items = seen.of_events(seen.items, (MISSING,))
    started = seen.starts(items)
    near = np.isin(items, _items(seen, child))
    for span in filter(None, map(away, episodes)):
        near |= (started >= span[0] - TOGETHER_WITHIN * DAY) & (started <= span[1])
    return set(seen.children_in(items[near])) - {child}


def _episodes(context: QueryContext, child: int, shown: Mapping[int, ItemShown]) -> tuple[Episode, ...]:
    seen = context.seen
    items = _items(seen, child)
    named = seen.mentioned_in(items)
    given = ((shown[item], seen.roles(named[item][child])) for item in seen.newest_first(items).tolist())
    return missing_in(given, context.bound.view.today).episodes


def _together(own: Episode, other: Episode, refs: Mapping[str, str]) -> AwayTogether | None:
    """When both were away; None where they never were, and no item reports both. `refs`: how items are cited, by id."""
    started = _ids(own, ends=False) & _ids(other, ends=False)
    away = away_at_once(own, other)
    if away is None and not started:
        return None
    return AwayTogether(
        own=tuple(sorted({refs[id] for id in _ids(own)})),
        other=tuple(sorted({refs[id] for id in _ids(other)})),
        since=None if away is None else away[0],
        until=None if away is None else away[1],
        one_item=bool(started),
        ended_together=bool((_ids(own) - _ids(own, ends=False)) & (_ids(other) - _ids(other, ends=False))),
    )


def _ids(episode: Episode, *, ends: bool = True) -> set[str]:
    return {each.id for each in (*episode.starts, *(episode.ends if ends else ()))}


MISSING_TOGETHER = Question(
    id="missing_together",
    prose="Which children were missing while this child was?",
    parameters=MissingWithChild,
    answer=MissingTogether,
    statements=(ITEMS,),
    work=ask_missing_together,
    evidence="together",
    walks=True,
)
