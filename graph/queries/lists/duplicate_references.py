"""References that mean more than one item for their reader, and what was decided of them.

A row that collides with a hidden item is stored as if nothing stood there, so that both stand: who sees both decides
which it is. Corrections end what they correct and are not listed.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from pydantic import Field

from graph.judgements.identity import VersionDecisionBody
from graph.model.ids import version_lineage
from graph.model.recorded import standing
from graph.reading.items import ITEMS, fetch_items
from graph.reading.parts import ItemShown, Part
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question, Statement
from graph.view.cypher import held


class OfReferences(Parameters):
    """Whether references of which somebody decided that the items are different are listed too, and how many."""

    decided: bool = False
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)


class DuplicateReference(Part):
    """A reference, and the items that it means. `decision`: the id of the one by which they are different, or blank."""

    ref: str
    items: tuple[ItemShown, ...]
    decision: str
    author: str
    reason: str


class DuplicateReferences(Answer):
    """The references, sorted; those that wait for a decision first."""

    references: tuple[DuplicateReference, ...]
    shown: int
    total: int


class VersionDecisionRow(NamedTuple):
    """A visible version of what was decided of the items under one reference."""

    id: str
    lineage: str
    replaces: list[str]
    state: str
    body: str
    author: str
    reason: str


VERSION_DECISIONS = Statement(
    text=f"""
    UNWIND $lineages AS lineage
    MATCH (d:Judgement {{lineage: lineage}})
    WHERE {held("d")}
    RETURN d.id AS id, d.lineage AS lineage, d.replaces AS replaces, d.state AS state, d.body AS body,
           d.author AS author, coalesce(d.reason, '') AS reason
    """,
    row=VersionDecisionRow,
)


class _Group(NamedTuple):
    """The items under one reference, by number; `first` is the smallest of their ids."""

    ref: str
    first: str
    items: tuple[int, ...]
    decision: VersionDecisionRow | None


def ask_duplicates(context: QueryContext, parameters: OfReferences) -> DuplicateReferences:
    """Every reference of one report under which more than one item stands in this View."""
    seen = context.seen
    groups = {
        version_lineage(seen.report_id(items[0]), seen.refs(items)[0]): items.tolist()
        for items in seen.under_one_reference()
    }
    decided = _decided(context, groups)
    found: list[_Group] = []
    for lineage, items in groups.items():
        ids = {seen.item_id(item) for item in items}
        decision = next((row for row in decided[lineage] if ids <= _different(row)), None)
        if decision is None or parameters.decided:
            found.append(_Group(seen.refs(items)[0], min(ids), tuple(items), decision))
    found.sort(key=lambda group: (group.decision is not None, group.ref, group.first))
    shown = found[: parameters.limit]
    items_shown = fetch_items(context, [item for group in shown for item in group.items])
    return DuplicateReferences(
        references=tuple(_shown(group, items_shown) for group in shown), shown=len(shown), total=len(found)
    )


def _shown(group: _Group, items: Mapping[int, ItemShown]) -> DuplicateReference:
    decision = group.decision
    return DuplicateReference(
        ref=group.ref,
        items=tuple(sorted((items[item] for item in group.items), key=lambda item: (item.recorded_at, item.id))),
        decision="" if decision is None else decision.id,
        author="" if decision is None else decision.author,
        reason="" if decision is None else decision.reason,
    )


def _decided(context: QueryContext, groups: Mapping[str, object]) -> dict[str, list[VersionDecisionRow]]:
    """By lineage: the versions that stand, the first by id first."""
    found: dict[str, list[VersionDecisionRow]] = defaultdict(list)
    rows = context.rows(VERSION_DECISIONS, lineages=sorted(groups)) if groups else []
    for row in sorted(standing(rows), key=lambda row: row.id):
        found[row.lineage].append(row)
    return found


def _different(row: VersionDecisionRow) -> set[str]:
    body = VersionDecisionBody.from_properties({"body": row.body})
    return set(body.items) if body.stands is None else set()


DUPLICATE_REFERENCES = Question(
    id="duplicate_references",
    prose="Which references mean more than one item, so that somebody has to decide which stands?",
    parameters=OfReferences,
    answer=DuplicateReferences,
    statements=(ITEMS, VERSION_DECISIONS),
    work=ask_duplicates,
    evidence="items",
    walks=True,
)
