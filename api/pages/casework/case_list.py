"""The case list of a week on A4: children at 3 and 4, and at 2 while undecided."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.limits import ON_CASE_LIST
from api.pages.templating import page
from api.services.record_judgement import today
from api.web.request_context import ANY_CASE, Limit, Reading
from graph.casework.case_list import KINDS_LISTED, case_line, listed
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.queries.casework.seraf import SERAF
from graph.queries.entities.timeline import MISSING_EVENTS, TIMELINE, TimelineOf, missing_of
from graph.queries.lists.children import CHILDREN, OfCategories
from graph.reading.question import LARGEST_LIMIT, OfEntity

router = APIRouter()

"""Lines of the list until more are asked for: each opens a child's assessments and missing episodes, and forty people
within an hour raise an alarm."""


@router.get("/case-list")
def case_list(who: Reading, limit: Limit = ON_CASE_LIST) -> HTMLResponse:
    """A line for each open case, the highest category first, for print."""
    read_session = today(who.read_session(ANY_CASE))
    found = read_session.ask(CHILDREN, OfCategories(categories=(2, 3, 4), limit=LARGEST_LIMIT))
    children = listed(found.children)
    recorded = read_session.ask(CASEWORK_QUESTION, CaseworkOf(kinds=KINDS_LISTED, limit=LARGEST_REGISTER)).whole
    lines = [
        case_line(
            read_session.ask(SERAF, OfEntity(id=each.entity.id)),
            recorded,
            missing_of(
                read_session.ask(TIMELINE, TimelineOf(id=each.entity.id, events=MISSING_EVENTS, limit=LARGEST_LIMIT)),
                who.view.today,
            ),
            who.view.today,
        )
        for each in children[:limit]
    ]
    return page(
        who,
        "case_list.html",
        lines=[each for each in lines if each is not None],
        total=len(children),
        read=found,
    )
