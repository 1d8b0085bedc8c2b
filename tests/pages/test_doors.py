"""Who gets in where: every route, as the application lists them, refuses people who may not be there."""

import html
import re

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from api.pages import PAGES
from api.routes import ROUTES
from tests.pages.conftest import PASSWORD, Office

OPEN = {
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/sign-in/provider"),
    ("GET", "/sign-in/return"),
    ("POST", "/language"),
}
"""What may be done without having signed in."""

ANYBODY = {
    ("GET", "/"),
    ("POST", "/sign-out"),
    ("GET", "/reason"),
    ("POST", "/reason"),
    ("GET", "/paper.css"),
    ("GET", "/access"),
    ("POST", "/access/ask"),
    ("POST", "/access/confirm"),
    ("POST", "/access/end"),
    ("POST", "/access/grant"),
    ("POST", "/access/hand-over"),
    ("POST", "/access/make"),
    ("GET", "/account"),
    ("POST", "/account/notices"),
    ("GET", "/account/session"),
    ("GET", "/account/password"),
    ("POST", "/account/password"),
    ("GET", "/account/second-factor"),
    ("GET", "/account/second-factor/picture"),
    ("POST", "/account/second-factor/begin"),
    ("POST", "/account/second-factor/confirm"),
    ("POST", "/account/second-factor/remove"),
    ("POST", "/account/sign-out-of"),
    ("POST", "/account/sign-out-everywhere"),
}
"""What everybody may do who is signed in, whatever their role."""


def routes(office: Office) -> list[tuple[str, str]]:
    """(method, path) of every route, parameters filled in."""
    known = {id(route) for router in (*ROUTES, *PAGES) for route in router.routes}
    included = [route for each in office.app.routes for route in getattr(each, "original_router", APIRouter()).routes]
    alone = [route for route in office.app.routes if isinstance(route, APIRoute)]
    assert known <= {id(route) for route in included}
    return sorted(
        (method, re.sub(r"\{[^}]*\}", "1", route.path))
        for route in (*included, *alone)
        if isinstance(route, APIRoute)
        for method in route.methods
    )


def test_every_route_wants_somebody_signed_in(office: Office) -> None:
    visitor = office.visitor()
    let_in = {
        (method, path)
        for method, path in routes(office)
        if (method, path) not in OPEN
        and visitor.request(method, path, data={"csrf": ""} if method == "POST" else None).status_code
        not in ((303, 401) if method == "GET" and not path.startswith("/api/") else (401, 422))
    }

    assert let_in == set()
    assert len(routes(office)) > 20
    redirected = visitor.get("/premises-of-concern?limit=5")
    assert redirected.headers["location"] == "/sign-in?next=%2Fpremises-of-concern%3Flimit%3D5"


@pytest.mark.parametrize("role", ["auditor", "administrator", "partner"])
def test_who_does_not_read_intelligence_is_shown_none_of_it(office: Office, role: str) -> None:
    person = office.person(role, reason="")
    kept_out = {
        (method, path): person.browser.request(method, path).status_code
        for method, path in routes(office)
        if method == "GET" and (method, path) not in OPEN | ANYBODY and not path.startswith(OWN_PAGES[role])
    }

    assert set(kept_out.values()) == {403}, kept_out


OWN_PAGES = {"auditor": ("/audit",), "administrator": ("/accounts",), "partner": ("/partner", "/api/v1/partner/")}
"""How the pages begin that are a role's own."""


def test_a_partner_opens_nothing_but_forms_and_the_account(office: Office) -> None:
    """Neither what everybody opens nor what anybody sends; always in the words of a page that is another role's."""
    partner = office.person("partner", reason="")
    theirs = {"/", "/sign-out", "/paper.css"}
    usual = "The role 'partner' does not open this page."
    for method, path in routes(office):
        if (method, path) in OPEN or path in theirs or path.startswith(("/partner/", "/account/", "/api/v1/partner/")):
            continue
        if path in ("/partner", "/account"):
            continue
        data = {"csrf": partner.csrf} if method == "POST" else None
        answer = partner.browser.request(method, path, data=data, headers={"x-csrf-token": partner.csrf})
        assert answer.status_code == 403, (method, path, answer.status_code)
        assert usual in html.unescape(answer.text) or usual in answer.json().get("detail", ""), (method, path)


