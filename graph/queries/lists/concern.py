"""Which premises, and which adults, join most children, on the best evidence. A connection is not responsibility."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from graph.identity.seen_entities import category_of, entity_ref
from graph.reading.parts import EntityRef, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question

if TYPE_CHECKING:
    from graph.projection import Seen


class Most(Parameters):
    """How many to show."""

    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)


class ConcernChild(Part):
    """A child named with somebody or somewhere of concern."""

    child: EntityRef
    category: int | None
    items: tuple[str, ...]
    strength: float


class Concern(Part):
    """An adult or premises of concern. A connection is not responsibility."""

    entity: EntityRef
    premises_kinds: tuple[str, ...]
    common: bool
    roles: tuple[str, ...]
    children: tuple[ConcernChild, ...]
    score: float


class Concerns(Answer):
    """The premises or adults that join most children, on the best evidence first."""

    concerns: tuple[Concern, ...]
    shown: int
    total: int


def _ask_of_concern(what: Literal["premises", "adults"]) -> Callable[[QueryContext, Most], Concerns]:
    def ask(context: QueryContext, parameters: Most) -> Concerns:
        total = len(context.seen.of_concern(what).entities)
        shown = min(parameters.limit, total)
        return Concerns(
            concerns=tuple(_shown(context.seen, what, place) for place in range(shown)), shown=shown, total=total
        )

    return ask


def _shown(seen: "Seen", what: Literal["premises", "adults"], place: int) -> Concern:
    ranking = seen.of_concern(what)
    entity = int(ranking.entities[place])
    return Concern(
        entity=entity_ref(seen, entity),
        premises_kinds=seen.named(entity).premises_kinds,
        common=what == "premises" and seen.is_common(entity),
        roles=() if what == "premises" else seen.roles(ranking.mentions_of(place)),
        children=tuple(
            ConcernChild(
                child=entity_ref(seen, child := int(ranking.children[row])),
                category=category_of(seen, child),
                items=seen.refs_of(ranking.mentions_with(row)),
                strength=float(ranking.strengths[row]),
            )
            for row in ranking.rows_of(place)
        ),
        score=float(ranking.scores[place]),
    )


PREMISES_OF_CONCERN = Question(
    id="premises_of_concern",
    prose="Which premises join most children, on the best evidence?",
    parameters=Most,
    answer=Concerns,
    statements=(),
    work=_ask_of_concern("premises"),
    evidence="evidence",
    walks=True,
)
ADULTS_OF_CONCERN = Question(
    id="adults_of_concern",
    prose="Which adults are named with most children, on the best evidence?",
    parameters=Most,
    answer=Concerns,
    statements=(),
    work=_ask_of_concern("adults"),
    evidence="evidence",
    walks=True,
)
