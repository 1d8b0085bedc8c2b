"""An account or a compartment that something other than Dolen changed is found by checking the log."""

import pytest
from sqlalchemy import text

from api.accounts.sealed_rows import present_states, seal_accounts
from tests.accounts.conftest import OFFICE, OTHER_PASSWORD, PASSWORD, Lodge, let_in


def found(lodge: Lodge) -> list[str]:
    """What the check says of tables."""
    return [each.sentence for each in lodge.log.verify(present_states).problems]


def tamper(lodge: Lodge, statement: str) -> None:
    with lodge.sql.begin() as connection:
        connection.execute(text(statement))


@pytest.fixture
def kept(lodge: Lodge) -> Lodge:
    """Two accounts, one of them a member of a compartment, after everything that a life brings."""
    lodge.add()
    lodge.add("b.evans", "chair")
    let_in(lodge, "a.price", "Operation Heron")
    session = lodge.sign_ins.sign_in("a.price", PASSWORD, OFFICE).session
    lodge.sign_ins.change_password(session.account, PASSWORD, OTHER_PASSWORD, keep=session)
    lodge.keeping.alter("tests", "b.evans", role="analyst", display_name="Bethan Evans")
    lodge.keeping.disable("tests", "b.evans")
    lodge.keeping.enable("tests", "b.evans")
    lodge.keeping.reset("k.admin", "b.evans", PASSWORD, waits=True)
    lodge.sign_ins.sign_in("a.price", OTHER_PASSWORD, OFFICE)
    return lodge


def test_what_dolen_changes_is_sealed_as_it_goes(kept: Lodge) -> None:
    assert found(kept) == []


@pytest.mark.parametrize(
    ("statement", "who"),
    [
        ("UPDATE accounts SET role = 'manager' WHERE name = 'a.price'", "The account 'a.price' is not as"),
        ("UPDATE accounts SET disabled = TRUE WHERE name = 'a.price'", "The account 'a.price' is not as"),
        ("UPDATE accounts SET confirmed = TRUE WHERE name = 'b.evans'", "The account 'b.evans' is not as"),
        ("UPDATE account_passwords SET hash = 'x' WHERE account = 'b.evans'", "The account 'b.evans' is not as"),
        ("UPDATE compartment_members SET until = until + 1", "The account 'a.price' is not as"),
        ("UPDATE compartment_members SET account = 'o.owner'", "The account 'a.price' is not as"),
        ("DELETE FROM compartment_members", "The account 'a.price' is not as"),
        ("UPDATE compartments SET owner = 'a.price'", "The compartment "),
        (
            "INSERT INTO accounts (name, role, disabled) VALUES ('x.new', 'manager', FALSE)",
            "The account 'x.new' was put in by something else",
        ),
    ],
)
def test_a_row_that_something_else_changed_is_found_and_its_account_named(
    kept: Lodge, statement: str, who: str
) -> None:
    tamper(kept, statement)

    assert any(each.startswith(who) for each in found(kept)), found(kept)


def test_an_account_that_something_else_deleted_is_found(kept: Lodge) -> None:
    kept.keeping.add("tests", "c.gone", "analyst")
    tamper(kept, "DELETE FROM account_notices WHERE account = 'c.gone'")
    tamper(kept, "DELETE FROM accounts WHERE name = 'c.gone'")

    [sentence] = found(kept)
    assert sentence.startswith("The account 'c.gone' was deleted by something else than Dolen (entry ")


def test_a_change_behind_dolen_s_back_is_not_covered_up_by_the_next_one(kept: Lodge) -> None:
    tamper(kept, "UPDATE accounts SET role = 'manager' WHERE name = 'a.price'")
    kept.keeping.alter("tests", "a.price", display_name="Ann Price")
    number = kept.log.read(1, subject="a.price").entries[0].number - 1

    assert found(kept) == [f"The account 'a.price' was changed by something else than Dolen before entry {number}."]
    kept.keeping.alter("tests", "a.price", display_name="Ann")
    assert len(found(kept)) == 1, "and it is said for good"


def test_a_row_put_back_as_it_was_is_as_it_was(kept: Lodge) -> None:
    tamper(kept, "UPDATE accounts SET role = 'manager' WHERE name = 'a.price'")
    assert len(found(kept)) == 1
    tamper(kept, "UPDATE accounts SET role = 'analyst' WHERE name = 'a.price'")
    assert found(kept) == []


def test_a_change_that_failed_half_way_seals_what_it_left(kept: Lodge) -> None:
    class Stopped(Exception):
        pass

    def stop(*_given: object, **_named: object) -> None:
        raise Stopped

    kept.passwords.choose = stop  # type: ignore[method-assign]  # the second half of adding an account fails
    with pytest.raises(Stopped):
        kept.keeping.add("tests", "c.half", "analyst", password=PASSWORD)

    assert kept.keeping.accounts.get("c.half").role == "analyst"
    assert found(kept) == []


def test_accounts_from_before_are_sealed_once(lodge: Lodge) -> None:
    lodge.keeping.accounts.add("a.before", "analyst")
    seal_accounts(lodge.sql, lodge.log)
    seal_accounts(lodge.sql, lodge.log)

    assert [entry.question for entry in lodge.entries()] == ["seal accounts"]
    assert found(lodge) == []
    tamper(lodge, "UPDATE accounts SET role = 'manager'")
    assert len(found(lodge)) == 1
    seal_accounts(lodge.sql, lodge.log)
    assert len(found(lodge)) == 1, "what was sealed once is not sealed over"
