"""Strategy meetings: prepared over children by one press, typed while people talk, held, agreed and closed.

Each field is saved by itself, as a version of its part, on top of what its typist saw in it
(`api.services.record_judgement`).
"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, SECRET, Sent, Typed, Wrong
from api.pages.templating import page
from api.read_session import ReadSession
from api.saved import SavedViews
from api.services.disruption_options import options_shown
from api.services.meeting_proposals import add_part, invite, proposed_for
from api.services.police_review import REVIEWERS
from api.services.record_judgement import (
    TypedRecord,
    convene,
    meeting_now,
    record_next,
    save_fields,
    standing_one,
    today,
)
from api.web.request_context import ANY_CASE, Reading, RequestContext
from graph.casework.meeting import (
    OF_MEETING,
    TYPED_IN,
    MeetingSeen,
    PartSeen,
    children_seen,
    day_of_meeting,
    in_the_way,
    meetings_held,
)
from graph.errors import Changed, NotFound, NotPermitted, ValueRefused
from graph.judgements.meeting import (
    ADULT_FIELDS,
    CHILD_FIELDS,
    MeetingActionBody,
    MeetingBody,
    MeetingPartBody,
    PlanBody,
)
from graph.judgements.typed import TypedField, as_typed, fields_of, read_typed, shown_fields
from graph.model.recorded import WITHDRAWN
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.queries.casework.seraf import SERAF, SerafShown
from graph.queries.linking.linked_cases import LINKED_CASES, MOST_CHILDREN, OfChildren
from graph.reading.question import OfEntity
from graph.rules.cases import states_after
from graph.rules.indicators import CATALOGUE
from graph.rules.meetings import ChildSeen, not_addressed
from graph.values.when import written_date

router = APIRouter()

PROPOSED = 8
"""The most shared adults that are proposed."""


@router.get("/meetings")
def meetings(who: Reading) -> HTMLResponse:
    """The strategy meetings that this reader sees, the latest first."""
    found = who.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Meeting",), limit=LARGEST_REGISTER))
    return page(who, "meetings.html", meetings=meetings_held(found.recorded), read=found, day_of=_day_of)


@router.get("/meetings/new")
def new_meeting(
    who: Reading,
    child: Annotated[list[str] | None, Query(max_length=MOST_CHILDREN)] = None,
    review: int | None = None,
    review_of: str = "",
) -> HTMLResponse:
    """Prepare a meeting over children, those of a case review or of the meeting that it reviews."""
    return _new(who, tuple(child or ()), {"case_review": "" if review is None else str(review), "review_of": review_of})


@router.post("/meetings/new", name="prepare_meeting", dependencies=SECRET)
def prepare_meeting(
    who: Reading, sent: Sent, child: Annotated[list[str] | None, Form(max_length=MOST_CHILDREN)] = None
) -> Response:
    """Prepare a meeting: the header, and a part for each child."""
    set_fields: dict[str, Any] = {
        name: sent.of(name) for name in ("case_review", "review_of", "picture") if sent.of(name)
    }
    try:
        reason = clean_reason(sent.of("reason"))
        header = read_typed(MeetingBody, sent.fields, set_fields)
        for each in child or ():
            who.sign_ins.give_reason(who.session, each, reason)
        read_session = who.read_session_of(child or ())
        if header.picture is not None:  # a meeting keeps only what its maker may open
            _pictures(who).open(read_session.actor, who.session.account, header.picture)
        made = convene(read_session, header, child or (), _adults_before(read_session, header.review_of), reason)
    except (ValueRefused, NotFound, NotPermitted) as error:
        field = error.field if isinstance(error, ValueRefused) else "reason"
        return _new(who, tuple(child or ()), sent.fields, wrong=Wrong.because(error, field), status=422)
    who.sign_ins.give_reason(who.session, made.lineage, reason)
    return RedirectResponse(f"/meetings/{made.lineage}", 303)


@router.get("/meetings/{lineage}")
def meeting(who: Reading, lineage: str) -> HTMLResponse:
    """One meeting on one page: the header, each child's part with risks, actions and plan, and each adult's part."""
    return _shown(who, lineage)


@router.post("/meetings/{lineage}/save/{part}", name="save_meeting", dependencies=SECRET)
def save_meeting(who: Reading, lineage: str, part: str, sent: Sent) -> Response:
    """Save the fields that were sent of the header or of what belongs to the meeting; a script is answered in JSON."""
    script = "x-fieldwise" in who.request.headers
    typed = {name: text for name, text in sent.fields.items() if f"was-{name}" in sent.fields}
    was = {name: sent.of(f"was-{name}") for name in typed}
    try:
        stands = save_fields(who.read_session(lineage), part, OF_MEETING, typed, was)
    except Changed as error:
        differ = {each.field: each.standing for each in error.differences}
        if script:
            return JSONResponse({"message": str(error), "stands": differ}, 409)
        return _shown(who, lineage, wrong=Wrong({f"{part}-{name}": str(error) for name in differ}), status=409)
    except (ValueRefused, NotFound, NotPermitted) as error:
        if script:
            return JSONResponse({"message": Wrong.because(error, "field").of("field")}, 422)
        field = error.field if isinstance(error, ValueRefused) else "state"
        return _shown(who, lineage, wrong=Wrong.because(error, f"{part}-{field}"), status=422)
    if script:
        return JSONResponse({"stands": {name: stands.get(name, "") for name in typed}})
    return RedirectResponse(f"/meetings/{lineage}#part-{part}", 303)


@router.post("/meetings/{lineage}/state", name="meeting_state", dependencies=SECRET)
def meeting_state(who: Reading, lineage: str, state: Typed = "", reason: Typed = "", seen: Typed = "") -> Response:
    """Take the meeting to its next state: held, agreed, closed, or back for a correction."""
    try:
        read_session = who.read_session(lineage)
        standing = standing_one(read_session, lineage, ("Meeting",))
        if standing.id != seen:
            raise Changed("The header was changed meanwhile; nothing was written.", "Look at it again.", ())
        record_next(read_session, standing, TypedRecord({}, clean_reason(reason), state))
    except (ValueRefused, NotPermitted, NotFound) as error:
        return _shown(who, lineage, wrong=Wrong.because(error, "state"), status=422)
    except Changed as error:
        return _shown(who, lineage, wrong=Wrong.because(error, "state"), status=409)
    return RedirectResponse(f"/meetings/{lineage}", 303)


@router.post("/meetings/{lineage}/adult", name="meeting_adult", dependencies=SECRET)
def meeting_adult(who: Reading, lineage: str, person: Typed = "") -> Response:
    """Add a part for an adult of concern."""
    add_part(who.read_session(lineage), lineage, person, "adult")
    return RedirectResponse(f"/meetings/{lineage}#adults", 303)


@router.post("/meetings/{lineage}/child", name="meeting_child", dependencies=SECRET)
def meeting_child(who: Reading, lineage: str, person: Typed = "") -> Response:
    """Add a part for a linked child."""
    add_part(who.read_session(lineage), lineage, person, "child")
    return RedirectResponse(f"/meetings/{lineage}", 303)


@router.post("/meetings/{lineage}/invite", name="meeting_invite", dependencies=SECRET)
def meeting_invite(who: Reading, lineage: str, name: Typed = "", agency: Typed = "") -> Response:
    """Add somebody to those invited."""
    try:
        invite(who.read_session(lineage), lineage, name, agency)
    except (ValueRefused, NotPermitted, Changed) as error:
        return _shown(who, lineage, wrong=Wrong.because(error, "state"), status=422)
    return RedirectResponse(f"/meetings/{lineage}#before", 303)


def _pictures(who: RequestContext) -> SavedViews:
    return SavedViews(who.installation.sql, who.installation.log, who.request.app.state.clock)


def _adults_before(read_session: ReadSession, meeting: str | None) -> tuple[str, ...]:
    """The adults who have a part in the meeting that is reviewed, as far as its reader sees them."""
    return () if meeting is None else tuple(each.person.id for each in meeting_now(today(read_session), meeting).adults)


def _new(
    who: RequestContext,
    children: tuple[str, ...],
    typed: dict[str, str] | Any,
    *,
    wrong: Wrong = NOTHING_WRONG,
    status: int = 200,
) -> HTMLResponse:
    cases = who.ask(LINKED_CASES, OfChildren(children=children)) if children else None
    return page(
        who,
        "meeting_new.html",
        status=status,
        children=() if cases is None else cases.children,
        fields=[each for each in fields_of(MeetingBody) if each.name in ("held_at", "place", "chair")],
        given=typed,
        pictures=[(str(each.number), each.name) for each in _pictures(who).of(who.session.account)],
        reason=who.sign_ins.reason_for(who.session, ANY_CASE) or "",
        wrong=wrong,
    )


def _shown(who: RequestContext, lineage: str, *, wrong: Wrong = NOTHING_WRONG, status: int = 200) -> HTMLResponse:
    read_session = who.read_session(lineage)
    found = meeting_now(read_session, lineage)
    _cover(who, found, read_session.actor.reason)
    serafs = {each.person.id: read_session.ask(SERAF, OfEntity(id=each.person.id)) for each in found.children}
    rules = children_seen(found, serafs, who.installation.settings.regular_review_days)
    children_here = {each.person.id for each in found.children}
    header = found.header.body
    if not isinstance(header, MeetingBody):
        raise TypeError(lineage)
    states = [each for each in states_after("Meeting", found.header.state, who.role) if each != WITHDRAWN]
    nexts = [each for each in states if each != found.header.state]
    return page(
        who,
        "meeting.html",
        status=status,
        found=found,
        header=header,
        picture=next((each for each in _pictures(who).of(who.session.account) if each.number == header.picture), None),
        day=written_date(day_of_meeting(found.header)),
        parts_of_children=[
            _part(each, serafs.get(each.person.id), rule) for each, rule in zip(found.children, rules, strict=True)
        ],
        adults=[
            {**_part(each, None, None), "options": options_shown(read_session, each.person, children_here).found.row}
            for each in found.adults
        ],
        header_fields=[each for each in fields_of(MeetingBody) if each.name not in ("reviewed_by", "reviewed_on")],
        reviewer=who.role in REVIEWERS,
        action_fields=[
            each for each in fields_of(MeetingActionBody) if each.name in ("what", "owner", "agency", "due")
        ],
        plan_fields=fields_of(PlanBody),
        typed_of=as_typed,
        shown_fields=shown_fields,
        nexts={each: in_the_way(found, header, each, rules) for each in nexts},
        open=found.header.state in TYPED_IN,
        proposed=proposed_for(read_session, found),
        texts={code: each.text for code, each in CATALOGUE.items()},
        day_of=_day_of,
        reason=read_session.actor.reason,
        wrong=wrong,
        case=lineage,
    )


def _part(part: PartSeen, seraf: SerafShown | None, rule: ChildSeen | None) -> dict[str, Any]:
    names = CHILD_FIELDS if rule is not None else ADULT_FIELDS
    fields: dict[str, TypedField] = {each.name: each for each in fields_of(MeetingPartBody)}
    return {
        "part": part,
        "seraf": seraf,
        "category": None if rule is None else rule.category,
        "ceiling": None if seraf is None or seraf.standing is None else seraf.standing.ceiling,
        "open_codes": [] if rule is None else not_addressed(rule),
        "found_for": {}
        if seraf is None
        else {each.code: list(dict.fromkeys(item.ref for item in each.items)) for each in seraf.indicators},
        "fields": [fields[name] for name in names],
    }


def _cover(who: RequestContext, found: MeetingSeen, reason: str) -> None:
    """Let the reason for the meeting be the reason for each child in it, unless another was given already."""
    for each in found.children:
        if who.sign_ins.reason_for(who.session, each.person.id) is None:
            who.sign_ins.give_reason(who.session, each.person.id, reason)


def _day_of(header: Any) -> str:
    return written_date(day_of_meeting(header))
