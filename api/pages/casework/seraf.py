"""A child's SERAF: what stands and what it rests on, and the forms by which somebody decides about it."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, REFUSED, SECRET, Typed, Wrong, status_of
from api.pages.templating import page
from api.web.request_context import Reading, RequestContext
from graph.casework.assessments import confirm
from graph.casework.considerations import agree, consider, decide_ceiling
from graph.queries.casework.seraf import SERAF
from graph.reading.question import OfEntity
from graph.rules.cases import may_decide
from graph.rules.category_words import category_words
from graph.rules.considered import OF_ASSESSMENT, OUTCOMES, read_outcome
from graph.rules.seraf import FOOT, HARM_NOW

router = APIRouter()


@router.get("/child/{id:path}/seraf")
def child_seraf(who: Reading, id: str, done: str = "") -> HTMLResponse:
    """A child's SERAF: what stands and what it rests on, what stands beside it, and what is asked for."""
    return _shown(who, id, done=done)


@router.post("/child/{id:path}/seraf/confirm", name="confirm_seraf", dependencies=SECRET)
def confirm_seraf(who: Reading, id: str, assessment: Typed = "", reason: Typed = "") -> Response:
    """Confirm, as a second person, an assessment from a file that would lower what stands."""
    try:
        confirm(who.installation.casework, who.read_session(id).actor, assessment, clean_reason(reason))
    except REFUSED as error:
        wrong = Wrong.because(error, f"confirm-{assessment}")
        return _shown(who, id, wrong=wrong, reason=reason, status=status_of(error))
    return RedirectResponse(f"{who.request.app.url_path_for('child_seraf', id=id)}?done=confirmed", 303)


@router.post("/child/{id:path}/seraf/decide", name="decide_seraf", dependencies=SECRET)
def decide_seraf(who: Reading, id: str, assessment: Typed = "", outcome: Typed = "", reason: Typed = "") -> Response:
    """Decide about what an assessment leaves open: the category stays, or the higher one applies."""
    try:
        decide_ceiling(who.installation.casework, who.read_session(id).actor, assessment, outcome, clean_reason(reason))
    except REFUSED as error:
        return _shown(who, id, wrong=Wrong.because(error, "decide"), typed=(outcome, reason), status=status_of(error))
    return RedirectResponse(f"{who.request.app.url_path_for('child_seraf', id=id)}?done=decided", 303)


@router.post("/child/{id:path}/seraf/consider", name="consider_seraf", dependencies=SECRET)
def consider_seraf(who: Reading, id: str, considered: Typed = "", reason: Typed = "") -> Response:
    """Record what was considered of a child beside the category, such as that no meeting is held."""
    question, _, outcome = considered.partition("/")
    try:
        consider(
            who.installation.casework,
            who.read_session(id).actor,
            id,
            *read_outcome(question, outcome),
            clean_reason(reason),
        )
    except REFUSED as error:
        return _shown(
            who, id, wrong=Wrong.because(error, "considered"), typed=(considered, reason), status=status_of(error)
        )
    return RedirectResponse(f"{who.request.app.url_path_for('child_seraf', id=id)}?done=considered", 303)


@router.post("/child/{id:path}/seraf/agree", name="agree_seraf", dependencies=SECRET)
def agree_seraf(who: Reading, id: str, assessment: Typed = "", agreed: Typed = "", reason: Typed = "") -> Response:
    """Record whether another authority agreed that its assessments of this child and ours may answer one another."""
    try:
        agree(who.installation.casework, who.read_session(id).actor, assessment, agreed, clean_reason(reason))
    except REFUSED as error:
        return _shown(who, id, wrong=Wrong.because(error, "agreed"), typed=(agreed, reason), status=status_of(error))
    return RedirectResponse(f"{who.request.app.url_path_for('child_seraf', id=id)}?done=considered", 303)


def _shown(
    who: RequestContext,
    id: str,
    *,
    wrong: Wrong = NOTHING_WRONG,
    reason: str = "",
    typed: tuple[str, str] = ("", ""),
    done: str = "",
    status: int = 200,
) -> HTMLResponse:
    """`reason` is what was typed into the form that confirms; `typed` the outcome and reason of one that decides."""
    shown = who.ask(SERAF, OfEntity(id=id), case=id)
    each_made = (*((shown.standing,) if shown.standing else ()), *shown.beside)
    of_others = {each.authority: each.id for each in reversed(each_made) if each.authority}
    return page(
        who,
        "seraf.html",
        status=status,
        seraf_shown=shown,
        of_other_authorities=[(each, authority) for authority, each in sorted(of_others.items())],
        agreements=list(OUTCOMES["authority"].items()),
        words=category_words,
        harm_now=HARM_NOW,
        foot=FOOT,
        may_decide=may_decide("Assessment", who.role),
        may_decide_ceiling=may_decide("Considered", who.role, "ceiling"),
        ceiling_outcomes=list(OUTCOMES["ceiling"].items()),
        considerable=[
            (f"{question}/{outcome}", words)
            for question, outcomes in OUTCOMES.items()
            if question not in OF_ASSESSMENT and may_decide("Considered", who.role, question)
            for outcome, words in outcomes.items()
        ],
        decided_as=typed,
        wrong=wrong,
        typed=reason,
        done=done,
        case=id,
    )
