"""The cards, neighbours and links_among: what is recorded of one entity, what beside it, what of several together."""

from collections import defaultdict
from collections.abc import Collection
from math import prod

from graph.errors import NotFound
from graph.model.kinds import Kind
from graph.queries.charts.links_among import EntityAmong, ItemBehind, LinkAmong, LinksAmong
from graph.queries.entities.cards import EntityCard, RelationShown, Stated
from graph.queries.entities.neighbours import Neighbour, Neighbours
from graph.rules.strength import item_weight
from tests.invariants.force import Item, Mention, Relation
from tests.invariants.oracle.world import World, cited, first_and_last


def card(world: World, kinds: Collection[Kind], *, id: str) -> EntityCard:
    """What is recorded of one entity of these kinds."""
    asked = world.asked(id)
    if world.kind[asked] not in kinds:
        raise NotFound(id)
    items = world.items_naming(asked)
    first, last = first_and_last(items)
    return EntityCard(
        entity=world.ref(asked),
        records=world.cluster[asked].records,
        stated=_stated(world, asked),
        relations=_relations(world, asked),
        seraf=world.seraf(asked) if world.is_person(asked) else None,
        items=len(items),
        origins=len({item.origin for item in items}),
        first=first,
        last=last,
    )


def _stated(world: World, asked: str) -> tuple[Stated, ...]:
    stating: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in world.all_mentions(asked):
        for what, value in _says(mention):
            stating[what, value].append(mention)
    return tuple(
        Stated(
            what=what,
            value=value,
            items=cited(world.item[item] for item in {mention.item for mention in mentions}),
            records=tuple(sorted({mention.entity for mention in mentions})),
        )
        for (what, value), mentions in sorted(stating.items())
    )


def _says(mention: Mention) -> list[tuple[str, str]]:
    own = [("said", mention.said), ("role", mention.role), ("local_ref", mention.local_ref)]
    own += [(what, value) for what, _ in mention.stated for value in mention.says(what)]
    return [(what, value) for what, value in own if value]


def _relations(world: World, asked: str) -> tuple[RelationShown, ...]:
    touching = [
        (relation, world.cluster[relation.start].id, world.cluster[relation.end].id)
        for relation in world.force.relations
        if asked in (world.cluster[relation.start].id, world.cluster[relation.end].id)
    ]
    told = [(relation, start == asked, end if start == asked else start) for relation, start, end in touching]
    told.sort(key=lambda each: (each[0].type, each[2], world.item[each[0].item].ref, each[0].id))
    return tuple(_relation(world, relation, other, towards=towards) for relation, towards, other in told)


def _relation(world: World, relation: Relation, other: str, *, towards: bool) -> RelationShown:
    item = world.item[relation.item]
    return RelationShown(
        type=relation.type,
        towards=towards,
        other=world.ref(other),
        relation=relation.relation,
        since=relation.since,
        until=relation.until,
        at=relation.at,
        seconds=relation.seconds,
        item=item.ref,
        grade=item.grade,
    )


def neighbours(world: World, *, id: str, kinds: Collection[str] = (), limit: int = 25) -> Neighbours:
    """The entities named in the same items as this one."""
    asked = world.asked(id)
    beside = {other for item in world.items_naming(asked) for other in world.named[item.id]} - {asked}
    counts: dict[str, int] = defaultdict(int)
    for other in beside:
        counts[world.kind[other]] += 1
    found = [_neighbour(world, asked, other) for other in beside if not kinds or world.kind[other] in kinds]
    found.sort(key=lambda each: (-len(each[1]), each[0].entity.id))
    return Neighbours(
        entity=world.ref(asked),
        category=world.category(asked),
        ceiling=world.ceiling(asked),
        counts=dict(sorted(counts.items())),
        neighbours=tuple(neighbour for neighbour, _ in found[:limit]),
        shown=len(found[:limit]),
        total=len(found),
    )


def _neighbour(world: World, asked: str, other: str) -> tuple[Neighbour, set[str]]:
    items = world.items_naming(asked, other)
    neighbour = Neighbour(
        entity=world.ref(other),
        category=world.category(other),
        ceiling=world.ceiling(other),
        items=cited(items),
        concern=sum(world.of_concern(item) for item in items),
        common=world.common(other),
        relevance=_relevance(world, asked, other, items),
        origins=len({item.origin for item in items}),
        roles=world.roles(other, items),
        relations=_types(world, asked, other),
    )
    return neighbour, {item.id for item in items}


