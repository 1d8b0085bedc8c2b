"""Statements written by hand for one row set each, with the same View: what the questions are measured against.

Each is as short as its row set allows. They read by component, which is the same as by cluster for a reader who sees
everything; they name nothing, score nothing and explain nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import LiteralString, cast

from api.bench.memory import CONNECTING
from graph.model.view import BoundView
from graph.queries.filters import seen
from graph.rules.strength import COMMON_PLACES
from graph.store import Reading

Rows = frozenset[tuple[str | int, ...]]

CONNECT = "['professional', 'reporter']"
CONCERN = "['reported as concern', 'suspected', 'convicted']"
NEVER_RANKED = "['child at risk', 'family', 'carer', 'professional', 'reporter', 'witness']"

BY_REFERENCE: LiteralString = f"""
MATCH (e:Person {{local_ref: $text}})<-[m:MENTIONS]-(i:Item)
WHERE m.local_ref = $text AND {seen("i")}
RETURN DISTINCT e.component AS entity
"""

BY_NAME: LiteralString = f"""
MATCH (n:Name {{id: $name_key}})<-[:NAMED]-(e:Person)<-[m:MENTIONS]-(i:Item)
WHERE m.name_key = $name_key AND {seen("i")}
RETURN DISTINCT e.component AS entity
"""

ITEMS_OF: LiteralString = f"""
MATCH (s:Entity {{id: $id}})
WITH s.component AS me
MATCH (e:Entity {{component: me}})<-[:MENTIONS]-(i:Item)
WHERE {seen("i")}
RETURN DISTINCT i.ref AS ref
"""

RELATIONS_OF: LiteralString = f"""
MATCH (s:Entity {{id: $id}})
WITH s.component AS me
MATCH (e:Entity {{component: me}})-[r]-(o:Entity)
WHERE r.item IS NOT NULL AND {seen("r")}
WITH type(r) AS type, r.item AS item, o.component AS other
MATCH (i:Item {{id: item}})
RETURN DISTINCT type AS type, i.ref AS ref, other AS other
"""

REPORT: LiteralString = f"""
MATCH (r:Report {{id: $id}})-[:CONTAINS]->(i:Item)
WHERE {seen("i")}
RETURN i.ref AS ref
"""

NEIGHBOURS: LiteralString = f"""
MATCH (s:Entity {{id: $id}})
WITH s.component AS me
MATCH (e:Entity {{component: me}})<-[:MENTIONS]-(i:Item)
WHERE {seen("i")}
WITH DISTINCT me, i
MATCH (i)-[:MENTIONS]->(x:Entity)
WHERE x.component <> me
WITH x.component AS entity, count(DISTINCT i.id) AS items
RETURN entity AS entity, items AS items
"""

SHARED: LiteralString = f"""
MATCH (s:Entity {{id: $id}})
WITH s.component AS me
MATCH (e:Entity {{component: me}})<-[own:MENTIONS]-(i:Item)
WHERE {seen("i")} AND NOT coalesce(own.role, '') IN {CONNECT}
MATCH (i)-[a:MENTIONS]->(x:Entity)
WHERE NOT coalesce(a.role, '') IN {CONNECT} AND x.component <> me AND a.said IN $said AND NOT 'Child' IN labels(x)
WITH DISTINCT me AS me, x.component AS through
MATCH (y:Entity {{component: through}})<-[b:MENTIONS]-(j:Item)
WHERE {seen("j")} AND NOT coalesce(b.role, '') IN {CONNECT}
MATCH (j)-[c:MENTIONS]->(o:Child)
WHERE NOT coalesce(c.role, '') IN {CONNECT} AND o.component <> me
WITH DISTINCT o.component AS other, through AS through
RETURN other AS other, through AS through
"""

DIRECT: LiteralString = f"""
MATCH (s:Entity {{id: $id}})
WITH s.component AS me
MATCH (e:Entity {{component: me}})<-[own:MENTIONS]-(i:Item)
WHERE {seen("i")} AND NOT coalesce(own.role, '') IN {CONNECT}
MATCH (i)-[c:MENTIONS]->(o:Child)
WHERE NOT coalesce(c.role, '') IN {CONNECT} AND o.component <> me
WITH DISTINCT o.component AS other, i.id AS through
RETURN other AS other, through AS through
"""

NAMED_WITH: LiteralString = f"""
MATCH (s:Entity {{id: $id}})
WITH s.component AS me
MATCH (e:Entity {{component: me}})<-[own:MENTIONS]-(i:Item)
WHERE {seen("i")} AND NOT coalesce(own.role, '') IN {CONNECT}
MATCH (i)-[a:MENTIONS]->(x:Entity)
WHERE NOT coalesce(a.role, '') IN {CONNECT} AND x.component <> me AND NOT 'Child' IN labels(x)
RETURN DISTINCT x.component AS third, i.ref AS ref
"""

BESIDE: LiteralString = f"""
UNWIND $edge AS here
MATCH (e:Entity {{component: here}})<-[own:MENTIONS]-(i:Item)
WHERE {seen("i")} AND NOT coalesce(own.role, '') IN {CONNECT}
MATCH (i)-[a:MENTIONS]->(x:Entity)
WHERE NOT coalesce(a.role, '') IN {CONNECT}
WITH collect(DISTINCT x.component) AS beside
RETURN beside AS beside
"""

COMPONENT: LiteralString = f"""
MATCH (e:Entity {{id: $id}})<-[:MENTIONS]-(i:Item)
WHERE {seen("i")}
RETURN DISTINCT e.component AS component
"""

COMMON: LiteralString = f"""
MATCH (p:Address)<-[m:MENTIONS]-(i:Item)
WHERE m.premises_kind IN $common AND {seen("i")}
RETURN DISTINCT p.component AS premises
"""

PREMISES: LiteralString = f"""
MATCH (c:Child)<-[m:MENTIONS]-(i:Item)
WHERE {seen("i")} AND NOT coalesce(m.role, '') IN {CONNECT}
MATCH (i)-[:MENTIONS]->(p:Address)
WITH c.component AS child, p.component AS premises, i AS i
OPTIONAL MATCH (i)-[w:MENTIONS]->(:Person)
WHERE w.role IN {CONCERN}
WITH premises, child, count(w) AS concern
RETURN premises AS premises, child AS child, concern > 0 AS concern
"""

ADULTS: LiteralString = f"""
MATCH (c:Child)<-[m:MENTIONS]-(i:Item)
WHERE {seen("i")} AND NOT coalesce(m.role, '') IN {CONNECT}
MATCH (i)-[a:MENTIONS]->(p:Person)
WHERE NOT coalesce(a.role, '') IN {NEVER_RANKED} AND NOT 'Child' IN labels(p)
RETURN DISTINCT p.component AS adult, c.component AS child
"""


@dataclass(frozen=True)
class Hand:
    """Hand-written statements, sent in one read transaction and through one View."""

    reading: Reading
    bound: BoundView

    def rows(self, statement: LiteralString, **values: object) -> Rows:
        """The rows of one statement."""
        found = self.reading.read(statement, **self.bound.parameters(), **values)
        return frozenset(tuple(cast("str | int", value) for value in row.values()) for row in found)

    def card(self, id: str) -> Rows:
        """The items that name an entity, and its relationships."""
        return self.rows(ITEMS_OF, id=id) | self.rows(RELATIONS_OF, id=id)

    def shared(self, id: str, said: Collection[str]) -> Rows:
        """Every connecting entity that is called one of these, and the child whom it links."""
        return frozenset((through, other) for other, through in self.rows(SHARED, id=id, said=list(said)))

    def linked(self, id: str) -> Rows:
        """Every linked child, and each connecting entity or item through which."""
        return self.rows(SHARED, id=id, said=list(CONNECTING)) | self.rows(DIRECT, id=id)

    def evidence(self, start: str, end: str) -> Rows:
        """The items behind each half of what joins two entities."""
        first, second = self.rows(NAMED_WITH, id=start), self.rows(NAMED_WITH, id=end)
        thirds = {third for third, _ in first} & {third for third, _ in second}
        both = self.rows(ITEMS_OF, id=start) & self.rows(ITEMS_OF, id=end)
        return frozenset(("direct", "both", ref) for (ref,) in both).union(
            (third, half, ref)
            for half, named in (("first", first), ("second", second))
            for third, ref in named
            if third in thirds
        )

    def hops(self, start: str, end: str, longest: int) -> int:
        """How many hops the shortest path has, 0 where there is none that short; searched from one end."""
        ((here,),), ((there,),) = self.rows(COMPONENT, id=start), self.rows(COMPONENT, id=end)
        met = {str(here)}
        edge = set(met)
        for hop in range(1, longest + 1):
            found = self.reading.read(BESIDE, **self.bound.parameters(), edge=sorted(edge))
            edge = set(cast("list[str]", found[0]["beside"])) - met
            if there in edge:
                return hop
            if not edge:
                return 0
            met |= edge
        return 0

    def premises_of_concern(self) -> Rows:
        """Every premises and child named there, in items of concern alone at a common place."""
        common = {premises for (premises,) in self.rows(COMMON, common=sorted(COMMON_PLACES))}
        pairs = self.rows(PREMISES)
        return frozenset((premises, child) for premises, child, concern in pairs if concern or premises not in common)
