"""Which other children's cases are linked with this child's: what connects them, on what evidence, how strongly."""

from dataclasses import dataclass
from heapq import heappush, heappushpop

from pydantic import Field

from graph.queries.answers import ChildAsked, LinkedChild, LinkedChildren, StrengthParts, ViaShown
from graph.queries.identity import IDENTITY, Dossiers
from graph.queries.linking import Gathered, gather
from graph.queries.met import OWN_ITEMS, SHARING_ITEMS
from graph.queries.naming import NAMES
from graph.queries.question import Asking, Parameters, Question
from graph.rules.strength import PLACES, Half, Via, ViaStrength, link_value, via_strength, weakest
from graph.values.when import day_of

DEFAULT_LIMIT = 25
LARGEST_LIMIT = 1000
ROUNDED = 10**-PLACES
"""More than what rounding adds to a strength."""


class OfChild(Parameters):
    """One child, by the id of any of their records, and how many lines to show."""

    child: str
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """The child."""
        return (self.child,)


@dataclass(frozen=True)
class RankedLinks:
    """The strongest links of one child, to be told once it is known what everybody in them is called.

    `values` holds the strength of each, by the other child, with all that tie with the last shown: among equals their
    ids decide, which are known only then.
    """

    gathered: Gathered
    values: dict[str, float]
    limit: int
    total: int
    now: int

    @property
    def entities(self) -> set[str]:
        """Everybody and everything that telling them names."""
        return self.gathered.named_with(self.values)

    def told(self, dossiers: Dossiers) -> LinkedChildren:
        """The answer."""
        shown = sorted(self.values, key=lambda other: (-self.values[other], dossiers.id_of(other)))[: self.limit]
        links = (shown_link(self.gathered, dossiers, other, self.values[other], self.now) for other in shown)
        return LinkedChildren(
            child=child_asked(dossiers, self.gathered.child.id),
            linked=tuple(links),
            shown=len(shown),
            total=self.total,
        )


def rank_links(gathered: Gathered, limit: int, now: int) -> RankedLinks:
    """The strongest links, each scored exactly: those that may be strongest first, until no other can be among them."""
    at_most = {other: gathered.at_most(other, now) for other in gathered.linked()}
    values: dict[str, float] = {}
    strongest: list[float] = []
    for other in sorted(at_most, key=at_most.__getitem__, reverse=True):
        if len(strongest) == limit and at_most[other] + ROUNDED < strongest[0]:
            break
        values[other] = link_value(gathered.vias(other).values(), now)
        (heappush if len(strongest) < limit else heappushpop)(strongest, values[other])
    least = strongest[0] if strongest else 0.0
    shown = {other: value for other, value in values.items() if value >= least}
    return RankedLinks(gathered, shown, limit, len(at_most), now)


def link_values(gathered: Gathered, now: int) -> dict[str, float]:
    """The strength of the link with every linked child, by their cluster ids."""
    return {other: link_value(gathered.vias(other).values(), now) for other in gathered.linked()}


def ask_linked_children(asking: Asking, parameters: OfChild) -> LinkedChildren:
    """The children whose cases are linked with this child's, strongest first."""
    gathered = gather(asking, parameters.child)
    ranked = rank_links(gathered, parameters.limit, asking.now)
    return ranked.told(gathered.around.dossiers(asking, ranked.entities))


def child_asked(dossiers: Dossiers, record: str) -> ChildAsked:
    """The child asked about, with the category that stands beside the name."""
    ref, seraf = dossiers.ref(record), dossiers.seraf(record)
    return ChildAsked(
        id=ref.id,
        refs=ref.refs,
        name=ref.label,
        category=None if seraf is None else seraf.category,
        ceiling=None if seraf is None else seraf.ceiling,
    )


def shown_link(gathered: Gathered, dossiers: Dossiers, other: str, value: float, now: int) -> LinkedChild:
    """The link with one other child, of this strength, with every connection explained."""
    vias = gathered.vias(other)
    parts = ((entity, via, via_strength(via, now)) for entity, via in vias.items())
    ranked = sorted(parts, key=lambda each: (-each[2].value, each[0]))
    strongest = ranked[0][2]
    supports = {support for via in vias.values() for support in via.supports}
    starts = [support.start for support in supports if support.start is not None]
    finishes = [support.end for support in supports if support.end is not None]
    ends = gathered.child.possible, dossiers.ref(other).possible
    through = tuple(_via_shown(gathered, dossiers, ends, *each) for each in ranked)
    child = child_asked(dossiers, other)
    return LinkedChild(
        id=child.id,
        refs=child.refs,
        name=child.name,
        category=child.category,
        ceiling=child.ceiling,
        strength=value,
        parts=StrengthParts(
            first_half=strongest.first,
            second_half=strongest.second,
            specific=strongest.specific,
            together=strongest.together,
            recent=strongest.recent,
        ),
        via=through,
        items=len({support.item for support in supports}),
        origins=len({support.origin for support in supports}),
        first=day_of(min(starts)) if starts else None,
        last=day_of(max(finishes) - 1) if finishes else None,
        possible=any(ends) or any(via.possible for via in through),
    )


def item_refs(gathered: Gathered, half: Half) -> tuple[str, ...]:
    """Items as people cite them, sorted."""
    return tuple(sorted({gathered.around.refs[support.item] for support in half.supports}))


def _via_shown(
    gathered: Gathered, dossiers: Dossiers, ends: tuple[bool, bool], entity: str, via: Via, part: ViaStrength
) -> ViaShown:
    """`ends`: whether the child, and the other, are each one by a match only."""
    supports = via.supports
    grades = sorted({support.grade for support in supports})
    direct = via.connector.kind == "item"
    ref = None if direct else dossiers.ref(entity)
    first, second = item_refs(gathered, via.first), item_refs(gathered, via.second)
    possible = False if ref is None else ref.possible
    return ViaShown(
        id=entity if ref is None else ref.id,
        kind="item" if ref is None else ref.kind,
        label=first[0] if ref is None else ref.label,
        common=via.connector.common,
        items=(first, second),
        origins=len({support.origin for support in supports}),
        grades=tuple(grades),
        weakest=weakest(grades),
        strength=part.value,
        reasons=part.reasons,
        possible=possible,
        unconfirmed=(any(ends), any(ends)) if ref is None else (ends[0] or possible, ends[1] or possible),
    )


LINKED_CHILDREN = Question(
    id="linked_children",
    prose="Which other children's cases are linked with this child's, through what, and how strongly?",
    parameters=OfChild,
    answer=LinkedChildren,
    statements=(OWN_ITEMS, SHARING_ITEMS, IDENTITY, NAMES),
    work=ask_linked_children,
    evidence="evidence",
)
