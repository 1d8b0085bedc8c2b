"""An analyst's hour in a real browser: a file brought in, a name found, its network explored, kept and taken away."""

import csv
import io
import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, expect

from graph.ingest.columns import MENTION_COLUMNS
from tests.acceptance.pole_truth import PoleTruth
from tests.browser.desks import Desk, Site, opened_site, seat
from tests.browser.exploring import CY, Explorer
from tests.browser.importing import bring_in
from tests.support.forces import Forces

pytestmark = pytest.mark.browser


def look_up(desk: Desk, words: str, name: str) -> None:
    """Search for what somebody remembers, and open the first hit, which is this."""
    page = desk.page
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    first = page.locator(".dolen-hit__name a").first
    expect(first).to_have_text(name)
    expect(page.locator(".dolen-hit__why").first).to_contain_text("recorded ")
    expect(page.locator(".dolen-understood")).to_contain_text(" a name")
    hits = len(page.locator(".dolen-hit").all())
    expect(page.locator(".dolen-choices [aria-current]")).to_contain_text(f"({hits}")
    first.click()
    if "/reason?" in page.url:
        desk.say_why()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def assert_long_page_is_short(desk: Desk) -> None:
    """The first answer is on the first screen of a small laptop, the contents stand beside, and sections fold; on a
    phone they come folded, and a link opens the one that it leads to."""
    page = desk.page
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": 1366, "height": 768})
    first = page.locator(".dolen-card", has=page.locator("a[href='#linked']")).bounding_box()
    contents, beside = page.locator(".dolen-contents").bounding_box(), page.locator("#linked").bounding_box()
    assert first is not None
    assert contents is not None
    assert beside is not None
    assert first["y"] + first["height"] < 768
    assert contents["x"] + contents["width"] < beside["x"]
    table = page.locator("#linked ~ table")
    page.get_by_role("button", name="Hide Linked children").press("Enter")
    expect(table).to_be_hidden()
    page.get_by_role("button", name="Show Linked children").press("Enter")
    expect(table).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 800})
    page.reload()
    expect(table).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollHeight") < 4 * 800
    page.locator(".dolen-card a[href='#linked']").click()
    expect(table).to_be_visible()
    page.set_viewport_size(before)


def explore(desk: Desk) -> Explorer:
    """From an entity's page into the explorer."""
    desk.page.get_by_role("link", name="Explore the network").click()
    return Explorer(desk).ready()


def draw_path(explorer: Explorer, start: str, end: str) -> set[str]:
    """Draw the strongest of the shortest chains between two of the picture in; gives the ids on it."""
    page = explorer.page
    explorer.does("Path")
    page.select_option("#explorer-path-start", start)
    page.select_option("#explorer-path-end", end)
    page.get_by_role("button", name="Find the shortest chains").click()
    expect(page.locator("#explorer-path-said")).to_contain_text("such chains, strongest first")
    page.get_by_role("button", name="Add to the picture").click()
    explorer.said("Path drawn")
    return set(explorer.chosen)


def keep(explorer: Explorer, name: str) -> None:
    """Save the picture under a name."""
    explorer.does("Save")
    explorer.page.fill("#explorer-save-name", name)
    explorer.page.keyboard.press("Enter")
    explorer.said("Saved.")


def take_away(explorer: Explorer, kind: str, folder: Path) -> Path:
    """Export the picture as a file of this kind."""
    page = explorer.page
    explorer.does("Export")
    page.locator(f"#explorer-export input[value={kind}]").check()
    with page.expect_download() as download:
        page.locator("#explorer-export").get_by_role("button", name="Export", exact=True).click()
    download.value.save_as(folder / f"map.{kind}")
    explorer.said("was sent to your browser")
    return folder / f"map.{kind}"


def assert_kept_and_taken_away(explorer: Explorer, name: str, folder: Path) -> None:
    """The picture is saved and comes back as it stood; its page and its image show what the screen shows."""
    desk, page = explorer.desk, explorer.page
    keep(explorer, name)
    shown, links, places = explorer.nodes, explorer.links, explorer.places
    exported = desk.context.new_page()
    exported.goto(take_away(explorer, "html", folder).as_uri())
    exported.wait_for_function("document.querySelector('#written').textContent !== ''")
    held: dict[str, Any] = json.loads(exported.evaluate("document.getElementById('network').content.textContent"))
    assert {node["id"] for node in held["nodes"]} == shown
    assert len(held["edges"]) == len(links)
    assert exported.locator(".marking").first.inner_text() == "OFFICIAL-SENSITIVE"
    expect(exported.locator("#map canvas")).to_be_visible()
    with Image.open(take_away(explorer, "png", folder)) as image:
        assert min(image.size) > 800
        assert len(image.convert("RGB").getcolors(maxcolors=2**24) or ()) > 50

    desk.go("/explorer")
    page.get_by_role("link", name=name).click()
    explorer.ready()
    assert (explorer.nodes, explorer.links, explorer.places) == (shown, links, places)


