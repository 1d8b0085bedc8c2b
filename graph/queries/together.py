"""The items that name all of several entities."""

from collections import defaultdict

from pydantic import Field

from graph.errors import OutOfBounds
from graph.model.view import FOREVER, UNDATED
from graph.queries.among import MET, MetRow, visible_in
from graph.queries.answers_lists import ItemTogether, Together
from graph.queries.evidence import nothing_recorded
from graph.queries.identity import DOSSIER, IDENTITY, fetch_clusters, fetch_dossiers, joined_only
from graph.queries.items import ITEMS, shown
from graph.queries.linked import DEFAULT_LIMIT, LARGEST_LIMIT
from graph.queries.question import Asking, Parameters, Question

MOST_TOGETHER = 20


class AllOf(Parameters):
    """Entities, each by the id of any of its records, and how many items to show."""

    ids: tuple[str, ...] = Field(min_length=2, max_length=MOST_TOGETHER)
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """All of them."""
        return self.ids


def ask_together(asking: Asking, parameters: AllOf) -> Together:
    """Every item that names them all, in the order in which things happened; undated ones last.

    Raises `NotFound` for one that is not visible, `OutOfBounds` when they are all one and the same.
    """
    given = sorted(set(parameters.ids))
    rows = asking.rows(MET, ids=given)
    visible = visible_in(rows)
    for record in given:
        if record not in visible:
            raise nothing_recorded(record)
    clusters = fetch_clusters(asking, joined_only(visible.values()))
    entities = sorted({clusters.of(record).id for record in given})
    if len(entities) == 1:
        raise OutOfBounds("All of these are one and the same.", "Name at least two different entities.")
    entity_of = {record: entity for entity in entities for record in clusters.of(entity).records}
    roles = {row.item: _roles(entity_of, row) for row in rows if row.item}
    naming_all = [row for row in rows if row.item and len(roles[row.item]) == len(entities)]
    told = sorted(naming_all, key=_moment)[: parameters.limit]
    items = {row.id: shown(row) for row in asking.rows(ITEMS, items=[row.item for row in told])} if told else {}
    dossiers = fetch_dossiers(asking, clusters, entities)
    return Together(
        entities=tuple(dossiers.ref(entity) for entity in entities),
        items=tuple(
            ItemTogether(item=items[row.item], roles=tuple(_said(roles[row.item][entity]) for entity in entities))
            for row in told
        ),
        shown=len(told),
        total=len(naming_all),
    )


def _roles(entity_of: dict[str, str], row: MetRow) -> dict[str, set[str]]:
    """The parts that each of the entities plays in one item."""
    roles: dict[str, set[str]] = defaultdict(set)
    for record, role in zip(row.records, row.roles, strict=True):
        if record in entity_of:
            roles[entity_of[record]].add(role)
    return roles


def _said(roles: set[str]) -> str:
    return ", ".join(sorted(role for role in roles if role))


def _moment(row: MetRow) -> tuple[int, str, str]:
    return (FOREVER if row.start == UNDATED else row.start), row.ref, row.item


TOGETHER = Question(
    id="together",
    prose="Which items name all of these together?",
    parameters=AllOf,
    answer=Together,
    statements=(MET, IDENTITY, ITEMS, DOSSIER),
    work=ask_together,
    evidence=None,
)
