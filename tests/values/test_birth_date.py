from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ValueRefused
from graph.values.birth_date import BirthDate

TODAY = date(2024, 6, 1)
days = st.dates(date(1905, 1, 1), date(2024, 5, 31))


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision", "shown"),
    [
        ("2009-03-04", date(2009, 3, 4), date(2009, 3, 4), "day", "4 March 2009"),
        ("2009-02", date(2009, 2, 1), date(2009, 2, 28), "month", "February 2009"),
        ("2009", date(2009, 1, 1), date(2009, 12, 31), "year", "2009"),
        ("2009-01-01/2009-06-30", date(2009, 1, 1), date(2009, 6, 30), "range", "1 January 2009 to 30 June 2009"),
        ("2008/2009", date(2008, 1, 1), date(2009, 12, 31), "range", "1 January 2008 to 31 December 2009"),
    ],
)
def test_what_is_known_of_a_date_stays_as_precise_as_it_is(
    text: str, earliest: date, latest: date, precision: str, shown: str
) -> None:
    born = BirthDate.parse(text, TODAY)

    assert (born.earliest, born.latest, born.precision, born.shown) == (earliest, latest, precision, shown)
    assert (born.original, born.warnings, born.exact) == (text, (), precision == "day")


@given(days, days)
def test_the_key_reads_back(one: date, other: date) -> None:
    first, last = sorted((one, other))
    for text in (str(one), f"{one:%Y-%m}", f"{one:%Y}", f"{first}/{last}"):
        born = BirthDate.parse(text, TODAY)
        assert BirthDate.parse(born.key, TODAY) == born


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024-06-01", "it is today"),
        ("2024-06-02", "still to come"),
        ("2025", "still to come"),
        ("1904-05-31", "more than 120 years ago"),
        ("1903", "more than 120 years ago"),
        ("2009-02-29", "no day 29"),
        ("2009-06/2009-01", "ends before it begins"),
        ("04/03/2009", "day or the month may come first"),
        ("", "no date is given"),
        ("about 14", "not a date"),
    ],
)
def test_refusals_say_why(text: str, reason: str) -> None:
    with pytest.raises(ValueRefused, match=reason) as refused:
        BirthDate.parse(text, TODAY)
    assert refused.value.field == "date_of_birth"


def test_a_range_is_kept_while_some_day_of_it_is_possible() -> None:
    assert BirthDate.parse("1904-06-01", TODAY).exact
    assert BirthDate.parse("1904", TODAY).key == "1904"
    assert BirthDate.parse("2024", TODAY).age_on(TODAY) == (0, 0)


def test_the_first_of_january_is_kept_with_a_warning() -> None:
    assert BirthDate.parse("2009-01-01", TODAY).warnings == ("1 January is often written where the day is not known",)


@pytest.mark.parametrize(
    ("text", "day", "ages"),
    [
        ("2006-06-01", date(2024, 5, 31), (17, 17)),
        ("2006-06-01", date(2024, 6, 1), (18, 18)),
        ("2006", date(2024, 6, 1), (17, 18)),
        ("2008-02-29", date(2026, 2, 28), (17, 17)),
        ("2008-02-29", date(2026, 3, 1), (18, 18)),
        ("2006-06-01", date(2000, 1, 1), (0, 0)),
    ],
)
def test_ages_lie_between_the_lowest_and_the_highest_possible(text: str, day: date, ages: tuple[int, int]) -> None:
    assert BirthDate.parse(text, TODAY).age_on(day) == ages


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("2009-03-04", "2009-03-04", "same"),
        ("2009-03-04", "2009-04-03", "swapped"),
        ("2009-03-04", "2009-03-05", "different"),
        ("2009-03-04", "2009-03", "overlaps"),
        ("2009", "2009", "overlaps"),
        ("2009-03", "2009-04", "different"),
        ("2009-03-13", "2009-03-14", "different"),
    ],
)
def test_likeness(one: str, other: str, likeness: str) -> None:
    first, second = BirthDate.parse(one, TODAY), BirthDate.parse(other, TODAY)

    assert (first.compare(second), second.compare(first)) == (likeness, likeness)
    assert first.agrees(second) == (likeness in ("same", "overlaps"))


def test_search_keys() -> None:
    assert BirthDate.parse("2009-03-04", TODAY).search_keys() == {"2009-03-04", "2009", "2009-04-03"}
    assert BirthDate.parse("2008-12/2009-01", TODAY).search_keys() == {"2008-12-01/2009-01-31", "2008", "2009"}
