"""The list of one audience's alerts, and what people did about each: who opened it, assigned it, and closed it and why.

What stands here are ids. Which of it a reader is shown is asked through the door
(`graph.queries.casework.alerts_shown`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn, get_args

from sqlalchemy import Engine, insert, select

from graph.alerts.follower import Audience
from graph.alerts.tables import ACTS, ALERTS, WATCHES
from graph.errors import NotFound, ValueRefused
from graph.model.ids import random_id
from graph.queries.casework.alerts_shown import AlertFact

Act = Literal["opened", "assigned", "acknowledged", "acted on"]
ACTS_DONE: tuple[Act, ...] = get_args(Act)
CLOSING: frozenset[Act] = frozenset({"acknowledged", "acted on"})
"""What takes an alert off the list; both need a reason."""


@dataclass(frozen=True)
class AlertActs:
    """One thing that somebody did about an alert. `at`: epoch milliseconds."""

    act: Act
    who: str
    at: int
    assigned_to: str
    reason: str


@dataclass(frozen=True)
class Alert:
    """One alert of one audience, what was done about it, the earliest first, and the watch that fired.."""

    id: str
    fact: AlertFact
    raised_at: int
    acts: tuple[AlertActs, ...]
    watch: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has acknowledged it or acted on it."""
        return not any(each.act in CLOSING for each in self.acts)

    @property
    def is_opened(self) -> bool:
        """Whether anybody has opened it, or done anything about it."""
        return bool(self.acts)

    @property
    def assigned_to(self) -> str:
        """Who it was last assigned to; blank: nobody."""
        return next((each.assigned_to for each in reversed(self.acts) if each.act == "assigned"), "")


@dataclass(frozen=True)
class Register:
    """The alerts kept in the SQL database. `now` gives epoch milliseconds."""

    sql: Engine
    now: Callable[[], int]

    def of(self, audience: Audience, owner: str) -> tuple[Alert, ...]:
        """An audience's alerts, the newest first; those of a watch only to its owner."""
        with self.sql.connect() as connection:
            mine = (ALERTS.c.watch.is_(None)) | ALERTS.c.watch.in_(select(WATCHES.c.id).where(WATCHES.c.owner == owner))
            wanted = (
                select(ALERTS.c.id, ALERTS.c.fact, ALERTS.c.raised_at, ALERTS.c.watch)
                .where((ALERTS.c.audience == audience.id) & mine)
                .order_by(ALERTS.c.raised_at.desc(), ALERTS.c.id)
            )
            rows = list(connection.execute(wanted))
            acts: dict[str, list[AlertActs]] = {}
            of_audience = select(ALERTS.c.id).where(ALERTS.c.audience == audience.id)
            for row in connection.execute(
                select(ACTS).where(ACTS.c.alert.in_(of_audience)).order_by(ACTS.c.at, ACTS.c.id)
            ):
                done = AlertActs(row.act, row.who, row.at, row.assigned_to or "", row.reason or "")
                acts.setdefault(row.alert, []).append(done)
        return tuple(
            Alert(
                id=row.id,
                fact=AlertFact.model_validate_json(row.fact),
                raised_at=row.raised_at,
                acts=tuple(acts.get(row.id, ())),
                watch=row.watch or "",
            )
            for row in rows
        )

    def open_of(self, audience: Audience, owner: str) -> tuple[Alert, ...]:
        """Those that nobody has closed."""
        return tuple(each for each in self.of(audience, owner) if each.is_open)

    def one(self, audience: Audience, owner: str, id: str) -> Alert:
        """One alert of this audience. Raises `NotFound`, in the same words whether there is one or not."""
        found = next((each for each in self.of(audience, owner) if each.id == id), None)
        return self.none(id) if found is None else found

    def none(self, id: str) -> NoReturn:
        """Raise what is said of an alert that is hidden, no longer holds, or never was."""
        raise NotFound(f"There is no alert {id!r} that you may open.", "See the list of alerts.")

    def open(self, alerts: Sequence[Alert], who: str) -> None:
        """Record that somebody has seen these; once for each person."""
        fresh = [each for each in alerts if not any(act.act == "opened" and act.who == who for act in each.acts)]
        if fresh:
            with self.sql.begin() as connection:
                connection.execute(insert(ACTS), [self._row(each.id, "opened", who) for each in fresh])

    def assign(self, alert: Alert, who: str, to: str) -> None:
        """Assign it to somebody. Raises `ValueRefused` where it is closed or nobody is named."""
        self._still_open(alert)
        if not to.strip():
            raise ValueRefused("assigned_to", to, "it names nobody.")
        self._add(self._row(alert.id, "assigned", who, assigned_to=to.strip()))

    def close(self, alert: Alert, who: str, act: Act, reason: str) -> None:
        """Acknowledge it, or record that it was acted on. Raises `ValueRefused` without a reason, or where it is
        closed."""
        self._still_open(alert)
        if act not in CLOSING:
            raise ValueRefused("act", act, "an alert is acknowledged or acted on.")
        if not reason.strip():
            raise ValueRefused("reason", reason, "it is blank.", "Say in a few words what was decided, or done.")
        self._add(self._row(alert.id, act, who, reason=reason.strip()))

    def _still_open(self, alert: Alert) -> None:
        if not alert.is_open:
            last = next(each for each in alert.acts if each.act in CLOSING)
            raise ValueRefused("alert", alert.id, f"it was {last.act} by {last.who} already.")

    def _add(self, row: dict[str, object]) -> None:
        with self.sql.begin() as connection:
            connection.execute(insert(ACTS).values(row))

    def _row(
        self, alert: str, act: Act, who: str, *, assigned_to: str | None = None, reason: str | None = None
    ) -> dict[str, object]:
        return {
            "id": random_id("act"),
            "alert": alert,
            "act": act,
            "who": who,
            "at": self.now(),
            "assigned_to": assigned_to,
            "reason": reason,
        }
