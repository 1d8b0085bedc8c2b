"""Small forces and Views, made so that hiding often matters: few people, much shared, access mixed within a report."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from typing import TypeVar

from hypothesis import strategies as st

from graph.judgements.body import Body
from graph.judgements.network import NetworkMemberBody, PlacementBody
from graph.model.kinds import KIND_NAMED, LABEL_OF_SAID
from graph.model.relations import RELATIONS
from graph.model.view import FOREVER, BoundView, Lens, Reader, View
from graph.rules.roles import ROLES
from graph.rules.visibility import clearance
from graph.values.grade import grades_at_least
from graph.values.name import PersonName
from tests.invariants.force import (
    Asked,
    Case,
    Entity,
    Force,
    Identified,
    Item,
    Judgement,
    Mention,
    Possible,
    Relation,
    Report,
    Rest,
    assessment,
    casework_judgement,
    considered,
    decision,
    different,
    not_held,
)
from tests.invariants.parameter_sets import parameter_sets

DAY = 86_400_000
START = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp() * 1000)
"""The first day on which anything is recorded; all days below count from here."""
TODAY = date(2025, 6, 1)

ACCESS = ("P||", "P||", "C||", "C|S1|", "||", "P||OPAL", "P||PEARL", "C|A1|OPAL+PEARL", "P||", "P||")
GRADES = ("1A", "2B", "2C", "3D", "2E", "--", "2-", "-C")
ORIGINS = ("", "", "", "origin:a", "origin:b")
RECORDED = (10, 20, 30, 40, 100, 200, 300)
WORDED = (0, 0, 0, 60, 150)
"""The days on which items, and the words of reports, were recorded."""
HAPPENED = (None, (-700, 1), (-30, 2), (0, 1), (5, 30), (90, 1), (90.4, 0.2), (330, 1), (500, 10))
"""When an item happened: the day, and for how many days; None is undated. Half a day crosses a midnight in London."""

READERS = (
    Reader("operator", "operator"),
    Reader("an analyst", "analyst"),
    Reader("an analyst of OPAL", "analyst", frozenset({"OPAL"})),
    Reader("an analyst of both", "analyst", frozenset({"OPAL", "PEARL"})),
    Reader("an administrator", "administrator"),
    Reader("a chair", "chair"),
    Reader("a chair of PEARL", "chair", frozenset({"PEARL"})),
    *(Reader("an analyst of one or the other", "analyst", frozenset({each})) for each in ("OPAL", "PEARL")),
    Reader("a manager", "manager"),
)
KNOWN_AT = (FOREVER - 1, START + 250 * DAY, START + 100 * DAY, START + 35 * DAY, FOREVER - 1, FOREVER - 1)
LENSES = (
    Lens(),
    Lens(),
    Lens(grades=grades_at_least("2C")),
    Lens(grades=grades_at_least("2", graded_only=True)),
    Lens(start=START, end=START + 100 * DAY),
    Lens(end=START + 60 * DAY),
    Lens(start=START + 50 * DAY),
    Lens(start=START + DAY, end=START + 400 * DAY),
    Lens(without=frozenset({"origin:a"})),
    Lens(without=frozenset({"origin:b", "report:1"}), grades=grades_at_least("3D")),
    Lens(),
)

NAMES = ("Megan Prys", "Siân Llwyd", "Carys Hopkin", "Gareth Moss", "Dafydd Rees", "Iolo Vaughan", "Efa Bowen")
PNC_IDS = ("2004/0000001A", "2011/0000002B")
KINDS_OF_PREMISES = ("", "dwelling", "takeaway", "school", "hotel")
"""A school is a common place."""

NOT_PEOPLE = (
    Entity("premises:1", "Address"),
    Entity("premises:2", "Address"),
    Entity("vehicle:AB12CDE", "Vehicle", "AB12CDE"),
    Entity("vehicle:partial", "Vehicle"),
    Entity("phone:+447700900001", "Phone", "+447700900001"),
    Entity("phone:+447700900002", "Phone", "+447700900002"),
    Entity("account:chat/taz", "Account"),
    Entity("organisation:cabs", "Organisation"),
)
SAYS = {label: said for said, label in LABEL_OF_SAID.items() if label != "Person"}
STATES: dict[str, dict[str, str]] = {
    "premises:1": {"address": "12 Heol Fawr", "postcode": "CF10 1AA"},
    "premises:2": {"address": "12 High Street"},
    "vehicle:AB12CDE": {"vrm": "AB12 CDE", "make": "Ford"},
    "vehicle:partial": {"vrm": "AB1?", "colour": "silver", "model": "Golf"},
    "phone:+447700900001": {"phone": "07700 900001"},
    "phone:+447700900002": {"phone": "07700 900002"},
    "account:chat/taz": {"platform": "chat", "handle": "taz"},
    "organisation:cabs": {"name": "Valley Cabs"},
}


T = TypeVar("T")


@cache
def _choice(options: tuple[T, ...]) -> st.SearchStrategy[T]:
    return st.sampled_from(options)


def pick(draw: st.DrawFn, options: tuple[T, ...]) -> T:
    """One of these; a strategy is made once for each choice there is, which halves the time that making takes."""
    return draw(_choice(options))


@st.composite
def judged(draw: st.DrawFn) -> tuple[str, int]:
    """A judgement's access, and when it was recorded."""
    return pick(draw, ACCESS), START + pick(draw, RECORDED) * DAY


