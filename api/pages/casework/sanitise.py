"""The form by which an item that others may not read becomes a new item in words that may be shared."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.pages.forms import NOTHING_WRONG, SECRET, Sent, Wrong
from api.pages.templating import page
from api.services.sanitised_items import SANITISERS, SanitisedGiven, item_to_sanitise, sanitise
from api.web.request_context import ANY_CASE, RequestContext, visit_as
from graph.errors import Ambiguous, NotFound, NotPermitted, ValueRefused

router = APIRouter()

Sanitising = Annotated[RequestContext, Depends(visit_as(*SANITISERS))]
NAME = "name-"
"""Begins the field of what the new item calls somebody or something; its id follows."""


@router.get("/sanitise")
def sanitise_form(who: Sanitising, item: str, recipient: str = "", meeting: str = "") -> HTMLResponse:
    """The item, and the form for its new words; `item` is cited as REPORT/ITEM, and `#` its id where two are so."""
    return _shown(who, item, {"recipient": recipient, "meeting": meeting})


@router.post("/sanitise", name="sanitise_item", dependencies=SECRET)
def sanitise_item(who: Sanitising, sent: Sent) -> Response:
    """Record the new item, and lead to it, or back to the police information review that led here."""
    item, meeting = sent.of("item"), sent.of("meeting")
    named = {name.removeprefix(NAME): value for name, value in sent.fields.items() if name.startswith(NAME)}
    typed = {name: sent.of(name) for name in SanitisedGiven.model_fields if name != "names"}
    given = SanitisedGiven(names={id: value for id, value in named.items() if value.strip()}, **typed)
    try:
        made = sanitise(who.read_session(ANY_CASE), item, given)
    except (ValueRefused, NotFound, NotPermitted, Ambiguous) as error:
        field = error.field if isinstance(error, ValueRefused) else "words"
        return _shown(who, item, sent.fields, wrong=Wrong.because(error, field or "words"), status=422)
    if meeting:
        return RedirectResponse(f"/meetings/{meeting}/police-review", 303)
    return RedirectResponse(f"/items?ref={quote(made.ref)}", 303)


def _shown(
    who: RequestContext, item: str, typed: Mapping[str, str], *, wrong: Wrong = NOTHING_WRONG, status: int = 200
) -> HTMLResponse:
    found = item_to_sanitise(who.read_session(ANY_CASE), item)
    return page(
        who,
        "sanitise.html",
        status=status,
        found=found,
        item=item,
        given={"handling": "P", "source": found.of.item.grade[:1], "assessment": found.of.item.grade[1:], **typed},
        wrong=wrong,
    )
