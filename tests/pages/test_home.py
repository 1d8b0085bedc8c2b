"""The start of a day: what is new since the last visit, one's reviews, children at 3 and 4."""

import re
from pathlib import Path

from fastapi.testclient import TestClient

from api.accounts import Administration
from api.accounts.last_visits import LastVisits
from api.app import create_app
from api.installation import Installation
from demo import Truth
from graph.audit import AuditLog
from graph.settings import Settings
from graph.values.when import written_moment
from tests.ingest.support import load, table
from tests.pages.conftest import PASSWORD, Clock, Office
from tests.pages.uploading import ROW

DAY = 24 * 3600 * 1000


def test_nothing_of_a_child_is_told_before_a_reason_is_given(office: Office) -> None:
    person = office.person("analyst", reason="")
    before = office.log_length
    page = person.get("/").text

    assert "Why are you looking today?" in page
    assert "Case reviews" in page
    assert office.log_length == before, "nothing was looked at"
    assert "SERAF 4" not in re.sub(r"<form.*?</form>", "", page, flags=re.DOTALL)
    person.post("/reason", case="any", reason="Morning look", next="/")
    assert [entry.question for entry in office.entries_after(before)] == ["reason"]
    assert "Children at SERAF 4 and 3" in person.get("/").text
    asked = [entry.question for entry in office.entries_after(before)][1:]
    assert asked == ["new_since", "children", "same_name", "casework", "children"]


def test_home_says_what_the_questions_say(office: Office) -> None:
    person = office.person("manager")
    page = person.get("/").text
    known = person.get("/api/v1/children").json()
    at_first = known["children"][:8]

    assert "Children at SERAF 4 and 3</h2>" not in page
    assert f"Children at SERAF 4 and 3 ({known['total']})" in page
    places = [page.index(f"/child/{child['entity']['id']}", page.index('id="at-risk"')) for child in at_first]
    assert places == sorted(places)
    for place in ("/premises-of-concern", "/adults-of-concern"):
        assert f'hx-get="{place}?limit=5"' in page
        part = person.browser.get(f"{place}?limit=5", headers={"HX-Request": "true"}).text
        assert "<html" not in part
        assert part.count("<li>") == 5
        assert "A connection is not responsibility." in part


def test_new_is_what_came_since_the_visit_before_and_stays_new_for_the_session(office: Office) -> None:
    visits = LastVisits(office.installation.sql)
    sign_ins = office.app.state.sign_ins
    account = Administration(
        office.installation.sql, AuditLog(office.installation.sql, office.installation.settings.home), office.clock
    )
    account.add("tests", "visitor", "analyst", password=PASSWORD)
    first = sign_ins.sign_in("visitor", PASSWORD, "").session
    second = sign_ins.sign_in("visitor", PASSWORD, "").session

    assert visits.visit(first, 10 * DAY) is None
    assert visits.visit(first, 11 * DAY) is None
    assert visits.visit(second, 15 * DAY) == 11 * DAY
    assert visits.visit(second, 16 * DAY) == 11 * DAY
    assert visits.visit(first, 17 * DAY) == 16 * DAY


def test_a_first_visit_and_a_later_one(office: Office) -> None:
    keeping = Administration(office.installation.sql, office.installation.log, office.clock)
    keeping.add("tests", "newcomer", "chair", password=PASSWORD)
    first = office.person("newcomer").get("/").text
    later = office.person("newcomer").get("/").text

    assert "Loaded in the last seven days" in first
    assert "Loaded since you were last here, " in later


def test_news_stays_new_until_it_has_been_shown(office: Office) -> None:
    keeping = Administration(office.installation.sql, office.installation.log, office.clock)
    keeping.add("tests", "interrupted", "chair", password=PASSWORD)
    office.person("interrupted").get("/")
    last_shown = written_moment(office.clock.now)
    office.clock.now += DAY
    assert "Why are you looking today?" in office.person("interrupted", reason="").get("/").text
    office.clock.now += DAY
    later = office.person("interrupted").get("/").text
    office.clock.now -= 2 * DAY

    assert f"Loaded since you were last here, {last_shown}" in later


def test_of_an_earlier_day_news_is_of_the_week_before_it_and_no_visit(office: Office) -> None:
    keeping = Administration(office.installation.sql, office.installation.log, office.clock)
    keeping.add("tests", "looking.back", "chair", password=PASSWORD)
    page = office.person("looking.back").get("/", known_at="2026-03-31").text
    start = page.index('id="news"')
    said = page[start : page.index("</section>", start)]

    assert "Recorded in the seven days before 31 March 2026" in said
    days = set(re.findall(r"<td>(\d+ \w+ 2026), \d\d:\d\d</td>", said))
    assert days
    assert days <= {f"{day} March 2026" for day in range(24, 32)}
    assert "Loaded in the last seven days" in office.person("looking.back").get("/").text


