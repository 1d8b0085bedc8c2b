"""One case review on one page: the children, links among them and with other children, what they share, what is new."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts import Session
from api.pages.links.entities import AT_FIRST
from api.pages.links.review_content import ReviewContent, Then, start_of, weakest_of
from api.pages.links.reviews import reviews_of
from api.pages.same_names import alike_among
from api.pages.templating import page
from api.reviews import Review
from api.services.cited_items import items_cited
from api.services.pictures import cases_picture, shown
from api.web.request_context import RequestContext, reading
from graph.model.view import View
from graph.queries.entities.items import ItemCited
from graph.queries.linking.linked_cases import LINKED_CASES, LinkedCases, OfChildren
from graph.queries.lists.origins_seen import MOST_MARKS, ORIGINS_SEEN, OfOrigins
from graph.reading.question import LARGEST_LIMIT
from viz.network import Network

router = APIRouter()

Reading = Annotated[RequestContext, Depends(reading)]
Limit = Annotated[int, Query(ge=1, le=LARGEST_LIMIT)]


@router.get("/reviews/{number:int}")
def review(
    who: Reading, number: int, limit: Limit = AT_FIRST, since: str | None = None, paper: bool = False
) -> HTMLResponse:
    """Everything that a chair needs of the children under discussion, through the reader's own View.

    `paper`: as it is printed, with nothing cut and the words of the items cited in an annex.
    """
    opened = _opened(who, number)
    limit = LARGEST_LIMIT if paper else limit
    day = opened.draft.since if since is None else since.strip()
    moment = start_of(day) if day else None
    cases = _ask(who, opened, limit if moment is None else LARGEST_LIMIT, moment)
    then = None if moment is None else Then.of(_ask_then(who, opened, moment))
    _cover(who, opened, cases)
    named = (*(each.entity.id for each in cases.children), *(each.child.id for each in cases.others))
    alike = {} if then is None else alike_among(who, named, case=opened.case)
    return page(
        who,
        "review.html",
        review=opened,
        case=opened.case,
        mine=opened.owned_by(who.session.account.name),
        cases=cases,
        content=ReviewContent.of(cases, then, alike),
        weakest_of=weakest_of,
        label_in=label_in,
        most=limit,
        paper=paper,
        annex=_annex(who, opened, cases) if paper else (),
        picture=cases_picture(who.read_session(opened.case), cases, opened.draft.title),
        since=day if moment is not None else "",
        as_saved=opened.draft.view == who.options,
    )


@router.get("/reviews/{number:int}/network.svg")
def review_picture(who: Reading, number: int) -> Response:
    """The network of the review as a picture; the page beside it says the same in a table."""
    opened = _opened(who, number)
    read_session = who.read_session(opened.case)
    picture = cases_picture(read_session, _ask(who, opened, AT_FIRST, None), opened.draft.title)
    return Response(shown(read_session, picture), media_type="image/svg+xml")


def label_in(picture: Network, id: str) -> str:
    """What an entity is called in a picture."""
    return next(node.full_label for node in picture.nodes if node.id == id)


@router.get("/reviews/{number:int}/as-saved")
def as_saved(who: Reading, number: int) -> Response:
    """The review through the View that it was saved with, as far as that is anything to its reader."""
    return RedirectResponse(_opened(who, number).place, 303)


def _annex(who: RequestContext, opened: Review, cases: LinkedCases) -> list[ItemCited]:
    """The items behind every link and everything that is shared, in the order of their references."""
    links = [*(each.linked for each in cases.pairs), *(one.linked for each in cases.others for one in each.links)]
    lists = (cases.adults, cases.premises, cases.vehicles, cases.phones)
    by = [one for each in lists for shared in each.shared for one in (*shared.children, *shared.others)]
    refs = {ref for link in links for via in link.via for half in via.items for ref in half}
    refs |= {ref for each in by for ref in each.items} | {ref for child in cases.children for ref in child.new}
    return items_cited(who.read_session(opened.case).ask, refs)


def _opened(who: RequestContext, number: int) -> Review:
    """A review as this reader has it. The origins that its View leaves out are named to somebody else than its owner
    only where they see an item of them: to anybody else, to leave them out changes nothing."""
    review = reviews_of(who).get(number, who.session.account.name)
    view = review.draft.view
    if review.owned_by(who.session.account.name) or not view.without:
        return review
    asked = who.read_session(review.case)
    read_session = replace(asked, view=View(today=asked.view.today))
    known = read_session.ask(ORIGINS_SEEN, OfOrigins(marks=view.without[:MOST_MARKS])).marks
    seen = tuple(mark for mark in view.without if mark in known)
    return replace(review, draft=replace(review.draft, view=view.model_copy(update={"without": seen})))


def _ask(who: RequestContext, opened: Review, limit: int, since: int | None) -> LinkedCases:
    wanted = OfChildren(children=opened.draft.children, since_ms=since, limit=limit)
    return who.ask(LINKED_CASES, wanted, case=opened.case)


def _ask_then(who: RequestContext, opened: Review, moment: int) -> LinkedCases:
    """The same as it was known just before the moment from which things are new."""
    read_session = who.read_session(opened.case)
    then = replace(read_session, view=replace(read_session.view, known_at=min(read_session.view.known_at, moment - 1)))
    return then.ask(LINKED_CASES, OfChildren(children=opened.draft.children, limit=LARGEST_LIMIT))


def _cover(who: RequestContext, opened: Review, cases: LinkedCases) -> None:
    """Let the reason for the review be the reason for each child that it shows, unless another was given already."""
    session: Session = who.session
    reason = who.sign_ins.reason_for(session, opened.case)
    for child in cases.children:
        if reason is not None and who.sign_ins.reason_for(session, child.entity.id) is None:
            who.sign_ins.give_reason(session, child.entity.id, reason)
