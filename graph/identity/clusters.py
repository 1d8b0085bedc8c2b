"""Which records are one entity in a View.

A component joins every record that anything, visible or not, has ever joined; it only narrows what is fetched. Inside
it, only visible records, and only visible decisions, identifiers and (when the lens says so) proposals make a cluster.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import LiteralString, NamedTuple

from graph.model.ids import JOINED
from graph.reading.assessed import NO_JUDGEMENT
from graph.reading.question import QueryContext, Statement
from graph.rules.identity import PairVersion, decided_pairs, pair_of, steps_within
from graph.view.cypher import held, seen


class Step(NamedTuple):
    """One row of what joins records.

    `step` is a decision (a version of it: `judgement`, `replaced`, `state`), an identifier, a proposal, or a visible
    record with its first moment.
    """

    step: str
    record: str
    other: str
    first: int
    judgement: str = ""
    replaced: str = ""
    state: str = ""


REPLACED: LiteralString = "reduce(text = '', id IN d.replaces | text + ' ' + id)"
"""The ids that a judgement `d` replaces, as one text: rows are compared, and a list is not."""

DECIDED: LiteralString = f"""
    UNWIND $components AS component
    MATCH (a:Entity {{component: component}})<-[:ABOUT]-(d:IdentityDecision)
    WHERE a.id = d.one AND {held("d")}
    WITH collect(d.one) AS record, collect(d.two) AS other, collect(d.id) AS judgement, collect({REPLACED}) AS replaced,
         collect(d.state) AS state
"""
IDENTIFIED: LiteralString = f"""
    UNWIND $components AS component
    MATCH (a:Entity {{component: component}})-[r:IDENTIFIED_BY]->(k:Identifier)
    WHERE k.kind IN $identity_kinds AND {seen("r")}
    WITH DISTINCT a.id AS one, k.id AS identifier
    WITH collect(one) AS record, collect(identifier) AS other
"""
POSSIBLY_SAME: LiteralString = f"""
    UNWIND $components AS component
    MATCH (a:Entity {{component: component}})-[p:POSSIBLY_SAME]->(b:Entity)
    WHERE $with_possible
    WITH a.id AS one, b.id AS another, p.item_a AS item_a, p.item_b AS item_b
    MATCH (i:Item {{id: item_a}})
    WHERE {seen("i")}
    MATCH (j:Item {{id: item_b}})
    WHERE {seen("j")}
    WITH collect(one) AS record, collect(another) AS other
