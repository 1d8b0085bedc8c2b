"""What a link's sentence says, in words written here by hand."""

from dataclasses import replace
from gettext import NullTranslations

import pytest

from graph.rules.bands import FEW, connects_through_concern
from graph.rules.sentences import (
    ItemsSummary,
    Sentence,
    Who,
    gravest,
    heaviest_item,
    strength_meaning,
    strength_word,
    who_of,
    write_sentence,
)
from graph.rules.strength import DAY, Connector, Support

HOTEL = Sentence(
    through="item",
    label="Gwesty'r Bont",
    kinds=("hotel",),
    common=False,
    seen=True,
    concern=True,
    who="man",
    people=1,
    role="",
    items=1,
    ungraded=0,
    first="2026-06-24",
    last="2026-06-24",
    weakest="1B",
)
TWO = replace(HOTEL, label="", kinds=(), seen=False, concern=False, who="", people=0, items=2, last="2026-07-01")
ADULT = replace(TWO, through="adult", label="Taz Hughes", concern=True, role="suspected")
GRADE_AND_DAY = "24 June 2026, grade 1B"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (HOTEL, f"seen together at Gwesty'r Bont (hotel) with a man reported as a concern, {GRADE_AND_DAY}"),
        (
            replace(HOTEL, seen=False, who="people", people=3, more=1),
            "named together at Gwesty'r Bont (hotel) with 3 people reported as a concern, 24 June 2026, grade 1B, and"
            " together in 1 more item",
        ),
        (
            replace(HOTEL, label="", kinds=(), who="male"),
            f"seen together with an unidentified male reported as a concern, {GRADE_AND_DAY}",
        ),
        (replace(HOTEL, concern=False, who="", people=0), f"seen together at Gwesty'r Bont (hotel), {GRADE_AND_DAY}"),
        (TWO, "named together in 2 items, 24 June 2026 to 1 July 2026, weakest grade 1B"),
        (
            replace(TWO, weakest="2C", ungraded=1),
            "named together in 2 items, 24 June 2026 to 1 July 2026, weakest grade 2C, some not graded",
        ),
        (
            replace(TWO, first=None, last=None, weakest="", ungraded=2),
            "named together in 2 items, neither dated nor graded",
        ),
        (
            replace(HOTEL, first=None, last=None),
            "seen together at Gwesty'r Bont (hotel) with a man reported as a concern, not dated, grade 1B",
        ),
        (
            replace(TWO, items=1, last="2026-06-24", weakest="2E"),
            "named together, 24 June 2026, grade 2E: suspected to be false, not counted",
        ),
        (replace(TWO, items=1, last="2026-06-24", weakest="", ungraded=1), "named together, 24 June 2026, not graded"),
        (ADULT, "both named with Taz Hughes (suspected), 24 June 2026 to 1 July 2026, weakest grade 1B"),
        (
            replace(ADULT, role="reported as concern", seen=True),
            "both seen with Taz Hughes (reported as a concern), 24 June 2026 to 1 July 2026, weakest grade 1B",
        ),
        (
            replace(ADULT, through="premises", label="Unit 3", kinds=("shop", "takeaway"), role=""),
            "both named at Unit 3 (shop, takeaway), where somebody is reported as a concern, 24 June 2026 to 1 July"
            " 2026, weakest grade 1B",
        ),
        (
            replace(TWO, through="premises", label="Ysgol Bryn", kinds=("school",), common=True),
            "both named at Ysgol Bryn (school), a common place, 24 June 2026 to 1 July 2026, weakest grade 1B",
        ),
        (
            replace(ADULT, through="vehicle", label="AB12 CDE", role=""),
            "both named with vehicle AB12 CDE, and somebody reported as a concern, 24 June 2026 to 1 July 2026, weakest"
            " grade 1B",
        ),
        (
            replace(TWO, through="phone", label="07700 900001"),
            "both named with phone 07700 900001, 24 June 2026 to 1 July 2026, weakest grade 1B",
        ),
        (
            replace(ADULT, children=4),
            "suspected, shared by 4 children, 24 June 2026 to 1 July 2026, weakest grade 1B",
        ),
        (
            replace(TWO, through="account", label="taz", children=2),
            "shared by 2 children, 24 June 2026 to 1 July 2026, weakest grade 1B",
        ),
    ],
)
def test_a_sentence(facts: Sentence, sentence: str) -> None:
    assert write_sentence(facts) == sentence


