"""What the graph says of items, fetched for the index, unscoped: by machines, for a machine.

Each item brings a document for its own text and references and one for each of its mentions; each report of which an
item changed, one for each version of its title and text.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import LiteralString, cast

from graph.errors import ValueRefused
from graph.model.columns import REFERENCES, looks_of
from graph.model.kinds import ENTITY_KINDS
from graph.model.view import UNDATED
from graph.search.document import DESCRIBED, PLACED, SearchDocument, What
from graph.search.index_documents import IndexEntry, ViewFields
from graph.store import Reading
from graph.values.name import PersonName
from graph.values.phone import Phone
from graph.values.vrm import Vrm

ITEMS: LiteralString = """
UNWIND $ids AS id
MATCH (i:Item {id: id})<-[:CONTAINS]-(r:Report)
RETURN collect(i.id) AS id, collect(i.lineage) AS lineage, collect(i.ref) AS ref, collect(coalesce(i.text, '')) AS text,
       collect(r.id) AS report, collect(r.ref) AS report_ref, collect(i.access) AS access, collect(i.grade) AS grade,
       collect(i.origin) AS origin, collect(i.recorded_at) AS recorded_at, collect(i.superseded_at) AS superseded_at,
       collect(coalesce(i.happened_from, $undated)) AS happened_from,
       collect(coalesce(i.happened_to, $undated)) AS happened_to
"""

MENTIONS: LiteralString = """
UNWIND $ids AS id
MATCH (i:Item {id: id})-[m:MENTIONS]->(e:Entity)
RETURN collect(i.id) AS item, collect(e.id) AS entity, collect(properties(m)) AS says
"""

REPORTS: LiteralString = """
UNWIND $ids AS id
MATCH (r:Report {id: id})-[:WORDED]->(w:Words)
WHERE size(coalesce(w.waiting, [])) = 0
RETURN collect(r.id) AS id, collect(r.ref) AS ref, collect(w.id) AS lineage, collect(w.access) AS access,
       collect(w.recorded_at) AS recorded_at, collect(w.superseded_at) AS superseded_at,
       collect(coalesce(w.title, '')) AS title, collect(coalesce(w.text, '')) AS text
"""

VERSIONS: LiteralString = """
UNWIND $ids AS id
MATCH (r:Report {id: id})-[:CONTAINS]->(i:Item)
RETURN collect(r.id) AS report, collect(i.lineage) AS lineage, collect(i.access) AS access, collect(i.grade) AS grade,
       collect(i.origin) AS origin, collect(i.recorded_at) AS recorded_at, collect(i.superseded_at) AS superseded_at,
       collect(coalesce(i.happened_from, $undated)) AS happened_from,
       collect(coalesce(i.happened_to, $undated)) AS happened_to
"""

Row = dict[str, object]
Says = dict[str, object]

_WHAT: dict[str, What] = {each.said: each.thing for each in ENTITY_KINDS}


def gather(reading: Reading, items: Sequence[str]) -> list[IndexEntry]:
    """Every document that these items, and the reports that they are of, bring."""
    rows = list(_rows(reading, ITEMS, items))
    entries = [IndexEntry(item_document(row), (_view_fields(row),)) for row in rows]
    by_id = {str(row["id"]): row for row in rows}
    for mention in _rows(reading, MENTIONS, items):
        item = by_id.get(str(mention["item"]))
        if item is not None:
            says = cast(Says, mention["says"])
            entries.append(IndexEntry(mention_document(says, str(mention["entity"]), item), (_view_fields(item),)))
    return entries + _reports(reading, sorted({str(row["report"]) for row in rows}))


def _reports(reading: Reading, reports: Sequence[str]) -> list[IndexEntry]:
    worded = [row for row in _rows(reading, REPORTS, reports) if row["title"] or row["text"]]
    versions: dict[str, list[ViewFields]] = {str(row["id"]): [] for row in worded}
    for row in _rows(reading, VERSIONS, sorted(versions)):
        versions[str(row["report"])].append(_view_fields(row))
    undated = {"grade": "", "origin": "", "happened_from": UNDATED, "happened_to": UNDATED}
    return [
        IndexEntry(_report(row), (_view_fields(row | undated), *sorted(versions[str(row["id"])], key=repr)))
        for row in worded
    ]


def _rows(reading: Reading, statement: LiteralString, ids: Sequence[str]) -> Iterator[Row]:
    return unpacked(reading.read(statement, ids=list(ids), undated=UNDATED)) if ids else iter(())


def unpacked(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of a statement that packs them as columns of equal length."""
    for packed in rows:
        names = list(packed)
        for values in zip(*(cast("list[object]", packed[name]) for name in names), strict=True):
            yield dict(zip(names, values, strict=True))


