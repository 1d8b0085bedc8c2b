"""What the explorer shows first, how much room it has for it, and what mouse, menu and layouts do with it."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.exploring import CY, Explorer, child_of

pytestmark = pytest.mark.browser

SIZES = f"""{CY}.nodes().map((node) => ({{
    kind: node.data("kind"), mark: node.data("looks"), label: node.data("label"),
    large: node.data("size") / (node.data("kind") === "child" ? 66 : 52),
}}))"""


def test_what_reports_of_concern_name_is_largest_and_what_is_common_is_folded(explorer: Explorer) -> None:
    site = explorer.desk.site
    ref = site.truth.demo_children[0]
    [network] = [each for each in site.truth.networks if ref in each.children]
    planted = {
        kind: [each for each in network.shared if each.kind == kind] for kind in ("adult", "premises", "vehicle")
    }
    nodes: list[dict[str, Any]] = explorer.page.evaluate(SIZES)

    others = [node for node in nodes if node["kind"] != "child"]
    largest = [node["label"] for node in sorted(others, key=lambda node: -node["large"])[:5]]
    for shared in planted.values():
        names = {word for each in shared for word in (each.label, each.key)}
        assert any(name in label for name in names for label in largest), (names, largest)
    assert {node["large"] for node in nodes if node["kind"] == "child"} == {1}
    hotels = [node for node in nodes if node["mark"] == "premises-lodging"]
    assert [any(each.label in node["label"] for node in hotels) for each in planted["premises"]] == [True]
    assert {node["mark"] for node in nodes if node["label"].startswith(planted["adult"][0].label)} == {"adult-concern"}
    assert len(nodes) <= 40
    groups = [node["label"].split("\n")[0] for node in nodes if node["kind"] == "group"]
    assert groups == ["Professionals", "Common places"]


def test_the_whole_picture_is_in_a_small_window_and_has_all_of_it_where_wanted(explorer: Explorer) -> None:
    page = explorer.page
    page.set_viewport_size({"width": 1366, "height": 768})
    picture = page.locator("#explorer-picture")
    box = picture.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 768
    assert box["height"] >= 400

    page.get_by_role("button", name="Panel").click()
    expect(page.locator("#explorer-side")).to_be_hidden()
    wide = picture.bounding_box()
    assert wide is not None
    assert wide["width"] > 1300
    page.get_by_role("button", name="Full screen").click()
    expect(page.get_by_role("button", name="Full screen")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".explorer-marking")).to_be_visible()
    full = picture.bounding_box()
    assert full is not None
    assert full["height"] > box["height"] + 100
    page.get_by_role("button", name="Full screen").click()
    expect(page.get_by_role("button", name="Full screen")).to_have_attribute("aria-pressed", "false")

    overview = page.locator("#explorer-overview")
    expect(overview).to_be_hidden()
    for _ in range(5):
        page.get_by_role("button", name="Zoom in").click()
    expect(overview).to_be_visible()
    before = page.evaluate(f"{CY}.pan()")
    overview.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(f"{CY}.pan()")["x"] < before["x"]
    overview.click(position={"x": 12, "y": 12})
    assert page.evaluate(f"{CY}.pan()")["x"] > before["x"]
    page.get_by_role("button", name="Overview").click()
    expect(overview).to_be_hidden()


def test_the_mouse_shows_what_something_is_linked_with_and_a_menu_opens_by_key(explorer: Explorer) -> None:
    page, child = explorer.page, child_of(explorer.desk.site)
    page.mouse.move(*explorer.at(child))

    expect(page.locator("#explorer-hover")).to_contain_text("Child, SERAF")
    dimmed = set(page.evaluate(f"{CY}.nodes('.dimmed').map((node) => node.id())"))
    linked = {child, *(end for link in explorer.links if child in link.split(" ") for end in link.split(" "))}
    assert dimmed == explorer.nodes - linked
    page.mouse.move(2, 2)
    expect(page.locator("#explorer-hover")).to_be_hidden()

    page.locator("#explorer-picture").focus()
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menuitem", name="Expand")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Hide")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#explorer-menu")).to_be_hidden()
    expect(page.locator("#explorer-picture")).to_be_focused()

    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Hide").click()
    explorer.said("hidden")
    assert child not in explorer.nodes


def test_each_layout_leaves_what_is_pinned_and_links_are_written_on_where_it_is_asked_for(explorer: Explorer) -> None:
    page, child = explorer.page, child_of(explorer.desk.site)
    explorer.does("Pin")
    pinned = explorer.places[child]
    for layout in ("levels", "circle", "kinds"):
        page.select_option("#explorer-layout", layout)
        explorer.does("Arrange")
        places = explorer.places
        assert places.pop(child) == pinned
        assert len({tuple(place) for place in places.values()}) == len(places)
    rows = page.evaluate(f"{CY}.nodes().not('.pinned').map((node) => [node.position('y'), node.data('kind')])")
    of_row: dict[float, set[str]] = {}
    for y, kind in rows:
        of_row.setdefault(y, set()).add(kind)
    assert all(len(kinds) == 1 for kinds in of_row.values()), "one kind in each row"

    page.get_by_label("Write on every link what it is").check()
    labels = page.evaluate(f"{CY}.edges().map((edge) => edge.style('label'))")
    assert all(labels)
    assert any("frequents" in label for label in labels)

    shown = {label.split("\n")[0] for label in page.evaluate(f"{CY}.nodes().map((node) => node.data('label'))")}
    explorer.does("Timeline")
    view = page.locator("#explorer-view")
    expect(view.get_by_role("heading", name="Timeline")).to_be_visible()
    expect(page.locator("#explorer-picture")).to_be_hidden()
    lines = {title.split(" · ")[0] for title in view.locator("g.line > title").all_text_contents()}
    assert lines >= {name for name in shown if " (" not in name}
    page.keyboard.press("Tab")
    explorer.does("Places")
    first = view.get_by_role("region", name="Premises").locator("tbody a").first
    expect(first).to_have_attribute("href", re.compile("^/premises/"))
    assert explorer.desk.violations() == []
    assert explorer.desk.faint_in_the_dark() == []
    explorer.does("Network")
    expect(page.locator("#explorer-picture")).to_be_visible()
