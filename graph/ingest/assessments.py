"""The assessment table: one row an indicator, all rows of one child, time and assessor together one SERAF assessment.

An assessment is recorded whole or not at all, as judged: its category is reckoned once, here, and never again. Without
an `access` of its own it takes the union of the access of the items it cites, so that who reads it may read them all.
It counts as recorded when it was made.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import LiteralString, cast

from graph.errors import ValueRefused
from graph.ingest.loading import Loaded
from graph.ingest.normalising import DAY, Loading
from graph.ingest.rows import RawRow, RefusedRow
from graph.ingest.stated import Findings
from graph.ingest.writing import ensure_access
from graph.model.ids import assessment_id, person_id
from graph.model.records import AssessmentRecord
from graph.model.view import FOREVER
from graph.rules.indicators import CATALOGUE, indicator, needs_reason, status
from graph.rules.seraf import assess
from graph.store import Row, Writer
from graph.values.access import Access
from graph.values.when import moment

_HEAD = ("child_ref", "source_system", "assessed_at", "assessor")
_REPEATED = (*_HEAD, "agency", "access")
_REQUIRED = ("child_ref", "assessed_at", "assessor", "code")

_ORDER = {code: place for place, code in enumerate(CATALOGUE)}

_PEOPLE: LiteralString = "UNWIND $ids AS id MATCH (p:Entity {id: id}) RETURN p.id AS id, p.component AS component"
_CITED: LiteralString = """
UNWIND $refs AS ref
MATCH (i:Item {ref: ref})<-[:CONTAINS]-(r:Report)
RETURN i.id AS id, i.ref AS ref, i.access AS access, i.recorded_at AS recorded_at,
    i.superseded_at AS superseded_at, r.source_system AS source_system
