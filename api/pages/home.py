"""The start: what changed since somebody was last here, their reviews and pictures, children at 3 and 4."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.accounts.last_visits import LastVisits
from api.accounts.notifications import Notices
from api.pages.accounts.access import count_to_settle
from api.pages.accounts.alarms import count_alarms
from api.pages.casework.forms_received import forms_waiting
from api.pages.limits import ON_HOME
from api.pages.links.explorer import pictures_of
from api.pages.links.reviews import reviews_of
from api.pages.templating import page
from api.services.alerts import alerts_of
from api.services.due import due_now
from api.services.same_names import alike_among, perhaps
from api.web.request_context import ANY_CASE, Anybody, Limit, RequestContext
from graph.queries.lists.children import CHILDREN, OfCategories
from graph.queries.lists.new_since import NEW_SINCE, SinceMoment
from graph.reading.question import Ask
from graph.rules.new_since import new_window

router = APIRouter()

BEGINS_AT = {"auditor": "/audit", "administrator": "/accounts", "partner": "/partner"}


@router.get("/")
def home(who: Anybody, limit: Limit = ON_HOME) -> Response:
    """Home. What it shows about children waits until a reason for access is given; the rest is there at once."""
    elsewhere = BEGINS_AT.get(who.role)
    if elsewhere is not None:
        return RedirectResponse(elsewhere, 303)
    asked = who.sign_ins.reason_for(who.session, ANY_CASE) is not None
    waiting: dict[str, Any] = {"news": None, "children": None, "due": None, "alerts": None}
    return page(
        who,
        "home.html",
        reviews=reviews_of(who).of(who.session.account.name),
        pictures=pictures_of(who).of(who.session.account),
        notices=Notices(who.installation.sql).unread(who.session.account.name),
        to_settle=count_to_settle(who),
        alarms=count_alarms(who),
        forms=forms_waiting(who),
        **(_news(who, limit) if asked else waiting),
    )


def _news(who: RequestContext, limit: int) -> dict[str, Any]:
    """What waits for a reason. The visit is noted only here: what nobody was shown is still new the next time."""
    now: int = who.request.app.state.clock()
    earlier = who.view.known_at < now
    here_before = None if earlier else LastVisits(who.installation.sql).visit(who.session, now)
    window = new_window(now, who.view.known_at, here_before)
    of_news, of_children = (
        Ask(NEW_SINCE, SinceMoment(since_ms=window.since, by=window.by, limit=limit)),
        Ask(CHILDREN, OfCategories(limit=ON_HOME)),
    )
    found = who.ask_all(of_news, of_children)
    news, children = found.of(of_news), found.of(of_children)
    read_session = who.read_session(ANY_CASE)
    alike = alike_among(read_session, (each.entity.id for each in (*news.children, *children.children)))
    return {
        "news": news,
        "children": children,
        "alike": alike,
        "different": perhaps(alike, (each.entity.id for each in children.children)),
        "due": due_now(read_session, now),
        "alerts": alerts_of(read_session, limit=ON_HOME),
        "since": window.since,
        "until": window.until,
        "first": here_before is None,
    }
