"""The search box: who and what fits the words, and why."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.templating import page
from api.services.same_names import alike_among
from api.web.request_context import ANY_CASE, Reading
from graph.model.kinds import ENTITY_KINDS, PEOPLE
from graph.queries.entities.search import LARGEST_LIMIT, SEARCH, SearchFor
from graph.reading.mention_index import SearchKind
from graph.reading.question import DEFAULT_LIMIT

router = APIRouter()


def _kinds_under(tab: str) -> tuple[SearchKind, ...]:
    return tuple(each.kind for each in ENTITY_KINDS if each.tab == tab)


TABS: dict[str, tuple[str, tuple[SearchKind, ...]]] = {
    "all": ("everything", ()),
    **{each.tab.split()[0]: (each.tab, _kinds_under(each.tab)) for each in ENTITY_KINDS},
    "reports": ("reports", ("report",)),
}
"""What a search may be narrowed to, by its name in an address: in the words of the page, and the kinds."""


@router.get("/search")
def search(
    who: Reading,
    q: str = "",
    kind: str = "all",
    limit: Annotated[int, Query(ge=1, le=LARGEST_LIMIT)] = DEFAULT_LIMIT,
) -> HTMLResponse:
    """What fits the words, best first; without words, how to search."""
    kinds = TABS.get(kind, TABS["all"])[1]
    found = who.ask(SEARCH, SearchFor(text=q, kinds=kinds, limit=limit)) if q.strip() else None
    people = (hit.id for hit in found.hits if hit.kind in PEOPLE) if found else ()
    alike = alike_among(who.read_session(ANY_CASE), people) if found else {}
    return page(
        who,
        "search.html",
        typed=q,
        found=found,
        alike=alike,
        kind=kind,
        choices=TABS,
    )
