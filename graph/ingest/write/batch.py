"""One batch into the graph, in one transaction: look up what is there, decide, write what is new.

Reading and deciding happen inside the transaction, so that no other writer comes between; a transaction that is tried
again starts from nothing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from graph.ingest.normalise.model import Findings, StatedItem, StatedReport
from graph.ingest.normalise.reports import Loading
from graph.ingest.resolve.lookup import (
    Cleared,
    KnownItem,
    KnownMention,
    KnownReport,
    known_entities,
    known_items,
    known_mentions,
    known_relations,
    known_reports,
)
from graph.ingest.resolve.relations import ResolvedItem, refuse_changed, refuse_doubled, resolve
from graph.ingest.write.beyond_clearance import Unseen, rows_of, under_other_ids, unseen_of
from graph.ingest.write.report_text import OTHERWISE, disagrees, write_words
from graph.ingest.write.statements import (
    NewEntity,
    StatedIdentifier,
    TimedItem,
    create_entities,
    create_identified,
    create_items,
    create_mentions,
    create_relations,
    create_reports,
    entities_there,
    name_people,
    sharing_components,
    touch_items,
)
from graph.model.ids import relation_id
from graph.model.records import EntityRecord, MentionRecord, RelationRecord
from graph.model.view import FOREVER
from graph.store import Writer
from graph.store.access import ensure_access
from graph.store.components import merge_components
from graph.store.supersede import end_items
from graph.values.when import date_of

_CALLED = {"child": "Child", "adult": "Adult"}


@dataclass(slots=True)
class Loaded:
    """What one batch brought: counts of what was accepted, made and there already, and what was refused or odd.

    `created` counts what became visible to the loader; of `unseen` rows, which they may not read, only the number is
    reported.
    """

    reports: int = 0
    items: int = 0
    mentions: int = 0
    created: Counter[str] = field(default_factory=Counter[str])
    unchanged: int = 0
    repeated: int = 0
    unseen: int = 0
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
        self._author = Cleared.of(writer, loading.reader)
        self._unseen = Unseen()
        self._loading = loading
        self._loaded = loaded
        self._findings = loaded.findings

    def load(self, stated: Sequence[StatedReport]) -> None:
        """Look up, decide, write."""
        there = known_reports(self._author, sorted({report.report.id for report in stated}))
        reports = [report for report in stated if self._report_agrees(report, there.get(report.report.id))]
        known = self._known_items(reports, there)
        before = self._known_mentions(reports, known)
        reports = refuse_doubled(refuse_changed(reports, before, self._findings), self._findings)
        items = self._resolved(reports, before, there)
        items = [item for item in items if item.mentions or _stands_alone(item.stated)]
        self._write_reports(reports, stated, items, there)
        timed = self._write_items(items, known)
        self._write_mentions(items, timed, known, before)
        self._loaded.reports = len({item.stated.item.report for item in items})
        self._loaded.items = len({item.stated.item.id for item in items})

    def _resolved(
        self, reports: Sequence[StatedReport], before: dict[str, dict[str, KnownMention]], there: dict[str, KnownReport]
    ) -> list[ResolvedItem]:
        """The items with their relations found; those that the loader may not read under the ids they are stored by."""
        items = resolve(reports, before, self._author, there, self._findings)
        self._unseen = unseen_of(self._author, items)
        if not self._unseen.other_ids:
            return items
        again = under_other_ids(reports, items, self._unseen.other_ids, self._loading)
        return resolve(again, before, self._author, there, Findings())

    def _report_agrees(self, report: StatedReport, there: KnownReport | None) -> bool:
        """Whether a report says of itself what is recorded; what it says more of itself is added."""
        column = disagrees(report, there)
        if column is None:
            return True
        for row in (row for item in report.items for row in item.rows):
            self._findings.refuse(row, column, OTHERWISE)
        return False

    def _known_items(
        self, reports: Sequence[StatedReport], there: dict[str, KnownReport]
    ) -> dict[str, list[KnownItem]]:
        """By lineage: the versions that are there."""
        lineages = {i.item.lineage for report in reports if report.report.id in there for i in report.items}
        known: dict[str, list[KnownItem]] = {}
        for item in known_items(self._author, sorted(lineages)):
            known.setdefault(item.lineage, []).append(item)
        return known

    def _known_mentions(
        self, reports: Sequence[StatedReport], known: dict[str, list[KnownItem]]
    ) -> dict[str, dict[str, KnownMention]]:
        """By item, then by number: the mentions that are there, of items of this batch."""
        here = {item.item.id for report in reports for item in report.items}
        ids = sorted(here & {version.id for versions in known.values() for version in versions})
        before: dict[str, dict[str, KnownMention]] = {}
        for mention in known_mentions(self._author, ids):
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
        self,
        reports: Sequence[StatedReport],
        stated: Sequence[StatedReport],
        items: Sequence[ResolvedItem],
        there: dict[str, KnownReport],
    ) -> None:
        kept = {item.stated.item.report for item in items}
        new = {each.report.id: each.report for each in reversed(reports) if each.report.id in kept - there.keys()}
        create_reports(self._writer, new.values())
        read = {item.stated.item.report for item in items if item.stated.item.id not in self._unseen.items}
        self._loaded.created["report"] += self._first_tried(new.keys() & read)
        loaded = [item.stated for item in items]
        now, by = self._loading.now, self._loading.author
        write_words(self._author, stated, loaded, there, now, by, self._findings)

    def _write_items(self, items: Sequence[ResolvedItem], known: dict[str, list[KnownItem]]) -> dict[str, TimedItem]:
        """The items, new and known, each with until when it stands; a new version ends those before it."""
        ends: dict[str, int] = {}
        standing = {
            lineage: [
                (version.id, version.recorded_at, version.loaded_at)
                for version in versions
                if version.superseded_at == FOREVER
            ]
            for lineage, versions in known.items()
        }
        there = {version.id: version.superseded_at for versions in known.values() for version in versions}
        new = {item.stated.item.id: item.stated.item for item in items if item.stated.item.id not in there}
        for item in sorted(new.values(), key=lambda item: item.recorded_at):
            for earlier, recorded_at, loaded_at in standing.get(item.lineage, ()):
                ends[earlier] = _end(recorded_at, loaded_at, item.recorded_at, self._loading.now)
            standing[item.lineage] = [(item.id, item.recorded_at, item.loaded_at)]
        timed = {id_: TimedItem(item, ends.get(id_, FOREVER)) for id_, item in new.items()}
        ensure_access(self._writer, (item.access for item in new.values()))
        create_items(self._writer, (item for id_, item in timed.items() if id_ not in self._unseen.equal))
        end_items(self._writer, {item: at for item, at in ends.items() if item not in new})
        self._loaded.created["item"] += len(new.keys() - self._unseen.items)
        for item in items:
            id_ = item.stated.item.id
            if id_ in timed:
                continue
            timed[id_] = TimedItem(item.stated.item, ends.get(id_, there[id_]))
            if there[id_] != FOREVER:
                reason = f"ended on {date_of(there[id_])}, not restored"
                self._findings.warn(item.stated.rows[0], "item_no", item.stated.item.ref, reason)
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
            if item.stated.item.id in self._unseen.equal:
                continue
            id_ = item.stated.item.id
            sorted_out.take(item, before.get(id_, {}), id_ in there, unseen=id_ in self._unseen.items)
        self._drop_known_relations(sorted_out)
        self._write_entities(sorted_out)
        create_mentions(self._writer, sorted_out.mentions)
        name_people(self._writer, sorted_out.mentions)
        create_relations(self._writer, [(r, timed[r.item]) for r in sorted_out.relations.values()])
        create_identified(self._writer, sorted_out.identifiers)
        touched = {m.item for m in sorted_out.mentions} | {r.item for r in sorted_out.relations.values()}
        touch_items(self._writer, touched & there)
        self._loaded.mentions += sum(len(item.mentions) for item in items)
        unseen = self._unseen.items
        self._loaded.created["mention"] += sum(mention.item not in unseen for mention in sorted_out.mentions)
        self._loaded.created["relationship"] += sum(each.item not in unseen for each in sorted_out.relations.values())
        self._loaded.unchanged += sorted_out.unchanged(there, [i for i in items if i.stated.item.id not in unseen])
        alone = (i for i in items if not i.mentions and i.stated.item.id not in there | unseen)
        self._loaded.repeated += sorted_out.repeated + sum(len(item.stated.rows) - 1 for item in alone)
        self._loaded.unseen += rows_of(items, unseen)

    def _drop_known_relations(self, sorted_out: "_SortedOut") -> None:
        rows: list[dict[str, object]] = [
            {"id": relation.id, "start": relation.start, "end": relation.end} for relation in sorted_out.doubtful
        ]
        for relation in known_relations(self._author, rows):
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
        there = entities_there(self._writer, records)
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
        self._count_entities(sorted_out, records, there.keys())

    def _count_entities(
        self, sorted_out: "_SortedOut", records: dict[str, EntityRecord], there: Collection[str]
    ) -> None:
        """Entities that the loader may see from now on, and could not before."""
        mentioned = {m.entity.id for m in sorted_out.mentions if m.item not in self._unseen.items}
        sees_all = self._loading.reader.role == "operator"
        before = set(there) if sees_all else known_entities(self._author, sorted(mentioned))
        new = [records[id_] for id_ in sorted(mentioned - before)]
        self._loaded.created.update(record.said for record in new if self._first_tried([record.id]))


@dataclass(slots=True)
class _SortedOut:
    """The mentions, relations and identifiers of a batch that are new, or may be."""

    timed: dict[str, TimedItem]
    mentions: list[MentionRecord] = field(default_factory=list[MentionRecord])
    relations: dict[str, RelationRecord] = field(default_factory=dict[str, RelationRecord])
    doubtful: list[RelationRecord] = field(default_factory=list[RelationRecord])
    identifiers: list[StatedIdentifier] = field(default_factory=list[StatedIdentifier])
    repeated: int = 0
    _seen: dict[str, str] = field(default_factory=dict[str, str])
    _old_rows: list[tuple[RelationRecord, ...]] = field(default_factory=list[tuple[RelationRecord, ...]])

    def take(self, item: ResolvedItem, before: dict[str, KnownMention], there: bool, *, unseen: bool) -> None:
        """Sort out one item; `before` are its mentions that are there. `unseen`: its loader may not read it."""
        for mention in item.mentions:
            own = mention.stated.mention
            if self._seen.get(own.id) == own.stated:
                self.repeated += not unseen
            elif own.mention_no in before or own.id in self._seen:
                self._seen[own.id] = own.stated
                if not unseen:
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
        self._seen[mention.id] = mention.stated
        self.mentions.append(mention)
        for identifier in mention.identifiers:
            stated = relation_id(mention.id, "IDENTIFIED_BY", identifier.id, "")
            self.identifiers.append(StatedIdentifier(stated, mention.entity.id, identifier, self.timed[mention.item]))


def _stands_alone(item: StatedItem) -> bool:
    """Whether a row of the item mentions nobody, so that the item is loaded even without a mention."""
    return any("entity" not in row.cells for row in item.rows)


def _end(recorded_at: int, loaded_at: int, replaced_at: int, now: int) -> int:
    """Until when a version stands that is replaced by a load of `now` with a version recorded at `replaced_at`.

    Never before that load, since until then it was shown; between versions of one load when the later was recorded.
    """
    later = replaced_at if replaced_at > recorded_at else now
    return max(later if loaded_at == now else max(later, now), recorded_at + 1)
