"""What the store says of items and judgements, as rows of the projection's tables: unscoped, for machines only."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import LiteralString, cast

from graph.model.recorded import JUDGEMENT_KINDS, WITHDRAWN
from graph.model.view import UNDATED
from graph.projection.tables import Row
from graph.store import Reading

ITEMS: LiteralString = """
UNWIND $ids AS id
MATCH (i:Item {id: id})
RETURN collect(i.id) AS item, collect(i.ref) AS ref, collect(coalesce(i.report, '')) AS report,
       collect(i.access) AS access, collect(i.grade) AS grade, collect(i.origin) AS origin,
       collect(coalesce(i.event, '')) AS event,
       collect(i.recorded_at) AS recorded_at, collect(coalesce(i.loaded_at, i.recorded_at)) AS loaded_at,
       collect(i.superseded_at) AS superseded_at, collect(coalesce(i.happened_from, $undated)) AS happened_from,
       collect(coalesce(i.happened_to, $undated)) AS happened_to
"""

MENTIONS: LiteralString = """
UNWIND $ids AS id
MATCH (i:Item {id: id})-[m:MENTIONS]->(e:Entity)
RETURN collect(i.id) AS item, collect(e.id) AS record, collect(m.said) AS said, collect(coalesce(m.role, '')) AS role,
       collect(coalesce(m.premises_kind, '')) AS place, collect(coalesce(m.label, '')) AS label,
       collect(m.label_rank) AS rank, collect(coalesce(m.local_ref, '')) AS local_ref,
       collect(coalesce(m.sex, '')) AS sex, collect(coalesce(m.date_of_birth, '')) AS birth,
       collect(coalesce(m.age, '')) AS age, collect(coalesce(m.identified, [])) AS identified
"""

# (:Entity)-[:POSSIBLY_SAME {item_a, item_b}]->(:Entity)
PROPOSALS: LiteralString = """
UNWIND $ids AS id
MATCH (e:Entity {id: id})-[p:POSSIBLY_SAME]->(o:Entity)
RETURN collect(p.item_a) AS item, collect(p.item_b) AS other_item, collect(e.id) AS record, collect(o.id) AS other
"""

# (:Judgement)-[:ABOUT]->(:Entity)
JUDGEMENTS: LiteralString = """
UNWIND $ids AS id
MATCH (j:Judgement {id: id})
RETURN collect(j.id) AS judgement, collect(labels(j)) AS labels, collect(properties(j)) AS says
"""
ABOUT: LiteralString = """
UNWIND $ids AS id
MATCH (j:Judgement {id: id})-[:ABOUT]->(e:Entity)
RETURN collect(j.id) AS judgement, collect(e.id) AS record
"""

_LEFT_OPEN = ("category", "ceiling", "category_stated", "assessed_at_ms")
_HEADER = (
    *("id", "replaces", "state", "assessed_at", "assessed_at_ms", "assessed_until_ms", "assessor", "agency", "codes"),
    *("statuses", "category", "ceiling", "category_stated", "method", "loaded", "confirmed_by", "authority"),
)
_KEPT = {
    "Assessment": _HEADER,
    "Considered": ("id", "replaces", "state", "question", "outcome", "recorded_at", "authority", *_LEFT_OPEN),
}
"""What is kept of a judgement, beside the fields of every one: what decides a category, and no words."""

_AT_ONCE = 2_000
Packed = Mapping[str, Sequence[object]]


def rows_of_items(reading: Reading, ids: Sequence[str]) -> dict[str, list[Row]]:
    """What these items say, by table; an item that is not there has no rows."""
    rows: dict[str, list[Row]] = {"items": [], "mentions": [], "identified": [], "possible": []}
    for part in _parts(ids):
        items = _read(reading, ITEMS, part)
        rows["items"] += _rows(items)
        mentions = _read(reading, MENTIONS, part)
        identified = cast("Sequence[Sequence[str]]", mentions["identified"])
        rows["mentions"] += _rows({name: column for name, column in mentions.items() if name != "identified"})
        named = zip(mentions["item"], mentions["record"], identified, strict=True)
        rows["identified"] += sorted({_identified(item, of, each) for item, of, stated in named for each in stated})
        here = set(part)
        records = sorted({str(record) for record in mentions["record"]})
        rows["possible"] += [row for row in _rows(_read(reading, PROPOSALS, records)) if row[0] in here]
    return rows


def rows_of_judgements(reading: Reading, ids: Sequence[str]) -> dict[str, list[Row]]:
    """What these versions of judgements say, by table."""
    rows: dict[str, list[Row]] = {"judgements": [], "about": []}
    for part in _parts(ids):
        found = _read(reading, JUDGEMENTS, part)
        for id, labels, says in zip(found["judgement"], found["labels"], found["says"], strict=True):
            rows["judgements"].append(
                _judgement(str(id), cast("list[str]", labels), cast("Mapping[str, object]", says))
            )
        rows["about"] += _rows(_read(reading, ABOUT, part))
    return rows


def _identified(item: object, record: object, identifier: str) -> tuple[str, str, str, str]:
    """That an item states an identifier of a record; the kind is how its id begins."""
    return str(item), str(record), identifier, identifier.partition(":")[0]


def _judgement(id: str, labels: Sequence[str], says: Mapping[str, object]) -> Row:
    [kind] = [label for label in JUDGEMENT_KINDS if label in labels]
    replaces = " ".join(cast("list[str]", says.get("replaces") or ()))
    header = _header(kind, says)
    kept = json.dumps(header, sort_keys=True, ensure_ascii=False) if header else ""
    judged = max(cast(int, header.get("category", 0)), cast(int, header.get("category_stated", 0)))
    judged = 0 if kind != "Assessment" or says["state"] == WITHDRAWN else judged
    recorded_at = cast(int, says["recorded_at"])
    return id, kind, str(says["access"]), recorded_at, str(says["state"]), replaces, judged, kept


def _header(kind: str, says: Mapping[str, object]) -> dict[str, object]:
    """What of a judgement decides about others: its fields by `_KEPT`, or when a common place is one."""
    if kind == "CommonPlace":
        body = cast("dict[str, object]", json.loads(str(says["body"])))
        return {name: body[name] for name in ("since", "until") if name in body}
    return {name: says[name] for name in _KEPT.get(kind, ()) if says.get(name) is not None}


def _parts(ids: Sequence[str]) -> Iterator[list[str]]:
    return (list(ids[at : at + _AT_ONCE]) for at in range(0, len(ids), _AT_ONCE))


def _read(reading: Reading, statement: LiteralString, ids: Iterable[str]) -> Packed:
    [packed] = reading.read(statement, ids=list(ids), undated=UNDATED)
    return cast(Packed, packed)


def _rows(packed: Packed) -> list[Row]:
    return cast("list[Row]", list(zip(*packed.values(), strict=True)))
