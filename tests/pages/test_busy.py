"""What one child is named in by more items than a page first shows: the newest first, and every one of them within reach."""

import re
from collections.abc import Generator

import pytest
from fastapi.testclient import TestClient

from api.accounts import Administration
from api.app import create_app
from api.demo import Truth
from api.house import House
from graph.ingest.run import ingest
from graph.settings import Settings
from tests.pages.busy import CHILD, DATED, UNDATED, busy_table
from tests.pages.conftest import PASSWORD, Clock, Office, Person


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Generator[Office]:
    """The application over the busy child's force."""
    home = tmp_path_factory.mktemp("busy")
    house = House(Settings(home=home, engine_linger=0, engine_memory=768))
    ingest([busy_table(home / "busy.csv")], house.store, house.sql, house.settings, author="tests")
    clock = Clock()
    Administration(house.sql, house.log, clock).add("tests", "analyst", "analyst", password=PASSWORD)
    app = create_app(house, clock)
    with TestClient(app):
        yield Office(house, Truth.model_construct(), clock, app)
    house.close()


def ids_of(person: Person) -> dict[str, str]:
    """The child, the home and the car, each by its kind."""
    [child] = person.get("/api/v1/find", text=CHILD).json()["entities"]
    near = person.get("/api/v1/neighbours", id=child["id"]).json()["neighbours"]
    return {each["kind"]: str(each["id"]) for each in (child, *(other["entity"] for other in near))}


def part(page: str, start: str, end: str = "</section>") -> str:
    """A page from where something begins to where it ends."""
    return page[page.index(start) : page.index(end, page.index(start))]


def items_told(page: str) -> list[str]:
    """The items that a page tells whole, in its order."""
    return re.findall(r"<strong>(BUSY/\d+)</strong>", page)


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
    told = person.get("/api/v1/timeline", id=ids["child"], limit=1000).json()["entries"]
    assert [entry["item"]["ref"] for entry in told] == NEWEST
