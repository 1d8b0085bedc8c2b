"""children: every child of a force by category and by what happened last."""

from collections.abc import Collection

from graph.queries.answers_lists import ChildListed, Children
from tests.invariants.oracle.world import World, first_and_last


def children(
    world: World, *, categories: Collection[int] = (3, 4), not_assessed: bool = False, limit: int = 25
) -> Children:
    """The children in these categories."""
    wanted = {*categories, *([None] if not_assessed else [])}
    found = [
        cluster for cluster in world.cluster_ids if world.kind[cluster] == "child" and world.category(cluster) in wanted
    ]
    found.sort(key=lambda cluster: (-(world.category(cluster) or 0), -_latest(world, cluster), cluster))
    return Children(
        children=tuple(_listed(world, cluster) for cluster in found[:limit]),
        shown=len(found[:limit]),
        total=len(found),
    )


def _listed(world: World, cluster: str) -> ChildListed:
    items = world.items_naming(cluster)
    return ChildListed(
        entity=world.ref(cluster),
        seraf=world.seraf(cluster),
        items=len(items),
        last=first_and_last(items)[1],
    )


def _latest(world: World, cluster: str) -> float:
    """When the last of the items about somebody ends; before everything where none is dated."""
    ends = [item.happened_to for item in world.items_naming(cluster) if item.happened_to is not None]
    return max(ends, default=float("-inf"))
