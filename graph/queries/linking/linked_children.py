"""Which other children's cases are linked with this child's: what connects them, on what evidence, how strongly."""

from typing import TYPE_CHECKING

from pydantic import Field

from graph.identity.seen_entities import entity_ref, seraf_of
from graph.queries.linking.case_links import CaseLinks, Through, find_case
from graph.queries.linking.sentences import link_sentence
from graph.reading.parts import Banded, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question
from graph.rules.bands import Band, band
from graph.rules.strength import ViaStrength, link_value, via_strength, weakest
from graph.values.when import day_of
from graph.wording import Words

if TYPE_CHECKING:
    from graph.projection import Seen


class OfChild(Parameters):
    """One child, by the id of any of their records, and how many lines to show."""

    child: str
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """The child."""
        return (self.child,)


class ViaShown(Part):
    """One connection of a linked child: its entity, its band, the items of each half, and how strong it is and why.

    `possible`: only a match makes the entity one; `unconfirmed`: whether each half rests on such a match, of the entity
    or of the child at its end.
    """

    id: str
    kind: str
    label: str
    common: bool
    band: Band
    items: tuple[tuple[str, ...], tuple[str, ...]]
    origins: int
    grades: tuple[str, ...]
    weakest: str
    strength: float
    reasons: tuple[Words, ...]
    possible: bool
    unconfirmed: tuple[bool, bool]


class StrengthParts(Part):
    """The parts of the first connection, in the order in which they are multiplied."""

    first_half: float
    second_half: float
    specific: float
    together: float
    recent: float


class LinkedChild(Banded):
    """One child whose case is linked. `category` and `ceiling` are None when the child is not assessed."""

    id: str
    refs: tuple[str, ...]
    name: str
    category: int | None
    ceiling: int | None
    strength: float
    parts: StrengthParts
    via: tuple[ViaShown, ...]
    items: int
    origins: int
    first: str | None
    last: str | None
    possible: bool


class ChildAsked(Part):
    """The child that a question is about."""

    id: str
    refs: tuple[str, ...]
    name: str
    category: int | None
    ceiling: int | None


class LinkedChildren(Answer):
    """The children whose cases are linked with one child's: those of the first band first, then the strongest."""

    child: ChildAsked
    linked: tuple[LinkedChild, ...]
    shown: int
    total: int


def ask_linked_children(context: QueryContext, parameters: OfChild) -> LinkedChildren:
    """The children whose cases are linked with this child's: of concern first, then the strongest."""
    return linked_with(find_case(context, parameters.child), parameters.limit, context.now)


def linked_with(case: CaseLinks, limit: int, now: int) -> LinkedChildren:
    """The first links of one child: by band, then the strongest first."""
    first = sorted(case.ranked, key=lambda link: (*link.worth, link.other))[:limit]
    return LinkedChildren(
        child=child_asked(case.seen, case.child),
        linked=tuple(shown_link(case, link.other, now) for link in first),
        shown=len(first),
        total=len(case.ranked),
    )


def child_asked(seen: "Seen", child: int) -> ChildAsked:
    """The child asked about, with the category that stands beside the name."""
    named, seraf = seen.named(child), seraf_of(seen, child)
    return ChildAsked(
        id=named.id,
        refs=named.refs,
        name=named.label,
        category=None if seraf is None else seraf.category,
        ceiling=None if seraf is None else seraf.ceiling,
    )


def shown_link(case: CaseLinks, other: int, now: int) -> LinkedChild:
    """The link with one other child, with every connection explained."""
    ranked = [(through, via_strength(through.via, now)) for through in case.through(other)]
    ranked.sort(key=lambda each: (not each[0].of_concern, -each[1].value, each[0].id))
    strongest = ranked[0][1]
    supports = {support for through, _ in ranked for support in through.via.supports}
    starts = [support.start for support in supports if support.start is not None]
    finishes = [support.end for support in supports if support.end is not None]
    ends = case.seen.named(case.child).possible, case.seen.named(other).possible
    shown = tuple(_via_shown(case.seen, ends, through, part) for through, part in ranked)
    child = child_asked(case.seen, other)
    return LinkedChild(
        id=child.id,
        refs=child.refs,
        name=child.name,
        category=child.category,
        ceiling=child.ceiling,
        band=band(concern=ranked[0][0].of_concern),
        facts=link_sentence(case.seen, [through for through, _ in ranked]),
        strength=link_value([through.via for through, _ in ranked], now),
        parts=StrengthParts(
            first_half=strongest.first,
            second_half=strongest.second,
            specific=strongest.specific,
            together=strongest.together,
            recent=strongest.recent,
        ),
        via=shown,
        items=len({support.item for support in supports}),
        origins=len({support.origin for support in supports}),
        first=day_of(min(starts)) if starts else None,
        last=day_of(max(finishes) - 1) if finishes else None,
        possible=any(ends) or any(via.possible for via in shown),
    )


def _via_shown(seen: "Seen", ends: tuple[bool, bool], through: Through, part: ViaStrength) -> ViaShown:
    """`ends`: whether the child, and the other, are each one by a match only."""
    supports = through.via.supports
    grades = sorted({support.grade for support in supports})
    ref = None if through.entity is None else entity_ref(seen, through.entity)
    possible = False if ref is None else ref.possible
    return ViaShown(
        id=through.id,
        kind="item" if ref is None else ref.kind,
        label=through.first[0] if ref is None else ref.label,
        common=through.via.connector.common,
        band=band(concern=through.of_concern),
        items=(through.first, through.second),
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
    statements=(),
    work=ask_linked_children,
    evidence="evidence",
    walks=True,
)
