"""The case list of a week on A4: children at 3 and 4, and at 2 while undecided."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.limits import ON_CASE_LIST
from api.pages.templating import page
from api.services.record_judgement import today
from api.web.request_context import ANY_CASE, Limit, Reading
from graph.casework.case_list import KINDS_LISTED, case_line, listed
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.queries.casework.seraf import SERAF, SerafShown
from graph.queries.entities.timeline import MISSING_EVENTS, TIMELINE, Timeline, TimelineOf, missing_of
from graph.queries.lists.children import CHILDREN, OfCategories
from graph.reading.question import LARGEST_LIMIT, Ask, OfEntity

router = APIRouter()


@router.get("/case-list")
def case_list(who: Reading, limit: Limit = ON_CASE_LIST) -> HTMLResponse:
    """A line for each open case, the highest category first, for print."""
    read_session = today(who.read_session(ANY_CASE))
    of_children = Ask(CHILDREN, OfCategories(categories=(2, 3, 4), limit=LARGEST_LIMIT))
    of_casework = Ask(CASEWORK_QUESTION, CaseworkOf(kinds=KINDS_LISTED, limit=LARGEST_REGISTER))
    answers = read_session.ask_all(of_children, of_casework)
    found, recorded = answers.of(of_children), answers.of(of_casework).whole
    children = listed(found.children)
    asks = [_asks(each.entity.id) for each in children[:limit]]
    answers = read_session.ask_all(*(ask for each in asks for ask in each))
    lines = [
        case_line(answers.of(seraf), recorded, missing_of(answers.of(missing), who.view.today), who.view.today)
        for seraf, missing in asks
    ]
    return page(
        who,
        "case_list.html",
        lines=[each for each in lines if each is not None],
        total=len(children),
        read=found,
    )


def _asks(child: str) -> tuple[Ask[OfEntity, SerafShown], Ask[TimelineOf, Timeline]]:
    return Ask(SERAF, OfEntity(id=child)), Ask(
        TIMELINE, TimelineOf(id=child, events=MISSING_EVENTS, limit=LARGEST_LIMIT)
    )
