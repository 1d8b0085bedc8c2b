"""Which people of a list bear one name and may be one person, though nothing joins their records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

from graph.identity.clusters import IDENTITY, Clusters, Decided, Step, fetch_steps, joined_only
from graph.identity.labels import DOSSIER, fetch_dossiers
from graph.model.kinds import PERSON_SAID
from graph.reading.parts import EntityRef, Part
from graph.reading.question import Among, Answer, QueryContext, Question, Statement
from graph.values.birth_date import BirthDate
from graph.view.cypher import seen


class SameNamePair(Part):
    """Two people of the list; `one` has the smaller id."""

    one: EntityRef
    two: EntityRef


class SameName(Answer):
    """Each pair of people asked about that may be one by their name, sorted by id."""

    pairs: tuple[SameNamePair, ...]


class CalledRow(NamedTuple):
    """What a visible mention of a person calls them (a cleaned name, or blank), and the date of birth it states."""

    record: str
    component: str
    name: str
    born: str


CALLED = Statement(
    text=f"""
    UNWIND $ids AS id
    MATCH (s:Entity {{id: id}})
    WITH DISTINCT s.component AS component
    MATCH (e:Entity {{component: component}})<-[m:MENTIONS]-(i:Item)
    WHERE m.said IN $said AND {seen("i")}
    RETURN DISTINCT e.id AS record, e.component AS component, coalesce(m.name_key, '') AS name,
           coalesce(m.date_of_birth, '') AS born
    """,
    row=CalledRow,
)


def ask_same_name(context: QueryContext, parameters: Among) -> SameName:
    """The pairs; who is not visible, and what is no person, is passed over."""
    rows = context.rows(CALLED, ids=sorted(set(parameters.ids)), said=sorted(PERSON_SAID))
    steps = fetch_steps(context, joined_only({row.component for row in rows}))
    clusters = Clusters(steps)
    visible = {row.record for row in rows}
    asked = {clusters.id_of(id) for id in parameters.ids if id in visible}
    names: dict[str, set[str]] = defaultdict(set)
    born: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        cluster = clusters.id_of(row.record)
        if cluster in asked:
            names[row.name].add(cluster)
            born[cluster] |= _full(row.born)
    apart = _apart(steps, clusters)
    pairs = {
        pair
        for name, bearers in names.items()
        if name
        for pair in combinations(sorted(bearers), 2)
        if pair not in apart and not _contradict(pair, born)
    }
    dossiers = fetch_dossiers(context, clusters, {id for pair in pairs for id in pair})
    return SameName(
        pairs=tuple(SameNamePair(one=dossiers.ref(one), two=dossiers.ref(two)) for one, two in sorted(pairs))
    )


def _full(text: str) -> set[str]:
    """A whole date of birth; a year or a range contradicts nobody."""
    if not text:
        return set()
    born = BirthDate.recorded(text)
    return {born.key} if born.exact else set()


def _contradict(pair: tuple[str, str], born: Mapping[str, set[str]]) -> bool:
    one, two = (born[each] for each in pair)
    return bool(one and two) and one.isdisjoint(two)


def _apart(steps: Iterable[Step], clusters: Clusters) -> set[tuple[str, str]]:
    """Pairs of clusters of which a standing decision says that a record of one is not one of the other."""
    decided = Decided.of(step for step in steps if step.step == "decision")
    ids = ((clusters.id_of(one), clusters.id_of(two)) for one, two in decided.apart)
    return {(one, two) if one < two else (two, one) for one, two in ids}


SAME_NAME = Question(
    id="same_name",
    prose="Which of these people bear the same name, and may be the same person?",
    parameters=Among,
    answer=SameName,
    statements=(CALLED, IDENTITY, DOSSIER),
    work=ask_same_name,
    evidence=None,
)
