"""A force written into a store as docs/data-model.md lays it down, without going through ingest.

What is derived is derived here: which component a record belongs to, the labels :Child and :Adult, whom an item repeats
that it names, and the view fields that a relationship repeats from its item.
"""

from collections import defaultdict
from typing import LiteralString

import networkx as nx

from graph.model.ids import DECIDED, JOINED
from graph.model.relations import RELATIONS
from graph.store import Store, Writer
from tests.invariants.force import Entity, Force, Item, Judgement, Mention, Relation, Report

Row = dict[str, object]

WIPE: LiteralString = "MATCH (n) WHERE NOT n:Migration AND NOT n:Change DETACH DELETE n"
NODE: LiteralString = " {id: row.id}) SET n += row.p, n.change = $change"
UNWIND: LiteralString = "UNWIND $rows AS row "


def load(store: Store, force: Force) -> None:
    """Make the store hold this force and nothing else."""

    def work(writer: Writer) -> None:
        writer.write(WIPE)
        _write_nodes(writer, force)
        _write_edges(writer, force)

    store.write(work)


def _write_nodes(writer: Writer, force: Force) -> None:
    _create(writer, "Access", [{"id": text, "p": {}} for text in force.access_in_use()])
    _create(writer, "Report", [_row(report.id, _report(report)) for report in force.reports])
    worded = [report for report in force.reports if report.title or report.text]
    _create(writer, "Words", [_row(f"words of {report.id}", _words(report)) for report in worded])
    _create(writer, "Item", [_row(item.id, _item(item)) for item in force.items])
    ended = {
        rest.item.id: rest.item for each in force.judgements for rest in each.rests if rest.item not in force.items
    }
    _create(writer, "Item", [_row(id, _item(item)) for id, item in sorted(ended.items())])
    gone = {item.report for item in ended.values()} - {report.id for report in force.reports}
    _create(writer, "Report", [_row(id, {"source_system": "S", "ref": id}) for id in sorted(gone)])
    identifiers = {edge.identifier: edge.kind for edge in force.identified}
    _create(writer, "Identifier", [_row(id, {"kind": kind}) for id, kind in sorted(identifiers.items())])
    for kind in sorted({each.kind for each in force.judgements}):
        rows = [_row(each.id, _judgement(each)) for each in force.judgements if each.kind == kind]
        _create(writer, f"Judgement:{kind}", rows)
    component = components(force)
    said: dict[str, set[str]] = defaultdict(set)
    for mention in force.mentions:
        said[component[mention.entity]].add(mention.said)
    by_labels: dict[str, list[Row]] = defaultdict(list)
    for entity in force.entities:
        called = (word.capitalize() for word in ("child", "adult") if word in said[component[entity.id]])
        labels = ":".join(("Entity", entity.label, *called))
        by_labels[labels].append(_row(entity.id, _entity(entity, component[entity.id], force)))
    for labels, rows in sorted(by_labels.items()):
        _create(writer, labels, rows)


def _write_edges(writer: Writer, force: Force) -> None:
    items = {item.id: item for item in force.items}
    rested = {rest.item for each in force.judgements for rest in each.rests}
    contained = sorted((item.report, item.id) for item in {*force.items, *rested})
    _join(writer, "Report", "CONTAINS", "Item", [(report, item, {}) for report, item in dict.fromkeys(contained)])
    stated = _stated_identifiers(force)
    worded = [(report.id, f"words of {report.id}", Row()) for report in force.reports if report.title or report.text]
    _join(writer, "Report", "WORDED", "Words", worded)
    mentions = [
        (each.item, each.entity, _mention(each) | {"identified": stated.get((each.item, each.entity))})
        for each in force.mentions
    ]
    _join(writer, "Item", "MENTIONS", "Entity", mentions)
    called = _called(force)
    _create(writer, "Name", [_row(name, {}) for name in sorted({name for _, name in called})])
    _join(writer, "Entity", "NAMED", "Name", [(person, name, {}) for person, name in called])
    for kind in RELATIONS:
        rows = [
            (each.start, each.end, _relation(each) | _of_item(items[each.item]))
            for each in force.relations
            if each.type == kind
        ]
        _join(writer, "Entity", kind, "Entity", rows)
    identified = [
        (edge.entity, edge.identifier, {"id": edge.id} | _of_item(items[edge.item])) for edge in force.identified
    ]
    _join(writer, "Entity", "IDENTIFIED_BY", "Identifier", identified)
    empty: Row = {}
    possible: list[tuple[str, str, Row]] = [
        (
            match.start,
            match.end,
            {
                "id": match.id,
                "score": 0.8,
                "reasons": ["the names are alike"],
                "item_a": match.item_a,
                "item_b": match.item_b,
            },
        )
        for match in force.possible
    ]
    _join(writer, "Entity", "POSSIBLY_SAME", "Entity", possible)
    about = [(each.id, entity, empty) for each in force.judgements for entity in each.about]
    _join(writer, "Judgement", "ABOUT", "Entity", about)
    rests: list[tuple[str, str, Row]] = [
        (each.id, rest.item.id, {"code": rest.code}) for each in force.judgements for rest in each.rests
    ]
    _join(writer, "Judgement", "RESTS_ON", "Item", rests)


