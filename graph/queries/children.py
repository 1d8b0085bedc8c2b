"""The children whose newest visible assessment puts them in some SERAF categories, or who are not assessed."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from pydantic import Field

from graph.model.view import UNDATED
from graph.queries.answers_lists import ChildListed, Children
from graph.queries.assessed import ASSESSMENT, Properties, seraf_beside
from graph.queries.identity import DOSSIER, IDENTITY, Clusters, Dossiers, fetch_clusters, fetch_dossiers, joined_only
from graph.queries.linked import DEFAULT_LIMIT, LARGEST_LIMIT
from graph.queries.question import Asking, Parameters, Question, Statement
from graph.values.when import day_of
from graph.view.cypher import held, seen

NOT_ASSESSED = 0
"""Where a child who is not assessed stands in the order: below category 1, which is a judgement and this is none."""


class OfCategories(Parameters):
    """SERAF categories, whether children who are not assessed are wanted too, and how many to show."""

    categories: tuple[Annotated[int, Field(ge=1, le=4)], ...] = (3, 4)
    not_assessed: bool = False
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)


class CandidateRow(NamedTuple):
    """A visible record of who may be such a child (`part` record), or one version of an assessment of one.

    A record comes with what mentions say it is, and when the last of these items ends.
    """

    part: str
    record: str
    component: str
    said: str
    moment: int
    assessment: Properties | None


CANDIDATES = Statement(
    text=f"""
    MATCH (d:Assessment)-[:ABOUT]->(e:Entity)
    WHERE {held("d")}
    WITH e.id AS one, e.component AS whole, {ASSESSMENT} AS judged
    WITH collect(one) AS record, collect(whole) AS component, collect(judged) AS assessment
    RETURN 'assessment' AS part, record AS record, component AS component, '' AS said, 0 AS moment,
           assessment AS assessment
    UNION ALL
    MATCH (d:Assessment)-[:ABOUT]->(s:Entity)
    WHERE d.category IN $categories OR d.category_stated IN $categories
    WITH DISTINCT s.component AS component
    MATCH (e:Entity {{component: component}})<-[m:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    WITH e.id AS record, e.component AS component, m.said AS said, max(coalesce(i.happened_to, $undated)) AS moment
    WITH collect(record) AS record, collect(component) AS component, collect(said) AS said, collect(moment) AS moment
    RETURN 'record' AS part, record AS record, component AS component, said AS said, moment AS moment,
           null AS assessment
    UNION ALL
    MATCH (c:Child)
    WHERE $not_assessed
    WITH DISTINCT c.component AS component
    MATCH (e:Entity {{component: component}})<-[m:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    WITH e.id AS record, e.component AS component, m.said AS said, max(coalesce(i.happened_to, $undated)) AS moment
    WITH collect(record) AS record, collect(component) AS component, collect(said) AS said, collect(moment) AS moment
    RETURN 'record' AS part, record AS record, component AS component, said AS said, moment AS moment,
           null AS assessment
    """,
    row=CandidateRow,
    packed=True,
)


class NamingRow(NamedTuple):
    """One visible item that mentions a record."""

    record: str
    item: str


NAMING = Statement(
    text=f"""
    UNWIND $records AS id
    MATCH (e:Entity {{id: id}})<-[:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    WITH DISTINCT e.id AS record, i.id AS item
    WITH collect(record) AS record, collect(item) AS item
    RETURN record AS record, item AS item
    """,
    row=NamingRow,
    packed=True,
)


@dataclass(frozen=True)
class _Child:
    """`category` is `NOT_ASSESSED` without a visible assessment; `end` is UNDATED where nothing is dated."""

    id: str
    category: int
    end: int


def ask_children(asking: Asking, parameters: OfCategories) -> Children:
    """Every such child, highest category first, then by the latest item about them."""
    wanted = set(parameters.categories) | ({NOT_ASSESSED} if parameters.not_assessed else set[int]())
    rows = asking.rows(CANDIDATES, categories=sorted(parameters.categories), not_assessed=parameters.not_assessed)
    records = [row for row in rows if row.part == "record"]
    clusters = fetch_clusters(asking, joined_only({row.component for row in records}))
    found = [child for child in _children(clusters, records, rows) if child.category in wanted]
    found.sort(key=lambda child: (-child.category, -child.end, child.id))
    shown = found[: parameters.limit]
    dossiers = fetch_dossiers(asking, clusters, [child.id for child in shown])
    items = _items(asking, clusters, shown)
    return Children(
        children=tuple(_shown(dossiers, child, len(items[child.id])) for child in shown),
        shown=len(shown),
        total=len(found),
    )


def _children(clusters: Clusters, records: list[CandidateRow], rows: list[CandidateRow]) -> list[_Child]:
    said: dict[str, set[str]] = defaultdict(set)
    end: dict[str, int] = defaultdict(lambda: UNDATED)
    for row in records:
        cluster = clusters.of(row.record).id
        said[cluster].add(row.said)
        end[cluster] = max(end[cluster], row.moment)
    judged: dict[str, list[Properties]] = defaultdict(list)
    for row in rows:
        if row.assessment is not None:
            judged[clusters.of(row.record).id].append(row.assessment)
    return [
        _Child(cluster, _category(judged[cluster]), end[cluster]) for cluster, words in said.items() if "child" in words
    ]


def _category(versions: list[Properties]) -> int:
    seraf = seraf_beside(versions)
    return NOT_ASSESSED if seraf is None else seraf.category


def _items(asking: Asking, clusters: Clusters, shown: list[_Child]) -> dict[str, set[str]]:
    """The items that name each of those shown; several of their records in one item make it one."""
    items: dict[str, set[str]] = defaultdict(set)
    records = sorted(record for child in shown for record in clusters.of(child.id).records)
    for row in asking.rows(NAMING, records=records) if records else ():
        items[clusters.of(row.record).id].add(row.item)
    return items


def _shown(dossiers: Dossiers, child: _Child, items: int) -> ChildListed:
    return ChildListed(
        entity=dossiers.ref(child.id),
        seraf=dossiers.seraf(child.id),
        items=items,
        last=None if child.end == UNDATED else day_of(child.end - 1),
    )


CHILDREN = Question(
    id="children",
    prose="Which children are in these SERAF categories, or not assessed?",
    parameters=OfCategories,
    answer=Children,
    statements=(CANDIDATES, IDENTITY, DOSSIER, NAMING),
    work=ask_children,
    evidence="timeline",
)
