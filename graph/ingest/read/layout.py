"""How a table lies in its file: what parts its columns, which row names them, and what stands above it.

A row above the table (a title, a marking, who made it and when) has few cells; the line of columns is the first row
that is as wide as the rows below it and holds words alone, each once. Where the first row is wide enough it is the
line of columns, so that what is wrong with it is said of it.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence

from graph.ingest.reading_limits import MAX_LINE

SEARCHED = 25
"""Rows at the top of a table among which the line of columns is searched for."""
DELIMITERS = (",", ";", "\t", "|")
RARE = ("^", "~", ":")
"""Signs that part columns where none of the usual ones does."""
_SEP = re.compile(r'^\ufeff?"?sep=(.)"?\s*$', re.IGNORECASE)
_FEWEST_WORDS = 2
_NUMBER = re.compile(r"[\d\s.,:/+-]+")


def named_delimiter(line: str) -> str | None:
    """The delimiter that a spreadsheet's own first line `sep=;` names; None for any other line."""
    named = _SEP.match(line)
    return None if named is None else named[1]


def delimiter_of(text: str) -> str:
    """What parts the columns in the first lines of a file: a comma, unless another sign fits more of the rows."""
    best, best_fit = ",", 0.0
    for delimiter in DELIMITERS:
        fit = _fit(text, delimiter)
        if fit > best_fit:
            best, best_fit = delimiter, fit
    if best_fit:
        return best
    return next((each for each in RARE if text.partition("\n")[0].count(each) >= _FEWEST_WORDS), best)


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """The index of the row that names the columns, among the first rows that are not blank."""
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    if not widths:
        return 0
    wide = _usual_width(rows)
    if (widths[0] >= _FEWEST_WORDS and widths[0] * 2 > wide) or wide < _FEWEST_WORDS + 1:
        return 0
    for number, row in enumerate(rows):
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) * 4 >= wide * 3 and len(set(cells)) == len(cells) and not any(map(_NUMBER.fullmatch, cells)):
            return number
    return 0


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """The width of the table itself: that which most rows have, counted to their last filled cell."""
    widths = Counter(_last_filled(row) for row in rows)
    return max(widths, key=lambda width: (widths[width], width))


def _last_filled(row: Sequence[str]) -> int:
    return max((number for number, cell in enumerate(row, 1) if cell.strip()), default=0)


def _fit(text: str, delimiter: str) -> float:
    """Which part of the rows is as wide as most of them, from 0; 0 where that is one cell."""
    if delimiter not in text:
        return 0.0
    csv.field_size_limit(MAX_LINE + 1)
    try:
        rows = [row for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter) if row]
    except csv.Error:
        return 0.0
    if not rows:
        return 0.0
    widths = Counter(map(len, rows))
    usual = max(widths, key=lambda width: (widths[width], width))
    head = next((row for row in rows if len(row) == usual), ())
    return widths[usual] / len(rows) if usual > 1 and len(head) > 1 else 0.01 * (len(rows[0]) > 1)
