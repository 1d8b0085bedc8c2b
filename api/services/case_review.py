"""A case review as its reader sees it: who is linked how, what is shared, and what came to light since a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from api.accounts import Account
from api.read_session import ReadSession
from api.saved.reviews import Review, ReviewDraft
from api.services.cited_items import items_cited
from api.services.same_names import alike_among
from api.services.sharing import refuse_name, refuse_unseen
from graph.casework.review_content import ReviewContent, Then, refs_cited, start_of
from graph.model.view import View
from graph.queries.charts.links_among import LINKS_AMONG
from graph.queries.entities.items import ItemCited
from graph.queries.linking.linked_cases import LINKED_CASES, MOST_CHILDREN, LinkedCases, OfChildren
from graph.queries.lists.origins_seen import MOST_MARKS, ORIGINS_SEEN, OfOrigins
from graph.reading.question import LARGEST_LIMIT, READERS, Among
from graph.view.options import today_in_wales


@dataclass(frozen=True)
class ReviewShown:
    """The answer behind a review, and its content in the order in which a chair reads it.

    `since` is the day from which things are new, blank where nothing is compared.
    """

    cases: LinkedCases
    content: ReviewContent
    since: str


def review_for(read_session: ReadSession, review: Review, account: str) -> Review:
    """A review as this account has it. The origins that its View leaves out are named to somebody else than its owner
    only where they see an item of them: to anybody else, to leave them out changes nothing."""
    view = review.draft.view
    if review.owned_by(account) or not view.without:
        return review
    asked = replace(read_session, view=View(today=read_session.view.today))
    known = asked.ask(ORIGINS_SEEN, OfOrigins(marks=view.without[:MOST_MARKS])).marks
    seen = tuple(mark for mark in view.without if mark in known)
    return replace(review, draft=replace(review.draft, view=view.model_copy(update={"without": seen})))


def linked_of(read_session: ReadSession, review: Review, limit: int, since_ms: int | None = None) -> LinkedCases:
    """What links the children of a review; what came since a moment (epoch milliseconds) is marked as new."""
    return read_session.ask(LINKED_CASES, OfChildren(children=review.draft.children, since_ms=since_ms, limit=limit))


def show_review(read_session: ReadSession, review: Review, limit: int, since: str | None = None) -> ReviewShown:
    """A review through the reader's own View. `since`: another day than the one it was saved with, blank for none.

    Where things are compared, nothing is cut. Raises `ValueRefused` for what is not a date.
    """
    day = review.draft.since if since is None else since.strip()
    if not day:
        cases = linked_of(read_session, review, limit)
        return ReviewShown(cases, ReviewContent.of(cases, None), "")
    moment = start_of(day)
    cases = linked_of(read_session, review, LARGEST_LIMIT, moment)
    then = Then.of(_known_before(read_session, review, moment))
    named = (*(each.entity.id for each in cases.children), *(each.child.id for each in cases.others))
    return ReviewShown(cases, ReviewContent.of(cases, then, alike_among(read_session, named)), day)


def annex_of(read_session: ReadSession, cases: LinkedCases) -> list[ItemCited]:
    """The items behind every link and everything that is shared, in the order of their references."""
    return items_cited(read_session.ask, refs_cited(cases))


def check_shared(read_session: ReadSession, draft: ReviewDraft, subject: str) -> None:
    """Raises `NotPermitted` where a shared review is about somebody its owner cannot see now, and `ValueRefused` where
    its name, which all its readers see, names one of the children."""
    if not draft.readers or not draft.children or len(draft.children) > MOST_CHILDREN:
        return
    asked = replace(read_session, view=View(today=today_in_wales()))
    chosen = asked.ask(LINKS_AMONG, Among(ids=draft.children)).entities
    known = {id for each in chosen for id in each.asked}
    refuse_unseen(asked, subject, set(draft.children) - known, "Take them out, or share it with nobody.")
    refuse_name("title", draft.title, chosen)


def may_share_with(accounts: Iterable[Account], owner: str) -> tuple[Account, ...]:
    """The accounts that a review can be shared with: everybody else who reads intelligence."""
    return tuple(each for each in accounts if each.role in READERS and not each.disabled and each.name != owner)


def reasons_covered(cases: LinkedCases, given: Collection[str]) -> tuple[str, ...]:
    """The children that the reason for a review is a reason for too: those without one of their own."""
    return tuple(each.entity.id for each in cases.children if each.entity.id not in given)


def _known_before(read_session: ReadSession, review: Review, moment: int) -> LinkedCases:
    """The same as it was known just before the moment from which things are new."""
    view = replace(read_session.view, known_at=min(read_session.view.known_at, moment - 1))
    return linked_of(replace(read_session, view=view), review, LARGEST_LIMIT)
