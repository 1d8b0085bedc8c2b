"""Compartments and memberships in SQL. Each change is logged, sealed, and notified to the accounts it concerns.

The rules of who may do what are `api.accounts.membership`; every change here asks them first.
"""

import secrets
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, insert, select, true, update

from api.accounts.account import Account
from api.accounts.account_keeper import AccountKeeper
from api.accounts.membership import (
    DAY,
    MEMBER_ROLES,
    MOST_DAYS,
    OWNING_ROLES,
    Compartment,
    Membership,
    why_not_ask,
    why_not_end,
    why_not_grant,
    why_not_hand_over,
    why_not_make,
)
from api.accounts.notifications import Kind, notify
from api.accounts.reasons import clean_reason
from api.accounts.sealed_rows import sealed_account, sealed_compartment
from api.accounts.tables import ACCOUNTS, COMPARTMENTS, MEMBERSHIPS
from graph.audit import AuditLog, Entry
from graph.audit.sealed_rows import Sealed
from graph.errors import NotFound, NotPermitted, ValueRefused
from graph.values.access import compartment_name


class Compartments:
    """The compartments of one installation. `clock` gives UTC milliseconds.

    Every change raises `AuditUnavailable` where it cannot be entered, `NotPermitted` where the rules say no, `NotFound`
    for what is not there, and `ValueRefused`; and then changes nothing.
    """

    def __init__(self, sql: Engine, log: AuditLog, clock: Callable[[], int]) -> None:
        self._sql = sql
        self._log = log
        self._clock = clock

    def list(self) -> tuple[Compartment, ...]:
        """All compartments, by name."""
        return self._compartments(true())

    def find(self, name: str) -> Compartment | None:
        """The compartment of this name, or None."""
        return next(iter(self._compartments(COMPARTMENTS.c.name == compartment_name(name))), None)

    def get(self, id: str) -> Compartment:
        """A compartment by its id. Raises `NotFound`."""
        found = self._compartments(COMPARTMENTS.c.id == id)
        if not found:
            raise NotFound("There is no such compartment.", "Look at the list of compartments.")
        return found[0]

    def of_member(self, account: str) -> tuple[Membership, ...]:
        """An account's memberships that are asked for or in force."""
        return self._lasting(MEMBERSHIPS.c.account == account)

    def of_compartment(self, id: str) -> tuple[Membership, ...]:
        """A compartment's memberships that are asked for or in force."""
        return self._lasting(MEMBERSHIPS.c.compartment == id)

    def waiting_for(self, actor: AccountKeeper) -> tuple[Membership, ...]:
        """What is asked for and this person may grant."""
        asked = self._lasting(MEMBERSHIPS.c.granted_at.is_(None))
        return tuple(each for each in asked if not why_not_grant(actor, each))

    def make(self, by: AccountKeeper, name: str, owner: str, *, reason: str = "") -> Compartment:
        """Make a compartment, with an owner who reads intelligence."""
        _refuse(why_not_make(by))
        cleaned = compartment_name(name)
        if self.find(cleaned) is not None:
            raise ValueRefused("name", cleaned, "there is a compartment of this name already.")
        made = Compartment(secrets.token_hex(8), cleaned, self._owner(owner), by.name, self._clock())
        seals = (sealed_compartment(made.id),)
        with self._changed(by, "compartment make", made, reason=reason, seals=seals) as connection:
            row = {"id": made.id, "name": made.name, "owner": made.owner, "made_by": made.made_by}
            connection.execute(insert(COMPARTMENTS).values(**row, made_at=made.made_at))
            notify(connection, made.owner, made.made_at, "owner", by.name, made.name)
        return made

    def hand_over(self, by: AccountKeeper, id: str, owner: str, *, reason: str = "") -> Compartment:
        """Name another owner."""
        kept = self.get(id)
        _refuse(why_not_hand_over(by, kept, self._is_there(kept.owner)))
        named = self._owner(owner)
        seals = (sealed_compartment(id),)
        with self._changed(by, "compartment owner", kept, member=named, reason=reason, seals=seals) as connection:
            connection.execute(update(COMPARTMENTS).where(COMPARTMENTS.c.id == id).values(owner=named))
            for account in {kept.owner, named}:
                notify(connection, account, self._clock(), "owner", by.name, kept.name)
        return self.get(id)

    def ask(self, by: AccountKeeper, id: str, account: str, until: int, reason: str) -> Membership:
        """Request membership for an account until a given time, with a reason; the owner is notified."""
        kept, now = self.get(id), self._clock()
        _refuse(why_not_ask(by, kept, account))
        member = self._member(account)
        if not now < until <= now + MOST_DAYS * DAY:
            raise ValueRefused("until", "", f"a membership ends on a day to come, at most {MOST_DAYS} days from now.")
        wanted = Membership(secrets.token_hex(8), kept, member, by.name, now, clean_reason(reason), until)
        if any(each.account == member and each.until >= until for each in self.of_compartment(id)):
            raise ValueRefused("account", member, "is a member until then already, or that is asked for.")
        with self._changed(by, "membership ask", kept, member=member, reason=wanted.reason) as connection:
            row = {"id": wanted.id, "compartment": id, "account": member, "asked_by": by.name, "asked_at": now}
            connection.execute(insert(MEMBERSHIPS).values(**row, reason=wanted.reason, until=until))
            if kept.owner == by.name:
                for manager in _managers(connection):
                    if manager != member:
                        notify(connection, manager, now, "to grant", by.name, kept.name)
            else:
                notify(connection, kept.owner, now, "asked", by.name, kept.name)
        return wanted

    def grant(self, by: AccountKeeper, id: str, *, reason: str = "") -> Membership:
        """Grant what was asked for; it holds from the member's next look on."""
        wanted = self._membership(id)
        now = self._clock()
        if wanted.state(now) != "asked":
            raise NotFound("Nobody asks for this any more.", "Load the page again.")
        _refuse(why_not_grant(by, wanted))
        values = {"granted_by": by.name, "granted_at": now}
        self._settle(by, "membership grant", wanted, values, "granted", reason)
        return self._membership(id)

    def end(self, by: AccountKeeper, id: str, *, reason: str = "") -> Membership:
        """End a membership, or refuse one that was asked for."""
        found = self._membership(id)
        now = self._clock()
        state = found.state(now)
        if state == "ended":
            raise NotFound("This membership has ended already.", "Load the page again.")
        _refuse(why_not_end(by, found))
        question = "membership refuse" if state == "asked" else "membership end"
        values = {"ended_by": by.name, "ended_at": now}
        self._settle(by, question, found, values, "refused" if state == "asked" else "ended", reason)
        return self._membership(id)

    def _settle(
        self, by: AccountKeeper, question: str, found: Membership, values: Mapping[str, object], kind: Kind, reason: str
    ) -> None:
        kept, now = found.compartment, self._clock()
        same = (MEMBERSHIPS.c.id == found.id) & MEMBERSHIPS.c.ended_at.is_(None)
        if "granted_at" in values:
            same &= MEMBERSHIPS.c.granted_at.is_(None)
        with self._changed(by, question, kept, member=found.account, reason=reason) as connection:
            if connection.execute(update(MEMBERSHIPS).where(same).values(values)).rowcount == 0:
                raise NotFound("Somebody else settled this a moment ago.", "Load the page again.")
            for recipient in {found.account, kept.owner, found.asked_by}:
                about = kept.name if recipient == found.account else f"{kept.name}: {found.account}"
                if recipient in _names(connection):
                    notify(connection, recipient, now, kind, by.name, about)

    @contextmanager
    def _changed(
        self,
        by: AccountKeeper,
        question: str,
        about: Compartment,
        *,
        member: str | None = None,
        reason: str = "",
        seals: tuple[Sealed, ...] = (),
    ) -> Generator[Connection]:
        subjects = (f"compartment:{about.id}",) if member is None else (f"compartment:{about.id}", member)
        if member is not None and not seals:
            seals = (sealed_account(member),)
        entry = Entry(
            who=by.name,
            action="administer",
            question=question,
            subjects=subjects,
            words=about.name,
            reason=reason,
            compartments=frozenset({about.name}),
        )
        with self._log.change(entry, seals), self._sql.begin() as connection:
            yield connection

    def _owner(self, name: str) -> str:
        return self._account(name, OWNING_ROLES, "an owner reads intelligence, and may sign in")

    def _member(self, name: str) -> str:
        return self._account(name, MEMBER_ROLES, "a member reads intelligence or the log, and may sign in")

    def _account(self, name: str, roles: tuple[str, ...], words: str) -> str:
        wanted = select(ACCOUNTS).where(ACCOUNTS.c.name == name.strip().lower())
        with self._sql.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        if row is None or row["disabled"] or row["role"] not in roles:
            raise ValueRefused("account", name, f"{words}.", "Check the user name.")
        return str(row["name"])

    def _is_there(self, owner: str | None) -> bool:
        """Whether an owner may sign in and act."""
        if owner is None:
            return False
        wanted = select(ACCOUNTS.c.disabled).where(ACCOUNTS.c.name == owner)
        with self._sql.connect() as connection:
            return connection.execute(wanted).scalar() is False

    def _membership(self, id: str) -> Membership:
        found = self._memberships(MEMBERSHIPS.c.id == id)
        if not found:
            raise NotFound("There is no such membership.", "Load the page again.")
        return found[0]

    def _lasting(self, condition: ColumnElement[bool]) -> tuple[Membership, ...]:
        now = self._clock()
        return tuple(each for each in self._memberships(condition) if each.state(now) != "ended")

    def _memberships(self, condition: ColumnElement[bool]) -> tuple[Membership, ...]:
        ordered = select(MEMBERSHIPS).where(condition).order_by(MEMBERSHIPS.c.asked_at, MEMBERSHIPS.c.id)
        known = {each.id: each for each in self.list()}
        with self._sql.connect() as connection:
            rows = connection.execute(ordered).mappings().all()
        return tuple(_membership_of(row, known[row["compartment"]]) for row in rows)

    def _compartments(self, condition: ColumnElement[bool]) -> tuple[Compartment, ...]:
        ordered = select(COMPARTMENTS).where(condition).order_by(COMPARTMENTS.c.name)
        with self._sql.connect() as connection:
            rows = connection.execute(ordered).mappings().all()
        return tuple(Compartment(**row) for row in rows)


def end_memberships(connection: Connection, account: Account, by: str, now: int) -> None:
    """End every membership of an account, asked for or in force: who has its password may not be who was let in."""
    lasting = (MEMBERSHIPS.c.account == account.name) & MEMBERSHIPS.c.ended_at.is_(None)
    connection.execute(update(MEMBERSHIPS).where(lasting).values(ended_by=by, ended_at=now))


def _membership_of(row: RowMapping, compartment: Compartment) -> Membership:
    values: dict[str, Any] = {**row, "compartment": compartment}
    return Membership(**values)


def _managers(connection: Connection) -> tuple[str, ...]:
    standing = (ACCOUNTS.c.role == "manager") & ~ACCOUNTS.c.disabled & ACCOUNTS.c.confirmed
    return tuple(connection.scalars(select(ACCOUNTS.c.name).where(standing).order_by(ACCOUNTS.c.name)))


def _names(connection: Connection) -> frozenset[str]:
    return frozenset(connection.scalars(select(ACCOUNTS.c.name)))


def _refuse(why: str) -> None:
    if why:
        raise NotPermitted(why, "")
