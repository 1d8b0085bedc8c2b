"""children, new_since, origins_seen, duplicate_references: lists of a whole force."""

import json
from collections import defaultdict
from collections.abc import Collection

from graph.model.ids import version_lineage
from graph.queries.lists.children import ChildListed, Children
from graph.queries.lists.duplicate_references import DuplicateReference, DuplicateReferences
from graph.queries.lists.new_since import NewOfChild, NewSince
from graph.queries.lists.origins_seen import OriginsSeen
from tests.invariants.force import Item
from tests.invariants.oracle.seraf import stands
from tests.invariants.oracle.world import World, cited, first_and_last, shown


def children(
    world: World,
    *,
    categories: Collection[int] = (3, 4),
    not_assessed: bool = False,
    to_decide: bool = False,
    assessed_after: int | None = None,
    limit: int = 25,
) -> Children:
    """The children in these categories."""
    wanted = {*categories, *([None] if not_assessed else [])}
    found = [
        cluster
        for cluster in world.cluster_ids
        if world.kind[cluster] == "child"
        and world.category(cluster) in wanted
        and (world.decisions(cluster) or not to_decide)
        and (assessed_after is None or _assessed_until(world, cluster) >= assessed_after)
    ]
    found.sort(key=lambda cluster: (-(world.category(cluster) or 0), -_latest(world, cluster), cluster))
    return Children(
        children=tuple(_listed(world, cluster) for cluster in found[:limit]),
        shown=len(found[:limit]),
        total=len(found),
    )


def _assessed_until(world: World, cluster: str) -> float:
    """Before when the assessment that stands was made; before everything where there is none."""
    first = stands(world.assessments(cluster))
    return float("-inf") if first is None else first.said("assessed_until_ms")


def _listed(world: World, cluster: str) -> ChildListed:
    items = world.items_naming(cluster)
    return ChildListed(
        entity=world.ref(cluster),
        seraf=world.seraf(cluster),
        decisions=world.decisions(cluster),
        items=len(items),
        last=first_and_last(items)[1],
    )


def _latest(world: World, cluster: str) -> float:
    """When the last of the items about somebody ends; before everything where none is dated."""
    ends = [item.happened_to for item in world.items_naming(cluster) if item.happened_to is not None]
    return max(ends, default=float("-inf"))


def duplicate_references(world: World, *, decided: bool = False, limit: int = 25) -> DuplicateReferences:
    """The references under which one report has several items; those of which nothing was decided first."""
    groups: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in world.force.items:
        groups[item.report, item.ref].append(item)
    found: list[DuplicateReference] = []
    for (report, ref), items in groups.items():
        decisions = [
            each
            for each in sorted(world.standing("VersionDecision"), key=lambda each: each.id)
            if each.lineage == version_lineage(report, ref) and each.state == "different"
        ]
        ids = {item.id for item in items}
        decision = next((each for each in decisions if ids <= set(json.loads(each.said("body"))["items"])), None)
        if len(items) > 1 and (decision is None or decided):
            found.append(
                DuplicateReference(
                    ref=ref,
                    items=tuple(shown(item) for item in sorted(items, key=lambda item: (item.recorded_at, item.id))),
                    decision="" if decision is None else decision.id,
                    author="" if decision is None else decision.author,
                    reason="" if decision is None else decision.reason,
                )
            )
    found.sort(key=lambda each: (each.decision != "", each.ref, min(item.id for item in each.items)))
    return DuplicateReferences(references=tuple(found[:limit]), shown=len(found[:limit]), total=len(found))


def new_since(world: World, *, since_ms: int, by: str = "loaded", limit: int = 25) -> NewSince:
    """The items loaded, or recorded, after a moment, and the children whom they name."""
    new = [item for item in world.force.items if _came(item, by) > since_ms]
    named = {cluster for item in new for cluster in world.named[item.id] if world.kind[cluster] == "child"}
    children = [_new_of(world, cluster, since_ms, by) for cluster in named]
    children.sort(key=lambda child: (-child.recorded_at, child.entity.id))
    return NewSince(
        items=len(new),
        reports=len({item.report for item in new}),
        children=tuple(children[:limit]),
        shown=len(children[:limit]),
        total=len(children),
    )


def _new_of(world: World, cluster: str, since_ms: int, by: str) -> NewOfChild:
    items = world.items_naming(cluster)
    new = [item for item in items if _came(item, by) > since_ms]
    return NewOfChild(
        entity=world.ref(cluster),
        category=world.category(cluster),
        ceiling=world.ceiling(cluster),
        items=len(new),
        refs=cited(new),
        recorded_at=max(item.recorded_at for item in new),
        new=len(new) == len(items),
    )


def _came(item: Item, by: str) -> int:
    """When it was loaded; when it was recorded where that is asked for, or the time of loading is not kept."""
    return item.recorded_at if by == "recorded" or item.loaded_at is None else item.loaded_at


def origins_seen(world: World, *, marks: Collection[str]) -> OriginsSeen:
    """Those of the marks that some item has."""
    return OriginsSeen(marks=tuple(sorted({item.origin for item in world.force.items} & set(marks))))
