"""Accounts are added, found, listed and disabled; what cannot be is refused in a sentence."""

from typing import Any

import pytest
from sqlalchemy import Engine

from api.accounts import Account, Accounts
from graph.errors import NotFound, NotPermitted, ValueRefused
from graph.model.view import Reader


@pytest.fixture
def accounts(sql: Engine) -> Accounts:
    return Accounts(sql)


def test_an_account_is_found_however_its_name_is_written(accounts: Accounts) -> None:
    added = accounts.add(" A.Price ", "analyst")

    expected = Account("a.price", "analyst", disabled=False)
    assert (added, accounts.get("A.PRICE")) == (expected, expected)


def test_the_list_is_by_name_and_shows_disabled_accounts(accounts: Accounts) -> None:
    accounts.add("c.chair", "chair")
    accounts.add("a.price", "analyst")
    disabled = accounts.disable("c.chair")

    assert disabled == Account("c.chair", "chair", disabled=True)
    assert [(account.name, account.disabled) for account in accounts.list()] == [("a.price", False), ("c.chair", True)]


def test_disabling_twice_is_no_error(accounts: Accounts) -> None:
    accounts.add("a.price", "analyst")

    assert accounts.disable("a.price") == accounts.disable("a.price")


def test_an_account_is_a_reader_until_it_is_disabled(accounts: Accounts) -> None:
    account = accounts.add("a.price", "analyst")

    reader = account.reader()
    disabled = accounts.disable("a.price")

    assert reader == Reader("a.price", "analyst", frozenset())
    with pytest.raises(NotPermitted, match=r"'a\.price' is disabled"):
        disabled.reader()


def test_a_name_is_given_once_even_after_it_was_disabled(accounts: Accounts) -> None:
    accounts.add("a.price", "analyst")
    accounts.disable("a.price")

    with pytest.raises(ValueRefused, match="already"):
        accounts.add("A.Price", "chair")
    assert accounts.get("a.price") == Account("a.price", "analyst", disabled=True)


@pytest.mark.parametrize(
    ("name", "role", "field"),
    [
        ("", "analyst", "name"),
        (".price", "analyst", "name"),
        ("a price", "analyst", "name"),
        ("a" * 65, "analyst", "name"),
        ("a.price", "operator", "role"),
        ("a.price", "Analyst", "role"),
    ],
)
def test_what_cannot_be_an_account_is_refused(accounts: Accounts, name: str, role: str, field: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        accounts.add(name, role)

    assert (refused.value.field, accounts.list()) == (field, ())


def test_an_unknown_account_is_not_found(accounts: Accounts) -> None:
    with pytest.raises(NotFound, match="no account 'nobody'"):
        accounts.get("nobody")
    with pytest.raises(NotFound, match="no account 'nobody'"):
        accounts.disable("nobody")


def test_what_is_altered_changes_and_the_rest_stands(accounts: Accounts) -> None:
    accounts.add("a.price", "analyst", "Ann Price")
    altered = accounts.alter("A.Price", role="chair")
    accounts.alter("a.price", display_name="  Ann   Price-Jones ")
    accounts.disable("a.price")

    assert altered == Account("a.price", "chair", display_name="Ann Price")
    assert accounts.get("a.price") == Account("a.price", "chair", disabled=True, display_name="Ann Price-Jones")
    assert accounts.enable("a.price").disabled is False


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"role": "king"}, "role"),
        ({"display_name": "x" * 101}, "display name"),
        ({"display_name": "odd \x00 name"}, "display name"),
    ],
)
def test_what_cannot_be_altered_is_refused(accounts: Accounts, given: dict[str, Any], field: str) -> None:
    before = accounts.add("a.price", "analyst", display_name="Siân Ŵyn")

    with pytest.raises(ValueRefused) as refused:
        accounts.alter("a.price", **given)

    assert (refused.value.field, accounts.get("a.price")) == (field, before)


def test_a_person_is_shown_by_the_name_for_the_page_where_there_is_one(accounts: Accounts) -> None:
    assert accounts.add("a.price", "analyst", display_name="Ann Price").shown == "Ann Price"
    assert accounts.add("b.evans", "analyst").shown == "b.evans"
