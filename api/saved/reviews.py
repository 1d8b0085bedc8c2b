"""The case reviews of one installation: which children a chair discusses together, and who may open them.

In the SQL database lie ids and the owner's own title, never words taken from the graph:

    case_reviews           one row a review: title, owner, the View it was saved through, what counts as new
    case_review_children   which children it is about, in the owner's order
    case_review_readers    the accounts it is shared with, apart from its owner, and since when

Each change is entered in the log. To let somebody open a review, or to add a child to one that others may open, is to
disclose: it has a justification.
"""

import json
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    delete,
    insert,
    or_,
    select,
    text,
    update,
)

from api.saved.errors import ReviewChanged
from graph.audit import AuditLog, Entry
from graph.errors import NotFound, ValueRefused
from graph.queries.linking.linked_cases import MOST_CHILDREN
from graph.rules.reasons import justified
from graph.store import metadata
from graph.view.options import ViewOptions

LONGEST_TITLE = 100
REVIEW = "review:"
"""How the case of a review starts."""
LARGEST_NUMBER = 2**63 - 1
"""What a database can be asked for."""

REVIEWS = Table(
    "case_reviews",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("owner", String(64), ForeignKey("accounts.name"), nullable=False, index=True),
    Column("view_options", Text, nullable=False),
    Column("since", String(10), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_autoincrement=True,
)
"""A number is never used again, on SQLite either: the log names reviews by it."""

REVIEW_CHILDREN = Table(
    "case_review_children",
    metadata,
    Column("review", Integer, ForeignKey(REVIEWS.c.number, ondelete="CASCADE"), primary_key=True),
    Column("child", Text, primary_key=True),
    Column("place", Integer, nullable=False),
)

REVIEW_READERS = Table(
    "case_review_readers",
    metadata,
    Column("review", Integer, ForeignKey(REVIEWS.c.number, ondelete="CASCADE"), primary_key=True),
    Column("account", String(64), ForeignKey("accounts.name"), primary_key=True, index=True),
    Column("at", BigInteger, nullable=False, server_default=text("0")),
)


@dataclass(frozen=True)
class ReviewDraft:
    """What its owner decides about a review.

    `children` are ids of records, in the owner's order; `readers` the names of the accounts that it is shared with;
    `since` the day (`2026-11-03`) from which things are shown as new, or blank.
    """

    title: str
    children: tuple[str, ...]
    readers: frozenset[str] = frozenset()
    view: ViewOptions = field(default_factory=ViewOptions)
    since: str = ""

    def cleaned(self) -> "ReviewDraft":
        """The draft as it is kept. Raises `ValueRefused` naming the field."""
        title = " ".join(self.title.split())
        if title == "":
            raise ValueRefused("title", self.title, "it is blank.", "Give the review a name to find it by.")
        if len(title) > LONGEST_TITLE or not title.replace(" ", "a").isprintable():
            raise ValueRefused("title", title[:40], f"it is at most {LONGEST_TITLE} characters that can be shown.")
        children = tuple(dict.fromkeys(child for child in self.children if child.strip()))
        if not children:
            raise ValueRefused("children", "", "none is chosen.", "Choose at least one child.")
        if len(children) > MOST_CHILDREN:
            raise ValueRefused("children", str(len(children)), f"a review is about {MOST_CHILDREN} at most.")
        return replace(self, title=title, children=children, since=_day(self.since))


@dataclass(frozen=True)
class Review:
    """A saved review. Times are UTC milliseconds; `version` counts how often it was saved, for its owner's form alone.

    `shared_at` is since when each reader may open it: when it was changed would tell a reader of changes that they do
    not see.
    """

    number: int
    owner: str
    draft: ReviewDraft
    created_at: int
    changed_at: int
    version: int
    shared_at: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def case(self) -> str:
        """What a reason for looking at this review is kept under."""
        return f"{REVIEW}{self.number}"

    @property
    def place(self) -> str:
        """Where it is opened, through the View that it was saved with."""
        chosen = urlencode(self.draft.view.chosen())
        return f"/reviews/{self.number}" + (f"?{chosen}" if chosen else "")

    def at(self, account: str) -> int:
        """The time that this account is shown: of its own save, or since when it may open it."""
        return self.shared_at.get(account, self.changed_at)

    def place_for(self, account: str) -> str:
        """Where it is opened as it was saved; by a reader who does not own it by way of what they see of its View."""
        return self.place if self.owned_by(account) else f"/reviews/{self.number}/as-saved"

    def owned_by(self, account: str) -> bool:
        """Whether this account may change it."""
        return self.owner == account


class Reviews:
    """The reviews kept in the SQL database. `clock` gives UTC milliseconds.

    Every change raises `AuditUnavailable` where it cannot be entered, and then changes nothing.
    """

    def __init__(self, sql: Engine, log: AuditLog, clock: Callable[[], int]) -> None:
        self._sql = sql
        self._log = log
        self._clock = clock

    def of(self, account: str) -> tuple[Review, ...]:
        """Those that an account owns and those shared with it, the latest changed or shared first."""
        found = self._where(_open_to(account))
        return tuple(sorted(found, key=lambda review: (-review.at(account), -review.number)))

    def get(self, number: int, account: str) -> Review:
        """One review that this account may open. Raises `NotFound`, in the same words whether there is one or not."""
        found = self._where(_open_to(account) & (REVIEWS.c.number == number)) if number <= LARGEST_NUMBER else []
        if not found:
            raise NotFound(f"There is no case review {number} that you may open.", "Its owner can share it with you.")
        return found[0]

    def own(self, owner: str, number: int) -> Review:
        """One review, for its owner to change, whole: also what others may not see of it. Raises `NotFound`."""
        review = self.get(number, owner)
        if not review.owned_by(owner):
            raise NotFound(f"Case review {number} is not yours to change.", "Make one of your own from its children.")
        return review

    def add(self, owner: str, draft: ReviewDraft, justification: str = "") -> Review:
        """Save a new review. Raises `ValueRefused`, also where it is shared and the justification gives no reason."""
        draft, now = draft.cleaned(), self._clock()
        entry = _entry(owner, "review add", draft, shared=draft.readers, justification=justification)
        with self._log.change(entry) as change:
            with self._sql.begin() as connection:
                values = {"owner": owner, "created_at": now, "changed_at": now, "version": 1, **_columns(draft)}
                number = connection.execute(insert(REVIEWS).values(values).returning(REVIEWS.c.number)).scalar_one()
                _keep_lists(connection, number, draft, dict.fromkeys(draft.readers, now))
            review = Review(number, owner, draft, now, now, 1, dict.fromkeys(draft.readers, now))
            change.written = (review.case, *draft.children)
        return review

    def change(self, owner: str, number: int, version: int, draft: ReviewDraft, justification: str = "") -> Review:
        """Save changes to a review that its owner last saw at `version`.

        Raises `NotFound` where it is not the owner's, `ReviewChanged` where it was saved meanwhile, `ValueRefused`.
        """
        draft, before = draft.cleaned(), self.own(owner, number)
        shared, now = _newly_shared(before.draft, draft), self._clock()
        entry = _entry(owner, "review change", draft, before.case, shared=shared, justification=justification)
        with self._log.change(entry), self._sql.begin() as connection:
            same = (REVIEWS.c.number == number) & (REVIEWS.c.version == version)
            values = {"changed_at": now, "version": version + 1, **_columns(draft)}
            if connection.execute(update(REVIEWS).where(same).values(values)).rowcount == 0:
                raise ReviewChanged(
                    "This review was saved meanwhile, perhaps by you in another window; nothing was overwritten.",
                    "Open it again and make your change there.",
                )
            connection.execute(delete(REVIEW_CHILDREN).where(REVIEW_CHILDREN.c.review == number))
            connection.execute(delete(REVIEW_READERS).where(REVIEW_READERS.c.review == number))
            _keep_lists(connection, number, draft, {**dict.fromkeys(draft.readers, now), **before.shared_at})
        return self.get(number, owner)

    def remove(self, owner: str, number: int) -> None:
        """Take a review away; what the log says of it stays. Raises `NotFound` where it is not the owner's."""
        review = self.own(owner, number)
        entry = _entry(owner, "review remove", review.draft, review.case)
        with self._log.change(entry), self._sql.begin() as connection:
            connection.execute(delete(REVIEWS).where(REVIEWS.c.number == number))

    def _where(self, condition: ColumnElement[bool]) -> list[Review]:
        with self._sql.connect() as connection:
            rows = connection.execute(select(REVIEWS).where(condition)).mappings().all()
            return [_review(connection, row) for row in rows]


def _open_to(account: str) -> ColumnElement[bool]:
    shared = select(REVIEW_READERS.c.review).where(REVIEW_READERS.c.account == account)
    return or_(REVIEWS.c.owner == account, REVIEWS.c.number.in_(shared))


def _newly_shared(before: ReviewDraft, draft: ReviewDraft) -> AbstractSet[str]:
    """The readers that a change discloses something to: new readers; all readers, where a child is added."""
    return draft.readers if set(draft.children) - set(before.children) else draft.readers - before.readers


def _entry(
    who: str,
    question: str,
    draft: ReviewDraft,
    *subjects: str,
    shared: AbstractSet[str] = frozenset[str](),
    justification: str = "",
) -> Entry:
    """`shared` are the accounts that something is disclosed to, which needs a justification. Raises `ValueRefused`."""
    return Entry(
        who=who,
        action="disclose" if shared else "alter",
        question=question,
        subjects=(*subjects, *draft.children),
        recipients=tuple(sorted(shared or draft.readers)),
        words=draft.title,
        reason=justified(justification) if shared else "",
    )


def _columns(draft: ReviewDraft) -> dict[str, object]:
    options = draft.view.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    return {"title": draft.title, "since": draft.since, "view_options": json.dumps(options, sort_keys=True)}


def _keep_lists(connection: Connection, number: int, draft: ReviewDraft, shared_at: Mapping[str, int]) -> None:
    children = [{"review": number, "child": child, "place": place} for place, child in enumerate(draft.children)]
    connection.execute(insert(REVIEW_CHILDREN), children)
    readers = [{"review": number, "account": name, "at": shared_at[name]} for name in sorted(draft.readers)]
    if readers:
        connection.execute(insert(REVIEW_READERS), readers)


def _review(connection: Connection, row: RowMapping) -> Review:
    number = row["number"]
    children = (
        select(REVIEW_CHILDREN.c.child).where(REVIEW_CHILDREN.c.review == number).order_by(REVIEW_CHILDREN.c.place)
    )
    readers = select(REVIEW_READERS.c.account, REVIEW_READERS.c.at).where(REVIEW_READERS.c.review == number)
    shared_at = {row.account: row.at for row in connection.execute(readers)}
    draft = ReviewDraft(
        title=row["title"],
        children=tuple(connection.scalars(children)),
        readers=frozenset(shared_at),
        view=ViewOptions.read(json.loads(row["view_options"])),
        since=row["since"],
    )
    return Review(number, row["owner"], draft, row["created_at"], row["changed_at"], row["version"], shared_at)


def _day(text: str) -> str:
    if text.strip() == "":
        return ""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise ValueRefused(
            "new since", text, "it is not a date.", "Write it as 2026-11-03, or leave it blank."
        ) from None
