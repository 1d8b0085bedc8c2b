"""Deputies: who may hand over what, and what a deputy may do in the other's place."""

from datetime import date

import pytest

from graph.casework.deputies import deputies_on, with_deputies
from graph.casework.drafts import Author
from graph.errors import NotPermitted
from graph.judgements.deputy import DeputyBody
from graph.judgements.enquiry import EnquiryBody
from graph.model.view import BoundView, Reader, View
from graph.rules.cases import check_step

DAY = date(2026, 12, 14)
HANDED = DeputyBody(name="r.owen", deputy="d.lewis", since=DAY, until=date(2026, 12, 21))
OF_OWEN = EnquiryBody(entity="person:1", what="Who this is", owner="R.Owen", due=DAY)


def author(name: str, *deputy_of: str) -> Author:
    return Author(Reader(name, "analyst"), name, BoundView(View(DAY), ()), 0, deputy_of)


def test_a_deputy_marks_as_done_what_is_the_other_s_and_nobody_else_does() -> None:
    assert author("d.lewis", "r.owen").owns(OF_OWEN)
    assert author("r.owen").owns(OF_OWEN)
    assert not author("d.lewis").owns(OF_OWEN)


def test_everybody_hands_over_what_is_theirs_and_a_manager_what_is_anybody_s() -> None:
    check_step("Deputy", None, "recorded", "analyst", owns=author("r.owen").owns(HANDED))
    check_step("Deputy", None, "recorded", "manager")
    with pytest.raises(NotPermitted):
        check_step("Deputy", None, "recorded", "analyst", owns=author("d.lewis").owns(HANDED))


def test_a_deputy_hands_nothing_on_and_stays_no_longer_in_the_other_s_name() -> None:
    longer = HANDED.model_copy(update={"until": date(2099, 1, 1)})
    to_another = HANDED.model_copy(update={"deputy": "s.hughes"})

    assert not any(author("d.lewis", "r.owen").owns(each) for each in (HANDED, longer, to_another))


def test_a_deputy_is_named_while_it_holds() -> None:
    assert deputies_on([HANDED, OF_OWEN], DAY) == [HANDED]
    assert deputies_on([HANDED], date(2026, 12, 21)) == []
    assert with_deputies("R.Owen, Police", [HANDED]) == "R.Owen, Police; deputy until 21 December 2026: d.lewis"
    assert with_deputies("S. Hughes", [HANDED]) == "S. Hughes"
