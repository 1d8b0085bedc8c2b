"""Every question that Dolen answers, by id."""

from typing import Any

from graph.queries.among import LINKS_AMONG
from graph.queries.cards import ADULT, CHILD, PHONE, PREMISES, VEHICLE
from graph.queries.case import CASE
from graph.queries.cases import LINKED_CASES
from graph.queries.children import CHILDREN
from graph.queries.cited import ITEMS_CITED
from graph.queries.concern import ADULTS_OF_CONCERN, PREMISES_OF_CONCERN
from graph.queries.evidence import EVIDENCE
from graph.queries.find import FIND
from graph.queries.linked import LINKED_CHILDREN
from graph.queries.neighbours import NEIGHBOURS
from graph.queries.news import NEW_SINCE
from graph.queries.origins import ORIGINS_SEEN
from graph.queries.paths import PATHS
from graph.queries.question import Question
from graph.queries.report import REPORT
from graph.queries.search import SEARCH
from graph.queries.shared import SHARED_ADULTS, SHARED_PHONES, SHARED_PREMISES, SHARED_VEHICLES
from graph.queries.timeline import TIMELINE
from graph.queries.together import TOGETHER

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
        ITEMS_CITED,
        NEIGHBOURS,
        LINKS_AMONG,
        LINKED_CHILDREN,
        SHARED_ADULTS,
        SHARED_PREMISES,
        SHARED_VEHICLES,
        SHARED_PHONES,
        CASE,
        LINKED_CASES,
        CHILDREN,
        NEW_SINCE,
        PATHS,
        PREMISES_OF_CONCERN,
        ADULTS_OF_CONCERN,
        EVIDENCE,
        TOGETHER,
        TIMELINE,
        ORIGINS_SEEN,
    )
}
