"""The saved pictures of one installation: whose they are, who may open them, and which version is the latest.

An account that a picture is shared with may open it and save it too; its owner alone renames, shares and deletes it.
Each opening, save and sharing is entered in the log before it takes effect. To share is to disclose: it has a
justification of its own, and names its recipients.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, RowMapping, delete, insert, or_, select, update

from api.accounts import Account, Accounts
from api.saved.picture import KeptPicture, SavedPicture
from api.saved.tables import READERS, SAVED_VIEWS
from graph.audit import Action, AuditLog, Entry
from graph.errors import NotFound, NotPermitted, ValueRefused
from graph.queries import Actor
from graph.reading.question import READERS as READING_ROLES
from graph.rules.reasons import justified

LONGEST_NAME = 120


@dataclass(frozen=True)
class SavedView:
    """A saved picture, whole, as one account has it. `version` orders its writers and is shown to nobody.

    `saved_at` (UTC milliseconds) is when this account saved it last, or was given it: the saves of others are not
    shown, since they may concern what this account does not see.
    """

    number: int
    owner: str
    name: str
    version: int
    saved_at: int
    picture: KeptPicture
    shared_with: tuple[str, ...]

    @property
    def subject(self) -> str:
        """What the log calls it."""
        return f"saved-view:{self.number}"


@dataclass(frozen=True)
class PictureSharing:
    """Who is to open a picture beside its owner, why, and who or what it then discloses (ids)."""

    accounts: tuple[str, ...]
    justification: str = ""
    subjects: tuple[str, ...] = ()


class SavedViews:
    """The saved pictures kept in the SQL database. `clock` gives UTC milliseconds."""

    def __init__(self, engine: Engine, log: AuditLog, clock: Callable[[], int]) -> None:
        self._engine = engine
        self._log = log
        self._clock = clock

    def of(self, account: Account) -> tuple[SavedView, ...]:
        """Those that an account owns or is a reader of, the latest saved first."""
        shared = select(READERS.c.view).where(READERS.c.account == account.name)
        mine = or_(SAVED_VIEWS.c.owner == account.name, SAVED_VIEWS.c.number.in_(shared))
        with self._engine.connect() as connection:
            rows = connection.execute(select(SAVED_VIEWS).where(mine)).mappings().all()
            readers = connection.execute(select(READERS).order_by(READERS.c.account)).all()
        found = [
            _view_of(row, account.name, {name: at for view, name, at in readers if view == row["number"]})
            for row in rows
        ]
        return tuple(sorted(found, key=lambda view: (-view.saved_at, -view.number)))

    def open(self, actor: Actor, account: Account, number: int) -> SavedView:
        """One of them. Raises `NotFound` in the same words whether there is none or it is another's."""
        view = self._find(account, number)
        self._log.enter(_entry(actor, "consult", "open saved view", view.subject))
        return view

    def places(self, actor: Actor, number: int) -> Mapping[str, tuple[float, float]]:
        """The positions in a picture that a meeting keeps, by id of an entity; empty once the picture is deleted.

        Its owner is not asked: a meeting keeps only what its maker may open, and a position names nobody.
        """
        with self._engine.connect() as connection:
            kept = connection.execute(select(SAVED_VIEWS.c.picture).where(SAVED_VIEWS.c.number == number)).scalar()
        if kept is None:
            return {}
        self._log.enter(_entry(actor, "consult", "open saved view", f"saved-view:{number}"))
        return KeptPicture.model_validate_json(kept).positions

    def add(self, actor: Actor, account: Account, name: str, picture: SavedPicture) -> SavedView:
        """Keep a new one. Raises `ValueRefused` for a name that is blank or too long."""
        values = {
            "owner": account.name,
            "name": clean_name(name),
            "version": 1,
            "saved_by": account.name,
            "saved_at": self._clock(),
            "picture": KeptPicture.of(picture).as_json(),
        }
        with self._log.change(_entry(actor, "alter", "save view")) as change, self._engine.begin() as connection:
            added = insert(SAVED_VIEWS).values(values).returning(SAVED_VIEWS.c.number)
            number: int = connection.execute(added).scalar_one()
            change.written = (f"saved-view:{number}",)
        return self._find(account, number)

    def save(self, actor: Actor, account: Account, number: int, version: int, picture: KeptPicture) -> SavedView | None:
        """Keep the next version; None, and nothing is kept, where `version` is no longer the latest."""
        view = self._find(account, number)
        if view.version != version:
            return None
        latest = (SAVED_VIEWS.c.number == number) & (SAVED_VIEWS.c.version == version)
        now, by_owner = self._clock(), view.owner == account.name
        values = {"version": version + 1, "saved_by": account.name, "picture": picture.as_json()}
        kept = update(SAVED_VIEWS).where(latest).values({**values, "saved_at": now} if by_owner else values)
        by_reader = update(READERS).where(READERS.c.view == number, READERS.c.account == account.name).values(at=now)
        with self._log.change(_entry(actor, "alter", "save view", view.subject)), self._engine.begin() as connection:
            overtaken = connection.execute(kept).rowcount == 0
            if not overtaken and not by_owner:
                connection.execute(by_reader)
        return None if overtaken else self._find(account, number)

    def rename(self, actor: Actor, account: Account, number: int, name: str) -> SavedView:
        """Rename it. Raises as `add` does, and `NotPermitted` for anyone who does not own it."""
        view = self._owned(account, number)
        renamed = update(SAVED_VIEWS).where(SAVED_VIEWS.c.number == number).values(name=clean_name(name))
        entry = _entry(actor, "alter", "rename saved view", view.subject)
        with self._log.change(entry), self._engine.begin() as connection:
            connection.execute(renamed)
        return self._find(account, number)

    def share(self, actor: Actor, account: Account, number: int, sharing: PictureSharing) -> SavedView:
        """Let exactly these accounts open it beside its owner.

        Raises `ValueRefused` for a name that no account has which reads intelligence, and for a justification that
        gives no reason where somebody is added; `NotPermitted` as `rename`.
        """
        view = self._owned(account, number)
        readers = {self._reader(name) for name in sharing.accounts} - {account.name}
        added, removed = sorted(readers - set(view.shared_with)), sorted(set(view.shared_with) - readers)
        given = [{"view": number, "account": name, "at": self._clock()} for name in added]
        with self._log.change(_sharing_entry(actor, view, sharing, added)), self._engine.begin() as connection:
            gone = (READERS.c.view == number) & READERS.c.account.in_(removed)
            connection.execute(delete(READERS).where(gone))
            if given:
                connection.execute(insert(READERS), given)
        return self._find(account, number)

    def delete(self, actor: Actor, account: Account, number: int) -> None:
        """Delete it for everybody. Raises as `rename` does."""
        view = self._owned(account, number)
        entry = _entry(actor, "alter", "delete saved view", view.subject)
        with self._log.change(entry), self._engine.begin() as connection:
            connection.execute(delete(SAVED_VIEWS).where(SAVED_VIEWS.c.number == number))

    def latest(self, account: Account, number: int) -> SavedView:
        """The latest version, for comparing with before a save; raises as `open` does."""
        return self._find(account, number)

    def _find(self, account: Account, number: int) -> SavedView:
        found = next((view for view in self.of(account) if view.number == number), None)
        if found is None:
            raise NotFound(
                f"No saved picture {number} is yours or shared with you.",
                "Ask its owner to share it, or start a new one.",
            )
        return found

    def _owned(self, account: Account, number: int) -> SavedView:
        view = self._find(account, number)
        if view.owner != account.name:
            raise NotPermitted(f"{view.owner} owns this picture.", "Save a copy of your own.")
        return view

    def _reader(self, name: str) -> str:
        account = Accounts(self._engine).find(name)
        if account is None or account.disabled or account.role not in READING_ROLES:
            raise ValueRefused("name", name, "no account of this name reads intelligence.", "Nothing was shared.")
        return account.name


