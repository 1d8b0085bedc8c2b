"""When a session ends, as a rule of times."""

from hypothesis import given
from hypothesis import strategies as st

from api.accounts.session_limits import NOTED_EVERY, SessionLimits, to_be_noted
from graph.settings import Settings

times = st.integers(0, 4_000_000_000_000)
spans = st.integers(0, 10_000_000_000)
limits = st.builds(SessionLimits, idle=st.integers(1, 100_000_000), absolute=st.integers(1, 1_000_000_000))


def test_the_limits_are_the_settings_in_milliseconds() -> None:
    assert SessionLimits.of(Settings()) == SessionLimits(idle=1_800_000, absolute=43_200_000)
    assert SessionLimits.of(Settings(session_idle_minutes=1, session_hours=2)) == SessionLimits(
        idle=60_000, absolute=7_200_000
    )


@given(limits, times, spans, spans)
def test_a_session_is_over_once_either_limit_is_reached_and_not_before(
    limits: SessionLimits, started_at: int, seen_after: int, since: int
) -> None:
    last_seen_at = started_at + seen_after
    now = last_seen_at + since

    expected = since >= limits.idle or now - started_at >= limits.absolute
    assert limits.over(started_at, last_seen_at, now) == expected


@given(limits, times, spans, spans)
def test_what_is_over_stays_over_and_a_look_never_ends_a_session_sooner(
    limits: SessionLimits, started_at: int, seen_after: int, later: int
) -> None:
    last_seen_at = started_at + seen_after
    ends_at = limits.ends_at(started_at, last_seen_at)

    assert limits.over(started_at, last_seen_at, ends_at + later)
    assert ends_at <= limits.ends_at(started_at, last_seen_at + later) <= started_at + limits.absolute


@given(times, spans)
def test_looks_within_a_minute_are_one(last_seen_at: int, since: int) -> None:
    assert to_be_noted(last_seen_at, last_seen_at + since) == (since >= NOTED_EVERY)
