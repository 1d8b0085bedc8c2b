"""Forces in which one hidden record is the hinge: everything named is visible, and only that record changes answers.

Hypothesis finds most of these sooner or later; the proof should not rest on its luck. In each, an analyst who is in no
compartment looks at a small force, and what is in compartment OPAL is hidden from them.
"""

from collections.abc import Mapping
from dataclasses import replace

from graph.judgements.disruption import DisruptionBody
from graph.judgements.network import CommonPlaceBody, NetworkMemberBody, PlacementBody
from graph.model.kinds import LABEL_OF_SAID
from graph.model.view import FOREVER, BoundView, Lens, View
from tests.invariants.force import (
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
    agreement,
    assessment,
    casework_judgement,
    decision,
    different,
)
from tests.invariants.making import DAY, START, TODAY
from tests.invariants.parameter_sets import parameter_sets

SEEN, HIDDEN = "P||", "P||OPAL"

PEOPLE = {"ann": "child", "bea": "child", "cal": "child", "dai": "adult", "eve": "adult", "taz": "person"}
DOUBLES = {"ann": "ann-2", "bea": "bea-2", "dai": "dai-2", "taz": "taz-2"}
"""Records of the same people in another system, which may or may not be known to be theirs."""
THINGS = {
    "house": "Address",
    "flat": "Address",
    "golf": "Vehicle",
    "van": "Vehicle",
    "mobile": "Phone",
    "other": "Phone",
    "pager": "Phone",
    "chat": "Account",
    "cabs": "Organisation",
}
SAYS = {label: said for said, label in LABEL_OF_SAID.items() if label != "Person"}
CASTS = (
    ("ann", "dai", "taz", "house", "golf", "mobile", "cabs"),
    ("bea", "dai", "taz", "house", "golf", "mobile"),
    ("cal", "eve", "flat", "van", "other", "chat", "cabs"),
    ("ann-2", "bea-2", "dai-2", "taz-2", "eve", "van", "flat", "chat", "mobile", "cabs"),
)
"""Who and what each visible item names."""
TIES = (
    ("dai", "LIVES_AT", "house"),
    ("dai", "USES", "golf"),
    ("dai", "USES", "mobile"),
    ("taz", "KEEPS", "golf"),
    ("ann", "ASSOCIATES_WITH", "dai"),
    ("dai", "ASSOCIATES_WITH", "ann"),
    ("dai-2", "LIVES_AT", "flat"),
    ("dai-2", "KEEPS", "van"),
    ("dai-2", "USES", "chat"),
    ("eve", "DRIVES", "van"),
    ("taz", "WORKS_FOR", "cabs"),
    ("dai-2", "WORKS_FOR", "cabs"),
    ("cabs", "RUNS", "van"),
    ("mobile", "CALLED", "other"),
    ("other", "CALLED", "mobile"),
)
RANKED_ITEMS: dict[str, tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]] = {
    "account": (SEEN, ("bea", "dai"), ()),
    "accused": (HIDDEN, ("ann", "eve"), ()),
    "arrest": (SEEN, ("ann", "eve-5"), ()),
    "arrest-2": (HIDDEN, ("ann", "dai-2"), ()),
    "under-18": (SEEN, ("bea", "dai-5"), (("date_of_birth", "2007-12-01"),)),
    "1990": (SEEN, ("bea", "dai-6"), (("date_of_birth", "1990"),)),
    "2008": (HIDDEN, ("bea", "dai-6"), (("date_of_birth", "2008"),)),
    "before-18": (SEEN, ("ann", "cal", "eve-6"), (("date_of_birth", "2006-06-15"),)),
    "since": (SEEN, ("bea", "eve-6"), ()),
    "30s": (SEEN, ("bea", "cal", "taz-5"), (("age", "30s"),)),
    "40": (HIDDEN, ("bea", "taz"), (("age", "about 40"),)),
    "15-17": (SEEN, ("bea", "taz-6"), (("age", "15-17"),)),
}
"""Items of `ranked`: access, who is named, and what the adult or person in it is said to be."""
OPTIONS = {"golf": SEEN, "house": SEEN, "dai": SEEN, "eve": HIDDEN, "mobile": HIDDEN}
"""About what somebody considered an option there, and who may read it."""


