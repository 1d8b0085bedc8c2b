"""Which phrases of a text name somebody or something that is recorded: from these a person picks what an item mentions.

A phrase is compared whole, as `find` compares what somebody types: with names, references, plates and numbers.
"""

from collections import defaultdict
from typing import Annotated, NamedTuple

from pydantic import Field

from graph.identity.clusters import IDENTITY, fetch_clusters, joined_only
from graph.identity.labels import DOSSIER, fetch_dossiers
from graph.model.ids import name_id
from graph.queries.entities.find import name_keys, value_ids
from graph.reading.parts import EntityRef, Part
from graph.reading.question import Answer, Parameters, QueryContext, Question, Statement
from graph.view.cypher import seen

MOST_PHRASES = 200
LONGEST_PHRASE = 120


class PhrasesOf(Parameters):
    """The phrases of a text that may be names, references, plates or numbers."""

    phrases: tuple[Annotated[str, Field(max_length=LONGEST_PHRASE)], ...] = Field(max_length=MOST_PHRASES)

    def words(self) -> str:
        """The phrases, for the log."""
        return "; ".join(self.phrases)


class KnownPhrase(Part):
    """A phrase, and every entity that it could mean, by id."""

    phrase: str
    entities: tuple[EntityRef, ...]


class KnownPhrases(Answer):
    """The phrases that could mean somebody or something, in the order in which they were asked about."""

    known: tuple[KnownPhrase, ...]


class PhraseRow(NamedTuple):
    """A record that a key means: of a name, a reference, or the id of what a plate or number identifies."""

    what: str
    key: str
    record: str
    component: str


PHRASES = Statement(
    text=f"""
    UNWIND $names AS name
    MATCH (n:Name {{id: name}})<-[:NAMED]-(e:Person)<-[m:MENTIONS]-(i:Item)
    WHERE m.name_key IN $name_keys AND {seen("i")}
    RETURN DISTINCT 'name' AS what, m.name_key AS key, e.id AS record, e.component AS component
    UNION ALL
    UNWIND $refs AS ref
    MATCH (e:Person {{local_ref: ref}})<-[m:MENTIONS]-(i:Item)
    WHERE m.local_ref = ref AND {seen("i")}
    RETURN DISTINCT 'ref' AS what, ref AS key, e.id AS record, e.component AS component
    UNION ALL
    UNWIND $values AS value
    MATCH (e:Entity {{id: value}})<-[:MENTIONS]-(i:Item)
    WHERE {seen("i")}
    RETURN DISTINCT 'value' AS what, value AS key, e.id AS record, e.component AS component
    """,
    row=PhraseRow,
)


def ask_known_phrases(context: QueryContext, parameters: PhrasesOf) -> KnownPhrases:
    """Each phrase with what it could mean; a phrase that means nothing visible is left out."""
    phrases = tuple(dict.fromkeys(text for phrase in parameters.phrases if (text := phrase.strip())))
    meant = {phrase: _keys(phrase) for phrase in phrases}
    every = {key for keys in meant.values() for key in keys}
    names, refs, values = (sorted(key for what, key in every if what == kind) for kind in ("name", "ref", "value"))
    rows = context.rows(PHRASES, names=[name_id(key) for key in names], name_keys=names, refs=refs, values=values)
    clusters = fetch_clusters(context, joined_only({row.component for row in rows}))
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        found[row.what, row.key].add(clusters.of(row.record).id)
    dossiers = fetch_dossiers(context, clusters, {entity for of in found.values() for entity in of})
    entities = {phrase: sorted({entity for key in keys for entity in found[key]}) for phrase, keys in meant.items()}
    return KnownPhrases(
        known=tuple(
            KnownPhrase(phrase=phrase, entities=tuple(map(dossiers.ref, of))) for phrase, of in entities.items() if of
        )
    )


def _keys(phrase: str) -> list[tuple[str, str]]:
    """What a phrase could be: a name by its key, a reference, and the id of a vehicle or a phone."""
    names = [("name", key) for key in name_keys(phrase)]
    return [*names, ("ref", phrase), *(("value", id) for id in value_ids(phrase))]


KNOWN_PHRASES = Question(
    id="known_phrases",
    prose="Which of these phrases name somebody or something that is recorded?",
    parameters=PhrasesOf,
    answer=KnownPhrases,
    statements=(PHRASES, IDENTITY, DOSSIER),
    work=ask_known_phrases,
    evidence="timeline",
    action="search",
)
