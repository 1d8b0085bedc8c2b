"""Which premises, adults, vehicles and phones join most children."""

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.templating import page
from api.web.request_context import Limit, Reading, RequestContext
from graph.queries.lists.concern import (
    ADULTS_OF_CONCERN,
    PHONES_OF_CONCERN,
    PREMISES_OF_CONCERN,
    VEHICLES_OF_CONCERN,
    Concerns,
    Most,
)
from graph.reading.question import DEFAULT_LIMIT, Question
from graph.rules.rankings import RANK_BANDS

router = APIRouter()

Listed = Literal["premises", "adults", "vehicles", "phones"]

QUESTION_OF: dict[Listed, Question[Most, Concerns]] = {
    "premises": PREMISES_OF_CONCERN,
    "adults": ADULTS_OF_CONCERN,
    "vehicles": VEHICLES_OF_CONCERN,
    "phones": PHONES_OF_CONCERN,
}


@router.get("/premises-of-concern")
def premises(who: Reading, limit: Limit = DEFAULT_LIMIT) -> HTMLResponse:
    """The premises that join most children, on the best evidence first."""
    return _ranked(who, "premises", limit)


@router.get("/adults-of-concern")
def adults(who: Reading, limit: Limit = DEFAULT_LIMIT) -> HTMLResponse:
    """The adults who are named with most children, on the best evidence first; those to decide about before them."""
    return _ranked(who, "adults", limit)


@router.get("/vehicles-of-concern")
def vehicles(who: Reading, limit: Limit = DEFAULT_LIMIT) -> HTMLResponse:
    """The vehicles that are named with most children, on the best evidence first."""
    return _ranked(who, "vehicles", limit)


@router.get("/phones-of-concern")
def phones(who: Reading, limit: Limit = DEFAULT_LIMIT) -> HTMLResponse:
    """The phones and accounts that are named with most children, on the best evidence first."""
    return _ranked(who, "phones", limit)


def _ranked(who: RequestContext, what: Listed, limit: int) -> HTMLResponse:
    """A short list where a part of another page asks for one."""
    short = "HX-Request" in who.request.headers
    concerns = who.ask(QUESTION_OF[what], Most(limit=limit))
    bands = [(band, [each for each in concerns.concerns if each.band == band]) for band in RANK_BANDS]
    return page(
        who,
        "concern_short.html" if short else "concern.html",
        what=what,
        concerns=concerns,
        bands=[(band, ranked) for band, ranked in bands if ranked],
    )
