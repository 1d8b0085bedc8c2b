"""A timeline or a grid of places as a file: one drawing on a sheet with its marking and caption, and its tables.

Only `viz.export` asks for its bytes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from graph.model.view import Role
from graph.reading.question import READERS
from graph.rules.roles import NOT_RESPONSIBILITY
from viz.chart_drawing import NARROW, ChartView, wording
from viz.image import svg_as_png
from viz.network import Caption
from viz.spreadsheet import marked_rows
from viz.style import INK, MARKING_INK, MARKING_PAPER, PAPER
from viz.text_metrics import FAMILY, broken, printable
from viz.transliteration import latin
from viz.typesetting import shipped, typeset

SHEET_WIDE, SHEET_HIGH = 1190.55, 841.89
"""An A3 sheet on its side, in points."""
MARGIN = (SHEET_WIDE - NARROW) / 2
BAR = 20.0
SIZE = 9.0
LEADING = 12.0


@dataclass(frozen=True)
class ChartViewFile:
    """A timeline or a grid of places as a file; `people`: it says that a connection is not responsibility."""

    view: ChartView
    form: str
    title: str
    filters: str
    people: bool

    @property
    def ending(self) -> str:
        """What the file's name ends in."""
        return f".{self.form}"

    @property
    def media(self) -> str:
        """The kind of file."""
        return CHART_VIEW_FORMS[self.form][0]

    @property
    def readers(self) -> frozenset[Role]:
        """Every role that reads intelligence."""
        return READERS

    def in_bytes(self, caption: Caption, entry: int) -> Iterator[bytes]:  # noqa: ARG002  since every file that leaves is given its entry
        """The whole file, under this caption."""
        yield CHART_VIEW_FORMS[self.form][1](self, caption)


def _lines(file: ChartViewFile, caption: Caption) -> list[str]:
    """What stands under the drawing."""
    said = [
        NOT_RESPONSIBILITY if file.people else "",
        *file.view.said,
        caption.made,
        f"View: {caption.view}",
        f"Filters of this chart: {file.filters}" if file.filters else "",
        caption.data_note,
    ]
    return [printable(line) for line in said if line]


def _svg(file: ChartViewFile, caption: Caption, *, spell: Callable[[str], str] = str) -> str:
    """One A3 sheet on its side, the drawing smaller where it would not fit; `spell` writes what stands around it."""
    drawing = file.view.drawing()
    marking, title = (printable(spell(text)) for text in (caption.marking, file.title))
    titles = broken(title, 15, NARROW, bold=True)
    said = [part for line in _lines(file, caption) for part in broken(spell(line), SIZE, NARROW)]
    top = BAR + 12 + 19 * len(titles)
    foot = SHEET_HIGH - BAR - 8 - LEADING * len(said)
    scale = min(1.0, (foot - top - 10) / drawing.high)
    left = MARGIN + (NARROW - drawing.wide * scale) / 2
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="420mm" height="297mm" '
        f'viewBox="0 0 {SHEET_WIDE} {SHEET_HIGH}" font-family={quoteattr(FAMILY)} xml:lang="en-GB" role="img" '
        'aria-labelledby="title description">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="description">{escape(" ".join((marking + ".", *said)))}</desc>',
        f'<rect width="{SHEET_WIDE}" height="{SHEET_HIGH}" fill="{PAPER}"/>',
        *(_bar(marking, y) for y in (0.0, SHEET_HIGH - BAR)),
        *(wording(line, MARGIN, BAR + 8 + 17 * (at + 1), 15, INK, bold=True) for at, line in enumerate(titles)),
        f'<g id="picture" transform="translate({left:.2f} {top:.2f}) scale({scale:.5f})">{drawing.body}</g>',
        *(wording(line, MARGIN, foot + LEADING * (at + 0.8), SIZE, INK) for at, line in enumerate(said)),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _spelled_svg(file: ChartViewFile, caption: Caption) -> str:
    return _svg(replace(file, view=file.view.spelled()), caption, spell=latin)


def _bar(marking: str, y: float) -> str:
    bar = f'<rect y="{y:.2f}" width="{SHEET_WIDE}" height="{BAR}" fill="{MARKING_PAPER}"/>'
    return bar + wording(marking, SHEET_WIDE / 2, y + BAR * 0.7, 11.5, MARKING_INK, anchor="middle", bold=True)


def _pdf(file: ChartViewFile, caption: Caption) -> bytes:
    tables = [
        {
            "title": table.title,
            "heads": list(table.heads),
            "rows": [[printable(cell) for cell in row] for row in table.rows],
        }
        for table in file.view.tables
    ]
    data = {
        "title": printable(file.title),
        "marking": printable(caption.marking),
        "caption": _lines(file, caption),
        "tables": tables,
    }
    picture = _spelled_svg(file, caption).encode()
    return typeset(shipped("chart_view.typ"), "data.json", data, caption, **{"picture.svg": picture})


def _csv(file: ChartViewFile, caption: Caption) -> bytes:
    table = file.view.tables[0]
    marks = {
        "title": file.title,
        "marking": caption.marking,
        "made": caption.made,
        "view": caption.view,
        "filters": file.filters,
        "data": caption.data_note,
        "reading": NOT_RESPONSIBILITY if file.people else "",
    }
    return marked_rows([head.lower() for head in table.heads], table.rows, marks)


CHART_VIEW_FORMS: Mapping[str, tuple[str, Callable[[ChartViewFile, Caption], bytes]]] = {
    "svg": ("image/svg+xml", lambda file, caption: _svg(file, caption).encode()),
    "png": ("image/png", lambda file, caption: svg_as_png(_spelled_svg(file, caption))),
    "pdf": ("application/pdf", _pdf),
    "csv": ("text/csv; charset=utf-8", _csv),
}
"""Every form of a timeline or a grid of places: the kind of file, and what writes it."""
