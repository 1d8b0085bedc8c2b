"""What a partner sends, from the form to the graph: graded by an analyst, kept as sent, shown to nobody else."""

import html
import re
from collections.abc import Generator

import pytest

from api.accounts import Administration
from api.partners import PartnerForms
from api.partners.tables import FORMS_SENT, REQUESTS
from graph.model.view import Reader
from graph.queries import Actor
from tests.pages.conftest import PASSWORD, Office, Person
from tests.pages.picturing import send

HOUR = 3_600_000
CONCERN = {
    "sender_is": "residential home",
    "sender": "J. Price, 07700 900123",
    "child": "Ffion Tester",
    "referred": "no",
    "not_referred": "we were told to write first",
    "happened": "A man called Taz waited in a silver Golf and she got in.",
    "when": "2026-11-06T21:00",
    "place": "1 Test Road, Caernarfon",
    "people": "Taz; tall, beard",
    "vehicles": "AB12 CDE; VW; silver",
    "phones": "07700 900124",
    "missing_from": "2026-11-06T21:30",
    "missing_to": "2026-11-07T08:00",
}
GRADES = {"source": "2", "assessment": "C", "handling": "P", "role": "reported as concern", "reason": "read it"}


@pytest.fixture
def partner(office: Office) -> Generator[Person]:
    """The partner; what was sent and asked is taken from the database again."""
    yield office.person("partner", reason="")
    with office.installation.sql.begin() as connection:
        connection.execute(FORMS_SENT.delete())
        connection.execute(REQUESTS.delete())


def _sent(office: Office, partner: Person, **given: str) -> str:
    answer = partner.post("/partner/new/concern", **{**CONCERN, **given})
    assert answer.status_code == 303, html.unescape(answer.text)
    return PartnerForms(office.installation.sql).sent_by("partner")[0].id


def test_the_top_warns_and_the_referral_is_asked_for(office: Office, partner: Person) -> None:
    page = html.unescape(partner.get("/partner/new/concern").text)
    nothing_said = partner.post("/partner/new/concern", **{**CONCERN, "referred": ""})
    why_not = partner.post("/partner/new/concern", **{**CONCERN, "not_referred": ""})
    to_whom = partner.post("/partner/new/concern", **{**CONCERN, "referred": "yes", "referred_when": "2026-11-06"})

    assert "This is not a referral and is not read at night. Child in danger now: 999." in page
    assert "Referred to Social Services?: it is not given." in html.unescape(nothing_said.text)
    assert "say why" in why_not.text
    assert "say when, and who received it" in to_whom.text
    assert {nothing_said.status_code, why_not.status_code, to_whom.status_code} == {422}
    assert CONCERN["happened"] in html.unescape(why_not.text), "what was typed stands there again"
    assert PartnerForms(office.installation.sql).sent_by("partner") == []


def test_a_form_becomes_a_graded_report_with_mentions(office: Office, partner: Person) -> None:
    id = _sent(office, partner)
    analyst = office.person("analyst")
    assert "Ffion Tester" in analyst.get("/forms-received").text
    ungraded = analyst.post(f"/forms-received/{id}/accept", **CONCERN, reason="read it")
    wrong = analyst.post(f"/forms-received/{id}/accept", **{**CONCERN, **GRADES, "phones": "12"})
    assert (ungraded.status_code, wrong.status_code) == (422, 422)
    assert analyst.get("/api/v1/find", text=f"PF-{id}").json()["reports"] == [], "nothing half written"

    done = analyst.post(f"/forms-received/{id}/accept", **{**CONCERN, **GRADES, "people": "Taz; tall, bearded"})
    again = analyst.post(f"/forms-received/{id}/accept", **{**CONCERN, **GRADES})
    [report] = analyst.get("/api/v1/find", text=f"PF-{id}").json()["reports"]
    told = analyst.get("/api/v1/report", id=report["id"]).json()

    assert (done.status_code, again.status_code) == (303, 422)
    assert {(each["event"], each["grade"]) for each in told["items"]} == {
        ("sighting", "2C"), ("missing", "2C"), ("returned", "2C"),
    }  # fmt: skip
    assert {each["entity"]["kind"] for each in told["named"]} == {"child", "person", "vehicle", "phone", "premises"}
    child = next(each["entity"] for each in told["named"] if each["entity"]["kind"] == "child")
    assert (child["label"], child["refs"]) == ("Ffion Tester", [f"PF-{id}/child"])
    roles = {tuple(each["roles"]) for each in told["named"] if each["entity"]["label"] == "Taz"}
    assert roles == {("reported as concern",)}
    assert "Accepted by analyst" in analyst.get(f"/forms-received/{id}").text
    assert "tall, beard" in html.unescape(partner.get(f"/partner/sent/{id}").text), "kept as it was sent"
    assert "It was accepted" in partner.get(f"/partner/sent/{id}").text


