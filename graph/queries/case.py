"""Everything that links one child's case with others, found once: what a child's page says in one question."""

from graph.queries.answers import Case
from graph.queries.assessed import ASSESSED
from graph.queries.linked import OfChild, rank_links
from graph.queries.linking import find_case
from graph.queries.named import fetch_seraf
from graph.queries.question import Asking, Question
from graph.queries.shared import ADULTS, PHONES, PREMISES, VEHICLES, rank_shared


def ask_case(asking: Asking, parameters: OfChild) -> Case:
    """What linked_children and the four shared_… answer, with the one statement of any of them."""
    case = find_case(asking, parameters.child)
    links = rank_links(case, parameters.limit)
    kinds = (ADULTS, PREMISES, VEHICLES, PHONES)
    adults, premises, vehicles, phones = (rank_shared(case, each, parameters.limit) for each in kinds)
    children = (each.children for each in (links, adults, premises, vehicles, phones))
    beside = fetch_seraf(asking, set[int]().union(*children))
    return Case(
        linked=links.to_answer(beside, asking.now),
        adults=adults.to_answer(beside),
        premises=premises.to_answer(beside),
        vehicles=vehicles.to_answer(beside),
        phones=phones.to_answer(beside),
    )


CASE = Question(
    id="case",
    prose="What links this child's case with others: which children, through which adults, premises, vehicles, phones?",
    parameters=OfChild,
    answer=Case,
    statements=(ASSESSED,),
    work=ask_case,
    evidence="evidence",
    walks=True,
)
