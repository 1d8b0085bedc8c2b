"""What holds for one audience since a change that did not hold before it: the findings of which alerts are made."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import numpy as np

from graph.alerts.step import AudienceStep, Finding
from graph.alerts.touched import Touched
from graph.casework.notice_register import REGISTER_KINDS, SERVED_STATES, NoticeLine, contact_after, register
from graph.judgements.notice import NoticeBody
from graph.projection import Seen
from graph.queries.casework.alerts_shown import AlertFact
from graph.queries.casework.recorded import LARGEST_REGISTER, CaseworkOf, ask_casework
from graph.queries.casework.rests_on import rested_on
from graph.queries.entities.timeline import Timeline, TimelineOf, ask_timeline
from graph.queries.linking.case_links import CaseLinks
from graph.queries.linking.links_compared import Pair, Views, compare_pairs, entities_of, ids_of
from graph.reading.question import LARGEST_LIMIT, Statement
from graph.rules.alerts import NAMED, AlertKind
from graph.rules.contact import ContactItem
from graph.rules.identity import pair_of
from graph.rules.watches import OF_ENTITIES, Mentioned, fires
from graph.view.cypher import seen

MOST_CITED = 20
"""Items that an alert about links cites, where none of them is new itself."""


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


def findings(step: AudienceStep) -> list[Finding]:
    """Everything that holds now and did not before, whatever is watched."""
    if not step.is_felt:
        return []
    return [*_links(step), *_contacts(step), *Touched(step).findings(), *_bases(step)]


def _links(step: AudienceStep) -> Iterable[Finding]:
    new, ended, decided = step.new_items, step.ended_items, step.decided
    records = {*_records_in(step.now, new), *_records_in(step.before, ended), *decided.keys()}
    if not records:
        return
    changed = frozenset((*new, *ended, *(id for ids in decided.values() for id in ids)))
    compared = compare_pairs(Views(now=step.now, other=step.before), records)
    brought = _brought_by(step, new) if compared.gained else {}
    cases: dict[int, CaseLinks] = {}
    gained: dict[frozenset[str], dict[Pair, frozenset[str]]] = {}
    for pair in compared.gained:
        items = frozenset(brought.get(pair) or _items_behind(step, pair, cases))
        gained.setdefault(items & changed or changed, {})[pair] = items
    for causes, pairs in gained.items():
        for child, others in _gathered(step.now, pairs):
            items = frozenset[str]().union(*(pairs[pair_of(child, other)] for other in others))
            cited = sorted(items & changed) or sorted(items)[:MOST_CITED]
            yield Finding(_link("link new", step.now, (child, *others), cited), causes)
    for child, others in _gathered(step.before, compared.lost):
        yield Finding(_link("link lost", step.before, (child, *others), ()), changed)


def _gathered(seen: Seen, pairs: Iterable[Pair]) -> list[tuple[int, tuple[int, ...]]]:
    """Pairs of children as alerts: a child with more others than a sentence names is one alert, any other pair one.

    So somebody who is first named at a hub is one alert, and not as many as children are known there.
    """
    of: dict[int, set[int]] = {}
    for one, other in pairs:
        of.setdefault(one, set()).add(other)
        of.setdefault(other, set()).add(one)
    found: list[tuple[int, tuple[int, ...]]] = []
    for child in sorted(of, key=lambda each: (-len(of[each]), seen.record_id(each))):
        others = sorted(of[child], key=seen.record_id)
        if len(others) > NAMED:
            found.append((child, tuple(others)))
        else:
            pairs_of_child = (pair_of(child, other) for other in others)
            found += [(one, (two,)) for one, two in pairs_of_child]
        for other in others:
            of[other].discard(child)
        of[child].clear()
    return found


def _brought_by(step: AudienceStep, new: Iterable[str]) -> dict[Pair, set[str]]:
    """The pairs of children that each of some new items links by itself: by naming both, or one of them with what
    connects the other."""
    seen, found = step.now, dict[Pair, set[str]]()
    for id in new:
        named = seen.connecting_in(number) if (number := seen.item(id)) is not None else {}
        children = [entity for entity in named if seen.is_child(entity)]
        sharing = {other for entity in named if entity not in children for other in _children_beside(seen, entity)}
        for child in children:
            for other in sharing.union(children) - {child}:
                found.setdefault(pair_of(child, other), set()).add(id)
    return found


def _children_beside(seen: Seen, entity: int) -> Iterable[int]:
    return (other for other in seen.connected(entity) if seen.is_child(other))


def _records_in(seen: Seen, items: Iterable[str]) -> set[str]:
    numbers = [number for id in items if (number := seen.item(id)) is not None]
    named = seen.mentioned_in(np.array(sorted(numbers), dtype=np.int64))
    return {id for entities in named.values() for entity in entities for id in ids_of(seen, entity)}


def _items_behind(step: AudienceStep, pair: Pair, cases: dict[int, CaseLinks]) -> frozenset[str]:
    child, other = pair
    if child not in cases:
        cases[child] = CaseLinks(step.now, child, step.now.links([child], step.after.now)[child])
    halves = [half for way in cases[child].through(other) for half in (way.via.first, way.via.second)]
    return frozenset(support.item for half in halves for support in half.supports)


def _link(kind: AlertKind, seen: Seen, children: Iterable[int], items: Collection[str]) -> AlertFact:
    return AlertFact(kind=kind, subjects=tuple(map(seen.record_id, children)), items=tuple(items))


def _contacts(step: AudienceStep) -> Iterable[Finding]:
    """Contact and communication after a notice: by a new item, by records decided to be one, or by a notice served
    since."""
    judged = step.new_judgements
    served = {step.now.cluster(record) for kind, about in judged.values() if kind == "Notice" for record in about}
    named = entities_of(step.now, {*_records_in(step.now, step.new_items), *step.decided})
    concerned = served | (named & step.judged_about(("Notice",)))
    done: set[str] = set()
    for child in sorted(_children_of_notices(step, concerned)):
        of = CaseworkOf(kinds=REGISTER_KINDS, about=step.now.record_id(child), limit=LARGEST_REGISTER)
        for line in register(ask_casework(step.after, of).whole, step.today):
            if line.shown.state in SERVED_STATES and line.shown.id not in done:
                done.add(line.shown.id)
                yield from _contacts_of(step, line, judged)


def _children_of_notices(step: AudienceStep, concerned: Iterable[int]) -> set[int]:
    """The children of the notices about some children, adults or addresses."""
    found: set[int] = set()
    for entity in concerned:
        of = CaseworkOf(kinds=("Notice",), about=step.now.record_id(entity), limit=LARGEST_REGISTER)
        notices = (each.body for each in ask_casework(step.after, of).recorded)
        found |= entities_of(step.now, [body.child for body in notices if isinstance(body, NoticeBody)])
    return found


def _contacts_of(step: AudienceStep, line: NoticeLine, judged: Mapping[str, object]) -> Iterable[Finding]:
    ends = (line.body.child, line.body.adult, *((line.body.address,) if line.body.address else ()))
    gained = {item for record in ends for item in step.gained_items(record)}
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
        brought = {each.id for each in items} & gained
        if brought or served_now:
            fact = AlertFact(
                kind=kind,
                subjects=(line.child.id, line.adult.id),
                items=tuple(sorted(each.id for each in items)),
                judgement=line.shown.id,
            )
            causes = brought & step.items
            if brought - step.items:
                causes.update(*step.decided.values())
            if served_now:
                causes.add(line.shown.id)
            yield Finding(fact, frozenset(causes))


def _bases(step: AudienceStep) -> Iterable[Finding]:
    """Judgements of which an item was withdrawn or corrected."""
    ended = step.ended_items
    rested = rested_on(step.after, sorted(ended)) if ended else None
    for each in () if rested is None else rested.rests:
        fact = AlertFact(kind="basis withdrawn", subjects=tuple(ref.id for ref in each.about), judgement=each.id)
        yield Finding(fact, frozenset(ended))


def watched_in(step: AudienceStep) -> Iterable[Finding]:
    """New items that name what somebody watches: one finding for each item and watch."""
    new = step.new_items if step.watches else frozenset[str]()
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