"""
_THERE: LiteralString = """
UNWIND $ids AS id
MATCH (a:Assessment {id: id})
RETURN a.id AS id, a.codes AS codes, a.statuses AS statuses, a.notes AS notes
"""
# (:Assessment)-[:OF]->(:Person), (:Assessment)-[:RESTS_ON]->(:Item)
_CREATE: LiteralString = """
UNWIND $rows AS row
MATCH (p:Entity {id: row.child})
CREATE (a:Assessment)-[:OF]->(p)
SET a = row
"""
_REST: LiteralString = """
UNWIND $rows AS row
MATCH (a:Assessment {id: row.assessment})
MATCH (i:Item {id: row.item})
CREATE (a)-[:RESTS_ON]->(i)
"""


@dataclass(frozen=True, slots=True)
class StatedAssessment:
    """An assessment as its rows state it; what it cites is still named by reference. `access` is blank by default."""

    rows: tuple[RawRow, ...]
    id: str
    child: str
    assessed_at_ms: int
    agency: str | None
    codes: tuple[str, ...]
    statuses: tuple[str, ...]
    notes: tuple[str, ...]
    cited: tuple[str, ...]
    access: str | None


def stated_assessments(rows: Iterable[RawRow], loading: Loading, findings: Findings) -> Iterator[StatedAssessment]:
    """The assessments of one table; one with any row that cannot be read is refused whole."""
    groups: dict[tuple[str, ...], list[RawRow]] = {}
    for row in _repeated(rows):
        groups.setdefault(tuple(row.cells.get(column, "") for column in _HEAD), []).append(row)
    for group in groups.values():
        spoilt = next((refusal for row in group for refusal in row.refusals), None)
        if spoilt is not None:
            _refuse(group, spoilt.field, spoilt.value, spoilt.reason, findings)
            continue
        try:
            yield _assessment(group, loading)
        except ValueRefused as error:
            _refuse(group, error.field, error.value, f"{error.reason} {error.advice}".strip(), findings)


def load_assessments(writer: Writer, stated: Sequence[StatedAssessment], loading: Loading) -> Loaded:
    """Write assessments that are not there; refuse those of unknown children, or that cite unknown items."""
    loaded = Loaded()
    people = {str(row["id"]) for row in writer.read(_PEOPLE, ids=sorted({each.child for each in stated}))}
    refs = sorted({ref for each in stated for ref in each.cited})
    cited = _Cited(writer.read(_CITED, refs=refs) if refs else [])
    there = {str(row["id"]): row for row in writer.read(_THERE, ids=[each.id for each in stated])}
    new: list[AssessmentRecord] = []
    for each in stated:
        earlier = there.get(each.id)
        if earlier is not None:
            _compare(each, earlier, loaded)
        elif each.child not in people:
            child_ref = each.rows[0].cells["child_ref"]
            reason = "no record of this child is loaded under this reference and source system; load it first"
            _refuse(each.rows, "child_ref", child_ref, reason, loaded.findings)
        else:
            try:
                items = [cited.item(ref, each.rows[0].cells.get("source_system", "")) for ref in each.cited]
            except ValueRefused as error:
                _refuse(each.rows, error.field, error.value, error.reason, loaded.findings)
            else:
                new.append(_record(each, items, loading, loaded.findings))
    _write(writer, new)
    loaded.assessments = len(new)
    return loaded


def _repeated(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """A row without a `child_ref` belongs to the assessment of the row above."""
    head: dict[str, str] = {}
    for row in rows:
        if "child_ref" in row.cells:
            head = {column: row.cells[column] for column in _REPEATED if column in row.cells}
            yield row
        else:
            yield RawRow(row.place, {**head, **row.cells}, row.refusals)


def _refuse(rows: Sequence[RawRow], field: str, value: str, reason: str, findings: Findings) -> None:
    """All rows of an assessment, each with the one reason: it is recorded whole."""
    findings.refused += [RefusedRow(row, row.refuse(field, reason, value)) for row in rows]


def _assessment(rows: list[RawRow], loading: Loading) -> StatedAssessment:
    """Raises `ValueRefused` naming the column."""
    cells = rows[0].cells
    for row in rows:
        for column in _REQUIRED:
            if column not in row.cells:
                raise ValueRefused(column, "", f"it is blank in line {row.place.line}.")
    assessed_at = _assessed_at(cells["assessed_at"], loading)
    child = person_id(cells.get("source_system", ""), cells["child_ref"])
    stated = sorted((_indicator(row) for row in rows), key=lambda each: _ORDER[each[0]])
    for (code, _, _), (following, _, _) in pairwise(stated):
        if code == following:
            raise ValueRefused("code", code, "the assessment names this indicator twice; keep one status of each.")
    refs = dict.fromkeys(ref for row in rows for ref in _listed(row.cells.get("item_refs")))
    return StatedAssessment(
        rows=tuple(rows),
        id=assessment_id(child, cells["assessed_at"], cells["assessor"]),
        child=child,
        assessed_at_ms=assessed_at,
        agency=_one(rows, "agency"),
        codes=tuple(code for code, _, _ in stated),
        statuses=tuple(given for _, given, _ in stated),
        notes=tuple(note for _, _, note in stated),
        cited=tuple(_item_ref(ref) for ref in refs),
        access=_access(_one(rows, "access")),
    )


def _assessed_at(text: str, loading: Loading) -> int:
    try:
        assessed_at = moment(text)
    except ValueRefused as error:
        raise ValueRefused("assessed_at", text, error.reason, error.advice) from None
    if assessed_at > loading.now + DAY:
        raise ValueRefused("assessed_at", text, "it is in the future.")
    return assessed_at


def _indicator(row: RawRow) -> tuple[str, str, str]:
    """Code, status and note of one row. Raises `ValueRefused`."""
    code = indicator(row.cells["code"]).code
    given = status(row.cells.get("status", ""))
    note = row.cells.get("note", "")
    if needs_reason(code, given) and not note:
        raise ValueRefused("note", "", f"{code} {given} needs a note that says why.")
    return code, given, note


def _one(rows: Sequence[RawRow], column: str) -> str | None:
    """What the rows say in a column that an assessment has once. Raises `ValueRefused` where they differ."""
    said = dict.fromkeys(row.cells[column] for row in rows if column in row.cells)
    if len(said) > 1:
        raise ValueRefused(column, list(said)[1], "an earlier row of this assessment says otherwise.")
    return next(iter(said), None)


def _listed(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


def _item_ref(ref: str) -> str:
    """An item cited as `REPORT_REF/ITEM_NO`. Raises `ValueRefused`."""
    report, slash, item_no = ref.rpartition("/")
    if not slash or not report or not item_no:
        raise ValueRefused("item_refs", ref, "an item is cited as REPORT_REF/ITEM_NO.")
    return ref


def _access(cell: str | None) -> str | None:
    """A canonical access text, from one or from a handling code alone. Raises `ValueRefused`."""
    if cell is None:
        return None
    return (Access.parse(cell) if "|" in cell else Access.from_cells(cell)).text


class _Cited:
    """The items that assessments cite, by reference; an assessor cites other agencies' reports too."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Of each item the version that stands; where none does, the one that stood last."""
        self._by_ref: dict[str, dict[str, Row]] = {}
        for row in sorted(rows, key=lambda row: (cast(int, row["superseded_at"]), cast(int, row["recorded_at"]))):
            self._by_ref.setdefault(str(row["ref"]), {})[str(row["source_system"])] = row

    def item(self, ref: str, source_system: str) -> Row:
        """The item of this reference: the assessor's own system's, otherwise the only one. Raises `ValueRefused`."""
        found = self._by_ref.get(ref, {})
        if source_system in found:
            return found[source_system]
        if not found:
            raise ValueRefused("item_refs", ref, "no item of this reference is loaded")
        if len(found) > 1:
            systems = " and ".join(sorted(found))
            raise ValueRefused(
                "item_refs", ref, f"items of {systems} have this reference, the assessment's own does not"
            )
        return next(iter(found.values()))