def mentions(site: Site) -> FilePayload:
    """A report that names a child nobody had named before, at the premises that the demo's first network shares."""
    premises = next(shared for shared in site.truth.networks[0].shared if shared.kind == "premises")
    with (site.installation.settings.home / "files" / "mentions.csv").open(encoding="utf-8") as file:
        address = next(row for row in csv.DictReader(file) if row["address"] == premises.key)
    report = {
        "report_ref": "HR-26-000001",
        "source_system": "police-intel",
        "title": "Girl seen at the hotel",
        "item_no": "1",
        "recorded_at": "2026-09-29T09:00",
        "happened_from": "2026-09-28",
        "source_grade": "1",
        "assessment": "B",
        "handling": "P",
        "item_text": "Angharad Siôn was seen at the hotel again.",
    }
    child = {
        "mention_no": "1",
        "entity": "child",
        "role": "child at risk",
        "local_ref": "PI-HOUR01",
        "name": "Angharad Siôn",
        "date_of_birth": "2011-04-02",
        "relations": "FREQUENTS:2",
    }
    place = {key: address[key] for key in ("address", "postcode", "uprn", "premises_kind")}
    text = io.StringIO()
    writer = csv.DictWriter(text, MENTION_COLUMNS)
    writer.writeheader()
    writer.writerows([{**report, **child}, {"mention_no": "2", "entity": "address", **place}])
    return {"name": "september.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}


def test_an_analyst_s_hour(desk: Desk, tmp_path: Path) -> None:
    page, truth = desk.page, desk.site.truth
    premises = next(shared.label for shared in truth.networks[0].shared if shared.kind == "premises")
    tried, loaded = bring_in(desk, mentions(desk.site))
    assert tried == loaded == "1 report, 1 item, 2 mentions."

    look_up(desk, "angarad sion 2011", "Angharad Siôn")
    expect(page.locator("#linked ~ table tbody tr:not(.dolen-band)").first).to_contain_text(premises)
    assert_long_page_is_short(desk)
    page.locator("#linked ~ table details.dolen-items summary").first.click()
    expect(page.locator("#linked ~ table article.dolen-item").first).to_contain_text("Grade")

    explorer = explore(desk)
    [child] = explorer.chosen
    before = explorer.nodes
    hotel = next(id for id in before if id.startswith("premises:"))
    explorer.expand(hotel)
    other = str(desk.asked(f"find?text={truth.networks[0].children[0]}")["entities"][0]["id"])
    assert other in explorer.nodes - before
    assert draw_path(explorer, child, other) == {child, hotel, other}
    assert page.evaluate(f"{CY}.edges('.path').length") == 2
    assert_kept_and_taken_away(explorer, "Angharad and the hotel", tmp_path)


@pytest.fixture(scope="module")
def investigation(forces: Forces, tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """The application over the POLE example: 28,774 reports, as the command line loaded them."""
    example = forces.pole(tmp_path_factory.mktemp("investigation") / "home")
    with opened_site(example.home) as opened:
        yield opened


@pytest.mark.pole
def test_the_same_hour_on_a_whole_investigation(browser: Browser, investigation: Site, tmp_path: Path) -> None:
    desk = seat(browser, investigation, "analyst")
    page = desk.page
    desk.go("/")
    look_up(desk, "powell jack", "Jack Powell")
    premises = page.locator("#near ~ table .dolen-entity--premises a").first
    where = premises.inner_text()
    premises.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(where)
    expect(page.locator("#near ~ table")).to_contain_text("Jack Powell")
    page.locator("#near ~ table").get_by_role("link", name="Jack Powell").click()

    explorer = explore(desk)
    [jack] = explorer.chosen
    page.fill("#explorer-add-text", "Raymond Walker")
    page.keyboard.press("Enter")
    expect(page.locator("#explorer-card")).to_contain_text("Raymond Walker")
    [raymond] = explorer.chosen
    way = draw_path(explorer, jack, raymond)
    assert {jack, raymond} < way
    truth = PoleTruth()
    named = {f"{row['name']} {row['surname']}": truth.node[id] for id, row in truth.people.items()}
    steps = nx.shortest_path_length(truth.whole, named["Jack Powell"], named["Raymond Walker"])
    assert page.evaluate(f"{CY}.edges('.path').length") == len(way) - 1 == steps
    assert_kept_and_taken_away(explorer, "Jack Powell and Raymond Walker", tmp_path)
