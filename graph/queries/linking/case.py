"""Everything that links one child's case with others, found once: what a child's page says in one question."""

from graph.queries.linking.case_links import find_case
from graph.queries.linking.linked_children import LinkedChildren, OfChild, linked_with
from graph.queries.linking.shared import ADULTS, PHONES, PREMISES, VEHICLES, Shared, shared_with_others
from graph.reading.question import Answer, QueryContext, Question


class Case(Answer):
    """Everything that links one child's case with others; each part is the answer to the question of its name."""

    linked: LinkedChildren
    adults: Shared
    premises: Shared
    vehicles: Shared
    phones: Shared


def ask_case(context: QueryContext, parameters: OfChild) -> Case:
    """What linked_children and the four shared_… answer, found once."""
    case, limit = find_case(context, parameters.child), parameters.limit
    return Case(
        linked=linked_with(case, limit, context.now),
        adults=shared_with_others(case, ADULTS, limit),
        premises=shared_with_others(case, PREMISES, limit),
        vehicles=shared_with_others(case, VEHICLES, limit),
        phones=shared_with_others(case, PHONES, limit),
    )


CASE = Question(
    id="case",
    prose="What links this child's case with others: which children, through which adults, premises, vehicles, phones?",
    parameters=OfChild,
    answer=Case,
    statements=(),
    work=ask_case,
    evidence="evidence",
    walks=True,
)
