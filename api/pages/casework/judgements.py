"""What people record, one form for every kind: for the first time, corrected or ended, with what stood before.

The fields of a form are those of the kind's model (`graph.judgements.typed`). A kind whose page is made for it, such as
a strategy meeting, leads here only for what stood before.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, SECRET, FormSent, Sent, Wrong
from api.pages.templating import page, path_of
from api.services.due import due_now
from api.services.record_judgement import (
    FIRST_BY_FORM,
    NETWORK_KINDS,
    OF_CHILD,
    OWN_STEPS,
    TypedRecord,
    entity_meant,
    record_first,
    record_next,
    standing_one,
    today,
)
from api.web.request_context import ANY_CASE, Reading, RequestContext
from graph.casework.deputies import deputies_on, with_deputies
from graph.errors import Ambiguous, Changed, NotFound, NotPermitted, ValueRefused
from graph.judgements.body import Body
from graph.judgements.kinds import BODIES
from graph.judgements.network import AGENCIES
from graph.judgements.typed import as_typed, fields_of, shown_fields
from graph.model.recorded import CASEWORK_KINDS, WITHDRAWN, JudgementKind, JudgementRecord
from graph.queries.casework.recorded import CASEWORK_QUESTION, Casework, CaseworkOf, CaseworkShown
from graph.reading.parts import EntityRef
from graph.reading.question import Ask
from graph.rules.cases import states_after
from graph.rules.casework_lists import register

router = APIRouter()


@router.get("/casework/lead-contacts")
def lead_contacts(who: Reading, done: str = "") -> HTMLResponse:
    """The register of lead contacts: ten rows, empty at first (protocol Appendix 1)."""
    found = who.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("LeadContact", "Deputy")))
    leads = [each for each in found.recorded if each.kind == "LeadContact"]
    deputies = deputies_on((each.body for each in found.recorded), who.view.today)
    return page(
        who,
        "lead_contacts.html",
        rows=register(AGENCIES, leads, lambda each: str(getattr(each.body, "agency", ""))),
        deputies=deputies,
        with_deputies=with_deputies,
        done=done,
        may=_may(who, "LeadContact"),
        shown_fields=shown_fields,
    )


@router.get("/casework/new/{kind}")
def new_casework(who: Reading, kind: str, about: str = "") -> HTMLResponse:
    """The form by which something of a kind is recorded for the first time; the address may fill in fields."""
    return _new(who, _kind(kind), about, dict(who.request.query_params))


@router.post("/casework/new/{kind}", name="record_casework", dependencies=SECRET)
def record_casework(who: Reading, kind: str, sent: Sent) -> Response:
    """Record something of a kind for the first time."""
    of, about = _kind(kind), sent.of("about")
    body = BODIES[of]
    try:
        set_fields: dict[str, Any] = {body.subject: about} if body.subject else {}
        set_fields |= {name: sent.of(name) for name in body.within if sent.of(name)}
        made = record_first(who.read_session(sent.of("case") or about or ANY_CASE), of, _typed(sent, set_fields))
    except (ValueRefused, NotFound, NotPermitted, Ambiguous) as error:
        return _new(who, of, about, sent.fields, wrong=_wrong(error, body), status=422)
    if "meeting" in set_fields:
        return RedirectResponse(f"/meetings/{set_fields['meeting']}", 303)
    return RedirectResponse(_place(who, made, about), 303)


@router.get("/casework/of/{lineage}")
def one_casework(who: Reading, lineage: str, done: str = "") -> HTMLResponse:
    """What is recorded under one id: what stands, the form by which it is corrected or ended, and what stood before."""
    return _one(who, lineage, done=done)


@router.post("/casework/of/{lineage}", name="change_casework", dependencies=SECRET)
def change_casework(who: Reading, lineage: str, sent: Sent) -> Response:
    """Record the next version; refused where something else stands by now than was shown."""
    read_session = who.read_session(sent.of("case") or ANY_CASE)
    try:
        standing = standing_one(read_session, lineage, tuple(each for each in CASEWORK_KINDS if each not in OWN_STEPS))
        meeting = str(getattr(standing.body, "meeting", ""))
        if standing.id != sent.of("seen"):
            raise Changed(
                f"A newer version was recorded by {standing.author} meanwhile; nothing was written.",
                "What stands now is shown below. Record yours again on top of it.",
                (),
            )
        if sent.of("state") == WITHDRAWN:
            who.installation.casework.withdraw(read_session.actor, lineage, clean_reason(sent.of("reason")))
        else:
            record_next(read_session, standing, _typed(sent, {}, blank=True))
    except (ValueRefused, NotPermitted, Ambiguous) as error:
        return _one(who, lineage, sent.fields, wrong=_wrong(error, None), status=422)
    except Changed as error:
        return _one(who, lineage, wrong=Wrong.because(error, "reason"), status=409)
    if meeting:
        return RedirectResponse(f"/meetings/{meeting}", 303)
    return RedirectResponse(f"{who.request.app.url_path_for('one_casework', lineage=lineage)}?done=recorded", 303)


@router.get("/due")
def due(who: Reading, overdue: bool = False) -> HTMLResponse:
    """What is due and overdue, and who is responsible."""
    found = due_now(who.read_session(ANY_CASE), who.request.app.state.clock(), overdue=overdue)
    return page(
        who,
        "due.html",
        due=found,
        overdue=overdue,
        deputies=[each for each in found.read.recorded if each.kind == "Deputy" and each.stands],
        may_hand_over=_may(who, "Deputy"),
        shown_fields=shown_fields,
    )


def of_network(id: str) -> Ask[CaseworkOf, Casework]:
    """Asks who works with somebody, and for a child's status, placement, responsible authority and referrals."""
    return Ask(CASEWORK_QUESTION, CaseworkOf(kinds=(*NETWORK_KINDS, *OF_CHILD), about=id))