def test_a_sentence_is_written_in_the_language_given() -> None:
    class Shouted(NullTranslations):
        def gettext(self, message: str) -> str:
            return message.upper().replace("%(PLACE)S", "%(place)s").replace("%(WHO)S", "%(who)s")

    assert write_sentence(replace(HOTEL, weakest="", ungraded=1), Shouted()) == (
        "SEEN TOGETHER AT Gwesty'r Bont (hotel) WITH A MAN REPORTED AS A CONCERN, 24 June 2026, NOT GRADED"
    )


@pytest.mark.parametrize(
    ("people", "who"),
    [
        ([], ""),
        ([(True, "M")], "man"),
        ([(True, "Female")], "woman"),
        ([(True, "")], "adult"),
        ([(False, "gwryw")], "male"),
        ([(False, "benyw")], "female"),
        ([(False, "not known")], "person"),
        ([(True, "M"), (False, "")], "people"),
    ],
)
def test_who_may_be_under_18_is_not_called_a_man(people: list[tuple[bool, str]], who: Who) -> None:
    assert who_of(people) == who


def test_the_gravest_role_is_given_and_no_other_role() -> None:
    assert gravest(("family", "suspected", "reported as concern")) == "suspected"
    assert gravest(("suspected", "convicted")) == "convicted"
    assert gravest(("family", "witness", "")) == ""


def support(item: str, grade: str, day: int | None, *, concern: bool = True) -> Support:
    start = None if day is None else day * DAY
    return Support(item, f"origin of {item}", grade, 2, start, None if start is None else start + DAY, concern)


def test_the_heaviest_item_is_chosen_then_the_newest_then_by_id() -> None:
    old, new, undated = support("a", "1A", 5), support("c", "1A", 9), support("0", "1A", None)

    assert heaviest_item([support("z", "2C", 20), old, new, undated]) == new
    assert heaviest_item([undated, old]) == old
    assert heaviest_item([support("b", "1A", 9), new]).item == "b"


def test_what_is_neither_dated_nor_graded_has_no_days_and_no_grade() -> None:
    assert ItemsSummary.of([support("a", "--", None)]) == ItemsSummary(1, 1, None, None, "")
    assert ItemsSummary.of(
        [support("a", "--", 5100), support("b", "1A", 5130), support("c", "2E", None)]
    ) == ItemsSummary(3, 1, "1983-12-19", "1984-01-18", "2E")


@pytest.mark.parametrize(
    ("sharing", "common", "one_is_enough"),
    [(2, False, True), (FEW, False, True), (FEW + 1, False, False), (2, True, False)],
)
def test_one_half_of_concern_is_enough_where_few_share_what_connects(
    sharing: int, common: bool, one_is_enough: bool
) -> None:
    connector = Connector("premises", common, sharing, 1)

    assert connects_through_concern(connector, True, False) == one_is_enough
    assert connects_through_concern(connector, False, True) == one_is_enough
    assert connects_through_concern(connector, True, True)
    assert not connects_through_concern(connector, False, False)


def test_every_strength_has_a_word_and_what_it_means() -> None:
    words = [strength_word(value) for value in (1, 0.75, 0.74, 0.5, 0.3, 0.05, 0.04, 0)]

    assert words == ["very strong", "very strong", "strong", "strong", "moderate", "weak", "very weak", "very weak"]
    assert len({strength_meaning(value) for value in (0.8, 0.6, 0.3, 0.1, 0)}) == 5
