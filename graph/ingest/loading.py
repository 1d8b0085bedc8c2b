"""One batch into the graph, in one transaction: look up what is there, decide, write what is new.

Reading and deciding happen inside the transaction, so that no other writer comes between; a transaction that is tried
again starts from nothing.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph.ingest.known import (
    KnownItem,
    KnownMention,
    KnownReport,
    known_entities,
    known_items,
    known_mentions,
    known_relations,
    known_reports,
)
from graph.ingest.normalising import Loading
from graph.ingest.resolving import ResolvedItem, refuse_changed, refuse_doubled, resolve
from graph.ingest.stated import REST, Findings, StatedItem, StatedReport
from graph.ingest.waiting import waits_that_change
from graph.ingest.writing import (
    NewEntity,
    StatedIdentifier,
    TimedItem,
    create_entities,
    create_identified,
    create_items,
    create_mentions,
    create_relations,
    create_reports,
    give_words,
    let_words_wait,
    name_people,
    sharing_components,
    touch_items,
)
from graph.model.ids import relation_id
from graph.model.records import EntityRecord, MentionRecord, RelationRecord, ReportRecord
from graph.model.view import FOREVER
from graph.store import Writer
from graph.store.access import ensure_access
from graph.store.components import merge_components
from graph.store.ends import end_items
from graph.store.people import tell_people

_CALLED = {"child": "Child", "adult": "Adult"}


@dataclass(slots=True)
class Loaded:
    """What one batch brought: counts of what was accepted, made and there already, and what was refused or odd."""

    reports: int = 0
    items: int = 0
    mentions: int = 0
    created: Counter[str] = field(default_factory=Counter[str])
    unchanged: int = 0
    assessments: int = 0
    findings: Findings = field(default_factory=Findings)


def load_batch(
    writer: Writer, stated: Sequence[StatedReport], loading: Loading, tried: set[str] | None = None
) -> Loaded:
    """Write a batch of reports that have been read, and say what came of it.

    `tried` are the ids that earlier batches of a dry run would have made, so that none is counted twice.
    """
    loaded = Loaded()
    batch = _Batch(writer, loading, loaded, tried)
    batch.load(stated)
    return loaded


class _Batch:
    """One batch in one transaction."""

    def __init__(self, writer: Writer, loading: Loading, loaded: Loaded, tried: set[str] | None) -> None:
        self._tried = tried
        self._writer = writer
        self._loading = loading
        self._loaded = loaded
        self._findings = loaded.findings

    def load(self, stated: Sequence[StatedReport]) -> None:
        """Look up, decide, write."""
        there = known_reports(self._writer, sorted({report.report.id for report in stated}))
        reports = [report for report in stated if self._report_agrees(report, there.get(report.report.id))]
        known = self._known_items(reports, there)
        before = self._known_mentions(reports, known)
        reports = refuse_doubled(refuse_changed(reports, before, self._findings), self._findings)
        items = resolve(reports, before, self._writer, there, self._findings)
        items = [item for item in items if item.mentions or _stands_alone(item.stated)]
        self._write_reports(reports, items, there)
        self._let_words_wait(stated, items, there)
        timed = self._write_items(items, known)
        self._write_mentions(items, timed, known, before)
        self._loaded.reports = len({item.stated.item.report for item in items})
        self._loaded.items = len({item.stated.item.id for item in items})

    def _report_agrees(self, report: StatedReport, there: KnownReport | None) -> bool:
        """Whether a report says of itself what is recorded; what it says more of itself is added."""
        if there is None:
            return True
        new = report.report
        for column, now, earlier in (("title", new.title, there.title), ("report_text", new.text, there.text)):
            if now is not None and earlier is not None and now != earlier:
                reason = "this report is already recorded with another one; a report is kept word for word"
                for row in (row for item in report.items for row in item.rows):
                    self._findings.refuse(row, column, reason)
                return False
        return True

    def _known_items(
        self, reports: Sequence[StatedReport], there: dict[str, KnownReport]
    ) -> dict[str, list[KnownItem]]:
        """By lineage: the versions that are there."""
        lineages = {i.item.lineage for report in reports if report.report.id in there for i in report.items}
        known: dict[str, list[KnownItem]] = {}
        for item in known_items(self._writer, sorted(lineages)):
            known.setdefault(item.lineage, []).append(item)
        return known

    def _known_mentions(
        self, reports: Sequence[StatedReport], known: dict[str, list[KnownItem]]
    ) -> dict[str, dict[str, KnownMention]]:
        """By item, then by number: the mentions that are there, of items of this batch."""
        here = {item.item.id for report in reports for item in report.items}
        ids = sorted(here & {version.id for versions in known.values() for version in versions})
        before: dict[str, dict[str, KnownMention]] = {}
        for mention in known_mentions(self._writer, ids):
            before.setdefault(mention.item, {})[mention.mention_no] = mention
        return before

    def _first_tried(self, ids: Iterable[str]) -> int:
        """How many of these no earlier batch of a dry run would have made; all of them when it is none."""
        if self._tried is None:
            return len(list(ids))
        fresh = set(ids) - self._tried
        self._tried |= fresh
        return len(fresh)

    def _write_reports(
        self, reports: Sequence[StatedReport], items: Sequence[ResolvedItem], there: dict[str, KnownReport]
    ) -> None:
        kept = {item.stated.item.report for item in items}
        new: dict[str, ReportRecord] = {}
        more: dict[str, ReportRecord] = {}
        for report in (report.report for report in reports if report.report.id in kept):
            earlier = there.get(report.id)
            if earlier is None:
                new.setdefault(report.id, report)
            elif (earlier.title is None and report.title is not None) or (
                earlier.text is None and report.text is not None
            ):
                more[report.id] = ReportRecord(
                    report.id,
                    report.source_system,
                    report.ref,
                    report.title if earlier.title is None else earlier.title,
                    report.text if earlier.text is None else earlier.text,
                    report.recorded_at,
                )
        create_reports(self._writer, new.values())
        give_words(self._writer, more.values())
        self._loaded.created["report"] += self._first_tried(new)

    def _let_words_wait(
        self, stated: Sequence[StatedReport], items: Sequence[ResolvedItem], there: dict[str, KnownReport]
    ) -> None:
        """Before items are written, so that those loaded earlier are told from these."""
        changed = waits_that_change(self._writer, stated, [item.stated for item in items], there)
        let_words_wait(self._writer, changed)
        for report in {each.report.id: each for each in stated if each.items}.values():
            worded = report.report.title is not None or report.report.text is not None
            if worded and changed.get(report.report.id, frozenset()) - {REST}:
                reason = "its own words are not shown until its refused rows are loaded, since they may tell of these"
                self._findings.warn(report.items[0].rows[0], "report_ref", report.report.ref, reason)

    def _write_items(self, items: Sequence[ResolvedItem], known: dict[str, list[KnownItem]]) -> dict[str, TimedItem]:
        """The items, new and known, each with until when it stands; a new version ends those before it."""
        ends: dict[str, int] = {}
        standing = {
            lineage: [(version.id, version.recorded_at) for version in versions if version.superseded_at == FOREVER]
            for lineage, versions in known.items()
        }
        there = {version.id: version.superseded_at for versions in known.values() for version in versions}
        new = {item.stated.item.id: item.stated.item for item in items if item.stated.item.id not in there}
        for item in sorted(new.values(), key=lambda item: item.recorded_at):
            for earlier, recorded_at in standing.get(item.lineage, ()):
                later = item.recorded_at if item.recorded_at > recorded_at else self._loading.now
                ends[earlier] = max(later, recorded_at + 1)
            standing[item.lineage] = [(item.id, item.recorded_at)]
        timed = {id_: TimedItem(item, ends.get(id_, FOREVER)) for id_, item in new.items()}
        ensure_access(self._writer, (item.access for item in new.values()))
        create_items(self._writer, timed.values())
        end_items(self._writer, {item: at for item, at in ends.items() if item not in new})
        self._loaded.created["item"] += len(new)
        for item in items:
            id_ = item.stated.item.id
            if id_ not in timed:
                timed[id_] = TimedItem(item.stated.item, ends.get(id_, there[id_]))
        return timed

    def _write_mentions(
        self,
        items: Sequence[ResolvedItem],
        timed: dict[str, TimedItem],
        known: dict[str, list[KnownItem]],
        before: dict[str, dict[str, KnownMention]],
    ) -> None:
        there = {version.id for versions in known.values() for version in versions}
        sorted_out = _SortedOut(timed)
        for item in items:
            sorted_out.take(item, before.get(item.stated.item.id, {}), item.stated.item.id in there)
        self._drop_known_relations(sorted_out)
        self._write_entities(sorted_out)
        create_mentions(self._writer, sorted_out.mentions)
        tell_people(self._writer, {m.item for m in sorted_out.mentions})
        name_people(self._writer, sorted_out.mentions)
        create_relations(self._writer, [(r, timed[r.item]) for r in sorted_out.relations.values()])
        create_identified(self._writer, sorted_out.identifiers)
        touched = {m.item for m in sorted_out.mentions} | {r.item for r in sorted_out.relations.values()}
        touch_items(self._writer, touched & there)
        self._loaded.mentions += sum(len(item.mentions) for item in items)
        self._loaded.created["mention"] += len(sorted_out.mentions)
        self._loaded.created["relationship"] += len(sorted_out.relations)
        self._loaded.unchanged += sorted_out.unchanged(there, items)

    def _drop_known_relations(self, sorted_out: "_SortedOut") -> None:
        rows: list[dict[str, object]] = [
            {"id": relation.id, "start": relation.start, "end": relation.end} for relation in sorted_out.doubtful
        ]
        for relation in known_relations(self._writer, rows):
            sorted_out.relations.pop(relation, None)

    def _write_entities(self, sorted_out: "_SortedOut") -> None:
        """Entities that are not there, in the components that identifiers put them in and with all their labels."""
        records: dict[str, EntityRecord] = {}
        called: dict[str, set[str]] = {}
        for mention in sorted_out.mentions:
            entity = mention.entity
            records.setdefault(entity.id, entity)
            if entity.said in _CALLED:
                called.setdefault(entity.id, set()).add(_CALLED[entity.said])
        there = known_entities(self._writer, sorted(records))
        component = {id_: there[id_].component if id_ in there else id_ for id_ in records}
        identified = [(each.identifier.id, component[each.entity]) for each in sorted_out.identifiers]
        pairs = sharing_components(self._writer, identified)
        shared = {each for pair in pairs for each in pair}
        spreading = {
            component[id_]: labels
            for id_, labels in called.items()
            if component[id_] in shared or (id_ in there and not labels <= there[id_].labels)
        }
        joined = merge_components(self._writer, pairs, spreading)
        new = [record for id_, record in records.items() if id_ not in there]
        create_entities(
            self._writer, [NewEntity(record, *joined.of(record.id, called.get(record.id, ()))) for record in new]
        )
        self._loaded.created.update(record.said for record in new if self._first_tried([record.id]))


@dataclass(slots=True)
class _SortedOut:
    """The mentions, relations and identifiers of a batch that are new, or may be."""

    timed: dict[str, TimedItem]
    mentions: list[MentionRecord] = field(default_factory=list[MentionRecord])
    relations: dict[str, RelationRecord] = field(default_factory=dict[str, RelationRecord])
    doubtful: list[RelationRecord] = field(default_factory=list[RelationRecord])
    identifiers: list[StatedIdentifier] = field(default_factory=list[StatedIdentifier])
    _seen: set[str] = field(default_factory=set[str])
    _old_rows: list[tuple[RelationRecord, ...]] = field(default_factory=list[tuple[RelationRecord, ...]])

    def take(self, item: ResolvedItem, before: dict[str, KnownMention], there: bool) -> None:
        """Sort out one item; `before` are its mentions that are there."""
        for mention in item.mentions:
            own = mention.stated.mention
            if own.mention_no in before or own.id in self._seen:
                self._old_rows.append(mention.relations)
            else:
                self._add(own)
            for implied in mention.implied:
                if implied.mention_no not in before and implied.id not in self._seen:
                    self._add(implied)
            for relation in mention.relations:
                self.relations.setdefault(relation.id, relation)
                if there:
                    self.doubtful.append(relation)

    def unchanged(self, there: set[str], items: Sequence[ResolvedItem]) -> int:
        """How many rows brought nothing new."""
        mentioning = sum(not any(r.id in self.relations for r in relations) for relations in self._old_rows)
        alone = sum(len(item.stated.rows) for item in items if not item.mentions and item.stated.item.id in there)
        return mentioning + alone

    def _add(self, mention: MentionRecord) -> None:
        self._seen.add(mention.id)
        self.mentions.append(mention)
        for identifier in mention.identifiers:
            stated = relation_id(mention.id, "IDENTIFIED_BY", identifier.id, "")
            self.identifiers.append(StatedIdentifier(stated, mention.entity.id, identifier, self.timed[mention.item]))


def _stands_alone(item: StatedItem) -> bool:
    """Whether a row of the item mentions nobody, so that the item is loaded even without a mention."""
    return any("entity" not in row.cells for row in item.rows)
