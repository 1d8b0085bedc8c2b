"""Guessing is answered by waiting: by account and address, among threads, and never for good."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from api.accounts import SignIn, SignInDelayed, SignInError, SignInRefused
from api.accounts.backoff import OF_ADDRESS, OF_EVERYWHERE, OF_PAIR
from api.accounts.known_devices import Devices
from api.accounts.rate_limit import network_of
from api.accounts.tables import FAILURES, KNOWN_DEVICES
from tests.accounts.conftest import HOUR, MINUTE, OFFICE, OTHER_PASSWORD, PASSWORD, SECOND, Lodge

ELSEWHERE = "198.51.100.9"


def tried(lodge: Lodge, name: str = "a.price", password: str = OTHER_PASSWORD, address: str = OFFICE) -> int | None:
    """Seconds to wait after being turned away unlooked at; 0 after being refused; None after coming in."""
    try:
        lodge.sign_ins.sign_in(name, password, address)
    except SignInDelayed as delayed:
        return delayed.seconds
    except SignInRefused:
        return 0
    return None


@pytest.mark.parametrize("name", ["a.price", "nobody", "Not a name"])
def test_each_failure_after_the_third_waits_twice_as_long_known_or_not(lodge: Lodge, name: str) -> None:
    lodge.add()
    for _ in range(3):
        assert tried(lodge, name) == 0
    waits = []
    for _ in range(8):
        assert tried(lodge, name) == 0
        waits.append(tried(lodge, name) or 0)
        lodge.clock.now += waits[-1] * SECOND

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128]


def test_during_the_wait_the_right_password_is_not_looked_at_and_after_it_is(lodge: Lodge) -> None:
    lodge.add()
    for _ in range(4):
        assert tried(lodge) == 0

    assert tried(lodge, password=PASSWORD) == 1
    lodge.clock.now += SECOND
    assert tried(lodge, password=PASSWORD) is None


def test_a_wait_is_not_lengthened_by_trying_meanwhile(lodge: Lodge) -> None:
    lodge.add()
    for _ in range(4):
        tried(lodge)
    for _ in range(50):
        lodge.clock.now += 10
        assert tried(lodge) == 1

    lodge.clock.now += SECOND // 2
    assert tried(lodge, password=PASSWORD) is None


def test_coming_in_forgets_the_failures_of_the_account(lodge: Lodge) -> None:
    lodge.add()
    for _ in range(3):
        tried(lodge)
    assert tried(lodge, password=PASSWORD) is None
    assert [tried(lodge) for _ in range(5)] == [0, 0, 0, 0, 1]


def test_nobody_is_kept_out_for_good(lodge: Lodge) -> None:
    """Somebody guesses without a pause for a day; the owner waits five minutes at the most."""
    lodge.add()
    guesses = 0
    begun_at = lodge.clock.now
    while lodge.clock.now < begun_at + 24 * HOUR:
        wait = tried(lodge, address=ELSEWHERE) or 0
        guesses += wait == 0
        lodge.clock.now += wait * SECOND
    tried(lodge, address=ELSEWHERE)

    assert guesses < 300
    assert tried(lodge, password=PASSWORD, address=ELSEWHERE) == OF_PAIR.longest // SECOND
    lodge.clock.now += OF_PAIR.longest
    assert tried(lodge, password=PASSWORD, address=ELSEWHERE) is None


def test_a_wrong_password_every_second_from_one_address_does_not_keep_its_owner_out_at_another(lodge: Lodge) -> None:
    """For twenty minutes, with the owner away, who then signs in at a device that was never seen before."""
    lodge.add()
    for _ in range(20 * 60):
        tried(lodge, address=ELSEWHERE)
        lodge.clock.now += SECOND

    assert (tried(lodge, address=ELSEWHERE) or 0) > 0
    assert tried(lodge, password=PASSWORD) is None


def test_guessing_from_many_addresses_waits_and_a_known_device_passes(lodge: Lodge) -> None:
    lodge.add()
    device = lodge.sign_ins.sign_in("a.price", PASSWORD, OFFICE).device
    for number in range(OF_EVERYWHERE.free + 1):
        assert tried(lodge, address=f"203.0.113.{number}") == 0
    assert (tried(lodge, password=PASSWORD, address=ELSEWHERE) or 0) > 0

    assert lodge.sign_ins.sign_in("a.price", PASSWORD, ELSEWHERE, device).session.account.name == "a.price"


def test_a_known_device_is_known_to_its_own_account_alone_and_waits_for_its_own_failures(lodge: Lodge) -> None:
    lodge.add()
    lodge.add("b.evans")
    device = lodge.sign_ins.sign_in("a.price", PASSWORD, OFFICE).device
    for _ in range(4):
        tried(lodge)
        tried(lodge, "b.evans")

    assert lodge.sign_ins.sign_in("a.price", PASSWORD, OFFICE, device).device == device, "it passes"
    with pytest.raises(SignInDelayed):
        lodge.sign_ins.sign_in("b.evans", PASSWORD, OFFICE, device)
    for _ in range(4):
        with pytest.raises(SignInRefused):
            lodge.sign_ins.sign_in("a.price", OTHER_PASSWORD, ELSEWHERE, device)
    with pytest.raises(SignInDelayed):
        lodge.sign_ins.sign_in("a.price", PASSWORD, ELSEWHERE, device)


def test_a_token_that_nobody_is_known_by_is_not_taken_from_a_browser(lodge: Lodge) -> None:
    lodge.add()
    made_up = "x" * 43

    assert lodge.sign_ins.sign_in("a.price", PASSWORD, OFFICE, made_up).device != made_up
    with lodge.sql.connect() as connection:
        kept = str(connection.execute(select(KNOWN_DEVICES)).all())
    assert made_up not in kept
    assert lodge.sign_ins.sign_in("a.price", PASSWORD, OFFICE).device not in kept


def test_a_device_is_forgotten_after_a_reset_after_400_days_and_after_twenty_others(lodge: Lodge) -> None:
    account = lodge.add()
    devices = Devices(lodge.sql)
    first = lodge.sign_ins.sign_in("a.price", PASSWORD, OFFICE).device
    now = lodge.clock.now
    assert devices.known(first, account, now + 400 * 24 * HOUR) != ""
    assert devices.known(first, account, now + 400 * 24 * HOUR + 1) == ""
    for later in range(1, 21):
        latest = devices.remember("", account, now + later)
    assert [devices.known(each, account, now + 20) != "" for each in (first, latest)] == [False, True]

    lodge.keeping.reset("tests", "a.price", OTHER_PASSWORD)
    assert devices.known(latest, account, now + 20) == ""


def test_trying_many_names_from_one_address_waits_too(lodge: Lodge) -> None:
    lodge.add()
    outcomes = [tried(lodge, f"name{number}") for number in range(22)]

    assert outcomes == [0] * 21 + [1]
    assert tried(lodge, password=PASSWORD) == 1
    assert tried(lodge, password=PASSWORD, address=ELSEWHERE) is None


def test_an_account_of_ones_own_does_not_forget_the_failures_of_an_address(lodge: Lodge) -> None:
    lodge.add()
    for number in range(20):
        assert tried(lodge, f"name{number}") == 0
        assert tried(lodge, password=PASSWORD) is None
    assert tried(lodge, "name20") == 0
    assert tried(lodge, "name21") == 1


def test_coming_in_costs_an_address_nothing(lodge: Lodge) -> None:
    lodge.add()
    for _ in range(OF_ADDRESS.free * 2):
        assert tried(lodge, password=PASSWORD) is None

    with lodge.sql.connect() as connection:
        assert connection.execute(select(FAILURES)).all() == []


def test_failures_are_forgotten_and_cleared_away(lodge: Lodge) -> None:
    lodge.add()
    for number in range(19):
        tried(lodge, f"name{number}")
    tried(lodge)
    lodge.clock.now += 24 * HOUR
    assert [tried(lodge) for _ in range(5)] == [0, 0, 0, 0, 1]
    lodge.clock.now += MINUTE
    assert tried(lodge, password=PASSWORD) is None

    with lodge.sql.connect() as connection:
        assert len(connection.execute(select(FAILURES)).all()) == 1  # the address, with the four of a minute ago


def test_attempts_made_at_once_are_counted_one_by_one(lodge: Lodge) -> None:
    lodge.add()
    gates = [SignIn(lodge.sql, lodge.log, lodge.settings, lodge.clock, lodge.passwords) for _ in range(2)]

    def guess(number: int) -> type[SignInError]:
        with pytest.raises(SignInError) as refused:
            gates[number % 2].sign_in("a.price", f"{OTHER_PASSWORD} {number}", OFFICE)
        return refused.type

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(guess, range(24)))

    assert sorted(outcome.__name__ for outcome in outcomes) == ["SignInDelayed"] * 20 + ["SignInRefused"] * 4


def test_an_attempt_turned_away_leaves_no_entry_and_the_failure_before_says_so(lodge: Lodge) -> None:
    lodge.add()
    for _ in range(6):
        tried(lodge)

    words = [entry.words for entry in lodge.entries() if entry.question == "sign-in"]
    assert words == [
        "failed attempt 1 in a row, from 192.0.2.7",
        "failed attempt 2 in a row, from 192.0.2.7",
        "failed attempt 3 in a row, from 192.0.2.7",
        "failed attempt 4 in a row, from 192.0.2.7; the next is looked at in 1 second",
    ]


def test_what_is_kept_of_attempts_names_nobody(lodge: Lodge) -> None:
    tried(lodge, "slip of the field")

    with lodge.sql.connect() as connection:
        rows = connection.execute(select(FAILURES.c.key)).scalars().all()
    assert len(rows) == 3
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in rows)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", " 192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("a socket", "another", False),
    ],
)
def test_an_address_is_a_machine_or_a_network_of_one_person(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) == same


@given(st.text())
def test_any_text_may_stand_for_an_address(text: str) -> None:
    assert network_of(text) is not None
