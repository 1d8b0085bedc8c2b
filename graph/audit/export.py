"""The log as a file for an auditor: JSON Lines or CSV, whole, with the codes that chain it.

The first line of a `.jsonl` file says the marking, who made it, when, and the count; a CSV file says so in each row.
"""

import csv
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any, TextIO, cast

from sqlalchemy import Engine, RowMapping, select

from graph.audit.entry import now_ms, shown_time
from graph.audit.tables import ENTRIES, WORDS, entry_of
from graph.errors import ValueRefused

_COLUMNS = (
    *("number", "at", "shown_at", "who", "acting_for", "action", "question", "subjects", "recipients", "view"),
    *("outcome", "closes", "reason", "words", "commitment", "previous", "mac"),
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 2000


def write_export(engine: Engine, path: Path, marking: str, who: str, enter: Callable[[], int]) -> int:
    """Write every line up to the one that `enter` adds for this export; gives its number.

    The file is readable by its owner only and appears whole or not at all. Raises `ValueRefused` before anything is
    entered where the file cannot be made.
    """
    if path.suffix not in (".jsonl", ".csv"):
        raise ValueRefused("file", path.name, "the audit log is exported as .jsonl or .csv.")
    if path.exists():
        raise ValueRefused("file", str(path), "there is a file of this name already.", "Give another name.")
    if not path.parent.is_dir():
        raise ValueRefused("file", str(path), "its folder does not exist.", "Make the folder, or give another.")
    last = enter()
    about = {"marking": marking, "exported_by": who, "exported_at": shown_time(now_ms()), "entries": last}
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            write = _write_lines if path.suffix == ".jsonl" else _write_table
            write(file, about, _records(engine, last))
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return last


def _records(engine: Engine, last: int) -> Iterator[dict[str, Any]]:
    lines = select(*ENTRIES.c, WORDS.c.reason, WORDS.c.words).outerjoin(WORDS, WORDS.c.number == ENTRIES.c.number)
    lines = lines.where(ENTRIES.c.number <= last).order_by(ENTRIES.c.number)
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=_CHUNK).execute(lines).mappings():
            yield _record(row)


def _record(row: RowMapping) -> dict[str, Any]:
    entry = entry_of(row)
    codes = {"commitment": row["commitment"], "previous": row["previous"], "mac": row["mac"]}
    known = {**asdict(entry), "shown_at": entry.shown_at, **codes}
    return {column: known[column] for column in _COLUMNS}


def _write_lines(file: TextIO, about: dict[str, Any], records: Iterator[dict[str, Any]]) -> None:
    for record in chain([about], records):
        file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _write_table(file: TextIO, about: dict[str, Any], records: Iterator[dict[str, Any]]) -> None:
    writer = csv.DictWriter(file, fieldnames=(*_COLUMNS, *about))
    writer.writeheader()
    for record in records:
        writer.writerow({column: _cell(value) for column, value in {**record, **about}.items()})


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    text = "; ".join(cast(tuple[str, ...], value)) if isinstance(value, tuple) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_STARTS_A_FORMULA) else text
