"""The log of who looked at, changed or shared what, and why: adding a line, and reading lines back.

A line is added in this order, under a lock among all writers:

    1 lock    the data folder's lock file (this machine), then the row of `audit_turn` (all machines)
    2 line    chained to the last line, committed to the database
    3 head    count and code replaced in the data folder
    4 return  only now may the answer leave, or the write begin

A process killed between 2 and 3 leaves a head that is behind the database: the line stands, proves itself by its own
code, and the next line catches the head up. Nobody saw an answer for it. A head that is *ahead* of the database, or
names a line that is not there, means that lines were lost after they had been answered for. Work goes on, but the next
line is chained to the head and numbered after it: the gap never closes, and `verify` reports it for good.
"""

import secrets
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, func, insert, select, true, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.elements import ColumnElement

from graph.audit.chain import ChainLine, commit_to, fingerprint, seal_line
from graph.audit.checkpoint import (
    EMPTY,
    KEY_FILE,
    Head,
    HeadCopy,
    keep_head,
    only_writer,
    read_head,
    read_key,
    start_keeping,
)
from graph.audit.entry import Action, ChainedEntry, Entry, LoggedEntry, LogPage, now_ms, storable
from graph.audit.ranges import range_texts, ranges_of
from graph.audit.sealed_rows import Sealed, States, seals_text
from graph.audit.tables import ENTRIES, TURN, WORDS, entry_of, ids_text, row_of
from graph.audit.verify import VerifyReport, verify_log
from graph.errors import AuditUnavailable, NotFound
from graph.store import insert_missing

LINES_AT_ONCE = 2000
_TEXT = (WORDS.c.reason, WORDS.c.words)
_APART = (WORDS, WORDS.c.number == ENTRIES.c.number)
NOWHERE = HeadCopy()


def prepare_audit(engine: Engine, folder: Path, key_file: Path | None = None) -> None:
    """Make the key and an empty head, once, at `dolen init`; a log that is there already is left as it is.

    Raises `AuditUnavailable` where there are lines but the key is gone.
    """
    with _unavailable_on_failure(), only_writer(folder):
        with engine.begin() as connection:
            fresh = last_line(connection).count == 0
            if connection.execute(select(TURN.c.id)).first() is None:
                insert_missing(connection, TURN, {"id": 1, "turns": 0})
        if fresh:
            start_keeping(folder, key_file or folder / KEY_FILE)
        read_key(key_file or folder / KEY_FILE)


@dataclass
class Change:
    """A write under way: the number of its intent, and the ids it wrote, for the line that ends it."""

    intent: int
    written: tuple[str, ...] = ()


