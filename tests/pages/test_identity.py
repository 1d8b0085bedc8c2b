"""The page on which somebody decides whether two records are one."""

import html
import re

from api.pages.records.identity import StatedByBoth
from api.pages.words import stated_word
from tests.pages.conftest import Office, Person
from tests.pages.picturing import send


def _two_children(person: Person) -> tuple[str, str]:
    """Two children of one record each, both opened with a reason."""
    found = person.get("/api/v1/children", categories=[1, 2, 3, 4], limit=50).json()["children"]
    ids = sorted(each["entity"]["id"] for each in found)
    alone = (id for id in ids if len(person.get("/api/v1/identity_decisions", id=id).json()["records"]) == 1)
    one, two = next(alone), next(alone)
    for id in (two, one):
        person.look_at("identity", id)
    return one, two


def _rows(page: str, table: str) -> list[list[str]]:
    """The cells of the rows of a table's body, as text."""
    [body] = re.findall(rf'<table[^>]*id="{table}".*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    cells = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)
    ]
    return [[html.unescape(" ".join(re.sub(r"<[^>]+>", " ", cell).split())) for cell in row] for row in cells]


def _seen(page: str) -> list[str]:
    return re.findall(r'name="seen" value="([^"]+)"', page)


def test_two_records_are_compared_decided_about_and_the_decision_taken_back(office: Office) -> None:
    person = office.person("analyst")
    one, two = _two_children(person)
    before = person.look_at("identity", one).text
    compared = person.get(f"/identity/{one}", other=two).text
    assert "No decision about these two is recorded" in compared
    stated = [person.get("/api/v1/child", id=id).json()["stated"] for id in (one, two)]
    rows = {row[0]: row[1:] for row in _rows(compared, "side-by-side")}
    refs = ["; ".join(each["value"] for each in of if each["what"] == "local_ref") for of in stated]
    assert rows[stated_word("local_ref")] == [*refs, "different"]
    assert len(rows) == len({each["what"] for of in stated for each in of} - {"said"})
    assert re.findall(r'placeholder="[^"]*" value="([^"]*)"', compared) == [""], "the search box stays empty"
    assert "can be read by everybody who may see both records" in compared or "Who may read the decision" in compared
    assert "No decision about these records is recorded" in before

    decided = person.post(
        f"/identity/{one}/decide", record=one, other=two, state="same", reason="one school, one date of birth"
    )
    page = html.unescape(person.get(f"/identity/{one}").text)
    assert decided.status_code in (200, 303)
    assert "one school, one date of birth" in page
    assert len(person.get("/api/v1/identity_decisions", id=two).json()["records"]) == 2

    [decision] = person.get("/api/v1/identity_decisions", id=one).json()["decisions"]
    person.post(f"/identity/{one}/undo", decision=decision["id"], reason="another date of birth")
    after = person.get("/api/v1/identity_decisions", id=one).json()
    assert [each["state"] for each in after["decisions"]] == ["withdrawn", "same"]
    assert not any(each["stands"] and each["state"] == "same" for each in after["decisions"])
    assert len(after["records"]) == 1


def test_who_decides_on_what_no_longer_stands_is_shown_what_differs(office: Office) -> None:
    person = office.person("analyst")
    one, two = _two_children(person)
    person.post(f"/identity/{one}/decide", record=one, other=two, state="unsure", reason="asked the school today")

    refused = person.post(f"/identity/{one}/decide", record=one, other=two, state="not same", reason="two twins here")

    said = html.unescape(refused.text)
    assert refused.status_code == 409
    assert "Somebody else has recorded this meanwhile" in said
    assert "state: unsure instead of not same" in said
    wanted = {"one": one, "other": two, "state": "not same", "reason": "two twins here", "replaces": []}
    program = send(person, "/api/v1/decide", wanted)
    assert program.status_code == 409
    assert {(each["field"], each["standing"], each["wanted"]) for each in program.json()["differences"]} == {
        ("state", "unsure", "not same"),
        ("reason", "asked the school today", "two twins here"),
    }
    assert send(person, "/api/v1/decide", {**wanted, "reason": "."}).status_code == 400
    seen = _seen(refused.text)
    again = person.post(
        f"/identity/{one}/decide", record=one, other=two, state="not same", reason="two twins here", seen=seen
    )
    assert again.status_code in (200, 303)


