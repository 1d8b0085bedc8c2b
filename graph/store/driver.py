"""The Bolt driver, all of it that Dolen uses, imported without numpy, pandas and pyarrow.

It would import them, where they are installed, to send their arrays and to return tables of theirs. Dolen does neither,
and every command would wait for them: numpy alone takes a third of the driver's own start.
"""

import sys
from collections.abc import Generator
from contextlib import contextmanager

__all__ = [
    "READ_ACCESS",
    "WRITE_ACCESS",
    "AuthError",
    "ConfigurationError",
    "ConstraintError",
    "DatabaseUnavailable",
    "Driver",
    "DriverError",
    "GraphDatabase",
    "Neo4jError",
    "Result",
    "ServiceUnavailable",
    "Session",
    "SessionExpired",
    "Transaction",
    "TransientError",
]


@contextmanager
def _not_installed(*names: str) -> Generator[None]:
    """Inside the block these packages cannot be imported, unless they have been before."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # since so Python marks what cannot be imported
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _not_installed("numpy", "pandas", "pyarrow"):
    from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, GraphDatabase, Result, Session, Transaction
    from neo4j.exceptions import (
        AuthError,
        ConfigurationError,
        ConstraintError,
        DatabaseUnavailable,
        DriverError,
        Neo4jError,
        ServiceUnavailable,
        SessionExpired,
        TransientError,
    )
