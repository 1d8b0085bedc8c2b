"""One report: its visible items, and its own words where the whole of it is visible."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from graph.errors import NotFound
from graph.queries.answers import ReportShown
from graph.queries.cards import OfEntity
from graph.queries.filters import seen
from graph.queries.items import ITEMS, shown
from graph.queries.question import Asking, Question, Statement


class PartRow(NamedTuple):
    """One version of one item of the report, and how the View takes it.

    `cleared`: its access is in the clearance; `known`: it was recorded by then; `passes`: it passes the View. The
    report's words come only beside an item that passes.
    """

    item: str
    lineage: str
    item_no: str
    cleared: bool
    known: bool
    passes: bool
    ref: str
    source_system: str
    recorded_at: int
    title: str
    text: str


PARTS = Statement(
    text=f"""
    MATCH (r:Report {{id: $id}})-[:CONTAINS]->(i:Item)
    WITH r, i, {seen("i")} AS passes
    RETURN i.id AS item, i.lineage AS lineage, i.item_no AS item_no, i.access IN $access AS cleared,
           i.recorded_at <= $known_at AS known, passes AS passes,
           CASE WHEN passes THEN r.ref ELSE '' END AS ref,
           CASE WHEN passes THEN r.source_system ELSE '' END AS source_system,
           CASE WHEN passes THEN r.recorded_at ELSE 0 END AS recorded_at,
           CASE WHEN passes THEN coalesce(r.title, '') ELSE '' END AS title,
           CASE WHEN passes THEN coalesce(r.text, '') ELSE '' END AS text
    """,
    row=PartRow,
)


def ask_report(asking: Asking, parameters: OfEntity) -> ReportShown:
    """The report as this View knows it. Raises `NotFound` when no item of it is visible."""
    parts = asking.rows(PARTS, id=parameters.id)
    visible = [part for part in parts if part.passes]
    if not visible:
        raise NotFound(f"No report is recorded as {parameters.id!r} in what you may see.", "Check its reference.")
    numbers = {part.item: part.item_no for part in visible}
    items = sorted(asking.rows(ITEMS, items=sorted(numbers)), key=lambda row: (numbers[row.id], row.id))
    whole = is_whole(parts)
    return ReportShown(
        id=parameters.id,
        ref=visible[0].ref,
        source_system=visible[0].source_system,
        recorded_at=visible[0].recorded_at,
        title=(visible[0].title or None) if whole else None,
        text=(visible[0].text or None) if whole else None,
        items=tuple(shown(row) for row in items),
    )


class Version(Protocol):
    """One version of one item of a report, and how the View takes it; see `PartRow`."""

    @property
    def lineage(self) -> str: ...

    @property
    def cleared(self) -> bool: ...

    @property
    def known(self) -> bool: ...

    @property
    def passes(self) -> bool: ...


def is_whole(parts: Iterable[Version]) -> bool:
    """Whether every item of the report is visible: each lineage wholly within the clearance, and one version passing.

    A correction that came after the View's moment does not count, unless its item has no earlier version.
    """
    lineages: dict[str, list[Version]] = defaultdict(list)
    for part in parts:
        lineages[part.lineage].append(part)
    for versions in lineages.values():
        by_then = [part for part in versions if part.known] or versions
        if not all(part.cleared for part in by_then) or not any(part.passes for part in by_then):
            return False
    return True


REPORT = Question(
    id="report",
    prose="What does this report say?",
    parameters=OfEntity,
    answer=ReportShown,
    statements=(PARTS, ITEMS),
    work=ask_report,
    evidence=None,
)
