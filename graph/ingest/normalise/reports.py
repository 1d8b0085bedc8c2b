"""Rows to records: reports, items and mentions whose every value has been read; what cannot be read is refused.

A value by which a mention is known (a phone, a plate) that is wrong refuses its row; another (a date of birth, a PNC
ID, an age, a postcode) is left out with a warning; one that is wrong in an item's cells refuses every row of the item,
since it is unknown which item they belong to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from graph.errors import ValueRefused
from graph.ingest.columns import ITEM_CELLS, MENTION_CELLS
from graph.ingest.map.batches import Batch, report_key
from graph.ingest.normalise.mentions import MentionReader
from graph.ingest.normalise.model import REST, UNREAD, Findings, StatedItem, StatedMention, StatedReport
from graph.ingest.normalise.values import cached_access, cached_grade, cached_period, one_of, read_period
from graph.ingest.rows import LOADED_WITHOUT, RawRow, Refusal, RefusedRow
from graph.model.ids import item_id, lineage_id, origin_mark, report_id
from graph.model.records import ItemRecord, ReportRecord
from graph.model.schema import EVENTS, ITEM_KINDS
from graph.model.view import Reader
from graph.values.when import date_of

DAY = 86_400_000
OPERATOR = Reader("operator", "operator")
_LISTED = 5
STAYS = {
    "handling": "handling",
    "conditions": "conditions",
    "compartment": "compartment",
    "source_grade": "source grade",
    "assessment": "assessment of the information",
    "happened_from": "date",
}
"""What never passes from item to item, and what a warning calls it."""
_STATED = tuple(column for column in ITEM_CELLS if column != "item_no")


@dataclass(frozen=True, slots=True)
class Loading:
    """What a run knows that its rows do not: who loads, when (epoch milliseconds), and what identifies a person.

    `reader` is the loader as one who reads: nothing that they may not see answers, changes or ends anything.
    """

    author: str
    now: int
    identifiers: frozenset[str]
    reader: Reader = OPERATOR

    def mention_reader(self, findings: Findings) -> MentionReader:
        """Reads mentions as judged on the day of the load."""
        return MentionReader(date_of(self.now), self.identifiers, findings)


def normalise(batch: Batch, loading: Loading, findings: Findings) -> list[StatedReport]:
    """The reports of a batch; what is refused or odd goes to `findings`."""
    readable, unread_in = _readable(batch.rows, findings)
    read = [_report(*key, list(group), loading, findings) for key, group in groupby(readable, report_key)]
    if read and batch.goes_on:
        read[-1] = replace(read[-1], missing=read[-1].missing | {REST})
    return read + [_unread(*key, loading) for key in sorted(unread_in)]


def _readable(rows: Iterable[RawRow], findings: Findings) -> tuple[list[RawRow], set[tuple[str, str]]]:
    """The rows but for those that are wrong as a whole, and the reports that such a row may be of.

    None of its cells can be trusted to be in its place: it may be of the report that it names or of the one before.
    """
    readable: list[RawRow] = []
    unread_in: set[tuple[str, str]] = set()
    for row in rows:
        whole = next((refusal for refusal in row.refusals if not refusal.field), None)
        if whole is None:
            readable.append(row)
            _say_what_was_done(row, findings)
        else:
            findings.refused.append(RefusedRow(row, whole))
            unread_in |= {report_key(row), *(report_key(before) for before in readable[-1:])}
    return readable, unread_in


def _say_what_was_done(row: RawRow, findings: Findings) -> None:
    """Warn of what a spreadsheet or another program did to the row's values."""
    for column, repair in row.repairs.items():
        if repair.reason:
            findings.warn(row, column, row.given.get(column, repair.cell), repair.reason)
    for column, reason in row.damaged.items():
        findings.warn(row, column, row.cells[column], reason)


def _report(source_system: str, ref: str, rows: list[RawRow], loading: Loading, findings: Findings) -> StatedReport:
    identity = report_id(source_system, ref)
    title = next((row.cells["title"] for row in rows if "title" in row.cells), None)
    text = next((row.cells["report_text"] for row in rows if "report_text" in row.cells), None)
    agreeing: list[RawRow] = []
    missing: set[str] = set()
    for row in rows:
        column = _disagrees(row, title, text)
        if column is None:
            agreeing.append(row)
        else:
            findings.refuse(row, column, "an earlier row of this report gives it otherwise; a report has one")
            missing.add(row.cells["item_no"])
    items: list[StatedItem] = []
    versions: dict[str, ItemRecord] = {}
    lost: dict[str, set[str]] = {}
    for (item_no, *_), group in groupby(agreeing, _version_key):
        item = _item(identity, list(group), loading, findings, lost)
        if item is not None and _is_told_apart(item, versions, findings):
            items.append(item)
        else:
            missing.add(item_no)
    items = _without_lost(items, lost, findings) if lost else items
    _warn_of_what_stays(items, findings)
    first = min((item.item.recorded_at for item in items), default=loading.now)
    report = ReportRecord(identity, source_system, ref, title, text, first)
    return StatedReport(report, tuple(items), frozenset(missing))


