"""What stands below a table and is no row of it: totals, the end of a report, how many rows there are, notes.

Such a row is refused with a sentence, so that it is never an item, and nothing that stands below it repeats it. A
total or an end is recognised by its words wherever it stands; a note by standing alone in its row, below a gap, after
the last row of the table.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.ingest.rows import RawRow

FEWEST_COLUMNS = 3
"""A row of fewer columns that has one cell may be a row of its table."""
MOST_NOTES = 25
"""Rows at the end of a table that may be its notes."""
REASON = "it reads as a {what} and was not loaded; if it is a row, give its other cells"
TOTAL, NOTE, LINE = "total below the table", "note below the table", "line drawn beside the table"

_TOTAL = re.compile(
    r"(?:grand |sub-?|report )?totals?(?: \w+)?|.{1,40} (?:sub-?)?total|sum|count|average|mean"
    r"|cyfanswm|gesamt(?:summe)?|summe",
    re.IGNORECASE,
)
_END = re.compile(
    r"[-*=_ ]*(?:end of (?:the )?(?:report|file|list|data|export|extract|table|document)|end|diwedd(?: yr adroddiad)?"
    r"|ende)[-*=_ .]*"
    r"|\(?(?:total )?\d[\d,]* (?:rows?|records?|results?|entries|lines|items)"
    r"(?: (?:found|returned|exported|selected|affected))?\)?\.?"
    r"|(?:number|no\.?|total) of (?:rows|records|results|entries)\b.*"
    r"|(?:rows|records|results|entries) ?(?:returned|exported|found)?: ?\d[\d,]*"
    r"|(?:report )?(?:printed|generated|exported|produced|created|extracted|run)(?: on| by| at| from|:).*"
    r"|page \d+(?: of \d+)?|official(?:[- ]sensitive)?(?:\W.*)?|(?:notes?|source|disclaimer|nodyn|nodiadau) ?:.*",
    re.IGNORECASE | re.DOTALL,
)
_DRAWN = re.compile(r"[-+=_ ]{2,}")
_FIGURES = re.compile(r"[\d\s.,:%£€$+-]*")


def without_what_is_below(rows: Iterable[RawRow], width: int) -> Iterator[RawRow]:
    """The rows of a table of so many columns, with what is no row of it refused."""
    held: list[RawRow] = []
    for row in rows:
        what = _known_by_words(row, width)
        given = _refused(row, what) if what else row
        waits = bool(held) if what else _stands_alone(row, width) and (bool(held) or row.after_blank)
        if waits and len(held) < MOST_NOTES:
            held.append(given)
            continue
        yield from held
        held.clear()
        yield given
    yield from (row if row.beside else _refused(row, NOTE) for row in held)


def _known_by_words(row: RawRow, width: int) -> str:
    """What a row is that says itself that it is none: a total, the end, a drawn line; nothing for any other."""
    texts = list(row.cells.values())
    if not texts or width < 2:
        return ""
    if all(map(_DRAWN.fullmatch, texts)):
        return LINE
    first, rest = texts[0].rstrip(": "), texts[1:]
    if _TOTAL.fullmatch(first) and (rest or width >= FEWEST_COLUMNS) and all(map(_is_figure, rest)):
        return TOTAL
    alone = not rest or all(map(_FIGURES.fullmatch, rest))
    return NOTE if alone and len(texts) < max(width, 2) and _END.fullmatch(texts[0]) else ""


def _is_figure(text: str) -> bool:
    return _FIGURES.fullmatch(text) is not None or text.startswith("=")


def _stands_alone(row: RawRow, width: int) -> bool:
    return width >= FEWEST_COLUMNS and len(row.cells) == 1 and not row.refusals


def _refused(row: RawRow, what: str) -> RawRow:
    text = "; ".join(row.cells.values())[:200]
    return replace(row, refusals=(row.refuse("", REASON.format(what=what), text),), beside=True)
