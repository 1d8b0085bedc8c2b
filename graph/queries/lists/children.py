"""The children who are in some SERAF categories, or not assessed; all of them, or those who wait for a decision."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from graph.identity.seen_entities import assessed_until, category_of, decisions_of, entity_ref, seraf_of
from graph.model.view import UNDATED
from graph.reading.parts import EntityRef, Part, SerafBeside
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question
from graph.rules.seraf import AT_RISK
from graph.values.when import day_of

if TYPE_CHECKING:
    from graph.projection import Seen

NOT_ASSESSED = 0
"""Where a child who is not assessed stands in the order: below category 1, which is a judgement and this is none."""


class OfCategories(Parameters):
    """SERAF categories, whether children who are not assessed are wanted too, and how many to show.

    `to_decide`: only those whose category asks for a recorded decision that nobody has made. `assessed_after`: only
    those whose assessment that stands was made at this moment (epoch milliseconds) or later, as far as its time is
    known.
    """

    categories: tuple[Annotated[int, Field(ge=1, le=4)], ...] = AT_RISK
    not_assessed: bool = False
    to_decide: bool = False
    assessed_after: int | None = None
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)


class ChildListed(Part):
    """A child with the assessment that stands beside them, None when not assessed; `last`: the last day on which
    something happened. `decisions`: what a person is asked to decide about the category, in sentences."""

    entity: EntityRef
    seraf: SerafBeside | None
    decisions: tuple[str, ...]
    items: int
    last: str | None


class Children(Answer):
    """The children in some SERAF categories, highest first."""

    children: tuple[ChildListed, ...]
    shown: int
    total: int


@dataclass(frozen=True)
class ChildFound:
    """A child by number.

    `category` is `NOT_ASSESSED` without a visible assessment; `end` is UNDATED where nothing is dated.
    """

    entity: int
    category: int
    end: int


def ask_children(context: QueryContext, parameters: OfCategories) -> Children:
    """Every such child, highest category first, then by the latest item about them."""
    wanted = set(parameters.categories) | ({NOT_ASSESSED} if parameters.not_assessed else set[int]())
    found = children_in(context.seen, wanted)
    if parameters.to_decide:
        found = [child for child in found if decisions_of(context.seen, child.entity)]
    if parameters.assessed_after is not None:
        found = [child for child in found if _is_assessed_after(context.seen, child, parameters.assessed_after)]
    shown = found[: parameters.limit]
    return Children(
        children=tuple(_shown(context.seen, child) for child in shown),
        shown=len(shown),
        total=len(found),
    )


def _is_assessed_after(seen: "Seen", child: ChildFound, moment: int) -> bool:
    until = assessed_until(seen, child.entity)
    return until is not None and until >= moment


def children_in(seen: "Seen", wanted: set[int]) -> list[ChildFound]:
    """Those in the categories wanted, highest first, then by the latest item about them.

    One assessment by itself stands; of more judgements the rule says which.
    """
    children, judged, versions = seen.children_judged()
    found: list[ChildFound] = []
    for entity, highest, count, end in zip(
        children.tolist(), judged.tolist(), versions.tolist(), seen.last(children).tolist(), strict=True
    ):
        category = highest if count < 2 else category_of(seen, entity) or NOT_ASSESSED
        if category in wanted:
            found.append(ChildFound(entity, category, end))
    return sorted(found, key=lambda child: (-child.category, -child.end, child.entity))


def _shown(seen: "Seen", child: ChildFound) -> ChildListed:
    return ChildListed(
        entity=entity_ref(seen, child.entity),
        seraf=seraf_of(seen, child.entity),
        decisions=decisions_of(seen, child.entity),
        items=len(seen.items_of(child.entity)),
        last=None if child.end == UNDATED else day_of(child.end - 1),
    )


CHILDREN = Question(
    id="children",
    prose="Which children are in these SERAF categories, or not assessed?",
    parameters=OfCategories,
    answer=Children,
    statements=(),
    work=ask_children,
    evidence="timeline",
    walks=True,
)
