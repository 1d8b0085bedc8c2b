"""The words of the graph: labels, relationship types and what they mean. `docs/data-model.md` explains them at length.
Labels of entities stand in `kinds`, relationships between entities in `relations`.

# (:Report)-[:CONTAINS]->(:Item)-[:MENTIONS {role, as recorded}]->(:Entity:Person|Address|Vehicle|Phone|Account)
# (:Person)-[:LIVES_AT|FREQUENTS|WORKS_AT]->(:Address)          repeats its one item's id and view fields
# (:Person)-[:USES|KEEPS|DRIVES]->(:Vehicle)                    likewise
# (:Person)-[:USES]->(:Phone|:Account)                          likewise
# (:Person)-[:ASSOCIATES_WITH|RELATED_TO|PARTNER_OF]->(:Person) likewise
# (:Phone)-[:CALLED]->(:Phone)                                  likewise
# (:Entity)-[:IDENTIFIED_BY]->(:Identifier)                     likewise: a PNC ID, a UPRN
# (:Person)-[:NAMED]->(:Name)                                   some item, perhaps hidden, calls this record so
# (:Judgement:IdentityDecision)-[:ABOUT]->(:Entity)             a person's decision about two records
# (:Person)-[:POSSIBLY_SAME]->(:Person)                         a machine's proposal between two mentions
# (:Judgement:Assessment)-[:ABOUT]->(:Person), -[:RESTS_ON]->(:Item)
# (:Judgement:Considered)-[:ABOUT]->(:Entity)                   what was considered of it, and the outcome
# (:Access {id})                                                every access text in use
"""

from typing import Literal, get_args

Event = Literal[
    "sighting",
    "missing",
    "found",
    "returned",
    "located",
    "unauthorised-absence",
    "call",
    "placement",
    "status",
    "arrest",
    "other",
]
"""What an item reports. Found, returned and located end a missing episode (`graph.rules.missing`); an arrest puts an
adult first in a ranking (`graph.rules.rankings`)."""
EVENTS: tuple[Event, ...] = get_args(Event)
ITEM_KINDS = ("fact", "allegation", "opinion", "inference")
LEGAL_STATUSES = (
    *("care-order", "interim-care-order", "epo", "police-protection", "accommodated", "supervision-order"),
    *("special-guardianship", "child-arrangements", "placement-order", "remand", "ward", "secure", "s20-england"),
    *("care-leaver", "not-known", "none"),
)
"""A child's legal status as a source states it; `none` is stated, and a blank says nothing."""
