"""Every question that Dolen answers, by id. A question's module is imported when the question is looked up.

So asking one question does not wait for importing all. A test compares the ids below with those of the questions.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from graph.model.kinds import ENTITY_KINDS
from graph.reading.question import Question

_WHERE: dict[str, str] = {
    "search": "queries.search.SEARCH",
    "find": "queries.find.FIND",
    **{each.card: "queries.cards.CARDS" for each in ENTITY_KINDS},
    "identity_decisions": "identity.decisions.IDENTITY_DECISIONS",
    "report": "queries.report.REPORT",
    "items": "queries.cited.ITEMS_CITED",
    "duplicate_references": "queries.duplicates.DUPLICATE_REFERENCES",
    "origins_seen": "queries.origins.ORIGINS_SEEN",
    "neighbours": "queries.neighbours.NEIGHBOURS",
    "links_among": "queries.among.LINKS_AMONG",
    "linked_children": "queries.linked.LINKED_CHILDREN",
    "shared_adults": "queries.shared.SHARED_ADULTS",
    "shared_premises": "queries.shared.SHARED_PREMISES",
    "shared_vehicles": "queries.shared.SHARED_VEHICLES",
    "shared_phones": "queries.shared.SHARED_PHONES",
    "case": "queries.case.CASE",
    "linked_cases": "queries.cases.LINKED_CASES",
    "children": "queries.children.CHILDREN",
    "new_since": "queries.news.NEW_SINCE",
    "paths": "queries.paths.PATHS",
    "premises_of_concern": "queries.concern.PREMISES_OF_CONCERN",
    "adults_of_concern": "queries.concern.ADULTS_OF_CONCERN",
    "evidence": "queries.evidence.EVIDENCE",
    "together": "queries.together.TOGETHER",
    "timeline": "queries.timeline.TIMELINE",
    "seraf": "queries.seraf.SERAF",
    "suggested": "queries.suggested.SUGGESTED",
    "rests_on": "queries.resting.RESTS_ON",
    "what_if": "queries.what_if.WHAT_IF",
    "alerts_shown": "queries.alerts.ALERTS",
    "same_name": "identity.same_name.SAME_NAME",
    "casework": "queries.casework.CASEWORK_QUESTION",
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
