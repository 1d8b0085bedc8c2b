"""Whose step a judgement's step is: what was considered depends on the question."""

import pytest

from graph.errors import NotPermitted, ValueRefused
from graph.model.recorded import JUDGEMENT_KINDS
from graph.model.view import Role
from graph.rules.cases import STEPS, check_role, check_step, may_decide
from graph.rules.considered import OUTCOMES, read_outcome

DECIDES: dict[str, set[Role]] = {
    "ceiling": {"analyst", "chair"},
    "authority": {"analyst", "chair"},
    "second look": {"analyst", "chair"},
    "no meeting": {"chair"},
    "interview": {"chair"},
    "NRM": {"analyst", "chair"},
    "no action": {"manager"},
}
ROLES: tuple[Role, ...] = ("analyst", "chair", "manager", "auditor", "administrator")


def test_each_kind_has_steps_and_each_question_its_roles() -> None:
    assert set(STEPS) == set(JUDGEMENT_KINDS)
    assert set(DECIDES) == set(OUTCOMES)
    for question, roles in DECIDES.items():
        assert {role for role in ROLES if may_decide("Considered", role, question)} == roles
        assert may_decide("Considered", "operator", question)


def test_another_roles_question_is_refused_with_whom_to_ask() -> None:
    check_role("Considered", "manager", "no action")
    check_step("Considered", None, "decided", "manager", "no action")
    for question, role, ask in (("no action", "chair", "manager"), ("no meeting", "manager", "chair")):
        with pytest.raises(NotPermitted, match=f"in the role {ask}[.]"):
            check_role("Considered", role, question)
        with pytest.raises(NotPermitted):
            check_step("Considered", None, "decided", role, question)
        with pytest.raises(NotPermitted):
            check_step("Considered", "decided", "withdrawn", role, question)


def test_an_outcome_is_one_of_its_question() -> None:
    assert read_outcome("no meeting", "not held") == ("no meeting", "not held")
    for question, outcome in (("ceiling", "not held"), ("a party", "held"), ("", "")):
        with pytest.raises(ValueRefused, match="one of"):
            read_outcome(question, outcome)
