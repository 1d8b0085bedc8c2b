"""Which premises, and which adults, join most children, on the best evidence. A connection is not responsibility."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from graph.identity.seen_entities import category_of, entity_ref
from graph.queries.answers import Concern, ConcernChild, Concerns
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Asking, Parameters, Question

if TYPE_CHECKING:
    from graph.projection import Seen


class Most(Parameters):
    """How many to show."""

    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)


def _ask_of_concern(what: Literal["premises", "adults"]) -> Callable[[Asking, Most], Concerns]:
    def ask(asking: Asking, parameters: Most) -> Concerns:
        total = len(asking.seen.of_concern(what).entities)
        shown = min(parameters.limit, total)
        return Concerns(
            concerns=tuple(_shown(asking.seen, what, place) for place in range(shown)), shown=shown, total=total
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
