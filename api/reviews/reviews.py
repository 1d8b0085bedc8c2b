"""The case reviews of one installation: whose they are, and who may open them. Each change is entered in the log."""

import json
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, delete, insert, or_, select, update

from api.reviews.errors import ReviewChanged
from api.reviews.review import Draft, Review
from api.reviews.tables import CHILDREN, READERS, REVIEWS
from graph.audit import AuditLog, Entry
from graph.errors import NotFound
from graph.queries.view_options import ViewOptions

LARGEST_NUMBER = 2**63 - 1
"""What a database can be asked for."""


class Reviews:
    """The reviews kept in the SQL database. `clock` gives UTC milliseconds.

    Every change raises `AuditUnavailable` where it cannot be entered, and then changes nothing.
    """

    def __init__(self, sql: Engine, log: AuditLog, clock: Callable[[], int]) -> None:
        self._sql = sql
        self._log = log
        self._clock = clock

    def of(self, account: str) -> tuple[Review, ...]:
        """Those that an account owns and those shared with it, the latest changed first."""
        found = self._where(_open_to(account))
        return tuple(sorted(found, key=lambda review: (-review.changed_at, -review.number)))

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

    def add(self, owner: str, draft: Draft) -> Review:
        """Save a new review. Raises `ValueRefused`."""
        draft, now = draft.cleaned(), self._clock()
        with self._log.change(_entry(owner, "review add", draft, shared=draft.readers)) as change:
            with self._sql.begin() as connection:
                values = {"owner": owner, "created_at": now, "changed_at": now, "version": 1, **_columns(draft)}
                number = connection.execute(insert(REVIEWS).values(values).returning(REVIEWS.c.number)).scalar_one()
                _keep_lists(connection, number, draft)
            review = Review(number, owner, draft, now, now, 1)
            change.written = (review.case, *draft.children)
        return review

    def change(self, owner: str, number: int, version: int, draft: Draft) -> Review:
        """Save a review anew that its owner saw at `version`.

        Raises `NotFound` where it is not the owner's, `ReviewChanged` where it was saved meanwhile, `ValueRefused`.
        """
        draft, before = draft.cleaned(), self.own(owner, number)
        shared = draft.readers - before.draft.readers
        entry = _entry(owner, "review change", draft, before.case, shared=shared)
        with self._log.change(entry), self._sql.begin() as connection:
            same = (REVIEWS.c.number == number) & (REVIEWS.c.version == version)
            values = {"changed_at": self._clock(), "version": version + 1, **_columns(draft)}
            if connection.execute(update(REVIEWS).where(same).values(values)).rowcount == 0:
                raise ReviewChanged(
                    "This review was saved meanwhile, perhaps by you in another window; nothing was overwritten.",
                    "Open it again and make your change there.",
                )
            connection.execute(delete(CHILDREN).where(CHILDREN.c.review == number))
            connection.execute(delete(READERS).where(READERS.c.review == number))
            _keep_lists(connection, number, draft)
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
    shared = select(READERS.c.review).where(READERS.c.account == account)
    return or_(REVIEWS.c.owner == account, REVIEWS.c.number.in_(shared))


def _entry(who: str, question: str, draft: Draft, *subjects: str, shared: AbstractSet[str] = frozenset[str]()) -> Entry:
    """`shared` are those who may open it from now on: to let them is to disclose."""
    return Entry(
        who=who,
        action="disclose" if shared else "alter",
        question=question,
        subjects=(*subjects, *draft.children),
        recipients=tuple(sorted(draft.readers)),
        words=draft.title,
    )


def _columns(draft: Draft) -> dict[str, object]:
    options = draft.view.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    return {"title": draft.title, "since": draft.since, "view_options": json.dumps(options, sort_keys=True)}


def _keep_lists(connection: Connection, number: int, draft: Draft) -> None:
    children = [{"review": number, "child": child, "place": place} for place, child in enumerate(draft.children)]
    connection.execute(insert(CHILDREN), children)
    if draft.readers:
        connection.execute(insert(READERS), [{"review": number, "account": name} for name in sorted(draft.readers)])


def _review(connection: Connection, row: RowMapping) -> Review:
    number = row["number"]
    children = select(CHILDREN.c.child).where(CHILDREN.c.review == number).order_by(CHILDREN.c.place)
    readers = select(READERS.c.account).where(READERS.c.review == number)
    draft = Draft(
        title=row["title"],
        children=tuple(connection.scalars(children)),
        readers=frozenset(connection.scalars(readers)),
        view=ViewOptions.read(json.loads(row["view_options"])),
        since=row["since"],
    )
    return Review(number, row["owner"], draft, row["created_at"], row["changed_at"], row["version"])
