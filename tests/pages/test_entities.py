"""The pages of premises, adults and other entities say what the questions say, and claim nothing of a child."""

import re

from tests.pages.conftest import Office


def test_no_category_is_claimed_where_none_was_asked_for_and_kinds_are_counted_in_words(office: Office) -> None:
    person = office.person("manager")
    [concern, *_] = person.get("/api/v1/premises_of_concern", limit=1).json()["concerns"]
    house = concern["entity"]["id"]
    near = person.get("/api/v1/neighbours", id=house, limit=1000).json()
    page = re.sub(r"\s+", " ", person.look_at("premises", house).text)
    stated = page[page.index("Links as items state them") :]
    assessed = [each for each in near["neighbours"] if each["category"]]

    assert assessed
    assert any(each["entity"]["label"] in stated for each in assessed)
    assert "SERAF" not in stated
    assert f"{near['counts']['child']} children; " in page