JUDGED = judged()


@dataclass(frozen=True)
class Person:
    """How a person record is usually told of."""

    entity: Entity
    said: str
    name: str
    local_ref: str


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A force, a View of it, and for every registered question what is asked: of hidden ids as of visible ones."""
    force = draw(forces())
    asked: list[Asked] = []
    for sets in parameter_sets(force).values():
        asked += draw(st.lists(st.sampled_from(sets), min_size=2, max_size=2, unique=True))
    kinds = pick(draw, (("pnc_id",), ("pnc_id",), ("pnc_id", "name_and_birth_date"), ()))
    return Case(force, draw(bound_views(force)), kinds, tuple(asked))


@st.composite
def bound_views(draw: st.DrawFn, force: Force) -> BoundView:
    """A View bound to a reader of any role."""
    lens = replace(pick(draw, LENSES), with_possible=pick(draw, (True, False)))
    reader = pick(draw, READERS)
    view = View(TODAY, pick(draw, KNOWN_AT), lens)
    return BoundView(view, clearance(reader, force.access_in_use()))


@st.composite
def forces(draw: st.DrawFn) -> Force:
    """Two to seven person records and what else there is, named together in three to fourteen items."""
    people = [persons(draw, number) for number in range(draw(st.integers(2, 7)))]
    others = draw(st.lists(st.sampled_from(NOT_PEOPLE), min_size=3, max_size=6, unique=True))
    named = st.tuples(
        st.lists(st.sampled_from(people), min_size=2, max_size=4),
        st.lists(st.sampled_from(others), min_size=1, max_size=2),
    )
    items: list[Item] = []
    for number in range(draw(st.integers(3, 14))):
        items += versions(draw, number)
    mentions: list[Mention] = []
    for item in items:
        mentions += mentions_in(draw, item, *draw(named))
    mentioned = {mention.entity for mention in mentions}
    records = [person.entity.id for person in people if person.entity.id in mentioned]
    return Force(
        reports=tuple(_report(draw, id) for id in sorted({item.report for item in items})),
        items=tuple(items),
        entities=tuple(each for each in (*(p.entity for p in people), *others) if each.id in mentioned),
        mentions=tuple(mentions),
        relations=relations(draw, mentions),
        identified=tuple(edge for mention in mentions for edge in _identified(mention)),
        possible=matches(draw, records, mentions),
        judgements=(
            *decisions(draw, records, sorted(mentioned & {"premises:1", "premises:2"})),
            *assessments(draw, records, items),
            *casework(draw, records, sorted(mentioned & {"premises:1", "premises:2"}), items),
            *of_references(draw, items),
        ),
    )


def persons(draw: st.DrawFn, number: int) -> Person:
    """A person record: most often a child."""
    said = pick(draw, ("child", "child", "adult", "adult", "person"))
    ref = pick(draw, ("", f"N-{number}", "N-0"))
    return Person(Entity(f"person:{number}", "Person"), said, pick(draw, NAMES), ref)


def versions(draw: st.DrawFn, number: int) -> list[Item]:
    """An item, and perhaps a correction of it, or another under its reference: of another access as like as not."""
    report = f"report:{draw(st.integers(1, 5))}"
    first = one_version(draw, f"item:{number}", report, str(number))
    second_is = pick(draw, ("", "", "", "correction", "another"))
    if not second_is:
        return [first]
    second = one_version(draw, f"item:{number}b", report, str(number))
    if second_is == "another":
        return [first, second]
    later = max(second.recorded_at, first.recorded_at + 15 * DAY)
    return [replace(first, superseded_at=later), replace(second, recorded_at=later)]


def one_version(draw: st.DrawFn, id: str, report: str, number: str) -> Item:
    """One version of an item."""
    happened = pick(draw, HAPPENED)
    begin = None if happened is None else int(START + happened[0] * DAY)
    item = Item(
        id=id,
        lineage=f"lineage:{number}",
        report=report,
        ref=f"R-{report[-1]}/{number}",
        item_no=number,
        text=f"What item {id} says.",
        event=pick(draw, ("sighting", "missing", "call")),
        kind=pick(draw, ("fact", "allegation")),
        grade=pick(draw, GRADES),
        access=pick(draw, ACCESS),
        origin=pick(draw, ORIGINS) or report,
        recorded_at=START + pick(draw, RECORDED) * DAY,
        happened=None if happened is None else f"day {happened[0]}",
        happened_from=begin,
        happened_to=None if happened is None or begin is None else int(begin + happened[1] * DAY),
    )
    return replace(item, loaded_at=None if number == "0" else item.recorded_at + 3 * DAY)


def mentions_in(draw: st.DrawFn, item: Item, people: list[Person], things: list[Entity]) -> list[Mention]:
    """A mention of each of these, some of them named twice."""
    told = [person_mention(draw, item, str(number), person) for number, person in enumerate(people)]
    return told + [thing_mention(draw, item, str(number), thing) for number, thing in enumerate(things, len(told))]


def person_mention(draw: st.DrawFn, item: Item, number: str, person: Person) -> Mention:
    """One mention of a person, which now and then says something else of them than the others do."""
    said = pick(draw, (*[person.said] * 12, "child", "adult", "person"))
    usual = ("child at risk", "") if said == "child" else ("suspected", "reported as concern", "family", "")
    rank = pick(draw, (0, 0, 0, 1, 2, 3))
    stated: dict[str, str | tuple[str, ...]] = {}
    if rank == 0:
        stated["name"] = person.name
        stated |= dict(pick(draw, ((), (("date_of_birth", "2010-05-01"),), (("age", "14"), ("sex", "female")))))
    if rank == 1:
        stated["alias"] = pick(draw, (("Taz",), ("Taz", "Gaz")))
    if rank == 2:
        stated["description"] = "30s, silver Golf"
    if pnc := pick(draw, ("", "", "", "", *PNC_IDS)):
        stated["pnc_id"] = pnc
    if said == "child":
        stated |= dict(pick(draw, ((), (), (("legal_status", "care-order"),), (("legal_status", "care-leaver"),))))
    return Mention(
        id=f"mention:{item.id}/{number}",
        item=item.id,
        entity=person.entity.id,
        mention_no=number,
        said=said,
        label=(person.name, "“Taz”", "30s, silver Golf", f"a {said}, not named")[rank],
        label_rank=rank,
        role=pick(draw, (*usual * 4, *ROLES)),
        local_ref=pick(draw, (person.local_ref, "")),
        name_key=PersonName.parse(person.name).key if rank == 0 else "",
        stated=tuple(sorted(stated.items())),
    )


def thing_mention(draw: st.DrawFn, item: Item, number: str, thing: Entity) -> Mention:
    """One mention of premises, a vehicle, a phone or an account."""
    stated: dict[str, str | tuple[str, ...]] = dict(STATES[thing.id])
    if thing.label == "Address":
        if kind := pick(draw, KINDS_OF_PREMISES):
            stated["premises_kind"] = kind
        if uprn := pick(draw, ("", "", "100000000001")):
            stated["uprn"] = uprn
    shown = next(iter(STATES[thing.id].values()))
    return Mention(
        id=f"mention:{item.id}/{number}",
        item=item.id,
        entity=thing.id,
        mention_no=number,
        said=SAYS[thing.label],
        label=pick(draw, (shown, shown, f"{shown} (said to be)")),
        label_rank=0,
        role=pick(draw, ("", "", "", "", "other", "reporter", "suspected")),
        local_ref=pick(draw, ("", "", f"T-{thing.id[-1]}")),
        stated=tuple(sorted(stated.items())),
    )


def relations(draw: st.DrawFn, mentions: list[Mention]) -> tuple[Relation, ...]:
    """Relationships between what one item names."""
    by_item: dict[str, set[str]] = {}
    for mention in mentions:
        by_item.setdefault(mention.item, set()).add(mention.entity)
    stateable = sorted(
        (item, kind, start, end)
        for item, named in by_item.items()
        for start in named
        for end in named
        if start != end
        for kind in _kinds_between(start, end)
    )
    by_end = [[each for each in stateable if _label(each[3]) == label] for label in ("Person", *SAYS)]
    alike = [st.sampled_from(group) for group in by_end if group]
    if not alike:
        return ()
    stated = draw(st.lists(st.one_of(alike), min_size=2, max_size=14))
    details = draw(st.lists(st.sampled_from(("", "since", "call")), min_size=len(stated), max_size=len(stated)))
    return tuple(
        Relation(
            id=f"relation:{number}",
            item=item,
            type=kind,
            start=start,
            end=end,
            since="2024-03" if detail == "since" else "",
            until="2024-06" if detail == "since" else "",
            relation="brother" if kind == "RELATED_TO" else "",
            at=1_709_331_000_000 if detail == "call" else None,
            seconds=63 if detail == "call" else None,
        )
        for number, ((item, kind, start, end), detail) in enumerate(zip(stated, details, strict=True))
    )


def decisions(draw: st.DrawFn, records: list[str], premises: list[str]) -> list[Judgement]:
    """Decisions that two records are one or are not, in chains, by several people, some since changed or withdrawn."""
    pairs = [(one, other) for one in records for other in records if one < other]
    if len(premises) == 2:
        pairs.append((premises[0], premises[1]))
    if not pairs:
        return []
    states = st.sampled_from(("same", "same", "same", "not same", "unsure"))
    decided = draw(st.lists(st.tuples(st.sampled_from(pairs), JUDGED, states), max_size=4))
    made = [
        decision(f"identity:{number}", start, end, access, recorded, state)
        for number, ((start, end), (access, recorded), state) in enumerate(decided)
    ]
    return made + [each for version in made for each in replaced(draw, version, ("withdrawn", "same", "not same"))]


def replaced(draw: st.DrawFn, version: Judgement, states: tuple[str, ...]) -> list[Judgement]:
    """Now and then another version in the place of this one: of another access as like as not."""
    if not pick(draw, (False, False, True)):
        return []
    access, recorded = draw(JUDGED)
    later = max(recorded, version.recorded_at + DAY)
    state = pick(draw, states)
    return [
        replace(version, id=f"{version.id}/2", access=access, recorded_at=later, state=state, replaces=(version.id,))
    ]


def matches(draw: st.DrawFn, records: list[str], mentions: list[Mention]) -> tuple[Possible, ...]:
    """Proposals between two mentions of two records."""
    people = st.sampled_from([mention for mention in mentions if mention.entity in records])
    proposed = draw(st.lists(st.tuples(people, people), min_size=2, max_size=6))
    return tuple(
        Possible(f"possible:{number}", one.entity, other.entity, one.item, other.item)
        for number, (one, other) in enumerate(proposed)
        if one.entity != other.entity
    )


def assessments(draw: st.DrawFn, records: list[str], items: list[Item]) -> list[Judgement]:
    """Assessments, some of one child at one time, some since corrected or withdrawn."""
    made = draw(st.lists(st.tuples(st.sampled_from(records), JUDGED, st.sampled_from((20, 20, 60))), max_size=4))
    first = [
        assessment(
            f"assessment:{number}",
            child,
            access,
            recorded,
            assessed_at=f"day {day}",
            assessed_at_ms=START + day * DAY,
            assessed_until_ms=START + (day + 1) * DAY,
            category=1 + number,
            ceiling=min(4, 2 + number),
            assessor=f"assessor {number}",
            agency=pick(draw, ("Social Services", "Social Services", "Education", "")),
            **indicators(draw),
        )
        for number, (child, (access, recorded), day) in enumerate(made)
    ]
    first = [_resting(version, items) for version in first]
    first += [each for version in first for each in replaced(draw, version, ("withdrawn", "recorded"))]
    return first + decided(draw, first)


def decided(draw: st.DrawFn, judged: list[Judgement]) -> list[Judgement]:
    """What was decided of some assessments, some of it since decided otherwise or withdrawn; and that no meeting is
    held about one of the children."""
    made: list[Judgement] = []
    for number, of in enumerate(judged):
        outcome = pick(draw, ("", "stays", "stays", "higher"))
        if outcome:
            access, recorded = draw(JUDGED)
            made.append(considered(f"considered:{number}", of, access, recorded, outcome))
    later = [each for version in made for each in replaced(draw, version, ("withdrawn", "decided"))]
    meetings = [not_held("considered:meeting", of.about[0], *draw(JUDGED)) for of in judged[:1]]
    return made + later + meetings


def of_references(draw: st.DrawFn, items: list[Item]) -> list[Judgement]:
    """Of some items under one reference, that they are different; some of it since withdrawn."""
    standing = [item for item in items if item.superseded_at == FOREVER]
    pairs = [(one, two) for one, two in pairwise(standing) if one.lineage == two.lineage]
    made = [different(one, two, *draw(JUDGED)) for one, two in pairs if pick(draw, (False, True))]
    return made + [each for version in made for each in replaced(draw, version, ("withdrawn", "different"))]


def casework(draw: st.DrawFn, records: list[str], premises: list[str], items: list[Item]) -> list[Judgement]:
    """Who works with whom and who lives where, some at recorded premises, some since corrected or withdrawn."""
    where = st.sampled_from((*premises, ""))
    made = draw(st.lists(st.tuples(st.sampled_from(records), JUDGED, where, st.sampled_from(items)), max_size=3))
    first = [
        _lives(f"casework:{number}", who, place, access, recorded, item)
        for number, (who, (access, recorded), place, item) in enumerate(made)
    ]
    return first + [each for version in first for each in replaced(draw, version, ("withdrawn", "recorded"))]


def _lives(id: str, who: str, place: str, access: str, recorded: int, item: Item) -> Judgement:
    if place:
        body: Body = PlacementBody(child=who, living="other", address=place, source="a made-up source")
    else:
        body = NetworkMemberBody(who=who, name="Sian Hughes", agency="Health")
    return casework_judgement(id, body, access, recorded, (Rest("", item),))


def _resting(version: Judgement, items: list[Item]) -> Judgement:
    """The assessment with an item or two behind each indicator, nothing left to chance."""
    codes: tuple[str, ...] = version.said("codes")
    start = int(version.id[-1]) * 5
    rests = {(code, start + place * 2 + more) for place, code in enumerate(codes) for more in range(1 + place % 2)}
    cited = sorted({(code, items[number % len(items)].id) for code, number in rests})
    of = {item.id: item for item in items}
    return replace(version, rests=tuple(Rest(code, of[id]) for code, id in cited))


ASKED = {"wishes": "to go home", "wishes_not_sought": "asleep", "carried_from": "1 May 2024, A Worker"}
"""What an assessment may say of the child's wishes, and of the one that its answers were carried over from."""