def _compare(stated: StatedAssessment, earlier: Row, loaded: Loaded) -> None:
    """An assessment that is there: unchanged, or refused where it now says something else."""
    was = tuple(tuple(cast(list[str], earlier[name])) for name in ("codes", "statuses", "notes"))
    if was == (stated.codes, stated.statuses, stated.notes):
        loaded.unchanged += len(stated.rows)
        return
    reason = "this assessment is already recorded and says something else; a changed judgement is a new assessment"
    value = stated.rows[0].cells["assessed_at"]
    _refuse(stated.rows, "assessed_at", value, reason, loaded.findings)


def _record(stated: StatedAssessment, cited: Sequence[Row], loading: Loading, findings: Findings) -> AssessmentRecord:
    result = assess(dict(zip(stated.codes, stated.statuses, strict=True)))
    union = Access.union(Access.parse(str(item["access"])) for item in cited)
    access = union if stated.access is None else Access.parse(stated.access)
    cells = stated.rows[0].cells
    if cited and not access.covers(union):
        findings.warn(stated.rows[0], "access", access.text, f"it is wider than that of what it cites ({union.text})")
    return AssessmentRecord(
        id=stated.id,
        child=stated.child,
        child_ref=cells["child_ref"],
        source_system=cells.get("source_system", ""),
        assessed_at=cells["assessed_at"],
        assessed_at_ms=stated.assessed_at_ms,
        assessor=cells["assessor"],
        agency=stated.agency,
        codes=stated.codes,
        statuses=stated.statuses,
        notes=stated.notes,
        category=result.category,
        ceiling=result.ceiling,
        if_unassessed=result.if_unassessed,
        confirmed=result.confirmed,
        provisional=result.provisional,
        item_refs=stated.cited,
        rests_on=tuple(str(item["id"]) for item in cited),
        access=access.text,
        recorded_at=stated.assessed_at_ms,
        author=loading.author,
    )


_LISTS = ("codes", "statuses", "notes", "item_refs")
_WRITTEN = tuple(field.name for field in fields(AssessmentRecord) if field.name not in {*_LISTS, "rests_on"})


def _write(writer: Writer, records: Sequence[AssessmentRecord]) -> None:
    if not records:
        return
    ensure_access(writer, (record.access for record in records))
    rows: list[dict[str, object]] = []
    for record in records:
        says: dict[str, object] = {name: getattr(record, name) for name in _WRITTEN}
        says |= {name: list(getattr(record, name)) for name in _LISTS}
        present = {name: value for name, value in says.items() if value is not None}
        rows.append({**present, "superseded_at": FOREVER, "change": writer.change})
    writer.write(_CREATE, rows=rows)
    rests = [{"assessment": record.id, "item": item} for record in records for item in record.rests_on]
    if rests:
        writer.write(_REST, rows=rests)
