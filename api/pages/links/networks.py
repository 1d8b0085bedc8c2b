"""Pages of networks: which cases hang together, what connects several entities, calls, who was missing together."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.forms import NOTHING_WRONG, Wrong
from api.pages.templating import page
from api.saved.reviews import REVIEW
from api.services.find_entity import name_one
from api.web.request_context import Limit, Reading, RequestContext
from graph.errors import Ambiguous, NotFound, ValueRefused
from graph.model.kinds import PEOPLE
from graph.queries.charts.links_among import LINKS_AMONG
from graph.queries.linking.bridges import BRIDGES
from graph.queries.linking.calls import CALLS, LONGEST_WINDOW, MOST_CALLERS, CallsOf
from graph.queries.linking.case_groups import CASE_GROUPS, AmongChildren, InGroups
from graph.queries.linking.connecting_network import (
    CONNECTING_NETWORK,
    FEWEST_ASKED,
    MOST_ASKED,
    MOST_BETWEEN,
    Connected,
)
from graph.queries.linking.linked_cases import MOST_CHILDREN
from graph.queries.linking.missing_together import MISSING_TOGETHER, MissingWithChild
from graph.queries.linking.paths import MOST_LEFT_OUT
from graph.reading.question import DEFAULT_LIMIT, Among, Ask
from graph.values.date_form import read_typed
from graph.values.when import moment

router = APIRouter()

Callers = Annotated[list[str], Query(min_length=1, max_length=MOST_CALLERS)]


@router.get("/calls")
def calls(
    who: Reading,
    id: Callers,
    around: Annotated[str, Query(max_length=40)] = "",
    hours: Annotated[int, Query(ge=1, le=LONGEST_WINDOW)] = 24,
    limit: Limit = DEFAULT_LIMIT,
) -> HTMLResponse:
    """The calls of phones, or of people's phones: all of them, or around a moment."""
    wrong, at = NOTHING_WRONG, None
    try:
        at = moment(read_typed(around)) if around else None
    except ValueRefused as error:
        wrong = Wrong.because(error, "around")
    ids = tuple(dict.fromkeys(id))
    found = who.ask(CALLS, CallsOf(ids=ids, around=at, hours=hours, limit=limit))
    return page(who, "calls.html", found=found, ids=ids, around=around, hours=hours, wrong=wrong)


@router.get("/connecting")
def connecting(
    who: Reading,
    id: Annotated[list[str] | None, Query(max_length=MOST_ASKED)] = None,
    name: Annotated[list[str] | None, Query(max_length=MOST_ASKED)] = None,
    avoid: Annotated[list[str] | None, Query(max_length=MOST_LEFT_OUT)] = None,
    people: bool = False,
    common: bool = False,
    most: Annotated[int, Query(ge=0, le=MOST_BETWEEN)] = 4,
    limit: Limit = 10,
    case: str = "",
) -> HTMLResponse:
    """The smallest network that connects entities: of ids, and of what is typed as names, references or plates."""
    given = tuple(id or ())
    known = case in given or case.startswith(REVIEW)
    named, wrong = _named(who, name or (), case if known else who.case_of(given))
    ids = tuple(dict.fromkeys((*given, *named)))[:MOST_ASKED]
    case = case if known else who.case_of(ids)
    found, so_far = None, ()
    if len(ids) >= FEWEST_ASKED and not wrong:
        found = who.ask(
            CONNECTING_NETWORK,
            Connected(
                ids=ids,
                kinds=tuple(sorted(PEOPLE)) if people else (),
                avoid=tuple(avoid or ()),
                avoid_common=not common,
                most=most,
                limit=limit,
            ),
            case=case,
        )
    elif ids:
        so_far = tuple(each.entity for each in who.ask(LINKS_AMONG, Among(ids=ids), case=case).entities)
    return page(
        who,
        "connecting.html",
        found=found,
        categories={each.child: each for each in found.children} if found else {},
        ids=ids,
        so_far=so_far,
        names=tuple(name or ()) if wrong else (),
        avoid=tuple(avoid or ()),
        people=people,
        common=common,
        most=most,
        wrong=wrong,
        case=case,
    )


def _named(who: RequestContext, names: Iterable[str], case: str) -> tuple[list[str], Wrong]:
    """The ids of what was typed, and what of it means nothing, or several."""
    ids: list[str] = []
    wrong: dict[str, str] = {}
    for number, text in enumerate(names):
        try:
            ids += [name_one(who.read_session(case), text.strip()).id] if text.strip() else []
        except (NotFound, Ambiguous) as error:
            wrong |= Wrong.because(error, f"name-{number}").fields
    return ids, Wrong(wrong)


@router.get("/network")
def network(
    who: Reading,
    child: Annotated[list[str] | None, Query(max_length=MOST_CHILDREN)] = None,
    least: Annotated[float, Query(ge=0, le=1)] = 0.25,
    any_link: bool = False,
    limit: Limit = 10,
) -> HTMLResponse:
    """Which cases hang together, and who or what holds them together: of some children, or of those in 3 and 4."""
    children = tuple(child or ())
    groups = InGroups(children=children, concern=not any_link, least=least, limit=limit)
    among = AmongChildren(children=children, concern=not any_link, limit=limit)
    of_groups, of_bridges = Ask(CASE_GROUPS, groups), Ask(BRIDGES, among)
    found = who.ask_all(of_groups, of_bridges)
    return page(
        who,
        "network_groups.html",
        groups=found.of(of_groups),
        bridges=found.of(of_bridges),
        children=children,
        least=least,
        any_link=any_link,
        case=who.case_of(children, each=True),
    )


@router.get("/missing-together")
def missing_together(who: Reading, child: str, limit: Limit = DEFAULT_LIMIT) -> HTMLResponse:
    """The children who were missing while this child was."""
    found = who.ask(MISSING_TOGETHER, MissingWithChild(child=child, limit=limit), case=child)
    return page(who, "missing_together.html", found=found, case=child)
