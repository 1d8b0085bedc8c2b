"""Compartments and their members: two people admit somebody, it ends on a day, and everybody concerned is notified."""

import pytest

from api.accounts import AccountKeeper, Accounts
from api.accounts.membership import MOST_DAYS, Compartment, Membership, why_not_grant, why_not_hand_over
from api.accounts.notifications import Notices
from graph.errors import NotFound, NotPermitted, ValueRefused
from graph.rules.visibility import may_see
from graph.values.access import Access
from tests.accounts.conftest import HOUR, NOON, Lodge, let_in

DAY = 24 * HOUR
WHY = "Works on the operation"


@pytest.fixture
def unit(lodge: Lodge) -> Lodge:
    """Two managers, two analysts, an auditor and an administrator; o.owner owns OPERATION HERON."""
    for name, role in (
        ("o.owner", "manager"),
        ("m.other", "manager"),
        ("a.price", "analyst"),
        ("b.evans", "analyst"),
        ("d.audit", "auditor"),
        ("k.admin", "administrator"),
    ):
        lodge.add(name, role, password=None)
    lodge.compartments.make(lodge.actor("m.other"), "Operation Heron", "o.owner")
    return lodge


def heron(unit: Lodge) -> Compartment:
    found = unit.compartments.find("operation heron")
    assert found is not None
    return found


def asked(unit: Lodge, by: str, member: str, days: int = 30) -> Membership:
    return unit.compartments.ask(unit.actor(by), heron(unit).id, member, NOON + days * DAY, WHY)


def kinds(unit: Lodge, account: str) -> list[str]:
    return sorted(each.kind for each in Notices(unit.sql).unread(account))


@pytest.mark.parametrize(
    ("asker", "member", "may_grant"),
    [
        ("a.price", "a.price", {"o.owner"}),
        ("k.admin", "a.price", {"o.owner"}),
        ("m.other", "a.price", {"o.owner"}),
        ("o.owner", "a.price", {"m.other"}),
        ("o.owner", "o.owner", {"m.other"}),
        ("m.other", "m.other", {"o.owner"}),
        ("k.admin", "o.owner", set()),
        ("d.audit", "d.audit", {"o.owner"}),
    ],
)
def test_a_membership_takes_two_people_and_one_of_them_owns_the_compartment(
    unit: Lodge, asker: str, member: str, may_grant: set[str]
) -> None:
    """By hand: of the two, one is the owner; the one who grants neither asked nor is let in."""
    wanted = asked(unit, asker, member)
    everybody = {account.name for account in unit.keeping.accounts.list()}

    assert {name for name in everybody if not why_not_grant(unit.actor(name), wanted)} == may_grant
    for name in sorted(everybody - may_grant):
        with pytest.raises(NotPermitted):
            unit.compartments.grant(unit.actor(name), wanted.id)
    assert unit.keeping.accounts.get(member).compartments == frozenset()


def test_a_member_reads_what_is_in_the_compartment_until_the_day_is_over(unit: Lodge) -> None:
    unit.compartments.grant(unit.actor("o.owner"), asked(unit, "a.price", "a.price", days=30).id)
    inside, beside = Access.from_cells("P", "", "Operation Heron"), Access.from_cells("P", "", "Operation Heron; Opal")

    def sees(access: Access) -> bool:
        return may_see(unit.keeping.accounts.get("a.price").reader(), access)

    assert (sees(inside), sees(beside)) == (True, False)
    unit.clock.now += 30 * DAY - 1
    assert sees(inside)
    unit.clock.now += 1
    assert not sees(inside)
    assert unit.keeping.accounts.list()[0].compartments == frozenset()


@pytest.mark.parametrize("ender", ["a.price", "o.owner", "m.other", "k.admin"])
def test_one_person_is_enough_to_end_a_membership_and_it_is_told(unit: Lodge, ender: str) -> None:
    member = unit.compartments.grant(unit.actor("o.owner"), asked(unit, "a.price", "a.price").id)
    unit.compartments.end(unit.actor(ender), member.id)

    assert unit.keeping.accounts.get("a.price").compartments == frozenset()
    assert ("ended" in kinds(unit, "a.price")) == (ender != "a.price")
    assert ("ended" in kinds(unit, "o.owner")) == (ender != "o.owner")
    with pytest.raises(NotFound):
        unit.compartments.end(unit.actor("o.owner"), member.id)


def test_the_owner_is_told_of_each_step_and_so_is_who_may_grant(unit: Lodge) -> None:
    wanted = asked(unit, "a.price", "a.price")
    unit.compartments.end(unit.actor("o.owner"), wanted.id)
    own = asked(unit, "o.owner", "b.evans")
    unit.compartments.grant(unit.actor("m.other"), own.id)

    assert kinds(unit, "o.owner") == ["asked", "granted", "owner"]
    assert kinds(unit, "a.price") == ["refused"]
    assert kinds(unit, "m.other") == ["to grant"]
    assert kinds(unit, "b.evans") == ["granted"]
    Notices(unit.sql).mark_read("o.owner", unit.clock.now)
    assert kinds(unit, "o.owner") == []


def test_others_can_neither_ask_for_others_nor_end_nor_make(unit: Lodge) -> None:
    member = unit.compartments.grant(unit.actor("o.owner"), asked(unit, "a.price", "a.price").id)
    stranger = unit.actor("b.evans")

    with pytest.raises(NotPermitted):
        asked(unit, "b.evans", "a.price")
    with pytest.raises(NotPermitted):
        unit.compartments.end(stranger, member.id)
    for name in ("b.evans", "k.admin", "d.audit"):
        with pytest.raises(NotPermitted):
            unit.compartments.make(unit.actor(name), "Operation Kite", "b.evans")


