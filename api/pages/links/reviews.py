"""Case reviews: mine and those shared with me; one of them whole; choosing the children, saving, sharing, removing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts import Account
from api.pages.forms import SECRET
from api.pages.limits import IN_PART
from api.pages.templating import page
from api.saved.errors import ReviewChanged
from api.saved.reviews import Review, ReviewDraft, Reviews
from api.services.case_review import (
    annex_of,
    check_shared,
    linked_of,
    may_share_with,
    reasons_covered,
    review_for,
    show_review,
)
from api.services.pictures import cases_picture, shown
from api.web.request_context import ANY_CASE, Limit, Reading, RequestContext
from graph.casework.review_content import weakest_of
from graph.errors import NotPermitted, ValueRefused
from graph.queries.charts.links_among import LINKS_AMONG, EntityAmong
from graph.queries.entities.search import SEARCH, Search, SearchFor
from graph.queries.linking.linked_cases import MOST_CHILDREN, LinkedCases
from graph.queries.lists.children import CHILDREN, ChildListed, OfCategories
from graph.reading.question import LARGEST_LIMIT, Among
from graph.values.when import written_date
from graph.view.options import today_in_wales
from viz.network import Network

router = APIRouter()

SUGGESTED = 10
"""Children at categories 3 and 4 that are offered to choose from."""
FOUND = 20
"""Matching children that are offered; a longer search text narrows them further."""


def reviews_of(who: RequestContext) -> Reviews:
    """The reviews of this installation."""
    return Reviews(who.installation.sql, who.installation.log, who.request.app.state.clock)


@dataclass(frozen=True)
class ReviewForm:
    """The form as it was filled in so far. `version` is that of the review that is changed, 0 for a new one."""

    draft: ReviewDraft
    version: int = 0
    typed: str = ""
    wrong: str = ""
    justification: str = ""
    found: Search | None = None


@dataclass(frozen=True)
class Filled:
    """What a form that was sent holds. `do` says which button: `find`, `save`, `add ID` or `drop ID`."""

    do: str
    title: str
    since: str
    typed: str
    version: int
    children: tuple[str, ...]
    readers: frozenset[str]
    justification: str


def filled_in(
    do: Annotated[str, Form()] = "find",
    title: Annotated[str, Form()] = "",
    since: Annotated[str, Form()] = "",
    typed: Annotated[str, Form()] = "",
    version: Annotated[int, Form()] = 0,
    child: Annotated[list[str] | None, Form()] = None,
    reader: Annotated[list[str] | None, Form()] = None,
    justification: Annotated[str, Form()] = "",
) -> Filled:
    """The form as a browser sends it."""
    return Filled(do, title, since, typed, version, tuple(child or ()), frozenset(reader or ()), justification)


FilledIn = Annotated[Filled, Depends(filled_in)]


@router.get("/reviews")
def reviews(who: Reading) -> HTMLResponse:
    """The reviews that this person may open."""
    return page(who, "reviews.html", reviews=reviews_of(who).of(who.session.account.name))


@router.get("/reviews/new")
def new_review(
    who: Reading, child: Annotated[list[str] | None, Query(max_length=MOST_CHILDREN)] = None
) -> HTMLResponse:
    """Choose the children and name the review."""
    draft = ReviewDraft(f"Case review {written_date(today_in_wales())}", tuple(child or ()))
    return _form(who, ReviewForm(draft))


@router.post("/reviews/new", dependencies=SECRET)
def fill_in_new(who: Reading, filled: FilledIn) -> Response:
    """Find, add or take out a child; or save."""
    form = _filled(who, filled)
    if filled.do == "save":
        try:
            _check_sharing(who, form.draft, "review")
            review = reviews_of(who).add(who.session.account.name, form.draft, form.justification)
        except (ValueRefused, NotPermitted) as error:
            return _form(who, replace(form, wrong=_problem(error)))
        return RedirectResponse(review.place, 303)
    return _form(who, form)


@router.get("/reviews/{number:int}")
def review(
    who: Reading, number: int, limit: Limit = IN_PART, since: str | None = None, paper: bool = False
) -> HTMLResponse:
    """Everything that a chair needs of the children under discussion, through the reader's own View.

    `paper`: as it is printed, with nothing cut and the words of the items cited in an annex.
    """
    opened = _opened(who, number)
    limit = LARGEST_LIMIT if paper else limit
    read_session = who.read_session(opened.case)
    found = show_review(read_session, opened, limit, since)
    _cover(who, opened, found.cases)
    return page(
        who,
        "review.html",
        review=opened,
        case=opened.case,
        mine=opened.owned_by(who.session.account.name),
        cases=found.cases,
        content=found.content,
        weakest_of=weakest_of,
        label_in=label_in,
        most=limit,
        paper=paper,
        annex=annex_of(read_session, found.cases) if paper else (),
        picture=cases_picture(read_session, found.cases, opened.draft.title),
        since=found.since,
        as_saved=opened.draft.view == who.options,
    )


@router.get("/reviews/{number:int}/network.svg")
def review_picture(who: Reading, number: int) -> Response:
    """The network of the review as a picture; the page beside it says the same in a table."""
    opened = _opened(who, number)
    read_session = who.read_session(opened.case)
    picture = cases_picture(read_session, linked_of(read_session, opened, IN_PART), opened.draft.title)
    return Response(shown(read_session, picture), media_type="image/svg+xml")


@router.get("/reviews/{number:int}/as-saved")
def as_saved(who: Reading, number: int) -> Response:
    """The review through the View that it was saved with, as far as that is anything to its reader."""
    return RedirectResponse(_opened(who, number).place, 303)


@router.get("/reviews/{number:int}/change")
def change_review(who: Reading, number: int) -> HTMLResponse:
    """Change the children, the name, or the colleagues it is shared with."""
    review = reviews_of(who).own(who.session.account.name, number)
    return _form(who, ReviewForm(review.draft, review.version), review)


@router.post("/reviews/{number:int}/change", dependencies=SECRET)
def fill_in_change(who: Reading, number: int, filled: FilledIn) -> Response:
    """Find, add or take out a child; or save."""
    kept = reviews_of(who)
    review, form = kept.own(who.session.account.name, number), _filled(who, filled)
    if filled.do == "save":
        try:
            _check_sharing(who, form.draft, review.case)
            saved = kept.change(who.session.account.name, number, filled.version, form.draft, form.justification)
        except (ValueRefused, NotPermitted) as error:
            return _form(who, replace(form, wrong=_problem(error)), review)
        except ReviewChanged as error:
            return _form(who, replace(form, wrong=f"{error.message} {error.advice}"), review)
        return RedirectResponse(saved.place, 303)
    return _form(who, form, review)


@router.post("/reviews/{number:int}/remove", dependencies=SECRET)
def remove_review(who: Reading, number: int) -> Response:
    """Take a review away."""
    reviews_of(who).remove(who.session.account.name, number)
    return RedirectResponse("/reviews", 303)


def label_in(picture: Network, id: str) -> str:
    """What an entity is called in a picture."""
    return next(node.full_label for node in picture.nodes if node.id == id)


def _opened(who: RequestContext, number: int) -> Review:
    """A review as this reader has it."""
    name = who.session.account.name
    found = reviews_of(who).get(number, name)
    return review_for(who.read_session(found.case), found, name) if found.draft.view.without else found


def _cover(who: RequestContext, opened: Review, cases: LinkedCases) -> None:
    """Let the reason for the review be the reason for each child that it shows, unless another was given already."""
    reason = who.sign_ins.reason_for(who.session, opened.case)
    if reason is not None:
        for child in reasons_covered(cases, who.sign_ins.cases_given(who.session)):
            who.sign_ins.give_reason(who.session, child, reason)


def _check_sharing(who: RequestContext, draft: ReviewDraft, subject: str) -> None:
    """What is shared with nobody discloses nothing, and asks for no reason."""
    if draft.readers:
        check_shared(who.read_session(ANY_CASE), draft, subject)


def _colleagues(who: RequestContext) -> tuple[Account, ...]:
    return may_share_with(who.sign_ins.accounts.list(), who.session.account.name)


def _filled(who: RequestContext, filled: Filled) -> ReviewForm:
    """The form after what its button asked for."""
    children = list(dict.fromkeys(filled.children))
    do, _, id = filled.do.partition(" ")
    if do == "add" and id:
        children = [*(each for each in children if each != id), id]
    if do == "drop":
        children = [each for each in children if each != id]
    readers = filled.readers.intersection(account.name for account in _colleagues(who))
    draft = ReviewDraft(filled.title, tuple(children), readers, who.options, filled.since)
    typed = filled.typed.strip() if do == "find" else ""
    found = who.ask(SEARCH, SearchFor(text=typed, kinds=("child",), limit=FOUND)) if typed else None
    return ReviewForm(draft, filled.version, typed, justification=filled.justification, found=found)


def _form(who: RequestContext, form: ReviewForm, review: Review | None = None) -> HTMLResponse:
    chosen = _chosen(who, form.draft.children)
    known = {id for each in chosen for id in each.asked}
    offered = who.ask(CHILDREN, OfCategories(limit=SUGGESTED))
    return page(
        who,
        "review_form.html",
        status=422 if form.wrong else 200,
        form=form,
        review=review,
        chosen=chosen,
        unseen=tuple(id for id in form.draft.children if id not in known),
        offered=_not_yet(offered.children, chosen),
        colleagues=_colleagues(who),
    )


def _chosen(who: RequestContext, children: tuple[str, ...]) -> tuple[EntityAmong, ...]:
    """The children chosen so far, in the order in which they were chosen, as far as this View shows them."""
    if not children:
        return ()
    among = who.ask(LINKS_AMONG, Among(ids=children), case=ANY_CASE)
    found = [each for each in among.entities if each.entity.kind == "child"]
    return tuple(sorted(found, key=lambda each: min(children.index(id) for id in each.asked)))


def _not_yet(offered: Iterable[ChildListed], chosen: Iterable[EntityAmong]) -> tuple[ChildListed, ...]:
    taken = {each.entity.id for each in chosen}
    return tuple(each for each in offered if each.entity.id not in taken)


def _problem(error: ValueRefused | NotPermitted) -> str:
    if isinstance(error, NotPermitted):
        return f"{error.message} {error.advice}"
    return f"{error.field.capitalize()}: {error.reason} {error.advice}".strip()
