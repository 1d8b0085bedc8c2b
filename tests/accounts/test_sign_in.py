"""Signing in, going on and signing out, as the gate does it, with what it enters in the log."""

from pathlib import Path

import pytest
from sqlalchemy import select

from api.accounts import OpenedSession, PasswordRefused, SignInDelayed, SignInRefused
from api.accounts.held_compartments import NOBODY
from api.accounts.tables import REASONS, SESSIONS
from graph.errors import AuditUnavailable, NotPermitted, ValueRefused
from graph.model.view import Reader
from graph.store import metadata
from tests.accounts.conftest import HOUR, MINUTE, NOON, OFFICE, OTHER_PASSWORD, PASSWORD, SECOND, Lodge, let_in


def signed_in(lodge: Lodge, name: str = "a.price", password: str = PASSWORD) -> OpenedSession:
    return lodge.sign_ins.sign_in(name, password, OFFICE)


def test_a_session_knows_its_account_and_when_it_ends(lodge: Lodge) -> None:
    account = lodge.add()
    opened = signed_in(lodge, " A.Price")

    session = opened.session
    assert (session.account, session.account.reader()) == (account, Reader("a.price", "analyst", frozenset()))
    assert (session.started_at, session.last_seen_at, session.expires_at) == (NOON, NOON, NOON + 30 * MINUTE)
    assert lodge.sign_ins.resume(opened.token) == session


def test_each_sign_in_has_a_token_of_its_own_with_256_bits(lodge: Lodge) -> None:
    lodge.add()
    tokens = {signed_in(lodge).token for _ in range(4)}

    assert len(tokens) == 4
    assert all(len(token) == 43 for token in tokens)  # 32 octets in base64


def test_neither_token_nor_password_is_kept_anywhere(lodge: Lodge) -> None:
    lodge.add()
    opened = signed_in(lodge)
    with pytest.raises(SignInRefused):
        signed_in(lodge, password=OTHER_PASSWORD)
    with pytest.raises(SignInRefused):
        signed_in(lodge, name="slip of the field")

    with lodge.sql.connect() as connection:
        kept = {table.name: str(connection.execute(select(table)).all()) for table in metadata.sorted_tables}
    assert opened.session.id in kept["sessions"]
    for secret in (opened.token, PASSWORD, OTHER_PASSWORD, "slip of the field"):
        assert secret not in str(kept)
    assert opened.token not in repr(opened)
    assert opened.session.csrf not in repr(opened)


def test_refusals_do_not_say_whether_a_name_is_known(lodge: Lodge) -> None:
    lodge.add()
    lodge.add("b.evans", password=None)
    lodge.add("c.chair")
    lodge.keeping.disable("tests", "c.chair")
    words = set()
    for name, password in [
        ("a.price", OTHER_PASSWORD),
        ("nobody", PASSWORD),
        ("b.evans", PASSWORD),
        ("c.chair", PASSWORD),
        ("not a name\x00", PASSWORD),
        ("a.price", PASSWORD * 100),
        ("a.price", "\udc80"),
    ]:
        with pytest.raises(SignInRefused) as refused:
            signed_in(lodge, name, password)
        words.add(str(refused.value))

    assert words == {
        "The name, the password and the code do not go together. Check them, and try again."
        " The code is only for those who have set up an app for it."
    }


def test_a_known_and_an_unknown_name_cost_one_hash_each(lodge: Lodge) -> None:
    lodge.add()
    lodge.add("b.evans", password=None)
    hashed: list[str] = []
    verify = lodge.passwords._hasher.verify

    class Counting:
        def verify(self, kept: str, password: bytes) -> bool:
            hashed.append(kept.rsplit("$", 2)[0])
            return verify(kept, password)

    lodge.passwords._hasher = Counting()  # type: ignore[assignment]  # it counts, and computes as the real one does
    for name in ("a.price", "b.evans", "nobody"):
        with pytest.raises(SignInRefused):
            signed_in(lodge, name, OTHER_PASSWORD)

    assert hashed == [hashed[0]] * 3  # the same kind and cost


def test_what_happens_at_the_gate_is_entered(lodge: Lodge) -> None:
    lodge.add()
    with pytest.raises(SignInRefused):
        signed_in(lodge, password=OTHER_PASSWORD)
    with pytest.raises(SignInRefused):
        signed_in(lodge, name="nobody")
    session = signed_in(lodge).session
    lodge.sign_ins.give_reason(session, "person:1", " Strategy   meeting 12 ")
    lodge.sign_ins.change_password(session.account, PASSWORD, OTHER_PASSWORD, keep=session)
    lodge.sign_ins.sign_out(session)
    lodge.sign_ins.sign_out_everywhere(session.account)

    assert lodge.entered() == [
        ("tests", "user add", "intended"),
        ("tests", "user add", "done"),
        ("a.price", "sign-in", "refused"),
        (NOBODY, "sign-in", "refused"),
        ("a.price", "sign-in", "allowed"),
        ("a.price", "reason", "allowed"),
        ("a.price", "change password", "intended"),
        ("a.price", "change password", "done"),
        ("a.price", "sign-out", "allowed"),
        ("a.price", "sign-out everywhere", "allowed"),
    ]
    entries = lodge.entries()
    assert {entry.action for entry in entries} == {"administer"}
    assert entries[2].words == "failed attempt 1 in a row, from 192.0.2.7"
    assert entries[4].words == "by password, from 192.0.2.7"
    assert (entries[5].subjects, entries[5].reason) == (("person:1",), "Strategy meeting 12")
    assert lodge.log.verify().whole


