"""How passwords are kept."""

import re

import pytest
from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import Engine, select

from api.accounts import Accounts, PasswordRefused, SignInRefused
from api.accounts.administration import Administration
from api.accounts.passwords import Passwords
from api.accounts.tables import PASSWORDS
from tests.accounts.conftest import NOON, OFFICE, OTHER_PASSWORD, PASSWORD, Lodge, quick_hasher


def kept(sql: Engine) -> str:
    with sql.connect() as connection:
        return connection.execute(select(PASSWORDS.c.hash)).scalar_one()


def test_a_password_is_kept_as_argon2id_at_the_recommended_cost(sql: Engine) -> None:
    account = Accounts(sql).add("a.price", "analyst")
    passwords = Passwords(sql)
    passwords.choose(account, PASSWORD, NOON)

    cost = RFC_9106_LOW_MEMORY
    stands = rf"\$argon2id\$v=19\$m={cost.memory_cost},t={cost.time_cost},p={cost.parallelism}\$[^$]{{22}}\$[^$]{{43}}"
    assert re.fullmatch(stands, kept(sql))
    assert (passwords.fits(account, PASSWORD), passwords.fits(account, OTHER_PASSWORD)) == (True, False)


def test_one_password_of_two_accounts_is_kept_in_two_ways(sql: Engine) -> None:
    passwords = Passwords(sql, quick_hasher())
    for name in ("a.price", "b.evans"):
        passwords.choose(Accounts(sql).add(name, "analyst"), PASSWORD, NOON)

    with sql.connect() as connection:
        assert len(set(connection.execute(select(PASSWORDS.c.hash)).scalars())) == 2


def test_a_hash_of_another_cost_is_made_anew_when_its_owner_comes_in(lodge: Lodge) -> None:
    dearer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    account = lodge.add()
    lodge.passwords._hasher = dearer
    before = kept(lodge.sql)

    with pytest.raises(SignInRefused):
        lodge.sign_ins.sign_in("a.price", OTHER_PASSWORD, OFFICE)
    assert kept(lodge.sql) == before
    lodge.sign_ins.sign_in("a.price", PASSWORD, OFFICE)

    assert kept(lodge.sql).startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert lodge.passwords.fits(account, PASSWORD)
    lodge.sign_ins.sign_in("a.price", PASSWORD, OFFICE)


def test_a_page_that_counts_who_waits_computes_no_hash(lodge: Lodge, monkeypatch: pytest.MonkeyPatch) -> None:
    lodge.add("m.rees", "manager")
    hashed: list[str] = []
    monkeypatch.setattr(PasswordHasher, "hash", lambda *_: hashed.append("one"))

    assert Administration(lodge.sql, lodge.log, lodge.clock).waiting_for(lodge.actor("m.rees")) == ()
    assert hashed == []


def test_letters_with_accents_are_the_same_however_they_are_typed(sql: Engine) -> None:
    passwords = Passwords(sql, quick_hasher())
    account = Accounts(sql).add("a.price", "analyst")
    passwords.choose(account, "tŷ bach gwyrdd", NOON)

    assert passwords.fits(account, "ty\u0302 bach gwyrdd")
    assert not passwords.fits(account, "ty bach gwyrdd")


def test_the_whole_of_a_long_password_counts(sql: Engine) -> None:
    passwords = Passwords(sql, quick_hasher())
    account = Accounts(sql).add("a.price", "analyst")
    longest = ("otter window kettle " * 20)[:256]
    passwords.choose(account, longest, NOON)

    assert passwords.fits(account, longest)
    for near in (longest[:-1], longest + "x", longest[:-1] + "x"):
        assert not passwords.fits(account, near)


def test_a_refused_password_changes_nothing(sql: Engine) -> None:
    passwords = Passwords(sql, quick_hasher())
    account = Accounts(sql).add("a.price", "analyst")
    passwords.choose(account, PASSWORD, NOON)

    with pytest.raises(PasswordRefused):
        passwords.choose(account, "Password12345", NOON)

    assert passwords.fits(account, PASSWORD)


def test_a_hash_that_was_damaged_opens_nothing(sql: Engine) -> None:
    passwords = Passwords(sql, quick_hasher())
    account = Accounts(sql).add("a.price", "analyst")
    passwords.choose(account, PASSWORD, NOON)
    with sql.begin() as connection:
        connection.execute(PASSWORDS.update().values(hash="$argon2id$nonsense"))

    assert not passwords.fits(account, PASSWORD)