def crafted_cases() -> tuple[Case, ...]:
    """Every hinge, through the View of an analyst, with possible matches followed and not."""
    doubles = DOUBLES.items()
    plain = _base()
    told = _with_item(plain, "told", HIDDEN, ("bea", "other", *CASTS[0], *CASTS[3]), ties=True, order=1)
    apart = ("ann", "cal", "eve", "dai", "flat", "house", "van", "golf", "other", "chat", "cabs")
    hinges = (
        _called_alike(_assessed(replace(plain, judgements=tuple(_same(one, two, HIDDEN) for one, two in doubles)))),
        _called_alike(_worked_with(_assessed(_identified(plain)))),
        _called_alike(told),
        _with_item(plain, "apart", HIDDEN, apart),
        replace(
            _with_item(plain, "older", HIDDEN, tuple(f"{one}-3" for one in DOUBLES), order=1),
            judgements=tuple(_same(one, f"{one}-3", SEEN) for one in DOUBLES),
        ),
        _called_alike(
            _worked_with(
                replace(
                    _with_item(plain, "between", HIDDEN, tuple(f"{one}-3" for one in DOUBLES), order=1),
                    judgements=tuple(
                        pair
                        for one, two in doubles
                        for pair in (_same(one, f"{one}-3", SEEN), _same(f"{one}-3", two, SEEN))
                    ),
                ),
            ),
        ),
        replace(plain, judgements=tuple(_assessment(one, access) for one in PEOPLE for access in (SEEN, HIDDEN))),
        _rested(ended=True),
        _rested(ended=False),
        _withdrawn(),
        _of_casework(),
        _called_alike(
            replace(plain, judgements=(_same("ann", "cal", HIDDEN, "not same"), _same("bea", "cal", HIDDEN)))
        ),
        _of_common_places(plain),
        _judged_common(plain),
        _cited_alike(plain),
        _called_otherwise(plain),
        _tied(same=HIDDEN, older=SEEN),
        _tied(same=SEEN, older=HIDDEN),
        _with_item(_tied(same=SEEN, older=SEEN), "apart", HIDDEN, apart),
        in_a_row(),
        ranked(),
        _calling(plain),
        _away(plain),
        *_decided_apart(plain),
    )
    followed = (
        _called_alike(
            _worked_with(
                _assessed(
                    replace(told, possible=tuple(_possible(told, one, two, hide_first=first) for one, two in doubles))
                )
            )
        )
        for first in (True, False)
    )
    proposed = replace(plain, possible=tuple(_possible(plain, one, two, hide_first=None) for one, two in doubles))
    return (
        *(case_of(force) for force in hinges),
        *(case_of(force, with_possible=True) for force in followed),
        case_of(_called_alike(_worked_with(_assessed(proposed)))),
        case_of(_graded(plain), grades=frozenset({"2B"})),
        case_of(_happened_apart(plain), lens=Lens(START, START + DAY)),
        case_of(
            _cited_alike(plain), lens=Lens(START, START + DAY, frozenset({"2B"}), without=frozenset({"origin:sourced"}))
        ),
        case_of(plain, known_at=START + 39 * DAY, lens=Lens(without=frozenset({"origin:1"}))),
        *(case_of(_corrected(*versions)) for versions in ((HIDDEN, SEEN), (SEEN, HIDDEN))),
        case_of(_corrected(SEEN, HIDDEN), known_at=START + 30 * DAY),
        case_of(_corrected(SEEN, SEEN), known_at=START + 30 * DAY),
        case_of(_worded(at=START + 60 * DAY), known_at=START + 50 * DAY),
        case_of(_worded(waiting=("9",))),
        case_of(_worded(access=HIDDEN)),
        case_of(_worded(until=START + 30 * DAY)),
        case_of(_titled()),
    )


