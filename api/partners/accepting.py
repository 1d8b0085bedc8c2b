"""Accepting a partner's form: an analyst or chair grades it, and the loader or the one writer takes it in.

A concern and a report before a meeting become a report with mentions, read through the clearance of who accepts it; a
SERAF becomes an assessment. The form as sent is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from api.partners.forms import ConcernForm, MeetingReport, PartnerForm, SerafForm
from api.partners.partner_forms import ACCEPTED, WAITS, PartnerForms, ReceivedForm
from api.read_session import ReadSession
from api.services.assessment import seraf_now
from api.services.record_judgement import TypedRecord, entity_meant, record_first, today
from api.services.row_files import as_table, written_at
from graph.audit import Entry
from graph.casework.assessments import AssessmentGiven, assess
from graph.errors import NotFound, NotPermitted, ValueRefused
from graph.ingest.run import ingest
from graph.judgements.seraf import IndicatorGiven
from graph.model.recorded import JudgementRecord
from graph.model.view import Role
from graph.reading.parts import EntityRef
from graph.rules.cases import may_decide
from graph.rules.roles import CHILD_AT_RISK
from graph.values.when import written_moment

GRADERS: frozenset[Role] = frozenset({"analyst", "chair", "operator"})
SOURCE_SYSTEM = "Partner forms"


@dataclass(frozen=True)
class GradesGiven:
    """What the person who accepts says of it: the three grades, who may read it, and the part its people play."""

    source: str
    assessment: str
    handling: str
    conditions: str = ""
    compartment: str = ""
    role: str = ""
    known_as: str = ""
    """The child of the form where it is recorded already, as it is looked up; blank: decided later, or not known."""


def report_ref(form: ReceivedForm) -> str:
    """The reference of the report that a form becomes."""
    return f"PF-{form.id}"


def accept_report(
    read_session: ReadSession, form: ReceivedForm, body: PartnerForm, grades: GradesGiven, now: int
) -> str:
    """Load a concern or a report before a meeting, as read and corrected by who accepts it; returns the report's
    reference. Raises `ValueRefused` where a part of it cannot be loaded, no grade is given, or somebody has settled it:
    nothing is written then.
    """
    _check_role(read_session)
    check_waiting(form)
    for name, value in (("source", grades.source), ("assessment", grades.assessment), ("handling", grades.handling)):
        if not value.strip():
            raise ValueRefused(name, "", "it is not given.", "A form is accepted with its grades.")
    known = _known_child(read_session, grades.known_as)
    ref, reader = report_ref(form), read_session.actor.reader
    entry = Entry(
        who=read_session.actor.who,
        action="alter",
        question="partner form",
        subjects=(form.id,),
        reason=read_session.actor.reason,
        acting_for=None if reader.role == "operator" else reader.name,
    )
    rows = mention_rows(ref, body, grades, written_at(form.sent_at))
    with as_table(ref, rows) as path, read_session.installation.log.change(entry) as change:
        for dry_run in (True, False):
            summary = ingest(
                [path],
                read_session.installation.store,
                read_session.installation.sql,
                read_session.installation.settings,
                author=read_session.actor.who,
                reader=reader,
                dry_run=dry_run,
            )
            if summary.refusals:
                first = summary.refusals[0]
                raise ValueRefused(first.field, first.value, first.reason, "Correct it above; the form stays as sent.")
        change.written = (f"run:{summary.run}", form.id)
    PartnerForms(read_session.installation.sql).settle(form.id, ACCEPTED, read_session.actor.who, now, ref)
    if known is not None:
        sent = entity_meant(today(read_session), child_ref(form), frozenset({"child"}))
        why = f"The child of a partner's form: {read_session.actor.reason}"
        read_session.installation.casework.decide_identity(read_session.actor, sent.id, known.id, "same", why)
    read_session.installation.index.catch_up()
    return ref


def check_waiting(form: ReceivedForm) -> None:
    """Whether nobody has accepted or declined it. Raises `ValueRefused`."""
    if form.state != WAITS:
        raise ValueRefused("reason", form.state, f"{form.settled_by} has settled it already.")


def child_of(read_session: ReadSession, form: ReceivedForm) -> EntityRef | None:
    """The child of an accepted report as it is recorded, where the reader sees it."""
    if form.state != ACCEPTED or isinstance(form.body, SerafForm):
        return None
    try:
        return entity_meant(today(read_session), child_ref(form), frozenset({"child"}))
    except NotFound:
        return None


def child_ref(form: ReceivedForm) -> str:
    """The reference of the record that the child of a form becomes."""
    return f"{report_ref(form)}/child"


def _known_child(read_session: ReadSession, name: str) -> EntityRef | None:
    """The child that is recorded already. Raises `NotFound`, `Ambiguous`, and `NotPermitted` for a role that does not
    decide which records are one."""
    if not name.strip():
        return None
    if not may_decide("IdentityDecision", read_session.actor.reader.role):
        raise NotPermitted(
            f"The role {read_session.actor.reader.role!r} does not decide which records are one.",
            "Leave it blank and accept the form; an analyst decides.",
        )
    return entity_meant(today(read_session), name.strip(), frozenset({"child"}))


def accept_seraf(read_session: ReadSession, form: ReceivedForm, child: str, reason: str, now: int) -> JudgementRecord:
    """Record a partner's SERAF as an assessment of the child that the request names. Raises as `CaseWriter.record`, and
    `ValueRefused` for a form that somebody has settled."""
    _check_role(read_session)
    check_waiting(form)
    body = form.body
    if not isinstance(body, SerafForm):
        raise ValueRefused("form", form.id, "it is no SERAF.")
    seraf = seraf_now(read_session, child)
    made = assess(
        read_session.installation.casework,
        read_session.actor,
        AssessmentGiven(
            child=seraf.child.id,
            child_ref=next(iter(seraf.child.refs), ""),
            assessed_at=body.assessed_at.isoformat(),
            assessor=body.assessor,
            agency=body.agency,
            indicators=tuple(
                IndicatorGiven(code=code, status=status, note=body.notes.get(code, ""))
                for code, status in body.statuses.items()
            ),
            wishes=body.wishes,
            wishes_not_sought=body.wishes_not_sought or None,
        ),
        reason,
    )
    PartnerForms(read_session.installation.sql).settle(form.id, ACCEPTED, read_session.actor.who, now, made.lineage)
    return made


def refer(
    read_session: ReadSession, form: ReceivedForm, received_at: str, reason: str, child: str = ""
) -> JudgementRecord:
    """Make a referral of a concern, dated when Social Services received it (§5.6). Of an accepted form, it rests on the
    item that the form became. Raises as `record_first`, and `ValueRefused` for the second."""
    if form.referral is not None:
        raise ValueRefused("received_at", form.referral, "a referral was already made of it.")
    body = form.body
    if not isinstance(body, ConcernForm):
        raise ValueRefused("form", form.id, "a referral is made of a concern.")
    named = {"child": child} if child else {"name": body.child}
    made = record_first(
        read_session,
        "Referral",
        TypedRecord(
            {
                **named,
                "received_at": received_at or body.referred_when,
                "referrer": body.sender,
                "referrer_agency": body.sender_is,
                "concern": body.happened,
                "sources": f"A partner's form, {written_moment(form.sent_at)}",
                "immediate": "yes" if body.immediate else "",
            },
            reason,
            refs=() if child_of(read_session, form) is None else (f"{report_ref(form)}/1",),
        ),
    )
    PartnerForms(read_session.installation.sql).refer(form.id, made.lineage)
    return made


def mention_rows(ref: str, body: PartnerForm, grades: GradesGiven, recorded_at: str) -> list[Mapping[str, str]]:
    """The rows of the report that a form becomes, for the loader: one for each mention; missing from and until are
    items of their own."""
    of_item = {
        "report_ref": ref,
        "source_system": SOURCE_SYSTEM,
        "title": "A partner's form",
        "recorded_at": recorded_at,
        "source_grade": grades.source,
        "assessment": grades.assessment,
        "handling": grades.handling,
        "conditions": grades.conditions or "-",
        "compartment": grades.compartment or "-",
    }
    if isinstance(body, MeetingReport):
        words = "\n".join(filter(None, (body.known, body.risks, body.wishes)))
        child = {"entity": "child", "role": CHILD_AT_RISK, "local_ref": f"{ref}/child", "name": body.child}
        return [{**of_item, "item_no": "1", "item_text": words, "kind": "opinion", **child}]
    if not isinstance(body, ConcernForm):
        raise ValueRefused("form", ref, "only a concern or a report before a meeting becomes a report.")
    born = body.child_born.isoformat() if body.child_born else ""
    child = {
        "entity": "child",
        "role": CHILD_AT_RISK,
        "local_ref": f"{ref}/child",
        "name": body.child,
        "date_of_birth": born,
    }
    mentions: list[dict[str, str]] = [child]
    mentions += [
        {"entity": "person", "role": grades.role, "name": each.name, "description": each.looks} for each in body.people
    ]
    mentions += [{"entity": "vehicle", "vrm": e.vrm, "make": e.make, "colour": e.colour} for e in body.vehicles]
    mentions += [{"entity": "phone", "phone": each} for each in body.phones]
    if body.place or body.postcode:
        mentions.append({"entity": "address", "address": body.place, "postcode": body.postcode})
    first = {**of_item, "item_no": "1", "happened_from": body.when, "event": "sighting", "item_text": body.happened}
    rows = [{**first, "mention_no": str(number), **each} for number, each in enumerate(mentions, 1)]
    times = (("2", "missing", body.missing_from), ("3", "returned", body.missing_to))
    for number, event, when in times:
        if when:
            said = {"item_no": number, "event": event, "happened_from": when, "item_text": f"Reported {event}: {when}."}
            rows.append({**of_item, **said, "mention_no": "1", **child})
    return [*rows]


def _check_role(read_session: ReadSession) -> None:
    if read_session.actor.reader.role not in GRADERS:
        raise NotPermitted(
            f"The role {read_session.actor.reader.role!r} does not accept forms.", "Ask an analyst or a chair."
        )
