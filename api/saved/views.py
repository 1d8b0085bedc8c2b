"""The saved pictures of one installation: whose they are, who may open them, and which version is the latest.

An account that a picture is shared with may open it and save it too; its owner alone renames, shares and deletes it.
Each opening, save and sharing is entered in the log before it takes effect.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, RowMapping, delete, insert, or_, select, update

from api.accounts import Account, Accounts
from api.saved.picture import SavedPicture
from api.saved.tables import READERS, SAVED_VIEWS
from graph.audit import Action, AuditLog, Entry
from graph.errors import NotFound, NotPermitted, ValueRefused
from graph.queries import Looking
from graph.queries.question import READERS as READING_ROLES

LONGEST_NAME = 120


@dataclass(frozen=True)
class SavedView:
    """A saved picture, whole, and who has to do with it. `saved_at` is UTC milliseconds."""

    number: int
    owner: str
    name: str
    version: int
    saved_by: str
    saved_at: int
    picture: SavedPicture
    shared_with: tuple[str, ...]

    @property
    def subject(self) -> str:
        """What the log calls it."""
        return f"saved-view:{self.number}"


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
        wanted = select(SAVED_VIEWS).where(mine).order_by(SAVED_VIEWS.c.saved_at.desc(), SAVED_VIEWS.c.number.desc())
        with self._engine.connect() as connection:
            rows = connection.execute(wanted).mappings().all()
            readers = connection.execute(select(READERS).order_by(READERS.c.account)).all()
        return tuple(_view_of(row, tuple(name for view, name in readers if view == row["number"])) for row in rows)

    def open(self, looking: Looking, account: Account, number: int) -> SavedView:
        """One of them. Raises `NotFound` in the same words whether there is none or it is another's."""
        view = self._find(account, number)
        self._log.enter(_entry(looking, "consult", "open saved view", view.subject))
        return view

    def add(self, looking: Looking, account: Account, name: str, picture: SavedPicture) -> SavedView:
        """Keep a new one. Raises `ValueRefused` for a name that is blank or too long."""
        values = {
            "owner": account.name,
            "name": clean_name(name),
            "version": 1,
            "saved_by": account.name,
            "saved_at": self._clock(),
            "picture": picture.as_json(),
        }
        with self._log.change(_entry(looking, "alter", "save view")) as change, self._engine.begin() as connection:
            added = insert(SAVED_VIEWS).values(values).returning(SAVED_VIEWS.c.number)
            number: int = connection.execute(added).scalar_one()
            change.written = (f"saved-view:{number}",)
        return self._find(account, number)

    def save(
        self, looking: Looking, account: Account, number: int, version: int, picture: SavedPicture
    ) -> SavedView | None:
        """Keep the next version; None, and nothing is kept, where `version` is no longer the latest."""
        view = self._find(account, number)
        if view.version != version:
            return None
        latest = (SAVED_VIEWS.c.number == number) & (SAVED_VIEWS.c.version == version)
        kept = update(SAVED_VIEWS).where(latest)
        values = {
            "version": version + 1,
            "saved_by": account.name,
            "saved_at": self._clock(),
            "picture": picture.as_json(),
        }
        with self._log.change(_entry(looking, "alter", "save view", view.subject)), self._engine.begin() as connection:
            overtaken = connection.execute(kept.values(values)).rowcount == 0
        return None if overtaken else self._find(account, number)

    def rename(self, looking: Looking, account: Account, number: int, name: str) -> SavedView:
        """Call it something else. Raises as `add` does, and `NotPermitted` for whoever does not own it."""
        view = self._owned(account, number)
        renamed = update(SAVED_VIEWS).where(SAVED_VIEWS.c.number == number).values(name=clean_name(name))
        entry = _entry(looking, "alter", "rename saved view", view.subject)
        with self._log.change(entry), self._engine.begin() as connection:
            connection.execute(renamed)
        return self._find(account, number)

    def share(self, looking: Looking, account: Account, number: int, names: tuple[str, ...]) -> SavedView:
        """Let exactly these accounts open it beside its owner.

        Raises `ValueRefused` for a name that no account has which reads intelligence, and `NotPermitted` as `rename`.
        """
        view = self._owned(account, number)
        readers = sorted({self._reader(name) for name in names} - {account.name})
        entry = _entry(looking, "disclose", "share saved view", view.subject, tuple(readers))
        with self._log.change(entry), self._engine.begin() as connection:
            connection.execute(delete(READERS).where(READERS.c.view == number))
            if readers:
                connection.execute(insert(READERS), [{"view": number, "account": name} for name in readers])
        return self._find(account, number)

    def delete(self, looking: Looking, account: Account, number: int) -> None:
        """Delete it for everybody. Raises as `rename` does."""
        view = self._owned(account, number)
        entry = _entry(looking, "alter", "delete saved view", view.subject)
        with self._log.change(entry), self._engine.begin() as connection:
            connection.execute(delete(SAVED_VIEWS).where(SAVED_VIEWS.c.number == number))

    def latest(self, account: Account, number: int) -> SavedView:
        """The latest version, for comparing with before a save; raises as `open` does."""
        return self._find(account, number)

    def _find(self, account: Account, number: int) -> SavedView:
        found = next((view for view in self.of(account) if view.number == number), None)
        if found is None:
            raise NotFound(
                f"No saved picture {number} is yours or shared with you.", "Ask its owner to share it, or begin anew."
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


def _entry(looking: Looking, action: Action, what: str, subject: str = "", recipients: tuple[str, ...] = ()) -> Entry:
    return Entry(
        who=looking.who,
        action=action,
        question=what,
        subjects=(subject,) if subject else (),
        recipients=recipients,
        reason=looking.reason,
    )


def _view_of(row: RowMapping, readers: tuple[str, ...]) -> SavedView:
    return SavedView(
        number=row["number"],
        owner=row["owner"],
        name=row["name"],
        version=row["version"],
        saved_by=row["saved_by"],
        saved_at=row["saved_at"],
        picture=SavedPicture.model_validate_json(row["picture"]),
        shared_with=readers,
    )