def case_of(
    force: Force,
    *,
    with_possible: bool = False,
    known_at: int = FOREVER - 1,
    grades: frozenset[str] | None = None,
    lens: Lens | None = None,
) -> Case:
    """A force as an analyst in no compartment sees it, asked everything."""
    view = View(TODAY, known_at, lens or Lens(with_possible=with_possible, grades=grades))
    asked = tuple(each for sets in parameter_sets(force).values() for each in sets)
    return Case(force, BoundView(view, (SEEN,)), ("pnc_id",), asked)


def in_a_row() -> Force:
    """From a house to Eve by way of Taz, who is Eve by a hidden decision: her records bring what is beside him."""
    force = Force(reports=(Report("report:1", "NICHE", "R-1", "A title", "All of it.", START),))
    for number, pair in enumerate((("house", "taz"), ("taz", "dai"), ("dai", "eve"))):
        force = _with_item(force, f"row-{number}", SEEN, pair, order=40 - number)
    return replace(force, judgements=(_same("eve", "taz", HIDDEN),))


def ranked() -> Force:
    """Adults with a child's account or an arrest, some of it hidden; people under 18, 18 since, of no age; options that
    were considered."""
    force = _base()
    for number, (name, (access, cast, _)) in enumerate(RANKED_ITEMS.items()):
        force = _with_item(force, name, access, cast, order=41 + number)
    items = tuple(
        replace(
            each,
            event="arrest" if each.item_no.startswith("arrest") else each.event,
            happened_from=START + 300 * DAY if each.item_no == "since" else each.happened_from,
            happened_to=START + 301 * DAY if each.item_no == "since" else each.happened_to,
        )
        for each in force.items
    )
    mentions = tuple(_of_rank(each) for each in force.mentions)
    bodies = {one: DisruptionBody(entity=_id(one), option="prosecution", officer="DS Lewis") for one in OPTIONS}
    acts = (casework_judgement(f"option:{one}", body, OPTIONS[one], START) for one, body in bodies.items())
    return replace(force, items=items, mentions=mentions, judgements=tuple(acts))


def _calling(plain: Force) -> Force:
    """Calls at moments and without, one of them in two items; some, and users of phones, by hidden items alone."""
    casts = {
        "call": (SEEN, ("ann", "dai", "mobile", "other")),
        "call-2": (SEEN, ("mobile", "other")),
        "call-3": (HIDDEN, ("eve", "mobile", "pager", "other")),
        "call-4": (SEEN, ("eve", "other", "pager")),
    }
    force = plain
    for number, (name, (access, cast)) in enumerate(casts.items()):
        force = _with_item(force, name, access, cast, order=41 + number)
    hour = DAY // 24
    made = (
        ("call", "mobile", "other", START, 63),
        ("call", "other", "mobile", START + 2 * hour, None),
        ("call-2", "mobile", "other", START, 63),
        ("call-2", "mobile", "other", None, None),
        ("call-3", "mobile", "pager", START + hour, 5),
        ("call-3", "mobile", "other", START, 63),
        ("call-3", "mobile", "other", START + 3 * hour, 9),
        ("call-4", "other", "pager", START + 24 * hour, None),
        ("call-4", "pager", "other", None, 7),
    )
    calls = (
        Relation(f"relation:call/{number}", f"item:{item}", "CALLED", _id(start), _id(end), at=at, seconds=seconds)
        for number, (item, start, end, at, seconds) in enumerate(made)
    )
    used = (("call-3", "eve", "pager"), ("call-4", "eve", "other"), ("call-3", "eve", "mobile"))
    uses = (
        Relation(f"relation:use/{n}", f"item:{i}", "USES", _id(one), _id(it)) for n, (i, one, it) in enumerate(used)
    )
    return replace(force, relations=(*force.relations, *calls, *uses))


