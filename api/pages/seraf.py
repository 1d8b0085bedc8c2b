"""A child's SERAF: what stands and what it rests on, and the forms by which somebody decides about it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, Wrong
from api.pages.templating import page
from api.visit import Visit, holding_secret, reading
from graph.casework.assessing import confirm
from graph.errors import Changed, NotFound, NotPermitted, ValueRefused
from graph.queries.cards import OfEntity
from graph.queries.seraf import SERAF
from graph.rules.cases import may_decide
from graph.rules.seraf import FOOT, HARM_NOW, category_words

router = APIRouter()

Reading = Annotated[Visit, Depends(reading)]
Typed = Annotated[str, Form()]
SECRET = [Depends(holding_secret)]


@router.get("/child/{id:path}/seraf")
def child_seraf(who: Reading, id: str, done: str = "") -> HTMLResponse:
    """A child's SERAF: what stands and what it rests on, what stands beside it, and what is asked for."""
    return _shown(who, id, done=done)


@router.post("/child/{id:path}/seraf/confirm", name="confirm_seraf", dependencies=SECRET)
def confirm_seraf(who: Reading, id: str, assessment: Typed = "", reason: Typed = "") -> Response:
    """Confirm, as a second person, an assessment from a file that would lower what stands."""
    try:
        confirm(who.house.casework, who.sight(id).looking, assessment, clean_reason(reason))
    except (ValueRefused, NotFound, NotPermitted) as error:
        return _shown(who, id, wrong=Wrong.because(error, f"confirm-{assessment}"), reason=reason, status=422)
    except Changed as error:
        return _shown(who, id, wrong=Wrong.because(error, f"confirm-{assessment}"), reason=reason, status=409)
    return RedirectResponse(f"{who.request.app.url_path_for('child_seraf', id=id)}?done=confirmed", 303)


def _shown(
    who: Visit, id: str, *, wrong: Wrong = NOTHING_WRONG, reason: str = "", done: str = "", status: int = 200
) -> HTMLResponse:
    return page(
        who,
        "seraf.html",
        status=status,
        seraf_shown=who.ask(SERAF, OfEntity(id=id), case=id),
        words=category_words,
        harm_now=HARM_NOW,
        foot=FOOT,
        may_decide=may_decide("Assessment", who.role),
        wrong=wrong,
        typed=reason,
        done=done,
        case=id,
    )
