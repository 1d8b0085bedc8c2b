# This library ships no types of its own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
"""The picture as a workbook (XLSX): what it is, its entities, its links, and the items behind each link.

Every text is written as a text: nothing in it can become a formula or a link.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from viz.network import Network
from viz.positions import Layout
from viz.style import LOOKS
from viz.text_metrics import printable

_WIDEST = 60
_TEXTS_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}

Cell = str | float | None


def as_xlsx(network: Network, _layout: Layout | None = None) -> bytes:
    """`network` as a workbook of four sheets, each with a heading row that stays in sight and can be filtered."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written, _TEXTS_ONLY)
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    marking = printable(network.caption.marking)
    sheets: dict[str, tuple[Sequence[str], Iterable[Sequence[Cell]]]] = {
        "About": (("What", "Is"), _about(network)),
        "Entities": (("Id", "Name", "Kind", "SERAF category", "Note"), _entities(network)),
        "Links": (
            ("From id", "From", "To id", "To", "Link", "How", "Confirmed", "Strength, 0 to 1", "Items"),
            _links(network),
        ),
        "Evidence": (("From", "To", "Link", "Item"), _evidence(network)),
    }
    for name, (columns, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        # An ampersand begins a code in a header.
        sheet.set_header(f"&C{marking.replace('&', '&&')[:200]}")
        sheet.set_landscape()
        sheet.set_paper(9)
        _fill(sheet, columns, rows, heading)
    made_at = network.caption.made_at.astimezone(UTC)
    book.set_properties({"title": printable(network.title), "comments": marking, "created": made_at})
    book.close()
    return written.getvalue()


def _fill(sheet: Worksheet, columns: Sequence[str], rows: Iterable[Sequence[Cell]], heading: Format) -> None:
    widths = [len(column) for column in columns]
    sheet.write_row(0, 0, columns, heading)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(last, place, cell)
            elif cell is not None:
                sheet.write_number(last, place, cell)
            widths[place] = max(widths[place], len(str(cell or "")))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width + 2, _WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _about(network: Network) -> Iterable[Sequence[Cell]]:
    caption = network.caption
    yield "Marking", printable(caption.marking)
    yield "Title", printable(network.title)
    yield "Made", printable(caption.made)
    yield "View", printable(caption.view)
    yield "Shows", network.shown
    if caption.data_note:
        yield "Data", printable(caption.data_note)
    if network.reading:
        yield "Reading", network.reading


def _entities(network: Network) -> Iterable[Sequence[Cell]]:
    for node in network.nodes:
        category = "" if node.category is None else str(node.category)
        yield printable(node.id), printable(node.label), LOOKS[node.kind].name, category, printable(node.note)


def _links(network: Network) -> Iterable[Sequence[Cell]]:
    labels = {node.id: printable(node.full_label) for node in network.nodes}
    for edge in network.edges:
        yield (
            printable(edge.source),
            labels[edge.source],
            printable(edge.target),
            labels[edge.target],
            printable(edge.label),
            printable(edge.kind),
            edge.standing,
            edge.strength,
            edge.items,
        )


def _evidence(network: Network) -> Iterable[Sequence[Cell]]:
    labels = {node.id: printable(node.full_label) for node in network.nodes}
    for edge in network.edges:
        for item in edge.evidence:
            yield labels[edge.source], labels[edge.target], printable(edge.label), printable(item)
