"""What counts as new for somebody who was here before."""

from graph.model.view import FOREVER
from graph.rules.new_since import new_window

DAY = 24 * 3600 * 1000
NOW = 1_000 * DAY


def test_what_was_loaded_since_the_last_visit_is_new() -> None:
    assert new_window(NOW, FOREVER, NOW - 3 * DAY) == (NOW - 3 * DAY, None, "loaded")


def test_on_a_first_visit_a_week_is_new() -> None:
    assert new_window(NOW, FOREVER, None) == (NOW - 7 * DAY, None, "loaded")


def test_in_a_view_of_an_earlier_moment_the_week_before_it_is_new_whenever_somebody_was_here() -> None:
    assert new_window(NOW, NOW - DAY, None) == (NOW - 8 * DAY, NOW - DAY, "recorded")
    assert new_window(NOW, NOW - DAY, NOW - 2 * DAY) == (NOW - 8 * DAY, NOW - DAY, "recorded")
