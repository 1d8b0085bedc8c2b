"""What holds for one audience since a change that did not hold before it: the findings of which alerts are made."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from graph.alerts.watches import OwnWatch
from graph.casework.notice_register import REGISTER_KINDS, SERVED_STATES, NoticeLine, contact_after, register
from graph.projection import Seen
from graph.queries.casework.alerts_shown import AlertFact
from graph.queries.casework.recorded import LARGEST_REGISTER, CaseworkOf, ask_casework
from graph.queries.casework.rests_on import rested_on
from graph.queries.entities.timeline import Timeline, TimelineOf, ask_timeline
from graph.queries.linking.case_links import CaseLinks
from graph.queries.linking.links_compared import StrengthChange, Views, compare_links, ids_of
from graph.reading.question import LARGEST_LIMIT, QueryContext, Statement
from graph.rules.alerts import AlertKind
from graph.rules.contact import ContactItem
from graph.rules.watches import OF_ENTITIES, Mentioned, fires
from graph.view.cypher import seen


@dataclass(frozen=True)
class Finding:
    """What an alert reports, the records (items, versions of judgements) whose change brought it, and the watch."""

    fact: AlertFact
    causes: frozenset[str]
    watch: str = ""


class WatchedMention(NamedTuple):
    """One mention of a visible item, and what a watch compares."""

    item: str
    record: str
    vrm: str
    phone: str
    postcode: str


MENTIONED = Statement(
    text=f"""
    UNWIND $items AS id
    MATCH (i:Item {{id: id}})-[m:MENTIONS]->(e:Entity)
    WHERE {seen("i")}
    RETURN i.id AS item, e.id AS record, coalesce(m.vrm, '') AS vrm, coalesce(m.phone, '') AS phone,
           coalesce(m.postcode, '') AS postcode
    """,
    row=WatchedMention,
)


@dataclass(frozen=True)
class AudienceStep:
    """One audience's View before and after some changes, and the records that these wrote, by kind."""

    before: Seen
    after: QueryContext
    items: frozenset[str]
    judgements: frozenset[str]
    today: date
    watches: tuple[OwnWatch, ...] = ()
    """The watches of this audience's owners."""

    @property
    def now(self) -> Seen:
        """The View after the changes."""
        return self.after.seen

    def new_items(self) -> set[str]:
        """The items written that are visible now."""
        return {id for id in self.items if self.now.item(id) is not None}

    def ended_items(self) -> set[str]:
        """The items that were visible and are no longer."""
        return {id for id in self.items if self.before.item(id) is not None and self.now.item(id) is None}

    def new_judgements(self) -> dict[str, tuple[str, tuple[int, ...]]]:
        """The versions of judgements written that are visible now: kind and records."""
        return {id: judged for id in self.judgements if (judged := self.now.judged(id)) is not None}

    @property
    def is_felt(self) -> bool:
        """Whether this audience sees anything of the changes."""
        return bool(self.new_items() or self.ended_items() or self.new_judgements())


def findings(step: AudienceStep) -> list[Finding]:
    """Everything that holds now and did not before, whatever is watched."""
    return [*_links(step), *_contacts(step), *_bases(step)] if step.is_felt else []


def _links(step: AudienceStep) -> Iterable[Finding]:
    new, ended, decided = step.new_items(), step.ended_items(), _decisions(step)
    records = {*_records_in(step.now, new), *_records_in(step.before, ended), *decided.keys()}
    if not records:
        return
    changed = frozenset((*new, *ended, *(id for ids in decided.values() for id in ids)))
    # A bulk load concerns many children; each is compared, since a link that nobody is alerted to is lost.
    compared = compare_links(Views(step.before, step.now), records, step.after.now, most=None)
    for link in compared.gained:
        items = _items_behind(step, link)
        causes = items & changed or changed
        yield Finding(_pair("link new", step.now, link, sorted(items & changed) or sorted(items)), frozenset(causes))
    for link in compared.lost:
        yield Finding(_pair("link lost", step.before, link, ()), changed)


def _decisions(step: AudienceStep) -> dict[str, set[str]]:
    """The records about which somebody decided, each with the decisions."""
    found: dict[str, set[str]] = {}
    for id, (kind, records) in step.new_judgements().items():
        if kind == "IdentityDecision":
            for record in records:
                found.setdefault(step.now.record_id(record), set()).add(id)
    return found