class AuditLog:
    """The log of one installation; threads and processes may add to it at once.

    `key_file` is where the key lies, if not in the folder; `copy` is where the head is sent.
    `now` gives UTC milliseconds; `compartments_of` the compartments of a reader by name, for entries that name none.
    Every method raises `AuditUnavailable` where the log cannot be read or written.
    """

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        now: Callable[[], int] = now_ms,
        compartments_of: Callable[[Connection, str, int], frozenset[str]] | None = None,
        key_file: Path | None = None,
        copy: HeadCopy = NOWHERE,
    ) -> None:
        self._engine = engine
        self._folder = folder
        self._now = now
        self._compartments_of = compartments_of
        self._key = read_key(key_file or folder / KEY_FILE)
        self._copy = copy

    def enter(self, entry: Entry, seals: tuple[Sealed, ...] = ()) -> int:
        """Add a line and give its number; it is on disk, in the database and in the head, when this returns.

        `seals` names what is kept outside the log and is to be as it is now until another entry says otherwise.
        """
        with self._adding() as add:
            return add(entry, seals).count

    def enter_all(self, entries: Iterable[Entry]) -> None:
        """Add some lines by one commit, which takes hardly longer than adding one; all are on disk, or none."""
        with self._adding() as add:
            for entry in entries:
                add(entry, ())

    @contextmanager
    def _adding(self) -> Generator[Callable[[Entry, tuple[Sealed, ...]], Head]]:
        """What adds a line and gives the new head; the lines are kept when the block ends."""
        with _unavailable_on_failure(), only_writer(self._folder):
            head = self._trusted_head()
            with self._engine.begin() as connection:
                _take_turn(connection)

                def add(entry: Entry, seals: tuple[Sealed, ...]) -> Head:
                    nonlocal head
                    head = self._add(connection, head, entry, seals)
                    return head

                yield add
            self._keep(head)

    @contextmanager
    def change(self, entry: Entry, seals: tuple[Sealed, ...] = ()) -> Generator[Change]:
        """Enter the intent of a write, let it happen, and enter how it ended; `seals` is sealed before and after.

            with log.change(Entry(who=…, action="alter", …)) as change:
                change.written = writer.write(…)

        A failure is entered and raised again. A write whose outcome is missing is an orphan: `verify` lists it.
        """
        change = Change(self.enter(replace(entry, outcome="intended"), seals))
        try:
            yield change
        except BaseException:
            self.enter(replace(entry, outcome="failed", closes=change.intent), seals)
            raise
        done = replace(entry, outcome="done", closes=change.intent, subjects=change.written or entry.subjects)
        self.enter(done, seals)

    def end_cut_off(self, intent: int) -> bool:
        """Enter that the write of this intent was cut off, where no entry ends it; whether that was entered.

        For a write whose process is known to be gone.
        """
        with _unavailable_on_failure(), self._engine.connect() as connection:
            wanted = (ENTRIES.c.number == intent) & (ENTRIES.c.outcome == "intended")
            row = connection.execute(select(*ENTRIES.c, *_TEXT).outerjoin(*_APART).where(wanted)).mappings().first()
            ended = connection.execute(select(ENTRIES.c.number).where(ENTRIES.c.closes == intent)).first()
        if row is None or ended is not None:
            return False
        was = entry_of(row)
        self.enter(
            Entry(
                who=was.who,
                acting_for=was.acting_for,
                action=cast(Action, was.action),
                question=was.question,
                subjects=was.subjects,
                outcome="cut off",
                closes=intent,
                compartments=was.compartments,
            )
        )
        return True

    def read(
        self,
        limit: int = 100,
        *,
        before: int | None = None,
        who: str | None = None,
        action: Action | None = None,
        subject: str | None = None,
    ) -> LogPage:
        """The newest lines, newest first: those before a number, by somebody, of a kind, or about an id."""
        wanted = _condition(who, action, subject)
        page = select(*ENTRIES.c, WORDS.c.reason, WORDS.c.words).outerjoin(WORDS, WORDS.c.number == ENTRIES.c.number)
        page = page.where(wanted, true() if before is None else ENTRIES.c.number < before)
        with _unavailable_on_failure(), self._engine.connect() as connection:
            total = connection.execute(select(func.count()).select_from(ENTRIES).where(wanted)).scalar_one()
            rows = connection.execute(page.order_by(ENTRIES.c.number.desc()).limit(limit)).mappings()
            return LogPage(tuple(entry_of(row) for row in rows), total)

    def since(self, number: int, at: int) -> Iterator[LoggedEntry]:
        """The lines after a number and from a moment (UTC milliseconds) on, the oldest first."""
        both = select(*ENTRIES.c, WORDS.c.reason, WORDS.c.words).outerjoin(WORDS, WORDS.c.number == ENTRIES.c.number)
        wanted = both.where(ENTRIES.c.number > number, ENTRIES.c.at >= at).order_by(ENTRIES.c.number)
        with _unavailable_on_failure(), self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=2000).execute(wanted).mappings():
                yield entry_of(row)

    def verify(self, states: States | None = None) -> VerifyReport:
        """Whether the log is whole and as it was written; see `graph.audit.verify` for what is found.

        With `states`, which reads what entries seal, also whether that is as it was last sealed.
        """
        with _unavailable_on_failure():
            return verify_log(self._engine, self._folder, self._key, states, self._copy)

    @property
    def key_name(self) -> str:
        """A name of the chain's key by which another is recognised; the key cannot be had from it."""
        return fingerprint(self._key)

    @property
    def has_seals(self) -> bool:
        """Whether any entry seals anything yet."""
        sealing = (ENTRIES.c.action == "administer") & ENTRIES.c.sealed.is_not(None)
        with _unavailable_on_failure(), self._engine.connect() as connection:
            return connection.execute(select(ENTRIES.c.number).where(sealing).limit(1)).first() is not None

    def lines(self, last: int) -> Iterator[ChainedEntry]:
        """Every line up to the one of this number, oldest first, with the codes that chain it."""
        every = select(*ENTRIES.c, WORDS.c.reason, WORDS.c.words).outerjoin(WORDS, WORDS.c.number == ENTRIES.c.number)
        every = every.where(ENTRIES.c.number <= last).order_by(ENTRIES.c.number)
        with _unavailable_on_failure(), self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=LINES_AT_ONCE).execute(every).mappings():
                yield ChainedEntry(entry_of(row), row["commitment"], row["previous"], row["mac"])

    def erase_words(self, numbers: tuple[int, ...], *, who: str, reason: str) -> int:
        """Erase the free text of some lines, and enter that it was done and why; gives the number of that line.

        The lines stay and the chain still verifies. Raises `NotFound`, and erases nothing, for a number not in the log.
        """
        wanted = ranges_of(numbers)
        entry = Entry(who=who, action="erase", question="audit", reason=reason, subjects=range_texts(wanted))
        with _unavailable_on_failure(), only_writer(self._folder):
            kept = self._trusted_head()
            with self._engine.begin() as connection:
                _take_turn(connection)
                for first, last in wanted:
                    within = select(ENTRIES.c.number).where(ENTRIES.c.number.between(first, last))
                    there = set(connection.scalars(within))
                    if missing := [number for number in range(first, last + 1) if number not in there]:
                        raise NotFound(f"The audit log has no entry {missing[0]}.", "Nothing was erased.")
                    blank = update(WORDS).where(WORDS.c.number.between(first, last))
                    connection.execute(blank.values(salt=None, reason=None, words=None))
                head = self._add(connection, kept, entry)
            self._keep(head)
        return head.count

    def numbers_with_words(self, before: int) -> tuple[int, ...]:
        """The lines from before a moment (UTC milliseconds) whose reason or words are still there to be erased."""
        there = (WORDS.c.reason != "") | (WORDS.c.words != "")
        older = select(ENTRIES.c.number).join(WORDS, WORDS.c.number == ENTRIES.c.number)
        with _unavailable_on_failure(), self._engine.connect() as connection:
            return tuple(connection.scalars(older.where(there & (ENTRIES.c.at < before)).order_by(ENTRIES.c.number)))

    def mend(self, *, who: str, reason: str) -> int:
        """Start the head file again from the database, after the file was lost or damaged.

        What had been there before cannot be shown any more, so the line this enters is reported by every later
        `verify`. Nothing changes where the head can be relied on; the line is entered all the same.
        """
        entry = Entry(who=who, action="administer", question="audit-mend", reason=reason)
        with _unavailable_on_failure(), only_writer(self._folder):
            kept = read_head(self._folder, self._key).head or EMPTY
            with self._engine.begin() as connection:
                _take_turn(connection)
                head = self._add(connection, kept, entry)
            self._keep(head)
        return head.count

    def _trusted_head(self) -> Head:
        found = read_head(self._folder, self._key)
        if found.head is None:
            raise AuditUnavailable(
                f"The audit log cannot be written: {found.trouble}.",
                "An administrator looks into it with `dolen audit verify`, and goes on with `dolen audit mend`.",
            )
        return found.head

    def _add(self, connection: Connection, kept: Head, entry: Entry, seals: tuple[Sealed, ...] = ()) -> Head:
        """Chain one line and give the new head: to the database's last line, or to the head if that line was lost."""
        last = last_line(connection)
        number = max(last.count, kept.count) + 1
        previous = last.mac if _holds(connection, kept) else kept.mac
        salt, reason, words = secrets.token_hex(16), storable(entry.reason), storable(entry.words)
        line = ChainLine(
            number=number,
            at=self._now(),
            who=storable(entry.who),
            acting_for=None if entry.acting_for is None else storable(entry.acting_for),
            action=entry.action,
            question=storable(entry.question),
            subjects=ids_text(entry.subjects),
            recipients=ids_text(entry.recipients),
            view=storable(entry.view),
            outcome=entry.outcome,
            closes=entry.closes,
            commitment=commit_to(self._key, salt, reason, words),
            compartments=ids_text(tuple(sorted(self._compartments(connection, entry)))),
            sealed=seals_text(self._key, connection, seals),
        )
        link = seal_line(self._key, previous, line)
        connection.execute(insert(ENTRIES).values(row_of(link)))
        connection.execute(insert(WORDS).values(number=line.number, salt=salt, reason=reason, words=words))
        return Head(line.number, link.mac)

    def _keep(self, head: Head) -> None:
        keep_head(self._folder, self._key, head)
        self._copy.send(self._key, head)

    def _compartments(self, connection: Connection, entry: Entry) -> frozenset[str]:
        """The compartments of whose eyes an entry's words were seen with."""
        if entry.compartments is not None or self._compartments_of is None:
            return entry.compartments or frozenset()
        return self._compartments_of(connection, entry.acting_for or entry.who, self._now())