def _away(plain: Force) -> Force:
    """Children missing at one time, before and after, by one item and by several; some of it hidden."""
    made = {
        "away": (SEEN, ("ann", "bea"), "missing", 10.0),
        "away-2": (SEEN, ("cal",), "missing", 10.2),
        "away-3": (HIDDEN, ("cal", "ann"), "missing", 10.1),
        "back": (SEEN, ("ann", "bea"), "found", 11.5),
        "back-2": (SEEN, ("cal",), "returned", 10.9),
        "later": (SEEN, ("ann", "cal-2"), "missing", 60.0),
        "later-2": (HIDDEN, ("bea",), "missing", 60.1),
        "later-3": (SEEN, ("cal",), "missing", 30.0),
        "long": (SEEN, ("cal",), "found", 60.5),
        "absent": (SEEN, ("bea",), "unauthorised-absence", 60.0),
    }
    force = plain
    for number, (name, (access, cast, _, _)) in enumerate(made.items()):
        force = _with_item(force, name, access, cast, order=41 + number)
    items = tuple(
        replace(each, event=made[each.item_no][2], happened=None, **_moment(made[each.item_no][3]))
        if each.item_no in made
        else each
        for each in force.items
    )
    return replace(force, items=items, judgements=(_same("cal", "cal-2", HIDDEN),))


def _moment(day: float) -> dict[str, int]:
    at = int(START + day * DAY)
    return {"happened_from": at, "happened_to": at + 60_000}


def _of_rank(mention: Mention) -> Mention:
    name = mention.item.removeprefix("item:")
    if name not in RANKED_ITEMS:
        return mention
    says = RANKED_ITEMS[name][2]
    role = "reporter" if name in ("account", "accused") and mention.said == "child" else mention.role
    return replace(mention, role=role, stated=(*mention.stated, *says) if mention.said != "child" else mention.stated)


def _base() -> Force:
    """Everything visible: two groups of people, and for some of them a second record that nothing joins."""
    force = Force(reports=(Report("report:1", "NICHE", "R-1", "A title", "All of it.", START),))
    for number, cast in enumerate(CASTS):
        force = _with_item(force, str(number), SEEN, cast, ties=True, order=40 - number)
    return force


def _worded(*, at: int = START, waiting: tuple[str, ...] = (), access: str = SEEN, until: int = FOREVER) -> Force:
    """Everything visible but the report's own words: which came later, wait for a refused item, are hidden or ended."""
    force = _base()
    says = {"recorded_at": at, "waiting": waiting, "access": access, "superseded_at": until}
    return replace(force, reports=tuple(replace(each, **says) for each in force.reports))


def _titled() -> Force:
    """A report whose words may be seen and one item may not; and a hidden report of the same title."""
    force = _with_item(_base(), "told", HIDDEN, CASTS[0])
    force = _with_item(force, "other", HIDDEN, CASTS[1])
    other = Report("report:2", "NICHE", "R-2", "A title", "All of the other.", START, access=HIDDEN)
    items = tuple(replace(item, report=other.id) if item.id == "item:other" else item for item in force.items)
    return replace(force, reports=(*force.reports, other), items=items)


def _with_item(
    force: Force, name: str, access: str, cast: tuple[str, ...], *, ties: bool = False, order: int = 20
) -> Force:
    """The force with one more item, recorded on a day that says how old what it names is."""
    item = Item(
        id=f"item:{name}",
        lineage=f"lineage:{name}",
        report="report:1",
        ref=f"R-1/{name}",
        item_no=name,
        text=f"What {name} says.",
        event="sighting",
        kind="fact",
        grade="2B",
        access=access,
        origin=f"origin:{name}",
        recorded_at=START + order * DAY,
        happened="2024-01",
        happened_from=START,
        happened_to=START + DAY,
    )
    stated = TIES if ties else ()
    known = {entity.id for entity in force.entities}
    return replace(
        force,
        items=(*force.items, item),
        entities=(*force.entities, *(_entity(one) for one in cast if _id(one) not in known)),
        mentions=(*force.mentions, *(_mention(item, one) for one in cast)),
        relations=(
            *force.relations,
            *(
                Relation(f"relation:{name}/{start}/{kind}/{end}", item.id, kind, _id(start), _id(end))
                for start, kind, end in stated
                if start in cast and end in cast
            ),
        ),
    )


