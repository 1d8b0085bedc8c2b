"""Compartments and their members as values, and the rules on who may grant membership. No I/O.

A compartment is a record with an owner. A membership is asked for by one person and granted by another; one of the two
is the owner, neither is the member who is let in by the second step, and it ends on a day.
"""

from dataclasses import dataclass
from typing import Literal

from api.accounts.account_keeper import AccountKeeper

DAY = 24 * 3_600_000
MOST_DAYS = 366
"""The longest membership, in days; after that it has to be requested again."""
OWNING_ROLES = ("analyst", "chair", "manager")
MEMBER_ROLES = ("analyst", "chair", "manager", "auditor")

State = Literal["asked", "in force", "ended"]


@dataclass(frozen=True)
class Compartment:
    """A compartment: its name as access texts write it, and who answers for it (None: nobody yet)."""

    id: str
    name: str
    owner: str | None
    made_by: str
    made_at: int


@dataclass(frozen=True)
class Membership:
    """One membership, asked for or granted. Times are UTC milliseconds; `until` is the moment at which it is over."""

    id: str
    compartment: Compartment
    account: str
    asked_by: str
    asked_at: int
    reason: str
    until: int
    granted_by: str | None = None
    granted_at: int | None = None
    ended_by: str | None = None
    ended_at: int | None = None

    def state(self, now: int) -> State:
        """Whether it still waits, is in force, or is over (also one that was refused)."""
        if self.ended_at is not None or now >= self.until:
            return "ended"
        return "asked" if self.granted_at is None else "in force"


def why_not_make(actor: AccountKeeper) -> str:
    """Why somebody may not make a compartment, or nothing."""
    return "" if actor.is_operator or actor.is_manager else "A manager makes compartments."


def why_not_ask(actor: AccountKeeper, compartment: Compartment, member: str) -> str:
    """Why somebody may not ask that this member is let in, or nothing."""
    if actor.is_operator:
        return ""
    account = actor.account
    assert account is not None
    if not account.may_act:
        return "Your own account still waits for a manager."
    if member != actor.name and account.role not in ("manager", "administrator") and compartment.owner != actor.name:
        return "You can ask for yourself alone; its owner, a manager or an administrator asks for others."
    return ""


def why_not_grant(actor: AccountKeeper, wanted: Membership) -> str:
    """Why somebody may not grant what was asked for, or nothing."""
    if actor.is_operator:
        return ""
    owner = wanted.compartment.owner
    if actor.account is None or not actor.account.may_act:
        return "Your own account still waits for a manager."
    if actor.name == wanted.account:
        return "Nobody lets themselves in."
    if actor.name == wanted.asked_by:
        return "You asked for this yourself; somebody else grants it."
    if owner is None:
        return "This compartment has no owner yet. A manager names one."
    if actor.name == owner:
        return ""
    if wanted.asked_by == owner:
        return "" if actor.is_manager else "Its owner asked for this; a manager grants it."
    return "The compartment's owner grants this."


def why_not_end(actor: AccountKeeper, membership: Membership) -> str:
    """Why somebody may not end or refuse a membership, or nothing. Ending one needs no second person."""
    if actor.is_operator or actor.is_manager or actor.name in (membership.account, membership.compartment.owner):
        return ""
    is_keeper = actor.account is not None and actor.account.role == "administrator"
    return "" if is_keeper else "Its owner, a manager or an administrator ends a membership."


def why_not_hand_over(actor: AccountKeeper, compartment: Compartment, owner_is_there: bool) -> str:
    """Why somebody may not name another owner, or nothing: the owner does, or a manager where the owner is gone."""
    if actor.is_operator or (actor.name == compartment.owner and actor.account is not None and actor.account.may_act):
        return ""
    if not actor.is_manager:
        return "Its owner names another owner; a manager does where the owner has gone."
    return "Its owner is there and names another owner." if owner_is_there else ""
