"""Rows whose access their loader may not read: they are stored, and reported by the file alone.

What somebody else has recorded under the same id is not compared with what the file states where the loader could
learn of it: an item that is there already with all that the file states of it is left unchanged; one that states
something else takes an id that digests all it states, so that both stand.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from graph.ingest.normalise.model import StatedReport
from graph.ingest.normalise.reports import Loading, restated
from graph.ingest.resolve.lookup import Cleared
from graph.ingest.resolve.relations import ResolvedItem
from graph.ingest.write.statements import items_there, mentions_there
from graph.model.ids import item_id


@dataclass(frozen=True, slots=True)
class Unseen:
    """The items of a batch that its loader may not read. `other_ids`: by id, the id under which one is stored instead.

    `equal` are those (by the id under which they are stored) of which everything is there already.
    """

    items: frozenset[str] = frozenset()
    other_ids: dict[str, str] | None = None
    equal: frozenset[str] = frozenset()


def unseen_of(author: Cleared, items: Sequence[ResolvedItem]) -> Unseen:
    """Which items of a batch their loader may not read, and under which ids these are stored."""
    readable = {access: author.may_see(access) for access in {each.stated.item.access for each in items}}
    stated: dict[str, list[ResolvedItem]] = {}
    for each in items:
        if not readable[each.stated.item.access]:
            stated.setdefault(each.stated.item.id, []).append(each)
    if not stated:
        return Unseen()
    mentions = {id_: [m.stated.mention for each in parts for m in each.mentions] for id_, parts in stated.items()}
    others = {id_: item_id(id_, *sorted(mention.stated for mention in said)) for id_, said in mentions.items()}
    there = items_there(author.writer, [*others, *others.values()])
    mentioned = mentions_there(author.writer, [mention for said in mentions.values() for mention in said])
    other_ids: dict[str, str] = {}
    equal: set[str] = set()
    for id_ in others.keys() & there:
        if all(mention.id in mentioned for mention in mentions[id_]):
            equal.add(id_)
        else:
            other_ids[id_] = others[id_]
            equal |= {others[id_]} & there
    return Unseen(frozenset(other_ids.get(id_, id_) for id_ in stated), other_ids, frozenset(equal))


def under_other_ids(
    reports: Sequence[StatedReport], resolved: Sequence[ResolvedItem], ids: dict[str, str], loading: Loading
) -> list[StatedReport]:
    """The reports with what is left of their items, some of them under other ids; to be resolved again."""
    remaining = iter(resolved)
    changed: list[StatedReport] = []
    for report in reports:
        left = [
            replace(item, mentions=tuple(mention.stated for mention in done.mentions))
            for item, done in zip(report.items, remaining, strict=False)
        ]
        items = tuple(restated(item, ids[item.item.id], loading) if item.item.id in ids else item for item in left)
        changed.append(replace(report, items=items))
    return changed


def rows_of(items: Sequence[ResolvedItem], among: Collection[str]) -> int:
    """How many rows these items take."""
    return sum(len(each.stated.rows) for each in items if each.stated.item.id in among)
