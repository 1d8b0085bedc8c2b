"""Premises of concern: the register, the page of one, and the forms by which they and their searches are recorded."""

from typing import Any, get_args

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts.reasons import clean_reason
from api.pages.forms import NOTHING_WRONG, SECRET, FormSent, Sent, Wrong
from api.pages.templating import page
from api.services.premises import (
    SEARCH_STATES,
    close_premises,
    open_premises,
    premises_register,
    premises_seen,
    record_search,
    review_search,
)
from api.services.record_judgement import entity_meant, today
from api.web.request_context import ANY_CASE, Reading, RequestContext
from graph.casework.premises_register import SearchLine, unregistered
from graph.errors import Ambiguous, Changed, NotFound, NotPermitted, ValueRefused
from graph.judgements.premises import PremisesSearchBody
from graph.model.kinds import Kind
from graph.queries.lists.concern import PREMISES_OF_CONCERN, Most
from graph.reading.question import DEFAULT_LIMIT
from graph.rules.cases import states_after
from graph.rules.law import NO_ENTRY, Route
from graph.rules.searches import (
    POINTS,
    ConsentAnswer,
    ConsentAs,
    Emergency,
    PointDone,
    is_repeat,
    points_of,
    route_words,
)

router = APIRouter()

ONLY_PREMISES: frozenset[Kind] = frozenset({"premises"})
ASKED = 3
"""People at the premises whose answers the form takes."""
_RECORDED = ("owner", "times", "markers", "licences")
_TEXTS = (
    *("what", "route", "emergency", "purpose", "extent", "officers", "at", "until"),
    *("found", "seized", "child_present", "child_action"),
)
_LISTS = ("occupiers", "opened", "repeat_reasons")
_ASKED_PARTS = ("who", "capacity", "answer", "room")
_FORM_FIELDS = (*_TEXTS, *_LISTS, "state", "reason")


@router.get("/premises-of-concern/register")
def premises_of_concern_register(who: Reading, done: str = "", address: str = "") -> HTMLResponse:
    """Premises of concern with their owner, searches, and premises that join children and have no owner."""
    return _register(who, FormSent({"address": address}), done=done)


@router.get("/premises-of-concern/of/{id:path}")
def one_premises(who: Reading, id: str, done: str = "") -> HTMLResponse:
    """One premises: children and when they are there, who lives there, adults, vehicles, notices, searches, owner."""
    return _one(who, id, done=done)


@router.get("/premises-of-concern/search/{id:path}")
def new_search(who: Reading, id: str, of: str = "") -> HTMLResponse:
    """The form by which a search or visit is made ready or recorded, with earlier results beside it."""
    return _search_form(who, id, of)


@router.post("/premises-of-concern/search", name="record_search", dependencies=SECRET)
def record_one(who: Reading, sent: Sent) -> Response:
    """Make a search ready, which is refused where something is missing; or record what took place, which never is."""
    id, of = sent.of("address"), sent.of("of")
    try:
        read_session = today(who.read_session(ANY_CASE))
        address = entity_meant(read_session, id, ONLY_PREMISES)
        record_search(read_session, address, sent.of("state"), _given(sent), clean_reason(sent.of("reason")), of=of)
    except (ValueRefused, NotPermitted, Ambiguous, Changed) as error:
        field = error.field.partition(".")[0] if isinstance(error, ValueRefused) else "reason"
        wrong = Wrong.because(error, field if field in _FORM_FIELDS else "who-1" if field == "consents" else "reason")
        return _search_form(who, id, of, sent, wrong=wrong, status=422)
    return _back(who, id, "search")


@router.post("/premises-of-concern/review", name="review_search", dependencies=SECRET)
def review_one(who: Reading, sent: Sent) -> Response:
    """Record, as a manager, that a search was reviewed."""
    try:
        review_search(today(who.read_session(ANY_CASE)), sent.of("search"), clean_reason(sent.of("reason")))
    except (ValueRefused, NotPermitted, Changed) as error:
        return _one(who, sent.of("address"), wrong=Wrong.because(error, f"why-{sent.of('search')}"), status=422)
    return _back(who, sent.of("address"), "reviewed")


@router.post("/premises-of-concern/open", name="open_premises_of_concern", dependencies=SECRET)
def open_one(who: Reading, sent: Sent) -> Response:
    """Record premises of concern with the officer who owns them, or change what is recorded."""
    given: dict[str, object] = {name: sent.of(name) for name in _RECORDED if sent.of(name).strip()}
    if occupiers := _lines(sent.of("occupiers")):
        given["occupiers"] = occupiers
    try:
        read_session = today(who.read_session(ANY_CASE))
        address = entity_meant(read_session, sent.of("address"), ONLY_PREMISES)
        open_premises(read_session, address, {"owner": "", **given}, clean_reason(sent.of("reason")))
    except (ValueRefused, NotFound, NotPermitted, Ambiguous, Changed) as error:
        return _register(who, sent, wrong=_wrong(error), status=422)
    return _back(who, address.id, "opened")


@router.post("/premises-of-concern/close", name="close_premises_of_concern", dependencies=SECRET)
def close_one(who: Reading, sent: Sent) -> Response:
    """Close premises of concern, with the reason."""
    try:
        read_session = today(who.read_session(ANY_CASE))
        close_premises(
            read_session, entity_meant(read_session, sent.of("address"), ONLY_PREMISES), clean_reason(sent.of("reason"))
        )
    except (ValueRefused, NotFound, NotPermitted, Ambiguous, Changed) as error:
        return _register(who, sent, wrong=_wrong(error), status=422)
    return RedirectResponse(f"{who.request.app.url_path_for('premises_of_concern_register')}?done=closed", 303)