def network_shown(who: RequestContext, answer: Casework) -> dict[str, Any]:
    """What `network.html` shows of the answer to `of_network`."""
    kinds = (*NETWORK_KINDS, *OF_CHILD)
    found = answer.recorded
    return {
        "referrals": [each for each in found if each.kind in OF_CHILD],
        "body_words": {kind: BODIES[kind].words for kind in kinds},
        "network": {kind: [each for each in found if each.kind == kind] for kind in NETWORK_KINDS},
        "network_headings": _HEADINGS,
        "shown_fields": shown_fields,
        "may_network": _may(who, "NetworkMember"),
        "may_refer": _may(who, "Referral"),
    }


_HEADINGS = (
    ("NetworkMember", "", "Add somebody who works with this person", "Nobody is recorded."),
    ("LegalStatus", "Legal status", "Record a legal status", "Not recorded. That is not the same as none."),
    ("Placement", "Where the child lives", "Record where the child lives", "Not recorded."),
    ("Responsibility", "Responsible authority", "Record the responsible authority", "Not recorded."),
)
"""By kind: the heading, what adds one, and what is shown where none is recorded."""


def _kind(text: str) -> JudgementKind:
    found: JudgementKind | None = next((kind for kind in FIRST_BY_FORM if kind == text), None)
    if found is None:
        raise NotFound(f"There is no form for {text!r}.", "Open it from the page of a child.")
    return found


def _new(
    who: RequestContext,
    kind: JudgementKind,
    about: str,
    typed: Mapping[str, str],
    *,
    wrong: Wrong = NOTHING_WRONG,
    status: int = 200,
) -> HTMLResponse:
    body = BODIES[kind]
    entity = entity_meant(today(who.read_session(about or ANY_CASE)), about) if about else None
    if body.subject and entity is None:
        raise NotFound("Nobody is named for this form.", "Open it from the page of a child, an adult or premises.")
    states = [each for each in states_after(kind, None, who.role) if each != WITHDRAWN]
    return page(
        who,
        "casework_new.html",
        status=status,
        kind=kind,
        words=body.words,
        entity=entity,
        fields=fields_of(body),
        given=typed,
        states=states,
        within={name: typed.get(name, "") for name in sorted(body.within)},
        may=bool(states),
        reason=who.sign_ins.reason_for(who.session, about or ANY_CASE) or "",
        wrong=wrong,
        case=about or ANY_CASE,
    )


