"""The row under a heading that says who somebody is: by hand, without an engine."""

from datetime import date

from graph.casework.who_is import IdentityLine, who_is
from graph.queries.entities.cards import EntityCard, RelationShown, Stated
from graph.reading.parts import EntityRef

DAY = date(2026, 11, 29)


def _card(stated: list[tuple[str, str, int]], homes: tuple[tuple[str, str], ...] = ()) -> EntityCard:
    child = EntityRef(id="person:a", kind="child", label="Bo", refs=(), possible=False)
    return EntityCard(
        entity=child,
        records=("person:a",),
        stated=tuple(
            Stated(what=what, value=value, items=tuple(f"R/{n}" for n in range(items)), records=("person:a",))
            for what, value, items in stated
        ),
        relations=tuple(
            RelationShown(
                type="LIVES_AT",
                towards=True,
                other=EntityRef(id=f"address:{label}", kind="premises", label=label, refs=(), possible=False),
                relation="",
                since="",
                until=until,
                at=None,
                seconds=None,
                item="R/1",
                grade="--",
            )
            for label, until in homes
        ),
        seraf=None,
        items=1,
        origins=1,
        first=None,
        last="2026-07-14",
    )


def test_an_age_is_that_of_the_day_and_a_date_known_to_the_year_gives_both() -> None:
    born = [("date_of_birth", "2013-11-30", 3), ("date_of_birth", "2012", 1), ("date_of_birth", "2013", 2)]

    shown = who_is(_card(born), DAY)

    assert shown[0] == IdentityLine("age", ("12", "13–14"))
    assert shown[1] == IdentityLine("born", ("2013-11-30", "2012"))


def test_an_earlier_home_is_left_out_and_what_is_more_is_counted() -> None:
    aliases = [("alias", name, 1) for name in ("A", "B", "C", "D")]

    shown = who_is(_card(aliases, homes=(("1 High Street", ""), ("2 Old Road", "2025"))), DAY)

    assert shown == (
        IdentityLine("alias", ("A", "B", "C"), more=1),
        IdentityLine("home", ("1 High Street",)),
        IdentityLine("last", ("2026-07-14",)),
    )
