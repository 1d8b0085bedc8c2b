"""What a child's page asks in one question is what the five questions of its parts answer, without a statement."""

from graph.queries import QUESTIONS
from graph.queries.linking.case import Case as CaseAnswer
from graph.store import Reading, Store
from tests.invariants.comparing import asking_of
from tests.invariants.crafted import crafted_cases
from tests.invariants.force import Case
from tests.invariants.loading import load
from tests.invariants.oracle.asking import Truth
from tests.invariants.parameter_sets import parameter_sets
from tests.invariants.pool import pool

PARTS = {
    "linked": "linked_children",
    "adults": "shared_adults",
    "premises": "shared_premises",
    "vehicles": "shared_vehicles",
    "phones": "shared_phones",
}


def test_each_part_is_the_answer_of_its_own_question(store: Store) -> None:
    linked = 0
    for case in (*crafted_cases()[:2], *pool(6)):
        load(store, case.force)
        for given in _children(case):
            with store.reading() as reading:
                answer = _ask(reading, case, "case", given)
                assert isinstance(answer, CaseAnswer)
                for part, question in PARTS.items():
                    assert getattr(answer, part) == _ask(reading, case, question, given), (part, given)
            linked += answer.linked.total

    assert linked > 0
    assert not any(QUESTIONS[question].statements for question in ("case", *PARTS.values()))


def _children(case: Case) -> list[dict[str, object]]:
    """Every child of a force that its View shows, with and without a limit."""
    truth = Truth(case.force, case.bound, case.identity_kinds)
    children = {mention.entity for mention in truth.reduced.mentions if mention.said == "child"}
    sets = [asked.values() for asked in parameter_sets(case.force)["case"]]
    return [given for given in sets if given["child"] in children]


def _ask(reading: Reading, case: Case, question: str, given: dict[str, object]) -> object:
    registered = QUESTIONS[question]
    return registered.work(asking_of(reading, case.bound, case.identity_kinds), registered.parameters(**given))