def _entity(name: str) -> Entity:
    return Entity(_id(name), THINGS.get(name, "Person"))


def _id(name: str) -> str:
    return f"{THINGS.get(name, 'Person').lower()}:{name}"


def _mention(item: Item, name: str) -> Mention:
    """Every item calls everyone by another name, so that what is hidden would show in a label."""
    label = THINGS.get(name, "Person")
    said = SAYS.get(label) or PEOPLE[name.split("-")[0]]
    return Mention(
        id=f"mention:{item.id}/{name}",
        item=item.id,
        entity=_id(name),
        mention_no=name,
        said=said,
        label=f"{name} in {item.item_no}",
        label_rank=0,
        role={"child": "child at risk", "adult": "suspected"}.get(said, ""),
        local_ref=f"N-{name}" if label == "Person" else "",
        name_key=name,
        stated=(("name", name),) if label == "Person" else (),
    )


def _graded(force: Force) -> Force:
    """The first item, which names whom others name too, is of a poorer grade than they are."""
    first, *others = force.items
    return replace(force, items=(replace(first, grade="3D"), *others))


def _happened_apart(force: Force) -> Force:
    """The first two items, which name whom others name too, happened before all others, and after."""
    first, second, *others = force.items
    before = replace(first, happened_from=START - DAY, happened_to=START)
    after = replace(second, happened_from=START + DAY, happened_to=START + 2 * DAY)
    return replace(force, items=(before, after, *others))


def _called_alike(force: Force) -> Force:
    """The force in which some people, and some of their other records, bear one name."""
    alike = {_id(one) for one in ("ann", "ann-2", "ann-3", "bea", "cal", "dai", "dai-2", "taz")}
    return replace(
        force,
        mentions=tuple(replace(each, name_key="lee, bo") if each.entity in alike else each for each in force.mentions),
    )


def _same(one: str, other: str, access: str, state: str = "same", name: str = "same") -> Judgement:
    return decision(f"{name}:{one}", _id(one), _id(other), access, START, state)


def _possible(force: Force, one: str, other: str, *, hide_first: bool | None) -> Possible:
    """A proposal of which one mention is hidden, the first or the second; neither, for None."""
    items = {item.id: item.access for item in force.items}

    def naming(name: str, *, hidden: bool | None) -> str:
        wanted = HIDDEN if hidden else SEEN
        found = [each.item for each in force.mentions if each.entity == _id(name) and items[each.item] == wanted]
        return found[0]

    second = None if hide_first is None else not hide_first
    return Possible(
        f"possible:{one}", _id(one), _id(other), naming(one, hidden=hide_first), naming(other, hidden=second)
    )


def _decided_apart(plain: Force) -> tuple[Force, ...]:
    """Each pair states one PNC ID; somebody decided that they are not one, which is hidden, or what came of it is."""
    shared = _identified(plain, SEEN)
    pairs = DOUBLES.items()
    apart = {access: [_same(*pair, access, "not same", "apart") for pair in pairs] for access in (SEEN, HIDDEN)}
    undone = [
        replace(each, id=f"{each.id}/2", access=HIDDEN, state="withdrawn", replaces=(each.id,)) for each in apart[SEEN]
    ]
    also_same = [_same(*pair, HIDDEN) for pair in pairs]
    through_a_third = [
        decision
        for one, two in DOUBLES.items()
        for decision in (_same(one, "eve", SEEN, name="chain"), _same(two, "eve", HIDDEN, name="chain"))
    ]
    return (
        replace(shared, judgements=tuple(apart[HIDDEN])),
        replace(shared, judgements=(*apart[SEEN], *undone)),
        replace(plain, judgements=(*apart[HIDDEN], *(_same(*pair, SEEN) for pair in pairs))),
        replace(shared, judgements=(*apart[SEEN], *also_same)),
        replace(shared, judgements=(*apart[SEEN], *through_a_third)),
    )