def test_a_form_without_its_session_s_secret_is_refused(office: Office) -> None:
    person, other = office.person("analyst"), office.person("chair")
    for method, path in routes(office):
        if method != "GET" and (method, path) not in OPEN:
            for secret in ("", "guess", other.csrf):
                answer = person.browser.request(method, path, data={"csrf": secret}, headers={"x-csrf-token": secret})
                assert answer.status_code in (403, 422), (method, path)
    assert person.get("/").status_code == 200, "nothing of it signed the person out"


@pytest.mark.parametrize(
    "headers", [{"origin": "http://elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_a_form_from_elsewhere_is_refused(office: Office, headers: dict[str, str]) -> None:
    person = office.person("analyst")

    assert person.browser.post("/sign-out", data={"csrf": person.csrf}, headers=headers).status_code == 403
    assert person.get("/").status_code == 200


def test_a_token_from_before_signing_in_is_never_taken_over(office: Office) -> None:
    visitor = office.visitor()
    visitor.cookies.set("dolen_session", "chosen-by-somebody-else")
    visitor.post("/sign-in", data={"name": "analyst", "password": PASSWORD})
    tokens = [cookie.value for cookie in visitor.cookies.jar if cookie.name == "dolen_session" and cookie.domain]

    assert "chosen-by-somebody-else" not in tokens[-1]
    fresh = office.visitor()
    fresh.cookies.set("dolen_session", "chosen-by-somebody-else")
    assert fresh.get("/").status_code == 303


@pytest.mark.parametrize("place", ["//elsewhere.example/", "https://elsewhere.example", "/\\elsewhere.example", "x"])
def test_nobody_is_sent_elsewhere(office: Office, place: str) -> None:
    answer = office.visitor().post("/sign-in", data={"name": "analyst", "password": PASSWORD, "next": place})

    assert answer.headers["location"] == "/"


def test_every_answer_carries_the_browser_s_rules(office: Office) -> None:
    person = office.person("analyst")
    for path in ("/", "/sign-in", "/no-such-page", "/api/v1/find?text=x", "/static/dolen/dolen.css"):
        headers = person.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers.get("cache-control") == ("no-store" if not path.startswith("/static/") else None)


def test_signing_out_ends_the_session(office: Office) -> None:
    person = office.person("analyst")
    token = person.browser.cookies["dolen_session"]
    assert person.post("/sign-out").headers["location"] == "/sign-in"
    again = office.visitor()
    again.cookies.set("dolen_session", token)

    assert again.get("/").status_code == 303


def test_a_refused_look_is_entered_with_who_and_what(office: Office) -> None:
    before = office.log_length
    administrator = office.person("administrator")
    assert [administrator.get(path).status_code for path in ("/child/person:1", "/api/v1/child?id=person:1")] == [
        403,
        403,
    ]
    entered = [
        (entry.who, entry.action, entry.question, entry.subjects, entry.outcome)
        for entry in office.entries_after(before)
        if entry.action == "refuse"
    ]

    assert entered == [
        ("administrator", "refuse", "GET /child", ("person:1",), "refused"),
        ("administrator", "refuse", "GET /api/v1/child", (), "refused"),
    ]


def test_a_page_of_no_readable_origin_is_another_s(office: Office) -> None:
    visitor = office.visitor()
    assert visitor.post("/sign-in", headers={"Origin": "http://["}, data={}).status_code == 403


def test_items_are_shown_whatever_a_browser_says_of_its_page(office: Office) -> None:
    analyst = office.person("analyst")
    asked = {"params": {"ref": "R-1/1"}, "headers": {"HX-Current-URL": "http://["}}

    assert analyst.browser.get("/items", **asked).status_code == 200  # type: ignore[arg-type]  # two kinds of arguments