def test_a_decision_needs_a_reason_and_a_chair_takes_none(office: Office) -> None:
    analyst, chair = office.person("analyst"), office.person("chair")
    one, two = _two_children(chair)
    analyst.look_at("identity", one)
    chair.look_at("identity", one)

    without = analyst.post(f"/identity/{one}/decide", record=one, other=two, state="same", reason=".")
    by_chair = chair.post(f"/identity/{one}/decide", record=one, other=two, state="same", reason="one school, one name")

    assert without.status_code == 422
    assert "It gives no reason. Give at least two words" in html.unescape(without.text)
    assert "The role 'chair' does not decide this" in html.unescape(by_chair.text)
    assert "Your decision" not in chair.get(f"/identity/{one}", other=two).text


def test_a_report_names_what_rests_on_it_and_is_withdrawn_with_a_reason(office: Office) -> None:
    person, chair = office.person("analyst"), office.person("chair")
    item, report = _rested_on(person)
    on_report = html.unescape(person.get(f"/report/{report}").text)
    on_item = html.unescape(person.get(f"/rests-on/{item}").text)
    assert "SERAF assessment" in on_report[on_report.index("What rests on this report") :]
    assert "Withdraw this item" in on_item
    assert "What if this report is wrong?" in on_report
    if_wrong = html.unescape(person.get("/what-if", what="report", id=report).text)
    assert "SERAF assessment" in if_wrong[if_wrong.index("Assessments and decisions that rest on it") :]
    assert "Withdraw this item" not in chair.get(f"/rests-on/{item}").text

    without = person.post(f"/rests-on/{item}/withdraw", reason=".")
    by_chair = chair.post(f"/rests-on/{item}/withdraw", reason="recorded about somebody else")
    done = html.unescape(person.post(f"/rests-on/{item}/withdraw", reason="recorded about somebody else").text)

    assert (without.status_code, by_chair.status_code) == (422, 422)
    assert "1 item is withdrawn" in done
    assert "SERAF assessment" in done
    after = html.unescape(person.get(f"/rests-on/{item}").text)
    assert "recorded about somebody else" in after
    again = person.post(f"/rests-on/{item}/withdraw", reason="recorded about somebody else")
    assert "nothing left to withdraw" in html.unescape(again.text)

    secret = {"X-CSRF-Token": person.csrf}
    answer = person.browser.post("/api/v1/withdraw", json={"id": report, "reason": "sent in error"}, headers=secret)
    left = person.get("/api/v1/rests_on", id=report).json()
    assert len(answer.json()["withdrawn"]) == len(left["withdrawn"]) - 1, (
        "its other items, the first is withdrawn already"
    )
    assert answer.json()["rested"]["rests"] == left["rests"]


def _rested_on(person: Person) -> tuple[str, str]:
    """An item of a report of several on which a visible assessment rests, and its report."""
    children = person.get("/api/v1/children", categories=[3, 4], limit=50).json()["children"]
    for child in children:
        shown = person.get("/api/v1/seraf", id=child["entity"]["id"]).json()["indicators"]
        refs = sorted({item["ref"] for each in shown for item in each["items"]})
        cited = person.get("/api/v1/items", refs=refs).json()["items"] if refs else []
        for each in cited:
            if len(person.get("/api/v1/report", id=each["report"]).json()["items"]) > 1:
                return each["item"]["id"], each["report"]
    raise AssertionError("no assessment rests on an item of a report of several")


def test_two_records_agree_in_full_in_part_not_at_all_or_one_says_nothing() -> None:
    pairs = ((("a", "b"), ("a", "b")), (("a",), ("a", "b")), (("a",), ("b",)), ((), ("b",)))
    assert [StatedByBoth("name", *each).standing for each in pairs] == ["same", "in part", "different", "only one"]
