"""What a report's own words wait for.

A report's title and text may speak of an item that was refused, and nobody knows who may see that. So the words are
shown to nobody until that item is loaded, or what could not be read was given again and all of it could. They wait
only for what is refused in loads by somebody who sees them.
"""

from collections.abc import Mapping

from graph.ingest.normalise.model import REST, UNREAD
from graph.ingest.resolve.lookup import Cleared, KnownReport, known_items
from graph.model.ids import lineage_id

Numbers = Mapping[str, set[str]]
"""By report: the numbers of items, `UNREAD` and `REST`."""


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


def loaded_earlier(author: Cleared, missing: Numbers, there: Mapping[str, KnownReport]) -> dict[str, set[str]]:
    """By report: those of these numbers of which an item was loaded before."""
    lineages = {
        lineage_id(report, each): (report, each) for report in missing if report in there for each in missing[report]
    }
    earlier: dict[str, set[str]] = {}
    for item in known_items(author, sorted(lineages)):
        report, number = lineages[item.lineage]
        earlier.setdefault(report, set()).add(number)
    return earlier