def _warn_of_what_stays(items: Sequence[StatedItem], findings: Findings) -> None:
    """Say where the first item of a report states who may see it, its grade or its date, and later ones do not."""
    by_number: dict[str, list[RawRow]] = {}
    for item in items:
        by_number.setdefault(item.item.item_no, []).extend(item.rows)
    if len(by_number) < 2:
        return
    (first, first_rows), *later = by_number.items()
    for column, what in STAYS.items():
        if not any(column in row.cells for row in first_rows):
            continue
        lacking = [n for n, rows in later if not any(column in row.cells or column in row.nothing for row in rows)]
        if lacking:
            reason = f"items after the first of their report have no {what}, and the first has: it passes to none"
            row = by_number[lacking[0]][0]
            listed = ", ".join(lacking[:_LISTED]) + ("…" if len(lacking) > _LISTED else "")
            findings.warn(row, column, f"{row.cells['report_ref']}: item {listed} beside item {first}", reason)


def _unread(source_system: str, ref: str, loading: Loading) -> StatedReport:
    """What is known of a report from a row that cannot be read: that something is missing."""
    report = ReportRecord(report_id(source_system, ref), source_system, ref, None, None, loading.now)
    return StatedReport(report, (), frozenset({UNREAD}))


def _disagrees(row: RawRow, title: str | None, text: str | None) -> str | None:
    if row.cells.get("title", title) != title:
        return "title"
    return "report_text" if row.cells.get("report_text", text) != text else None


def _version_key(row: RawRow) -> tuple[str, ...]:
    return row.cells["item_no"], *(row.cells.get(column, "") for column in _STATED)


def _is_told_apart(item: StatedItem, versions: dict[str, ItemRecord], findings: Findings) -> bool:
    """Whether an item is a first version, the same again, or a correction that gives its own time.

    Two versions in one file with one `recorded_at` are more likely one item whose rows disagree.
    """
    earlier = versions.setdefault(item.item.lineage, item.item)
    if earlier.id == item.item.id or earlier.recorded_at != item.item.recorded_at:
        return True
    column = next((c for c in _STATED if _stated(item.item, c) != _stated(earlier, c)), "item_text")
    reason = (
        f"an earlier row gives item {item.item.item_no!r} of this report otherwise;"
        " a correction needs a later recorded_at, another item its own item_no"
    )
    for row in item.rows:
        findings.refuse(row, column, reason)
    return False


def _stated(item: ItemRecord, column: str) -> object:
    match column:
        case "item_text":
            return item.text
        case "happened_from" | "happened_to":
            return item.happened
        case _:
            return getattr(item, column)


def _item(
    report: str, rows: list[RawRow], loading: Loading, findings: Findings, lost: dict[str, set[str]]
) -> StatedItem | None:
    """One item with those of its mentions that can be read; None where its own cells cannot.

    The numbers of mentions that cannot be read are added to `lost`, by item.
    """
    first = rows[0]
    spoilt = next((r for row in rows for r in row.refusals if r.field not in MENTION_CELLS), None)
    if spoilt is not None:
        for row in rows:
            own = row.refusals[0] if row.refusals else row.refuse(spoilt.field, spoilt.reason, spoilt.value)
            findings.refused.append(RefusedRow(row, own))
        return None
    try:
        item = _item_record(report, first, loading, findings)
    except ValueRefused as error:
        for row in rows:
            findings.refuse(row, error.field, f"{error.reason} {error.advice}".strip(), error.value)
        return None
    reader = loading.mention_reader(findings)
    mentions: list[StatedMention] = []
    kept: list[RawRow] = []
    for row in rows:
        mention, wrong = _mention(reader, row, item.id)
        if wrong:
            findings.refused.append(RefusedRow(row, wrong[0], tuple(wrong[1:])))
            lost.setdefault(item.id, set()).add(row.cells.get("mention_no", ""))
            continue
        kept.append(row)
        if mention is not None:
            mentions.append(mention)
    return StatedItem(item, tuple(kept), tuple(mentions)) if kept else None


def _mention(reader: MentionReader, row: RawRow, item: str) -> tuple[StatedMention | None, list[Refusal]]:
    """The row's mention, or all that is wrong with the row."""
    if row.refusals:
        known = {refusal.field for refusal in row.refusals}
        return None, [*row.refusals, *(fault for fault in reader.faults(row) if fault.field not in known)]
    try:
        return reader.read(row, item), []
    except ValueRefused as error:
        own = row.refuse(error.field, f"{error.reason} {error.advice}".strip(), error.value)
        return None, reader.faults(row) or [own]