def _records_in(seen: Seen, items: Iterable[str]) -> set[str]:
    numbers = [number for id in items if (number := seen.item(id)) is not None]
    named = seen.mentioned_in(np.array(sorted(numbers), dtype=np.int64))
    return {id for entities in named.values() for entity in entities for id in ids_of(seen, entity)}


def _items_behind(step: AudienceStep, link: StrengthChange) -> frozenset[str]:
    child, other = link.pair
    case = CaseLinks(step.now, step.now.links([child], step.after.now)[child])
    halves = [half for way in case.through(other) for half in (way.via.first, way.via.second)]
    return frozenset(support.item for half in halves for support in half.supports)


def _pair(kind: AlertKind, seen: Seen, link: StrengthChange, items: Collection[str]) -> AlertFact:
    one, other = link.pair
    return AlertFact(kind=kind, subjects=(seen.record_id(one), seen.record_id(other)), items=tuple(items))


def _contacts(step: AudienceStep) -> Iterable[Finding]:
    """Contact and communication after a notice: by a new item, or by a notice served since."""
    new, judged = step.new_items(), step.new_judgements()
    if not new and not any(kind == "Notice" for kind, _ in judged.values()):
        return
    named = _records_in(step.now, new)
    recorded = ask_casework(step.after, CaseworkOf(kinds=REGISTER_KINDS, limit=LARGEST_REGISTER)).whole
    for line in register(recorded, step.today):
        concerned = line.child.id in named or line.shown.id in judged
        if line.shown.state in SERVED_STATES and concerned:
            yield from _contacts_of(step, line, new, judged)


def _contacts_of(
    step: AudienceStep, line: NoticeLine, new: set[str], judged: Mapping[str, object]
) -> Iterable[Finding]:
    timeline: Timeline = ask_timeline(step.after, TimelineOf(id=line.child.id, limit=LARGEST_LIMIT))
    of = CaseworkOf(kinds=("Contact",), about=line.child.id, limit=LARGEST_REGISTER)
    found = contact_after(line, timeline, ask_casework(step.after, of).whole)
    if found is None:
        return
    reported = [each.items for each in found.incidents if each.state == "reported"]
    kinds: list[tuple[AlertKind, tuple[ContactItem, ...]]] = []
    kinds.extend(("contact after notice", items) for items in reported)
    kinds.extend(("communication", (item,)) for item in found.communication)
    served_now = line.shown.id in judged
    for kind, items in kinds:
        brought = {each.id for each in items} & new
        if brought or served_now:
            fact = AlertFact(
                kind=kind,
                subjects=(line.child.id, line.adult.id),
                items=tuple(sorted(each.id for each in items)),
                judgement=line.shown.id,
            )
            yield Finding(fact, frozenset(brought | ({line.shown.id} if served_now else set())))


def _bases(step: AudienceStep) -> Iterable[Finding]:
    """Judgements of which an item was withdrawn or corrected."""
    ended = step.ended_items()
    rested = rested_on(step.after, sorted(ended)) if ended else None
    for each in () if rested is None else rested.rests:
        fact = AlertFact(kind="basis withdrawn", subjects=tuple(ref.id for ref in each.about), judgement=each.id)
        yield Finding(fact, frozenset(ended))


def watched_in(step: AudienceStep) -> Iterable[Finding]:
    """New items that name what somebody watches: one finding for each item and watch."""
    new = step.new_items() if step.watches else set[str]()
    rows = step.after.rows(MENTIONED, items=sorted(new)) if new else []
    for watch in step.watches:
        records = ids_of_one(step.now, watch.pattern) if watch.kind in OF_ENTITIES else set[str]()
        fired: dict[str, str] = {}
        for row in sorted(rows):
            mentioned = Mentioned(row.record, row.vrm, row.phone, row.postcode)
            if fires(watch.kind, watch.pattern, mentioned, records):
                fired.setdefault(row.item, row.record)
        for item, record in fired.items():
            what = "" if watch.kind in OF_ENTITIES else watch.pattern
            fact = AlertFact(kind="watch", subjects=(record,), items=(item,), what=what)
            yield Finding(fact, frozenset({item}), watch.id)


def ids_of_one(seen: Seen, record: str) -> set[str]:
    """The records that are one with this one; none where it is not visible."""
    number = seen.record(record)
    return set() if number is None else ids_of(seen, seen.cluster(number))
