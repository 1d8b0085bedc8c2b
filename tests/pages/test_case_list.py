"""The case list of a week: each open case once, for one reason."""

import html
import re
from urllib.parse import quote

from graph.model.view import Reader
from graph.queries import Actor
from tests.pages.conftest import REASON, Office

OPERATOR = Actor(Reader("operator", "operator"), "operator")


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
    assert 'href="/not-known-yet"' in page


def test_what_is_not_known_yet_is_given_to_somebody_who_finds_it_out(office: Office) -> None:
    analyst = office.person("analyst")
    found = analyst.get("/api/v1/not_known_yet", limit=1000).json()
    somebody, item = found["people"]["entities"][0]["entity"], found["ungraded"]["items"][0]
    before = html.unescape(analyst.get("/not-known-yet").text)
    asked = {"reason": REASON, "owner": "DC Pugh", "due": "2026-12-11"}
    about = {somebody["id"]: {"what": "Who this is"}, item["children"][0]["id"]: {"refs": item["item"]["ref"]}}
    for id, fields in about.items():
        analyst.post("/reason", case=id, reason=REASON)
        sent = {"what": "The grade of this item", **fields, **asked}
        assert analyst.post("/casework/new/Enquiry", about=id, **sent).status_code == 303
    after = analyst.get("/not-known-yet").text
    made = sorted(set(re.findall(r"/casework/of/(enquiry:[0-9a-f]+)", after)))

    assert f"/casework/new/Enquiry?about={quote(somebody['id'], safe='')}" in before
    assert (len(made), after.count("DC Pugh")) == (2, 2)
    assert "Enquiry: Who this is" in html.unescape(analyst.get("/due").text)
    for lineage in made:
        office.installation.casework.withdraw(OPERATOR, lineage, "the test is over")
    assert "DC Pugh" not in analyst.get("/not-known-yet").text