def _relevance(world: World, asked: str, other: str, items: list[Item]) -> float:
    """How much of the picture somebody beside this one deserves: their tie, and other children of concern there."""
    belief = _belief(world, items) * (0.15 if world.common(other) else 1)
    concern = _belief(world, [item for item in items if world.of_concern(item)])
    children = {
        child
        for item in world.items_connecting(other)
        if world.of_concern(item)
        for child in world.connecting(item)
        if world.kind[child] == "child" and child not in (asked, other)
    }
    return round(max(belief, concern) * (2 + min(len(children), 4)) / 6, 6)


def _belief(world: World, items: list[Item]) -> float:
    """1 − Π over origins (1 − 0.9 × the heaviest of its items), an item without concern counting half."""
    heaviest: dict[str, float] = defaultdict(float)
    for item in items:
        weight = item_weight(item.grade, world.support(item).people) * (1 if world.of_concern(item) else 0.5)
        heaviest[item.origin] = max(heaviest[item.origin], 0.9 * weight)
    return 1 - prod(1 - weight for _, weight in sorted(heaviest.items()))


def links_among(world: World, *, ids: Collection[str]) -> LinksAmong:
    """Every pair of these entities that an item names together."""
    known = [id for id in sorted(set(ids)) if id in world.cluster]
    entities = sorted({world.asked(id) for id in known})
    pairs = [(one, other) for one in entities for other in entities if one < other and world.items_naming(one, other)]
    return LinksAmong(
        entities=tuple(
            EntityAmong(
                entity=world.ref(entity),
                prominence=_prominence(world, entity, entities),
                roles=tuple(sorted({each.role for each in world.all_mentions(entity)} - {""})),
                premises_kinds=world.premises_kinds(entity),
                common=world.common(entity),
                category=world.category(entity),
                ceiling=world.ceiling(entity),
                asked=tuple(id for id in known if world.asked(id) == entity),
            )
            for entity in entities
        ),
        links=tuple(_link(world, one, other) for one, other in pairs),
        items=_behind(world, pairs),
        gone=len(set(ids)) - len(known),
    )


def _prominence(world: World, entity: str, entities: list[str]) -> float:
    """Half of what its links with each child amount to, at most 1; a link without concern amounts to a fifth."""
    if world.kind[entity] == "child":
        return 0.0
    weights: list[float] = []
    for child in entities:
        items = world.items_naming(entity, child)
        if world.kind[child] == "child" and items:
            concern = any(world.of_concern(item) for item in items)
            weights.append(round(_belief(world, items), 6) * (1 if concern else 0.2))
    return round(min(sum(sorted(weights)) / 2, 1.0), 6)


def _behind(world: World, pairs: Collection[tuple[str, str]]) -> tuple[ItemBehind, ...]:
    """Each item that some pair rests on, once: whence its report came, and its days."""
    systems = {report.id: report.source_system for report in world.force.reports}
    told = {
        (item.ref, systems[item.report], *first_and_last([item]))
        for one, other in pairs
        for item in world.items_naming(one, other)
    }
    in_order = sorted(told, key=lambda each: tuple(part or "" for part in each))
    return tuple(
        ItemBehind(ref=ref, source_system=system, first=first, last=last) for ref, system, first, last in in_order
    )


def _link(world: World, one: str, other: str) -> LinkAmong:
    items = world.items_naming(one, other)
    first, last = first_and_last(items)
    return LinkAmong(
        start=one,
        end=other,
        items=cited(items),
        concern=sum(world.of_concern(item) for item in items),
        strength=round(_belief(world, items), 6),
        origins=len({item.origin for item in items}),
        relations=_types(world, one, other),
        weakest=min({item.grade for item in items}, key=lambda grade: (item_weight(grade, 1), grade)),
        first=first,
        last=last,
        possible=world.ref(one).possible or world.ref(other).possible,
        working=not all(any(world.connects(item, side) for item in items) for side in (one, other)),
    )


def _types(world: World, one: str, other: str) -> tuple[str, ...]:
    """The types of relationships that items state between two entities, whichever way."""
    types = {
        relation.type
        for relation in world.force.relations
        if {world.cluster[relation.start].id, world.cluster[relation.end].id} == {one, other}
    }
    return tuple(sorted(types))