def _without_lost(items: Sequence[StatedItem], lost: dict[str, set[str]], findings: Findings) -> list[StatedItem]:
    """The items without what their mentions state of refused mentions: a bad phone keeps the person who uses it.

    The row waits in quarantine with the refused one: loaded again, it adds the relationship.
    """
    there = {mention.mention.mention_no for item in items for mention in item.mentions}
    anywhere = set[str]().union(*lost.values()) - there
    kept: list[StatedItem] = []
    for item in items:
        gone = anywhere | lost.get(item.item.id, set())
        mentions: list[StatedMention] = []
        for mention in item.mentions:
            without = [each for each in mention.relations if each.target_no in gone]
            if without:
                findings.refuse(mention.row, "relations", LOADED_WITHOUT, "; ".join(each.kind for each in without))
                left = tuple(each for each in mention.relations if each not in without)
                mentions.append(replace(mention, relations=left))
            else:
                mentions.append(mention)
        kept.append(replace(item, mentions=tuple(mentions)))
    return kept


def restated(item: StatedItem, id_: str, loading: Loading) -> StatedItem:
    """The same item under another id, with what its mentions take from it read again."""
    reader = loading.mention_reader(Findings())
    read = (reader.read(mention.row, id_) for mention in item.mentions)
    mentions = tuple(mention for mention in read if mention is not None)
    return replace(item, item=replace(item.item, id=id_), mentions=mentions)


def _item_record(report: str, row: RawRow, loading: Loading, findings: Findings) -> ItemRecord:
    """Raises `ValueRefused` naming the column."""
    cells = row.cells
    item_no = cells["item_no"]
    lineage = lineage_id(report, item_no)
    recorded_at = _recorded_at(cells.get("recorded_at"), loading)
    happened, start, end = _happened(row, recorded_at, findings)
    grade = cached_grade(cells.get("source_grade", ""), cells.get("assessment", ""))
    access = cached_access(cells.get("handling", ""), cells.get("conditions", ""), cells.get("compartment", ""))
    for warning in (*grade.warnings, *access.warnings):
        findings.warn(row, "source_grade" if warning in grade.warnings else "conditions", grade.original, warning)
    origin = cells.get("origin")
    return ItemRecord(
        id=item_id(lineage, *(cells.get(column, "") for column in _STATED)),
        lineage=lineage,
        report=report,
        ref=f"{cells['report_ref']}/{item_no}",
        item_no=item_no,
        text=cells.get("item_text"),
        event=one_of("event", cells.get("event"), EVENTS),
        kind=one_of("kind", cells.get("kind"), ITEM_KINDS),
        source_grade=cells.get("source_grade"),
        assessment=cells.get("assessment"),
        grade=grade.key,
        handling=cells.get("handling"),
        conditions=cells.get("conditions"),
        compartment=cells.get("compartment"),
        access=access.text,
        origin=report if origin is None else origin_mark(cells.get("source_system", ""), origin),
        happened=happened,
        happened_from=start,
        happened_to=end,
        recorded_at=recorded_at,
        loaded_at=loading.now,
        author=loading.author,
    )


def _recorded_at(text: str | None, loading: Loading) -> int:
    """When an item was recorded; the load time where that is blank."""
    if text is None:
        return loading.now
    try:
        period = cached_period(text)
    except ValueRefused as error:
        raise ValueRefused("recorded_at", text, error.reason, error.advice) from None
    if period.precision == "range":
        raise ValueRefused("recorded_at", text, "one moment is asked for, and this is a range.")
    if period.start_ms > loading.now + DAY:
        raise ValueRefused("recorded_at", text, "it is in the future; nothing is recorded before it is known.")
    return period.start_ms


def _happened(row: RawRow, recorded_at: int, findings: Findings) -> tuple[str | None, int | None, int | None]:
    """When it happened: as recorded, and the interval; nothing of it where it is not dated."""
    first, last = row.cells.get("happened_from"), row.cells.get("happened_to")
    if first is None and last is None:
        return None, None, None
    if first is None:
        raise ValueRefused("happened_from", "", "it is blank while happened_to is given.")
    period = read_period("happened_from", first)
    end = period.end_ms
    if last is not None:
        until = read_period("happened_to", last)
        if until.end_ms <= period.start_ms:
            raise ValueRefused("happened_to", last, "it is before happened_from.")
        end = until.end_ms
    for warning in period.warnings:
        findings.warn(row, "happened_from", first, warning)
    if period.start_ms > recorded_at:
        findings.warn(row, "happened_from", first, "it happened after it was recorded")
    return first if last is None else f"{first}/{last}", period.start_ms, end