def test_nobody_comes_in_unentered(lodge: Lodge, tmp_path: Path) -> None:
    lodge.add()
    session = signed_in(lodge).session
    (tmp_path / "audit.head").write_text("nonsense")

    with pytest.raises(AuditUnavailable):
        signed_in(lodge)
    with pytest.raises(AuditUnavailable):
        lodge.sign_ins.give_reason(session, "person:1", "Strategy meeting 12")
    with pytest.raises(AuditUnavailable):
        lodge.sign_ins.change_password(session.account, PASSWORD, OTHER_PASSWORD)

    assert (len(lodge.sign_ins.sessions_of(session.account)), lodge.sign_ins.reason_for(session, "person:1")) == (
        1,
        None,
    )
    assert lodge.passwords.fits(session.account, PASSWORD)


def test_a_session_ends_after_half_an_hour_without_a_look(lodge: Lodge) -> None:
    lodge.add()
    token = signed_in(lodge).token

    lodge.clock.now += 30 * MINUTE - 1
    assert lodge.sign_ins.resume(token) is not None
    lodge.clock.now += 30 * MINUTE - 1
    assert lodge.sign_ins.resume(token) is not None
    lodge.clock.now += 30 * MINUTE
    assert lodge.sign_ins.resume(token) is None


def test_a_session_ends_after_twelve_hours_whatever_is_done(lodge: Lodge) -> None:
    lodge.add()
    token = signed_in(lodge).token
    looks = 0
    while lodge.clock.now < NOON + 12 * HOUR:
        looks += lodge.sign_ins.resume(token) is not None
        lodge.clock.now += 20 * MINUTE

    assert looks == 36
    assert lodge.sign_ins.resume(token) is None