def _one(
    who: RequestContext,
    lineage: str,
    typed: Mapping[str, str] | None = None,
    *,
    wrong: Wrong = NOTHING_WRONG,
    done: str = "",
    status: int = 200,
) -> HTMLResponse:
    found = who.ask(CASEWORK_QUESTION, CaseworkOf(kinds=CASEWORK_KINDS, lineage=lineage, history=True)).recorded
    if not found:
        raise NotFound(f"Nothing is recorded as {lineage!r} in what you may see.", "Look it up again.")
    children = [each.entity for each in found[0].about if each.entity.kind == "child"]
    case = children[0].id if children else ANY_CASE
    who.read_session(case)  # a reason for looking at this child is asked for
    standing = [each for each in found if each.stands]
    one = standing[0] if len(standing) == 1 else None
    stands: Mapping[str, str] = {} if one is None else as_typed(one.body)
    return page(
        who,
        "casework_one.html",
        status=status,
        lineage=lineage,
        words=BODIES[found[0].kind].words,
        about=[each.entity for each in found[0].about],
        standing=standing,
        one=one,
        versions=found,
        fields=fields_of(BODIES[found[0].kind]),
        given={**stands, **(typed or {})},
        states=_states(who, one),
        shown_fields=shown_fields,
        reason=who.sign_ins.reason_for(who.session, case) or "",
        wrong=wrong,
        done=done,
        case=case,
    )


def _states(who: RequestContext, one: CaseworkShown | None) -> list[str]:
    """The states offered: the present one first, to correct within it where the role may."""
    if one is None or one.kind in OWN_STEPS:
        return []
    return sorted(states_after(one.kind, one.state, who.role), key=lambda each: each != one.state)


def _typed(sent: FormSent, set_fields: Mapping[str, Any], *, blank: bool = False) -> TypedRecord:
    """What was typed. `blank`: a field left blank takes what stood there away; a tick that is not set is sent so."""
    own = {name: value for name, value in sent.fields.items() if not name.startswith("_") and (blank or value.strip())}
    return TypedRecord(
        {name: value for name, value in own.items() if name not in _NOT_FIELDS},
        clean_reason(sent.of("reason")),
        sent.of("state"),
        tuple(sent.of("refs").split()),
        None,
        set_fields,
    )


_NOT_FIELDS = frozenset({"csrf", "about", "case", "seen", "state", "reason", "refs"})


def _wrong(error: ValueRefused | NotFound | NotPermitted | Ambiguous, body: type[Body] | None) -> Wrong:
    names = {each.name: each.label for each in fields_of(body)} if body is not None else {}
    field = error.field if isinstance(error, ValueRefused) else "reason"
    said = Wrong.because(error, field or "reason")
    label = names.get(field)
    return said if label is None else Wrong({field: f"{label}: {said.of(field)[:1].lower()}{said.of(field)[1:]}"})


def _may(who: RequestContext, kind: JudgementKind) -> bool:
    return bool(states_after(kind, None, who.role))


def _place(who: RequestContext, made: JudgementRecord, about: str) -> str:
    """Where somebody is led who has recorded something: to the page on which it is listed, or to its own."""
    if made.kind == "LeadContact":
        return "/casework/lead-contacts?done=recorded"
    if made.kind in NETWORK_KINDS:
        entity: EntityRef = entity_meant(today(who.read_session(about or ANY_CASE)), about)
        return f"{path_of(entity.kind, entity.id)}?done=recorded#network"
    return f"/casework/of/{made.lineage}?done=recorded"