def indicators(draw: st.DrawFn) -> dict[str, object]:
    """What an assessment gives: few indicators, so that a later one often answers an earlier one."""
    given = pick(draw, (("V1",), ("V1", "R1"), ("R1", "S1"), ("S1",), ("V1", "R1", "S1")))
    statuses = tuple(pick(draw, ("present", "suspected", "absent", "absent", "closed")) for _ in given)
    stated = pick(draw, (None, None, None, 3))
    notes = tuple(f"why {code}" for code in given)
    says: dict[str, object] = {
        "codes": given,
        "statuses": statuses,
        "notes": notes,
        "loaded": pick(draw, (False, False, True)),
    }
    if says["loaded"] and stated is None and pick(draw, (False, True)):
        says |= {"confirmed_by": "a chair", "loaded_by": "somebody else"}
    return says if stated is None else says | {"category_stated": stated, "method": "a scored form", **ASKED}


def _report(draw: st.DrawFn, id: str) -> Report:
    """A report, of which the words perhaps came late, or wait for an item that was refused."""
    number = id[-1]
    return Report(
        id,
        "NICHE" if number == "1" else "PARTNER",
        f"R-{number}",
        f"Title {number}",
        f"All that report {number} says.",
        START + pick(draw, WORDED) * DAY,
        pick(draw, ((), (), (), (), ("9",))),
        *_words_view_fields(draw),
    )


def _words_view_fields(draw: st.DrawFn) -> tuple[str, int]:
    """Who may see a report's words, and until when they stand: mostly for good."""
    return pick(draw, ACCESS), pick(draw, (FOREVER, FOREVER, FOREVER, START + 40 * DAY))


def _kinds_between(start: str, end: str) -> list[str]:
    """The types that may be stated from one record to another; between two people one, so that they do not crowd."""
    kinds = [kind for kind, each in RELATIONS.items() if _label(start) in each.starts and _label(end) in each.ends]
    return kinds[int(start[-1]) % len(kinds) :][:1] if _label(start) == _label(end) == "Person" else kinds


def _label(entity: str) -> str:
    return KIND_NAMED[entity.split(":", 1)[0]].label


def _identified(mention: Mention) -> list[Identified]:
    """The identifiers that a mention states."""
    said = [(kind, value) for kind in ("pnc_id", "uprn") for value in mention.says(kind)]
    if mention.name_key and mention.says("date_of_birth"):
        said.append(("name_and_birth_date", f"{mention.name_key}/{mention.says('date_of_birth')[0]}"))
    return [
        Identified(f"identified:{mention.id}/{kind}", mention.item, mention.entity, f"{kind}:{value}", kind)
        for kind, value in said
    ]