def _view_fields(row: Row) -> ViewFields:
    start, end = _whole(row, "happened_from"), _whole(row, "happened_to")
    return ViewFields(
        lineage=str(row["lineage"]),
        access=str(row["access"]),
        recorded_at=_whole(row, "recorded_at"),
        superseded_at=_whole(row, "superseded_at"),
        grade=str(row["grade"]),
        origin=str(row["origin"]),
        happened_from=None if start == UNDATED else start,
        happened_to=None if end == UNDATED else end,
    )


def _whole(row: Row, name: str) -> int:
    number = row[name]
    assert isinstance(number, int), "times are whole numbers"
    return number


def item_document(row: Row) -> SearchDocument:
    """The document of an item's own text, from a row of `ITEMS`."""
    return SearchDocument(
        what="item",
        id=str(row["report"]),
        source=str(row["id"]),
        item=str(row["id"]),
        item_ref=str(row["ref"]),
        report_ref=str(row["report_ref"]),
        recorded_at=_whole(row, "recorded_at"),
        text=str(row["text"]),
    )


def _report(row: Row) -> SearchDocument:
    return SearchDocument(
        what="report",
        id=str(row["id"]),
        source=str(row["id"]),
        item="",
        item_ref="",
        report_ref=str(row["ref"]),
        recorded_at=_whole(row, "recorded_at"),
        title=str(row["title"]),
        text=str(row["text"]),
    )


def mention_document(says: Says, entity: str, item: Row) -> SearchDocument:
    """One mention of an entity, as it says it, in an item with an `id`, a `ref`, a `report_ref` and a `recorded_at`."""
    what = _WHAT[str(says["said"])]
    given, surname, aliases = _name(says) if what == "person" else ("", "", ())
    return SearchDocument(
        what=what,
        id=entity,
        source=str(says["id"]),
        item=str(item["id"]),
        item_ref=str(item["ref"]),
        report_ref=str(item["report_ref"]),
        recorded_at=_whole(item, "recorded_at"),
        given=given,
        surname=surname,
        aliases=aliases,
        born=_text(says, "date_of_birth") if what == "person" else "",
        looks=" ".join(each for name in _LOOKS.get(what, ()) if (each := _text(says, name))),
        address=", ".join(each for name in ("name", "address") if (each := _text(says, name)) and what in PLACED),
        postcode=_text(says, "postcode") if what == "address" else "",
        vrm=_plate(_text(says, "vrm")) if what == "vehicle" else "",
        number=_number(_text(says, "phone")) if what == "phone" else "",
        platform=_text(says, "platform") if what == "account" else "",
        handle=_text(says, "handle") if what == "account" else "",
        refs=tuple(each for name in REFERENCES if (each := _text(says, name))),
    )


_LOOKS: dict[What, tuple[str, ...]] = {
    each.thing: looks_of(each.label) for each in ENTITY_KINDS if each.thing in DESCRIBED
}


def _text(says: Says, name: str) -> str:
    value = says.get(name)
    return "" if value is None else str(value)


def _name(says: Says) -> tuple[str, str, tuple[str, ...]]:
    """Given name, surname and aliases, from the name's own cells or from the whole name."""
    alias = says.get("alias")
    aliases = tuple(str(each) for each in cast("list[object]", alias or ()))
    given, surname, whole = (_text(says, name) for name in ("given_name", "surname", "name"))
    with suppress(ValueRefused):
        name = PersonName.from_parts(given, surname) if given or surname else PersonName.parse(whole)
        return name.given, name.surname, tuple(dict.fromkeys((*name.aliases, *aliases)))
    return "", "", aliases


def _plate(text: str) -> str:
    with suppress(ValueRefused):
        return Vrm.parse(text).key
    return ""


def _number(text: str) -> str:
    with suppress(ValueRefused):
        return Phone.parse(text).key
    return ""
