"""what_if: the force without what is left out, computed again from the beginning, beside the force as it is."""

from collections import defaultdict

from graph.errors import NotFound
from graph.queries.casework.rests_on import JudgementShown
from graph.queries.linking.what_if import LinkChanged, Parted, WhatIfShown
from graph.rules.strength import link_value
from tests.invariants.force import Force, Item
from tests.invariants.oracle.links import every_way
from tests.invariants.oracle.resting import resting_on
from tests.invariants.oracle.world import World, cited

Strengths = dict[frozenset[str], float]


def what_if(world: World, *, what: str, id: str, limit: int = 25) -> WhatIfShown:
    """What rests on a source, a report or a decision about two records?"""
    items = [item for item in world.force.items if what != "decision" and id == getattr(item, what)]
    lineages = {each.lineage for each in world.force.judgements if id in (each.id, each.lineage)}
    decided = {
        each.id for each in world.force.judgements if each.kind == "IdentityDecision" and each.lineage in lineages
    }
    if not items and not (what == "decision" and decided):
        raise NotFound(id)
    without = _again(world, {item.id for item in items}, decided if what == "decision" else set())
    links = _links(world, without)
    return WhatIfShown(
        what=what,  # type: ignore[arg-type]  # pydantic checks it
        id=id,
        items=cited(items),
        links=tuple(links[:limit]),
        shown=len(links[:limit]),
        total=len(links),
        parted=_parted(world, without),
        judgements=_judgements(world, items, decided),
    )


def _again(world: World, items: set[str], judgements: set[str]) -> World:
    """The force as it would be if these had never been recorded."""
    force = world.force
    mentions = tuple(each for each in force.mentions if each.item not in items)
    mentioned = {each.entity for each in mentions}
    left = Force(
        reports=force.reports,
        items=tuple(each for each in force.items if each.id not in items),
        entities=tuple(each for each in force.entities if each.id in mentioned),
        mentions=mentions,
        relations=tuple(each for each in force.relations if each.item not in items),
        identified=tuple(each for each in force.identified if each.item not in items),
        possible=tuple(each for each in force.possible if not {each.item_a, each.item_b} & items),
        judgements=tuple(
            each for each in force.judgements if each.id not in judgements and mentioned.issuperset(each.about)
        ),
    )
    return World(left, world.today, world.identity_kinds)


def _strengths(world: World) -> Strengths:
    found: Strengths = {}
    for child in (each for each in world.cluster_ids if world.kind[each] == "child"):
        for other, ways in every_way(world, child).items():
            if child < other:
                found[frozenset((child, other))] = link_value([way.via for way in ways], world.now)
    return found


def _links(world: World, without: World) -> list[LinkChanged]:
    before, after = _strengths(world), _strengths(without)
    remaining: dict[frozenset[str], list[float]] = defaultdict(list)
    gained: list[LinkChanged] = []
    for pair, value in after.items():
        one, other = pair
        earlier = {
            frozenset((world.cluster[a].id, world.cluster[b].id))
            for a in without.cluster[one].records
            for b in without.cluster[other].records
        }
        for each in earlier:
            remaining[each].append(value)
        several = {each for each in earlier if len(each) == 2}
        if several and not several & before.keys():
            gained.append(_link(without, pair, None, value))
    lost = [_link(world, pair, value, None) for pair, value in before.items() if not remaining[pair]]
    weaker = [
        _link(world, pair, value, max(remaining[pair]))
        for pair, value in before.items()
        if remaining[pair] and max(remaining[pair]) < value
    ]
    found: list[LinkChanged] = []
    for each in (lost, weaker, gained):
        each.sort(
            key=lambda link: (-((link.without if link.now is None else link.now) or 0), link.one.id, link.other.id)
        )
        found += each
    return found


def _link(world: World, pair: frozenset[str], now: float | None, without: float | None) -> LinkChanged:
    one, other = sorted(pair)
    return LinkChanged(
        one=world.ref(one),
        other=world.ref(other),
        categories=(world.category(one), world.category(other)),
        ceilings=(world.ceiling(one), world.ceiling(other)),
        now=now,
        without=without,
    )


def _parted(world: World, without: World) -> tuple[Parted, ...]:
    found: list[Parted] = []
    for entity in world.cluster_ids:
        records = world.cluster[entity].records
        into = {without.cluster[record].id for record in records if record in without.cluster}
        if len(into) != 1:
            found.append(Parted(entity=world.ref(entity), into=without.refs(into)))
    return tuple(found)


def _judgements(world: World, items: list[Item], decided: set[str]) -> tuple[JudgementShown, ...]:
    """What stands on the items, whichever part of them; or on the decision."""
    if not items:
        return resting_on(world, {}, {each.lineage for each in world.force.judgements if each.id in decided})[0]
    return resting_on(world, {item.id: item.ref for item in items}, set())[0]
