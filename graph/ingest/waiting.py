"""Which items a report's own words wait for.

A report's title and text may speak of an item that was refused, and nobody knows who may see that. So the words are
shown to nobody until that item is loaded, or what could not be read was given again and all of it could.
"""

from collections.abc import Mapping, Sequence

from graph.ingest.known import KnownReport, known_items
from graph.ingest.stated import REST, UNREAD, StatedItem, StatedReport
from graph.model.ids import lineage_id
from graph.store import Writer

Numbers = Mapping[str, set[str]]
"""By report: the numbers of items, `UNREAD` and `REST`."""


def waits_that_change(
    writer: Writer, stated: Sequence[StatedReport], loaded: Sequence[StatedItem], there: Mapping[str, KnownReport]
) -> dict[str, frozenset[str]]:
    """By report: what its words wait for, once `loaded` of what a batch states is written; those where that changes."""
    kept: dict[str, set[str]] = {}
    for item in loaded:
        kept.setdefault(item.item.report, set()).add(item.item.item_no)
    missing: dict[str, set[str]] = {}
    for report in stated:
        refused = {item.item.item_no for item in report.items} - kept.get(report.report.id, set())
        missing.setdefault(report.report.id, set()).update(report.missing, refused)
    earlier = _loaded_earlier(writer, missing, there)
    changed: dict[str, frozenset[str]] = {}
    for report, here in missing.items():
        if report in kept or report in there:
            before = there[report].waiting if report in there else frozenset[str]()
            waiting = waits_for(before, here, kept.get(report, set()), earlier.get(report, set()))
            if waiting != before:
                changed[report] = waiting
    return changed


def waits_for(before: frozenset[str], missing: set[str], kept: set[str], earlier: set[str]) -> frozenset[str]:
    """What the words of a report wait for after a batch.

    `before` they waited for these; the batch misses some items and keeps some, of which both may be said where two
    versions are given; `earlier` are those loaded before, with which the words were shown already. What could not be
    read is waited for until a load that is not the rest of the same misses nothing.
    """
    done = (kept - missing) | {REST}
    if not missing and REST not in before:
        done.add(UNREAD)
    return (before - done) | (missing - earlier)


def _loaded_earlier(writer: Writer, missing: Numbers, there: Mapping[str, KnownReport]) -> dict[str, set[str]]:
    lineages = {
        lineage_id(report, each): (report, each) for report in missing if report in there for each in missing[report]
    }
    earlier: dict[str, set[str]] = {}
    for item in known_items(writer, sorted(lineages)):
        report, number = lineages[item.lineage]
        earlier.setdefault(report, set()).add(number)
    return earlier
