"""The case list of a week: each open case once, for one reason."""

import html

from tests.pages.conftest import Office


def test_it_lists_children_at_3_and_4_and_undecided_at_2(office: Office) -> None:
    chair = office.person("chair")
    listed = chair.get("/api/v1/children", categories=[2, 3, 4], limit=1000).json()["children"]
    wanted = [
        each for each in listed if each["seraf"]["category"] > 2 or each["seraf"]["ceiling"] > each["seraf"]["category"]
    ]
    page = html.unescape(chair.get("/case-list").text)

    assert len(wanted) > 3
    first = wanted[0]["entity"]
    assert first["label"] in page
    assert page.count('<th scope="row">') == min(30, len(wanted))
    assert "Not identified yet, and named with two children or more" in page
