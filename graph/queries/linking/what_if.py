"""What if a source, a report or a decision were wrong: which links between children, and which judgements, rest on it.

There is no second way to find links: the links are those that linked_children finds, in this View with what is asked
about and in the same View without it, as if that had never been recorded.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from graph.errors import NotFound
from graph.identity.clusters import IDENTITY
from graph.identity.labels import DOSSIER
from graph.identity.seen_entities import category_of, ceiling_of, entity_ref
from graph.queries.casework.rests_on import MEANT, VERSIONS, JudgementShown, rested_on
from graph.queries.linking.links_compared import (
    LinksCompared,
    StrengthChange,
    Views,
    compare_links,
    entities_of,
    ids_of,
)
from graph.reading.parts import EntityRef, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from graph.projection import Seen

LeftOutKind = Literal["origin", "report", "decision"]


class WhatIf(Parameters):
    """What is left out: an origin, by its mark; a report; or the decisions about two records, by the id of one."""

    what: LeftOutKind
    id: str
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """What is left out."""
        return (self.id,)


class LinkChanged(Part):
    """A link between two children: how strong it is now, and without what is left out; None: there is no link.

    `categories` are those of SERAF that stand beside the two, `ceilings` the highest that they may be.
    """

    one: EntityRef
    other: EntityRef
    categories: tuple[int | None, int | None]
    ceilings: tuple[int | None, int | None]
    now: float | None
    without: float | None


class Parted(Part):
    """An entity whose records would be several, in the words of the View without what is left out; none: unknown."""

    entity: EntityRef
    into: tuple[EntityRef, ...]


class WhatIfShown(Answer):
    """What rests on something. `items` are left out, as they are cited.

    `links` are lost, weaker, or there only without it, in this order, of each the strongest first. What only becomes
    stronger, since a connecting entity names fewer people, does not rest on it.
    """

    what: LeftOutKind
    id: str
    items: tuple[str, ...]
    links: tuple[LinkChanged, ...]
    shown: int
    total: int
    parted: tuple[Parted, ...]
    judgements: tuple[JudgementShown, ...]


def ask_what_if(context: QueryContext, parameters: WhatIf) -> WhatIfShown:
    """What rests on this. Raises `NotFound` for what is hidden or never was, `OutOfBounds` where too many children are
    concerned."""
    seen = context.seen
    items = _items_left_out(seen, parameters)
    rested = rested_on(context, [seen.item_id(item) for item in items] if len(items) else [parameters.id])
    decided = rested.own if rested is not None and parameters.what == "decision" else frozenset[str]()
    pairs = [each.pair for each in seen.decisions if each.id in decided]
    if rested is None or not (len(items) or pairs):
        raise _nothing(parameters)
    views = Views(seen, seen.without(items.tolist(), decided))
    named = {entity for each in seen.mentioned_in(items).values() for entity in each}
    named |= {seen.cluster(record) for pair in pairs for record in pair}
    compared = compare_links(views, {id for entity in named for id in ids_of(seen, entity)}, context.now)
    links = _links_changed(views, compared)
    shown = links[: parameters.limit]
    return WhatIfShown(
        what=parameters.what,
        id=parameters.id,
        items=seen.refs(items),
        links=tuple(shown),
        shown=len(shown),
        total=len(links),
        parted=_parted(views, compared.records),
        judgements=rested.rests,
    )


def _items_left_out(seen: "Seen", asked: WhatIf) -> "NDArray[np.int64]":
    if asked.what == "decision":
        return seen.items[:0]
    return seen.items_of_report(asked.id) if asked.what == "report" else seen.items_of_origin(asked.id)


def _nothing(asked: WhatIf) -> NotFound:
    what = {"origin": "an item of the source", "report": "a report", "decision": "a decision about records"}[asked.what]
    return NotFound(
        f"There is no record of {what} {asked.id!r} in what you may see.",
        "Give a source's mark, a report's id or reference, or the id of a decision that two records are one.",
    )


def _links_changed(views: Views, compared: LinksCompared) -> list[LinkChanged]:
    """Links lost, weaker, and there only without what is left out."""
    lost = [_link(views.now, each) for each in compared.lost]
    weaker = [_link(views.now, each) for each in compared.weaker]
    gained = [_link(views.other, each) for each in compared.gained]
    return [link for links in (lost, weaker, gained) for link in sorted(links, key=_strongest_first)]


def _strongest_first(link: LinkChanged) -> tuple[float, str, str]:
    return -((link.without if link.now is None else link.now) or 0), link.one.id, link.other.id


def _link(seen: "Seen", each: StrengthChange) -> LinkChanged:
    first, second = sorted(each.pair, key=seen.record_id)
    return LinkChanged(
        one=entity_ref(seen, first),
        other=entity_ref(seen, second),
        categories=(category_of(seen, first), category_of(seen, second)),
        ceilings=(ceiling_of(seen, first), ceiling_of(seen, second)),
        now=each.now,
        without=each.other,
    )


def _parted(views: Views, records: Iterable[str]) -> tuple[Parted, ...]:
    """The entities that would be several, or nothing that is known, by id."""
    found: list[Parted] = []
    for entity in entities_of(views.now, records):
        into = entities_of(views.other, ids_of(views.now, entity))
        if len(into) != 1:
            refs = sorted((entity_ref(views.other, each) for each in into), key=lambda ref: ref.id)
            found.append(Parted(entity=entity_ref(views.now, entity), into=tuple(refs)))
    return tuple(sorted(found, key=lambda each: each.entity.id))


WHAT_IF = Question(
    id="what_if",
    prose="Which links between children, and which judgements, rest on this source, report or decision?",
    parameters=WhatIf,
    answer=WhatIfShown,
    statements=(MEANT, VERSIONS, IDENTITY, DOSSIER),
    work=ask_what_if,
    evidence="items",
    walks=True,
)
