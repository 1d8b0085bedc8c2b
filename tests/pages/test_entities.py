"""The pages of premises, adults and other entities say what the questions say, and claim nothing of a child."""

import html
import re
from datetime import date
from urllib.parse import quote

from graph.values.when import written_date
from tests.pages.conftest import Office


def test_no_category_is_claimed_where_none_was_asked_for_and_kinds_are_counted_in_words(office: Office) -> None:
    person = office.person("manager")
    [concern, *_] = person.get("/api/v1/premises_of_concern", limit=1).json()["concerns"]
    premises = concern["entity"]["id"]
    near = person.get("/api/v1/neighbours", id=premises, limit=1000).json()
    page = re.sub(r"\s+", " ", person.look_at("premises", premises).text)
    stated = page[page.index("Links as stated in items") :]
    assessed = [each for each in near["neighbours"] if each["category"]]

    assert assessed
    assert any(each["entity"]["label"] in stated for each in assessed)
    assert "SERAF" not in stated
    assert f"{near['counts']['child']} children; " in page


def test_rankings_say_what_each_rests_on_and_what_was_done(office: Office) -> None:
    person = office.person("manager")

    for what in ("premises", "adults", "vehicles", "phones"):
        ranked = person.get(f"/api/v1/{what}_of_concern", limit=5).json()
        first = ranked["concerns"][0]
        page = re.sub(r"\s+", " ", html.unescape(person.get(f"/{what}-of-concern", limit=5).text))

        assert first["entity"]["label"] in page
        assert f"last seen {written_date(date.fromisoformat(first['last']))}" in page
        assert "weakest grade" in page
        assert "No action yet" in page
        assert "A connection is not responsibility." in page
        assert first["total"] == sum(count["children"] for count in first["categories"])


def test_calls_and_children_missing_together_are_pages_of_what_the_questions_say(office: Office) -> None:
    person = office.person("manager")
    phone = person.get("/api/v1/phones_of_concern", limit=1).json()["concerns"][0]["entity"]
    calls = person.get("/api/v1/calls", ids=phone["id"]).json()
    page = person.get("/calls", id=phone["id"]).text
    child = office.child_id("PI-P0475555")
    beside = person.look_at("child", child).text
    missing = person.get("/api/v1/missing_together", child=child).json()
    together = html.unescape(person.get("/missing-together", child=child).text)

    assert phone["label"] in page
    assert page.count("asked about") == sum(each["asked"] for each in calls["phones"])
    assert "There is a problem" in person.get("/calls", id=phone["id"], around="soon").text
    assert f'href="/missing-together?child={quote(child, safe="")}"' in beside
    assert missing["episodes"] == 3
    assert "3 missing episodes." in together
    assert all(each["child"]["label"] in together for each in missing["others"])


def test_chains_can_be_longer_avoid_what_lies_between_and_say_their_weakest_grade(office: Office) -> None:
    person = office.person("manager")
    child = office.child_id("PI-P0475555")
    linked = person.get("/api/v1/linked_children", child=child, limit=1).json()["linked"][0]["id"]
    ends = {"start": child, "end": linked}
    found = person.get("/api/v1/paths", **ends, longer=1, limit=50).json()
    between = next(path["entities"][1] for path in found["paths"] if path["length"] == 2)
    person.look_at("child", child)
    page = html.unescape(person.get("/paths", **ends, longer=1).text)
    without = person.get("/api/v1/paths", **ends, longer=1, limit=50, avoid=between["id"]).json()
    avoiding = html.unescape(person.get("/paths", **ends, longer=1, avoid=between["id"]).text)

    assert "weakest grade" in page
    assert "Longer ones stand after the shortest." in page
    assert f"avoid={quote(between['id'], safe='')}" in page
    assert without["avoided"] == [between]
    assert not any(between in path["entities"][1:-1] for path in without["paths"])
    assert without["total"] < found["total"]
    assert "Avoided:" in avoiding


def test_the_smallest_network_is_a_page_of_what_the_question_says_and_takes_names(office: Office) -> None:
    person = office.person("manager")
    network = next(each for each in office.truth.networks if len(each.children) > 2)
    refs = network.children[:3]
    ids = [office.child_id(ref) for ref in refs]
    found = person.get("/api/v1/connecting_network", ids=ids).json()
    beside = person.look_at("child", ids[0]).text
    page = html.unescape(person.get("/connecting", id=ids).text)
    typed = html.unescape(person.get("/connecting", id=ids[:2], name=refs[2]).text)
    wrong = html.unescape(person.get("/connecting", id=ids[:2], name="nobody at all").text)
    first = found["networks"][0]
    labels = {each["id"]: each["label"] for each in first["entities"]}

    assert found["between"] == len(first["between"])
    for each in (page, typed):
        assert "Network 1" in each
        assert all(labels[id] in each for id in first["between"])
        assert all(ref in each for link in first["links"] for ref in link["items"][:1])
        assert "A connection is not responsibility." in each
    assert "There is a problem" in wrong
    assert "Nothing is recorded as 'nobody at all'" in wrong
    assert f'href="/connecting?id={quote(ids[0], safe="")}"' in beside


