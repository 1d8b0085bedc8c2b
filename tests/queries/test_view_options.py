"""The View as a person chooses it: in an address, on the command line, in a saved view."""

from datetime import date

import pytest

from graph.errors import ValueRefused
from graph.model.view import View
from graph.values.when import moment
from graph.view.options import ViewOptions

TODAY = date(2026, 11, 24)
DAY = 86_400_000


def test_nothing_chosen_counts_everything() -> None:
    assert ViewOptions().view(TODAY) == View(today=TODAY)
    assert ViewOptions(min_grade=" ", known_at="").view(TODAY) == View(today=TODAY)
    assert ViewOptions().chosen() == ()


def test_a_day_counts_to_its_end() -> None:
    view = ViewOptions.read({"known_at": "2026-03-01", "from": "2026-01-01", "to": "2026-01-31"}).view(TODAY)

    assert view.known_at == moment("2026-03-02") - 1
    assert (view.lens.start, view.lens.end) == (moment("2026-01-01"), moment("2026-02-01"))


def test_grades_at_least_and_graded_only() -> None:
    assert ViewOptions(min_grade="1A").view(TODAY).lens.grades == {"1A", "1-", "-A", "--"}
    assert ViewOptions(min_grade="1A", graded_only=True).view(TODAY).lens.grades == {"1A", "1-", "-A"}
    anything_graded = ViewOptions(graded_only=True).view(TODAY).lens.grades
    assert anything_graded is not None
    assert "--" not in anything_graded
    assert {"3E", "-E", "3-"} <= anything_graded


def test_what_was_chosen_reads_back_as_the_same_options() -> None:
    chosen = ViewOptions.read(
        {"known_at": "2026-03-01", "from": "2026", "without": ("origin:1", "origin:2"), "with_possible": "true"}
    )
    carried: dict[str, object] = {}
    for name, value in chosen.chosen():
        carried[name] = (*carried.get(name, ()), value) if name == "without" else value

    assert chosen.chosen() == (
        ("known_at", "2026-03-01"),
        ("from", "2026"),
        ("without", "origin:1"),
        ("without", "origin:2"),
        ("with_possible", "true"),
    )
    assert ViewOptions.read(carried) == chosen


@pytest.mark.parametrize(
    ("given", "option"),
    [
        ({"known_at": "yesterday"}, "known_at"),
        ({"from": "31/12/2025"}, "from"),
        ({"to": "2026-02-30"}, "to"),
        ({"from": "2026-03-01", "to": "2026-02-01"}, "to"),
        ({"min_grade": "7Q"}, "min_grade"),
        ({"with_possible": "perhaps"}, "with_possible"),
    ],
)
def test_an_option_that_is_not_understood_is_named(given: dict[str, object], option: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        ViewOptions.read(given).view(TODAY)

    assert refused.value.field == option
