"""The log for auditors: who looked at, changed or shared what, and why. It shows ids, and no intelligence.

Reason and words are free text, and may say what a compartment holds: an auditor who is not in all the compartments of
an entry's reader is shown neither.

Reading the log is a look too, and is entered before it is answered. Checking the chain is not: a log that cannot be
written is the one that most needs to be checked.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, cast, get_args

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, Response

from api.pages.accounts.access import compartments_of
from api.pages.forms import NOTHING_WRONG, SECRET, Wrong
from api.pages.templating import page
from api.web.attachment import attachment
from api.web.request_context import RequestContext, visit_as
from graph.audit import Entry, LoggedEntry
from graph.audit.entry import ACTIONS, storable
from graph.queries import Actor
from graph.values.when import written_day
from viz.export import Export
from viz.log_file import WHOLE, FileForm, LogFile

router = APIRouter()

Auditing = Annotated[RequestContext, Depends(visit_as("auditor"))]
Filter = Annotated[str, Query(max_length=200)]

PAGE = 50


@router.get("/audit")
def audit(
    who: Auditing,
    by: Filter = "",
    action: Filter = "",
    subject: Filter = "",
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> HTMLResponse:
    """The newest entries, newest first: all, or those by somebody, of a kind, or about an id."""
    by, action, subject = (storable(each.strip()) for each in (by, action, subject))
    filters = {"by": by, "action": action, "subject": subject}
    if action and action not in ACTIONS:
        wrong = Wrong({"action": f"There are no entries of the kind {action!r}. Choose one from the list."})
        return page(who, "audit.html", status=422, log=None, filters=filters, wrong=wrong, actions=ACTIONS)
    said = ", ".join(f"{name} {value}" for name, value in filters.items() if value and name != "subject")
    about = (subject,) if subject else ()
    who.installation.log.enter(
        Entry(who=who.session.account.name, action="consult", question="audit", subjects=about, words=said)
    )
    found = who.installation.log.read(
        PAGE,
        before=before,
        who=by or None,
        action=action or None,
        subject=subject or None,
    )
    log = replace(found, entries=tuple(auditor_reads(who)(entry) for entry in found.entries))
    return page(
        who, "audit.html", log=log, filters=filters, before=before, wrong=NOTHING_WRONG, actions=ACTIONS, size=PAGE
    )


@router.get("/audit/verify")
def ask_to_verify(who: Auditing) -> HTMLResponse:
    """What checking the log does, and the button that does it."""
    return page(who, "audit_verify.html", found=None)


@router.post("/audit/verify", dependencies=SECRET)
def verify(who: Auditing) -> HTMLResponse:
    """Check the whole chain, and say what is wrong with it."""
    return page(who, "audit_verify.html", found=who.installation.verify_log())


@router.get("/audit/export")
def ask_to_export(who: Auditing) -> HTMLResponse:
    """The log as a file: in which form, and why?"""
    return page(who, "audit_export.html", wrong=NOTHING_WRONG, reason="")


@router.post("/audit/export", dependencies=SECRET)
def export(who: Auditing, form: Annotated[str, Form()] = "csv", reason: Annotated[str, Form()] = "") -> Response:
    """The whole log as a file; the export is its last line."""
    cleaned = " ".join(reason.split())
    wrong = Wrong(
        ({"reason": "Say why the log leaves as a file; it goes into the log."} if not cleaned else {})
        | ({"form": "Choose CSV or JSON Lines."} if form not in get_args(FileForm) else {})
    )
    if wrong:
        return page(who, "audit_export.html", status=422, wrong=wrong, reason=reason)
    chosen = cast(FileForm, form)
    actor = Actor(who.session.account.reader(), who.session.account.name, cleaned)
    leaving = Export("audit", LogFile(who.installation.log, chosen, auditor_reads(who)), actor, WHOLE)
    day = written_day(who.request.app.state.clock()).replace(" ", "-")
    return attachment(who.installation.exit.hand_over(leaving, f"dolen-audit-{day}"))


def auditor_reads(who: RequestContext) -> Callable[[LoggedEntry], LoggedEntry]:
    """A line as this auditor reads it: reason and words only where they are in all of its reader's compartments."""
    every = frozenset(each.name for each in compartments_of(who).list())
    mine = who.session.account.compartments
    return lambda entry: entry.for_auditor(mine, every)
