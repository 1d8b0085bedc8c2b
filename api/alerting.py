"""Alerts as every face shows them: the reader's own list, checked through the door, with owner and what is late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.installation import Installation
from api.sight import Sight
from api.watching import owner_of_watches
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


def alerts_of(sight: Sight, *, about: Sequence[str] = (), limit: int = MOST_ALERTS) -> AlertList:
    """The open alerts of the reader's own audience that hold in this View; `about`: only of these people or things."""
    audience, register = _audience(sight), register_of(sight.installation)
    mine = register.open_of(audience, owner_of_watches(sight.actor))
    held = [
        (part[each.place], each)
        for part in (mine[start : start + MOST_ALERTS] for start in range(0, len(mine), MOST_ALERTS))
        for each in sight.ask(ALERTS, AlertsOf(facts=tuple(alert.fact.model_dump_json() for alert in part))).alerts
    ]
    wanted = [(alert, each) for alert, each in held if not about or {ref.id for ref in each.about} & set(about)]
    owners = _Owners.of(sight) if wanted else _Owners()
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
    if sight.actor.reader.role in ("manager", "operator"):
        lines.sort(key=lambda line: not line.late)
    return AlertList(tuple(lines[:limit]), len(lines))


def open_alerts(sight: Sight, lines: Sequence[AlertLine]) -> None:
    """Record that the person has opened these; a preview of another's list opens none."""
    if sight.actor.reader.name == sight.actor.who:
        register_of(sight.installation).open([line.alert for line in lines], sight.actor.who)


def close_alert(sight: Sight, id: str, act: Act, reason: str) -> Alert:
    """Acknowledge an alert, or record that it was acted on. Raises `NotFound`, `ValueRefused`, `AuditUnavailable`."""
    register, alert = _one(sight, id)
    with sight.installation.log.change(_entry(sight.actor, f"alert {act}", id, reason)):
        register.close(alert, sight.actor.who, act, reason)
    return alert


def assign_alert(sight: Sight, id: str, to: str) -> Alert:
    """Assign an alert. Raises `NotFound`, `ValueRefused`, `AuditUnavailable`."""
    register, alert = _one(sight, id)
    with sight.installation.log.change(_entry(sight.actor, "alert assign", id, sight.actor.reason)):
        register.assign(alert, sight.actor.who, to)
    return alert


def register_of(installation: Installation) -> Register:
    """The alerts kept in the SQL database."""
    return Register(installation.sql, installation.alerts.now)


def _audience(sight: Sight) -> Audience:
    return sight.installation.alerts.audience(sight.actor.reader)


def _one(sight: Sight, id: str) -> tuple[Register, Alert]:
    """An alert that its reader is shown now, whatever lens is looked through. Raises `NotFound`."""
    whole = replace(sight, view=View(today=sight.view.today))
    register = register_of(sight.installation)
    alert = register.one(_audience(sight), owner_of_watches(sight.actor), id)
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
    def of(cls, sight: Sight) -> "_Owners":
        kinds = ("NetworkMember", "Meeting", "MeetingPart")
        try:
            recorded = sight.ask(CASEWORK_QUESTION, CaseworkOf(kinds=kinds, limit=LARGEST_REGISTER))
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
