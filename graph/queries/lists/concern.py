"""Which premises, adults, vehicles and phones join most children, on the best evidence.

A connection is not responsibility; nobody who is or may be under 18 is ranked.
"""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from pydantic import Field

from graph.identity.seen_entities import category_of, ceiling_of, entity_ref
from graph.model.recorded import JudgementKind
from graph.queries.linking.case_links import supports
from graph.reading.parts import EntityRef, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question
from graph.rules.rankings import RANK_BANDS, RankBand
from graph.rules.strength import weakest
from graph.values.when import day_of

if TYPE_CHECKING:
    from graph.projection import Ranked, Ranking, Seen


class Most(Parameters):
    """How many to show, and how many children of each."""

    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)


class ConcernChild(Part):
    """A child named with somebody or somewhere of concern."""

    child: EntityRef
    category: int | None
    ceiling: int | None
    items: tuple[str, ...]
    strength: float


class CategoryCount(Part):
    """So many children in one SERAF category; None: not assessed."""

    category: int | None
    children: int


class ActCount(Part):
    """So many judgements of one kind stand about something."""

    kind: JudgementKind
    number: int


class Concern(Part):
    """An adult, premises, a vehicle or a phone of concern. A connection is not responsibility.

    The first `shown` of `total` children are given; `categories` counts all, the highest first. `items` and `origins`
    are those that count, `weakest` their weakest grade, `last` the last day of them. `acts`: what has been decided or
    done about it: notices, searches, options, parts of meetings; without any, nobody has acted yet.
    """

    entity: EntityRef
    band: RankBand
    premises_kinds: tuple[str, ...]
    common: bool
    roles: tuple[str, ...]
    children: tuple[ConcernChild, ...]
    shown: int
    total: int
    categories: tuple[CategoryCount, ...]
    items: int
    origins: int
    weakest: str
    last: str | None
    acts: tuple[ActCount, ...]
    score: float


class Concerns(Answer):
    """What joins most children, on the best evidence, by band."""

    concerns: tuple[Concern, ...]
    shown: int
    total: int


def _ask_of_concern(what: "Ranked") -> Callable[[QueryContext, Most], Concerns]:
    def ask(context: QueryContext, parameters: Most) -> Concerns:
        ranking = context.seen.of_concern(what, context.now)
        total = len(ranking.entities)
        shown = min(parameters.limit, total)
        return Concerns(
            concerns=tuple(_shown(context.seen, ranking, place, parameters.limit) for place in range(shown)),
            shown=shown,
            total=total,
        )

    return ask


def _shown(seen: "Seen", ranking: "Ranking", place: int, limit: int) -> Concern:
    entity = int(ranking.entities[place])
    mentions, rows = ranking.mentions_of(place), ranking.rows_of(place)
    items = seen.items_with(mentions)
    _, ends = seen.times(items)
    named = seen.named(entity)
    counted = Counter(category_of(seen, int(ranking.children[row])) for row in rows)
    return Concern(
        entity=entity_ref(seen, entity),
        band=RANK_BANDS[int(ranking.bands[place])],
        premises_kinds=named.premises_kinds,
        common=named.kind == "premises" and seen.is_common(entity),
        roles=seen.roles(mentions) if named.kind in ("adult", "person") else (),
        children=tuple(_child(seen, ranking, row) for row in rows[:limit]),
        shown=len(rows[:limit]),
        total=len(rows),
        categories=tuple(
            CategoryCount(category=category, children=counted[category])
            for category in sorted(counted, key=lambda each: -(each or 0))
        ),
        items=len(items),
        origins=len(seen.origins(items)),
        weakest=weakest(support.grade for support in supports(seen, items.tolist())),
        last=day_of(int(ends.max()) - 1) if len(ends) else None,
        acts=tuple(ActCount(kind=kind, number=number) for kind, number in seen.acts(entity).items()),
        score=float(ranking.scores[place]),
    )


def _child(seen: "Seen", ranking: "Ranking", row: int) -> ConcernChild:
    child = int(ranking.children[row])
    return ConcernChild(
        child=entity_ref(seen, child),
        category=category_of(seen, child),
        ceiling=ceiling_of(seen, child),
        items=seen.refs_of(ranking.mentions_with(row)),
        strength=float(ranking.strengths[row]),
    )


def _question(id: str, prose: str, what: "Ranked") -> Question[Most, Concerns]:
    return Question(
        id=id,
        prose=prose,
        parameters=Most,
        answer=Concerns,
        statements=(),
        work=_ask_of_concern(what),
        evidence="evidence",
        walks=True,
    )


PREMISES_OF_CONCERN = _question(
    "premises_of_concern", "Which premises join most children, on the best evidence?", "premises"
)
ADULTS_OF_CONCERN = _question(
    "adults_of_concern", "Which adults are named with most children, on the best evidence?", "adults"
)
VEHICLES_OF_CONCERN = _question(
    "vehicles_of_concern", "Which vehicles are named with most children, on the best evidence?", "vehicles"
)
PHONES_OF_CONCERN = _question(
    "phones_of_concern", "Which phones and accounts are named with most children, on the best evidence?", "phones"
)
