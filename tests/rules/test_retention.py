"""Retention groups and review dates."""

from datetime import date

import pytest

from graph.rules.retention import RetentionRules

RULES = RetentionRules((10, 10, 6), ("suspected", "child at risk"), ("family",))


@pytest.mark.parametrize(
    ("roles", "group"),
    [(("suspected",), 1), (("witness", "child at risk"), 1), (("family", "witness"), 2), (("witness",), 3), ((), 3)],
)
def test_the_group_that_is_kept_longest_counts(roles: tuple[str, ...], group: int) -> None:
    assert RULES.group_of(roles) == group


@pytest.mark.parametrize(
    ("group", "last", "due"),
    [
        (1, date(2016, 5, 4), date(2026, 5, 4)),
        (2, date(2016, 5, 4), date(2026, 5, 4)),
        (3, date(2016, 5, 4), date(2022, 5, 4)),
        (3, date(2016, 2, 29), date(2022, 3, 1)),
    ],
)
def test_a_review_is_due_after_clear_years(group: int, last: date, due: date) -> None:
    assert RULES.review_due(group, last) == due  # pyright: ignore[reportArgumentType]  # a parameter of this test
