"""What a chart can be drawn as beside the network: a drawing in SVG, and the tables that say the same."""

from dataclasses import dataclass
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from viz.text_metrics import FAMILY, printable

NARROW = 1120.0
"""Width of every drawing, in points."""


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A table that says what the drawing shows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """SVG without its frame, and the room that it takes, in points."""

    wide: float
    high: float
    body: str

    @property
    def svg(self) -> str:
        """For a page that says itself what it is."""
        box = f'viewBox="0 0 {self.wide:.0f} {self.high:.0f}" width="{self.wide:.0f}" height="{self.high:.0f}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family={quoteattr(FAMILY)}>{self.body}</svg>'


class ChartView(Protocol):
    """What a chart can be seen as."""

    @property
    def name(self) -> str:
        """In one word, for a file's name."""
        ...

    @property
    def said(self) -> tuple[str, ...]:
        """How it has to be read."""
        ...

    @property
    def tables(self) -> tuple[ChartTable, ...]:
        """The same in tables; the first is the one that a CSV file holds."""
        ...

    def drawing(self) -> Drawing:
        """The drawing, without title or caption."""
        ...

    def spelled(self) -> "ChartView":
        """With names in letters that the shipped fonts can draw."""
        ...


def wording(text: str, x: float, y: float, size: float, ink: str, *, anchor: str = "start", bold: bool = False) -> str:
    """One line of text in a drawing."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{ink}"{weight}>'
        f"{escape(printable(text))}</text>"
    )
