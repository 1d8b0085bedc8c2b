"""linked_children, shared_… and case: brute force over docs/questions.md's sentences."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from graph.errors import NotFound
from graph.model.kinds import Kind
from graph.queries.linking.case import Case
from graph.queries.linking.linked_children import ChildAsked, LinkedChild, LinkedChildren, StrengthParts, ViaShown
from graph.queries.linking.shared import Shared, SharedEntity, SharedWith
from graph.rules.bands import Band
from graph.rules.roles import connects
from graph.rules.sentences import Sentence
from graph.rules.strength import Connector, Half, Via, ViaStrength, half, item_weight, link_value, via_strength
from tests.invariants.force import Item
from tests.invariants.oracle.sentences import (
    FIRST,
    SECOND,
    needs_both,
    reports_concern,
    sentence_of_entity,
    sentence_of_items,
)
from tests.invariants.oracle.world import World, cited, first_and_last, once


@dataclass
class Connection:
    """One connecting entity: the items that name it with the child, and with each person (the child among them)."""

    entity: str
    own: list[Item] = field(default_factory=list)
    others: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    through: dict[str, "Through"] = field(default_factory=dict)
    """What `way_through` has worked out."""


@dataclass(frozen=True)
class Through:
    """One way from the child to another: by an entity, or (`entity` is None) by one item that names both."""

    entity: str | None
    first: tuple[Item, ...]
    second: tuple[Item, ...]
    via: Via
    concern: bool

    @property
    def items(self) -> tuple[Item, ...]:
        """Those of both halves, each once."""
        return tuple(dict.fromkeys((*self.first, *self.second)))

    @property
    def band(self) -> Band:
        """Which it stands in."""
        return FIRST if self.concern else SECOND


def linked_children(world: World, *, child: str, limit: int = 25) -> LinkedChildren:
    """Which other children's cases are linked with this child's?"""
    asked = _child(world, child)
    linked = [_linked(world, asked, other, through) for other, through in every_way(world, asked).items()]
    linked.sort(key=lambda each: (each.band != FIRST, -each.strength, each.id))
    return LinkedChildren(
        child=_asked(world, asked), linked=tuple(linked[:limit]), shown=len(linked[:limit]), total=len(linked)
    )


@once
def every_way(world: World, asked: str) -> dict[str, list[Through]]:
    """Every way from a child to each other child."""
    ways: dict[str, list[Through]] = defaultdict(list)
    for connection in connections(world, asked):
        for other in _other_children(world, asked, connection):
            ways[other].append(way_through(world, connection, other))
    for item in world.items_connecting(asked):
        for other in world.connecting(item):
            if other != asked and world.kind[other] == "child":
                ways[other].append(_direct(world, item))
    return ways


def shared(world: World, kinds: Collection[Kind], *, child: str, limit: int = 25) -> Shared:
    """What of these kinds does a child share with other children?"""
    asked = _child(world, child)
    found: list[SharedEntity] = []
    for connection in connections(world, asked):
        if world.kind[connection.entity] not in kinds:
            continue
        with_whom: list[SharedWith] = []
        for other in _other_children(world, asked, connection):
            through = way_through(world, connection, other)
            with_whom.append(
                SharedWith(
                    child=world.ref(other),
                    category=world.category(other),
                    ceiling=world.ceiling(other),
                    band=through.band,
                    strength=via_strength(through.via, world.now).value,
                    items=(cited(through.first), cited(through.second)),
                )
            )
        with_whom.sort(key=lambda each: (each.band != FIRST, -each.strength, each.child.id))
        if with_whom:
            concern = any(each.band == FIRST for each in with_whom)
            found.append(
                SharedEntity(
                    entity=world.ref(connection.entity),
                    band=FIRST if concern else SECOND,
                    facts=sentence_of_entity(
                        world, connection.entity, connection.own, concern=concern, children=1 + len(with_whom)
                    ),
                    common=world.common(connection.entity),
                    roles=connecting_roles(world, connection),
                    children=tuple(with_whom[:limit]),
                    shown=len(with_whom[:limit]),
                    total=len(with_whom),
                    score=round(sum(each.strength for each in with_whom), 6),
                )
            )
    found.sort(key=lambda each: (each.band != FIRST, -each.score, each.entity.id))
    return Shared(child=_asked(world, asked), shared=tuple(found[:limit]), shown=len(found[:limit]), total=len(found))


def case(world: World, *, child: str, limit: int = 25) -> Case:
    """All of these of one child."""
    return Case(
        linked=linked_children(world, child=child, limit=limit),
        adults=shared(world, ("adult", "person"), child=child, limit=limit),
        premises=shared(world, ("premises",), child=child, limit=limit),
        vehicles=shared(world, ("vehicle",), child=child, limit=limit),
        phones=shared(world, ("phone", "account"), child=child, limit=limit),
    )


@once
def connections(world: World, asked: str) -> list[Connection]:
    """Every connecting entity of a child."""
    found: dict[str, Connection] = {}
    for item in world.items_connecting(asked):
        for entity in world.connecting(item):
            if entity != asked and world.kind[entity] != "child":
                found.setdefault(entity, Connection(entity)).own.append(item)
    for connection in found.values():
        for item in world.items_connecting(connection.entity):
            for person in world.connecting(item):
                if person != connection.entity and world.is_person(person):
                    connection.others[person].append(item)
    return list(found.values())


def _child(world: World, record: str) -> str:
    cluster = world.asked(record)
    if world.kind[cluster] != "child":
        raise NotFound(record)
    return cluster


def _asked(world: World, child: str) -> ChildAsked:
    ref, seraf = world.ref(child), world.seraf(child)
    return ChildAsked(
        id=child,
        refs=ref.refs,
        name=ref.label,
        category=None if seraf is None else seraf.category,
        ceiling=None if seraf is None else seraf.ceiling,
    )


def _other_children(world: World, asked: str, connection: Connection) -> list[str]:
    return [other for other in connection.others if other != asked and world.kind[other] == "child"]


def connecting_roles(world: World, connection: Connection) -> tuple[str, ...]:
    """The roles in which the connecting entity is named with the child, blank left out."""
    roles = {
        mention.role
        for item in connection.own
        for mention in world.named[item.id][connection.entity]
        if mention.role and connects(mention.role)
    }
    return tuple(sorted(roles))


def way_through(world: World, connection: Connection, other: str) -> Through:
    """The way through one connecting entity to one other child."""
    if other not in connection.through:
        connection.through[other] = _way_through(world, connection, other)
    return connection.through[other]


def _way_through(world: World, connection: Connection, other: str) -> Through:
    concerned = [person for person, items in connection.others.items() if any(world.of_concern(item) for item in items)]
    connector = Connector(
        kind=world.kind[connection.entity],
        common=world.common(connection.entity),
        sharing=len(connection.others),
        sharing_of_concern=len(concerned),
    )
    first, second = tuple(connection.own), tuple(connection.others[other])
    halves = [reports_concern(world, items, connection.entity) for items in (first, second)]
    concern = all(halves) if needs_both(world, connection.entity, connector.sharing) else any(halves)
    return Through(connection.entity, first, second, Via(connector, _half(world, first), _half(world, second)), concern)


def _direct(world: World, item: Item) -> Through:
    support = _half(world, (item,))
    via = Via(Connector("item", False, 2, 2), support, support)
    return Through(None, (item,), (item,), via, world.of_concern(item))


def _half(world: World, items: tuple[Item, ...]) -> Half:
    return half({world.support(item) for item in items})


def _linked(world: World, asked: str, other: str, ways: list[Through]) -> LinkedChild:
    strengths = {each: via_strength(each.via, world.now) for each in ways}
    pairs = [(_via_shown(world, asked, other, each, strength), strength) for each, strength in strengths.items()]
    pairs.sort(key=lambda pair: (pair[0].band != FIRST, -pair[0].strength, pair[0].id))
    ref, seraf = world.ref(other), world.seraf(other)
    items = {item.id: item for each in ways for item in (*each.first, *each.second)}
    first, last = first_and_last(list(items.values()))
    return LinkedChild(
        id=other,
        refs=ref.refs,
        name=ref.label,
        category=None if seraf is None else seraf.category,
        ceiling=None if seraf is None else seraf.ceiling,
        band=pairs[0][0].band,
        facts=_sentence(world, ways, pairs[0][0]),
        strength=link_value([each.via for each in ways], world.now),
        parts=_parts(pairs[0][1]),
        via=tuple(shown for shown, _ in pairs),
        items=len(items),
        origins=len({item.origin for item in items.values()}),
        first=first,
        last=last,
        possible=world.ref(asked).possible or ref.possible or any(shown.possible for shown, _ in pairs),
    )


def _sentence(world: World, ways: list[Through], first: ViaShown) -> Sentence:
    """Of the items that name both directly, if any stand in the first band there is; otherwise of the first way."""
    direct = [each for each in ways if each.entity is None]
    in_band = [each for each in direct if each.band == first.band]
    if in_band:
        return sentence_of_items(world, [item for each in in_band for item in each.first], len(direct))
    [way] = [each for each in ways if each.entity == first.id]
    return sentence_of_entity(world, first.id, way.items, concern=way.concern)


def _parts(strength: ViaStrength) -> StrengthParts:
    return StrengthParts(
        first_half=strength.first,
        second_half=strength.second,
        specific=strength.specific,
        together=strength.together,
        recent=strength.recent,
    )


def _via_shown(world: World, asked: str, other: str, through: Through, strength: ViaStrength) -> ViaShown:
    items = {item.id: item for item in (*through.first, *through.second)}
    grades = sorted({item.grade for item in items.values()})
    entity = None if through.entity is None else world.ref(through.entity)
    first_touches = (asked, other) if entity is None else (asked, entity.id)
    second_touches = (asked, other) if entity is None else (other, entity.id)
    return ViaShown(
        id=through.first[0].id if entity is None else entity.id,
        kind="item" if entity is None else entity.kind,
        label=through.first[0].ref if entity is None else entity.label,
        common=False if entity is None else world.common(entity.id),
        band=through.band,
        items=(cited(through.first), cited(through.second)),
        origins=len({item.origin for item in items.values()}),
        grades=tuple(grades),
        weakest=min(grades, key=lambda grade: (item_weight(grade, 1), grade)),
        strength=strength.value,
        reasons=strength.reasons,
        possible=entity is not None and entity.possible,
        unconfirmed=(
            any(world.ref(each).possible for each in first_touches),
            any(world.ref(each).possible for each in second_touches),
        ),
    )
