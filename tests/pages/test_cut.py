"""What is cut says so, and leads on only where there is more to be led to."""

import pytest

from api.pages.templating import environment
from tests.pages.conftest import Office


def test_hits_that_are_cut_lead_to_more(office: Office) -> None:
    page = office.person("analyst").get("/search", q="home").text

    assert "25 of" in page
    assert "Show more" in page


@pytest.mark.parametrize(("shown", "leads"), [(25, True), (999, True), (1000, False)])
def test_the_longest_list_says_that_it_is_and_leads_nowhere(shown: int, leads: bool) -> None:
    said = str(environment("en").get_template("parts.html").module.shown_of(shown, 4000, "/children?limit=1000"))

    assert f"The first {shown} of 4000 are shown." in said
    assert ("Show more" in said) == leads
    assert ("The page shows no more" in said) != leads


def test_what_is_whole_says_nothing() -> None:
    assert str(environment("en").get_template("parts.html").module.shown_of(7, 7, "/children")).strip() == ""
