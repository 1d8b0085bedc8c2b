"""The pages on which a person keeps their own account, and an administrator everybody's."""

from typing import Any

import pytest
from httpx import Response

from api.accounts import Accounts
from tests.pages.conftest import PASSWORD, Office, Person
from tests.support.html_tree import read_html

ANOTHER = "walnut ferry copper"
GIVEN = "copper thistle orchard"


def errors(answer: Response) -> set[tuple[str, str]]:
    """(field, what is wrong with it): shown in the summary and beside the field alike, and the field says so."""
    page = read_html(answer.text)
    [summary] = page.find(css_class="govuk-error-summary")
    above = {(link["href"][1:], link.text) for link in summary.find("a")}
    beside = set[tuple[str, str]]()
    for said in page.find(css_class="govuk-error-message"):
        name = said["id"].removesuffix("-error")
        [field] = page.find(id=name)
        assert said["id"] in field["aria-describedby"].split()
        assert field["aria-invalid"] == "true"
        beside.add((name, said.text.removeprefix("Error:").strip()))
    assert above == beside
    return above


def signed_in(office: Office, name: str, password: str) -> Person:
    """Somebody who has signed in with this password."""
    browser = office.visitor()
    assert browser.post("/sign-in", data={"name": name, "password": password}).status_code == 303
    session = office.app.state.sign_ins.resume(browser.cookies["dolen_session"])
    return Person(browser, session.csrf)


def newcomer(office: Office, name: str, **more: Any) -> Person:
    """Somebody the administrator has just added, with a password of their own by now, signed in."""
    form = {"name": name, "role": "analyst", "password": GIVEN, **more}
    assert office.person("administrator", reason="").post("/accounts/add", **form).status_code == 303
    person = signed_in(office, name, GIVEN)
    assert person.post("/account/password", old=GIVEN, new=PASSWORD, again=PASSWORD).status_code == 303
    if form["role"] != "administrator":
        confirm(office, name)
    return person


def confirm(office: Office, name: str) -> None:
    """A manager confirms what the administrator did."""
    answer = office.person("manager", reason="").post("/access/confirm", account=name)
    assert answer.headers["location"] == "/access?done=confirmed"


