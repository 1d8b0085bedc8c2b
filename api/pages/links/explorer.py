"""The explorer: a picture of entities and the links among them, widened, sorted out, saved and taken away.

The page itself holds no intelligence: its scripts ask the API for what the picture shows, through the View in the
address. What is here is the page, the card of one entity, and the beginning by name.
"""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from api.pages.icons import picture_looks
from api.pages.templating import PAGE_OF, page
from api.saved import SavedViews
from api.web.request_context import VIEW_NAMES, Reading, RequestContext, holding_secret_in_header
from graph.model.kinds import KINDS
from graph.model.relations import RELATIONS
from graph.queries.entities.search import SEARCH, SearchFor
from graph.queries.entities.timeline import TIMELINE, TimelineOf
from viz.chart import Chart

router = APIRouter()


MOST_STARTS = 500
WIDENED = 3
"""Up to so many starts, what is named beside each is added (`begin` in expanding.js): each child's case is opened."""
FOUND = 20
"""Matching entities that are offered; a longer search text narrows them further."""
ON_CARD = 20
"""Items that a card shows; the entity's page has all."""


def pictures_of(who: RequestContext) -> SavedViews:
    """The saved pictures of this installation."""
    return SavedViews(who.installation.sql, who.installation.log, who.request.app.state.clock)


@router.get("/explorer")
def explorer(
    who: Reading,
    id: Annotated[tuple[str, ...], Query(max_length=MOST_STARTS)] = (),
    saved: int | None = None,
    begin: str = "",
) -> Response:
    """The explorer, beginning with these entities or a saved picture; without either, how to begin."""
    if id or saved is not None:
        _ask_before(who, id, saved)
        return page(who, "explorer.html", setting=_setting(who, id, saved))
    found = who.ask(SEARCH, SearchFor(text=begin, kinds=KINDS, limit=FOUND)) if begin.strip() else None
    if found is not None and found.total == 1:
        chosen = urlencode([("id", found.hits[0].id), *who.options.chosen()], safe=":")
        return RedirectResponse(f"/explorer?{chosen}", 303)
    views = pictures_of(who)
    return page(who, "explorer_start.html", views=views.of(who.session.account), begin=begin, found=found)


@router.get("/explorer/card")
def card(who: Reading, id: str) -> HTMLResponse:
    """The items about one entity, as a part of the explorer."""
    case = who.case_of((id,))
    return page(
        who, "explorer_card.html", timeline=who.ask(TIMELINE, TimelineOf(id=id, limit=ON_CARD), case=case), case=case
    )


@router.post("/explorer/view/{name}", dependencies=[Depends(holding_secret_in_header)])
def other_view(who: Reading, name: str, on_screen: Chart) -> HTMLResponse:
    """What is on the screen as a timeline or as a grid of places, with its tables, as a part of the explorer."""
    # Only what draws imports this: it takes as long to load as all the rest.
    from api.services.pictures import chart_view, look_at_chart

    _, answer = look_at_chart(who.read_session_of, on_screen)
    view = chart_view(answer, on_screen, name)
    entities = {each.id: each for each in view.found.entities}
    case = who.case_of(on_screen.ids)
    return page(
        who, f"explorer_{view.name}.html", shown=view, entities=entities, svg=Markup(view.drawing().svg), case=case
    )


def _ask_before(who: RequestContext, ids: tuple[str, ...], saved: int | None) -> None:
    """Ask for reasons before the picture, not in the middle of it. Raises `ReasonWanted`."""
    if ids:
        who.case_of(ids, each=len(ids) <= WIDENED)
        return
    mine = (view for view in pictures_of(who).of(who.session.account) if view.number == saved)
    who.case_of(next((view.picture.everything for view in mine), ()))


def _setting(who: RequestContext, ids: tuple[str, ...], saved: int | None) -> dict[str, Any]:
    """What the scripts need to know before they ask anything."""
    return {
        "ids": ids,
        "saved": saved,
        "csrf": who.session.csrf,
        "kinds": KINDS,
        "pages": PAGE_OF,
        "relations": {name: each.towards for name, each in RELATIONS.items()},
        "viewNames": VIEW_NAMES,
        **picture_looks(),
    }
