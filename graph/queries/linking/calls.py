"""Which phone calls which: the calls that items state between phones, around an event where a moment is given.

A call is a relationship between two phones. Two items that state one call, by phones, moment and length, are one call;
one without a moment is counted once for each item.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field

from graph.errors import OutOfBounds
from graph.identity.seen_entities import entity_ref
from graph.model.kinds import PEOPLE
from graph.queries.entities.evidence import visible_entity
from graph.reading.parts import EntityRef, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question, Statement
from graph.rules.strength import weakest
from graph.view.cypher import seen as passes

if TYPE_CHECKING:
    from graph.projection import Seen

MOST_CALLERS = 60
LONGEST_WINDOW = 24 * 31
"""Hours before and after a moment, at most."""
HOUR = 3_600_000
UNTIMED = -1


class CallsOf(Parameters):
    """Phones, or people whose phones are meant; a moment (epoch milliseconds) and the hours before and after it."""

    ids: tuple[str, ...] = Field(min_length=1, max_length=MOST_CALLERS)
    around: int | None = Field(default=None, ge=0)
    hours: int = Field(default=24, ge=1, le=LONGEST_WINDOW)
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """All of them."""
        return self.ids


class PhoneUser(Part):
    """Somebody who uses a phone, as these items state."""

    person: EntityRef
    items: tuple[str, ...]


class PhoneOfCalls(Part):
    """A phone of the answer; `asked`: it, or somebody who uses it, is one of those asked about."""

    phone: EntityRef
    asked: bool
    users: tuple[PhoneUser, ...]


class CallMade(Part):
    """One call between two phones, by id. `at` (epoch milliseconds) and `seconds`: None where no item states them."""

    caller: str
    called: str
    at: int | None
    seconds: int | None
    items: tuple[str, ...]


class CallsBetween(Part):
    """How often one phone called another, when first and last, and the weakest grade of the items that state it."""

    caller: str
    called: str
    calls: int
    first: int | None
    last: int | None
    weakest: str


class CalledWith(Part):
    """A phone that those asked about called or were called by: how often, and which of them (`others`, by id)."""

    phone: str
    calls: int
    others: tuple[str, ...]


class Calls(Answer):
    """The calls of some phones. Every phone shown is one of `phones`.

    `calls`: the newest first, those without a moment last. `between`: most calls first. `with_others`: phones not asked
    about, those that most of those asked about share first, then by calls. `untimed` counts calls left out of the hours
    around a moment because no item states when they were. `without` are people without a phone that an item states.
    """

    phones: tuple[PhoneOfCalls, ...]
    without: tuple[EntityRef, ...]
    calls: tuple[CallMade, ...]
    shown: int
    total: int
    untimed: int
    between: tuple[CallsBetween, ...]
    between_total: int
    with_others: tuple[CalledWith, ...]
    with_total: int


class UsesRow(NamedTuple):
    """An item states that somebody uses something: the record asked about, the other, and whether it is the user."""

    record: str
    other: str
    item: str


USES = Statement(
    text=f"""
    UNWIND $records AS id
    MATCH (e:Entity {{id: id}})-[r:USES]->(o:Entity)
    WHERE {passes("r")}
    WITH collect(e.id) AS record, collect(o.id) AS other, collect(r.item) AS item
    RETURN record AS record, other AS other, item AS item
    """,
    row=UsesRow,
    packed=True,
)

USED_BY = Statement(
    text=f"""
    UNWIND $records AS id
    MATCH (e:Entity {{id: id}})<-[r:USES]-(o:Entity)
    WHERE {passes("r")}
    WITH collect(e.id) AS record, collect(o.id) AS other, collect(r.item) AS item
    RETURN record AS record, other AS other, item AS item
    """,
    row=UsesRow,
    packed=True,
)


class CallRow(NamedTuple):
    """An item states a call; -1 where it states no moment or no length."""

    caller: str
    called: str
    at: int
    seconds: int
    item: str


CALLED = Statement(
    text=f"""
    UNWIND $records AS id
    MATCH (e:Entity {{id: id}})-[r:CALLED]->(o:Entity)
    WHERE {passes("r")}
    WITH collect(e.id) AS caller, collect(o.id) AS called, collect(coalesce(r.at, -1)) AS at,
         collect(coalesce(r.seconds, -1)) AS seconds, collect(r.item) AS item
    RETURN caller AS caller, called AS called, at AS at, seconds AS seconds, item AS item
    UNION ALL
    UNWIND $records AS id
    MATCH (e:Entity {{id: id}})<-[r:CALLED]-(o:Entity)
    WHERE {passes("r")}
    WITH collect(o.id) AS caller, collect(e.id) AS called, collect(coalesce(r.at, -1)) AS at,
         collect(coalesce(r.seconds, -1)) AS seconds, collect(r.item) AS item
    RETURN caller AS caller, called AS called, at AS at, seconds AS seconds, item AS item
    """,
    row=CallRow,
    packed=True,
)


class _Key(NamedTuple):
    """What makes a call one: an item only where no moment is stated."""

    caller: int
    called: int
    at: int
    seconds: int
    item: int


@dataclass
class _Meant:
    """The phones asked about, and the people without one."""

    phones: set[int] = field(default_factory=set[int])
    without: list[int] = field(default_factory=list[int])


def ask_calls(context: QueryContext, parameters: CallsOf) -> Calls:
    """The calls of these phones, counted by pair and by phone."""
    seen = context.seen
    meant = _meant(context, {visible_entity(seen, id) for id in parameters.ids})
    stated = _calls(context, meant.phones)
    kept, untimed = _within(stated, parameters)
    ranked = sorted(kept, key=lambda each: (each.at == UNTIMED, -each.at, each))
    between, others = _between(kept), _others(kept, meant.phones)
    limit = parameters.limit
    shown = {phone for call in ranked[:limit] for phone in (call.caller, call.called)}
    shown |= {phone for pair in between[:limit] for phone in pair[0]} | {phone for phone, _ in others[:limit]}
    return Calls(
        phones=_phones(context, meant.phones, shown),
        without=tuple(entity_ref(seen, person) for person in meant.without),
        calls=tuple(_made(seen, call, kept[call]) for call in ranked[:limit]),
        shown=len(ranked[:limit]),
        total=len(ranked),
        untimed=untimed,
        between=tuple(_pair(seen, pair, calls, kept) for pair, calls in between[:limit]),
        between_total=len(between),
        with_others=tuple(_with(seen, phone, calls, meant.phones) for phone, calls in others[:limit]),
        with_total=len(others),
    )


def _meant(context: QueryContext, entities: Iterable[int]) -> _Meant:
    """The phones among these, and those that these people use. Raises `OutOfBounds` for anything else."""
    seen, meant, people = context.seen, _Meant(), list[int]()
    for entity in sorted(entities):
        if seen.kind(entity) == "phone":
            meant.phones.add(entity)
        elif seen.kind(entity) in PEOPLE:
            people.append(entity)
        else:
            name = seen.named(entity).label
            raise OutOfBounds(f"{name!r} is neither a phone nor a person.", "Name phones, or people who use some.")
    used = _uses(context, USES, people) if people else {}
    for person in people:
        phones = {other for other in used.get(person, {}) if seen.kind(other) == "phone"}
        meant.phones |= phones
        if not phones:
            meant.without.append(person)
    return meant


def _uses(
    context: QueryContext, statement: Statement[UsesRow], entities: Iterable[int]
) -> dict[int, dict[int, list[int]]]:
    """Who uses what, or what is used by somebody: by entity the others, each with the items that state it."""
    seen = context.seen
    found: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in context.rows(statement, records=_records(seen, entities)):
        entity, other = _entity(seen, row.record), _entity(seen, row.other)
        found[entity][other].append(_item(seen, row.item))
    return found


def _calls(context: QueryContext, phones: set[int]) -> dict[_Key, list[int]]:
    """Every call of these phones, each with the items that state it."""
    seen = context.seen
    stated: dict[_Key, set[int]] = defaultdict(set)
    for row in context.rows(CALLED, records=_records(seen, phones)) if phones else ():
        item = _item(seen, row.item)
        ends = _entity(seen, row.caller), _entity(seen, row.called)
        key = _Key(*ends, row.at, row.seconds, item if row.at == UNTIMED else -1)
        stated[key].add(item)
    return {key: sorted(items) for key, items in stated.items()}


def _within(stated: Mapping[_Key, list[int]], parameters: CallsOf) -> tuple[dict[_Key, list[int]], int]:
    """The calls in the hours around the moment asked about, and how many have no moment; all where none is given."""
    if parameters.around is None:
        return dict(stated), 0
    first, last = (parameters.around + sign * parameters.hours * HOUR for sign in (-1, 1))
    untimed = sum(key.at == UNTIMED for key in stated)
    return {key: items for key, items in stated.items() if key.at != UNTIMED and first <= key.at <= last}, untimed


def _between(calls: Iterable[_Key]) -> list[tuple[tuple[int, int], list[_Key]]]:
    """Each pair, caller first, with its calls; the most first."""
    pairs: dict[tuple[int, int], list[_Key]] = defaultdict(list)
    for call in calls:
        pairs[call.caller, call.called].append(call)
    return sorted(pairs.items(), key=lambda each: (-len(each[1]), each[0]))


def _others(calls: Iterable[_Key], asked: set[int]) -> list[tuple[int, list[_Key]]]:
    """Each phone not asked about with its calls; those that most of the phones asked about share first."""
    others: dict[int, list[_Key]] = defaultdict(list)
    for call in calls:
        for phone in {call.caller, call.called} - asked:
            others[phone].append(call)
    return sorted(others.items(), key=lambda each: (-len(_shared_by(each[1], asked)), -len(each[1]), each[0]))


def _shared_by(calls: Iterable[_Key], asked: set[int]) -> set[int]:
    return {phone for call in calls for phone in (call.caller, call.called)} & asked


def _phones(context: QueryContext, asked: set[int], shown: set[int]) -> tuple[PhoneOfCalls, ...]:
    """The phones shown and asked about, each with who uses it."""
    seen, phones = context.seen, sorted(asked | shown)
    used = _uses(context, USED_BY, phones) if phones else {}
    return tuple(
        PhoneOfCalls(
            phone=entity_ref(seen, phone),
            asked=phone in asked,
            users=tuple(
                PhoneUser(person=entity_ref(seen, person), items=seen.refs(items))
                for person, items in sorted(used.get(phone, {}).items())
            ),
        )
        for phone in phones
    )


def _made(seen: "Seen", call: _Key, items: list[int]) -> CallMade:
    return CallMade(
        caller=seen.record_id(call.caller),
        called=seen.record_id(call.called),
        at=None if call.at == UNTIMED else call.at,
        seconds=None if call.seconds == UNTIMED else call.seconds,
        items=seen.refs(items),
    )


def _pair(seen: "Seen", pair: tuple[int, int], calls: list[_Key], items: Mapping[_Key, list[int]]) -> CallsBetween:
    moments = [call.at for call in calls if call.at != UNTIMED]
    return CallsBetween(
        caller=seen.record_id(pair[0]),
        called=seen.record_id(pair[1]),
        calls=len(calls),
        first=min(moments, default=None),
        last=max(moments, default=None),
        weakest=weakest({seen.support(item).grade for call in calls for item in items[call]}),
    )


def _with(seen: "Seen", phone: int, calls: list[_Key], asked: set[int]) -> CalledWith:
    others = sorted(_shared_by(calls, asked))
    return CalledWith(
        phone=seen.record_id(phone), calls=len(calls), others=tuple(seen.record_id(other) for other in others)
    )


def _records(seen: "Seen", entities: Iterable[int]) -> list[str]:
    return sorted(seen.record_id(record) for entity in entities for record in seen.records(entity))


def _entity(seen: "Seen", record: str) -> int:
    """The entity of a record that a visible item mentions, as every record of a relationship is."""
    number = seen.record(record)
    if number is None:
        raise LookupError(f"{record!r} is part of a relationship and mentioned by no visible item")
    return seen.cluster(number)


def _item(seen: "Seen", id: str) -> int:
    number = seen.item(id)
    if number is None:
        raise LookupError(f"{id!r} states a relationship that is visible and is not visible itself")
    return number


CALLS = Question(
    id="calls",
    prose="Which phones call which, and which do several of these share?",
    parameters=CallsOf,
    answer=Calls,
    statements=(USES, USED_BY, CALLED),
    work=ask_calls,
    evidence="together",
    walks=True,
)