def test_a_partner_sees_no_form_of_another(office: Office, partner: Person) -> None:
    Administration(office.installation.sql, office.installation.log, office.clock).add(
        "tests", "other.home", "partner", password=PASSWORD
    )
    id, other = _sent(office, partner), office.person("other.home", reason="")

    hidden, absent = other.get(f"/partner/sent/{id}"), other.get("/partner/sent/none")

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert html.unescape(hidden.text).replace(id, "none") == html.unescape(absent.text)
    assert "Ffion" not in other.get("/partner").text


def test_immediate_concern_heads_home_and_what_is_late_is_shown_to_a_manager(office: Office, partner: Person) -> None:
    analyst, manager = office.person("analyst"), office.person("manager")
    before = office.clock.now
    _sent(office, partner, immediate="yes")

    home = html.unescape(analyst.get("/").text)
    assert home.index("1 partner’s form says immediate concern") < home.index("New ")
    assert "not graded within one working day" not in manager.get("/").text
    office.clock.now += 5 * 24 * HOUR  # a weekend and more
    late = office.person("manager")
    assert "1 partner’s form was not graded within one working day" in html.unescape(late.get("/").text)
    office.clock.now = before


def test_one_press_makes_a_referral_dated_when_social_services_received_it(office: Office, partner: Person) -> None:
    id = _sent(office, partner, referred="yes", referred_when="2026-11-06T21:00", referred_to="Duty team")
    chair = office.person("chair")

    done = chair.post(f"/forms-received/{id}/refer", received_at="2026-11-06T21:00")
    referral = PartnerForms(office.installation.sql).one(id).referral
    page = html.unescape(chair.get(f"/casework/of/{referral}").text)

    assert done.status_code == 303
    assert "Ffion Tester" in page
    assert "2026-11-06T21:00" in page
    assert "Tuesday 17 November 2026" in html.unescape(chair.get("/due").text), "7 working days (§5.6)"
    assert chair.post(f"/forms-received/{id}/refer", received_at="2026-11-06").status_code == 422
    operator_reason = "the test is over"
    chair.post(f"/casework/of/{referral}", state="withdrawn", reason=operator_reason, seen=_seen(page))


