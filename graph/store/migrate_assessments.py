"""Making judgements of the assessments that were stored before judgements were kept in versions.

The embedded engine gives such a node no second label, so it is made again; and since neither engine lets a node and
its successor share an id within one transaction, it has another id until the next step gives it its own.
"""

from collections.abc import Sequence
from typing import LiteralString

from graph.store.protocol import Writer

ASSESSMENTS: LiteralString = "MATCH (a:Assessment) WHERE a.lineage IS NULL RETURN a.id AS id"
MADE_AGAIN: LiteralString = "MATCH (a:Assessment) WHERE a.id STARTS WITH 'upgrading:' RETURN a.id AS id"
GIVE_ID: LiteralString = "UNWIND $ids AS id MATCH (a:Assessment {id: id}) SET a.id = a.lineage, a.change = $change"

_CITED: LiteralString = """
UNWIND $ids AS id
MATCH (a:Assessment {id: id})-[r:RESTS_ON]->(i:Item)
RETURN a.id AS id, i.id AS item, coalesce(r.code, '') AS code
"""
_MAKE_AGAIN: LiteralString = """
UNWIND $ids AS id
MATCH (a:Assessment {id: id})-[:OF]->(child:Entity)
WITH a, child, properties(a) AS said
DETACH DELETE a
CREATE (j:Judgement:Assessment)-[:ABOUT]->(child)
SET j = said, j.id = 'upgrading:' + said.id, j.lineage = said.id, j.replaces = [], j.state = 'recorded',
    j.loaded_at = said.recorded_at, j.superseded_at = null, j.change = $change,
    j.assessed_until_ms = said.assessed_at_ms + CASE WHEN size(said.assessed_at) > 10 THEN 60000 ELSE 86400000 END
"""
_REST: LiteralString = """
UNWIND $rows AS row
MATCH (j:Judgement {id: 'upgrading:' + row.id})
MATCH (i:Item {id: row.item})
CREATE (j)-[:RESTS_ON {code: row.code}]->(i)
"""


def make_judgements(writer: Writer, ids: Sequence[str]) -> None:
    """Make judgements of these assessments, with all that they say, are about and rest on."""
    cited = writer.read(_CITED, ids=list(ids))
    writer.write(_MAKE_AGAIN, ids=list(ids))
    if cited:
        writer.write(_REST, rows=cited)