def clean_name(name: str) -> str:
    """A name for a picture, its spaces single. Raises `ValueRefused`."""
    cleaned = " ".join(name.split())
    if cleaned == "":
        raise ValueRefused("name", name, "it is blank.", "Give the picture a name.")
    if len(cleaned) > LONGEST_NAME:
        raise ValueRefused("name", f"{cleaned[:40]}…", f"it is longer than {LONGEST_NAME} characters.")
    return cleaned


def _entry(actor: Actor, action: Action, what: str, subject: str = "", recipients: tuple[str, ...] = ()) -> Entry:
    return Entry(
        who=actor.who,
        action=action,
        question=what,
        subjects=(subject,) if subject else (),
        recipients=recipients,
        reason=actor.reason,
    )


def _sharing_entry(actor: Actor, view: SavedView, sharing: PictureSharing, added: list[str]) -> Entry:
    """To let somebody open it is to disclose it; to let them no longer is not."""
    if not added:
        return _entry(actor, "alter", "share saved view", view.subject)
    return Entry(
        who=actor.who,
        action="disclose",
        question="share saved view",
        subjects=(view.subject, *sharing.subjects),
        recipients=tuple(added),
        reason=justified(sharing.justification),
    )


def _view_of(row: RowMapping, account: str, readers: dict[str, int]) -> SavedView:
    return SavedView(
        number=row["number"],
        owner=row["owner"],
        name=row["name"],
        version=row["version"],
        saved_at=row["saved_at"] if row["owner"] == account else readers[account],
        picture=KeptPicture.model_validate_json(row["picture"]),
        shared_with=tuple(readers),
    )
