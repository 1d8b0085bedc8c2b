"""The search box: who and what fits the words, and why."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from api.pages.alike import alike_among
from api.pages.templating import page
from api.visit import Visit, reading
from graph.model.schema import PEOPLE
from graph.queries.search import LARGEST_LIMIT, SEARCH, SearchFor
from graph.queries.searching import SearchKind

router = APIRouter()

KINDS: tuple[tuple[str, tuple[SearchKind, ...]], ...] = (
    ("all", ()),
    ("children", ("child",)),
    ("adults", ("adult", "person")),
    ("premises", ("premises",)),
    ("vehicles", ("vehicle",)),
    ("phones", ("phone", "account")),
    ("reports", ("report",)),
)
"""What a search may be narrowed to, in the words of the page."""


@router.get("/search")
def search(
    who: Annotated[Visit, Depends(reading)],
    q: str = "",
    kind: str = "all",
    limit: Annotated[int, Query(ge=1, le=LARGEST_LIMIT)] = 25,
) -> HTMLResponse:
    """What fits the words, best first; without words, how to search."""
    kinds = dict(KINDS).get(kind, ())
    found = who.ask(SEARCH, SearchFor(text=q, kinds=kinds, limit=limit)) if q.strip() else None
    people = (hit.id for hit in found.hits if hit.kind in PEOPLE) if found else ()
    alike = alike_among(who, people)
    return page(who, "search.html", typed=q, found=found, alike=alike, kind=kind, choices=[name for name, _ in KINDS])