def _identified(force: Force, access: str = HIDDEN) -> Force:
    """Each pair states one PNC ID, which for one of the two only an item of this access does."""
    force = _with_item(force, "pnc", access, tuple(DOUBLES))
    edges: list[Identified] = []
    for one, two in DOUBLES.items():
        for name, item in ((one, "item:pnc"), (two, "item:3")):
            edges.append(Identified(f"identified:{name}", item, _id(name), f"pnc_id:{one}", "pnc_id"))
    return replace(force, identified=tuple(edges))


def _assessment(child: str, access: str) -> Judgement:
    """The hidden one is the newer."""
    newer = access == HIDDEN
    day = START + (60 if newer else 30) * DAY
    return assessment(
        f"assessment:{child}/{access}",
        _id(child),
        access,
        day,
        assessed_at="a day",
        assessed_at_ms=day,
        assessed_until_ms=day + DAY,
        category=4 if newer else 2,
        ceiling=4,
        codes=("S1",) if newer else ("V1", "R1"),
        statuses=("present",) if newer else ("present", "suspected"),
        notes=("seen",) if newer else ("told", ""),
    )


def _assessed(force: Force) -> Force:
    """The force with assessments of two children that rest on the first item."""
    item = force.items[0]
    judged = tuple(replace(_assessment(one, SEEN), rests=(Rest("V1", item),)) for one in ("ann", "bea"))
    return replace(force, judgements=(*force.judgements, *judged))


def _rested(*, ended: bool) -> Force:
    """Visible assessments of the children, which rest on a hidden item: one that was corrected, or one that stands."""
    force = _corrected(HIDDEN, SEEN) if ended else _with_item(_base(), "secret", HIDDEN, CASTS[0])
    item = next(each for each in force.items if each.id == ("item:old" if ended else "item:secret"))
    judged = tuple(replace(_assessment(one, SEEN), rests=(Rest("V1", item),)) for one in ("ann", "bea", "cal"))
    return replace(force, judgements=judged)


def _withdrawn() -> Force:
    """An item openly withdrawn, one withdrawn in a compartment; each assessed upon, of a child whose records are one
    by decision, with a hidden assessment beside."""
    force = _with_item(_with_item(_base(), "gone", SEEN, CASTS[0]), "lost", SEEN, CASTS[1])
    ended = {"item:gone": SEEN, "item:lost": HIDDEN}
    items = tuple(replace(item, superseded_at=START + 60 * DAY) if item.id in ended else item for item in force.items)
    of = {item.id: item for item in items}
    withdrawals = tuple(
        Judgement(
            f"withdrawal:{id}",
            "Withdrawal",
            f"withdrawn:{id}",
            (),
            access,
            START + 60 * DAY,
            "made",
            says=(("item", id), ("ref", of[id].ref)),
            rests=(Rest("", of[id]),),
        )
        for id, access in ended.items()
    )
    judged = tuple(
        replace(_assessment(one, access), rests=(Rest("V1", of[id]),))
        for one, id, access in (("ann", "item:gone", SEEN), ("bea", "item:gone", HIDDEN), ("ann-2", "item:0", HIDDEN))
    )
    again = replace(judged[0], id=f"{judged[0].id}/2", access=HIDDEN, replaces=(judged[0].id,))
    return replace(force, items=items, judgements=(*withdrawals, *judged, again, _same("ann", "ann-2", SEEN)))


