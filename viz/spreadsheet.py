"""Tables in CSV: each row marked, and no cell that a spreadsheet takes for a formula."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from viz.network import Network
from viz.text_metrics import printable

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def marked_csv(
    network: Network, columns: Sequence[str], rows: Iterable[Sequence[str | float]], marked: Sequence[str]
) -> bytes:
    """A table whose rows also carry what the picture is marked with, so that no row goes anywhere without it.

    `marked` are the headings of that, in their order: title, marking, made, view, data, reading, in any case.
    """
    caption = network.caption
    about = {
        "title": network.title,
        "marking": caption.marking,
        "made": caption.made,
        "view": caption.view,
        "data": caption.data_note,
        "reading": network.reading,
    }
    return marked_rows(columns, rows, {heading: about[heading.lower()] for heading in marked})


def marked_rows(columns: Sequence[str], rows: Iterable[Sequence[str | float]], marks: Mapping[str, str]) -> bytes:
    """A table whose rows each carry these marks, by their heading."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow((*columns, *marks))
    for row in rows:
        writer.writerow([spreadsheet_cell(value) for value in (*row, *marks.values())])
    # With its mark at the start, since a spreadsheet would otherwise not read it as UTF-8.
    return written.getvalue().encode("utf-8-sig")


def spreadsheet_cell(value: str | float) -> str | float:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
