"""What in the log is worth a manager's question: trawls, names of one's own and of colleagues, exports, sign-ins."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts import AccountKeeper
from api.accounts.alarms import KEPT_DAYS, AlarmBook
from api.pages.forms import NOTHING_WRONG, SECRET, Typed, Wrong
from api.pages.templating import page
from api.web.request_context import RequestContext, visit_as
from graph.errors import ValueRefused

router = APIRouter()

Managing = Annotated[RequestContext, Depends(visit_as("manager"))]


@router.get("/alarms")
def alarms(who: Managing, done: str = "") -> HTMLResponse:
    """The alarms of the last days that do not concern this manager."""
    return _shown(who, done=done)


@router.post("/alarms/seen", dependencies=SECRET)
def acknowledge(who: Managing, alarm: Typed = "", reason: Typed = "") -> Response:
    """Say what was found of an alarm; it is entered in the log."""
    try:
        book_of(who).acknowledge(AccountKeeper.of(who.session.account), alarm, reason)
    except ValueRefused as error:
        return _shown(who, wrong=Wrong.because(error, "reason"), about=alarm, status=422)
    return RedirectResponse("/alarms?done=seen", 303)


def book_of(who: RequestContext) -> AlarmBook:
    """The alarms of this installation, read once by each process and then kept up with."""
    state = who.request.app.state
    if getattr(state, "alarm_book", None) is None:
        state.alarm_book = AlarmBook(who.installation.sql, who.installation.log, who.installation.settings, state.clock)
    book: AlarmBook = state.alarm_book
    return book


def count_alarms(who: RequestContext) -> int:
    """How many alarms wait for a manager; none for anybody else."""
    actor = AccountKeeper.of(who.session.account)
    return sum(each.seen is None for each in book_of(who).raised(actor)) if actor.is_manager else 0


def _shown(
    who: RequestContext, *, wrong: Wrong = NOTHING_WRONG, about: str = "", done: str = "", status: int = 200
) -> HTMLResponse:
    raised = book_of(who).raised(AccountKeeper.of(who.session.account))
    waiting = [each.alarm for each in raised if each.seen is None]
    fields = {alarm.key: f"reason-{number}" for number, alarm in enumerate(waiting)}
    shown = Wrong({fields[about]: wrong.of("reason")}) if about in fields else NOTHING_WRONG
    return page(
        who,
        "alarms.html",
        status=status,
        wrong=shown,
        done=done,
        waiting=waiting,
        fields=fields,
        seen=[each for each in raised if each.seen is not None],
        days=KEPT_DAYS,
    )
