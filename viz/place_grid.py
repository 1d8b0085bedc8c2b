"""A chart as a grid of places: its premises by postcode district, and under each who and what is named with it.

No position on the ground is recorded, so that districts stand in the order of their names and not as on a map.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from xml.sax.saxutils import escape

from graph.errors import ValueRefused
from graph.values.address import Address
from viz.chart_drawing import NARROW, ChartTable, Drawing, wording
from viz.occurrences import ChartEntity, Occurrences
from viz.style import INK, LINE, QUIET, icon
from viz.text_metrics import broken, printable

NO_POSTCODE = "No postcode recorded"
COLUMNS = 4
GAP = 12.0
PAD = 10.0
TEXT = 10.5
LEADING = 14.0
MOST_NAMED = 8
"""Names drawn under one place; the table lists all."""


@dataclass(frozen=True, slots=True)
class PlaceCell:
    """Premises and those that the same items name, each with the number of those items, most first."""

    premises: ChartEntity
    items: tuple[str, ...]
    named: tuple[tuple[ChartEntity, int], ...]


@dataclass(frozen=True, slots=True)
class PlaceGrid:
    """The places of a chart by district."""

    found: Occurrences

    name = "places"

    @property
    def districts(self) -> tuple[tuple[str, tuple[PlaceCell, ...]], ...]:
        """Each district with its places: CF5 before CF10, places without a postcode last."""
        entities = {each.id: each for each in self.found.entities}
        places: dict[str, list[PlaceCell]] = defaultdict(list)
        for each in self.found.entities:
            if each.kind == "premises":
                places[district_of(each.label)].append(self._place(each, entities))
        return tuple((name, tuple(places[name])) for name in sorted(places, key=_order))

    def _place(self, premises: ChartEntity, entities: dict[str, ChartEntity]) -> PlaceCell:
        count: dict[str, int] = defaultdict(int)
        mine = [item for item in self.found.items if premises.id in item.names]
        for item in mine:
            for id in item.names:
                if id != premises.id:
                    count[id] += 1
        named = sorted(count, key=lambda id: (-count[id], entities[id].label, id))
        return PlaceCell(premises, tuple(item.ref for item in mine), tuple((entities[id], count[id]) for id in named))

    @property
    def said(self) -> tuple[str, ...]:
        """How it has to be read."""
        lines = [
            "Premises by postcode district, in the order of their names and not of the ground; under each, who and "
            "what the same items name, with the number of items."
        ]
        if any(len(place.named) > MOST_NAMED for _, places in self.districts for place in places):
            lines.append(f"At most {MOST_NAMED} are drawn under one place, those with most items; the table lists all.")
        return tuple(lines)

    @property
    def tables(self) -> tuple[ChartTable, ...]:
        """A line for each premises."""
        rows = tuple(
            (
                district,
                place.premises.label,
                "; ".join(f"{each.called} ({n})" for each, n in place.named),
                ", ".join(place.items),
            )
            for district, places in self.districts
            for place in places
        )
        return (ChartTable("Places", ("District", "Premises", "Named with it (items)", "Items"), rows),)

    def spelled(self) -> "PlaceGrid":
        """With names in letters that the shipped fonts can draw."""
        return PlaceGrid(self.found.spelled())

    def drawing(self) -> Drawing:
        """The grid, without title or caption: a row of boxes under the name of each district."""
        parts: list[str] = []
        y = 0.0
        for district, places in self.districts:
            body, high = _district(district, places)
            parts.append(f'<g class="district" transform="translate(0 {y:.1f})">{body}</g>')
            y += high + GAP
        if not parts:
            parts.append(wording("No premises in this chart.", 0, 20, TEXT, INK))
        return Drawing(NARROW, max(40.0, y), "\n".join(parts))


def district_of(label: str) -> str:
    """The postcode district that premises are called by, or that none is recorded."""
    try:
        code = Address.parse(label).postcode
    except ValueRefused:
        code = None
    return NO_POSTCODE if code is None else code.district


def _order(district: str) -> tuple[bool, str, int, str]:
    found = re.match(r"([A-Z]+)([0-9]*)", district)
    area, number = (found[1], found[2]) if found and district != NO_POSTCODE else ("", "")
    return (district == NO_POSTCODE, area, int(number or 0), district)


def _district(name: str, places: tuple[PlaceCell, ...]) -> tuple[str, float]:
    """One district, and how high it is: its places in as many columns as fit, each in the shortest."""
    wide = (NARROW - GAP * (COLUMNS - 1)) / COLUMNS
    feet = [26.0] * COLUMNS
    parts = [wording(name, 0, 16, 14, INK, bold=True), f'<path d="M0 21H{NARROW:.0f}" stroke="{LINE}"/>']
    for place in places:
        column = feet.index(min(feet))
        lines, high = _drawn(place, wide)
        frame = f'<rect width="{wide:.1f}" height="{high:.1f}" fill="none" stroke="{LINE}"/>'
        at = f"translate({column * (wide + GAP):.1f} {feet[column]:.1f})"
        parts.append(f'<g transform="{at}"><title>{escape(printable(place.premises.label))}</title>{frame}{lines}</g>')
        feet[column] += high + GAP
    return "".join(parts), max(feet) - GAP


def _drawn(place: PlaceCell, wide: float) -> tuple[str, float]:
    """One place with those that the same items name, and how high it is."""
    y = PAD + 4
    parts = [f'<g transform="translate({PAD + 9} {y + 3:.1f}) scale(0.36)">{icon("premises", None)}</g>']
    for line in broken(printable(place.premises.label), TEXT, wide - 2 * PAD - 24, bold=True):
        parts.append(wording(line, PAD + 24, y + TEXT * 0.6, TEXT, INK, bold=True))
        y += LEADING
    for each, count in place.named[:MOST_NAMED]:
        for at, line in enumerate(broken(printable(f"{each.called} ({count})"), TEXT, wide - 2 * PAD - 40)):
            if at == 0:
                sign = icon(each.kind, None)
                parts.append(f'<g transform="translate({PAD + 30} {y + 3:.1f}) scale(0.24)">{sign}</g>')
            parts.append(wording(line, PAD + 40, y + TEXT * 0.6, TEXT, INK))
            y += LEADING
    if (left := len(place.named) - MOST_NAMED) > 0:
        parts.append(wording(f"+ {left}", PAD + 40, y + TEXT * 0.6, TEXT, QUIET))
        y += LEADING
    return "".join(parts), y + 4
