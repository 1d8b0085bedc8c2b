"""The assessment table: one row an indicator, all rows of one child, time and assessor together one SERAF assessment.

An assessment is recorded whole or not at all, as judged: its category is computed once, here, and never again. It goes
through the writer of judgements like any other: what it cites and is about is looked up as its loader sees it. Without
an `access` of its own it takes the union of the access of the items it cites; one that is wider is replaced by it.
Without a `recorded_at` it counts as recorded when it is loaded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import LiteralString, cast

from graph.casework.drafts import Author, Draft, author_of, check, may_read
from graph.casework.lookup import Found, StoredVersion, look_up, taken
from graph.casework.writer import write_judgements
from graph.errors import NotFound, ValueRefused
from graph.ingest.normalise.model import Findings
from graph.ingest.normalise.reports import DAY, Loading
from graph.ingest.rows import RawRow, RefusedRow
from graph.ingest.write.batch import Loaded
from graph.judgements.seraf import AssessmentBody, IndicatorGiven
from graph.model.ids import assessment_id, assessment_lineage, person_id
from graph.model.recorded import JudgementRecord
from graph.model.view import FOREVER
from graph.rules.indicators import CATALOGUE, Status, indicator, needs_reason, status
from graph.store import Row, Writer
from graph.values.access import Access
from graph.values.when import Period, moment
from graph.view.cypher import held

_HEAD = ("child_ref", "source_system", "assessed_at", "assessor")
_ONCE = ("agency", "access", "recorded_at", "category_stated", "method", "authority")
_REQUIRED = ("child_ref", "assessed_at", "assessor", "code")

_COMPARED = ("codes", "statuses", "notes", "category_stated", "method", "authority")
"""The fields by which a stored assessment is compared with the one in the file."""

_ORDER = {code: place for place, code in enumerate(CATALOGUE)}

_ITEM_ID = "item:"
_CITED: LiteralString = f"""
UNWIND $refs AS ref
MATCH (i:Item {{ref: ref}})<-[:CONTAINS]-(r:Report)
WHERE {held("i")}
RETURN i.id AS id, i.ref AS ref, i.recorded_at AS recorded_at, i.superseded_at AS superseded_at,
       r.source_system AS source_system
