"""What rests on an item, a report or a judgement; the form by which it is withdrawn; and what if it were wrong."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, SECRET, Wrong
from api.pages.templating import page
from api.services.withdrawal import Withdrawn, withdraw
from api.web.request_context import ANY_CASE, Limit, Reading, RequestContext
from graph.errors import Changed, NotPermitted, ValueRefused
from graph.model.recorded import JudgementKind
from graph.queries.casework.rests_on import RESTS_ON, Resting, RestsOn
from graph.queries.linking.what_if import WHAT_IF, LeftOutKind, WhatIf
from graph.reading.question import DEFAULT_LIMIT
from graph.rules.cases import may_decide

router = APIRouter()


@router.get("/rests-on/{id:path}")
def rests_on(who: Reading, id: str, limit: Limit = DEFAULT_LIMIT) -> HTMLResponse:
    """What people decided because of an item, a report or a judgement, and who withdrew it."""
    return _shown(who, id, who.ask(RESTS_ON, RestsOn(id=id, limit=limit)))


@router.get("/what-if")
def what_if(who: Reading, what: LeftOutKind, id: str, limit: Limit = DEFAULT_LIMIT) -> HTMLResponse:
    """Which links between children, and which judgements, rest on a source, a report or a decision."""
    return page(who, "what_if.html", answer=who.ask(WHAT_IF, WhatIf(what=what, id=id, limit=limit)))


@router.post("/rests-on/{id:path}/withdraw", name="withdraw", dependencies=SECRET)
def withdraw_it(who: Reading, id: str, reason: Annotated[str, Form()] = "") -> Response:
    """Withdraw it; refused without a reason, and where nothing of it stands any more."""
    try:
        done = withdraw(who.read_session(ANY_CASE), id, clean_reason(reason))
    except (ValueRefused, NotPermitted, Changed) as error:
        wrong = Wrong.because(error, "reason")
        return _shown(who, id, who.ask(RESTS_ON, RestsOn(id=id)), wrong=wrong, reason=reason, status=422)
    return _shown(who, id, done.rested, done=done)


def _shown(
    who: RequestContext,
    id: str,
    answer: Resting,
    *,
    wrong: Wrong = NOTHING_WRONG,
    reason: str = "",
    done: Withdrawn | None = None,
    status: int = 200,
) -> HTMLResponse:
    kind: JudgementKind = "Withdrawal"
    may = answer.what != "judgement" and may_decide(kind, who.role) and done is None
    return page(
        who,
        "rests_on.html",
        status=status,
        answer=answer,
        id=id,
        may_withdraw=may,
        wrong=wrong,
        why=reason,
        done=done,
    )
