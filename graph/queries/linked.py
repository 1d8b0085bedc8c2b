"""Which other children's cases are linked with this child's, through whom and what, on what evidence, how strongly."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import Field

from graph.queries.answers import ChildAsked, LinkedChild, LinkedChildren, StrengthParts, ViaShown
from graph.queries.identity import DOSSIER, IDENTITY, Dossiers, fetch_dossiers
from graph.queries.linking import OWN_ITEMS, SHARING_ITEMS, Gathered, gather
from graph.queries.question import Asking, Parameters, Question
from graph.rules.strength import LinkStrength, Support, Via, ViaStrength, link_strength, weakest
from graph.values.when import day_of

DEFAULT_LIMIT = 25
LARGEST_LIMIT = 1000


class OfChild(Parameters):
    """One child, by the id of any of their records, and how many lines to show."""

    child: str
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """The child."""
        return (self.child,)


@dataclass(frozen=True)
class Link:
    """One linked child and all connections with them."""

    other: str
    vias: dict[str, Via]
    strength: LinkStrength

    @property
    def records(self) -> set[str]:
        """The other child, and everything that connects the two but items."""
        return {self.other, *(entity for entity in self.vias if not entity.startswith("item:"))}

    def ranked(self) -> list[tuple[str, Via, ViaStrength]]:
        """The connections, strongest first."""
        pairs = zip(self.vias.items(), self.strength.parts, strict=True)
        return sorted(
            ((entity, via, part) for (entity, via), part in pairs), key=lambda each: (-each[2].value, each[0])
        )


@dataclass(frozen=True)
class RankedLinks:
    """The strongest links of one child, to be told once it is known what everybody in them is called."""

    gathered: Gathered
    links: list[Link]
    total: int

    @property
    def records(self) -> set[str]:
        """Everybody and everything that telling them names."""
        return {self.gathered.child.id}.union(*(link.records for link in self.links))

    def told(self, dossiers: Dossiers) -> LinkedChildren:
        """The answer."""
        return LinkedChildren(
            child=child_asked(dossiers, self.gathered.child.id),
            linked=tuple(shown_link(self.gathered, dossiers, link) for link in self.links),
            shown=len(self.links),
            total=self.total,
        )


def rank_links(gathered: Gathered, limit: int, now: int) -> RankedLinks:
    """All linked children are scored exactly; the strongest are to be explained."""
    links = all_links(gathered, now)
    return RankedLinks(gathered, links[:limit], len(links))


def all_links(gathered: Gathered, now: int) -> list[Link]:
    """Every linked child, strongest first."""
    links = [_link(gathered, other, now) for other in gathered.linked()]
    return sorted(links, key=lambda link: (-link.strength.value, link.other))


def ask_linked_children(asking: Asking, parameters: OfChild) -> LinkedChildren:
    """The children whose cases are linked with this child's, strongest first."""
    ranked = rank_links(gather(asking, parameters.child), parameters.limit, asking.now)
    return ranked.told(fetch_dossiers(asking, ranked.gathered.clusters, ranked.records))


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


def item_refs(gathered: Gathered, supports: Iterable[Support]) -> tuple[str, ...]:
    """Items as people cite them, sorted."""
    return tuple(sorted({gathered.refs[support.item] for support in supports}))


def _link(gathered: Gathered, other: str, now: int) -> Link:
    vias = dict(sorted(gathered.vias(other).items()))
    return Link(other, vias, link_strength(tuple(vias.values()), now))


def shown_link(gathered: Gathered, dossiers: Dossiers, link: Link) -> LinkedChild:
    """One linked child with every connection explained."""
    other = child_asked(dossiers, link.other)
    ranked = link.ranked()
    supports = {support for via in link.vias.values() for support in via.first | via.second}
    ends = gathered.child.possible, gathered.clusters.of(link.other).possible
    vias = tuple(_via_shown(gathered, dossiers, ends, *each) for each in ranked)
    strongest = ranked[0][2]
    starts = [support.start for support in supports if support.start is not None]
    finishes = [support.end for support in supports if support.end is not None]
    return LinkedChild(
        id=other.id,
        refs=other.refs,
        name=other.name,
        category=other.category,
        ceiling=other.ceiling,
        strength=link.strength.value,
        parts=StrengthParts(
            first_half=strongest.first,
            second_half=strongest.second,
            specific=strongest.specific,
            together=strongest.together,
            recent=strongest.recent,
        ),
        via=vias,
        items=len({support.item for support in supports}),
        origins=len({support.origin for support in supports}),
        first=day_of(min(starts)) if starts else None,
        last=day_of(max(finishes) - 1) if finishes else None,
        possible=any(ends) or any(via.possible for via in vias),
    )


def _via_shown(
    gathered: Gathered, dossiers: Dossiers, ends: tuple[bool, bool], entity: str, via: Via, part: ViaStrength
) -> ViaShown:
    """`ends`: whether the child, and the other, are each one by a match only."""
    supports = via.first | via.second
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
    prose="Which other children's cases are linked with this child's, through whom and what, and how strongly?",
    parameters=OfChild,
    answer=LinkedChildren,
    statements=(OWN_ITEMS, SHARING_ITEMS, IDENTITY, DOSSIER),
    work=ask_linked_children,
    evidence="evidence",
)
