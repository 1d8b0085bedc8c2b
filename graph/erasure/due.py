"""Whose records are due for review, by the force's schedule; read by somebody who sees everything.

A person is all records that anything has ever joined: what is recorded about one of them keeps the others. An item is
kept as long as any person it names is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString

from graph.rules.retention import Group, RetentionRules
from graph.store import Reading
from graph.values.when import date_of, day_start, years_later

AT_ONCE = 2_000

_OLD: LiteralString = """
MATCH (i:Item) WHERE i.recorded_at < $before
MATCH (i)-[:MENTIONS]->(e:Person)
RETURN DISTINCT e.component AS component
"""
_RECORDED: LiteralString = """
UNWIND $ids AS component
MATCH (e:Entity {component: component})<-[m:MENTIONS]-(i:Item)
RETURN e.component AS component, e.id AS record, e.local_ref AS ref, m.label AS label, m.label_rank AS rank,
       m.role AS role, m.said AS said, i.recorded_at AS recorded_at, i.id AS item
"""
_JUDGED: LiteralString = """
UNWIND $ids AS component
MATCH (e:Entity {component: component})<-[:ABOUT]-(j:Judgement)
RETURN e.component AS component, max(j.loaded_at) AS last
"""


@dataclass(frozen=True, order=True)
class DueForReview:
    """A person whose records are due: since when, the group, what they are called, and their records.

    `last` is the day on which something was recorded about them last, `items_named` how many items name them.
    """

    since: date
    label: str
    group: Group
    last: date
    items_named: int
    records: tuple[str, ...]
    refs: tuple[str, ...]


@dataclass
class _Person:
    last: int = 0
    called: tuple[int, str] = (9, "")
    roles: set[str] = field(default_factory=set[str])
    items: set[str] = field(default_factory=set[str])
    records: set[str] = field(default_factory=set[str])
    refs: set[str] = field(default_factory=set[str])


def due_for_review(reading: Reading, rules: RetentionRules, today: date) -> tuple[DueForReview, ...]:
    """Everybody whose review is due on this day, those first who have been due longest."""
    before = day_start(years_later(today, -rules.shortest))
    components = sorted(str(row["component"]) for row in reading.read(_OLD, before=before + 86_400_000))
    found: list[DueForReview] = []
    for start in range(0, len(components), AT_ONCE):
        for person in _people(reading, components[start : start + AT_ONCE]):
            group, last = rules.group_of(person.roles), date_of(person.last)
            since = rules.review_due(group, last)
            if since <= today:
                refs = tuple(sorted(person.refs))
                records = tuple(sorted(person.records))
                found.append(DueForReview(since, person.called[1], group, last, len(person.items), records, refs))
    return tuple(sorted(found))


def _people(reading: Reading, components: list[str]) -> Iterable[_Person]:
    people: dict[str, _Person] = {}
    for row in reading.read(_RECORDED, ids=components):
        person = people.setdefault(str(row["component"]), _Person())
        rank, recorded = row["rank"], row["recorded_at"]
        assert isinstance(rank, int), "a mention says how well its label names somebody"
        assert isinstance(recorded, int), "an item says when it was recorded"
        person.called = min(person.called, (rank, str(row["label"])))
        person.last = max(person.last, recorded)
        person.roles |= {str(row["role"])} if row["role"] is not None else set()
        person.roles |= {"child at risk"} if row["said"] == "child" else set()
        person.items.add(str(row["item"]))
        person.records.add(str(row["record"]))
        person.refs |= {str(row["ref"])} if row["ref"] is not None else set()
    for row in reading.read(_JUDGED, ids=components):
        last = row["last"]
        if isinstance(last, int) and str(row["component"]) in people:
            people[str(row["component"])].last = max(people[str(row["component"])].last, last)
    return people.values()