def test_a_seraf_is_asked_for_and_becomes_an_assessment(office: Office, partner: Person) -> None:
    chair, child = office.person("chair"), office.child_id(office.truth.networks[1].children[0])
    asked = {
        "partner": "partner",
        "kind": "SERAF",
        "child": child,
        "words": "A SERAF of M.",
        "reason": "before the 3rd",
    }
    before = office.log_length
    assert chair.post("/forms-received/ask", **asked).status_code == 303
    [entered] = [each for each in office.entries_after(before) if each.action == "disclose"]
    assert (entered.subjects, entered.recipients, entered.reason) == ((child,), ("partner",), "before the 3rd")
    page = html.unescape(partner.get("/partner").text)
    [request] = re.findall(r"/partner/new/SERAF\?request=(\w+)", page)
    assert "A SERAF of M." in page
    assert child not in page

    form = {"agency": "Education", "assessor": "T. School", "assessed_at": "2026-11-10", "status-R14": "suspected"}
    without = partner.post("/partner/new/SERAF", request=request, **form)
    assert partner.post("/partner/new/SERAF", request="none", **form, wishes="x").status_code == 404
    assert partner.post("/partner/new/SERAF", request=request, **form, wishes="to be left alone").status_code == 303
    assert "wishes are recorded" in html.unescape(without.text)
    [sent] = PartnerForms(office.installation.sql).waiting()

    chair.look_at("child", child)
    assert chair.post(f"/forms-received/{sent.id}/accept", reason="agreed with the school").status_code == 303
    seraf = chair.get("/api/v1/seraf", id=child).json()
    made = [seraf["standing"], *seraf["beside"], *seraf["history"]]
    assert ("T. School", "Education") in {(each["assessor"], each["agency"]) for each in made}
    lineage = PartnerForms(office.installation.sql).one(sent.id).outcome
    analyst = office.person("analyst")
    undone = analyst.browser.post(
        "/api/v1/undo", json={"decision": lineage, "reason": "the test is over"}, headers={"x-csrf-token": analyst.csrf}
    )
    assert undone.status_code == 200


def test_programs_send_grade_decline_and_ask_as_pages_do(office: Office, partner: Person) -> None:
    analyst, room = office.person("analyst"), "/api/v1/forms_received"
    blank = send(partner, "/api/v1/partner/forms", {"kind": "concern", "fields": {**CONCERN, "not_referred": ""}})
    assert (blank.status_code, send(partner, "/api/v1/partner/forms", {"kind": "x", "fields": {}}).status_code) == (
        400,
        404,
    )
    ids = [send(partner, "/api/v1/partner/forms", {"kind": "concern", "fields": CONCERN}).json()["id"] for _ in "ab"]
    words = {"partner": "partner", "kind": "meeting report", "words": "On F.", "reason": "Strategy meeting 12"}
    unreasoned = send(analyst, f"{room}/ask", {**words, "reason": "."})
    asked = send(analyst, f"{room}/ask", words).json()["made"]
    assert (unreasoned.status_code, send(partner, f"{room}/ask", words).status_code) == (400, 403)

    waiting = analyst.get(room).json()["waiting"]
    assert {each["id"] for each in waiting} == set(ids)
    accepted, declined = f"{room}/{ids[0]}/accept", f"{room}/{ids[1]}/decline"
    assert send(analyst, accepted, {"reason": "read it"}).status_code == 400, "a form is accepted with its grades"
    made = send(analyst, accepted, GRADES).json()["made"]
    assert send(analyst, declined, {"reason": "sent twice by mistake"}).json()["state"] == "declined"
    assert [
        send(analyst, path, {**GRADES} if path == accepted else {"reason": "again and again"}).status_code
        for path in (accepted, declined)
    ] == [400, 400]
    [report] = analyst.get("/api/v1/find", text=made).json()["reports"]
    assert report["ref"] == f"PF-{ids[0]}"

    theirs = partner.get("/api/v1/partner/forms").json()
    assert {each["id"]: each["became"] for each in theirs["sent"]} == dict(
        zip(ids, ("accepted", "not taken over"), strict=True)
    )
    assert [(each["id"], each["words"]) for each in theirs["requests"]] == [(asked, "On F.")]
    assert made not in partner.get(f"/api/v1/partner/forms/{ids[0]}").text
    assert analyst.get("/api/v1/partner/forms").status_code == 403
    office.installation.casework.withdraw_report(
        Actor(Reader("operator", "operator"), "operator"), report["id"], "the test is over"
    )


def _seen(page: str) -> str:
    return re.findall(r'name="seen" value="([^"]+)"', page)[0]
