"""`POST /api/v1/sanitise`: a new item in words that may be shared, of one that others may not read."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.services.sanitised_items import SANITISERS, SanitisedGiven, sanitise
from api.web.request_context import ANY_CASE, RequestContext, holding_secret_in_header, visit_as

router = APIRouter(prefix="/api/v1", tags=["decide"], dependencies=[Depends(holding_secret_in_header)])


class ItemToSanitiseIn(SanitisedGiven):
    """The item (`REPORT_REF/ITEM_NO`, with `#` and its id where two are cited so) and the new words, with their grade
    and handling. `names`: by id of who and what the item names, what the new one calls them; it does not name others.
    """

    item: str


class SanitisedOut(BaseModel):
    """How the new item is cited, its id, and the lineage of the disclosure, which no chair reads."""

    ref: str
    item: str
    disclosure: str


@router.post("/sanitise", operation_id="sanitise_item_by_program")
def sanitise_by_program(
    who: Annotated[RequestContext, Depends(visit_as(*SANITISERS))], given: ItemToSanitiseIn
) -> SanitisedOut:
    """Make a sanitised item; the old one stays as it is."""
    made = sanitise(who.read_session(ANY_CASE), given.item, given)
    return SanitisedOut(ref=made.ref, item=made.item, disclosure=made.disclosure)
