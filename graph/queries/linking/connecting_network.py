"""The smallest network that connects several entities, with the items behind each of its links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING

from pydantic import Field

from graph.errors import OutOfBounds
from graph.identity.seen_entities import categories, entity_ref
from graph.model.kinds import Kind
from graph.queries.charts.links_among import STATED_AMONG
from graph.queries.entities.evidence import visible_entity
from graph.queries.linking.paths import (
    COUNTED,
    LARGEST_SEARCH,
    MOST_LEFT_OUT,
    CommonOnPath,
    Hop,
    common_place,
    entities_left_out,
    stated_among,
)
from graph.reading.parts import ChildCategory, EntityRef, Part
from graph.reading.question import LARGEST_LIMIT, Answer, Parameters, QueryContext, Question
from graph.rules.strength import PLACES, Half, half, weakest

if TYPE_CHECKING:
    from graph.projection import Seen

FEWEST_ASKED, MOST_ASKED = 3, 8
"""How many ids are asked about."""
MOST_BETWEEN = 8
"""How many entities may lie between those asked about."""


class Connected(Parameters):
    """Entities, each by the id of any of its records; the kinds allowed between them (none named: any); entities that
    must not lie between them; whether common places must not; how many may; how many networks to show."""

    ids: tuple[str, ...] = Field(min_length=FEWEST_ASKED, max_length=MOST_ASKED)
    kinds: tuple[Kind, ...] = ()
    avoid: tuple[str, ...] = Field(default=(), max_length=MOST_LEFT_OUT)
    avoid_common: bool = True
    most: int = Field(default=4, ge=0, le=MOST_BETWEEN)
    limit: int = Field(default=10, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """All that are asked about."""
        return self.ids


class NetworkLink(Hop):
    """Two entities of a network (by id, the smaller first) that the same items name."""

    start: str
    end: str


class NetworkShown(Part):
    """One network: its entities by id, which of them lie between those asked about, the common places among these, and
    every link among its entities."""

    entities: tuple[EntityRef, ...]
    between: tuple[str, ...]
    common: tuple[CommonOnPath, ...]
    links: tuple[NetworkLink, ...]
    weakest: str
    strength: float


class ConnectingNetwork(Answer):
    """The smallest networks that connect the entities asked about, the strongest first.

    `between`: how many entities lie between those asked about; None where no network of so few connects them.
    `at_least`: there are more networks than were counted. `avoided`: the entities left out, those that are visible.
    `children`: the category beside each child who is named.
    """

    asked: tuple[EntityRef, ...]
    avoided: tuple[EntityRef, ...]
    networks: tuple[NetworkShown, ...]
    between: int | None
    shown: int
    total: int
    at_least: bool
    children: tuple[ChildCategory, ...]


Pair = tuple[int, int]
"""Two entities, the smaller first."""


@dataclass(frozen=True)
class _Network:
    """A network, and the items behind each of its links."""

    entities: tuple[int, ...]
    links: Mapping[Pair, Half]

    @property
    def strength(self) -> float:
        """The product of the strengths of the fewest links that connect it, the strongest of them."""
        group = {entity: entity for entity in self.entities}
        used: list[float] = []
        for (one, other), rests in sorted(self.links.items(), key=lambda link: (-link[1].belief, link[0])):
            if group[one] != group[other]:
                used.append(rests.belief)
                merged, kept = group[other], group[one]
                group = {entity: kept if of == merged else of for entity, of in group.items()}
        return round(prod(used), PLACES)


def ask_connecting_network(context: QueryContext, parameters: Connected) -> ConnectingNetwork:
    """The smallest networks that connect all of these."""
    seen = context.seen
    asked = sorted({visible_entity(seen, id) for id in parameters.ids})
    if len(asked) == 1:
        raise OutOfBounds("All of these are one and the same.", "Name different entities.")
    left_out = entities_left_out(seen, parameters.avoid)
    allowed = seen.allowed(parameters.kinds, left_out, avoid_common=parameters.avoid_common)
    longest = parameters.most + len(asked) - 1
    found = seen.connect(asked, allowed, longest, LARGEST_SEARCH, COUNTED)
    if found.given_up:
        raise OutOfBounds(
            "Too many entities lie near these to search them all.",
            "Ask for fewer entities between them, for people only, or for a narrower view.",
        )
    ranked = sorted(
        ((each.strength, each) for each in _networks(seen, found.networks)), key=lambda one: (-one[0], one[1].entities)
    )
    shown = [_shown(seen, asked, network, strength) for strength, network in ranked[: parameters.limit]]
    stated = stated_among(context, (network.entities for network in shown))
    about = tuple(entity_ref(seen, entity) for entity in asked)
    return ConnectingNetwork(
        asked=about,
        avoided=tuple(entity_ref(seen, entity) for entity in left_out),
        networks=tuple(_with_relations(network, stated) for network in shown),
        between=len(found.networks[0]) - len(asked) if found.networks else None,
        shown=len(shown),
        total=len(ranked),
        at_least=found.more,
        children=categories(seen, (*about, *(entity for network in shown for entity in network.entities))),
    )


def _networks(seen: "Seen", found: Iterable[frozenset[int]]) -> list[_Network]:
    """Each network with every link among its entities."""
    networks = [tuple(sorted(each)) for each in found]
    together = seen.named_together({entity for each in networks for entity in each})
    halves = {pair: half(seen.support(item) for item in items) for pair, items in together.items()}
    return [
        _Network(each, {pair: halves[pair] for pair in combinations(each, 2) if pair in halves}) for each in networks
    ]


def _shown(seen: "Seen", asked: list[int], network: _Network, strength: float) -> NetworkShown:
    between = [entity for entity in network.entities if entity not in asked]
    links = tuple(_link(seen, pair, rests) for pair, rests in sorted(network.links.items()))
    return NetworkShown(
        entities=tuple(entity_ref(seen, entity) for entity in network.entities),
        between=tuple(seen.record_id(entity) for entity in between),
        common=tuple(common_place(seen, entity) for entity in between if seen.is_common(entity)),
        links=links,
        weakest=weakest({link.weakest for link in links}),
        strength=strength,
    )


def _link(seen: "Seen", pair: Pair, rests: Half) -> NetworkLink:
    numbers = (seen.item(support.item) for support in rests.supports)
    return NetworkLink(
        start=seen.record_id(pair[0]),
        end=seen.record_id(pair[1]),
        items=seen.refs([number for number in numbers if number is not None]),
        relations=(),
        back=(),
        weakest=weakest({support.grade for support in rests.supports}),
        strength=rests.rounded,
    )


def _with_relations(network: NetworkShown, stated: Mapping[tuple[str, str], tuple[str, ...]]) -> NetworkShown:
    """The network with what items call each of its links."""
    links = (
        link.model_copy(
            update={"relations": stated.get((link.start, link.end), ()), "back": stated.get((link.end, link.start), ())}
        )
        for link in network.links
    )
    return network.model_copy(update={"links": tuple(links)})


CONNECTING_NETWORK = Question(
    id="connecting_network",
    prose="What is the smallest network of recorded links that connects all of these?",
    parameters=Connected,
    answer=ConnectingNetwork,
    statements=(STATED_AMONG,),
    work=ask_connecting_network,
    evidence="evidence",
    walks=True,
)