def _register(
    who: RequestContext, sent: FormSent, *, wrong: Wrong = NOTHING_WRONG, done: str = "", status: int = 200
) -> HTMLResponse:
    read_session = who.read_session(ANY_CASE)
    lines = premises_register(read_session)
    return page(
        who,
        "premises_register.html",
        status=status,
        lines=lines,
        without=unregistered(read_session.ask(PREMISES_OF_CONCERN, Most(limit=DEFAULT_LIMIT)).concerns, lines),
        may_open="open" in states_after("PremisesOfConcern", None, who.role),
        form=sent.fields,
        reason=read_session.actor.reason,
        wrong=wrong,
        done=done,
    )


def _one(
    who: RequestContext, id: str, *, wrong: Wrong = NOTHING_WRONG, done: str = "", status: int = 200
) -> HTMLResponse:
    read_session = who.read_session(ANY_CASE)
    seen = premises_seen(read_session, id)
    registered = None if seen.line is None else seen.line.registered
    return page(
        who,
        "premises_one.html",
        status=status,
        seen=seen,
        registered=registered,
        route_words=route_words,
        form={} if registered is None else {**registered.model_dump(), "occupiers": "\n".join(registered.occupiers)},
        may_open="open" in states_after("PremisesOfConcern", None, who.role),
        may_search=bool(states_after("PremisesSearch", None, who.role)),
        to_review={
            each.shown.lineage
            for each in (() if seen.line is None else seen.line.searches)
            if "reviewed" in states_after("PremisesSearch", each.shown.state, who.role)
        },
        reason=read_session.actor.reason,
        wrong=wrong,
        done=done,
    )


def _search_form(
    who: RequestContext,
    id: str,
    of: str,
    sent: FormSent | None = None,
    *,
    wrong: Wrong = NOTHING_WRONG,
    status: int = 200,
) -> HTMLResponse:
    read_session = who.read_session(ANY_CASE)
    seen = premises_seen(read_session, id)
    searches = () if seen.line is None else seen.line.searches
    before = next((each for each in searches if each.shown.lineage == of), None) if of else None
    if of and before is None:
        raise NotFound(f"No search is recorded as {of!r} in what you may see.", "See the page of the premises.")
    days = [each.body.day for each in seen.earlier if each.body.day is not None]
    return page(
        who,
        "premises_search.html",
        status=status,
        seen=seen,
        of=of,
        form=_prefilled(seen.line.registered.occupiers if seen.line and seen.line.registered else (), before)
        if sent is None
        else sent.fields,
        repeat=is_repeat(read_session.view.today, days),
        may=bool(states_after("PremisesSearch", None if before is None else before.shown.state, who.role)),
        states=[(each, each) for each in SEARCH_STATES],
        whats=[("search", "search"), ("visit", "visit")],
        routes=[("", "–"), *((each, each) for each in get_args(Route))],
        emergencies=[("", "–"), *((each, each) for each in get_args(Emergency))],
        capacities=[(each, each) for each in get_args(ConsentAs)],
        answers=[(each, each) for each in get_args(ConsentAnswer)],
        done_options=[
            (each, each) for each in ("not known", *(one for one in get_args(PointDone) if one != "not known"))
        ],
        points=POINTS,
        of_power=points_of("warrant"),
        of_consent=points_of("consent"),
        no_entry=NO_ENTRY.sentence,
        asked=range(1, ASKED + 1),
        reason=read_session.actor.reason,
        wrong=wrong,
    )


def _prefilled(occupiers: tuple[str, ...], before: SearchLine | None) -> dict[str, str]:
    """What the form holds at first: who lives there, or the search that was made ready."""
    body = PremisesSearchBody(address="", occupiers=occupiers) if before is None else before.body
    form = {name: str(getattr(body, name) or "") for name in _TEXTS}
    form |= {name: "\n".join(getattr(body, name)) for name in _LISTS}
    form |= {f"point-{code}": done for code, done in body.done.items()}
    for number, each in enumerate(body.consents, 1):
        form |= {f"{part}-{number}": str(getattr(each, part)) for part in _ASKED_PARTS}
    return form


def _given(sent: FormSent) -> dict[str, Any]:
    """What was typed, as a search records it."""
    given: dict[str, Any] = {name: sent.of(name).strip() for name in _TEXTS if sent.of(name).strip()}
    given |= {name: found for name in _LISTS if (found := _lines(sent.of(name)))}
    given["points"] = [{"code": code, "done": sent.of(f"point-{code}") or "not known"} for code in POINTS]
    given["consents"] = [
        {part: sent.of(f"{part}-{number}").strip() for part in _ASKED_PARTS}
        for number in range(1, ASKED + 1)
        if sent.of(f"who-{number}").strip()
    ]
    return given


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _wrong(error: ValueRefused | NotFound | NotPermitted | Ambiguous | Changed) -> Wrong:
    field = error.field if isinstance(error, ValueRefused) else "address"
    return Wrong.because(error, {"owner": "owner", "state": "owner", "reason": "reason"}.get(field, "address"))


def _back(who: RequestContext, id: str, done: str) -> RedirectResponse:
    return RedirectResponse(f"{who.request.app.url_path_for('one_premises', id=id)}?done={done}", 303)
