"""Dates as people in Britain type them into a form: day first, in English or Welsh, alone or with a time of day."""

import pytest

from graph.values.date_form import read_typed
from graph.values.when import Period


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("3 December 2026", "2026-12-03"),
        ("3rd Dec 2026", "2026-12-03"),
        ("Thursday, 3 December 2026", "2026-12-03"),
        ("3 Rhagfyr 2026", "2026-12-03"),
        ("1af o Fai 2026", "2026-05-01"),
        ("3/12/2026", "2026-12-03"),
        ("03.12.26", "2026-12-03"),
        ("December 2026", "2026-12"),
        ("3 December 2026, 10:00", "2026-12-03T10:00"),
        ("3 December 2026,10:00", "2026-12-03T10:00"),
        ("3 December 2026 at 10am", "2026-12-03T10:00"),
        ("3/12/2026 9.05 pm", "2026-12-03T21:05"),
        ("3 Rhagfyr 2026 am 21:00", "2026-12-03T21:00"),
        ("Thursday 3 December 2026 2100 hrs", "2026-12-03T21:00"),
        ("2026-12-03 10:00", "2026-12-03T10:00"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert read_typed(typed) == read
    assert Period.parse(read).original == read


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026", "2026-03-01/2026-03-04", "31/2/2026", "12/13/2026", "next Thursday", "December 2026, 10:00"),
        "1 " * 100_000,
    ],
    ids=lambda text: text[:30],
)
def test_what_is_no_such_date_is_left_as_it_is(text: str) -> None:
    assert read_typed(text) == text
