"""Alerts as every face shows them: the reader's own list, checked through the door, with owner and what is late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.installation import Installation
from api.read_session import ReadSession
from api.services.watches import owner_of_watches
from graph.alerts import Alert, Register
from graph.alerts.follower import Audience
from graph.alerts.register import Act
from graph.audit import Entry
from graph.errors import DolenError
from graph.judgements.meeting import MeetingBody, MeetingPartBody
from graph.judgements.network import NetworkMemberBody
from graph.model.view import View
from graph.queries import Actor
from graph.queries.casework.alerts_shown import ALERTS, MOST_ALERTS, AlertShown, AlertsOf
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, Casework, CaseworkOf
from graph.rules.alerts import goes_to_manager, owner_of
from graph.values.when import date_of
from graph.values.working_days import england_and_wales

POLICE = "police"


@dataclass(frozen=True)
class AlertLine:
    """One alert that holds, who deals with it, and whether it is late: a manager's, since nobody has opened it."""

    alert: Alert
    shown: AlertShown
    owner: str
    late: bool


@dataclass(frozen=True)
class AlertList:
    """The alerts that hold for one reader, those that are late first for a manager, then the newest. `total`: how many
    hold, each of them checked."""

    lines: tuple[AlertLine, ...]
    total: int


def alerts_of(
    read_session: ReadSession,
    *,
    about: Sequence[str] = (),
    citing: frozenset[str] | None = None,
    limit: int = MOST_ALERTS,
) -> AlertList:
    """The open alerts of the reader's own audience that hold in this View; `about`: only of these people or things;
    `citing`: only those that any of these items brought."""
    audience, register = _audience(read_session), register_of(read_session.installation)
    mine = register.open_of(audience, owner_of_watches(read_session.actor))
    if citing is not None:
        mine = tuple(each for each in mine if not citing.isdisjoint(each.fact.items))
    held = [
        (part[each.place], each)
        for part in (mine[start : start + MOST_ALERTS] for start in range(0, len(mine), MOST_ALERTS))
        for each in read_session.ask(
            ALERTS, AlertsOf(facts=tuple(alert.fact.model_dump_json() for alert in part))
        ).alerts
    ]
    wanted = [(alert, each) for alert, each in held if not about or {ref.id for ref in each.about} & set(about)]
    owners = _Owners.of(read_session) if wanted else _Owners()
    today = date_of(register.now())
    calendar = england_and_wales()
    lines = [
        AlertLine(
            alert=alert,
            shown=each,
            owner=alert.assigned_to or owners.owner(each),
            late=goes_to_manager(date_of(alert.raised_at), today, calendar, opened=alert.is_opened),
        )
        for alert, each in wanted
    ]
    if read_session.actor.reader.role in ("manager", "operator"):
        lines.sort(key=lambda line: not line.late)
    return AlertList(tuple(lines[:limit]), len(lines))


def open_alerts(read_session: ReadSession, lines: Sequence[AlertLine]) -> None:
    """Record that the person has opened these; a preview of another's list opens none."""
    if read_session.actor.reader.name == read_session.actor.who:
        register_of(read_session.installation).open([line.alert for line in lines], read_session.actor.who)


def close_alert(read_session: ReadSession, id: str, act: Act, reason: str) -> Alert:
    """Acknowledge an alert, or record that it was acted on. Raises `NotFound`, `ValueRefused`, `AuditUnavailable`."""
    register, alert = _one(read_session, id)
    with read_session.installation.log.change(_entry(read_session.actor, f"alert {act}", id, reason)):
        register.close(alert, read_session.actor.who, act, reason)
    return alert


def assign_alert(read_session: ReadSession, id: str, to: str) -> Alert:
    """Assign an alert. Raises `NotFound`, `ValueRefused`, `AuditUnavailable`."""
    register, alert = _one(read_session, id)
    with read_session.installation.log.change(
        _entry(read_session.actor, "alert assign", id, read_session.actor.reason)
    ):
        register.assign(alert, read_session.actor.who, to)
    return alert


def register_of(installation: Installation) -> Register:
    """The alerts kept in the SQL database."""
    return Register(installation.sql, installation.alerts.now)


def _audience(read_session: ReadSession) -> Audience:
    return read_session.installation.alerts.audience(read_session.actor.reader)


def _one(read_session: ReadSession, id: str) -> tuple[Register, Alert]:
    """An alert that its reader is shown now, whatever lens is looked through. Raises `NotFound`."""
    whole = replace(read_session, view=View(today=read_session.view.today))
    register = register_of(read_session.installation)
    alert = register.one(_audience(read_session), owner_of_watches(read_session.actor), id)
    holds = whole.ask(ALERTS, AlertsOf(facts=(alert.fact.model_dump_json(),))).alerts
    return register, alert if holds else register.none(id)


def _entry(actor: Actor, what: str, id: str, reason: str) -> Entry:
    return Entry(
        who=actor.who,
        action="alter",
        question=what,
        subjects=(id,),
        reason=reason,
        acting_for=None if actor.reader.role == "operator" else actor.reader.name,
    )


@dataclass(frozen=True)
class _Owners:
    """Who works with a child and who chairs an open meeting about them, as far as the reader sees."""

    officers: dict[str, str] | None = None
    chairs: dict[str, str] | None = None

    @classmethod
    def of(cls, read_session: ReadSession) -> "_Owners":
        kinds = ("NetworkMember", "Meeting", "MeetingPart")
        try:
            recorded = read_session.ask(CASEWORK_QUESTION, CaseworkOf(kinds=kinds, limit=LARGEST_REGISTER))
        except DolenError:
            return cls()
        return cls(_officers(recorded), _chairs(recorded))

    def owner(self, shown: AlertShown) -> str:
        children = [ref.id for ref in shown.about]
        officer = next((found for id in children if (found := (self.officers or {}).get(id))), "")
        chair = next((found for id in children if (found := (self.chairs or {}).get(id))), "")
        return owner_of(officer, chair)


def _officers(recorded: Casework) -> dict[str, str]:
    return {
        one.entity.id: each.body.name
        for each in reversed(recorded.recorded)
        if isinstance(each.body, NetworkMemberBody) and each.body.agency.casefold().startswith(POLICE)
        for one in each.about
    }


def _chairs(recorded: Casework) -> dict[str, str]:
    open_meetings = {
        each.lineage: each.body.chair
        for each in recorded.recorded
        if isinstance(each.body, MeetingBody) and each.state != "closed"
    }
    return {
        one.entity.id: open_meetings[each.body.meeting]
        for each in reversed(recorded.recorded)
        if isinstance(each.body, MeetingPartBody) and each.body.meeting in open_meetings
        for one in each.about
    }
