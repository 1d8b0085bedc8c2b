"""The explorer's picture in a real browser: saved, reopened, shared, taken away."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.desks import Desk, Watch
from tests.browser.exploring import CY, Explorer, child_of, premises_in

pytestmark = pytest.mark.browser


def test_saved_and_reopened_everything_stands_where_it_stood(explorer: Explorer) -> None:
    page = explorer.page
    explorer.expand(premises_in(explorer))
    explorer.does("Pin")
    explorer.does("Arrange")
    explorer.choose(child_of(explorer.desk.site))
    nodes, links, places = explorer.nodes, explorer.links, explorer.places
    other = next(id for id in sorted(nodes) if id.startswith("person:") and id != child_of(explorer.desk.site))
    page.locator(f'#explorer-entities button[data-id="{other}"]').click(modifiers=["Control"])
    page.locator("#explorer-picture").focus()
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Suppose they are one").press("Enter")
    explorer.said("a hypothesis")
    explorer.does("Save")
    page.fill("#explorer-save-name", "Gwesty'r Bont <b>")
    page.keyboard.press("Enter")
    explorer.said("Saved.")
    page.goto(f"{explorer.desk.site.address}/explorer")
    page.get_by_role("link", name="Gwesty'r Bont <b>").first.click()
    explorer.ready()

    assert (explorer.nodes, explorer.links, explorer.places) == (nodes, links, places), "a hypothesis is not saved"
    expect(page.locator("#explorer-name")).to_have_text("Gwesty'r Bont <b>")
    assert page.evaluate(f"{CY}.nodes('.pinned').length") == 1


def test_who_saves_second_may_keep_a_copy(explorer: Explorer, watch: Watch) -> None:
    watch.expected.add(409)
    page, desk = explorer.page, explorer.desk
    explorer.does("Save")
    page.fill("#explorer-save-name", "Two at once")
    page.keyboard.press("Enter")
    explorer.said("Saved.")
    other = Explorer(desk, desk.context.new_page())
    other.page.goto(page.url)
    other.ready()
    other.choose(premises_in(other))
    other.does("Hide")
    other.does("Save")
    other.said("Saved.")
    explorer.choose(child_of(desk.site))
    explorer.does("Pin")
    explorer.does("Save")
    dialog = page.locator("#explorer-overtaken")
    expect(dialog).to_contain_text("has changed since you opened it")
    dialog.get_by_role("button", name="Save mine as a copy").click()
    page.locator("#explorer-save").get_by_role("button", name="Save", exact=True).click()
    explorer.said("Saved.")

    expect(page.locator("#explorer-name")).to_have_text("Two at once (copy)")
    assert page.url != other.page.url


def test_who_saves_second_may_open_the_other_picture_as_it_was_counted(explorer: Explorer, watch: Watch) -> None:
    watch.expected.add(409)
    page, desk = explorer.page, explorer.desk
    explorer.does("Save")
    page.fill("#explorer-save-name", "Two Views")
    page.keyboard.press("Enter")
    explorer.said("Saved.")
    other = Explorer(desk, desk.context.new_page())
    other.page.goto(page.url)
    other.ready()
    other.page.locator(".dolen-view summary").click()
    other.page.select_option("#view-grade", "1A")
    other.page.get_by_role("button", name="Apply filters").click()
    other.said("View changed")
    other.does("Save")
    other.said("Saved.")
    explorer.does("Hide")
    explorer.does("Save")
    page.locator("#explorer-overtaken").get_by_role("button", name="Open the saved one").click()
    expect(page.locator("#explorer-state")).to_have_text("Saved.")
    explorer.ready()

    assert "min_grade=1A" in page.url
    expect(page.locator(".dolen-view")).to_contain_text("1A")
    assert explorer.nodes == other.nodes

    page.goto(page.url.replace("min_grade=1A", "min_grade=2C"))
    explorer.ready()
    expect(page.locator("#explorer-state")).to_have_text("Changed since it was saved.")


def test_a_mistyped_name_is_said_and_the_others_stay_typed(explorer: Explorer, watch: Watch) -> None:
    watch.expected.add(400)
    page = explorer.page
    explorer.does("Save")
    page.fill("#explorer-save-name", "For two")
    page.keyboard.press("Enter")
    explorer.said("Saved.")
    explorer.does("Share")
    dialog = page.locator("#explorer-share")
    page.fill("#explorer-share-names", "chair, manger")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("'manger'")
    expect(dialog).to_be_visible()
    expect(page.locator("#explorer-share-names")).to_have_value("chair, manger")
    assert explorer.desk.violations() == []
    page.fill("#explorer-share-names", "chair, manager")
    page.fill("#explorer-share-why", ".")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("it gives no reason")
    page.fill("#explorer-share-why", "For the strategy meeting")
    page.keyboard.press("Enter")
    explorer.said("Shared with chair, manager")
    explorer.does("Share")
    expect(dialog).not_to_contain_text("manger")


def test_what_is_on_the_screen_is_taken_away_where_it_stands(explorer: Explorer, tmp_path: Path) -> None:
    page = explorer.page
    page.locator("#explorer-kinds input[value=phone]").uncheck()
    explorer.said("Filters changed")
    explorer.does("Export")
    page.locator("#explorer-export input[value=graphml]").check()
    with page.expect_download() as download:
        page.locator("#explorer-export").get_by_role("button", name="Export", exact=True).click()
    download.value.save_as(tmp_path / "chart.graphml")
    space = "{http://graphml.graphdrawing.org/xmlns}"
    graph = ET.parse(tmp_path / "chart.graphml").getroot()
    names = {key.get("id"): key.get("attr.name") for key in graph.iter(f"{space}key")}
    drawn = {
        node.get("id"): {names[data.get("key")]: data.text for data in node.iter(f"{space}data")}
        for node in graph.iter(f"{space}node")
    }

    assert {id: [float(each["x"] or 0), float(each["y"] or 0)] for id, each in drawn.items()} == explorer.places
    edges = {" ".join(sorted((edge.attrib["source"], edge.attrib["target"]))) for edge in graph.iter(f"{space}edge")}
    assert edges == explorer.links
    explorer.said("was sent to your browser")


def test_a_colleague_opens_it_with_what_they_may_see(explorer: Explorer, chair: Desk) -> None:
    page = explorer.page
    explorer.ungroup_all()  # a group is seen by those alone who see each of its members
    explorer.does("Save")
    page.fill("#explorer-save-name", "For the chair")
    page.keyboard.press("Enter")
    explorer.said("Saved.")
    explorer.does("Share")
    page.fill("#explorer-share-names", "chair")
    page.fill("#explorer-share-why", "For the strategy meeting")
    page.keyboard.press("Enter")
    explorer.said("Shared with chair")
    theirs = Explorer(chair)
    chair.page.goto(f"{chair.site.address}/explorer")
    chair.page.get_by_role("link", name="For the chair").click()
    chair.say_why()
    theirs.ready()

    # Places are compared, since one person may be called by another of their records where the oldest is not seen.
    assert {tuple(place) for place in theirs.places.values()} <= {tuple(place) for place in explorer.places.values()}
    expect(chair.page.locator("#explorer-state")).to_contain_text("Shared by analyst")
    expect(chair.page.get_by_role("button", name="Rename")).to_be_hidden()
