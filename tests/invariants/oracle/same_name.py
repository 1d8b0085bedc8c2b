"""same_name: people of a list who bear one name, whom no decision and no date of birth tells apart."""

import re
from itertools import combinations

from graph.identity.same_name import SameName, SameNamePair
from tests.invariants.oracle.world import World


def same_name(world: World, *, ids: tuple[str, ...]) -> SameName:
    """Every pair, by id."""
    people = {world.cluster[id].id for id in ids if id in world.cluster}
    found = [
        (one, two)
        for one, two in combinations(sorted(each for each in people if world.is_person(each)), 2)
        if _names(world, one) & _names(world, two)
        and not _decided_apart(world, one, two)
        and not (_born(world, one) and _born(world, two) and not _born(world, one) & _born(world, two))
    ]
    return SameName(pairs=tuple(SameNamePair(one=world.ref(one), two=world.ref(two)) for one, two in found))


def _names(world: World, cluster: str) -> set[str]:
    return {mention.name_key for mention in world.all_mentions(cluster)} - {""}


def _born(world: World, cluster: str) -> set[str]:
    stated = {date for mention in world.all_mentions(cluster) for date in mention.says("date_of_birth")}
    return {date for date in stated if re.fullmatch(r"\d{4}-\d\d-\d\d", date)}


def _decided_apart(world: World, one: str, two: str) -> bool:
    return any(
        {world.cluster[record].id for record in each.about} == {one, two}
        for each in world.standing("IdentityDecision")
        if each.state == "not same"
    )
