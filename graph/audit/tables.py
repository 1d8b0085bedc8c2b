"""The log's tables in the SQL database, and the way between their rows and the chain's lines.

audit_entries   one chained line each: ids, names of questions, Views; never changed, never deleted
audit_words     the free text of a line, apart, so that it can be erased
audit_turn      one row; adding a line starts by updating it, and so holds its lock until the commit
"""

import json
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, RowMapping, String, Table, Text

from graph.audit.chain import ChainLine, Link
from graph.audit.entry import ALL_COMPARTMENTS, LoggedEntry
from graph.store.sql import metadata

EVERY_COMPARTMENT = json.dumps([ALL_COMPARTMENTS])
"""What stands for the compartments of a line from before lines kept them."""

ENTRIES = Table(
    "audit_entries",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("who", Text, nullable=False, index=True),
    Column("acting_for", Text),
    Column("action", String(16), nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("subjects", Text, nullable=False),
    Column("recipients", Text, nullable=False),
    Column("view", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("closes", BigInteger),
    Column("commitment", String(64), nullable=False),
    Column("compartments", Text),
    Column("sealed", Text),
    Column("previous", String(64), nullable=False),
    Column("mac", String(64), nullable=False),
)

WORDS = Table(
    "audit_words",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("salt", String(32)),
    Column("reason", Text),
    Column("words", Text),
)

TURN = Table(
    "audit_turn",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("turns", BigInteger, nullable=False),
)


def row_of(link: Link) -> dict[str, Any]:
    """What `audit_entries` holds of a link."""
    return {**asdict(link.line), "previous": link.previous, "mac": link.mac}


def link_of(row: RowMapping) -> Link:
    """The link that a row of `audit_entries` holds, exactly as it stands there."""
    return Link(ChainLine(**{field.name: row[field.name] for field in fields(ChainLine)}), row["previous"], row["mac"])


def entry_of(row: RowMapping) -> LoggedEntry:
    """A row of `audit_entries` joined with its `audit_words`, for a person."""
    held = (field.name for field in fields(LoggedEntry) if field.name != "withheld")
    cells: dict[str, Any] = {name: row[name] for name in held}
    cells |= {"subjects": ids_of(row["subjects"]), "recipients": ids_of(row["recipients"])}
    cells |= {"compartments": frozenset(ids_of(row["compartments"] or EVERY_COMPARTMENT))}
    return LoggedEntry(**cells)


def ids_text(ids: tuple[str, ...]) -> str:
    """Ids as a cell holds them."""
    return json.dumps(ids)


def ids_of(text: str) -> tuple[str, ...]:
    """The ids of a cell; one that is no list of ids is shown as it is, so that a damaged line can still be read."""
    try:
        return tuple(json.loads(text))
    except (ValueError, TypeError):
        return (str(text),)
