"""The search box: who and what fits the words, and why."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.templating import page
from api.services.same_names import alike_among
from api.web.request_context import ANY_CASE, Reading
from graph.model.kinds import ENTITY_KINDS, PEOPLE
from graph.queries.entities.search import LARGEST_LIMIT, SEARCH, Search, SearchFor
from graph.reading.mention_index import SearchKind
from graph.reading.question import DEFAULT_LIMIT
from graph.wording import wording

router = APIRouter()


def _kinds_under(tab: str) -> tuple[SearchKind, ...]:
    return tuple(each.kind for each in ENTITY_KINDS if each.tab == tab)


TABS: dict[str, tuple[str, tuple[SearchKind, ...]]] = {
    "all": (wording("everything"), ()),
    **{each.tab.split()[0]: (each.tab, _kinds_under(each.tab)) for each in ENTITY_KINDS},
    "reports": (wording("reports"), ("report",)),
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
        counts=_counts(found) if found else {},
        meant=_meant(found) if found else {},
    )


def _counts(found: Search) -> dict[str, int]:
    """How many results each choice leads to."""
    counts = {each.kind: each.count for each in found.counts}
    return {
        name: sum(counts.get(kind, 0) for kind in kinds) if kinds else sum(counts.values())
        for name, (_, kinds) in TABS.items()
    }


def _meant(found: Search) -> dict[str, list[str]]:
    """What the text was taken for, by the words that were looked for, so that it takes one short line."""
    meant: dict[str, list[str]] = {}
    for each in found.understood:
        what, _, text = each.partition(": ")
        meant.setdefault(text.casefold(), []).append(what)
    return meant