def test_looks_are_noted_once_a_minute(lodge: Lodge) -> None:
    lodge.add()
    token = signed_in(lodge).token
    noted = []
    for seconds in (59, 60, 90, 120):
        lodge.clock.now = NOON + seconds * SECOND
        session = lodge.sign_ins.resume(token)
        assert session is not None
        noted.append((session.last_seen_at - NOON) // SECOND)

    assert noted == [0, 60, 60, 120]


def test_a_change_of_role_holds_at_the_next_look_and_disabling_ends_the_session(lodge: Lodge) -> None:
    lodge.add()
    token = signed_in(lodge).token
    lodge.keeping.alter("tests", "a.price", role="chair")
    let_in(lodge, "a.price", "Operation Heron")

    session = lodge.sign_ins.resume(token)
    assert session is not None
    assert session.account.reader() == Reader("a.price", "chair", frozenset({"OPERATION HERON"}))
    lodge.keeping.disable("tests", "a.price")
    assert lodge.sign_ins.resume(token) is None
    lodge.keeping.enable("tests", "a.price")
    assert lodge.sign_ins.resume(token) is None


def test_signing_out_ends_one_session_or_all_of_them(lodge: Lodge) -> None:
    account = lodge.add()
    lodge.add("b.evans")
    others = signed_in(lodge, "b.evans")
    first = signed_in(lodge)
    lodge.clock.now += 1
    second, third = signed_in(lodge), signed_in(lodge)

    assert {one.id for one in lodge.sign_ins.sessions_of(account)[:2]} == {second.session.id, third.session.id}
    assert lodge.sign_ins.sessions_of(account)[2] == first.session
    lodge.sign_ins.sign_out(second.session)
    lodge.sign_ins.sign_out(second.session)
    assert lodge.sign_ins.resume(second.token) is None
    assert {one.id for one in lodge.sign_ins.sessions_of(account)} == {first.session.id, third.session.id}
    lodge.sign_ins.sign_out_everywhere(account)
    assert lodge.sign_ins.sessions_of(account) == ()
    assert lodge.sign_ins.resume(first.token) is None
    assert lodge.sign_ins.resume(others.token) is not None


def test_a_reset_password_ends_every_session_and_the_old_one_opens_nothing(lodge: Lodge) -> None:
    lodge.add()
    token = signed_in(lodge).token

    lodge.keeping.reset("tests", "a.price", OTHER_PASSWORD)

    assert lodge.sign_ins.resume(token) is None
    with pytest.raises(SignInRefused):
        signed_in(lodge)
    assert signed_in(lodge, password=OTHER_PASSWORD).session.account.name == "a.price"


def test_a_password_is_changed_by_whoever_knows_the_old_one(lodge: Lodge) -> None:
    account = lodge.add()
    here, elsewhere = signed_in(lodge), signed_in(lodge)

    with pytest.raises(SignInRefused, match="present password"):
        lodge.sign_ins.change_password(account, OTHER_PASSWORD, "heron saddle lantern", keep=here.session)
    with pytest.raises(PasswordRefused, match="too short"):
        lodge.sign_ins.change_password(account, PASSWORD, "short", keep=here.session)
    assert lodge.sign_ins.resume(elsewhere.token) is not None
    lodge.sign_ins.change_password(account, PASSWORD, OTHER_PASSWORD, keep=here.session)

    assert lodge.sign_ins.resume(here.token) is not None
    assert lodge.sign_ins.resume(elsewhere.token) is None
    assert lodge.passwords.fits(account, OTHER_PASSWORD)


def test_a_stolen_session_cannot_guess_the_password_at_leisure(lodge: Lodge) -> None:
    account = lodge.add()
    session = signed_in(lodge).session
    for _ in range(4):
        with pytest.raises(SignInRefused):
            lodge.sign_ins.change_password(account, "not the password", OTHER_PASSWORD, keep=session)

    with pytest.raises(SignInDelayed):
        lodge.sign_ins.change_password(account, PASSWORD, OTHER_PASSWORD, keep=session)


def test_a_reason_is_asked_once_for_each_case_and_session(lodge: Lodge) -> None:
    lodge.add()
    session, other = signed_in(lodge).session, signed_in(lodge).session
    lodge.sign_ins.give_reason(session, "person:1", "Strategy meeting 12")
    lodge.sign_ins.give_reason(session, "person:1", "Strategy meeting 13")

    asked = [(one, case) for one in (session, other) for case in ("person:1", "person:2")]
    assert [lodge.sign_ins.reason_for(*pair) for pair in asked] == ["Strategy meeting 13", None, None, None]
    for refused in ("  ", ".", "x x", "asdf", "x" * 501):
        with pytest.raises(ValueRefused):
            lodge.sign_ins.give_reason(session, "person:2", refused)
    assert lodge.sign_ins.give_reason(session, "person:\x00", "odd\x00 id") == "odd\\x00 id"
    assert lodge.sign_ins.reason_for(session, "person:\x00") == "odd\\x00 id"


@pytest.mark.parametrize("ending", ["signed out", "timed out", "disabled"])
def test_reasons_go_with_their_session_and_stay_in_the_log(lodge: Lodge, ending: str) -> None:
    account = lodge.add()
    lodge.add("b.evans")
    opened = signed_in(lodge)
    lodge.sign_ins.give_reason(opened.session, "person:1", "Strategy meeting 12")
    if ending == "signed out":
        lodge.sign_ins.sign_out(opened.session)
    elif ending == "timed out":
        lodge.clock.now += HOUR
        signed_in(lodge, "b.evans")
    else:
        lodge.keeping.disable("tests", account.name)

    with lodge.sql.connect() as connection:
        assert connection.execute(select(REASONS)).all() == []
        assert connection.execute(select(SESSIONS.c.account)).all() == ([("b.evans",)] if ending == "timed out" else [])
    assert [entry.reason for entry in lodge.entries() if entry.question == "reason"] == ["Strategy meeting 12"]
    with pytest.raises(NotPermitted, match="signed out"):
        lodge.sign_ins.give_reason(opened.session, "person:1", "Once more")


def test_a_given_password_opens_a_session_that_asks_for_one_s_own(lodge: Lodge) -> None:
    account = lodge.add()
    lodge.keeping.reset("tests", "a.price", OTHER_PASSWORD, temporary=True)
    given, elsewhere = signed_in(lodge, password=OTHER_PASSWORD), signed_in(lodge, password=OTHER_PASSWORD)
    provided = lodge.sign_ins.admit(account, OFFICE, "identity provider")

    assert [opened.session.must_choose for opened in (given, elsewhere, provided)] == [True, True, False]
    resumed = lodge.sign_ins.resume(given.token)
    assert resumed is not None
    assert resumed.must_choose
    with pytest.raises(PasswordRefused, match="is the present one"):
        lodge.sign_ins.change_password(account, OTHER_PASSWORD, OTHER_PASSWORD, keep=given.session)
    lodge.sign_ins.change_password(account, OTHER_PASSWORD, PASSWORD, keep=given.session)
    resumed = lodge.sign_ins.resume(given.token)
    assert resumed is not None
    assert not resumed.must_choose
    assert lodge.sign_ins.resume(elsewhere.token) is None
    assert not signed_in(lodge).session.must_choose


def test_a_password_that_somebody_chose_themselves_is_not_asked_for_again(lodge: Lodge) -> None:
    lodge.add()
    lodge.keeping.add("tests", "b.evans", "chair", password=PASSWORD, temporary=True)

    assert [signed_in(lodge, name).session.must_choose for name in ("a.price", "b.evans")] == [False, True]
