"""The case reviews of one installation: whose they are, and who may open them. Each change is entered in the log.

To let somebody open a review, or to add a child to one that others may open, is to disclose: it has a justification.
"""

import json
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, delete, insert, or_, select, update

from api.reviews.errors import ReviewChanged
from api.reviews.review import Review, ReviewDraft
from api.reviews.tables import CHILDREN, READERS, REVIEWS
from graph.audit import AuditLog, Entry
from graph.errors import NotFound
from graph.rules.reasons import justified
from graph.view.options import ViewOptions

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
            connection.execute(delete(CHILDREN).where(CHILDREN.c.review == number))
            connection.execute(delete(READERS).where(READERS.c.review == number))
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
    shared = select(READERS.c.review).where(READERS.c.account == account)
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
    connection.execute(insert(CHILDREN), children)
    readers = [{"review": number, "account": name, "at": shared_at[name]} for name in sorted(draft.readers)]
    if readers:
        connection.execute(insert(READERS), readers)


def _review(connection: Connection, row: RowMapping) -> Review:
    number = row["number"]
    children = select(CHILDREN.c.child).where(CHILDREN.c.review == number).order_by(CHILDREN.c.place)
    readers = select(READERS.c.account, READERS.c.at).where(READERS.c.review == number)
    shared_at = {row.account: row.at for row in connection.execute(readers)}
    draft = ReviewDraft(
        title=row["title"],
        children=tuple(connection.scalars(children)),
        readers=frozenset(shared_at),
        view=ViewOptions.read(json.loads(row["view_options"])),
        since=row["since"],
    )
    return Review(number, row["owner"], draft, row["created_at"], row["changed_at"], row["version"], shared_at)
