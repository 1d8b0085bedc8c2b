"""case_groups and bridges: every link that nothing stronger makes needless; every removal tried one by one."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from graph.queries.linking.bridges import Bridge, BridgePart, Bridges
from graph.queries.linking.case_groups import CaseGroup, CaseGroups, ChildOfGroup
from graph.queries.linking.linked_cases import CaseLink, SharedBy
from tests.invariants.force import Item
from tests.invariants.oracle.concern import may_be_listed
from tests.invariants.oracle.links import linked_children
from tests.invariants.oracle.lists import children as children_listed
from tests.invariants.oracle.paths import least
from tests.invariants.oracle.sentences import FIRST
from tests.invariants.oracle.world import World, cited

EVERYTHING = 1_000_000
Pairs = Iterable[tuple[str, str]]


def case_groups(
    world: World,
    *,
    children: Collection[str] = (),
    categories: Collection[int] = (3, 4),
    concern: bool = True,
    least: float = 0.25,
    limit: int = 25,
) -> CaseGroups:
    """The groups of children whose cases hang together."""
    meant, gone = _meant(world, children, categories)
    links = [
        CaseLink(start=child, linked=link)
        for child in sorted(meant)
        for link in linked_children(world, child=child, limit=EVERYTHING).linked
        if link.id in meant and child < link.id and link.strength >= least and (link.band == FIRST or not concern)
    ]
    links.sort(key=lambda link: (-link.linked.strength, link.start, link.linked.id))
    ends = [(link.start, link.linked.id) for link in links]
    needed = [link for at, link in enumerate(links) if link.linked.id not in _reached(link.start, _joined(ends[:at]))]
    groups: list[CaseGroup] = []
    for child in sorted(meant):
        group = sorted(_reached(child, _joined(ends)))
        if group[0] == child and len(group) > 1:
            held = [link for link in needed if link.start in group]
            groups.append(
                CaseGroup(
                    children=tuple(
                        ChildOfGroup(entity=world.ref(each), category=world.category(each), ceiling=world.ceiling(each))
                        for each in group
                    ),
                    strength=min(link.linked.strength for link in held),
                    links=tuple(held[:limit]),
                    shown=len(held[:limit]),
                    total=len(held),
                )
            )
    groups.sort(key=lambda group: (-len(group.children), -group.strength, group.children[0].entity.id))
    return CaseGroups(
        groups=tuple(groups[:limit]),
        shown=len(groups[:limit]),
        total=len(groups),
        children=len(meant),
        alone=len(meant) - sum(len(group.children) for group in groups),
        left_out=0,
        gone=gone,
    )


def bridges(
    world: World,
    *,
    children: Collection[str] = (),
    categories: Collection[int] = (3, 4),
    concern: bool = True,
    limit: int = 25,
) -> Bridges:
    """Who or what separates children's cases when removed."""
    meant, gone = _meant(world, children, categories)
    counted = [item for item in world.force.items if world.of_concern(item) or not concern]
    beside: dict[tuple[str, str], list[Item]] = {}
    for item in counted:
        for child in set(world.connecting(item)) & meant:
            for other in world.connecting(item):
                links = other in meant if world.kind[other] == "child" else not world.common(other)
                if links and other != child:
                    beside.setdefault((child, other), []).append(item)
    found: list[Bridge] = []
    joined = _joined(beside)
    for entity in sorted({other for _, other in beside} - meant):
        parts: set[frozenset[str]] = set()
        for child in joined[entity] if len(joined[entity]) > 1 else ():
            if not any(child in part for part in parts):
                parts.add(frozenset(_reached(child, joined, without=entity) & meant))
        if len(parts) > 1:
            found.append(_bridge(world, entity, parts, lambda child, of=entity: beside.get((child, of), []), limit))
    listed = [bridge for bridge in found if may_be_listed(world, bridge.entity.id)]
    listed.sort(key=lambda bridge: (-bridge.separated, -len(bridge.parts), bridge.entity.id))
    return Bridges(
        bridges=tuple(listed[:limit]),
        shown=len(listed[:limit]),
        total=len(listed),
        children=len(meant),
        not_listed=len(found) - len(listed),
        left_out=0,
        gone=gone,
    )


def _meant(world: World, children: Collection[str], categories: Collection[int]) -> tuple[set[str], int]:
    if not children:
        listed = children_listed(world, categories=categories, limit=EVERYTHING).children
        return {each.entity.id for each in listed}, 0
    known = [id for id in set(children) if id in world.cluster and world.kind[world.asked(id)] == "child"]
    return {world.asked(id) for id in known}, len(set(children)) - len(known)


def _joined(pairs: Pairs) -> dict[str, set[str]]:
    """What each is joined with."""
    joined: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        joined[one].add(other)
        joined[other].add(one)
    return joined


def _reached(start: str, joined: Mapping[str, set[str]], *, without: str = "") -> set[str]:
    """Everything that hangs together with one, itself among it, where something is removed."""
    reached, edge = {start}, [start]
    while edge:
        further = joined.get(edge.pop(), set()) - reached - {without}
        reached |= further
        edge += further
    return reached


def _bridge(
    world: World,
    entity: str,
    parts: Iterable[frozenset[str]],
    items_with: Callable[[str], list[Item]],
    limit: int,
) -> Bridge:
    ordered = sorted((sorted(part) for part in parts), key=lambda part: (-len(part), part))
    shown: list[BridgePart] = []
    for part in ordered:
        named = [
            SharedBy(
                child=world.ref(child),
                category=world.category(child),
                ceiling=world.ceiling(child),
                items=cited(items_with(child)),
                weakest=least({item.grade for item in items_with(child)}),
            )
            for child in part
            if items_with(child)
        ]
        shown.append(
            BridgePart(children=len(part), named=tuple(named[:limit]), shown=len(named[:limit]), total=len(named))
        )
    return Bridge(entity=world.ref(entity), separated=sum(map(len, ordered[1:])), parts=tuple(shown))
