"""The log: an entry is typed or pasted, what it seems to mention is proposed, the writer accepts or marks, and the
entry is stored; its page says what it changes."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import own_reason
from api.pages.forms import NOTHING_WRONG, SECRET, FormSent, Sent, Wrong
from api.pages.templating import page
from api.services.log_entries import (
    ENTRY_CELLS,
    EntryGiven,
    Marked,
    Proposals,
    entry_recorded,
    new_reference,
    propose,
    record_entry,
)
from api.web.request_context import ANY_CASE, RequestContext, visit_as
from graph.errors import Ambiguous, NotFound, NotPermitted, ValueRefused
from graph.model.kinds import SAID, Said
from graph.model.schema import EVENTS, ITEM_KINDS
from graph.rules.roles import ROLES
from graph.values.text import seen

router = APIRouter()

Writing = Annotated[RequestContext, Depends(visit_as("analyst", "manager"))]
BY_HAND = 4
"""Mentions that the form takes at once beside those that are proposed."""
FIELDS = ("text", *ENTRY_CELLS, "reason")


@router.get("/log")
def log_form(who: Writing) -> HTMLResponse:
    """The form of an entry."""
    who.read_session(ANY_CASE)
    return _form(who, FormSent({}))


@router.post("/log", name="log_entry", dependencies=SECRET)
def log_entry(who: Writing, sent: Sent) -> Response:
    """Propose what the text mentions; or store the entry with what was accepted and marked."""
    read_session = who.read_session(ANY_CASE)
    found: Proposals | None = None
    try:
        found = propose(read_session, sent.of("text"))
        if sent.of("do") != "store":
            return _form(who, sent, found)
        given = EntryGiven(
            sent.of("entry"), seen(sent.of("text")), _cells(sent), (*_accepted(found, sent), *_by_hand(sent))
        )
        reason = own_reason(sent.of("reason"), is_demo=who.installation.is_demo)
        ref = record_entry(read_session, given, reason)
    except (ValueRefused, NotFound, NotPermitted, Ambiguous) as error:
        field = error.field if isinstance(error, ValueRefused) and error.field in FIELDS else "text"
        return _form(who, sent, found, wrong=Wrong.because(error, field), status=422)
    return RedirectResponse(f"/log/{ref}", 303)


@router.get("/log/{ref}")
def log_recorded(who: Writing, ref: str) -> HTMLResponse:
    """A stored entry, and what it changes."""
    done = entry_recorded(who.read_session(ANY_CASE), ref)
    return page(who, "log_recorded.html", done=done)


def _cells(sent: FormSent) -> Mapping[str, str]:
    return {name: seen(sent.of(name)).strip() for name in ENTRY_CELLS}


def _accepted(found: Proposals, sent: FormSent) -> list[Marked]:
    """The proposals that are ticked; each is known by what it says, so that a changed text takes nothing along."""
    ticked = _ticked(sent)
    return [each.mark for each in found.mentions if each.key in ticked]


def _ticked(sent: FormSent) -> set[str]:
    return {value for name, value in sent.fields.items() if name.startswith("take-")}


def _by_hand(sent: FormSent) -> list[Marked]:
    """Raises `ValueRefused` for a mention of no kind, and for an item that is no number."""
    marks: list[Marked] = []
    for row in range(BY_HAND):
        value = seen(sent.of(f"value-{row}")).strip()
        if not value:
            continue
        entity: Said | None = next((said for said in SAID if said == sent.of(f"entity-{row}")), None)
        item = sent.of(f"item-{row}") or "1"
        if entity is None or not item.isdecimal():
            raise ValueRefused("text", value, "choose what each mention is, and the number of its item.")
        role = sent.of(f"role-{row}")
        marks.append(Marked(entity, value, role if role in ROLES else "", max(1, int(item))))
    return marks


def _form(
    who: RequestContext,
    sent: FormSent,
    found: Proposals | None = None,
    *,
    wrong: Wrong = NOTHING_WRONG,
    status: int = 200,
) -> HTMLResponse:
    given = {"entry": new_reference(who.request.app.state.clock()), **sent.fields}
    if found is not None and found.days and not given.get("happened_from"):
        given["happened_from"] = found.days[0]
    return page(
        who,
        "log.html",
        status=status,
        wrong=wrong,
        given=given,
        found=found,
        events=EVENTS,
        kinds=ITEM_KINDS,
        said=SAID,
        roles=ROLES,
        by_hand=range(BY_HAND),
        ticked=_ticked(sent),
    )
