"""Dates, grades and lists as a pack writes them."""

from collections.abc import Iterable

from graph.errors import ValueRefused
from graph.queries.casework.seraf import AssessmentShown
from graph.queries.entities.items import ItemCited
from graph.reading.parts import EntityRef, ItemShown
from graph.rules.seraf import CATEGORY_NAMES
from graph.values.grade import Grade
from graph.values.when import Period, written_day
from graph.wording import Wording, joined, wording
from viz.pack.model import PackItem

CATEGORIES = {
    1: CATEGORY_NAMES[1],
    2: wording("mild"),
    3: wording("moderate"),
    4: wording("significant"),
}


def may_be(stands: AssessmentShown) -> str:
    """` It may be 4.` after a category that is not the highest that it may be; nothing otherwise."""
    return wording(" It may be %(ceiling)s.", ceiling=stands.ceiling) if stands.ceiling > stands.category else ""


def day_words(text: str | None) -> str:
    """A stated time as people write it, such as `6 November 2026`; what is no time as it stands."""
    if not text:
        return wording("undated")
    try:
        return Period.parse(text).shown
    except ValueRefused:
        return text


def happened(item: ItemShown) -> str:
    """When something happened, as far as that is stated."""
    return day_words(item.when)


def grade_word(key: str) -> str:
    """`2C`, or `not graded`."""
    return Grade.parse(key).shown


def listed(names: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    every = list(names)
    if len(every) < 2:
        return every[0] if every else ""
    return wording("%(names)s and %(last)s", names=joined(", ", every[:-1]), last=every[-1])


def named_with(entity: EntityRef) -> str:
    """What an entity is called, with its own references."""
    return f"{entity.label} ({', '.join(entity.refs)})" if entity.refs else entity.label


def sentence(text: str) -> str:
    """A text that somebody typed, on one line and with a full stop."""
    words = text if isinstance(text, Wording) else " ".join(text.split())
    return words if not words or words[-1] in ".!?:;" else wording("%(text)s.", text=words)


def annexed(cited: ItemCited) -> PackItem:
    """An item as it stands in the annex; where it came from (its origin) is never in it."""
    item = cited.item
    return PackItem(
        item.id,
        item.ref,
        cited.source_system,
        happened(item),
        written_day(item.recorded_at),
        ", ".join(each for each in (item.kind, item.event) if each),
        grade_word(item.grade),
        item.text,
    )