"""


@dataclass(frozen=True, slots=True)
class StatedIndicator:
    """One row: an indicator, its status, why, and the items it was found in, as they are cited."""

    code: str
    status: Status
    note: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatedAssessment:
    """An assessment as its rows state it; what it cites is still named by reference. `access` is blank by default."""

    rows: tuple[RawRow, ...]
    child: str
    period: Period
    indicators: tuple[StatedIndicator, ...]
    once: Mapping[str, str]
    access: str | None
    recorded_at: int | None
    category_stated: int | None

    @property
    def lineage(self) -> str:
        """What all versions of this assessment share."""
        return assessment_lineage(self.child, self.cells["assessed_at"], self.cells["assessor"])

    @property
    def cells(self) -> Mapping[str, str]:
        """The cells that name the assessment."""
        return self.rows[0].cells

    @property
    def cited(self) -> tuple[str, ...]:
        """Every reference, each once."""
        return tuple(dict.fromkeys(ref for each in self.indicators for ref in each.refs))


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
    author = author_of(writer, loading.reader, loading.author, loading.now)
    refs = sorted({ref for each in stated for ref in each.cited})
    rows = writer.read(_CITED, refs=refs, **author.bound.parameters()) if refs else []
    cited = _Cited(rows, frozenset(ref for ref in refs if ref.startswith(_ITEM_ID)))
    drafts: list[tuple[StatedAssessment, Draft]] = []
    for each in stated:
        try:
            drafts.append((each, _draft(each, cited)))
        except ValueRefused as error:
            _refuse(each.rows, error.field, error.value, error.reason, loaded.findings)
    found = look_up(
        writer,
        author.bound,
        about=[draft.about[0] for _, draft in drafts],
        cites=[each.item for _, draft in drafts for each in draft.rests_on],
        lineages=[draft.lineage for _, draft in drafts],
    )
    new = [
        (each, record) for each, draft in drafts if (record := _record(each, draft, author, found, loaded)) is not None
    ]
    there = taken(writer, [record.id for _, record in new])
    write_judgements(writer, [record for _, record in new if record.id not in there])
    unread = [each for each, record in new if not may_read(author, record)]
    for each in unread:
        loaded.findings.warn(each.rows[0], "access", each.access or "", "stored; you may not read it yourself")
    loaded.assessments = len(new) - len(unread)
    return loaded


def _repeated(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    """A row without a `child_ref` belongs to the assessment of the row above."""
    head: dict[str, str] = {}
    for row in rows:
        if "child_ref" in row.cells:
            head = {column: row.cells[column] for column in (*_HEAD, *_ONCE) if column in row.cells}
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
    stated = sorted((_indicator(row) for row in rows), key=lambda each: _ORDER[each.code])
    for one, following in pairwise(stated):
        if one.code == following.code:
            raise ValueRefused("code", one.code, "the assessment names this indicator twice; keep one status of each.")
    once = {column: said for column in _ONCE if (said := _one(rows, column)) is not None}
    return StatedAssessment(
        rows=tuple(rows),
        child=person_id(cells.get("source_system", ""), cells["child_ref"]),
        period=_period("assessed_at", cells["assessed_at"], loading),
        indicators=tuple(stated),
        once=once,
        access=_access(once.get("access")),
        recorded_at=_recorded_at(once.get("recorded_at"), loading),
        category_stated=_category_stated(once),
    )


def _period(column: str, text: str, loading: Loading) -> Period:
    """One date or time, not in the future. Raises `ValueRefused` naming the column."""
    try:
        moment(text)  # refuses a range
        period = Period.parse(text)
    except ValueRefused as error:
        raise ValueRefused(column, text, error.reason, error.advice) from None
    if period.start_ms > loading.now + DAY:
        raise ValueRefused(column, text, "it is in the future; nothing is recorded before it is known.")
    return period


def _recorded_at(text: str | None, loading: Loading) -> int | None:
    return None if text is None else _period("recorded_at", text, loading).start_ms


def _category_stated(once: Mapping[str, str]) -> int | None:
    """The category that the file states, with its method. Raises `ValueRefused`."""
    text = once.get("category_stated")
    if text is None:
        return None
    if text not in ("1", "2", "3", "4"):
        raise ValueRefused("category_stated", text, "a category is 1, 2, 3 or 4.")
    if "method" not in once:
        advice = "Give the method: the table of §5.7, or the scored form and its version."
        raise ValueRefused("method", "", "a category is stated without the method by which it was reached.", advice)
    return int(text)


def _indicator(row: RawRow) -> StatedIndicator:
    """What one row states. Raises `ValueRefused`."""
    code = indicator(row.cells["code"]).code
    given = status(row.cells.get("status", ""))
    note = row.cells.get("note", "")
    if needs_reason(code, given) and not note:
        raise ValueRefused("note", "", f"{code} {given} needs a note that says why.")
    refs = dict.fromkeys(_item_ref(ref) for ref in _listed(row.cells.get("item_refs")))
    return StatedIndicator(code, given, note, tuple(refs))


def _one(rows: Sequence[RawRow], column: str) -> str | None:
    """What the rows say in a column that an assessment has once. Raises `ValueRefused` where they differ."""
    said = dict.fromkeys(row.cells[column] for row in rows if column in row.cells)
    if len(said) > 1:
        raise ValueRefused(column, list(said)[1], "an earlier row of this assessment says otherwise.")
    return next(iter(said), None)


def _listed(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


def _item_ref(ref: str) -> str:
    """An item cited as `REPORT_REF/ITEM_NO`, or by its id. Raises `ValueRefused`."""
    if ref.startswith(_ITEM_ID):
        return ref
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
    """The items that assessments cite, by reference or id; an assessor cites other agencies' reports too."""

    def __init__(self, rows: Sequence[Row], ids: frozenset[str]) -> None:
        """Of each item the version that stands; where none does, the one that stood last."""
        self._ids = ids
        self._by_ref: dict[str, dict[str, list[Row]]] = {}
        for row in sorted(rows, key=lambda row: (cast(int, row["superseded_at"]), cast(int, row["recorded_at"]))):
            versions = self._by_ref.setdefault(str(row["ref"]), {}).setdefault(str(row["source_system"]), [])
            versions.append(row)

    def item(self, ref: str, source_system: str) -> str:
        """The id of the item of this reference: the assessor's own system's, otherwise the only one.

        Raises `ValueRefused` where there is none, or more than one stands.
        """
        if ref in self._ids:
            return ref
        found = self._by_ref.get(ref, {})
        if not found:
            raise ValueRefused("item_refs", ref, "no item of this reference is loaded")
        if source_system not in found and len(found) > 1:
            systems = " and ".join(sorted(found))
            raise ValueRefused(
                "item_refs", ref, f"items of {systems} have this reference, the assessment's own does not"
            )
        versions = found[source_system] if source_system in found else next(iter(found.values()))
        standing = [str(row["id"]) for row in versions if row["superseded_at"] == FOREVER]
        if len(standing) > 1:
            raise ValueRefused(
                "item_refs", ref, f"two items stand under this reference; cite one by its id: {', '.join(standing)}"
            )
        return standing[0] if standing else str(versions[-1]["id"])


