"""A chart as a timeline: a line for each entity, time to the right, and what names several of them drawn across.

The lines of two who are named in one item are joined at its day, so that who is together when is seen at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations
from xml.sax.saxutils import escape

from viz.chart_drawing import NARROW, ChartTable, Drawing, wording
from viz.occurrences import ChartEntity, Occurrence, Occurrences
from viz.style import INK, LINE, LOOKS, PAPER, QUIET, icon
from viz.text_metrics import printable, width

MOST_ROWS = 60
"""Lines that one drawing holds; its tables list all."""
ROW = 24.0
NAMES = 250.0
"""Room for the names, left of the lines."""
TOP = 30.0
TEXT = 10.5
DOT = 4.5


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """Items that happened in the same days and name the same entities, by their place among the lines."""

    first: date
    last: date
    rows: tuple[int, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One entity's first and last day (None: nothing dated), its items, and how many of them are undated."""

    entity: ChartEntity
    first: date | None
    last: date | None
    items: int
    undated: int

    @classmethod
    def of(cls, entity: ChartEntity, items: list[Occurrence]) -> "TimelineRow":
        """From the items that name it."""
        firsts = [item.first for item in items if item.first is not None]
        lasts = [item.last for item in items if item.last is not None]
        return cls(entity, min(firsts, default=None), max(lasts, default=None), len(items), len(items) - len(firsts))


