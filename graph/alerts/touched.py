"""What new items and judgements touch: premises of concern, open meetings, placements, people who are missing or
unidentified, and items under one reference. One finding for each item and what it touches."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np

from graph.alerts.step import AudienceStep, Finding
from graph.identity.seen_entities import category_of
from graph.judgements.meeting import MeetingBody, MeetingPartBody
from graph.judgements.network import PlacementBody
from graph.model.kinds import PEOPLE
from graph.model.recorded import JudgementKind
from graph.model.view import Reader
from graph.projection.vectors import Ints
from graph.queries.casework.alerts_shown import AlertFact
from graph.queries.casework.recorded import LARGEST_REGISTER, CaseworkOf, CaseworkShown, ask_casework
from graph.queries.entities.search import LARGEST_LIMIT
from graph.queries.entities.timeline import MISSING_EVENTS, TimelineOf, ask_timeline, missing_of
from graph.queries.linking.links_compared import entities_of
from graph.reading.items import fetch_items
from graph.reading.question import Statement
from graph.rules.alerts import AlertKind
from graph.rules.placements import CALLERS, LEAST_CATEGORY, NOT_CALLING, is_outside
from graph.rules.visibility import may_see
from graph.values.access import Access
from graph.view.cypher import seen

SIGHTINGS = frozenset({"sighting"})
PLACEMENT = "placement"
MOST_ITEMS = 20
"""Items that an alert about a meeting cites, of all that its reader holds; and earlier items of a record that is joined
to another, each of which is an alert."""
CHAIR = Reader("a chair", "chair")
"""What a chair without an account may read."""


class PlacedRow(NamedTuple):
    """A record of a person who lives at an address by a visible item."""

    address: str
    record: str


PLACED = Statement(
    text=f"""
    UNWIND $records AS id
    MATCH (a:Address {{id: id}})<-[r:LIVES_AT]-(p:Person)
    WHERE {seen("r")}
    RETURN DISTINCT a.id AS address, p.id AS record
    """,
    row=PlacedRow,
)


class Touched:
    """What one audience's new items name, and what is recorded of it."""

    def __init__(self, step: AudienceStep) -> None:
        self._step = step
        self._seen = step.now
        self._recorded: dict[tuple[int, tuple[JudgementKind, ...]], tuple[CaseworkShown, ...]] = {}

    def findings(self) -> Iterable[Finding]:
        """Every one, whatever is watched."""
        for id, number in self._numbers(self._step.new_items).items():
            for entity in sorted(self._named(number)):
                yield from self._of_entity(id, number, entity, frozenset({id}))
            yield from self._under_one_reference(id, number)
        yield from self._joined()
        yield from self._meeting_items()

    def _joined(self) -> Iterable[Finding]:
        """Earlier items that are about somebody else, or somewhere else, too since two records were decided to be one:
        those of the record that had fewer."""
        decided = self._step.decided
        causes = frozenset(id for ids in decided.values() for id in ids)
        for entity in sorted(entities_of(self._seen, decided)):
            records = [id for id in self._ids(entity) if id in decided]
            gained = min((self._step.gained_items(id) for id in records), key=len)
            earlier = self._numbers(gained - self._step.new_items)
            for id, number in list(earlier.items())[:MOST_ITEMS]:
                yield from self._of_entity(id, number, entity, causes)

    def _numbers(self, items: Iterable[str]) -> dict[str, int]:
        return {id: number for id in sorted(items) if (number := self._seen.item(id)) is not None}

    def _named(self, number: int) -> dict[int, Ints]:
        return self._seen.mentioned_in(np.array([number], dtype=np.int64))[number]

    def _of_entity(self, id: str, number: int, entity: int, causes: frozenset[str]) -> Iterable[Finding]:
        kind = self._seen.kind(entity)
        found: list[tuple[AlertKind, tuple[int, ...], str]] = []
        if kind == "premises":
            register = self._about(entity, ("PremisesOfConcern",))
            found.extend(("premises of concern", (entity,), each.id) for each in register if each.state == "open")
            found.extend(("placement", pair, "") for pair in self._callers(number, entity))
        elif kind == "person" and self._is_named_again(number, entity):
            found.append(("unidentified again", (entity,), ""))
        elif kind == "child":
            found.extend(("meeting child", (entity,), each.id) for each in self._meetings(entity)[:1])
            if self._is_missing_and_seen(number, entity):
                found.append(("missing child seen", (entity,), ""))
        for alert, entities, judgement in found:
            subjects = tuple(self._seen.record_id(each) for each in entities)
            yield Finding(AlertFact(kind=alert, subjects=subjects, items=(id,), judgement=judgement), causes)

    def _is_named_again(self, number: int, entity: int) -> bool:
        """Whether an item named them before these changes, and the new one not as somebody who helps or reports."""
        roles = self._seen.roles(self._named(number)[entity])
        known = any(self._step.before.record(id) is not None for id in self._ids(entity))
        return known and NOT_CALLING.isdisjoint(roles)

    def _ids(self, entity: int) -> list[str]:
        return [self._seen.record_id(record) for record in self._seen.records(entity)]

    def _about(self, entity: int, kinds: tuple[JudgementKind, ...]) -> tuple[CaseworkShown, ...]:
        """What stands of some kinds about an entity. Nothing is asked where nothing of them is recorded."""
        if entity not in self._judged(kinds):
            return ()
        key = entity, kinds
        if key not in self._recorded:
            of = CaseworkOf(kinds=kinds, about=self._seen.record_id(entity), limit=LARGEST_REGISTER)
            self._recorded[key] = ask_casework(self._step.after, of).recorded
        return self._recorded[key]

    def _judged(self, kinds: tuple[JudgementKind, ...]) -> Collection[int]:
        return self._step.judged_about(kinds)

    # Meetings.

    def _meetings(self, child: int) -> list[CaseworkShown]:
        """The parts of open meetings about a child."""
        parts = [each for each in self._about(child, ("MeetingPart",)) if isinstance(each.body, MeetingPartBody)]
        return [each for each in parts if self._header(each) is not None]

    def _header(self, part: CaseworkShown) -> MeetingBody | None:
        """The meeting of a part, where it is visible and open."""
        assert isinstance(part.body, MeetingPartBody)
        of = CaseworkOf(kinds=("Meeting",), lineage=part.body.meeting)
        found = ask_casework(self._step.after, of).recorded
        return next((e.body for e in found if e.state != "closed" and isinstance(e.body, MeetingBody)), None)

    def _meeting_items(self) -> Iterable[Finding]:
        """Items about the child of a meeting that was opened now, which its chair may not read."""
        opened = {id: about for id, (kind, about) in self._step.new_judgements.items() if kind == "MeetingPart"}
        for id, about in sorted(opened.items()):
            for child in sorted({self._seen.cluster(record) for record in about}):
                part = next((each for each in self._about(child, ("MeetingPart",)) if each.id == id), None)
                if part is None or part.replaces or (header := self._header(part)) is None:
                    continue  # of one that stood before, this audience was alerted then
                held = self._held_beyond(child, self._step.chair(header.chair) or CHAIR)
                if held:
                    subjects = (self._seen.record_id(child),)
                    fact = AlertFact(kind="meeting items", subjects=subjects, items=held, judgement=id)
                    yield Finding(fact, frozenset({id}))

    def _held_beyond(self, child: int, chair: Reader) -> tuple[str, ...]:
        """The newest items about a child that somebody else may not read."""
        items = self._seen.newest_first(self._seen.items_of(child)).tolist()
        shown = fetch_items(self._step.after, items)
        beyond = [shown[item].id for item in items if not may_see(chair, Access.parse(shown[item].access))]
        return tuple(beyond[:MOST_ITEMS])

    # Missing, placements, references.

    def _is_missing_and_seen(self, number: int, child: int) -> bool:
        if self._seen.event(number) not in SIGHTINGS or not len(
            self._seen.of_events(self._seen.items_of(child), MISSING_EVENTS)
        ):
            return False
        of = TimelineOf(id=self._seen.record_id(child), events=MISSING_EVENTS, limit=LARGEST_LIMIT)
        record = missing_of(ask_timeline(self._step.after, of), self._step.today)
        begins = [
            start.earliest
            for episode in record.episodes
            if episode.missing_now
            for start in episode.starts
            if start.earliest is not None
        ]
        if not begins:
            return any(episode.missing_now for episode in record.episodes)
        _, ends = self._seen.times(np.array([number], dtype=np.int64))
        return not len(ends) or int(ends[0]) > min(begins)

    def _callers(self, number: int, address: int) -> Iterable[tuple[int, int]]:
        """Each child of a category that is watched who is placed at an address, with each caller from outside."""
        named = self._named(number)
        callers = [entity for entity in sorted(named) if self._seen.kind(entity) in CALLERS]
        for child in sorted(self._placed_at(address)) if callers else ():
            if (category_of(self._seen, child) or 0) < LEAST_CATEGORY:
                continue
            for caller in callers:
                now = self._seen.roles(named[caller])
                if is_outside(self._seen.kind(caller), now, self._roles_before(child, caller, number)):
                    yield child, caller

    def _placed_at(self, address: int) -> set[int]:
        """The children who live at an address, by a judgement or by items."""
        today = self._step.today
        found = {
            self._seen.cluster(record)
            for each in self._about(address, ("Placement",))
            if isinstance(each.body, PlacementBody) and each.body.holds(today)
            for one in each.about
            if (record := self._seen.record(one.record)) is not None
        }
        if PLACEMENT in self._seen.named(address).premises_kinds:
            rows = self._step.after.rows(PLACED, records=self._ids(address))
            numbers = (self._seen.record(row.record) for row in rows)
            found |= {self._seen.cluster(record) for record in numbers if record is not None}
        return {entity for entity in found if self._seen.is_child(entity)}

    def _roles_before(self, child: int, caller: int, number: int) -> tuple[str, ...]:
        """The roles that other items give a person beside the child; of a car, those of the people beside it."""
        person = self._seen.kind(caller) in PEOPLE
        beside = self._seen.beside(child if person else caller)
        found: set[str] = set()
        for one in [caller] if person else beside:
            items = [item for item in beside[one].items.tolist() if item != number] if one in beside else []
            for named in self._seen.mentioned_in(np.array(items, dtype=np.int64)).values():
                if one != child:
                    found.update(self._seen.roles(named[one]))
        return tuple(found)

    def _under_one_reference(self, id: str, number: int) -> Iterable[Finding]:
        same = self._seen.cited_alike(number)
        if len(same) > 1:
            ids = tuple(sorted(self._seen.item_id(item) for item in same.tolist()))
            yield Finding(AlertFact(kind="two under one reference", items=ids), frozenset({id}))
