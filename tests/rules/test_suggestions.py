"""What items suggest to an assessor: docs/domain.md, "Suggestions", with each exclusion."""

from datetime import date, datetime

import pytest

from graph.rules.missing import MissingEvent, missing_record
from graph.rules.suggestions import About, ItemAbout, NamedBeside, suggestions, tied_directly
from graph.values.when import LONDON, moment_of

NOBODY_MISSING = missing_record((), date(2026, 11, 2))


def _beside(id: str, role: str = "", *, common: bool = False, category: int | None = None) -> NamedBeside:
    """`adult:lee`: the kind stands before the colon."""
    roles = frozenset({role}) if role else frozenset[str]()
    return NamedBeside(id, id.partition(":")[0], roles, common=common, category=category)


def _item(
    id: str, *beside: NamedBeside, origin: str = "", event: str = "", false: bool = False, role: str = "child at risk"
) -> ItemAbout:
    return ItemAbout(id, origin or id, event, false, frozenset({role}), beside)


def _codes(*items: ItemAbout, concern: tuple[str, ...] = (), at_risk: dict[str, set[str]] | None = None) -> list[str]:
    places = {place: frozenset(children) for place, children in (at_risk or {}).items()}
    about = About(items, NOBODY_MISSING, frozenset(concern), places)
    return [each.code for each in suggestions(about)]


CAR, LEE, MO, PHONE = _beside("vehicle:golf"), _beside("adult:lee"), _beside("person:mo"), _beside("phone:1")


@pytest.mark.parametrize(
    ("items", "codes"),
    [
        pytest.param([_item("1", CAR, LEE)], ["S4"], id="a car and an adult in one item"),
        pytest.param([_item("1", CAR), _item("2", LEE)], [], id="not in two"),
        pytest.param([_item("1", CAR, _beside("adult:lee", "carer"))], [], id="a carer's car"),
        pytest.param([_item("1", CAR, _beside("adult:lee", "professional"))], [], id="school transport"),
        pytest.param([_item("1", CAR, _beside("adult:lee", "witness"))], [], id="a witness beside a car"),
        pytest.param([_item("1", CAR, LEE), _item("2", _beside("adult:lee", "family"))], [], id="family elsewhere"),
        pytest.param([_item("1", CAR, LEE, false=True)], [], id="suspected to be false"),
        pytest.param([_item("1", CAR, LEE, role="family")], [], id="about another child"),
        pytest.param([_item("1", LEE), _item("2", LEE)], ["S2"], id="one adult by two sources"),
        pytest.param([_item("1", LEE, origin="o"), _item("2", LEE, origin="o")], [], id="twice by one source"),
        pytest.param([_item("1", LEE), _item("2", MO)], [], id="two adults once each"),
        pytest.param([_item("1", LEE, event="call"), _item("2", MO, event="call")], ["R2"], id="calls with two adults"),
        pytest.param(
            [_item("1", LEE, event="call", origin="o"), _item("2", LEE, event="call", origin="o")], [], id="one"
        ),
        pytest.param([_item("1", PHONE, LEE)], [], id="a phone and an adult of no concern"),
        pytest.param([_item("1", _beside("child:b", category=4))], ["R7"], id="a friend at 4"),
        pytest.param([_item("1", _beside("child:b", category=3))], [], id="a friend at 3"),
        pytest.param(
            [_item("1", _beside("child:b", "reporter", category=4))], [], id="a child at 4 who only told of it"
        ),
    ],
)
def test_what_items_suggest(items: list[ItemAbout], codes: list[str]) -> None:
    assert _codes(*items) == codes


def test_family_is_not_left_out_where_an_item_alleges_concern() -> None:
    """The brother who drove: docs/domain.md."""
    brother = _beside("adult:brother", "family")

    assert _codes(_item("1", CAR, brother)) == []
    assert _codes(_item("1", CAR, brother), concern=("adult:brother",)) == ["S4"]


def test_a_phone_in_one_item_with_an_adult_of_concern_suggests_r3() -> None:
    [found] = suggestions(About((_item("1", PHONE, LEE),), NOBODY_MISSING, frozenset({"adult:lee"}), {}))

    assert (found.code, found.through, found.items) == ("R3", ("adult:lee", "phone:1"), ("1",))


@pytest.mark.parametrize(
    ("common", "children", "codes"), [(False, {"b", "c"}, ["S6"]), (False, {"b"}, []), (True, {"b", "c"}, [])]
)
def test_a_place_of_two_children_at_risk_suggests_s6(common: bool, children: set[str], codes: list[str]) -> None:
    place = _beside("premises:flat", common=common)

    assert _codes(_item("1", place), at_risk={"premises:flat": children}) == codes


def test_an_association_is_never_passed_along_a_chain() -> None:
    """The friend's friend at 4 is named with the friend, not with the child."""
    items = (_item("1", _beside("child:friend", category=2)),)

    assert tied_directly(items) == {}


def test_missing_episodes_suggest_with_both_ends() -> None:
    def at(day: int, hour: int) -> int:
        return moment_of(datetime(2026, 11, day, hour, tzinfo=LONDON))

    events = [
        MissingEvent("start", "missing", at(1, 21), at(1, 21)),
        MissingEvent("end", "found", at(2, 7), at(2, 7)),
        MissingEvent("evening", "missing", at(5, 18), at(5, 18)),
        MissingEvent("back", "returned", at(5, 22), at(5, 22)),
    ]
    found = suggestions(About((), missing_record(events, date(2026, 11, 9)), frozenset(), {}))

    assert [(each.code, each.items) for each in found] == [("R1", ("back", "evening")), ("S1", ("end", "start"))]