@dataclass(frozen=True, slots=True)
class ChartTimeline:
    """The lines, and what happened on them."""

    found: Occurrences

    name = "timeline"

    @property
    def rows(self) -> tuple[ChartEntity, ...]:
        """The entities that have a line, those named together near one another: all, or those that most items name."""
        count = _counts(self.found.items)
        most = sorted(self.found.entities, key=lambda each: (-count[each.id], each.id))[:MOST_ROWS]
        kept = {each.id for each in most}
        return _near_one_another(tuple(each for each in self.found.entities if each.id in kept), self.found.items)

    @property
    def marks(self) -> tuple[TimelineMark, ...]:
        """What is drawn, the earliest first."""
        place = {each.id: at for at, each in enumerate(self.rows)}
        same: dict[tuple[date, date, tuple[int, ...]], list[str]] = defaultdict(list)
        for item in self.found.items:
            rows = tuple(sorted(place[id] for id in item.names if id in place))
            if rows and item.first is not None and item.last is not None:
                same[item.first, item.last, rows].append(item.ref)
        return tuple(TimelineMark(*key, tuple(refs)) for key, refs in sorted(same.items()))

    @property
    def said(self) -> tuple[str, ...]:
        """How it has to be read."""
        lines = ["A line for each entity; a dot for each day with an item, and a line across to all that it names."]
        undated = sum(item.first is None for item in self.found.items)
        if undated:
            lines.append(
                f"{undated} undated {'item is' if undated == 1 else 'items are'} in the table, and not in the drawing."
            )
        if len(self.rows) < len(self.found.entities):
            lines.append(
                f"{len(self.rows)} of {len(self.found.entities)} lines are drawn, those with most items; "
                "the tables list all."
            )
        return tuple(lines)

    @property
    def tables(self) -> tuple[ChartTable, ...]:
        """What happened, the earliest first, and the entities with their first and last day."""
        named = {each.id: each for each in self.found.entities}
        happened = tuple(
            (_days(item), item.ref, "; ".join(named[id].called for id in item.names)) for item in self.found.items
        )
        return (
            ChartTable("Items", ("When", "Item", "Names"), happened),
            ChartTable(
                "Entities",
                ("Name", "Kind", "First", "Last", "Items", "Undated"),
                tuple(
                    (
                        each.entity.called,
                        LOOKS[each.entity.kind].name,
                        "" if each.first is None else each.first.isoformat(),
                        "" if each.last is None else each.last.isoformat(),
                        str(each.items),
                        str(each.undated),
                    )
                    for each in self.lines
                ),
            ),
        )

    @property
    def lines(self) -> tuple[TimelineRow, ...]:
        """Every entity with its first and last day, whether its line is drawn or not."""
        mine: dict[str, list[Occurrence]] = defaultdict(list)
        for item in self.found.items:
            for id in item.names:
                mine[id].append(item)
        return tuple(TimelineRow.of(each, mine[each.id]) for each in self.found.entities)

    def spelled(self) -> "ChartTimeline":
        """With names in letters that the shipped fonts can draw."""
        return ChartTimeline(self.found.spelled())

    def drawing(self) -> Drawing:
        """The lines, without title or caption."""
        rows, marks = self.rows, self.marks
        wide = NARROW
        high = TOP + ROW * max(1, len(rows)) + 8
        scale = _Scale.of(marks, NAMES + 16, wide - 20)
        return Drawing(wide, high, "\n".join(_parts(rows, marks, scale, high)))


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days as places from left to right."""

    first: date
    days: int
    left: float
    right: float

    @classmethod
    def of(cls, marks: tuple[TimelineMark, ...], left: float, right: float) -> "_Scale":
        if not marks:
            return cls(date(2000, 1, 1), 1, left, right)
        first = min(mark.first for mark in marks)
        return cls(first, max(1, (max(mark.last for mark in marks) - first).days), left, right)

    def at(self, day: date) -> float:
        return self.left + (self.right - self.left) * (day - self.first).days / self.days

    def ticks(self) -> Iterator[tuple[date, str]]:
        """The first days of months or years, as few as can be read, with their writing."""
        last = self.first + timedelta(self.days)
        months = (last.year - self.first.year) * 12 + last.month - self.first.month + 1
        step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 1200) if months / step <= 14)
        number = -(-(self.first.year * 12 + self.first.month - 1) // step) * step
        while (day := date(number // 12, number % 12 + 1, 1)) <= last:
            if day >= self.first:
                yield day, f"{day:%m/%Y}" if step < 12 else f"{day.year:04}"
            number += step


def _parts(rows: tuple[ChartEntity, ...], marks: tuple[TimelineMark, ...], scale: _Scale, high: float) -> Iterator[str]:
    for day, text in scale.ticks() if marks else ():
        x = scale.at(day)
        yield f'<path d="M{x:.1f} {TOP - 8:.1f}V{high:.1f}" stroke="{LINE}" stroke-opacity="0.25"/>'
        yield wording(text, x, TOP - 13, TEXT, QUIET, anchor="middle")
    for at, row in enumerate(rows):
        yield from _row(row, at, marks, scale)
    for mark, x in _apart(marks, scale):
        yield from _mark(mark, x, rows, scale)


def _row(row: ChartEntity, at: int, marks: tuple[TimelineMark, ...], scale: _Scale) -> Iterator[str]:
    y = _y(at)
    mine = [mark for mark in marks if at in mark.rows]
    yield f'<g class="line {row.kind}"><title>{escape(printable(row.called))}</title>'
    yield f'<g transform="translate(13 {y:.1f}) scale(0.36)">{icon(row.kind, None)}</g>'
    yield wording(_short(row.called), 30, y + TEXT * 0.35, TEXT, INK)
    if mine:
        start, end = scale.at(min(mark.first for mark in mine)), scale.at(max(mark.last for mark in mine))
        colour = LOOKS[row.kind].colour
        yield f'<path d="M{start:.1f} {y:.1f}H{max(end, start + 0.1):.1f}" stroke="{colour}" stroke-width="1.5"/>'
    yield "</g>"


def _mark(mark: TimelineMark, x: float, rows: tuple[ChartEntity, ...], scale: _Scale) -> Iterator[str]:
    names = ", ".join(rows[at].called for at in mark.rows)
    when = mark.first.isoformat() if mark.first == mark.last else f"{mark.first} – {mark.last}"
    title = f"{when}: {names} ({', '.join(mark.items)})"
    yield f'<g class="mark"><title>{escape(printable(title))}</title>'
    if len(mark.rows) > 1:
        top, foot = _y(mark.rows[0]), _y(mark.rows[-1])
        yield f'<path d="M{x:.1f} {top:.1f}V{foot:.1f}" stroke="{INK}" stroke-width="1.2" stroke-opacity="0.7"/>'
    for at in mark.rows:
        colour, y = LOOKS[rows[at].kind].colour, _y(at)
        if mark.last > mark.first:
            long = max(scale.at(mark.last) - scale.at(mark.first), 1.0)
            yield (
                f'<rect x="{scale.at(mark.first):.1f}" y="{y - 3:.1f}" width="{long:.1f}" height="6" rx="3" '
                f'fill="{colour}" fill-opacity="0.35"/>'
            )
        size = DOT if len(mark.items) == 1 else DOT + 3
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{colour}" stroke="{PAPER}"/>'
        if len(mark.items) > 1:
            yield wording(str(len(mark.items)), x, y + 3, 8.5, PAPER, anchor="middle", bold=True)
    yield "</g>"


def _apart(marks: tuple[TimelineMark, ...], scale: _Scale) -> Iterator[tuple[TimelineMark, float]]:
    """Each mark and where it stands: those that would lie on one another stand at most a dot's half aside, since a
    mark further off would stand at another day."""
    taken: dict[int, list[float]] = defaultdict(list)
    for mark in marks:
        x = scale.at(mark.first)
        span = range(mark.rows[0], mark.rows[-1] + 1)
        crossed = [other for row in span for other in taken[row]]
        aside = (x + way * step * DOT for step in range(2) for way in (1, -1))
        free = (at for at in aside if scale.left <= at <= scale.right and all(abs(at - o) >= DOT for o in crossed))
        x = next(free, x)
        for row in span:
            taken[row].append(x)
        yield mark, x


def _y(at: int) -> float:
    return TOP + ROW * (at + 0.5)


def _short(text: str) -> str:
    """A name as far as there is room; its whole is in the title and in the tables."""
    text = printable(text)
    if width(text, TEXT) <= NAMES - 34:
        return text
    while text and width(text + "…", TEXT) > NAMES - 34:
        text = text[:-1]
    return text.rstrip() + "…"


def _near_one_another(entities: tuple[ChartEntity, ...], items: tuple[Occurrence, ...]) -> tuple[ChartEntity, ...]:
    """A child with most items first, or else any entity; then always the one most often named with the last few."""
    count, together = _counts(items), defaultdict[tuple[str, str], int](int)
    for item in items:
        for pair in permutations(item.names, 2):
            together[pair] += 1
    left = sorted(entities, key=lambda each: (each.kind != "child", -count[each.id]))
    rows = left[:1]
    left = [each for each in entities if each not in rows]
    while left:
        last = [row.id for row in rows[-3:]]
        following = max(left, key=lambda each: sum(together[each.id, id] for id in last))
        rows.append(following)
        left.remove(following)
    return tuple(rows)


def _counts(items: Iterable[Occurrence]) -> dict[str, int]:
    count: dict[str, int] = defaultdict(int)
    for item in items:
        for id in item.names:
            count[id] += 1
    return count


def _days(item: Occurrence) -> str:
    if item.first is None or item.last is None:
        return "not dated"
    return item.first.isoformat() if item.first == item.last else f"{item.first} to {item.last}"
