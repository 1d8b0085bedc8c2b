"""Both engines speak Bolt, so one store serves both: sessions, transactions, counting, and errors in plain words."""

import logging
import random
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import LiteralString, TypeVar

from graph.errors import DolenError, OutOfBounds, StoreBusy, StoreError, StoreUnavailable
from graph.store.driver import (
    READ_ACCESS,
    WRITE_ACCESS,
    AuthError,
    ConstraintError,
    DatabaseUnavailable,
    Driver,
    DriverError,
    GraphDatabase,
    Neo4jError,
    Result,
    ServiceUnavailable,
    Session,
    SessionExpired,
    Transaction,
    TransientError,
)
from graph.store.protocol import Reading, Row, Writer
from graph.store.writer import ChangeWriter

T = TypeVar("T")

GONE = (ServiceUnavailable, SessionExpired, DatabaseUnavailable)
GONE_SECONDS = 15.0
"""How long a store waits for an engine that has gone: the time a cluster takes to choose another leader."""
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0

# Without a handler of its own, the driver's every retry would be printed on a person's terminal.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


def connect(uri: str, user: str, password: str) -> Driver:
    """A driver; nothing is sent yet. Raises `ConfigurationError` or `ValueError` for what is not an address."""
    return GraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]  since the driver's options are untyped
        uri, auth=(user, password), connection_timeout=10, connection_acquisition_timeout=30
    )


class BoltReading:
    """The statements of one question, sent in one read transaction."""

    def __init__(self, transaction: Transaction, count: Callable[[], None], errors: "PlainErrors") -> None:
        self._transaction = transaction
        self._count = count
        self._errors = errors
        self._statements = 0

    @property
    def statements(self) -> int:
        """How many statements this question has sent."""
        return self._statements

    def read(self, statement: LiteralString, /, **parameters: object) -> list[Row]:
        """Every row that the statement returns."""
        self._statements += 1
        self._count()
        with self._errors.translated():
            return _read(self._transaction, statement, parameters)


class BoltStore(ABC):
    """A graph behind a driver. The two engines differ in how the driver is come by and in who may write when."""

    engine: str

    def __init__(self, database: str, query_seconds: int, log: str) -> None:
        self._database = database
        self._query_seconds = query_seconds
        self._errors = PlainErrors(query_seconds, log)
        self._statements = 0
        self._counting = threading.Lock()

    @property
    def statements(self) -> int:
        """How many statements have been sent through this store, reading and writing."""
        return self._statements

    def read(self, statement: LiteralString, /, **parameters: object) -> list[Row]:
        """Every row that the statement returns; repeated where the engine was gone and answers again."""

        def work(transaction: Transaction) -> list[Row]:
            self._count()
            return _read(transaction, statement, parameters)

        with self._errors.translated():
            return self._in_transaction(READ_ACCESS, work)

    @contextmanager
    def reading(self) -> Generator[Reading]:
        """One read transaction, shared by the statements of one question."""
        with (
            self._errors.translated(),
            self._session(READ_ACCESS) as session,
            session.begin_transaction(timeout=self._query_seconds) as transaction,
        ):
            try:
                yield BoltReading(transaction, self._count, self._errors)
            finally:
                transaction.close()

    def write(self, work: Callable[[Writer], T]) -> T:
        """Run `work` in one write transaction, again on a conflict; see `Store.write`."""

        def attempt(transaction: Transaction) -> T:
            def send(statement: LiteralString, parameters: Mapping[str, object]) -> list[Row]:
                self._count()
                return _rows(_send(transaction, statement, parameters))

            return work(ChangeWriter(send))

        with self._turn_to_write(), self._errors.translated(writing=True):
            return self._in_transaction(WRITE_ACCESS, attempt)

    def alter(self, statement: LiteralString) -> None:
        """Run one statement that changes the schema. Engines want it alone, outside any other transaction."""
        self._count()
        with self._errors.translated(), self._session(WRITE_ACCESS) as session:
            session.run(statement).consume()

    @abstractmethod
    def settle(self) -> None:
        """Finish a bulk load. Only an engine that plans by measurements has anything to do."""

    @abstractmethod
    def forget_deleted(self) -> None:
        """Leave nothing of deleted records in the engine's files, as far as that is in Dolen's hands."""

    @abstractmethod
    def close(self) -> None:
        """Release the engine."""

    @abstractmethod
    def _driver(self) -> Driver:
        """The driver to the engine as it is now."""

    def _turn_to_write(self) -> AbstractContextManager[None]:
        """Wait for one's turn where the engine itself does not make writers wait."""
        return nullcontext()

    def _in_transaction(self, access: str, work: Callable[[Transaction], T]) -> T:
        """Run `work` and commit (only reading commits nothing), again after a conflict or after losing the engine.

        Each is tried again for a bounded time. The driver's own way of trying again keeps to the server that it first
        found, and an engine that was restarted has another port.
        A commit whose answer was lost is never repeated: nobody knows whether it happened.
        """
        began = time.monotonic()
        pause = FIRST_PAUSE
        while True:
            try:
                with (
                    self._session(access) as session,
                    session.begin_transaction(timeout=self._query_seconds) as transaction,
                ):
                    done = work(transaction)
                    if access == WRITE_ACCESS:
                        transaction.commit()
                    else:
                        transaction.close()
                    return done
            except (TransientError, *GONE) as error:
                patience = GONE_SECONDS if isinstance(error, GONE) else self._query_seconds
                if not error.is_retryable() or time.monotonic() - began > patience:
                    raise
            except Neo4jError as error:
                # An engine that is ending may forget a transaction before it closes the connection.
                forgotten = (error.code or "").endswith("TransactionNotFound")
                if not forgotten or access == WRITE_ACCESS or time.monotonic() - began > GONE_SECONDS:
                    raise
            time.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(pause * 2, LONGEST_PAUSE)

    def _session(self, access: str) -> Session:
        driver = self._driver()
        # One bookmark manager for all sessions: on a cluster, a client also reads what it has written.
        return driver.session(  # pyright: ignore[reportUnknownMemberType]  since the driver's options are untyped
            database=self._database,
            default_access_mode=access,
            bookmark_manager=driver.execute_query_bookmark_manager,
        )

    def _count(self) -> None:
        with self._counting:
            self._statements += 1


