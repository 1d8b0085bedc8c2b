"""What fits what is typed into the one box: people, premises, vehicles, phones, accounts, organisations and reports.

An index gives the records and reports that fit, filtered by the View and ordered by rules of what was typed and one
mention alone (`graph.reading.mention_index`). The graph, through the same View, says which of those records are one,
what each is called, and whether a report's title may be shown.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import Field

from graph.errors import OutOfBounds, StoreError
from graph.identity.clusters import IDENTITY, Clusters
from graph.identity.labels import NAMES, Dossiers, fetch_names
from graph.identity.resolve import Identified, join_met, settle
from graph.model.kinds import ENTITY_KINDS, PEOPLE, Thing
from graph.queries.entities.report import is_whole
from graph.reading.mention_index import SEARCH_KINDS, Fit, SearchKind
from graph.reading.parts import Part
from graph.reading.question import DEFAULT_LIMIT, Answer, Parameters, QueryContext, Question, Statement
from graph.view.cypher import seen, worded

LARGEST_LIMIT = 100
LONGEST_TEXT = 300
"""Characters; what is longer is no search but a report."""


_KIND_OF: dict[Thing, SearchKind] = {each.thing: each.kind for each in ENTITY_KINDS if each.thing != "person"}
"""The kind of what is no person: a person's is what the visible mentions say."""


class SearchFor(Parameters):
    """What somebody typed, the kinds wanted (none named: all), and how many hits to show."""

    text: str
    kinds: tuple[SearchKind, ...] = ()
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def words(self) -> str:
        """What was typed."""
        return self.text


class SearchHit(Part):
    """An entity, or a report, that fits what was typed, and why.

    `kind` is an entity's, or `report`; the label of a report is its reference, and its title where the whole of it is
    visible. `found_in` cites the visible item, or the report, through which it fits best, recorded at `recorded_at`.
    `score` only orders.
    """

    id: str
    kind: SearchKind
    label: str
    refs: tuple[str, ...]
    possible: bool
    score: float
    why: tuple[str, ...]
    found_in: str
    recorded_at: int


class FoundCount(Part):
    """How many different entities of a kind, or reports, fit."""

    kind: SearchKind
    count: int


class Search(Answer):
    """What was found, best first. `understood` says what the text was taken for, each as `what: text`; nothing, where
    that was too little.

    `total` counts the different results found; with `at_least` there may be more, and a longer text narrows the search.
    `counts` are those of all kinds, whichever were wanted; with `counts_at_least` there may be more.
    """

    understood: tuple[str, ...]
    hits: tuple[SearchHit, ...]
    shown: int
    total: int
    at_least: bool
    counts: tuple[FoundCount, ...]
    counts_at_least: bool


class RecordRow(NamedTuple):
    """A record that an item mentions, the component it is in, and the ids of the identifiers that are stated of it."""

    record: str
    component: str
    identified: list[str]


RECORDS = Statement(
    text=f"""
    UNWIND $fits AS fit
    WITH fit.item AS item, fit.record AS record
    MATCH (i:Item {{id: item}})
    WHERE {seen("i")}
    MATCH (i)-[m:MENTIONS]->(e:Entity)
    WHERE e.id = record
    WITH collect(e.id) AS record, collect(e.component) AS component, collect(coalesce(m.identified, [])) AS identified
    RETURN record AS record, component AS component, identified AS identified
    """,
    row=RecordRow,
    packed=True,
)


class ReportVersionRow(NamedTuple):
    """One version of one item of a report, and how the View takes it; what the report is called, beside what passes."""

    report: str
    lineage: str
    cleared: bool
    passes: bool
    ref: str
    title: str


REPORTS = Statement(
    text=f"""
    UNWIND $reports AS id
    MATCH (r:Report {{id: id}})
    OPTIONAL MATCH (r)-[:WORDED]->(w:Words)
    WHERE {worded("w")}
    WITH r, min(w.title) AS title
    MATCH (r)-[:CONTAINS]->(i:Item)
    WITH r, title, i, {seen("i")} AS passes
    RETURN r.id AS report, i.lineage AS lineage, i.access IN $access AS cleared, passes AS passes,
           CASE WHEN passes THEN r.ref ELSE '' END AS ref,
           CASE WHEN passes THEN coalesce(title, '') ELSE '' END AS title
    """,
    row=ReportVersionRow,
)