"""
"""What joins the records of some components: the first two ways for certain, the third when the lens follows it."""

IDENTITY = Statement(
    text=f"""
    {DECIDED}
    RETURN 'decision' AS step, record AS record, other AS other, 0 AS first, judgement AS judgement,
           replaced AS replaced, state AS state
    UNION ALL
    {IDENTIFIED}
    RETURN 'identifier' AS step, record AS record, other AS other, 0 AS first, {NO_JUDGEMENT}
    UNION ALL
    {POSSIBLY_SAME}
    RETURN 'possible' AS step, record AS record, other AS other, 0 AS first, {NO_JUDGEMENT}
    UNION ALL
    UNWIND $doubtful AS each
    WITH each.component AS component, each.known AS known
    MATCH (a:Entity {{component: component}})
    WHERE NOT a.id IN known
    MATCH (a)<-[m:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    WITH a.id AS one, m.said AS said, min(i.recorded_at) AS earliest
    WITH collect(one) AS record, collect(said) AS other, collect(earliest) AS first
    RETURN 'record' AS step, record AS record, other AS other, first AS first, {NO_JUDGEMENT}
    """,
    row=Step,
    packed=True,
)


NOTHING_KNOWN: Mapping[str, Collection[str]] = {}


@dataclass(frozen=True)
class Cluster:
    """One entity in a View: its visible records, oldest first, and whether only a possible match joins them."""

    records: tuple[str, ...]
    possible: bool

    @property
    def id(self) -> str:
        """The id of its oldest visible record."""
        return self.records[0]


class Clusters:
    """The cluster of every record that a question has met."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._of: dict[str, Cluster] = {}
        self._ids: dict[str, str] = {}
        self._children: set[str] = set()
        steps = set(steps)
        first: dict[str, int] = {}
        for step in steps:
            if step.step == "record":
                first[step.record] = min(step.first, first.get(step.record, step.first))
                if step.other == "child":
                    self._children.add(step.record)
        decided = Decided.of(step for step in steps if step.step == "decision")
        confirmed = _joined(steps, first, decided, {"identifier"})
        proposed = any(step.step == "possible" for step in steps)
        followed = _joined(steps, first, decided, {"identifier", "possible"}) if proposed else confirmed
        sure = {record: number for number, group in enumerate(confirmed) for record in group}
        for group in followed:
            records = tuple(sorted(group, key=lambda record: (first[record], record)))
            cluster = Cluster(records, possible=len({sure[record] for record in records}) > 1)
            for record in records:
                self._of[record] = cluster
                self._ids[record] = cluster.id

    def of(self, record: str) -> Cluster:
        """The cluster of a visible record; a record that nothing joins is its own."""
        return self._of.get(record) or Cluster((record,), possible=False)

    def id_of(self, record: str) -> str:
        """The id of that cluster."""
        return self._ids.get(record, record)

    def ids_of(self, records: Iterable[str]) -> set[str]:
        """The ids of the clusters of these records."""
        ids = self._ids
        return {ids.get(record, record) for record in records}

    @property
    def children(self) -> set[str]:
        """The ids of the clusters that a visible mention, as far as it was fetched here, calls a child."""
        return {self.id_of(record) for record in self._children}

    def __or__(self, others: "Clusters") -> "Clusters":
        """The clusters of both; what these know of a record comes before what the others do."""
        both = Clusters(())
        both._of = {**others._of, **self._of}
        both._ids = {**others._ids, **self._ids}
        both._children = others._children | self._children
        return both


def fetch_clusters(context: QueryContext, components: Iterable[str]) -> Clusters:
    """The clusters within these components; asks nothing where there is nothing to join or to look up."""
    return Clusters(fetch_steps(context, components))


def fetch_steps(
    context: QueryContext, components: Iterable[str], known: Mapping[str, Collection[str]] = NOTHING_KNOWN
) -> list[Step]:
    """What joins the records within these components, for a question that gathers it piece by piece.

    `known` names, by component, visible records whose mentions need not be read, since the question met enough of them.
    """
    wanted = sorted(set(components))
    doubtful = [{"component": each, "known": sorted(known.get(each, ()))} for each in wanted]
    return context.rows(IDENTITY, components=wanted, doubtful=doubtful, **what_joins(context)) if wanted else []


def what_joins(context: QueryContext) -> dict[str, object]:
    """The parameters of every statement that reads what joins records: the force's identifiers, and the lens."""
    return {
        "identity_kinds": identity_kinds(context),
        "with_possible": context.bound.view.lens.with_possible,
    }


def identity_kinds(context: QueryContext) -> list[str]:
    """The kinds of identifiers that make records one."""
    return [*context.identity_kinds, "uprn"]


def joined_only(components: Iterable[str]) -> list[str]:
    """Those components that hold more than one record."""
    return [component for component in components if component.startswith(JOINED)]


@dataclass(frozen=True)
class Decided:
    """What people have decided about pairs of records, as far as it stands in a View: which are one, which are not.

    Where both stand for one pair, the two are not joined until somebody decides between the decisions.
    """

    same: frozenset[tuple[str, str]]
    apart: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, steps: Iterable[Step]) -> "Decided":
        """The decisions that stand among the visible versions."""
        versions = (
            PairVersion(step.judgement, tuple(step.replaced.split()), step.state, (step.record, step.other))
            for step in steps
        )
        same, apart = decided_pairs(versions)
        return cls(frozenset(same), frozenset(apart))


def _joined(steps: Iterable[Step], visible: Mapping[str, int], decided: Decided, kinds: set[str]) -> list[set[str]]:
    """Groups of visible records; a hidden record joins nothing, and what is decided apart is joined only by a chain."""
    above = {record: record for record in visible}

    def top(name: str) -> str:
        while above[name] != name:
            above[name] = name = above[above[name]]
        return name

    def join(one: str, other: str) -> None:
        above[top(one)] = top(other)

    for one, other in decided.same:
        if one in visible and other in visible:
            join(one, other)
    sharing: dict[str, set[str]] = defaultdict(set)
    for step in steps:
        if step.step not in kinds or step.record not in visible:
            continue
        if step.step == "identifier":
            sharing[step.other].add(step.record)
        elif step.other in visible and pair_of(step.record, step.other) not in decided.apart:
            join(step.record, step.other)
    for records in sharing.values():
        for one, other in steps_within(records, decided.apart):
            join(one, other)
    groups: dict[str, set[str]] = defaultdict(set)
    for record in visible:
        groups[top(record)].add(record)
    return list(groups.values())