def test_those_of_one_name_are_marked_on_home(office: Office, tmp_path: Path) -> None:
    store, sql, settings = office.installation.store, office.installation.sql, office.installation.settings
    row = {**ROW, "report_ref": "IR-9810", "name": "Nia Unenw", "recorded_at": "2026-11-17T09:00:00Z"}
    rows = [{**row, "mention_no": str(number), "local_ref": f"PI-T981{number}"} for number in (1, 2)]
    load(store, sql, settings, table(tmp_path / "two.csv", rows), now=office.clock())
    page = office.person("chair").get("/", limit=1000).text

    one, two = (office.child_id(f"PI-T981{number}") for number in (1, 2))
    assert page.count("Nia Unenw") >= 4, "each in the list, and as the other of the other"
    assert f"/identity/{one}?other=" in page
    assert f"/identity/{two}?other=" in page


def test_a_narrowed_view_is_no_empty_graph(office: Office) -> None:
    assert "Begin here" not in office.person("analyst").get("/", known_at="1990-01-01").text


def test_an_auditor_and_an_administrator_begin_elsewhere(office: Office) -> None:
    assert office.person("auditor").get("/").headers["location"] == "/audit"
    assert office.person("administrator").get("/").headers["location"] == "/accounts"


def test_children_by_category(office: Office) -> None:
    person = office.person("chair")
    given = {"categories": [1, 2], "not_assessed": True, "limit": 1000}
    known = person.get("/api/v1/children", **given).json()["children"]
    page = person.get("/children", category=["1", "2", "none"], limit=1000).text
    shown = re.findall(r'name="child" value="([^"]+)"', page)

    assert shown == [child["entity"]["id"] for child in known]
    assert [f'id="category-{each}" name="category" value="{each}" checked' in page for each in ("4", "2", "none")] == [
        False,
        True,
        True,
    ]
    first = person.get("/children", category="none", limit=2).text
    assert "2 of " in first
    assert "category=none&amp;limit=1000" in first or "category=none&limit=1000" in first
    assert person.get("/children", category="5").status_code == 422
    assert "No child in these categories" in person.get("/children", category="1", known_at="1990-01-01").text


def test_a_report_marks_whom_its_items_name_where_it_says_so(office: Office) -> None:
    person = office.person("manager")
    marks = 0
    for pair in office.truth.pairs[:6]:
        ref = pair.through[0].first_items[0].partition("/")[0]
        [report] = person.get("/api/v1/find", text=ref).json()["reports"]
        id = report["id"]
        answer, page = person.get("/api/v1/report", id=id).json(), person.get(f"/report/{id}").text
        body = page[page.index("Its items") :]
        assert {each["item"] for each in answer["named"]} <= {item["id"] for item in answer["items"]}
        for each in answer["named"]:
            assert each["entity"]["label"].replace("'", "&#39;") in body
        plain = re.sub(r"<[^>]+>", "", page).replace("&#39;", "'")
        for item in answer["items"]:
            assert item["text"] in plain
        marks += page.count("<mark>")
    assert marks > 0


def test_a_child_s_picture_is_the_child_s_alone(office: Office) -> None:
    person = office.person("manager")
    [child] = person.get("/api/v1/find", text=office.truth.demo_children[0]).json()["entities"]
    assert person.get(f"/child/{child['id']}/network.svg").headers["location"].startswith("/reason?case=")
    page = person.look_at("child", child["id"]).text
    picture = person.get(f"/child/{child['id']}/network.svg")

    assert f'loading="lazy" src="/child/{child["id"]}/network.svg"' in page
    assert picture.headers["content-type"].startswith("image/svg+xml")
    linked = person.get("/api/v1/linked_children", child=child["id"], limit=6).json()["linked"]
    for other in linked:
        assert other["name"].split()[0] in picture.text
    assert (
        person.get(
            "/child/person:nobody/network.svg",
        ).status_code
        == 303
    )


def test_an_empty_graph_says_how_to_load_files(tmp_path: Path) -> None:
    installation = Installation(Settings(home=tmp_path, engine_linger=0, engine_memory=768))
    clock = Clock()
    keeping = Administration(installation.sql, installation.log, clock)
    for role in ("analyst", "chair"):
        keeping.add("tests", role, role, password=PASSWORD)
    app = create_app(installation, clock)
    with TestClient(app):
        empty = Office(installation, Truth.model_construct(), clock, app)
        said = {role: empty.person(role).get("/").text for role in ("analyst", "chair")}
        lists = empty.person("chair").get("/children").text + empty.person("chair").get("/reviews").text
    installation.close()

    assert all("Begin here" in page for page in said.values())
    assert "dolen ingest reports.csv" in said["analyst"]
    assert 'href="/import"' in said["analyst"]
    assert "An analyst loads files of recorded intelligence." in said["chair"]
    assert "No child in these categories" in lists
    assert "None is saved yet, and none is shared with you." in lists