def ask_search(context: QueryContext, parameters: SearchFor) -> Search:
    """What fits, best first. Raises `OutOfBounds` for a text longer than anybody looks for."""
    if len(parameters.text) > LONGEST_TEXT:
        raise OutOfBounds(
            f"What you look for has {len(parameters.text)} characters; at most {LONGEST_TEXT} are looked for.",
            "Give the words that matter.",
        )
    if context.index is None:
        raise StoreError("This question was asked without a search index.", "Open one beside the graph.")
    everything = context.index.look(parameters.text, (), context.bound)
    fits = context.index.look(parameters.text, parameters.kinds, context.bound) if parameters.kinds else everything
    components, identified = _visible_records(context, {*everything.found, *fits.found})
    clusters = settle(context, join_met(components, identified))
    hits = _one_each(fits.found, components, clusters)
    of_all = _one_each(everything.found, components, clusters)
    people = {hit.id for hit in (*hits, *of_all) if hit.fit.thing == "person"}
    named = {components[id] for id in (people | {hit.id for hit in hits[: parameters.limit] if not hit.fit.is_report})}
    dossiers = fetch_names(context, named, clusters)
    if _tells_people_apart(parameters.kinds):
        hits = [hit for hit in hits if hit.fit.is_report or dossiers.ref(hit.id).kind in parameters.kinds]
    shown = hits[: parameters.limit]
    called = _reports(context, [hit.id for hit in shown if hit.fit.is_report])
    results = [_report_hit(hit, called) if hit.fit.is_report else _entity_hit(hit, dossiers) for hit in shown]
    return Search(
        understood=fits.understood,
        hits=tuple(results),
        shown=len(results),
        total=len(hits),
        at_least=fits.at_least,
        counts=_counts(_kind(hit, dossiers) for hit in of_all),
        counts_at_least=everything.at_least,
    )


def _kind(hit: "_Hit", dossiers: Dossiers) -> SearchKind:
    thing = hit.fit.thing
    if thing is None:
        return "report"
    return dossiers.ref(hit.id).kind if thing == "person" else _KIND_OF[thing]


def _counts(kinds: Iterable[SearchKind]) -> tuple[FoundCount, ...]:
    counted = Counter(kinds)
    return tuple(FoundCount(kind=each, count=counted[each]) for each in SEARCH_KINDS if counted[each])


@dataclass(frozen=True)
class _Hit:
    """An entity or a report, by the id of the record that fits best of it or its own, and how."""

    id: str
    fit: Fit


def _visible_records(context: QueryContext, fits: Iterable[Fit]) -> tuple[dict[str, str], Identified]:
    """The component of each record that the graph, too, shows in the item through which it fits; and what such items
    say identifies it."""
    found = sorted({(fit.id, fit.item) for fit in fits if not fit.is_report})
    wanted = [{"record": record, "item": item} for record, item in found]
    rows = context.rows(RECORDS, fits=wanted) if wanted else []
    identified = Identified.nothing(context)
    for row in rows:
        identified.take(row.record, row.identified)
    return {row.record: row.component for row in rows}, identified


def _one_each(fits: Iterable[Fit], records: Collection[str], clusters: Clusters) -> list[_Hit]:
    """Each entity and each report once, where it fits best."""
    hits: dict[str, _Hit] = {}
    for fit in fits:
        if fit.is_report:
            hits.setdefault(fit.id, _Hit(fit.id, fit))
        elif fit.id in records:
            hits.setdefault(clusters.of(fit.id).id, _Hit(fit.id, fit))
    return list(hits.values())


def _tells_people_apart(kinds: Iterable[SearchKind]) -> bool:
    """Whether some people are wanted and others not, so that what each of them is must be known first."""
    return 0 < len(PEOPLE.intersection(kinds)) < len(PEOPLE)


def _reports(context: QueryContext, reports: list[str]) -> dict[str, str]:
    """What each report is called: its reference, and its title where that and all its items are visible."""
    versions: dict[str, list[ReportVersionRow]] = defaultdict(list)
    for row in context.rows(REPORTS, reports=sorted(reports)) if reports else ():
        versions[row.report].append(row)
    called: dict[str, str] = {}
    for report, rows in versions.items():
        passing = [row for row in rows if row.passes]
        if passing:
            title = passing[0].title if is_whole(rows) else ""
            called[report] = f"{passing[0].ref}: {title}" if title else passing[0].ref
    return called


def _report_hit(hit: _Hit, called: Mapping[str, str]) -> SearchHit:
    fit = hit.fit
    return SearchHit(
        id=hit.id,
        kind="report",
        label=called.get(hit.id, ""),
        refs=(),
        possible=False,
        score=fit.score,
        why=fit.why,
        found_in=fit.ref,
        recorded_at=fit.recorded_at,
    )


def _entity_hit(hit: _Hit, dossiers: Dossiers) -> SearchHit:
    entity = dossiers.ref(hit.id)
    return SearchHit(
        id=entity.id,
        kind=entity.kind,
        label=entity.label,
        refs=entity.refs,
        possible=entity.possible,
        score=hit.fit.score,
        why=hit.fit.why,
        found_in=hit.fit.ref,
        recorded_at=hit.fit.recorded_at,
    )


SEARCH = Question(
    id="search",
    prose="Who, where, what or which report is meant by these words?",
    parameters=SearchFor,
    answer=Search,
    statements=(RECORDS, IDENTITY, NAMES, REPORTS),
    work=ask_search,
    evidence="timeline",
    action="search",
    searches=True,
)
