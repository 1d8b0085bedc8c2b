"""Keeping `component` right: an id shared by all records that anything has ever joined.

A component only narrows candidates; which records are one in a View is computed from what is visible. It never
shrinks. A component of one record is that record's id; one of several is `joined:` and the smallest of their ids, so
that a question sees from the component alone whether there is anything to look into; `joined:decided:` says also that
somebody has decided about two of its records. The labels `:Child` and `:Adult`
narrow likewise, so all persons of a component carry them once one of them does.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import LiteralString, cast

from graph.model.ids import DECIDED, JOINED
from graph.store.protocol import Writer

_COMPONENTS_OF: LiteralString = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN n.id AS id, n.component AS component
"""

_MEMBERS: LiteralString = """
UNWIND $components AS component
MATCH (n:Entity {component: component})
RETURN n.id AS id, n.component AS component, labels(n) AS labels
"""

_MOVE: LiteralString = """
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
SET n.component = row.component, n.change = $change
"""

_CALL: Mapping[frozenset[str], LiteralString] = {
    frozenset({"Child"}): "UNWIND $ids AS id MATCH (n:Entity {id: id}) SET n:Child, n.change = $change",
    frozenset({"Adult"}): "UNWIND $ids AS id MATCH (n:Entity {id: id}) SET n:Adult, n.change = $change",
    frozenset({"Child", "Adult"}): "UNWIND $ids AS id MATCH (n:Entity {id: id}) SET n:Child:Adult, n.change = $change",
}
"""By the labels it gives. All at once, since the embedded engine gives a node labels once in a transaction."""

_NARROWING = frozenset({"Child", "Adult"})


@dataclass(frozen=True, slots=True)
class Joined:
    """What joining came to: the new component of each that was joined, and what the persons of each are called.

    Components that were neither joined nor called anything new are not among them.
    """

    components: Mapping[str, str]
    labels: Mapping[str, frozenset[str]]

    def of(self, component: str, called: Collection[str]) -> tuple[str, frozenset[str]]:
        """The component that an entity of this one is now in, and the labels that narrow it."""
        target = self.components.get(component, component)
        return target, self.labels.get(target, frozenset()) | frozenset(called)


def join_decided(writer: Writer, pairs: Collection[tuple[str, str]]) -> None:
    """Make one component of each pair of entities about which somebody decides that they are one, or that they are not.

    An entity that is not there is passed over. The entities must not have been created in this transaction: the
    embedded engine cannot give such a node another label.
    """
    ids = sorted({entity for pair in pairs for entity in pair})
    if not ids:
        return
    found = {str(row["id"]): str(row["component"]) for row in writer.read(_COMPONENTS_OF, ids=ids)}
    joined = [(found[a], found[b]) for a, b in pairs if a in found and b in found]
    # A component decided about keeps saying so, whatever joins it later.
    merge_components(writer, [*joined, *((one, DECIDED + smallest_record(one)) for one, _ in joined)], {})


def merge_components(writer: Writer, pairs: Iterable[tuple[str, str]], called: Mapping[str, Collection[str]]) -> Joined:
    """Make one component of each pair of components, and spread what the persons of each are called.

    `called` adds labels to components. A component may still have no node: one created later gets the labels that are
    returned here.
    """
    targets = smallest_of_joined(pairs)
    concerned = sorted({*targets, *targets.values(), *called})
    if not concerned:
        return Joined({}, {})
    members = writer.read(_MEMBERS, components=concerned)
    labels: dict[str, set[str]] = {}
    for component, given in called.items():
        labels.setdefault(targets.get(component, component), set()).update(given)
    moving: list[dict[str, object]] = []
    for row in members:
        component = str(row["component"])
        target = targets.get(component, component)
        labels.setdefault(target, set()).update(_NARROWING.intersection(cast(list[str], row["labels"])))
        if target != component:
            moving.append({"id": row["id"], "component": target})
    if moving:
        writer.write(_MOVE, rows=moving)
    lacking: dict[frozenset[str], list[str]] = {}
    for row in members:
        component, own = str(row["component"]), cast(list[str], row["labels"])
        if gained := frozenset(labels[targets.get(component, component)]).difference(own):
            lacking.setdefault(gained, []).append(str(row["id"]))
    for gained, ids in sorted(lacking.items(), key=lambda pair: sorted(pair[0])):
        writer.write(_CALL[gained], ids=ids)
    return Joined(targets, {component: frozenset(given) for component, given in labels.items()})


def smallest_of_joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each component that a chain of pairs joins to another, the one that the whole chain becomes."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        top = name
        while parent.setdefault(top, top) != top:
            top = parent[top]
        while parent[name] != top:
            parent[name], name = top, parent[name]
        return top

    for a, b in pairs:
        first, second = sorted((root(a), root(b)), key=smallest_record)
        parent[second] = first
    tops = {name: root(name) for name in list(parent)}
    shared = {top for name, top in tops.items() if name != top}
    decided = {tops[name] for name in tops if name.startswith(DECIDED)}
    return {
        name: (DECIDED if top in decided else JOINED) + smallest_record(top)
        for name, top in tops.items()
        if top in shared
    }


def smallest_record(component: str) -> str:
    """The smallest id of a component's records."""
    return component.removeprefix(DECIDED).removeprefix(JOINED)
