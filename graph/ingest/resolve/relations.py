"""Relations name mentions by number; here they find them: in the item, in the report, or in what was loaded before.

Looked for in this order, and taken where it is first found:

    1 the item's own mentions, in this batch          3 the report's other items, in this batch
    2 the item's own mentions, loaded before          4 the report's other items, loaded before

What an item's relations touch, the item also mentions: a mention found in another item is mentioned here as well,
under its number with a star.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.ingest.normalise.model import Findings, StatedItem, StatedMention, StatedRelation, StatedReport
from graph.ingest.resolve.lookup import Cleared, KnownMention, mentions_elsewhere
from graph.model.ids import mention_id, relation_id
from graph.model.records import EntityRecord, MentionRecord, RelationRecord
from graph.model.relations import RELATIONS
from graph.model.view import FOREVER

IMPLIED = "*"


@dataclass(frozen=True, slots=True)
class ResolvedMention:
    """A mention with the relationships that its row states, and the mentions that these imply."""

    stated: StatedMention
    relations: tuple[RelationRecord, ...]
    implied: tuple[MentionRecord, ...]


@dataclass(frozen=True, slots=True)
class ResolvedItem:
    """An item whose relations have all been found."""

    stated: StatedItem
    mentions: tuple[ResolvedMention, ...]


Known = Mapping[str, Mapping[str, KnownMention]]
"""By item, then by number: the mentions that were loaded before."""


def refuse_changed(reports: Sequence[StatedReport], known: Known, findings: Findings) -> list[StatedReport]:
    """The reports without those mentions that are recorded already and now say something else."""
    reason = (
        "this mention is already recorded and says something else; to correct it give the whole item again, with all"
        " its mentions, under a changed text or a later recorded_at"
    )

    def stands(mention: StatedMention) -> bool:
        earlier = known.get(mention.mention.item, {}).get(mention.mention.mention_no)
        if earlier is None or _same(earlier, mention.mention):
            return True
        column = _difference(earlier, mention.mention)
        findings.refuse(mention.row, column, reason)
        return False

    return [_kept(report, stands) for report in reports] if known else list(reports)


def refuse_doubled(reports: Sequence[StatedReport], findings: Findings) -> list[StatedReport]:
    """The reports without those mentions whose number an earlier row of the item has used for something else."""
    seen: dict[str, MentionRecord] = {}

    def stands(mention: StatedMention) -> bool:
        earlier = seen.setdefault(mention.mention.id, mention.mention)
        if earlier == mention.mention:
            return True
        findings.refuse(mention.row, "mention_no", "an earlier row gives this number in the item to something else")
        return False

    return [_kept(report, stands) for report in reports]


def resolve(
    reports: Sequence[StatedReport], known: Known, author: Cleared, there: Iterable[str], findings: Findings
) -> list[ResolvedItem]:
    """The items with their relations found; a row with a relation that leads nowhere is refused.

    A refused row takes with it the rows whose relations lead to it. `there` are the ids of the reports of which
    something was loaded before.
    """
    loaded_before = set(there)
    resolved: list[ResolvedItem] = []
    for report in reports:
        if not any(mention.relations for item in report.items for mention in item.mentions):
            resolved += [
                ResolvedItem(item, tuple(ResolvedMention(mention, (), ()) for mention in item.mentions))
                for item in report.items
            ]
            continue
        resolved += _Report(report, known, author, report.report.id in loaded_before, findings).resolved()
    return resolved


@dataclass(frozen=True, slots=True)
class _Found:
    """A mention that a relation leads to; `own` where the item mentions it itself."""

    entity: EntityRecord
    mention: MentionRecord | KnownMention
    own: bool


class _Report:
    """One report while its relations are being found."""

    def __init__(self, report: StatedReport, known: Known, author: Cleared, there: bool, findings: Findings) -> None:
        self._report = report
        self._known = known
        self._findings = findings
        self._elsewhere = self._loaded_elsewhere(author) if there else {}

    def resolved(self) -> list[ResolvedItem]:
        """Refuse until every relation that is left leads somewhere."""
        standing = {mention.mention.id: mention for item in self._report.items for mention in item.mentions}
        while True:
            by_number = self._by_number(standing)
            wrong: list[tuple[StatedMention, str, str]] = []
            done: list[ResolvedItem] = []
            for item in self._report.items:
                mentions: list[ResolvedMention] = []
                for mention in item.mentions:
                    if mention.mention.id not in standing:
                        continue
                    found = self._relations(item, mention, standing, by_number)
                    if isinstance(found, ResolvedMention):
                        mentions.append(found)
                    else:
                        wrong.append((mention, *found))
                done.append(ResolvedItem(item, tuple(mentions)))
            if not wrong:
                return done
            for mention, text, reason in wrong:
                self._findings.refuse(mention.row, "relations", reason, text)
                standing.pop(mention.mention.id, None)

    def _loaded_elsewhere(self, author: Cleared) -> dict[str, list[KnownMention]]:
        """The mentions loaded before in other items of this report, of the numbers that nothing here answers to."""
        here = {mention.mention.mention_no for item in self._report.items for mention in item.mentions}
        sought = {r.target_no for item in self._report.items for m in item.mentions for r in m.relations} - here
        found: dict[str, list[KnownMention]] = {}
        if sought:
            for mention in mentions_elsewhere(author, self._report.report.id, sought):
                found.setdefault(mention.mention_no, []).append(mention)
        return found

    def _by_number(self, standing: Mapping[str, StatedMention]) -> dict[str, list[MentionRecord]]:
        by_number: dict[str, list[MentionRecord]] = {}
        for mention in standing.values():
            by_number.setdefault(mention.mention.mention_no, []).append(mention.mention)
        return by_number

    def _relations(
        self,
        item: StatedItem,
        mention: StatedMention,
        standing: Mapping[str, StatedMention],
        by_number: Mapping[str, list[MentionRecord]],
    ) -> ResolvedMention | tuple[str, str]:
        """The row's relations found; or the one that is not, as written, and why."""
        relations: list[RelationRecord] = []
        implied: dict[str, MentionRecord] = {}
        own = mention.mention
        for stated in mention.relations:
            found = self._find(item, stated.target_no, standing, by_number)
            if isinstance(found, str):
                return stated.text, found
            if reason := _cannot_lead(stated, own.entity, found.entity):
                return stated.text, reason
            relations.append(_relation(own, stated, found.entity))
            if not found.own:
                implied[found.entity.id] = _implied(item, stated.target_no, found)
        return ResolvedMention(mention, tuple(relations), tuple(implied.values()))

    def _find(
        self,
        item: StatedItem,
        number: str,
        standing: Mapping[str, StatedMention],
        by_number: Mapping[str, list[MentionRecord]],
    ) -> _Found | str:
        here = standing.get(mention_id(item.item.id, number))
        if here is not None:
            return _Found(here.mention.entity, here.mention, own=True)
        before = self._known.get(item.item.id, {}).get(number)
        if before is not None:
            return _Found(before.entity_record, before, own=True)
        others = [_Found(other.entity, other, own=False) for other in by_number.get(number, ())]
        if not others:
            loaded = self._elsewhere.get(number, [])
            current = [other for other in loaded if other.superseded_at == FOREVER] or loaded
            others = [_Found(other.entity_record, other, own=False) for other in current]
        if not others:
            return f"there is no mention {number!r} in this report, or its own row is refused"
        if len({other.entity.id for other in others}) > 1:
            return f"several items of this report have a mention {number!r}, and this one has none"
        return others[0]