def _draft(stated: StatedAssessment, cited: _Cited) -> Draft:
    """What the writer is asked to record. Raises `ValueRefused` for what cannot be cited, and for what is too long."""
    cells, once = stated.cells, stated.once
    system = cells.get("source_system", "")
    given = [
        IndicatorGiven(
            code=each.code,
            status=each.status,
            note=each.note,
            items=tuple(dict.fromkeys(cited.item(ref, system) for ref in each.refs)),
        )
        for each in stated.indicators
    ]
    body = AssessmentBody.read(
        {
            "child": stated.child,
            "child_ref": cells["child_ref"],
            "source_system": system,
            "assessed_at": cells["assessed_at"],
            "assessed_at_ms": stated.period.start_ms,
            "assessed_until_ms": stated.period.end_ms,
            "assessor": cells["assessor"],
            "indicators": given,
            "item_refs": stated.cited,
            "category_stated": stated.category_stated,
            "method": once.get("method"),
            "authority": once.get("authority"),
            "loaded": True,
        }
    )
    says = [f"{name}={value}" for name, value in sorted(once.items())]
    answers = [f"{each.code}={each.status}={each.note}={sorted(each.items)}" for each in body.indicators]
    return Draft(
        id=assessment_id(stated.lineage, *says, *answers),
        lineage=stated.lineage,
        state="recorded",
        about=(stated.child,),
        body=body,
        access=stated.access,
        agency=once.get("agency"),
        recorded_at=stated.recorded_at,
    )


def _record(
    stated: StatedAssessment, draft: Draft, author: Author, found: Found, loaded: Loaded
) -> JudgementRecord | None:
    """The record to write; None where it is there already, or refused."""
    earlier = found.versions.get(draft.lineage, ())
    if earlier:
        _compare(stated, draft, earlier, loaded)
        return None
    if draft.about[0] not in found.subjects:
        child_ref = stated.cells["child_ref"]
        reason = "no record of this child is loaded under this reference and source system; load it first"
        _refuse(stated.rows, "child_ref", child_ref, reason, loaded.findings)
        return None
    cites = {each.item for each in draft.rests_on}
    if unknown := sorted(cites - found.items.keys()):
        _refuse(stated.rows, "item_refs", unknown[0], "no item of this reference is loaded", loaded.findings)
        return None
    least = found.default_access(draft.about, cites)
    wanted = least if draft.access is None else Access.parse(draft.access)
    access = Access.union((wanted, least))
    if access != wanted:
        reason = f"it is wider than that of what it rests on, which is taken instead: {access.text}"
        loaded.findings.warn(stated.rows[0], "access", wanted.text, reason)
    elif draft.access is None and not cites:
        reason = (
            f"it cites no item and states no access; recorded as {access.text}, as what names the child may be read"
        )
        loaded.findings.warn(stated.rows[0], "access", "", reason)
    try:
        return check(replace(draft, access=access.text), author, found)
    except (ValueRefused, NotFound) as error:
        _refuse(stated.rows, "child_ref", stated.cells["child_ref"], error.message, loaded.findings)
        return None


def _compare(stated: StatedAssessment, draft: Draft, earlier: Sequence[StoredVersion], loaded: Loaded) -> None:
    """An assessment that is there: unchanged, also where it was withdrawn, or refused where it says something else."""
    wanted = draft.body.properties()
    for version in earlier:
        if all(version.properties.get(name) == wanted.get(name) for name in _COMPARED):
            loaded.unchanged += len(stated.rows)
            return
    reason = "this assessment is already recorded and says something else; a changed judgement is a new assessment"
    _refuse(stated.rows, "assessed_at", stated.cells["assessed_at"], reason, loaded.findings)
