"""What is kept beside the graph and repeats what is erased: rows of the SQL database, refused rows, uploads.

Texts of what is erased are searched for as they are recorded, without regard to case. Rows that hold one are deleted,
or their free text is blanked where the row itself is a person's record of something else. Entries of the audit log
stay, and lose their words (`AuditLog.erase_words`).
"""

import csv
import io
import re
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, Text, delete, select, update

from graph.audit import AuditLog
from graph.erasure.records import Erasable

ERASED = "(erased)"
DELETED = frozenset({"imports", "partner_forms", "partner_requests", "saved_views", "watches", "alerts"})
"""Tables whose rows go when they repeat what is erased; those that lead to such a row go with it."""
UNTOUCHED = frozenset(
    {"audit_entries", "audit_words", "accounts", "account_passwords", "sessions", "compartments", "alembic_version"}
    | {"ingest_runs", "second_factors", "recovery_codes", "provider_sign_ins", "alert_state", "alert_audiences"}
)
"""Tables that hold no words about anybody recorded, and the log, which is seen to apart."""


@dataclass(frozen=True)
class ErasedBeside:
    """What was erased beside the graph: rows deleted or blanked, refused rows, uploads, and words of the log."""

    rows: int
    refused_rows: int
    uploads: int
    entries: int


class ErasedWords:
    """What is searched for: the texts of what is erased, and the ids of its records."""

    def __init__(self, texts: Collection[str], ids: Collection[str]) -> None:
        wanted = sorted({" ".join(each.split()) for each in (*texts, *ids) if each.strip()}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE) if wanted else None

    def in_text(self, text: object) -> bool:
        """Whether a text holds any of them, its spaces single."""
        return (
            isinstance(text, str) and self._pattern is not None and bool(self._pattern.search(" ".join(text.split())))
        )

    def in_file(self, path: Path) -> bool:
        """Whether a file holds any, as far as it is text."""
        return self.in_text(path.read_bytes().decode("utf-8", "ignore"))


def erase_beside(found: Erasable, sql: Engine, home: Path, log: AuditLog, who: str, reason: str) -> ErasedBeside:
    """Erase what is kept beside the graph and repeats it."""
    words = ErasedWords(found.content, ())
    ids = (*found.ids.items, *found.ids.judgements, *found.item_ids, *found.judgements, *found.gone)
    with sql.begin() as connection:
        rows = _erase_rows(connection, words, ErasedWords(found.content, ids))
    refused, uploads = _erase_files(home, words)
    numbers = _entries_repeating(sql, words)
    if numbers:
        log.erase_words(numbers, who=who, reason=reason)
    if sql.dialect.name == "sqlite":
        with sql.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return ErasedBeside(rows, refused, uploads, len(numbers))


def _erase_rows(connection: Connection, words: ErasedWords, words_and_ids: ErasedWords) -> int:
    tables = MetaData()
    tables.reflect(connection)
    erased = 0
    for table in reversed(tables.sorted_tables):
        if table.name in UNTOUCHED:
            continue
        texts = [column for column in table.columns if isinstance(column.type, Text) or _is_long(column.type)]
        # A saved picture opens without what is gone; it goes only where it holds its words.
        sought = words if table.name == "saved_views" else words_and_ids
        for row in connection.execute(select(table)).mappings().all() if texts else ():
            found_in = [column for column in texts if sought.in_text(row[column.name])]
            if not found_in:
                continue
            erased += 1
            if table.name in DELETED or any(column.primary_key for column in found_in):
                _delete_row(connection, tables, table, [row[key.name] for key in table.primary_key.columns])
            else:
                same = [key == row[key.name] for key in table.primary_key.columns]
                connection.execute(update(table).where(*same).values({column.name: ERASED for column in found_in}))
    return erased


def _is_long(of: object) -> bool:
    return getattr(of, "length", None) is None and "CHAR" in str(of).upper()


def _delete_row(connection: Connection, tables: MetaData, table: Table, key: list[object]) -> None:
    """Delete a row, and first what refers to it."""
    for other in tables.sorted_tables:
        for foreign in other.foreign_keys:
            if foreign.column.table is table and len(key) == 1:
                connection.execute(delete(other).where(foreign.parent == key[0]))
    same = [column == value for column, value in zip(table.primary_key.columns, key, strict=True)]
    connection.execute(delete(table).where(*same))


def _erase_files(home: Path, words: ErasedWords) -> tuple[int, int]:
    """Refused rows, and uploads that wait: how many of each."""
    refused = sum(_without_rows(path, words) for path in sorted((home / "quarantine").glob("*.csv")))
    uploads = 0
    for folder in sorted((home / "incoming").glob("*")):
        if folder.is_dir() and any(words.in_file(path) for path in folder.rglob("*") if path.is_file()):
            shutil.rmtree(folder)
            uploads += 1
    return refused, uploads


def _without_rows(path: Path, words: ErasedWords) -> int:
    """Write a file of refused rows again without those that repeat it; how many those were."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    kept = [line for number, line in enumerate(lines) if number == 0 or not words.in_text(" ".join(line))]
    gone = len(lines) - len(kept)
    if gone and len(kept) <= 1:
        path.unlink()
    elif gone:
        text = io.StringIO()
        csv.writer(text).writerows(kept)
        path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    return gone


def _entries_repeating(sql: Engine, words: ErasedWords) -> tuple[int, ...]:
    """The entries of the log whose reason or words repeat it."""
    tables = MetaData()
    with sql.connect() as connection:
        tables.reflect(connection, only=["audit_words"])
        every = select(tables.tables["audit_words"])
        rows = connection.execution_options(yield_per=2000).execute(every).mappings()
        return tuple(row["number"] for row in rows if words.in_text(row["reason"]) or words.in_text(row["words"]))
