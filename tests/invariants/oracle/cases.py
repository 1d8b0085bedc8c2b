"""linked_cases: several children's links and what they share, put together from what each child's own say."""

from collections import defaultdict
from collections.abc import Collection
from itertools import combinations

from graph.model.kinds import Kind
from graph.queries.linking.linked_cases import (
    CaseLink,
    ChildInCases,
    LinkedCases,
    OtherLinked,
    SharedAmong,
    SharedBy,
    SharedList,
)
from graph.queries.linking.linked_children import LinkedChild
from graph.rules.strength import item_weight, via_strength
from tests.invariants.force import Item
from tests.invariants.oracle.links import Connection, connecting_roles, connections, linked_children, way_through
from tests.invariants.oracle.sentences import FIRST, SECOND, sentence_of_entity
from tests.invariants.oracle.world import World, cited, first_and_last

EVERYTHING = 1_000_000


def linked_cases(
    world: World, *, children: Collection[str], since_ms: int | None = None, limit: int = 25
) -> LinkedCases:
    """How are these children's cases linked with one another, and with whom else?"""
    known = [id for id in sorted(set(children)) if id in world.cluster and world.kind[world.asked(id)] == "child"]
    cases = sorted({world.asked(id) for id in known})
    linked = {child: linked_children(world, child=child, limit=EVERYTHING).linked for child in cases}
    pairs = [
        CaseLink(start=one, linked=link) for one in cases for link in linked[one] if link.id in cases and one < link.id
    ]
    pairs.sort(key=lambda pair: (pair.linked.band != FIRST, -pair.linked.strength, pair.start, pair.linked.id))
    others = _others(world, linked)
    shared = _shared(world, cases, limit)
    return LinkedCases(
        children=tuple(
            ChildInCases(
                entity=world.ref(child),
                seraf=world.seraf(child),
                asked=tuple(id for id in known if world.asked(id) == child),
                linked=len(linked[child]),
                items=len(world.items_naming(child)),
                origins=len({item.origin for item in world.items_naming(child)}),
                first=first_and_last(world.items_naming(child))[0],
                last=first_and_last(world.items_naming(child))[1],
                new=cited(
                    item for item in world.items_naming(child) if since_ms is not None and item.recorded_at > since_ms
                ),
            )
            for child in cases
        ),
        pairs=tuple(pairs),
        others=tuple(others[:limit]),
        shown=len(others[:limit]),
        total=len(others),
        adults=_list(world, shared, ("adult", "person"), limit),
        premises=_list(world, shared, ("premises",), limit),
        vehicles=_list(world, shared, ("vehicle",), limit),
        phones=_list(world, shared, ("phone", "account"), limit),
        gone=len(set(children)) - len(known),
    )


def _others(world: World, linked: dict[str, tuple[LinkedChild, ...]]) -> list[OtherLinked]:
    beside: dict[str, list[CaseLink]] = defaultdict(list)
    for child, links in linked.items():
        for link in links:
            if link.id not in linked:
                beside[link.id].append(CaseLink(start=child, linked=link))
    others = [
        OtherLinked(
            child=world.ref(other),
            seraf=world.seraf(other),
            band=FIRST if any(link.linked.band == FIRST for link in links) else SECOND,
            links=tuple(sorted(links, key=lambda link: (link.linked.band != FIRST, -link.linked.strength, link.start))),
            strength=round(sum(link.linked.strength for link in links), 6),
        )
        for other, links in beside.items()
    ]
    return sorted(
        others, key=lambda other: (other.band != FIRST, len(other.links) == 1, -other.strength, other.child.id)
    )


def _shared(world: World, cases: list[str], limit: int) -> list[SharedAmong]:
    by_entity: dict[str, dict[str, Connection]] = defaultdict(dict)
    for child in cases:
        for connection in connections(world, child):
            by_entity[connection.entity][child] = connection
    return [_shared_among(world, entity, by_child, limit) for entity, by_child in by_entity.items()]


def _shared_among(world: World, entity: str, by_child: dict[str, Connection], limit: int) -> SharedAmong:
    naming = next(iter(by_child.values())).others
    outside = [other for other in sorted(naming) if world.kind[other] == "child" and other not in by_child]

    def strength(one: str, other: str) -> float:
        return via_strength(way_through(world, by_child[one], other).via, world.now).value

    def concerns(one: str, other: str) -> bool:
        return way_through(world, by_child[one], other).concern

    with_others = {other: round(sum(strength(child, other) for child in by_child), 6) for other in outside}
    concerned = {other for other in outside if any(concerns(child, other) for child in by_child)}
    strongest = sorted(outside, key=lambda other: (other not in concerned, -with_others[other], other))[:limit]
    concern = bool(concerned) or any(concerns(*pair) for pair in combinations(by_child, 2))
    items = {item.id: item for each in by_child.values() for item in each.own}.values()
    return SharedAmong(
        entity=world.ref(entity),
        band=FIRST if concern else SECOND,
        facts=sentence_of_entity(world, entity, items, concern=concern, children=len(by_child) + len(outside)),
        common=world.common(entity),
        roles=tuple(sorted({role for each in by_child.values() for role in connecting_roles(world, each)})),
        children=tuple(_by(world, child, each.own) for child, each in by_child.items()),
        others=tuple(_by(world, other, naming[other]) for other in strongest),
        shown=len(strongest),
        total=len(outside),
        score=round(sum(strength(*pair) for pair in combinations(by_child, 2)) + sum(with_others.values()), 6),
    )


def _by(world: World, child: str, items: list[Item]) -> SharedBy:
    grades = {item.grade for item in items}
    return SharedBy(
        child=world.ref(child),
        category=world.category(child),
        ceiling=world.ceiling(child),
        items=cited(items),
        weakest=min(grades, key=lambda grade: (item_weight(grade, 1), grade)),
    )


def _list(world: World, shared: list[SharedAmong], kinds: Collection[Kind], limit: int) -> SharedList:
    found = [each for each in shared if world.kind[each.entity.id] in kinds and len(each.children) + each.total > 1]
    found.sort(key=lambda each: (each.band != FIRST, len(each.children) == 1, -each.score, each.entity.id))
    return SharedList(shared=tuple(found[:limit]), shown=len(found[:limit]), total=len(found))