def _of_casework() -> Force:
    """Who works with whom and who lives where: some of it hidden, replaced by something hidden, about a record that a
    hidden decision makes one with another, at premises that only a hidden item names, resting on items that ended."""
    force = _with_item(_with_item(_base(), "gone", SEEN, CASTS[0]), "lost", HIDDEN, CASTS[1])
    force = _with_item(force, "secret", HIDDEN, ("cal", "flat"))
    ended = ("item:gone", "item:lost")
    items = tuple(replace(each, superseded_at=START + 60 * DAY) if each.id in ended else each for each in force.items)
    of = {item.id: item for item in items}
    works = [_works_with(one, access, of) for one in ("ann", "bea", "ann-2") for access in (SEEN, HIDDEN)]
    lives = PlacementBody(child=_id("cal"), living="other", address=_id("flat"), source="a visit")
    corrected = replace(works[0], id="casework:corrected", access=HIDDEN, replaces=(works[0].id,))
    withdrawn = replace(works[2], id="casework:withdrawn", state="withdrawn", recorded_at=START + 70 * DAY)
    return replace(
        force,
        items=items,
        judgements=(
            *works,
            casework_judgement("casework:lives", lives, SEEN, START, (Rest("", of["item:secret"]),)),
            corrected,
            replace(withdrawn, replaces=(works[2].id,)),
            _same("ann", "ann-2", HIDDEN),
        ),
    )


def _worked_with(force: Force) -> Force:
    """The force with somebody who works with each record of the people of whom there are two."""
    of = {item.id: item for item in force.items}
    works = [_works_with(one, SEEN, of) for pair in DOUBLES.items() for one in pair]
    return replace(force, judgements=(*force.judgements, *works))


def _works_with(one: str, access: str, items: Mapping[str, Item]) -> Judgement:
    body = NetworkMemberBody(who=_id(one), name="Sian Hughes", agency="Health")
    cited = ("item:gone", "item:lost", "item:secret", "item:0")
    rests = tuple(Rest("", items[id]) for id in cited if id in items)
    return casework_judgement(f"casework:{one}/{access}", body, access, START + 5 * DAY, rests)


def _of_common_places(force: Force) -> Force:
    """Only a hidden item says that the premises are a school."""
    force = _with_item(force, "school", HIDDEN, ("ann", "house", "flat"))
    mentions = tuple(
        replace(each, stated=(("premises_kind", "school"),))
        if each.item == "item:school" and each.said == "address"
        else replace(each, role="")
        for each in force.mentions
    )
    return replace(force, mentions=mentions)


def _judged_common(force: Force) -> Force:
    """A hidden judgement says that one of the premises is a common place; one that says so of others is withdrawn in a
    hidden version, so that they are one still. And of two children, what another authority agreed is hidden: that its
    assessment answers ours, or that it does not after all."""
    house, flat = (CommonPlaceBody(address=_id(place)) for place in ("house", "flat"))
    judged = casework_judgement("common:flat", flat, SEEN, START)
    withdrawn = replace(judged, id="common:flat/2", access=HIDDEN, state="withdrawn", replaces=(judged.id,))
    places = (casework_judgement("common:house", house, HIDDEN, START), judged, withdrawn)
    return replace(force, judgements=(*places, *_agreed("ann", HIDDEN), *_agreed("bea", SEEN, refused=HIDDEN)))


def _agreed(child: str, access: str, refused: str = "") -> tuple[Judgement, ...]:
    """An assessment of a child, a later one by another authority that gives all of it as absent, and whether that
    authority agreed that it counts: who may read that it did, and that it did not."""
    ours = _assessment(child, SEEN)
    day = START + 35 * DAY
    theirs = assessment(
        f"assessment:{child}/theirs",
        _id(child),
        SEEN,
        day,
        assessed_at="a later day",
        assessed_at_ms=day,
        assessed_until_ms=day + DAY,
        category=1,
        ceiling=2,
        agency="Social Services",
        authority="Bristol City Council",
        codes=("V1", "R1"),
        statuses=("absent", "absent"),
        notes=("", ""),
    )
    made = agreement(f"considered:{child}/agreed", theirs, access, day, "agreed")
    other = agreement(f"considered:{child}/refused", theirs, refused, day, "not agreed")
    return (ours, theirs, made, *((other,) if refused else ()))


