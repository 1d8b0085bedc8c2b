"""The figures for monitoring: a period, an area, an age band; on the page, and as a file (protocol §7)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, SECRET, Typed, Wrong
from api.pages.templating import page
from api.read_session import ReadSession
from api.services.monitoring import Figures, figures_now, read_asked
from api.web.attachment import attachment
from api.web.request_context import ANY_CASE, RequestContext, visit_as
from graph.errors import ValueRefused
from graph.queries import Actor
from graph.rules.monitoring import AGE_BANDS
from viz.export import Export
from viz.figures_file import MEDIA, FiguresFile, FiguresForm

router = APIRouter()

Manager = Annotated[RequestContext, Depends(visit_as("manager"))]


@router.get("/monitoring")
def monitoring(
    who: Manager, first: str = "", last: str = "", area: str = "", age_band: str = "", published: str = ""
) -> HTMLResponse:
    """Meetings, children, clocks, deficits, patterns, before and after a plan: of a period."""
    given = {"first": first, "last": last, "area": area, "age_band": age_band, "published": published}
    try:
        return _page(who, given, _figures(who.read_session(ANY_CASE), who, given))
    except ValueRefused as error:
        return _page(who, given, None, wrong=Wrong.because(error, error.field), status=422)


@router.post("/monitoring/export", name="export_figures", dependencies=SECRET)
def export_figures(
    who: Manager,
    first: Typed = "",
    last: Typed = "",
    area: Typed = "",
    age_band: Typed = "",
    published: Typed = "",
    form: Typed = "csv",
    reason: Typed = "",
) -> Response:
    """The same figures as a file, through the one way out, with a reason of its own."""
    given = {"first": first, "last": last, "area": area, "age_band": age_band, "published": published}
    read_session = who.read_session(ANY_CASE)
    try:
        why = clean_reason(reason)
        kind: FiguresForm | None = next((each for each in MEDIA if each == form), None)
        if kind is None:
            raise ValueRefused("form", form[:20], f"the forms are {', '.join(MEDIA)}.")
        made = _figures(read_session, who, given)
    except ValueRefused as error:
        return _page(who, given, None, wrong=Wrong.because(error, error.field or "reason"), status=422)
    actor = Actor(read_session.actor.reader, read_session.actor.who, why)
    leaving = Export("figures", FiguresFile(made.title, made.tables, kind), actor, made.title)
    return attachment(who.installation.exit.hand_over(leaving, "dolen-figures"))


def _figures(read_session: ReadSession, who: RequestContext, given: dict[str, str]) -> Figures:
    asked = read_asked(given["first"], given["last"], given["area"], given["age_band"], who.view.today)
    return figures_now(read_session, asked, who.request.app.state.clock(), published=bool(given["published"]))


def _page(
    who: RequestContext, given: dict[str, str], made: Figures | None, *, wrong: Wrong = NOTHING_WRONG, status: int = 200
) -> HTMLResponse:
    return page(who, "monitoring.html", status=status, given=given, made=made, age_bands=AGE_BANDS, wrong=wrong)