def _take_turn(connection: Connection) -> None:
    """Hold the one row that orders the writers of all machines, until the commit.

    As a first statement it also makes SQLite take its write lock at once, so that what is read next cannot go stale.
    """
    if connection.execute(update(TURN).values(turns=TURN.c.turns + 1)).rowcount != 1:
        raise AuditUnavailable("The audit log of this installation was never made.", "Run `dolen init`.")


def last_line(connection: Connection) -> Head:
    """How many lines the database has, and the code of the last."""
    row = connection.execute(select(ENTRIES.c.number, ENTRIES.c.mac).order_by(ENTRIES.c.number.desc()).limit(1)).first()
    return EMPTY if row is None else Head(row.number, row.mac)


def _holds(connection: Connection, head: Head) -> bool:
    """Whether the database has the line that the head names; an empty head names none."""
    mac = connection.execute(select(ENTRIES.c.mac).where(ENTRIES.c.number == head.count)).scalar()
    return head == EMPTY or mac == head.mac


def _condition(who: str | None, action: Action | None, subject: str | None) -> ColumnElement[bool]:
    wanted: ColumnElement[bool] = true()
    if who is not None:
        wanted = wanted & (ENTRIES.c.who == who)
    if action is not None:
        wanted = wanted & (ENTRIES.c.action == action)
    if subject is not None:
        quoted = ids_text((subject,))[1:-1]  # as it stands within the cell, quotes and all: no id is part of another
        about = ENTRIES.c.subjects.contains(quoted, autoescape=True)
        wanted = wanted & (about | ENTRIES.c.recipients.contains(quoted, autoescape=True))
    return wanted


@contextmanager
def _unavailable_on_failure() -> Generator[None]:
    """What the database or the disk refuses, said as `AuditUnavailable`."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        first = str(error).splitlines()[0]
        raise AuditUnavailable(
            f"The audit log cannot be read or written: {first}.", "Nothing was answered. See `dolen doctor`."
        ) from error
