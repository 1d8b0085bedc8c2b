"""What people watch: kept in SQL, each its owner's alone, and evaluated in the owner's clearance."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, Row, insert, select, update

from graph.alerts.tables import WATCHES
from graph.errors import NotFound
from graph.model.ids import random_id
from graph.rules.watches import WatchKind, watched


@dataclass(frozen=True)
class OwnWatch:
    """One watch. `pattern`: a record's id, or what is watched in its canonical form; `began`: since which change."""

    id: str
    owner: str
    kind: WatchKind
    pattern: str
    reason: str
    began: int
    made_at: int


@dataclass(frozen=True)
class WatchBook:
    """The watches of one installation. `now` gives epoch milliseconds."""

    sql: Engine
    now: Callable[[], int]

    def add(self, owner: str, kind: WatchKind, text: str, reason: str, began: int) -> OwnWatch:
        """Watch from a change on. Raises `ValueRefused` for what cannot be watched."""
        watch = OwnWatch(random_id("watch"), owner, kind, watched(kind, text), reason, began, self.now())
        with self.sql.begin() as connection:
            connection.execute(insert(WATCHES).values(vars(watch)))
        return watch

    def of(self, owner: str) -> tuple[OwnWatch, ...]:
        """The watches of one person that have not ended, the newest first."""
        return tuple(each for each in self.every() if each.owner == owner)

    def end(self, owner: str, id: str) -> None:
        """End one's own watch. Raises `NotFound`, in the same words whether it is another's or never was."""
        mine = (WATCHES.c.id == id) & (WATCHES.c.owner == owner) & WATCHES.c.ended_at.is_(None)
        with self.sql.begin() as connection:
            ended = connection.execute(update(WATCHES).where(mine).values(ended_at=self.now())).rowcount
        if not ended:
            raise NotFound(f"You have no watch {id!r}.", "See the list of your watches.")

    def every(self) -> tuple[OwnWatch, ...]:
        """Every watch that has not ended, the newest first."""
        with self.sql.connect() as connection:
            wanted = select(WATCHES).where(WATCHES.c.ended_at.is_(None))
            rows = list(connection.execute(wanted.order_by(WATCHES.c.made_at.desc(), WATCHES.c.id)))
        return tuple(_watch(row) for row in rows)


def _watch(row: Row[tuple[object, ...]]) -> OwnWatch:
    return OwnWatch(row.id, row.owner, row.kind, row.pattern, row.reason, row.began, row.made_at)