def test_cases_that_hang_together_and_who_holds_them_are_a_page_of_both_answers(office: Office) -> None:
    person = office.person("manager")
    groups = person.get("/api/v1/case_groups", limit=10).json()
    bridges = person.get("/api/v1/bridges", limit=10).json()
    page = re.sub(r"\s+", " ", html.unescape(person.get("/network").text))

    assert groups["groups"][0]["total"] == len(groups["groups"][0]["children"]) - 1
    assert bridges["children"] == groups["children"]
    assert f"{groups['children']} children in categories 3 and 4 are compared." in page
    assert "A connection is not responsibility." in page
    for group in groups["groups"]:
        assert all(each["entity"]["label"] in page for each in group["children"])
        assert all(link["linked"]["strength"] >= group["strength"] >= 0.25 for link in group["links"])
    assert all(bridge["entity"]["label"] in page for bridge in bridges["bridges"])
    assert all(len(bridge["parts"]) > 1 for bridge in bridges["bridges"])


def test_a_childs_seraf_says_what_stands_with_each_indicator_and_what_is_asked_for(office: Office) -> None:
    person = office.person("manager")
    children = person.get("/api/v1/children", categories=[2, 3, 4], limit=10).json()["children"]
    assert children

    for child in children:
        id = child["entity"]["id"]
        known = person.get("/api/v1/seraf", id=id).json()
        beside = person.look_at("child", id).text
        page = re.sub(r"\s+", " ", html.unescape(person.get(f"/child/{id}/seraf").text))

        assert f"{known['standing']['category']}: " in page
        for indicator in known["indicators"]:
            assert f"{indicator['code']} {indicator['text']}" in page
        for action in known["actions"]["child"]:
            assert action["text"] in page
        if known["standing"]["ceiling"] > known["standing"]["category"]:
            assert f"(may be {known['standing']['ceiling']})" in page
        assert "Harm suspected now? Do not wait for a category: strategy discussion." in page
        assert "not at risk" not in page
        assert f'href="/child/{id}/seraf"' in beside


def test_missing_episodes_are_counted_and_each_shows_its_end(office: Office) -> None:
    """Counted by hand from the demo's table: three starts of its first child, each followed by an end."""
    person = office.person("manager")
    first = office.child_id("PI-P0475555")
    page = re.sub(r"\s+", " ", html.unescape(person.look_at("child", first).text))
    figure = re.search(r'<a href="#missing">(\d+)</a>', page)
    missing = page[page.index('<h2 class="govuk-heading-m" id="missing">') : page.index('id="timeline"')]

    assert figure is not None
    assert figure[1] == "3"
    assert missing.count("Missing, ") == 3
    assert missing.count("<span>missing</span>") == 3
    assert missing.count("<span>found</span>") == 2
    assert missing.count("<span>returned</span>") == 1


def test_who_bears_one_name_is_marked_on_lists_and_leads_to_where_somebody_decides(office: Office) -> None:
    person = office.person("manager")
    listed = person.get("/api/v1/children", categories=[1, 2, 3, 4], not_assessed=True, limit=1000).json()["children"]
    ids = [each["entity"]["id"] for each in listed]
    pairs = person.get("/api/v1/same_name", ids=ids).json()["pairs"]
    page = html.unescape(person.get("/children", category=["1", "2", "3", "4", "none"], limit=1000).text)

    assert pairs
    assert page.count("may be the same person as") == 2 * len(pairs)
    assert f'href="/identity/{pairs[0]["one"]["id"]}?other={pairs[0]["two"]["id"].replace(":", "%3A")}"' in page


def test_paper_has_every_line_and_the_words_of_each_item_that_it_cites(office: Office) -> None:
    person = office.person("analyst")
    child = office.child_id(office.truth.demo_children[0])
    links = person.get("/api/v1/case", child=child, limit=1000).json()["linked"]
    cited = {ref for each in links["linked"] for via in each["via"] for half in via["items"] for ref in half}
    person.look_at("child", child)
    page = html.unescape(person.get(f"/child/{child}", paper="true").text)

    assert links["total"] > 10, "more than the screen shows at first"
    assert re.search(r"\d+ of \d+ (are )?shown", page) is None
    words = {ref: page.index(f">{ref}") for ref in cited}
    assert words.keys() == cited, "each stands on the timeline or in the annex, with its words"
    annex = page[page.index("Annex: the items cited") :]
    elsewhere = [ref for ref in cited if f'<th scope="row">{ref}' in annex]
    items = person.get("/api/v1/items", refs=elsewhere[:50]).json()["items"]
    assert items
    assert all(each["item"]["text"] in annex for each in items)
