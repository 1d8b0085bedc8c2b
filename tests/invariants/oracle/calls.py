"""calls: each relationship CALLED read one by one, and counted by hand."""

from collections import defaultdict
from collections.abc import Collection

from graph.errors import OutOfBounds
from graph.queries.linking.calls import CalledWith, CallMade, Calls, CallsBetween, PhoneOfCalls, PhoneUser
from graph.rules.strength import item_weight
from tests.invariants.force import Item, Relation
from tests.invariants.oracle.world import World, cited

Made = tuple[str, str, int | None, int | None]
"""Caller, called, when and how long."""


def calls(world: World, *, ids: Collection[str], around: int | None = None, hours: int = 24, limit: int = 25) -> Calls:
    """The calls of these phones, or of the phones of these people."""
    entities = {world.asked(id) for id in ids}
    for entity in sorted(entities):
        if world.kind[entity] != "phone" and not world.is_person(entity):
            raise OutOfBounds(entity)
    people = sorted(entity for entity in entities if world.is_person(entity))
    own = {person: _phones_of(world, person) for person in people}
    asked = {entity for entity in entities if world.kind[entity] == "phone"}.union(*own.values())
    every = _made(world, asked)
    kept = [each for each in every if around is None or _near(each[0][2], around, hours)]
    kept.sort(key=_newest)
    between, others = _between(kept), _others(kept, asked)
    shown = {phone for call, _ in kept[:limit] for phone in call[:2]}
    shown |= {phone for each in between[:limit] for phone in (each.caller, each.called)}
    shown |= {each.phone for each in others[:limit]}
    return Calls(
        phones=tuple(_phone(world, phone, asked) for phone in sorted(asked | shown)),
        without=tuple(world.ref(person) for person in people if not own[person]),
        calls=tuple(
            CallMade(caller=caller, called=called, at=at, seconds=seconds, items=cited(items))
            for (caller, called, at, seconds), items in kept[:limit]
        ),
        shown=len(kept[:limit]),
        total=len(kept),
        untimed=0 if around is None else sum(call[2] is None for call, _ in every),
        between=tuple(between[:limit]),
        between_total=len(between),
        with_others=tuple(others[:limit]),
        with_total=len(others),
    )


def _ends(world: World, relation: Relation) -> tuple[str, str]:
    return world.cluster[relation.start].id, world.cluster[relation.end].id


def _phones_of(world: World, person: str) -> set[str]:
    """The phones that items state somebody uses."""
    ends = [_ends(world, each) for each in world.force.relations if each.type == "USES"]
    return {used for user, used in ends if user == person and world.kind[used] == "phone"}


def _made(world: World, asked: set[str]) -> list[tuple[Made, list[Item]]]:
    """Every call of these phones, each once, with its items; one without a moment once for each item."""
    found: dict[tuple[Made, str], list[Item]] = defaultdict(list)
    for relation in world.force.relations:
        if relation.type == "CALLED" and asked & set(_ends(world, relation)):
            made = (*_ends(world, relation), relation.at, relation.seconds)
            found[made, "" if relation.at is not None else relation.item].append(world.item[relation.item])
    return [(made, items) for (made, _), items in found.items()]


def _near(at: int | None, around: int, hours: int) -> bool:
    return at is not None and abs(at - around) <= hours * 3_600_000


def _newest(each: tuple[Made, list[Item]]) -> tuple[object, ...]:
    caller, called, at, seconds = each[0]
    length = -1 if seconds is None else seconds
    return at is None, -(0 if at is None else at), caller, called, length, min(item.id for item in each[1])


def _between(kept: list[tuple[Made, list[Item]]]) -> list[CallsBetween]:
    pairs: dict[tuple[str, str], list[tuple[Made, list[Item]]]] = defaultdict(list)
    for each in kept:
        pairs[each[0][:2]].append(each)
    found = [
        CallsBetween(
            caller=caller,
            called=called,
            calls=len(made),
            first=min((call[2] for call, _ in made if call[2] is not None), default=None),
            last=max((call[2] for call, _ in made if call[2] is not None), default=None),
            weakest=min(
                {item.grade for _, items in made for item in items}, key=lambda grade: (item_weight(grade, 1), grade)
            ),
        )
        for (caller, called), made in pairs.items()
    ]
    return sorted(found, key=lambda each: (-each.calls, each.caller, each.called))


def _others(kept: list[tuple[Made, list[Item]]], asked: set[str]) -> list[CalledWith]:
    other: dict[str, list[str]] = defaultdict(list)
    for (caller, called, _, _), _ in kept:
        if caller not in asked or called not in asked:
            phone, own = (caller, called) if caller not in asked else (called, caller)
            other[phone].append(own)
    found = [CalledWith(phone=id, calls=len(own), others=tuple(sorted(set(own)))) for id, own in other.items()]
    return sorted(found, key=lambda each: (-len(each.others), -each.calls, each.phone))


def _phone(world: World, phone: str, asked: set[str]) -> PhoneOfCalls:
    users: dict[str, list[Item]] = defaultdict(list)
    for relation in world.force.relations:
        if relation.type == "USES" and _ends(world, relation)[1] == phone:
            users[_ends(world, relation)[0]].append(world.item[relation.item])
    return PhoneOfCalls(
        phone=world.ref(phone),
        asked=phone in asked,
        users=tuple(PhoneUser(person=world.ref(user), items=cited(items)) for user, items in sorted(users.items())),
    )
