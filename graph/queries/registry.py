"""Every question that Dolen answers, by id. A question's module is imported when the question is looked up.

So asking one question does not wait for importing all. A test compares the ids below with those of the questions.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from graph.model.kinds import ENTITY_KINDS
from graph.queries.question import Question

_WHERE: dict[str, str] = {
    "search": "search.SEARCH",
    "find": "find.FIND",
    **{each.card: "cards.CARDS" for each in ENTITY_KINDS},
    "identity_decisions": "decisions.IDENTITY_DECISIONS",
    "report": "report.REPORT",
    "items": "cited.ITEMS_CITED",
    "duplicate_references": "duplicates.DUPLICATE_REFERENCES",
    "origins_seen": "origins.ORIGINS_SEEN",
    "neighbours": "neighbours.NEIGHBOURS",
    "links_among": "among.LINKS_AMONG",
    "linked_children": "linked.LINKED_CHILDREN",
    "shared_adults": "shared.SHARED_ADULTS",
    "shared_premises": "shared.SHARED_PREMISES",
    "shared_vehicles": "shared.SHARED_VEHICLES",
    "shared_phones": "shared.SHARED_PHONES",
    "case": "case.CASE",
    "linked_cases": "cases.LINKED_CASES",
    "children": "children.CHILDREN",
    "new_since": "news.NEW_SINCE",
    "paths": "paths.PATHS",
    "premises_of_concern": "concern.PREMISES_OF_CONCERN",
    "adults_of_concern": "concern.ADULTS_OF_CONCERN",
    "evidence": "evidence.EVIDENCE",
    "together": "together.TOGETHER",
    "timeline": "timeline.TIMELINE",
    "seraf": "seraf.SERAF",
    "suggested": "suggested.SUGGESTED",
    "rests_on": "resting.RESTS_ON",
    "what_if": "what_if.WHAT_IF",
    "alerts_shown": "alerts.ALERTS",
    "same_name": "same_name.SAME_NAME",
    "casework": "casework.CASEWORK_QUESTION",
}
"""By its id, where a question stands: a module of this package, and a name in it (a question, or several by their ids).

In the order in which the API lists them.
"""


class Questions(Mapping[str, Question[Any, Any]]):
    """The questions by id."""

    def __getitem__(self, id: str) -> Question[Any, Any]:
        module, name = _WHERE[id].split(".")
        found: Question[Any, Any] | Mapping[str, Question[Any, Any]]
        found = getattr(import_module(f"graph.queries.{module}"), name)
        return found[id] if isinstance(found, Mapping) else found

    def __iter__(self) -> Iterator[str]:
        return iter(_WHERE)

    def __len__(self) -> int:
        return len(_WHERE)


QUESTIONS = Questions()
