"""Who and what is ranked, by hand: hard cases 18 and 19, and each rule of docs/domain.md, "Rankings"."""

from dataclasses import dataclass, replace

import pytest

from graph.model.view import BoundView, View
from graph.projection import Ranked, Seen
from graph.projection.derived import Derived
from graph.projection.tables import Tables
from graph.rules.rankings import RANK_BANDS
from tests.invariants.force import Force, Item, Mention
from tests.invariants.making import DAY, START, TODAY
from tests.projection.test_seen import rows_of

NOW = START + 400 * DAY


@dataclass(frozen=True)
class Named:
    """Somebody or something an item names: id, what it is said to be, role, and what is stated of it."""

    id: str
    said: str
    role: str = ""
    stated: tuple[tuple[str, str], ...] = ()


GIRL, SISTER, BROTHER = (Named(id, "child", "child at risk") for id in ("girl", "sister", "brother"))
MAN = Named("man", "adult", "suspected")
SOMEBODY = Named("somebody", "person", "suspected")


def seen_of(*items: tuple[Item, tuple[Named, ...]]) -> Seen:
    """What the open View shows of these items."""
    mentions = [
        Mention(
            f"{item.id}/{each.id}", item.id, each.id, "1", each.said, each.id, 0, role=each.role, stated=each.stated
        )
        for item, named in items
        for each in named
    ]
    force = Force(items=tuple(item for item, _ in items), mentions=tuple(mentions))
    return Seen(Derived(Tables.of(rows_of(force))), BoundView(View(TODAY), ("P||",)), ())


def ranked(*items: tuple[Item, tuple[Named, ...]], what: Ranked = "adults") -> list[tuple[str, str]]:
    """The ranking of these items: id and band, in order."""
    seen = seen_of(*items)
    ranking = seen.of_concern(what, NOW)
    places = zip(ranking.entities.tolist(), ranking.bands.tolist(), strict=True)
    return [(seen.record_id(entity), RANK_BANDS[band]) for entity, band in places]


def item(id: str, *, event: str = "sighting", day: int = 300, grade: str = "2B") -> Item:
    """An item of one day, of a source of its own."""
    begin = START + day * DAY
    made = Item(id, id, "report", f"R/{id}", id, "", event, "fact", grade, "P||", id, begin)
    return replace(made, happened_from=begin, happened_to=begin + DAY)


def test_a_child_who_brings_another_is_never_ranked_nor_once_18() -> None:
    """Hard case 18: whatever role an item gives her, and though an item of later says that she is an adult by now."""
    brings = replace(GIRL, role="suspected", stated=(("date_of_birth", "2007-05-01"),))
    grown = replace(brings, said="adult")

    assert ranked((item("1"), (brings, SISTER)), (item("2", day=600), (grown, SISTER, BROTHER))) == []


def test_a_brother_of_19_is_ranked_where_an_item_alleges_concern_and_not_as_family() -> None:
    """Hard case 19."""
    grown = Named("grown", "adult", "family", (("date_of_birth", "2005-01-01"),))
    drove = replace(grown, role="reported as concern")

    assert ranked((item("1"), (grown, SISTER))) == []
    assert ranked((item("1"), (grown, SISTER)), (item("2"), (drove, SISTER))) == [("grown", "ranked")]


@pytest.mark.parametrize(
    ("stated", "band"),
    [
        ((), "not ranked: age not known"),
        ((("age", "15-17"),), None),
        ((("age", "about 16"),), None),
        ((("age", "30s"),), "ranked"),
        ((("date_of_birth", "2007-06-02"),), None),
        ((("date_of_birth", "2007"),), None),
        ((("date_of_birth", "1990"),), "ranked"),
        ((("date_of_birth", "1990"), ("age", "17")), None),
    ],
    ids=["nothing", "15-17", "about 16", "30s", "18 tomorrow", "18 within the year", "born 1990", "stated both ways"],
)
def test_nobody_who_may_be_under_18_is_ranked(stated: tuple[tuple[str, str], ...], band: str | None) -> None:
    """On 1 June 2025: the youngest that is stated counts."""
    found = ranked((item("1"), (GIRL, replace(SOMEBODY, stated=stated))))

    assert found == ([] if band is None else [("somebody", band)])


def test_an_adult_without_an_age_is_ranked_since_an_item_calls_them_an_adult() -> None:
    assert ranked((item("1"), (GIRL, MAN))) == [("man", "ranked")]


def test_what_was_done_before_18_counts_nothing() -> None:
    """Born 15 June 2006: 18 on day 166 of 2024."""
    young = replace(MAN, stated=(("date_of_birth", "2006-06-15"),))

    assert ranked((item("1", day=165), (GIRL, young))) == []
    assert ranked((item("1", day=166), (GIRL, young))) == [("man", "ranked")]


def test_a_childs_own_account_and_an_arrest_stand_first_however_few_items() -> None:
    account = replace(GIRL, role="reporter")
    many = [(item(f"many-{n}"), (GIRL, SISTER, BROTHER, MAN)) for n in range(4)]
    named = (item("account", grade="3D"), (account, replace(MAN, id="named")))
    arrested = (item("arrest", event="arrest", grade="3D"), (SISTER, replace(MAN, id="arrested")))

    assert ranked(*many, named, arrested)[2:] == [("man", "ranked")]
    assert set(ranked(*many, named, arrested)[:2]) == {("named", "decide now"), ("arrested", "decide now")}


def test_an_account_of_somebody_else_decides_nothing() -> None:
    told = (Named("aunt", "adult", "reporter"), GIRL, MAN)

    assert ranked((item("1"), told)) == [("man", "ranked")]


def test_a_single_item_never_heads_a_list() -> None:
    """One item that names three children, graded best, stands below two that name one, graded poorly."""
    one = (item("one", grade="1A"), (GIRL, SISTER, BROTHER, MAN))
    two = [(item(f"two-{n}", grade="3D"), (GIRL, replace(MAN, id="two"))) for n in range(2)]

    assert ranked(one, *two) == [("two", "ranked"), ("man", "ranked")]


def test_vehicles_and_phones_are_ranked_by_their_children() -> None:
    car, van = Named("car", "vehicle"), Named("van", "vehicle")
    items = [(item(f"{n}"), (GIRL, car, van, Named("mobile", "phone"), Named("chat", "account"))) for n in range(2)]
    also = (item("also"), (SISTER, MAN, van))

    assert ranked(*items, also, what="vehicles") == [("van", "ranked"), ("car", "ranked")]
    assert ranked(*items, also, what="phones") == [("chat", "ranked"), ("mobile", "ranked")]


def test_newer_items_count_more() -> None:
    old = [(item(f"old-{n}", day=-3000), (GIRL, replace(MAN, id="a"))) for n in range(2)]
    new = [(item(f"new-{n}"), (GIRL, replace(MAN, id="b"))) for n in range(2)]

    assert ranked(*old, *new) == [("b", "ranked"), ("a", "ranked")]


def test_those_of_unknown_age_stand_last_the_latest_seen_first() -> None:
    once = (item("once", day=310), (GIRL, SOMEBODY))
    often = [(item(f"often-{n}"), (GIRL, SISTER, replace(SOMEBODY, id="often"))) for n in range(3)]
    man = (item("man", grade="3D"), (GIRL, MAN))

    assert ranked(once, *often, man) == [
        ("man", "ranked"),
        ("somebody", "not ranked: age not known"),
        ("often", "not ranked: age not known"),
    ]
