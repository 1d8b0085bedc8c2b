"""The statements written by hand, each as short as its row set allows, with the same View as the questions.

They read by component, which is the same as by cluster for a reader who sees everything; they name nothing, score
nothing and explain nothing.
"""

from typing import LiteralString

from graph.view.cypher import held, seen

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

_THROUGH: LiteralString = f"""
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
WITH DISTINCT me AS me, o.component AS other, through AS through
"""

_IN_ONE_ITEM: LiteralString = f"""
WITH s.component AS me
MATCH (e:Entity {{component: me}})<-[own:MENTIONS]-(i:Item)
WHERE {seen("i")} AND NOT coalesce(own.role, '') IN {CONNECT}
MATCH (i)-[c:MENTIONS]->(o:Child)
WHERE NOT coalesce(c.role, '') IN {CONNECT} AND o.component <> me
WITH DISTINCT me AS me, o.component AS other, i.id AS through
"""

_OF_ONE: LiteralString = "MATCH (s:Entity {id: $id})"
_OF_EACH: LiteralString = "UNWIND $ids AS id MATCH (s:Entity {id: id})"

SHARED: LiteralString = f"{_OF_ONE}{_THROUGH}RETURN other AS other, through AS through"
DIRECT: LiteralString = f"{_OF_ONE}{_IN_ONE_ITEM}RETURN other AS other, through AS through"
SHARED_OF_EACH: LiteralString = f"{_OF_EACH}{_THROUGH}RETURN other AS other, me AS child, through AS through"
DIRECT_OF_EACH: LiteralString = f"{_OF_EACH}{_IN_ONE_ITEM}RETURN other AS other, me AS child, through AS through"

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
WHERE {seen("i")} AND NOT coalesce(m.role, '') = 'professional'
MATCH (i)-[:MENTIONS]->(p:Address)
WITH c.component AS child, p.component AS premises, i AS i
OPTIONAL MATCH (i)-[w:MENTIONS]->(:Person)
WHERE w.role IN {CONCERN}
WITH premises, child, count(w) AS concern
RETURN premises AS premises, child AS child, concern > 0 AS concern
"""

ADULTS: LiteralString = f"""
MATCH (c:Child)<-[m:MENTIONS]-(i:Item)
WHERE {seen("i")} AND NOT coalesce(m.role, '') = 'professional'
MATCH (i)-[a:MENTIONS]->(p:Person)
WHERE NOT coalesce(a.role, '') IN {NEVER_RANKED} AND NOT 'Child' IN labels(p)
RETURN DISTINCT p.component AS adult, c.component AS child, coalesce(i.happened_from, 9007199254740991) AS began
"""

STATED_AGES: LiteralString = f"""
MATCH (p:Person)<-[m:MENTIONS]-(i:Item)
WHERE {seen("i")} AND (m.date_of_birth IS NOT NULL OR m.age IS NOT NULL)
RETURN DISTINCT p.component AS adult, coalesce(m.date_of_birth, '') AS birth, coalesce(m.age, '') AS age,
       coalesce(i.happened_from, 9007199254740991) AS began, i.recorded_at AS recorded_at
"""


def things(label: LiteralString) -> LiteralString:
    """Every vehicle, phone or account, and each child named with it."""
    return f"""
MATCH (c:Child)<-[m:MENTIONS]-(i:Item)
WHERE {seen("i")} AND NOT coalesce(m.role, '') = 'professional'
MATCH (i)-[:MENTIONS]->(t:{label})
RETURN DISTINCT t.component AS thing, c.component AS child
"""


CITED: LiteralString = f"""
UNWIND $refs AS ref
MATCH (i:Item {{ref: ref}})
WHERE {seen("i")}
RETURN i.id AS item, i.report AS report
"""

NAMED_AMONG: LiteralString = f"""
UNWIND $ids AS id
MATCH (s:Entity {{id: id}})
WITH DISTINCT s.component AS here
MATCH (e:Entity {{component: here}})<-[:MENTIONS]-(i:Item)
WHERE {seen("i")}
WITH i.id AS item, i.ref AS ref, collect(DISTINCT here) AS named
WHERE size(named) > 1
RETURN ref AS ref, named AS named
"""

RELATED_AMONG: LiteralString = f"""
UNWIND $ids AS id
MATCH (s:Entity {{id: id}})
WITH DISTINCT s.component AS here
MATCH (e:Entity {{component: here}})-[r]->(o:Entity)
WHERE r.item IS NOT NULL AND {seen("r")}
RETURN DISTINCT here AS start, o.component AS end, type(r) AS type
"""

TOGETHER: LiteralString = f"""
UNWIND $ids AS id
MATCH (s:Entity {{id: id}})
WITH DISTINCT s.component AS here
MATCH (e:Entity {{component: here}})<-[:MENTIONS]-(i:Item)
WHERE {seen("i")}
WITH i.id AS item, i.ref AS ref, count(DISTINCT here) AS named
WHERE named = $many
RETURN ref AS ref
"""

JUDGED: LiteralString = f"""
MATCH (a:Assessment)-[:ABOUT]->(e:Entity)
WHERE {held("a")}
RETURN e.component AS child, a.assessed_at_ms AS assessed_at, a.recorded_at AS recorded_at, a.id AS id,
       a.category AS category
"""

CHILDREN: LiteralString = f"""
MATCH (c:Child)<-[:MENTIONS]-(i:Item)
WHERE {seen("i")}
RETURN DISTINCT c.component AS child
"""

CHILDREN_IN: LiteralString = f"""
MATCH (a:Assessment)-[:ABOUT]->(s:Entity)
WHERE a.category IN $categories
WITH DISTINCT s.component AS component
MATCH (c:Child {{component: component}})<-[:MENTIONS]-(i:Item)
WHERE {seen("i")}
RETURN DISTINCT c.component AS child
"""

NEW_ITEMS: LiteralString = f"""
MATCH (i:Item)
WHERE i.recorded_at > $since AND {seen("i")}
RETURN count(i) AS items, count(DISTINCT i.report) AS reports
"""

NEW_OF_CHILDREN: LiteralString = f"""
MATCH (i:Item)-[:MENTIONS]->(c:Child)
WHERE i.recorded_at > $since AND {seen("i")}
RETURN DISTINCT c.component AS child, i.ref AS ref
"""
