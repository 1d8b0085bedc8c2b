"""References that mean more than one item, side by side, and the form by which somebody decides which stands."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, REFUSED, SECRET, Typed, Wrong, status_of
from api.pages.templating import page
from api.web.request_context import ANY_CASE, Limit, Reading, RequestContext
from graph.casework.versions import decide_version
from graph.errors import Changed, NotFound, NotPermitted, ValueRefused
from graph.queries.lists.duplicate_references import DUPLICATE_REFERENCES, OfReferences
from graph.reading.question import DEFAULT_LIMIT
from graph.rules.cases import may_decide

router = APIRouter()

DIFFERENT = "different"
"""What the form sends where none of the items stands for the others."""


@router.get("/duplicate-references")
def duplicate_references(
    who: Reading, decided: bool = False, limit: Limit = DEFAULT_LIMIT, done: str = ""
) -> HTMLResponse:
    """The references that wait for a decision; `decided`: those of different items too."""
    return _shown(who, OfReferences(decided=decided, limit=limit), done=done)


@router.post("/duplicate-references", name="decide_version", dependencies=SECRET)
def decide(
    who: Reading,
    item: Annotated[list[str] | None, Form()] = None,
    stands: Typed = "",
    reason: Typed = "",
) -> Response:
    """Decide about the items that were shown under one reference; refused where others stand there by now."""
    items = item or []
    try:
        if stands not in (*items, DIFFERENT):
            raise ValueRefused("stands", stands, "choose which item stands, or that they are different.")
        actor = who.read_session(ANY_CASE).actor
        decide_version(
            who.installation.casework, actor, items, None if stands == DIFFERENT else stands, clean_reason(reason)
        )
    except REFUSED as error:
        return _shown(who, OfReferences(), wrong=_beside(items, error), typed=(stands, reason), status=status_of(error))
    return RedirectResponse(f"{who.request.app.url_path_for('duplicate_references')}?done=decided", 303)


def _beside(items: list[str], error: Changed | ValueRefused | NotFound | NotPermitted) -> Wrong:
    return Wrong.because(error, f"of-{min(items, default='')}")


def _shown(
    who: RequestContext,
    wanted: OfReferences,
    *,
    wrong: Wrong = NOTHING_WRONG,
    typed: tuple[str, str] = ("", ""),
    done: str = "",
    status: int = 200,
) -> HTMLResponse:
    """`typed` is what was chosen and the reason, of a form that is shown again."""
    return page(
        who,
        "duplicate_references.html",
        status=status,
        found=who.ask(DUPLICATE_REFERENCES, wanted),
        decided=wanted.decided,
        may=may_decide("VersionDecision", who.role),
        wrong=wrong,
        typed=typed,
        done=done,
    )
