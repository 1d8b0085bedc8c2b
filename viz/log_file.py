"""The audit log as a file for an auditor: JSON Lines or CSV, whole, with the codes that chain it.

The first line of a `.jsonl` file says the marking, who made it, when, and the count; a CSV file says so in each row.
Only `viz.export` asks for its bytes.
"""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from io import StringIO
from itertools import chain
from typing import Any, Literal, cast

from graph.audit import AuditLog, ChainedEntry, LoggedEntry, shown_time
from graph.model.view import Role
from viz.network import Caption
from viz.spreadsheet import STARTS_A_FORMULA

FileForm = Literal["csv", "jsonl"]
MEDIA: dict[FileForm, str] = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}
WHOLE = "the whole log"
"""Through which View the log leaves."""
READERS: frozenset[Role] = frozenset({"auditor", "operator"})

_COLUMNS = (
    *("number", "at", "shown_at", "who", "acting_for", "action", "question", "subjects", "recipients", "view"),
    *("outcome", "closes", "reason", "words", "withheld", "commitment", "previous", "mac"),
)


@dataclass(frozen=True)
class LogFile:
    """The log up to the entry of its own export, which is the last in the file."""

    log: AuditLog
    form: FileForm
    reads: Callable[[LoggedEntry], LoggedEntry] = lambda entry: entry
    """Shows a line as its reader may see it (`LoggedEntry.for_auditor`); by default all of it."""

    @property
    def ending(self) -> str:
        """What the file's name ends in."""
        return f".{self.form}"

    @property
    def media(self) -> str:
        """The kind of file."""
        return MEDIA[self.form]

    @property
    def readers(self) -> frozenset[Role]:
        """Auditors, and the operator of this machine."""
        return READERS

    def in_bytes(self, caption: Caption, entry: int) -> Iterator[bytes]:
        """A line at a time."""
        made_at = shown_time(int(caption.made_at.timestamp() * 1000))
        about = {"marking": caption.marking, "exported_by": caption.made_by, "exported_at": made_at, "entries": entry}
        records = (_record(line, self.reads) for line in self.log.lines(entry))
        lines = _as_lines if self.form == "jsonl" else _as_table
        for text in lines(about, records):
            yield text.encode("utf-8", "backslashreplace")


def _record(line: ChainedEntry, reads: Callable[[LoggedEntry], LoggedEntry]) -> dict[str, Any]:
    entry = reads(line.entry)
    codes = {"commitment": line.commitment, "previous": line.previous, "mac": line.mac}
    known = {**asdict(entry), "shown_at": entry.shown_at, **codes}
    return {column: known[column] for column in _COLUMNS}


def _as_lines(about: dict[str, Any], records: Iterator[dict[str, Any]]) -> Iterator[str]:
    for record in chain([about], records):
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _as_table(about: dict[str, Any], records: Iterator[dict[str, Any]]) -> Iterator[str]:
    text = StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=(*_COLUMNS, *about))
    writer.writeheader()
    for record in records:
        writer.writerow({column: _cell(value) for column, value in {**record, **about}.items()})
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def _cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    text = "; ".join(cast(tuple[str, ...], value)) if isinstance(value, tuple) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(STARTS_A_FORMULA) else text
