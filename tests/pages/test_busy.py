"""A child named by more items than a page shows at first: the newest come first, and all are within reach."""

import csv
import html
import io
import re
from collections.abc import Generator

import pytest
from fastapi.testclient import TestClient

from api.accounts import Administration
from api.app import create_app
from api.installation import Installation
from demo import Truth
from graph.ingest.run import ingest
from graph.model.view import Reader
from graph.queries.entities.items import MOST_REFS
from graph.settings import Settings
from tests.pages.busy import CHILD, DATED, UNDATED, busy_table
from tests.pages.conftest import PASSWORD, Clock, Office, Person
from tests.pages.picturing import send


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Generator[Office]:
    """The application over the busy child's force."""
    home = tmp_path_factory.mktemp("busy")
    installation = Installation(Settings(home=home, engine_linger=0, engine_memory=768))
    ingest(
        [busy_table(home / "busy.csv")],
        installation.store,
        installation.sql,
        installation.settings,
        author="tests",
        reader=Reader("tests", "operator"),
    )
    clock = Clock()
    for role in ("analyst", "chair"):
        Administration(installation.sql, installation.log, clock).add("tests", role, role, password=PASSWORD)
    app = create_app(installation, clock)
    with TestClient(app):
        yield Office(installation, Truth.model_construct(), clock, app)
    installation.close()


def ids_of(person: Person) -> dict[str, str]:
    """The child, the home and the car, each by its kind."""
    [child] = person.get("/api/v1/find", text=CHILD).json()["entities"]
    near = person.get("/api/v1/neighbours", id=child["id"]).json()["neighbours"]
    return {each["kind"]: str(each["id"]) for each in (child, *(other["entity"] for other in near))}


def part(page: str, start: str, end: str = "</section>") -> str:
    """A page from where something begins to where it ends."""
    return page[page.index(start) : page.index(end, page.index(start))]


def items_told(page: str) -> list[str]:
    """The items that a page shows whole, in its order."""
    return re.findall(r"<strong>(?:<a [^>]+>)?(BUSY/\d+)(?:</a>)?</strong>", page)


NEWEST = [f"BUSY/{number:03d}" for number in (*range(DATED, 0, -1), *range(DATED + UNDATED, DATED, -1))]


def test_timelines_show_the_newest_first_and_say_so(busy: Office) -> None:
    person = busy.person("analyst")
    ids = ids_of(person)

    for kind in ("child", "premises"):
        page = part(person.look_at(kind, ids[kind]).text, 'id="timeline"')
        assert items_told(page) == NEWEST[:10]
        assert "The newest first." in page
        assert "The newest 10 of 230 are shown." in page
        assert "ranked" not in page
    card = person.get("/explorer/card", id=ids["child"]).text
    assert items_told(card) == NEWEST[:20]
    assert "The newest 20 of 230 are shown." in card
    listed = person.get("/api/v1/timeline", id=ids["child"], limit=1000).json()["entries"]
    assert [entry["item"]["ref"] for entry in listed] == NEWEST


def opened(person: Person, page: str) -> set[str]:
    """Every item that the links of a page open; each link must open."""
    listed: set[str] = set()
    for link in set(re.findall(r'href="(/items\?[^"]+)"', page)):
        assert 0 < link.count("ref=") <= MOST_REFS
        answer = person.browser.get(html.unescape(link), headers={"HX-Request": "true"})
        assert answer.status_code == 200
        listed.update(items_told(answer.text))
    return listed


def test_every_item_behind_a_busy_link_opens_in_parts(busy: Office) -> None:
    person = busy.person("analyst")
    ids = ids_of(person)
    pages = {
        "news": part(person.get("/").text, 'id="news"'),
        "near": part(person.look_at("premises", ids["premises"]).text, 'id="near"'),
        "recorded": part(person.look_at("child", ids["child"]).text, 'id="recorded"', "<h3"),
    }

    for name, page in pages.items():
        words = re.sub(r"<[^>]+>", "", page)
        assert re.search(r"230 items:\s+1 to 200 of 230\s", words), name
        assert "201 to 230 of 230" in words, name
        assert opened(person, page) == set(NEWEST), name


def test_more_references_than_are_shown_at_once_say_so_and_lead_on(busy: Office) -> None:
    person = busy.person("analyst")
    refs = sorted(NEWEST)
    first = person.get("/items", ref=refs, min_grade="2C")
    onward = re.search(r'<a class="govuk-link" href="([^"]+)">Open the others</a>', first.text)
    few = person.get("/items", ref=refs[:MOST_REFS]).text

    assert first.status_code == 200
    assert items_told(first.text) == refs[:MOST_REFS]
    assert "The first 200 of 230 requested items are shown." in first.text
    assert onward
    assert "min_grade=2C" in onward[1]
    assert set(items_told(person.browser.get(html.unescape(onward[1])).text)) == set(refs[MOST_REFS:])
    assert "Open the others" not in few


def test_a_connection_is_not_responsibility_wherever_people_are_listed(busy: Office) -> None:
    person = busy.person("analyst")
    ids = ids_of(person)
    [report] = person.get("/api/v1/find", text="BUSY").json()["reports"]
    pages = {
        "premises": person.look_at("premises", ids["premises"]),
        "vehicle": person.look_at("vehicle", ids["vehicle"]),
        "search": person.get("/search", q=CHILD),
        "children": person.get("/children", category="none"),
        "report": person.get(f"/report/{report['id']}"),
        "home": busy.person("chair").get("/"),
    }

    for name, page in pages.items():
        assert "A connection is not responsibility." in page.text, name


def test_dates_are_written_as_people_write_them(busy: Office) -> None:
    person = busy.person("analyst")
    recorded = part(person.look_at("child", ids_of(person)["child"]).text, 'id="recorded"')

    assert "March 2024 to …" in recorded
    assert "2024-03" not in recorded
    assert "<td>4 May 2011</td>" in recorded


def test_a_table_taken_away_calls_a_relationship_what_the_screen_calls_it(busy: Office) -> None:
    person = busy.person("analyst")
    ids = ids_of(person)
    chart = {
        "title": "Home and car",
        "entities": [{"id": id, "at": [100.0 * at, 0]} for at, id in enumerate(ids.values())],
        "groups": [],
        "notes": [],
        "links": [[ids["child"], ids["premises"]], [ids["premises"], ids["vehicle"]], [ids["child"], ids["vehicle"]]],
    }
    table = csv.DictReader(io.StringIO(send(person, "/api/v1/chart/links.csv", chart).content.decode("utf-8-sig")))

    assert sorted(row["how"] for row in table) == ["lives at", "named together", "uses"]
