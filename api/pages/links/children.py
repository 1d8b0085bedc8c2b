"""Children by SERAF category, and those not assessed."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.templating import page
from api.services.same_names import alike_among, perhaps
from api.web.request_context import ANY_CASE, Limit, Reading
from graph.queries.lists.children import CHILDREN, OfCategories
from graph.reading.question import DEFAULT_LIMIT

router = APIRouter()

Category = Literal["4", "3", "2", "1", "none"]


@router.get("/children")
def children(
    who: Reading,
    category: Annotated[list[Category] | None, Query()] = None,
    limit: Limit = DEFAULT_LIMIT,
    to_decide: bool = False,
) -> HTMLResponse:
    """The children in the categories chosen, highest first; 4 and 3 until others are chosen.

    `to_decide`: those whose category asks for a recorded decision, of every category until some are chosen.
    """
    chosen: list[Category] = category or (["4", "3", "2", "1"] if to_decide else ["4", "3"])
    wanted = OfCategories(
        categories=tuple(int(each) for each in chosen if each != "none"),
        not_assessed="none" in chosen,
        to_decide=to_decide,
        limit=limit,
    )
    found = who.ask(CHILDREN, wanted)
    alike = alike_among(who.read_session(ANY_CASE), (each.entity.id for each in found.children))
    different = perhaps(alike, (each.entity.id for each in found.children))
    return page(who, "children.html", found=found, alike=alike, different=different, chosen=chosen, to_decide=to_decide)
