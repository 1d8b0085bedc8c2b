"""Every question that Dolen answers, by id. A question's module is imported when the question is looked up.

So asking one question does not wait for importing all. A test compares the ids below with those of the questions.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from graph.model.kinds import ENTITY_KINDS
from graph.reading.question import Question

_WHERE: dict[str, str] = {
    "search": "queries.entities.search.SEARCH",
    "find": "queries.entities.find.FIND",
    "known_phrases": "queries.entities.known_phrases.KNOWN_PHRASES",
    **{each.card: "queries.entities.cards.CARDS" for each in ENTITY_KINDS},
    "identity_decisions": "identity.decisions.IDENTITY_DECISIONS",
    "report": "queries.entities.report.REPORT",
    "items": "queries.entities.items.ITEMS_CITED",
    "duplicate_references": "queries.lists.duplicate_references.DUPLICATE_REFERENCES",
    "not_known_yet": "queries.lists.not_known_yet.NOT_KNOWN_YET",
    "origins_seen": "queries.lists.origins_seen.ORIGINS_SEEN",
    "neighbours": "queries.entities.neighbours.NEIGHBOURS",
    "links_among": "queries.charts.links_among.LINKS_AMONG",
    "linked_children": "queries.linking.linked_children.LINKED_CHILDREN",
    "shared_adults": "queries.linking.shared.SHARED_ADULTS",
    "shared_premises": "queries.linking.shared.SHARED_PREMISES",
    "shared_vehicles": "queries.linking.shared.SHARED_VEHICLES",
    "shared_phones": "queries.linking.shared.SHARED_PHONES",
    "case": "queries.linking.case.CASE",
    "linked_cases": "queries.linking.linked_cases.LINKED_CASES",
    "children": "queries.lists.children.CHILDREN",
    "new_since": "queries.lists.new_since.NEW_SINCE",
    "paths": "queries.linking.paths.PATHS",
    "connecting_network": "queries.linking.connecting_network.CONNECTING_NETWORK",
    "case_groups": "queries.linking.case_groups.CASE_GROUPS",
    "bridges": "queries.linking.bridges.BRIDGES",
    "calls": "queries.linking.calls.CALLS",
    "missing_together": "queries.linking.missing_together.MISSING_TOGETHER",
    "premises_of_concern": "queries.lists.concern.PREMISES_OF_CONCERN",
    "adults_of_concern": "queries.lists.concern.ADULTS_OF_CONCERN",
    "vehicles_of_concern": "queries.lists.concern.VEHICLES_OF_CONCERN",
    "phones_of_concern": "queries.lists.concern.PHONES_OF_CONCERN",
    "evidence": "queries.entities.evidence.EVIDENCE",
    "together": "queries.entities.together.TOGETHER",
    "timeline": "queries.entities.timeline.TIMELINE",
    "seraf": "queries.casework.seraf.SERAF",
    "suggested": "queries.casework.suggested.SUGGESTED",
    "rests_on": "queries.casework.rests_on.RESTS_ON",
    "what_if": "queries.linking.what_if.WHAT_IF",
    "alerts_shown": "queries.casework.alerts_shown.ALERTS",
    "same_name": "identity.same_name.SAME_NAME",
    "casework": "queries.casework.recorded.CASEWORK_QUESTION",
}
"""By its id, where a question stands: a module below `graph`, and a name in it (a question, or several by their ids).

In the order in which the API lists them.
"""


class Questions(Mapping[str, Question[Any, Any]]):
    """The questions by id."""

    def __getitem__(self, id: str) -> Question[Any, Any]:
        module, name = _WHERE[id].rsplit(".", 1)
        found: Question[Any, Any] | Mapping[str, Question[Any, Any]]
        found = getattr(import_module(f"graph.{module}"), name)
        return found[id] if isinstance(found, Mapping) else found

    def __iter__(self) -> Iterator[str]:
        return iter(_WHERE)

    def __len__(self) -> int:
        return len(_WHERE)


QUESTIONS = Questions()