def test_somebody_added_on_the_page_may_sign_in_as_what_they_were_added_as(office: Office) -> None:
    person = newcomer(office, "n.added", role="chair", display_name="Nia Added")
    rows = read_html(person.get("/account").text).find(css_class="govuk-summary-list__row")
    said = {row.find("dt")[0].text: row.find("dd")[0].text for row in rows}

    assert said["User name"] == "n.added"
    assert said["Role"].startswith("chair reads what may be shared at a meeting")
    assert said["Compartments"] == "You are not a member of any compartment."
    listed = office.person("administrator", reason="").get("/accounts").text
    assert "Nia Added" in listed
    assert PASSWORD not in listed


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"name": "No Good"}, "name", "an account's name is 1 to 64 of"),
        ({"name": "analyst"}, "name", "there is an account of this name already"),
        ({"role": ""}, "role", "the roles are analyst, chair, manager, auditor, administrator"),
        ({"password": "short"}, "password", "too short: it has 5 of 12"),
        ({"display_name": "x" * 101}, "display_name", "at most 100 characters"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_told_beside_its_field(
    office: Office, wrong: dict[str, str], field: str, words: str
) -> None:
    form = {"name": "n.wrong", "role": "analyst", "password": PASSWORD, **wrong}
    answer = office.person("administrator", reason="").post("/accounts/add", **form)

    assert answer.status_code == 422
    [(where, said)] = errors(answer)
    assert (where, words.lower() in said.lower()) == (field, True), said
    assert "n.wrong" not in {account.name for account in Accounts(office.installation.sql).list()}
    assert PASSWORD not in answer.text


def test_a_change_of_role_holds_once_a_manager_confirms_it(office: Office) -> None:
    person = newcomer(office, "n.altered")
    keeper = office.person("administrator", reason="")
    before = office.log_length
    altered = keeper.post("/accounts/of/n.altered/alter", role="auditor")

    assert altered.headers["location"] == "/accounts/of/n.altered?done=altered"
    assert office.installation.log.read(2).entries[0].words == "role auditor"
    assert [(entry.who, entry.outcome) for entry in office.entries_after(before)] == [
        ("administrator", "intended"),
        ("administrator", "done"),
    ]
    assert (person.get("/audit").status_code, person.get("/children").status_code) == (403, 403)
    assert "It gives no access until a manager confirms it" in person.get("/account").text
    confirm(office, "n.altered")
    assert "reads the audit log, and no intelligence" in person.get("/account").text
    assert person.get("/audit").status_code == 200


def test_an_administrator_s_own_new_account_opens_nothing_until_a_manager_confirms_it(office: Office) -> None:
    keeper = office.person("administrator", reason="")
    given = {"name": "n.second", "role": "manager", "password": GIVEN}
    assert keeper.post("/accounts/add", **given).status_code == 303
    second = signed_in(office, "n.second", GIVEN)
    assert second.post("/account/password", old=GIVEN, new=PASSWORD, again=PASSWORD).status_code == 303

    for path in ("/", "/children", "/search", "/access", "/api/v1/children", "/explorer", "/import", "/reviews"):
        assert second.get(path).status_code == 403, path
    assert second.post("/access/confirm", account="n.second").status_code == 403
    assert keeper.post("/access/confirm", account="n.second").status_code == 403
    assert second.post("/access/make", name="Operation Own", owner="n.second").status_code == 403
    assert "a manager is to confirm it. Ask a manager" in " ".join(read_html(second.get("/").text).text.split())
    assert "not confirmed" in keeper.get("/accounts").text
    assert "1 decision about access waits for you" in office.person("manager", reason="").get("/").text
    confirm(office, "n.second")
    assert second.get("/access").status_code == 200


def test_a_membership_is_asked_for_and_granted_on_the_page_by_two_people(office: Office) -> None:
    manager, owner = office.person("manager", reason=""), newcomer(office, "n.owner", role="chair")
    member = newcomer(office, "n.member")
    assert manager.post("/access/make", name="Operation Avon", owner="n.owner").status_code == 303
    wrong = member.post("/access/ask", compartment="Operation Avon", until="2026-12-31", reason=".")
    assert (wrong.status_code, errors(wrong)) == (
        422,
        {
            (
                "reason",
                "It gives no reason. Give at least two words. Say in a few words why, for example: strategy meeting on "
                "3 December.",
            )
        },
    )
    given = {"until": "2026-12-31", "reason": "Works on the operation"}
    [search] = read_html(wrong.text).find(id="search-everywhere")
    assert search["value"] == "", "what was typed in the form stands in the form alone"
    there, not_there = (member.post("/access/ask", compartment=name, **given) for name in ("operation avon", "Op Nil"))
    assert there.headers["location"] == not_there.headers["location"], "whether there is one is not said"
    assert "Operation Nil" not in member.get("/access").text
    listed = read_html(owner.get("/access").text)
    [wanted] = {field["value"] for field in listed.find("input", name="membership")}
    assert "n.member requests a membership of OPERATION AVON." in " ".join(
        read_html(owner.get("/account").text).text.split()
    )

    assert member.post("/access/grant", membership=wanted).status_code == 403
    assert manager.post("/access/grant", membership=wanted).status_code == 403
    assert owner.post("/access/grant", membership=wanted).headers["location"] == "/access?done=granted"
    assert "OPERATION AVON" in member.get("/account").text
    assert "n.owner granted a membership of OPERATION AVON." in member.get("/account").text
    assert member.post("/account/notices", next="/account").status_code == 303
    assert "n.owner granted" not in member.get("/account").text
    assert owner.post("/access/end", membership=wanted).headers["location"] == "/access?done=ended"
    assert "You are not a member of any compartment." in member.get("/account").text


def test_an_administrator_asks_and_cannot_grant(office: Office) -> None:
    manager, keeper = office.person("manager", reason=""), office.person("administrator", reason="")
    newcomer(office, "n.asked")
    assert manager.post("/access/make", name="Operation Severn", owner="manager").status_code == 303
    page = keeper.get("/access", member="n.asked").text
    assert 'value="n.asked"' in page
    sent = {"compartment": "OPERATION SEVERN", "member": "n.asked", "until": "2026-12-31", "reason": "Joins the unit"}
    assert keeper.post("/access/ask", **sent).status_code == 303
    [wanted] = {
        field["value"]
        for field in read_html(manager.get("/access").text).find("input", name="membership")
        if "n.asked" in field.within("tr").text
    }

    assert keeper.post("/access/grant", membership=wanted).status_code == 403
    assert "requested, not granted yet" in keeper.get("/accounts/of/n.asked").text
    assert manager.post("/access/end", membership=wanted).status_code == 303


def test_somebody_disabled_is_out_at_once_and_comes_in_again_when_enabled(office: Office) -> None:
    person = newcomer(office, "n.disabled")
    keeper = office.person("administrator", reason="")

    assert keeper.post("/accounts/of/n.disabled/disable").status_code == 303
    assert person.get("/account").headers["location"].startswith("/sign-in")
    assert office.visitor().post("/sign-in", data={"name": "n.disabled", "password": PASSWORD}).status_code == 403
    assert keeper.post("/accounts/of/n.disabled/enable").status_code == 303
    assert office.person("n.disabled", reason="").get("/account").status_code == 200


def test_a_password_that_was_reset_opens_and_the_old_one_does_not(office: Office) -> None:
    person = newcomer(office, "n.reset")
    keeper = office.person("administrator", reason="")

    assert keeper.post("/accounts/of/n.reset/reset", password="n.reset n.reset").status_code == 422
    assert person.get("/account").status_code == 200, "a refused password changes nothing"
    assert keeper.post("/accounts/of/n.reset/reset", password=ANOTHER).status_code == 303
    assert person.get("/account").status_code == 303
    signed = [office.visitor().post("/sign-in", data={"name": "n.reset", "password": p}) for p in (PASSWORD, ANOTHER)]
    assert [answer.status_code for answer in signed] == [403, 303]


def test_whoever_was_given_a_password_chooses_their_own_before_anything_else(office: Office) -> None:
    keeper = office.person("administrator", reason="")
    given = {"name": "n.given", "role": "analyst", "password": GIVEN}
    assert keeper.post("/accounts/add", **given).status_code == 303
    person = signed_in(office, "n.given", GIVEN)
    wanted = person.get("/children", category="4")
    form = person.get(wanted.headers["location"]).text

    assert wanted.headers["location"] == "/account/password?next=%2Fchildren%3Fcategory%3D4"
    assert "Choose your own password" in form
    assert "/premises-of-concern" not in form
    assert person.get("/api/v1/children").status_code == 403
    assert person.get("/api/v1/children").json()["advice"] == "Choose one that only you know; then go on."
    assert person.post("/reason", case="any", reason="Try it now").status_code == 403
    part = person.browser.get("/children", headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"].startswith("/account/password?")
    same = person.post("/account/password", old=GIVEN, new=GIVEN, again=GIVEN, next="/children?category=4")
    assert (same.status_code, "The new password is the present one." in same.text) == (422, True)
    assert "Choose your own password" in same.text

    chosen = person.post("/account/password", old=GIVEN, new=ANOTHER, again=ANOTHER, next="/children?category=4")
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/children?category=4")
    confirm(office, "n.given")
    assert person.post("/reason", case="any", reason="Look at it").status_code == 303
    assert person.get("/children").status_code == 200
    assert signed_in(office, "n.given", ANOTHER).get("/account").status_code == 200, "it is asked once"
    elsewhere = person.post("/account/password", old=ANOTHER, new=PASSWORD, again=PASSWORD, next="//evil.example/")
    assert elsewhere.headers["location"] == "/"


def test_whoever_s_password_was_reset_chooses_their_own_and_an_administrator_s_own_is_theirs(office: Office) -> None:
    newcomer(office, "n.again")
    keeper = office.person("administrator", reason="")
    assert keeper.post("/accounts/of/n.again/reset", password=ANOTHER).status_code == 303

    assert signed_in(office, "n.again", ANOTHER).get("/").headers["location"].startswith("/account/password?next=")
    themselves = newcomer(office, "n.keeper", role="administrator")
    assert themselves.post("/accounts/of/n.keeper/reset", password=ANOTHER).status_code == 303
    assert signed_in(office, "n.keeper", ANOTHER).get("/account").status_code == 200


def test_an_administrator_neither_shuts_themselves_out_nor_makes_themselves_a_reader(office: Office) -> None:
    keeper = office.person("administrator", reason="")

    assert keeper.post("/accounts/of/administrator/disable").status_code == 403
    assert keeper.post("/accounts/of/administrator/alter", role="manager").status_code == 403
    assert keeper.get("/accounts").status_code == 200


def test_one_s_own_password_is_changed_for_the_old_one(office: Office) -> None:
    person = newcomer(office, "n.changing")
    elsewhere = office.person("n.changing", reason="")
    wrong = [
        person.post("/account/password", old="not this one at all", new=ANOTHER, again=ANOTHER),
        person.post("/account/password", old=PASSWORD, new="password1234", again="password1234"),
        person.post("/account/password", old=PASSWORD, new=ANOTHER, again=ANOTHER + "s"),
    ]
    said = [errors(answer) for answer in wrong]

    assert [field for each in said for field, _ in each] == ["old", "new", "again"]
    assert elsewhere.get("/account").status_code == 200
    assert person.post("/account/password", old=PASSWORD, new=ANOTHER, again=ANOTHER).status_code == 303
    assert person.get("/account?done=password").status_code == 200, "the session that changed it goes on"
    assert elsewhere.get("/account").status_code == 303, "the others end"
    assert office.visitor().post("/sign-in", data={"name": "n.changing", "password": ANOTHER}).status_code == 303


def test_one_session_is_ended_and_then_all(office: Office) -> None:
    here = newcomer(office, "n.sessions")
    there, third = office.person("n.sessions", reason=""), office.person("n.sessions", reason="")
    page = read_html(here.get("/account").text)
    ids = {field["value"]: "this session" in field.within("tr").text for field in page.find("input", name="session")}
    theirs = there.browser.app.state.sign_ins.resume(there.browser.cookies["dolen_session"]).id

    assert sorted(ids.values()) == [False, False, True]
    assert here.post("/account/sign-out-of", session=theirs).status_code == 303
    assert there.get("/account").status_code == 303
    assert third.get("/account").status_code == 200
    stranger = office.person("analyst", reason="")
    mine = here.browser.app.state.sign_ins.resume(here.browser.cookies["dolen_session"]).id
    assert stranger.post("/account/sign-out-of", session=mine).status_code == 404
    assert here.post("/account/sign-out-everywhere").headers["location"] == "/sign-in"
    assert [each.get("/account").status_code for each in (here, third)] == [303, 303]


def test_the_page_knows_when_its_session_ends(office: Office) -> None:
    person = newcomer(office, "n.idle")
    [place] = read_html(person.get("/account").text).find(css_class="dolen-session")

    assert int(place["data-seconds"]) == 30 * 60
    office.clock.now += 29 * 60_000
    assert person.get("/account/session").json() == {"seconds": 30 * 60}, "asking is a look"
    office.clock.now += 31 * 60_000
    assert person.get("/account/session").status_code == 303
