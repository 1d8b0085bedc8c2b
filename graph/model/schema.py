"""The words of the graph: labels, relationship types and what they mean. `docs/data-model.md` explains them at length.

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
# (:Access {id})                                                every access text in use
"""

from typing import Literal, get_args

EntityLabel = Literal["Person", "Address", "Vehicle", "Phone", "Account"]
Kind = Literal["child", "adult", "person", "premises", "vehicle", "phone", "account"]
"""What an entity is in a View, in the field's words. A `person` is neither child nor adult as far as is recorded."""

KINDS: tuple[Kind, ...] = ("child", "adult", "person", "premises", "vehicle", "phone", "account")
PEOPLE: frozenset[Kind] = frozenset({"child", "adult", "person"})

RELATIONS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "LIVES_AT": (frozenset({"Person"}), frozenset({"Address"})),
    "FREQUENTS": (frozenset({"Person"}), frozenset({"Address"})),
    "WORKS_AT": (frozenset({"Person"}), frozenset({"Address"})),
    "USES": (frozenset({"Person"}), frozenset({"Vehicle", "Phone", "Account"})),
    "KEEPS": (frozenset({"Person"}), frozenset({"Vehicle"})),
    "DRIVES": (frozenset({"Person"}), frozenset({"Vehicle"})),
    "ASSOCIATES_WITH": (frozenset({"Person"}), frozenset({"Person"})),
    "RELATED_TO": (frozenset({"Person"}), frozenset({"Person"})),
    "PARTNER_OF": (frozenset({"Person"}), frozenset({"Person"})),
    "CALLED": (frozenset({"Phone"}), frozenset({"Phone"})),
}
"""Each relationship between entities, with the labels at its start and at its end."""

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
    "other",
]
"""What an item reports. Found, returned and located end a missing episode; `graph.rules.missing` reads them."""
EVENTS: tuple[Event, ...] = get_args(Event)
ITEM_KINDS = ("fact", "allegation", "opinion", "inference")
LEGAL_STATUSES = (
    *("care-order", "interim-care-order", "epo", "police-protection", "accommodated", "supervision-order"),
    *("special-guardianship", "child-arrangements", "placement-order", "remand", "ward", "secure", "s20-england"),
    *("care-leaver", "not-known", "none"),
)
"""A child's legal status as a source states it; `none` is stated, and a blank says nothing."""
