"""Every question that Dolen answers, by id."""

from typing import Any

from graph.queries.cards import ADULT, CHILD, PHONE, PREMISES, VEHICLE
from graph.queries.concern import ADULTS_OF_CONCERN, PREMISES_OF_CONCERN
from graph.queries.evidence import EVIDENCE
from graph.queries.find import FIND
from graph.queries.linked import LINKED_CHILDREN
from graph.queries.neighbours import NEIGHBOURS
from graph.queries.paths import PATHS
from graph.queries.question import Question
from graph.queries.report import REPORT
from graph.queries.search import SEARCH
from graph.queries.shared import SHARED_ADULTS, SHARED_PHONES, SHARED_PREMISES, SHARED_VEHICLES
from graph.queries.timeline import TIMELINE

QUESTIONS: dict[str, Question[Any, Any]] = {
    question.id: question
    for question in (
        SEARCH,
        FIND,
        CHILD,
        ADULT,
        PREMISES,
        VEHICLE,
        PHONE,
        REPORT,
        NEIGHBOURS,
        LINKED_CHILDREN,
        SHARED_ADULTS,
        SHARED_PREMISES,
        SHARED_VEHICLES,
        SHARED_PHONES,
        PATHS,
        PREMISES_OF_CONCERN,
        ADULTS_OF_CONCERN,
        EVIDENCE,
        TIMELINE,
    )
}
