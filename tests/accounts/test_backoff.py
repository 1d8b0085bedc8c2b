"""How long somebody waits after failed attempts, as a rule of counts and times."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.accounts.backoff import NONE, OF_ADDRESS, OF_PAIR, Failures, Patience
from api.accounts.errors import spoken

times = st.integers(0, 4_000_000_000_000)


@st.composite
def patiences(draw: st.DrawFn) -> Patience:
    first = draw(st.integers(1, 10_000))
    longest = draw(st.integers(first, 1_000_000))
    return Patience(draw(st.integers(0, 30)), first, longest, draw(st.integers(longest, 100_000_000)))


def test_the_waits_for_an_account_are_these() -> None:
    waits = [OF_PAIR.wait(count) // 1000 for count in range(14)]

    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300]


def test_an_address_is_given_more_room() -> None:
    waits = [OF_ADDRESS.wait(count) // 1000 for count in (20, 21, 22, 26, 27, 1000)]

    assert waits == [0, 1, 2, 32, 60, 60]


@given(patiences(), st.integers(0, 10_000))
def test_each_failure_waits_at_least_as_long_as_the_one_before_and_none_is_a_lock(
    patience: Patience, count: int
) -> None:
    assert patience.wait(count) <= patience.wait(count + 1) <= patience.longest
    assert (patience.wait(count) == 0) == (count <= patience.free)


@given(patiences(), st.integers(0, 10_000), times, st.integers(-10_000_000, 200_000_000))
def test_the_wait_is_over_when_it_is_over_whatever_the_clock_does(
    patience: Patience, count: int, last_at: int, since: int
) -> None:
    left = patience.seconds_left(Failures(count, last_at), last_at + since)

    assert 0 <= left <= -(-patience.longest // 1000)
    if since >= patience.wait(count):
        assert left == 0
    elif since >= 0:
        assert (left - 1) * 1000 < patience.wait(count) - since <= left * 1000


@given(patiences(), times, st.lists(st.integers(0, 1_000_000), max_size=60))
def test_a_guesser_gets_no_more_guesses_than_the_waits_allow(
    patience: Patience, begun_at: int, pauses: list[int]
) -> None:
    """Somebody tries after each pause; what is let through is counted, and compared with what the waits leave room for.

    It is computed in another way than by the rule: it keeps the moments of all guesses and adds up the waits between.
    """
    failures, now, guesses = NONE, begun_at, list[int]()
    for pause in pauses:
        now += pause
        if patience.seconds_left(failures, now) == 0:
            failures = patience.failed(failures, now)
            guesses.append(now)

    in_a_row = 0
    for earlier, later in pairwise(guesses):
        in_a_row = in_a_row + 1 if later - earlier < patience.forget else 0
        if in_a_row > patience.free:
            assert later - earlier >= min(patience.longest, patience.first * 2 ** (in_a_row - patience.free - 1))


@given(patiences(), st.integers(1, 10_000), times)
def test_failures_are_forgotten_after_a_quiet_time(patience: Patience, count: int, last_at: int) -> None:
    failures = Failures(count, last_at)

    assert patience.failed(failures, last_at + patience.forget) == Failures(1, last_at + patience.forget)
    assert patience.failed(failures, last_at + patience.forget - 1).count == count + 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (2, "2 seconds"), (90, "90 seconds"), (91, "2 minutes"), (300, "5 minutes")],
)
def test_a_wait_is_said_as_a_person_would(seconds: int, words: str) -> None:
    assert spoken(seconds) == words