def _cited_alike(force: Force) -> Force:
    """Another system has a report of the same reference: one item of it is visible, and one is not. And a report has
    two items under one reference: both visible, so decided by somebody who is hidden, or one of them hidden."""
    other = Report("report:3", "PARTNER", "R-1", "Another title", "All of the other.", START)
    force = _with_item(force, "twin", SEEN, CASTS[0], order=50)
    force = _with_item(force, "hidden-twin", HIDDEN, CASTS[1], order=50)
    cited = {"item:twin": "R-1/0", "item:hidden-twin": "R-1/1"}
    items = tuple(
        replace(item, report=other.id, ref=cited[item.id]) if item.id in cited else item for item in force.items
    )
    force = replace(force, reports=(*force.reports, other), items=items)
    double = {"double": "0", "hidden-double": "1", "different": "2", "sourced": "3", "doubted": "1"}
    for name, cast in zip(double, (*CASTS, CASTS[1]), strict=True):
        force = _with_item(force, name, HIDDEN if name == "hidden-double" else SEEN, cast, order=50)
    of = {item.id: item for item in force.items}
    happened = {"item:double": START - DAY, "item:different": START + DAY}
    items = tuple(
        replace(
            item,
            ref=of[f"item:{double[item.item_no]}"].ref,
            lineage=of[f"item:{double[item.item_no]}"].lineage,
            grade="3D" if item.id == "item:doubted" else item.grade,
            happened_from=happened.get(item.id, START),
            happened_to=happened.get(item.id, START) + DAY,
        )
        if item.item_no in double
        else item
        for item in force.items
    )
    of = {item.id: item for item in items}
    hidden = different(of["item:0"], of["item:double"], HIDDEN, START + 55 * DAY)
    known = different(of["item:2"], of["item:different"], SEEN, START + 55 * DAY)
    undone = replace(known, id=f"{known.id}/2", access=HIDDEN, state="withdrawn", replaces=(known.id,), rests=())
    return replace(force, items=items, judgements=(hidden, known, undone))


def _called_otherwise(force: Force) -> Force:
    """Only a hidden item gives people another name, by which they are not to be found."""
    force = _with_item(force, "name", HIDDEN, tuple(PEOPLE))
    mentions = tuple(
        replace(each, name_key=f"other, {each.mention_no}", stated=(("name", f"{each.mention_no} other"),))
        if each.item == "item:name"
        else each
        for each in force.mentions
    )
    return replace(force, mentions=mentions)


def _tied(*, same: str, older: str) -> Force:
    """Bea and Cal are linked with Ann alike; by an older record, named nowhere near her, Cal comes first of the two."""
    force = _with_item(_base(), "tie", SEEN, ("ann", "bea-4", "cal-4"), order=30)
    force = _with_item(force, "older", older, ("ann-4",), order=1)
    force = _with_item(force, "younger", SEEN, ("ann-4",), order=50)
    return replace(force, judgements=(_same("cal-4", "ann-4", same),))


def _corrected(first: str, second: str) -> Force:
    """A report of one item and its correction."""
    force = _with_item(_base(), "old", first, CASTS[0], order=20)
    force = _with_item(force, "new", second, CASTS[0], order=40)
    reported = Report("report:2", "NICHE", "R-2", "Corrected", "Both of it.", START)
    items = tuple(
        replace(
            item,
            report=reported.id,
            lineage="lineage:corrected",
            superseded_at=START + 40 * DAY if item.id == "item:old" else FOREVER,
        )
        if item.id in ("item:old", "item:new")
        else item
        for item in force.items
    )
    return replace(force, reports=(*force.reports, reported), items=items)
