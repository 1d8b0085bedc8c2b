"""The police information review of a meeting on a page: what its chair lacks, and what comes of it (protocol §6.3)."""

from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, SECRET, Sent, Wrong
from api.pages.templating import page
from api.services.police_review import ReviewOutcome, ReviewRecorded, record_police_review, review_police_information
from api.web.request_context import RequestContext, visit_as
from graph.casework.meeting import day_of_meeting
from graph.errors import Changed, NotFound, NotPermitted, ValueRefused
from graph.values.when import written_date

router = APIRouter()

Reviewing = Annotated[RequestContext, Depends(visit_as("analyst", "manager"))]
FIELDS = ("outcome", "what", "given", "justification", "reason")
OUTCOMES: tuple[ReviewOutcome, ...] = get_args(ReviewOutcome)
LABELS = {"justification": "Justification", "recipient": "Recipient", "outcome": "What came of it"}


@router.get("/meetings/{lineage}/police-review")
def police_review(who: Reviewing, lineage: str) -> HTMLResponse:
    """What the chair's View lacks about each person in the meeting and each person invited."""
    return _shown(who, lineage, {})


@router.post("/meetings/{lineage}/police-review", name="police_reviewed", dependencies=SECRET)
def police_reviewed(
    who: Reviewing, lineage: str, sent: Sent, share: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Record what came of the review, and in the header who reviewed and when."""
    typed = {name: sent.of(name) for name in FIELDS}
    outcome: ReviewOutcome | None = next((each for each in OUTCOMES if each == typed["outcome"]), None)
    try:
        if outcome is None:
            raise ValueRefused("outcome", typed["outcome"], "choose what came of the review.")
        given = ReviewRecorded(outcome, typed["justification"], typed["what"], typed["given"], tuple(share or ()))
        record_police_review(who.read_session(lineage), lineage, given, clean_reason(typed["reason"]))
    except (ValueRefused, NotFound, NotPermitted, Changed) as error:
        field = error.field if isinstance(error, ValueRefused) and error.field in FIELDS else "outcome"
        return _shown(who, lineage, typed, wrong=Wrong.because(error, field, LABELS.get(field, "")), status=422)
    return RedirectResponse(f"/meetings/{lineage}", 303)


def _shown(
    who: RequestContext, lineage: str, typed: dict[str, str], *, wrong: Wrong = NOTHING_WRONG, status: int = 200
) -> HTMLResponse:
    read_session = who.read_session(lineage)
    found = review_police_information(read_session, lineage)
    return page(
        who,
        "police_review.html",
        status=status,
        lineage=lineage,
        found=found,
        day=written_date(day_of_meeting(found.meeting.header)),
        outcomes=OUTCOMES,
        given=typed,
        reason=read_session.actor.reason,
        wrong=wrong,
        case=lineage,
    )
