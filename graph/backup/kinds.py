"""Every kind of node and relationship that a backup copies, with the labels by which the ends are found."""

from collections.abc import Mapping
from typing import LiteralString

from graph.model.kinds import LABELS as ENTITY_LABELS
from graph.model.recorded import JUDGEMENT_KINDS
from graph.model.relations import RELATIONS

LABELS: tuple[LiteralString, ...] = (
    *("Report", "Words", "Item", "Entity", "Identifier", "Name", "Access", "Judgement"),
)
"""Every node but the change counter and the schema's steps has exactly one of these labels."""

FURTHER_LABELS: tuple[LiteralString, ...] = (
    *ENTITY_LABELS,
    *("Child", "Adult"),
    *JUDGEMENT_KINDS,
)
"""What a node may be called besides, in the order in which the labels are written."""

ENDS: Mapping[LiteralString, tuple[LiteralString, LiteralString]] = {
    "CONTAINS": ("Report", "Item"),
    "WORDED": ("Report", "Words"),
    "MENTIONS": ("Item", "Entity"),
    **{each.type: ("Entity", "Entity") for each in RELATIONS.values()},
    "IDENTIFIED_BY": ("Entity", "Identifier"),
    "POSSIBLY_SAME": ("Entity", "Entity"),
    "ABOUT": ("Judgement", "Entity"),
    "RESTS_ON": ("Judgement", "Item"),
}
"""The relationships. (:Person)-[:NAMED]->(:Name) is not among them: what mentions call a person says it."""