def _kept(report: StatedReport, stands: Callable[[StatedMention], bool]) -> StatedReport:
    items: list[StatedItem] = []
    for item in report.items:
        mentions = tuple(mention for mention in item.mentions if stands(mention))
        items.append(item if len(mentions) == len(item.mentions) else replace(item, mentions=mentions))
    return replace(report, items=tuple(items))


def _same(earlier: KnownMention, now: MentionRecord) -> bool:
    return earlier.entity == now.entity.id and earlier.said == now.entity.said and earlier.recorded == now.recorded


def _difference(earlier: KnownMention, now: MentionRecord) -> str:
    """The first column in which a mention differs from what is recorded."""
    if earlier.said != now.entity.said:
        return "entity"
    for column in now.recorded.__dataclass_fields__:
        if getattr(now.recorded, column) != getattr(earlier.recorded, column):
            return column
    return "mention_no"


def _cannot_lead(stated: StatedRelation, start: EntityRecord, end: EntityRecord) -> str:
    """Why a relation of this type cannot stand between these two; blank where it can."""
    kind = RELATIONS[stated.kind]
    if start.label not in kind.starts or end.label not in kind.ends:
        allowed = f"from {_one_of(kind.starts)} to {_one_of(kind.ends)}"
        return f"{stated.kind} leads {allowed}, and here from {_named(start)} to {_named(end)}"
    return "it leads to itself" if start.id == end.id else ""


def _one_of(labels: Iterable[str]) -> str:
    return " or ".join(f"a{'n' if label[0] in 'AO' else ''} {label.lower()}" for label in sorted(labels))


def _named(entity: EntityRecord) -> str:
    return f"a{'n' if entity.said[0] in 'ao' else ''} {entity.said}"


def _relation(own: MentionRecord, stated: StatedRelation, end: EntityRecord) -> RelationRecord:
    return RelationRecord(
        id=relation_id(own.id, stated.kind, end.id, stated.detail),
        item=own.item,
        kind=stated.kind,
        start=own.entity.id,
        end=end.id,
        since=stated.since,
        until=stated.until,
        relation=stated.relation,
        at=stated.at,
        seconds=stated.seconds,
    )


def _implied(item: StatedItem, number: str, found: _Found) -> MentionRecord:
    """The mention here of what a relation leads to in another item."""
    mention_no = f"{number}{IMPLIED}"
    there = found.mention
    return MentionRecord(
        id=mention_id(item.item.id, mention_no),
        item=item.item.id,
        mention_no=mention_no,
        entity=found.entity,
        label=there.label,
        label_rank=there.label_rank,
        name_key=there.name_key,
        recorded=there.recorded,
        identifiers=there.identifiers if isinstance(there, MentionRecord) else (),
    )