@pytest.mark.parametrize(
    ("member", "until", "reason", "field"),
    [
        ("k.admin", NOON + DAY, WHY, "account"),
        ("nobody", NOON + DAY, WHY, "account"),
        ("a.price", NOON, WHY, "until"),
        ("a.price", NOON + (MOST_DAYS + 1) * DAY, WHY, "until"),
        ("a.price", NOON + DAY, ".", "reason"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(unit: Lodge, member: str, until: int, reason: str, field: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        unit.compartments.ask(unit.actor("o.owner"), heron(unit).id, member, until, reason)

    assert (refused.value.field, unit.compartments.of_compartment(heron(unit).id)) == (field, ())


def test_an_owner_hands_over_and_a_manager_does_only_where_the_owner_has_gone(unit: Lodge) -> None:
    kept = heron(unit)
    assert why_not_hand_over(unit.actor("m.other"), kept, owner_is_there=True) != ""
    assert why_not_hand_over(unit.actor("b.evans"), kept, owner_is_there=False) != ""
    with pytest.raises(NotPermitted):
        unit.compartments.hand_over(unit.actor("m.other"), kept.id, "m.other")
    with pytest.raises(ValueRefused):
        unit.compartments.hand_over(unit.actor("o.owner"), kept.id, "k.admin")
    unit.keeping.disable("tests", "o.owner")

    assert unit.compartments.hand_over(unit.actor("m.other"), kept.id, "a.price").owner == "a.price"
    assert kinds(unit, "a.price") == ["owner"]
    assert unit.compartments.hand_over(unit.actor("a.price"), kept.id, "b.evans").owner == "b.evans"


def test_an_administrator_s_own_new_account_finds_nothing_of_a_compartment(unit: Lodge) -> None:
    """An administrator makes an account, resets another and asks; nothing opens until a manager and an owner say so."""
    let_in(unit, "a.price", "Operation Heron")
    unit.keeping.add("k.admin", "k.second", "analyst", waits=True)
    unit.keeping.reset("k.admin", "a.price", "bramble saddle lantern", waits=True)
    accounts = unit.keeping.accounts

    for name in ("k.second", "a.price"):
        with pytest.raises(NotPermitted, match="waits for a manager"):
            accounts.get(name).reader()
        assert accounts.get(name).compartments == frozenset()
        with pytest.raises(NotPermitted):
            asked(unit, name, name)
    wanted = asked(unit, "k.admin", "k.second")
    for name in ("k.admin", "k.second", "a.price"):
        with pytest.raises(NotPermitted):
            unit.compartments.grant(unit.actor(name), wanted.id)
    unit.keeping.confirm(unit.actor("m.other"), "k.second")
    assert accounts.get("k.second").reader().compartments == frozenset()
    unit.compartments.grant(unit.actor("o.owner"), wanted.id)
    assert accounts.get("k.second").reader().compartments == {"OPERATION HERON"}


def test_an_owner_s_account_that_was_reset_grants_nothing(unit: Lodge) -> None:
    wanted = asked(unit, "a.price", "a.price")
    unit.keeping.reset("k.admin", "o.owner", "bramble saddle lantern", waits=True)

    with pytest.raises(NotPermitted, match="waits for a manager"):
        unit.compartments.grant(unit.actor("o.owner"), wanted.id)
    with pytest.raises(NotPermitted):
        unit.compartments.hand_over(unit.actor("o.owner"), heron(unit).id, "b.evans")
    assert "reset" in kinds(unit, "o.owner")


def test_a_change_of_role_waits_for_a_manager_who_made_none_of_it(unit: Lodge) -> None:
    accounts = unit.keeping.accounts
    unit.keeping.alter("k.admin", "k.admin", role="analyst", waits=True)
    assert not accounts.get("k.admin").may_act
    unit.keeping.alter("k.admin", "b.evans", role="manager", waits=True)
    for name in ("k.admin", "b.evans", "a.price", "d.audit"):
        for waiting in ("k.admin", "b.evans"):
            with pytest.raises(NotPermitted):
                unit.keeping.confirm(unit.actor(name), waiting)
    assert [each.name for each in unit.keeping.waiting_for(unit.actor("m.other"))] == ["b.evans", "k.admin"]
    unit.keeping.confirm(unit.actor("m.other"), "b.evans")

    assert accounts.get("b.evans").may_act
    unit.keeping.alter("k.admin", "a.price", role="administrator", waits=True)
    assert accounts.get("a.price").may_act, "an administrator reads nothing, and so waits for nobody"
    with pytest.raises(NotPermitted, match="does not wait"):
        unit.keeping.confirm(AccountKeeper("tests"), "a.price")


def test_the_operator_may_do_both_steps_and_each_is_entered(unit: Lodge) -> None:
    let_in(unit, "a.price", "Operation Heron")

    assert unit.entered()[-4:] == [
        ("tests", "membership ask", "intended"),
        ("tests", "membership ask", "done"),
        ("tests", "membership grant", "intended"),
        ("tests", "membership grant", "done"),
    ]
    assert Accounts(unit.sql, unit.clock).get("a.price").compartments == {"OPERATION HERON"}


def test_what_was_settled_by_somebody_else_is_not_settled_again(unit: Lodge) -> None:
    wanted = asked(unit, "a.price", "a.price")
    unit.compartments.end(unit.actor("o.owner"), wanted.id)

    with pytest.raises(NotFound, match="any more"):
        unit.compartments.grant(unit.actor("o.owner"), wanted.id)
    with pytest.raises(NotFound):
        unit.compartments.grant(unit.actor("o.owner"), "0" * 16)
