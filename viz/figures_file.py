# This library ships no types of its own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
"""Figures of monitoring as a table for a spreadsheet: CSV, each row marked, or a workbook (XLSX).

Only `viz.export` asks for its bytes. Every text is written as a text: nothing in it can become a formula.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO, StringIO
from typing import Literal

import xlsxwriter

from graph.model.view import Role
from graph.rules.monitoring import FigureTable
from viz.network import Caption
from viz.spreadsheet import spreadsheet_cell
from viz.text_metrics import printable

FiguresForm = Literal["csv", "xlsx"]
MEDIA: dict[FiguresForm, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MADE_BY: frozenset[Role] = frozenset({"manager", "operator"})
_COLUMNS = ("Table", "What", "Count", "How it counts")
_MARKED = ("Figures", "Marking", "Made", "Data")


@dataclass(frozen=True)
class FiguresFile:
    """The tables of one period; `title` says which, and whether small numbers are suppressed."""

    title: str
    tables: tuple[FigureTable, ...]
    form: FiguresForm

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
        """Managers, and the operator of this machine; whether they see everything was asked before."""
        return MADE_BY

    def in_bytes(self, caption: Caption, entry: int) -> Iterator[bytes]:  # noqa: ARG002  since every file that leaves is given its entry
        """The whole file."""
        marks = (self.title, caption.marking, caption.made, caption.data_note)
        rows = [(each.heading, name, count, each.note) for each in self.tables for name, count in each.rows]
        yield _as_csv(rows, marks) if self.form == "csv" else _as_xlsx(rows, marks, caption)


_Rows = list[tuple[str, str, int | str, str]]


def _as_csv(rows: _Rows, marks: tuple[str, ...]) -> bytes:
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow((*_COLUMNS, *_MARKED))
    writer.writerows([spreadsheet_cell(cell) for cell in (*row, *marks)] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _as_xlsx(rows: _Rows, marks: tuple[str, ...], caption: Caption) -> bytes:
    written = BytesIO()
    texts_only = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, {**texts_only, "in_memory": True})
    heading = book.add_format({"bold": True, "bottom": 1})
    about, sheet = book.add_worksheet("About"), book.add_worksheet("Figures")
    marking = printable(caption.marking)
    for each in (about, sheet):
        each.set_header(f"&C{marking.replace('&', '&&')[:200]}")
        each.set_paper(9)
    for place, (name, value) in enumerate(zip(_MARKED, marks, strict=True)):
        about.write_row(place, 0, (name, printable(value)))
    about.set_column(0, 1, 40)
    sheet.write_row(0, 0, _COLUMNS, heading)
    for place, row in enumerate(rows, 1):
        sheet.write_row(place, 0, [printable(cell) if isinstance(cell, str) else cell for cell in row])
    sheet.set_column(0, 1, 45)
    sheet.freeze_panes(1, 0)
    book.set_properties({"comments": marking, "created": caption.made_at.astimezone(UTC)})
    book.close()
    return written.getvalue()