def components(force: Force) -> dict[str, str]:
    """The component of every entity: what anything, visible or not, has ever joined."""
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(entity.id for entity in force.entities)
    graph.add_edges_from((each.start, each.end) for each in force.possible)
    decided = {each.about[0] for each in force.judgements if each.kind == "IdentityDecision"}
    graph.add_edges_from(each.about for each in force.judgements if each.kind == "IdentityDecision")
    graph.add_edges_from((edge.entity, f"identifier {edge.identifier}") for edge in force.identified)
    entities = {entity.id for entity in force.entities}
    found: dict[str, str] = {}
    for group in nx.connected_components(graph):
        records = sorted(group & entities)
        for record in records:
            found[record] = record if len(records) == 1 else f"{DECIDED if group & decided else JOINED}{records[0]}"
    return found


def _called(force: Force) -> list[tuple[str, str]]:
    """Each person with each name that any mention, visible or not, calls them."""
    people = {entity.id for entity in force.entities if entity.label == "Person"}
    called = {(each.entity, each.name_key) for each in force.mentions if each.entity in people and each.name_key}
    return sorted(called)


def _stated_identifiers(force: Force) -> dict[tuple[str, str], list[str]]:
    """What each item (first) says identifies each entity (second)."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for edge in force.identified:
        found[edge.item, edge.entity].add(edge.identifier)
    return {named: sorted(identifiers) for named, identifiers in found.items()}


def _create(writer: Writer, labels: str, rows: list[Row]) -> None:
    if rows:
        writer.write(UNWIND + "CREATE (n:" + labels + NODE, rows=rows)


def _join(writer: Writer, start: str, kind: str, end: str, rows: list[tuple[str, str, Row]]) -> None:
    if rows:
        ends = f"MATCH (a:{start} {{id: row.a}}) MATCH (b:{end} {{id: row.b}}) "
        writer.write(
            UNWIND + ends + f"CREATE (a)-[r:{kind}]->(b) SET r += row.p",
            rows=[{"a": a, "b": b, "p": _present(p)} for a, b, p in rows],
        )


def _row(id: str, properties: Row) -> Row:
    return {"id": id, "p": _present(properties)}


def _present(properties: Row) -> Row:
    """Absent properties are absent, never a default."""
    return {name: value for name, value in properties.items() if value is not None and value != ""}


def _report(report: Report) -> Row:
    return {"source_system": report.source_system, "ref": report.ref}


def _words(report: Report) -> Row:
    return {
        "report": report.id,
        "title": report.title,
        "text": report.text,
        "access": report.access,
        "recorded_at": report.recorded_at,
        "superseded_at": report.superseded_at,
        "waiting": list(report.waiting) or None,
    }


def _item(item: Item) -> Row:
    return {
        "lineage": item.lineage,
        "report": item.report,
        "ref": item.ref,
        "item_no": item.item_no,
        "text": item.text,
        "event": item.event,
        "kind": item.kind,
        "source_grade": item.grade[0].replace("-", ""),
        "assessment": item.grade[1].replace("-", ""),
        "happened": item.happened,
        "loaded_at": item.loaded_at,
        "author": "loader",
    } | _of_item(item, stating=False)


def _of_item(item: Item, *, stating: bool = True) -> Row:
    """The fields by which a View decides, as an item has them and what it states repeats them."""
    return {
        "item": item.id if stating else None,
        "access": item.access,
        "recorded_at": item.recorded_at,
        "superseded_at": item.superseded_at,
        "grade": item.grade,
        "origin": item.origin,
        "happened_from": item.happened_from,
        "happened_to": item.happened_to,
    }


def _entity(entity: Entity, component: str, force: Force) -> Row:
    refs = sorted({mention.local_ref for mention in force.mentions if mention.entity == entity.id} - {""})
    return {
        "component": component,
        "vrm": entity.key if entity.label == "Vehicle" else None,
        "number": entity.key if entity.label == "Phone" else None,
        "local_ref": refs[0] if refs and entity.label == "Person" else None,
    }


def _mention(mention: Mention) -> Row:
    stated = {name: value if isinstance(value, str) else list(value) for name, value in mention.stated}
    return {
        "id": mention.id,
        "mention_no": mention.mention_no,
        "said": mention.said,
        "label": mention.label,
        "label_rank": mention.label_rank,
        "role": mention.role,
        "local_ref": mention.local_ref,
        "name_key": mention.name_key,
    } | stated


def _relation(relation: Relation) -> Row:
    return {
        "id": relation.id,
        "since": relation.since,
        "until": relation.until,
        "relation": relation.relation,
        "at": relation.at,
        "seconds": relation.seconds,
    }


def _judgement(each: Judgement) -> Row:
    stated = {name: list(value) if isinstance(value, tuple) else value for name, value in each.says}
    return stated | {
        "record_kind": each.kind,
        "lineage": each.lineage,
        "access": each.access,
        "recorded_at": each.recorded_at,
        "loaded_at": each.recorded_at,
        "state": each.state,
        "replaces": list(each.replaces),
        "author": each.author,
        "reason": each.reason,
    }
