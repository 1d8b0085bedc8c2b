"""The profile that a run names is the one it gets."""

import pytest

from tests.support.profiles import PROFILES, chosen


def test_ci_is_meant_where_nothing_is_said() -> None:
    assert chosen("") is chosen("ci")
    assert not chosen("").fresh


def test_each_profile_tries_more_than_the_one_before() -> None:
    tried = [(each.forces * each.parts, each.times) for each in PROFILES.values()]

    assert tried == [(25, 1), (100, 4), (2_000, 20)]


def test_an_unknown_profile_stops_the_run() -> None:
    with pytest.raises(ValueError, match="'thorogh', which is not one of ci, nightly, thorough"):
        chosen("thorogh")
