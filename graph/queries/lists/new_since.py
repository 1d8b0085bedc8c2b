"""What is new: the visible items that were loaded, or recorded, after one moment, and the children they name."""

from typing import Literal

import numpy as np
from pydantic import Field

from graph.identity.seen_entities import category_of, ceiling_of, entity_ref
from graph.model.view import FOREVER, LONG_AGO
from graph.reading.parts import EntityRef, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question


class SinceMoment(Parameters):
    """A moment (epoch milliseconds) after which things are new, and how many children to show.

    `by`: what was `loaded` since is new, whenever its source recorded it, or what was `recorded` since.
    """

    since_ms: int = Field(ge=LONG_AGO, le=FOREVER)
    by: Literal["loaded", "recorded"] = "loaded"
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)


class NewOfChild(Part):
    """A child named in new items. `recorded_at`: when the latest of them was recorded; `new`: nothing about this child
    was known before."""

    entity: EntityRef
    category: int | None
    ceiling: int | None
    items: int
    refs: tuple[str, ...]
    recorded_at: int
    new: bool


class NewSince(Answer):
    """How many items are new, in how many reports, and the children they name, newest first."""

    items: int
    reports: int
    children: tuple[NewOfChild, ...]
    shown: int
    total: int


def ask_new_since(context: QueryContext, parameters: SinceMoment) -> NewSince:
    """The children named in new items, those with the newest first."""
    seen, since = context.seen, parameters.since_ms
    new = seen.loaded_after(since) if parameters.by == "loaded" else seen.recorded_after(since)
    named = seen.children_in(new)
    earlier = seen.children_in(np.setdiff1d(seen.items, new))
    latest = {child: int(seen.recorded_at(items).max()) for child, items in named.items()}
    ordered = sorted(named, key=lambda child: (-latest[child], child))
    shown = ordered[: parameters.limit]
    return NewSince(
        items=len(new),
        reports=seen.count_reports(new),
        children=tuple(
            NewOfChild(
                entity=entity_ref(seen, child),
                category=category_of(seen, child),
                ceiling=ceiling_of(seen, child),
                items=len(named[child]),
                refs=seen.refs(named[child]),
                recorded_at=latest[child],
                new=child not in earlier,
            )
            for child in shown
        ),
        shown=len(shown),
        total=len(ordered),
    )


NEW_SINCE = Question(
    id="new_since",
    prose="What has been loaded or recorded since, and about which children?",
    parameters=SinceMoment,
    answer=NewSince,
    statements=(),
    work=ask_new_since,
    evidence="items",
    walks=True,
)
