"""Partners' forms and requests in the SQL database. A partner reads their own; who grades reads all, and is logged."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Engine, RowMapping, insert, select, update

from api.partners.forms import FORMS, FormKind, PartnerForm
from api.partners.tables import FORMS_SENT, REQUESTS
from graph.errors import Changed, NotFound
from graph.rules.clock import Due, form_due
from graph.values.when import Period, written_moment

WAITS, ACCEPTED, DECLINED = "sent", "accepted", "declined"


@dataclass(frozen=True)
class PartnerRequest:
    """What was asked of a partner, in the words that they read. `child` is an id, blank where none is named."""

    id: str
    kind: FormKind
    partner: str
    words: str
    child: str
    meeting: str
    asked_by: str
    asked_at: int


@dataclass(frozen=True)
class ReceivedForm:
    """A form as it was sent. `outcome` is the reference of what it became, or why it was declined."""

    id: str
    kind: FormKind
    sender: str
    sent_at: int
    body: PartnerForm
    immediate: bool
    request: str | None
    state: str
    settled_by: str | None
    settled_at: int | None
    outcome: str | None
    referral: str | None

    @property
    def due(self) -> Due:
        """By when it is graded."""
        sent = Period(self.sent_at, self.sent_at, written_moment(self.sent_at), "instant")
        return form_due(sent, immediate=self.immediate)

    def overdue(self, now: int) -> bool:
        """Whether it waits longer than it may; a manager is then shown it."""
        return self.state == WAITS and self.due.overdue(now)


NEWEST_SETTLED = 50
"""Settled forms that a list shows."""


@dataclass(frozen=True)
class PartnerForms:
    """The forms and requests of one installation."""

    sql: Engine

    def send(
        self, sender: str, kind: FormKind, body: PartnerForm, now: int, request: str | None = None
    ) -> ReceivedForm:
        """Keep a form as it is sent. Raises `NotFound` for a request that is not this sender's."""
        if request is not None and request not in {each.id for each in self.requests_to(sender)}:
            raise NotFound(f"No request is recorded as {request!r} for you.", "Open it from your page.")
        id = secrets.token_hex(8)
        with self.sql.begin() as connection:
            connection.execute(
                insert(FORMS_SENT).values(
                    id=id,
                    kind=kind,
                    sender=sender,
                    sent_at=now,
                    body=body.model_dump_json(),
                    immediate=body.is_immediate,
                    request=request,
                    state=WAITS,
                )
            )
        return self.one(id)

    def one(self, id: str, *, sender: str | None = None) -> ReceivedForm:
        """A form; with `sender`, only one that they sent. Raises `NotFound`, in the same words for another's."""
        found = [each for each in self._read(FORMS_SENT.c.id == id) if sender is None or each.sender == sender]
        if not found:
            raise NotFound(f"No form is recorded as {id!r} for you.", "Open it from the list.")
        return found[0]

    def sent_by(self, sender: str) -> list[ReceivedForm]:
        """Those of one partner, the newest first."""
        return self._read(FORMS_SENT.c.sender == sender)

    def waiting(self) -> list[ReceivedForm]:
        """Those that nobody has accepted or declined: immediate concern first, then the oldest."""
        found = self._read(FORMS_SENT.c.state == WAITS)
        return sorted(found, key=lambda each: (not each.immediate, each.sent_at, each.id))

    def settled(self, limit: int = NEWEST_SETTLED) -> list[ReceivedForm]:
        """The newest of those that were accepted or declined."""
        return self._read(FORMS_SENT.c.state != WAITS)[:limit]

    def settle(self, id: str, state: str, by: str, now: int, outcome: str) -> None:
        """Note what became of a form. Raises `Changed` where somebody else has settled it."""
        with self.sql.begin() as connection:
            changed = connection.execute(
                update(FORMS_SENT)
                .where(FORMS_SENT.c.id == id, FORMS_SENT.c.state == WAITS)
                .values(state=state, settled_by=by, settled_at=now, outcome=outcome)
            )
            if changed.rowcount != 1:
                raise Changed("Somebody else has settled this form meanwhile.", "Open it again.", ())

    def refer(self, id: str, lineage: str) -> None:
        """Note the referral that was made of a form."""
        with self.sql.begin() as connection:
            connection.execute(update(FORMS_SENT).where(FORMS_SENT.c.id == id).values(referral=lineage))

    def ask(self, partner: str, kind: FormKind, words: str, by: str, now: int, child: str, meeting: str) -> str:
        """Ask something of a partner; returns the id of the request."""
        id = secrets.token_hex(8)
        with self.sql.begin() as connection:
            connection.execute(
                insert(REQUESTS).values(
                    id=id,
                    kind=kind,
                    partner=partner,
                    words=words,
                    child=child,
                    meeting=meeting,
                    asked_by=by,
                    asked_at=now,
                )
            )
        return id

    def requests_to(self, partner: str) -> list[PartnerRequest]:
        """What was asked of one partner, the newest first."""
        return self._requests(REQUESTS.c.partner == partner)

    def request(self, id: str) -> PartnerRequest:
        """One request. Raises `NotFound`."""
        found = self._requests(REQUESTS.c.id == id)
        if not found:
            raise NotFound(f"No request is recorded as {id!r}.", "Open it from the form.")
        return found[0]

    def _requests(self, where: Any) -> list[PartnerRequest]:
        with self.sql.connect() as connection:
            rows = connection.execute(select(REQUESTS).where(where).order_by(REQUESTS.c.asked_at.desc(), REQUESTS.c.id))
            return [PartnerRequest(**_plain(row)) for row in rows.mappings()]

    def _read(self, where: Any) -> list[ReceivedForm]:
        with self.sql.connect() as connection:
            rows = connection.execute(
                select(FORMS_SENT).where(where).order_by(FORMS_SENT.c.sent_at.desc(), FORMS_SENT.c.id)
            )
            return [_form(_plain(row)) for row in rows.mappings()]


def open_requests(requests: Iterable[PartnerRequest], sent: Iterable[ReceivedForm]) -> list[PartnerRequest]:
    """Those that no form answers yet."""
    answered = {each.request for each in sent}
    return [each for each in requests if each.id not in answered]


def _plain(row: RowMapping) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _form(row: dict[str, Any]) -> ReceivedForm:
    kind = cast(FormKind, row["kind"])
    row["body"] = FORMS[kind].model_validate_json(row["body"])
    return ReceivedForm(**row)
