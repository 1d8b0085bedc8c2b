"""A second factor: a code from a device beside the password, once, in its time; recovery codes; losing a device."""

from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import pytest
from pyotp.totp import TOTP
from sqlalchemy import select, text

from api.accounts import AccountKeeper, Session, SignInRefused
from api.accounts.sealed_rows import present_states
from api.accounts.second_factor import SecondFactors, second_factor_key
from api.accounts.tables import RECOVERY_CODES, SECOND_FACTORS
from graph.audit.tables import ENTRIES
from graph.errors import StoreUnavailable
from tests.accounts.conftest import HOUR, OFFICE, PASSWORD, SECOND, Lodge


def _signed_in(lodge: Lodge, code: str = "", name: str = "a.price") -> Session:
    return lodge.sign_ins.sign_in(name, PASSWORD, OFFICE, code=code).session


def _set_up(lodge: Lodge) -> tuple[TOTP, tuple[str, ...]]:
    """An account with a second factor: its device's secret, and its recovery codes."""
    lodge.add()
    session = _signed_in(lodge)
    lodge.sign_ins.begin_second_factor(session)
    enrolment = lodge.sign_ins.second_factors.enrolment(session.account)
    assert enrolment is not None
    device = TOTP(enrolment.secret)
    return device, lodge.sign_ins.confirm_second_factor(session, device.at(lodge.clock.now // 1000))


def _later(lodge: Lodge, seconds: int) -> int:
    lodge.clock.now += seconds * SECOND
    return lodge.clock.now // 1000


def test_from_then_on_the_password_alone_opens_nothing_and_a_code_does(lodge: Lodge) -> None:
    device, _ = _set_up(lodge)
    _later(lodge, 60)

    with pytest.raises(SignInRefused) as without:
        _signed_in(lodge)
    with pytest.raises(SignInRefused) as wrong_password:
        lodge.sign_ins.sign_in("a.price", "another password", OFFICE, code=device.at(lodge.clock.now // 1000))

    assert str(without.value) == str(wrong_password.value), "nobody learns whether the password was right"
    assert _signed_in(lodge, device.at(lodge.clock.now // 1000)).account.name == "a.price"


def test_the_picture_is_one_that_a_browser_draws(lodge: Lodge) -> None:
    session = _signed_in(lodge, name=lodge.add().name)
    lodge.sign_ins.begin_second_factor(session)
    enrolment = lodge.sign_ins.second_factors.enrolment(session.account)
    assert enrolment is not None

    assert ElementTree.fromstring(enrolment.picture()).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_code_is_accepted_once(lodge: Lodge) -> None:
    device, _ = _set_up(lodge)
    code = device.at(_later(lodge, 60))
    _signed_in(lodge, code)

    with pytest.raises(SignInRefused):
        _signed_in(lodge, code)


@pytest.mark.parametrize(("seconds", "accepted"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_device_may_be_half_a_minute_early_or_late(lodge: Lodge, seconds: int, accepted: bool) -> None:
    device, _ = _set_up(lodge)
    code = device.at(_later(lodge, 600) + seconds)

    if accepted:
        assert _signed_in(lodge, code).account.name == "a.price"
    else:
        with pytest.raises(SignInRefused):
            _signed_in(lodge, code)


def test_a_recovery_code_lets_in_once_and_its_use_is_entered(lodge: Lodge) -> None:
    _, codes = _set_up(lodge)
    assert len(set(codes)) == 10

    assert _signed_in(lodge, codes[3].upper().replace("-", " ")).account.name == "a.price"
    with pytest.raises(SignInRefused):
        _signed_in(lodge, codes[3])

    assert ("a.price", "use recovery code") in [entry[:2] for entry in lodge.entered()]
    assert lodge.log.verify(present_states).whole


def test_neither_secret_nor_code_is_stored_or_entered_as_it_is(lodge: Lodge) -> None:
    device, codes = _set_up(lodge)
    with lodge.sql.connect() as connection:
        tables = (SECOND_FACTORS, RECOVERY_CODES, ENTRIES)
        stored = [str(row) for table in tables for row in connection.execute(select(table))]

    assert stored
    assert not [each for each in stored if device.secret in each or any(code in each for code in codes)]


def test_who_lost_the_device_is_let_in_again_told_of_it_and_waits_for_a_manager(lodge: Lodge) -> None:
    _set_up(lodge)
    lodge.keeping.reset_second_factor("an.administrator", "a.price", waits=True)

    assert not _signed_in(lodge).account.confirmed
    assert lodge.log.verify(present_states).whole
    lodge.add("m.rees", "manager")
    assert [
        each.name for each in lodge.keeping.waiting_for(AccountKeeper.of(lodge.keeping.accounts.get("m.rees")))
    ] == ["a.price"]


def test_another_password_does_not_take_the_second_factor_away(lodge: Lodge) -> None:
    device, _ = _set_up(lodge)
    lodge.keeping.reset("an.administrator", "a.price", PASSWORD, waits=True)
    now = _later(lodge, 60)

    with pytest.raises(SignInRefused):
        _signed_in(lodge)
    assert _signed_in(lodge, device.at(now)).account.name == "a.price"


def test_it_is_taken_away_for_the_password_only(lodge: Lodge) -> None:
    device, _ = _set_up(lodge)
    session = _signed_in(lodge, device.at(_later(lodge, 60)))

    with pytest.raises(SignInRefused):
        lodge.sign_ins.remove_second_factor(session, "not the password")
    lodge.sign_ins.remove_second_factor(session, PASSWORD)

    lodge.clock.now += HOUR
    assert _signed_in(lodge).account.name == "a.price"


def test_a_secret_that_something_else_put_in_is_found(lodge: Lodge) -> None:
    _set_up(lodge)
    with lodge.sql.begin() as connection:
        connection.execute(text("UPDATE second_factors SET secret = 'another'"))

    assert not lodge.log.verify(present_states).whole


def test_two_who_begin_at_once_share_one_key(lodge: Lodge) -> None:
    sessions = [_signed_in(lodge, name=lodge.add(f"a.price{number}").name) for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(
            pool.map(
                lambda one: SecondFactors(lodge.sql, second_factor_key(lodge.settings)).begin(one.account), sessions
            )
        )

    assert all(lodge.sign_ins.second_factors.enrolment(each.account) for each in sessions)


def test_a_wrong_code_confirms_nothing_and_is_entered_as_a_failure(lodge: Lodge) -> None:
    session = _signed_in(lodge, name=lodge.add().name)
    lodge.sign_ins.begin_second_factor(session)

    with pytest.raises(SignInRefused):
        lodge.sign_ins.confirm_second_factor(session, "000000x")

    assert lodge.entered()[-1] == ("a.price", "confirm second factor", "refused")
    assert not lodge.sign_ins.second_factors.has(session.account)


def test_without_its_key_file_it_is_said_what_to_do(lodge: Lodge) -> None:
    device, _ = _set_up(lodge)
    (lodge.settings.home / "accounts.key").unlink()

    with pytest.raises(StoreUnavailable, match="reset-second-factor"):
        _signed_in(lodge, device.at(_later(lodge, 60)))
