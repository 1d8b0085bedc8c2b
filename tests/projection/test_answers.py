"""Questions that walk links say what the oracle says, of forces with what the made ones lack.

No engine, so that it is cheap; tests/invariants has the whole proof, on both engines. What is changed here needs no
further choice in the making of a force, which would change every other force too.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from graph.errors import DolenError
from graph.judgements.network import CommonPlaceBody
from graph.projection.derived import Derived
from graph.projection.seen import Seen
from graph.projection.tables import Tables
from graph.queries import QUESTIONS
from graph.reading.question import QueryContext
from graph.store import Reading
from tests.invariants.crafted import crafted_cases
from tests.invariants.force import Asked, Case, Force, Judgement, Rest, casework_judgement
from tests.invariants.making import TODAY
from tests.invariants.oracle.asking import Truth
from tests.invariants.parameter_sets import parameter_sets
from tests.invariants.pool import pool
from tests.projection.test_seen import rows_of
from tests.support.profiles import PROFILE

MOST_ASKED = 6
"""Parameter sets of one question tried on one force."""
RANKINGS = ("premises_of_concern", "adults_of_concern", "vehicles_of_concern", "phones_of_concern")
WITH_PLACES = ("linked_children", "shared_premises", "linked_cases", "premises_of_concern")
LINKS = ("linked_children", "shared_adults", "shared_premises", "linked_cases", *RANKINGS)


def changed() -> Iterator[Case]:
    """Made and crafted forces with places judged common, as hidden or visible as an item that names them, some of them
    until today."""
    for case in (*crafted_cases(), *pool(PROFILE.forces)):
        force = case.force
        unassessed = tuple(each for each in force.judgements if each.kind not in ("Assessment", "Considered"))
        yield replace(case, force=replace(force, judgements=(*unassessed, *_common_places(force))))


def _common_places(force: Force) -> list[Judgement]:
    named = {mention.entity: mention.item for mention in force.mentions if mention.said == "address"}
    items = {item.id: item for item in force.items}
    found: list[Judgement] = []
    for place, (address, item) in enumerate(sorted(named.items())):
        until = (None, TODAY, TODAY + timedelta(days=1))[(place + len(items)) % 3]
        body, cited = CommonPlaceBody(address=address, until=until), items[item]
        judged = casework_judgement(f"common:{address}", body, cited.access, cited.recorded_at, (Rest("", cited),))
        found.append(judged)
        if place % 2:
            found.append(replace(judged, id=f"{judged.id}/2", state="withdrawn", replaces=(judged.id,), access="P||"))
    return found


def said(case: Case, seen: Seen, asked: Asked) -> str:
    """The answer as JSON, or the name of an error. No question asked here reads the store."""
    question = QUESTIONS[asked.question]
    context = QueryContext(cast(Reading, None), case.bound, tuple(case.identity_kinds), None, seen)
    try:
        return question.work(context, question.parameters(**asked.values())).model_dump_json()
    except DolenError as error:
        return type(error).__name__


def true(truth: Truth, asked: Asked) -> str:
    """The same of the oracle."""
    try:
        return truth.ask(asked).model_dump_json()
    except DolenError as error:
        return type(error).__name__


@pytest.mark.parametrize("question", LINKS)
def test_what_the_projection_answers_is_what_the_oracle_answers(question: str) -> None:
    told, common = 0, 0
    for case in changed():
        seen = Seen(Derived(Tables.of(rows_of(case.force))), case.bound, case.identity_kinds)
        truth = Truth(case.force, case.bound, case.identity_kinds)
        for asked in parameter_sets(case.force)[question][:MOST_ASKED]:
            answer = said(case, seen, asked)
            assert answer == true(truth, asked), (case, asked)
            told += len(answer) > 200
            common += '"common":true' in answer

    assert told > 20
    assert common > 0 or question not in WITH_PLACES
