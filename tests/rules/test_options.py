"""Options: what has grounds, what is missing, who has none against them, and what only police read."""

import pytest

from graph.rules.law import CHECK_WITH_LEGAL
from graph.rules.options import UNDER_18, OptionFacts, OptionsFound, Tried, options_of
from graph.rules.powers import NEEDS, POWERS, Need, OptionOf


def facts(of: OptionOf, *needs: Need, **given: object) -> OptionFacts:
    recorded = {need: (f"R/{number}",) for number, need in enumerate(needs, 1)}
    return OptionFacts(**{"of": of, "recorded": recorded, "notes": {}, "gaps": {}, **given})  # type: ignore[arg-type]  # a test gives a few


def with_grounds(found: OptionsFound) -> set[str]:
    return {each.code for each in found.options if each.grounds}


@pytest.mark.parametrize(
    ("of", "needs", "expected"),
    [
        ("adult", (), set()),
        ("adult", ("child named",), set()),
        ("adult", ("child named", "known by name"), {"notice"}),
        ("adult", ("child named", "concern alleged"), {"prosecution"}),
        (
            "adult",
            ("child named", "concern alleged", "known by name"),
            {"notice", "prosecution", "sexual-risk-order", "trafficking-risk-order"},
        ),
        ("adult", ("conviction", "known by name"), {"shpo", "mappa"}),
        ("premises", ("child there",), {"search", "notice-address", "premises-licence"}),
        (
            "premises",
            ("child there", "lodging", "concern alleged"),
            {"search", "notice-address", "premises-licence", "hotel-information", "closure"},
        ),
        ("vehicle", ("child named",), {"vehicle-licence", "keeper"}),
        ("phone", ("child named",), {"phone-examination"}),
        (
            "phone",
            ("child named", "concern alleged"),
            {"communications-data", "phone-examination", "provider-report"},
        ),
        ("child", ("concern alleged",), {"nrm", "guardian", "police-protection"}),
        ("child", ("missing",), set()),
        ("child", ("in care", "missing"), {"recovery-order"}),
    ],
)
def test_an_option_has_grounds_where_all_that_it_needs_is_recorded(
    of: OptionOf, needs: tuple[Need, ...], expected: set[str]
) -> None:
    found = options_of(facts(of, *needs), police=True)

    assert with_grounds(found) == expected
    assert {each.code for each in found.options} == {code for code, row in POWERS.items() if row.of == of}
    assert [each.grounds for each in found.options] == sorted((each.grounds for each in found.options), reverse=True)


def test_what_is_missing_is_named_and_the_items_behind_the_grounds_are_cited() -> None:
    given = facts("adult", "child named", gaps={"notice": ("birth date of Beca",)}, age_known=False)
    notice = next(each for each in options_of(given, police=True).options if each.code == "notice")

    assert not notice.grounds
    assert notice.items == ("R/1",)
    assert notice.missing == (
        NEEDS["known by name"],
        "whether they are 18 or over",
        "birth date of Beca",
        "the signed statement of who may state",
    )
    assert notice.standing == "grounds are not shown; legal advice needed (check with legal)"


def test_nobody_who_may_be_under_18_and_no_professional_has_options_against_them() -> None:
    needs: tuple[Need, ...] = ("child named", "concern alleged", "known by name", "conviction")
    young = options_of(facts("adult", *needs, may_be_under_18=True), police=True)
    professional = options_of(facts("adult", *needs, restricted=True), police=True)

    assert (young.options, young.instead) == ((), (UNDER_18,))
    assert professional.options == ()
    assert "restricted route" in professional.row
    assert "R/" not in f"{young.row}{professional.row}"


def test_mappa_is_read_by_police_alone() -> None:
    given = facts("adult", "conviction", tried=(Tried("mappa", "", "open", officer="DS Lewis"),))

    assert "mappa" in with_grounds(options_of(given, police=True))
    chair = options_of(given, police=False)
    assert "MAPPA" not in f"{chair}"
    assert "DS Lewis" not in f"{chair}"


def test_what_was_tried_stands_with_its_option_and_what_the_rules_exclude_is_not_listed() -> None:
    tried = Tried("shpo", "", "not pursued", reason="not convicted", crime_number="42/1")
    given = facts("adult", "child named", tried=(tried,), ruled_out=frozenset({"notice"}))
    found = options_of(given, police=True)

    assert {each.code: each.tried for each in found.options}["shpo"] == (tried,)
    assert "notice" not in {each.code for each in found.options}


def test_the_row_of_a_meeting_names_what_has_grounds_and_how_much_is_missing() -> None:
    found = options_of(facts("adult", "child named", "known by name"), police=False)

    assert found.row == "Abduction notice (1 missing). Legal advice needed."
    assert options_of(facts("adult"), police=False).row == "No option has grounds in what you may see."


def test_every_row_says_check_with_legal_and_uses_each_need() -> None:
    assert {need for row in POWERS.values() for need in row.needs} == set(NEEDS)
    for code, row in POWERS.items():
        assert (CHECK_WITH_LEGAL in row.law.sentence) == (row.law.checked_by_legal is None), code
        assert row.law.source, code
        assert "eligible" not in row.law.sentence.casefold(), code


def test_a_decision_not_to_act_stands_beside_the_options_with_its_reason() -> None:
    decided = "No further action: decided by M. Price on 3 November 2026, because: she moved away"
    found = options_of(facts("phone", "child named", decided=(decided,)), police=True)

    assert found.decided == (decided,)
    assert found.row.endswith(f"Legal advice needed. {decided}")
    assert options_of(facts("adult", restricted=True, decided=(decided,)), police=True).decided == (decided,)