def _send(transaction: Transaction, statement: LiteralString, parameters: Mapping[str, object]) -> Result:
    return transaction.run(statement, dict(parameters))


def _rows(result: Result) -> list[Row]:
    columns = result.keys()
    return [dict(zip(columns, record.values(), strict=True)) for record in result]


def _read(transaction: Transaction, statement: LiteralString, parameters: Mapping[str, object]) -> list[Row]:
    """The rows of a statement that only reads. The embedded engine would let it write; its transaction is undone."""
    result = _send(transaction, statement, parameters)
    rows = _rows(result)
    if result.consume().query_type != "r":
        raise StoreError("A statement that writes was sent where only reading is allowed; nothing was written.")
    return rows


@dataclass(frozen=True)
class PlainErrors:
    """What the driver raises, in Dolen's own errors. Values never enter a message."""

    query_seconds: int
    log: str
    """Where the engine says more."""

    @contextmanager
    def translated(self, *, writing: bool = False) -> Generator[None]:
        """Translate what is raised inside the block."""
        try:
            yield
        except AuthError as error:
            raise StoreUnavailable(
                "The graph engine refused the user name or password.",
                "Check DOLEN_STORE_USER and DOLEN_STORE_PASSWORD.",
            ) from error
        except GONE as error:
            raise StoreUnavailable("The graph engine does not answer.", "Try again in a moment.") from error
        except ConstraintError as error:
            raise StoreError("The graph already holds a record with the same id; nothing was written.") from error
        except Neo4jError as error:
            raise self._refusal(error, writing=writing) from error
        except DriverError as error:
            raise StoreError(f"The graph engine's answer could not be used: {type(error).__name__}.") from error

    def _refusal(self, error: Neo4jError, *, writing: bool) -> DolenError:
        code = error.code or "no code"
        timed_out = "TimedOut" in code or "timeout" in (error.message or "").lower()
        if writing and timed_out:
            return StoreBusy(
                f"Writing took more than {self.query_seconds} seconds, because of its size or of another writer;"
                " nothing was written.",
                "Try again in a moment; if that does not help, raise DOLEN_QUERY_SECONDS.",
            )
        if writing and isinstance(error, TransientError):
            return StoreBusy("Another writer kept the graph too long; nothing was written.", "Try again in a moment.")
        if timed_out:
            return OutOfBounds(
                f"The question took more than {self.query_seconds} seconds and was given up.",
                "Narrow it, or raise DOLEN_QUERY_SECONDS.",
            )
        if "DatabaseNotFound" in code:
            return StoreUnavailable("The graph server has no database of that name.", "Check DOLEN_STORE_DATABASE.")
        if "AccessMode" in code:
            return StoreError("A statement that writes was sent where only reading is allowed; nothing was written.")
        return StoreError(f"The graph engine refused a statement ({code}).", f"Its log says why: {self.log}.")
