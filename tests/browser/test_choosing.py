"""Choosing several in the explorer, by keyboard and by drawing round them; leaving out agencies and other times."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.exploring import CY, Explorer, child_of

pytestmark = pytest.mark.browser

LINKED = f"((id) => {CY}.getElementById(id).neighborhood('node').map((node) => node.id()))"
ON_SCREEN = f"""{CY}.nodes().map((node) => {{
    const at = node.renderedPosition(), box = document.getElementById('explorer-picture').getBoundingClientRect();
    return [node.id(), at.x + box.left, at.y + box.top];
}})"""


def answered(explorer: Explorer) -> dict[str, Any]:
    """What the server says of the links in the picture."""
    query = urlencode([("ids", id) for id in sorted(explorer.nodes)])
    reason = {"X-Dolen-Reason": "To compare with the picture"}
    return explorer.page.request.get(f"{explorer.desk.site.address}/api/v1/links_among?{query}", headers=reason).json()


def draw_round(explorer: Explorer, wanted: set[str]) -> set[str]:
    """Draw a shape that has one corner where each of some nodes is passed on the outside; gives what lies within."""
    places = {id: (x, y) for id, x, y in explorer.page.evaluate(ON_SCREEN)}
    xs, ys = zip(*(places[id] for id in wanted), strict=True)
    left, right, top, bottom = min(xs) - 6, max(xs) + 6, min(ys) - 6, max(ys) + 6
    mouse = explorer.page.mouse
    mouse.move(left, top)
    mouse.down()
    # Along the top and down the right only, so that the shape is a triangle and no box.
    for at in range(1, 11):
        mouse.move(left + (right - left) * at / 10, top)
    for at in range(1, 11):
        mouse.move(right, top + (bottom - top) * at / 10)
    mouse.up()
    slope = (bottom - top) / (right - left)
    return {id for id, (x, y) in places.items() if left < x < right and top < y < top + (x - left) * slope}


def test_a_shape_drawn_round_nodes_chooses_them_and_moves_nothing(explorer: Explorer) -> None:
    page = explorer.page
    places = explorer.places
    explorer.does("Lasso")
    expect(page.get_by_role("button", name="Lasso")).to_have_attribute("aria-pressed", "true")
    page.locator("#explorer-picture").scroll_into_view_if_needed()
    within = draw_round(explorer, explorer.nodes)
    explorer.said("Selected:")

    assert 1 < len(within) < len(explorer.nodes)
    assert set(explorer.chosen) == within
    assert explorer.places == places
    pressed = page.locator("#explorer-entities button[aria-pressed=true]")
    assert {each.get_attribute("data-id") for each in pressed.all()} == within
    expect(page.get_by_role("button", name="Lasso")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("l")
    expect(page.locator("#explorer-lasso")).to_be_visible()
    assert explorer.desk.violations() == []
    page.keyboard.press("Escape")
    expect(page.locator("#explorer-lasso")).to_be_hidden()


def test_neighbours_and_a_kind_are_chosen_by_keyboard_alone(explorer: Explorer) -> None:
    page, child = explorer.page, child_of(explorer.desk.site)
    linked = set(page.evaluate(f"{LINKED}('{child}')"))
    children = {row for row in explorer.nodes if page.evaluate(f"{CY}.getElementById('{row}').data('kind')") == "child"}
    page.locator(f'#explorer-entities button[data-id="{child}"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+k")
    dialog = page.locator("#explorer-choose")
    expect(dialog).to_contain_text(f"{len(linked)} that are linked with the selection")
    assert explorer.desk.violations() == []
    page.keyboard.press("Enter")
    explorer.said("Selected:")
    assert set(explorer.chosen) == linked

    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_label(re.compile("children$"))).to_be_checked()
    page.keyboard.press("Enter")
    explorer.said(f"Selected: {len(children)} children.")
    assert set(explorer.chosen) == children
    page.locator("#explorer-picture").focus()
    page.keyboard.press("Escape")
    explorer.choose(child)
    page.locator("#explorer-picture").focus()
    page.keyboard.press("n")
    explorer.said("Selected: ")
    assert set(explorer.chosen) == linked | {child}


def test_two_people_are_compared_from_the_picture_on_the_page_where_somebody_decides(explorer: Explorer) -> None:
    page, child = explorer.page, child_of(explorer.desk.site)
    kinds = {row: page.evaluate(f"{CY}.getElementById('{row}').data('kind')") for row in sorted(explorer.nodes)}
    other = next(row for row, kind in kinds.items() if kind in ("child", "adult") and row != child)
    thing = next(row for row, kind in kinds.items() if kind in ("premises", "vehicle", "phone"))
    link = page.locator("#explorer-card").get_by_role("link", name="Same person?")
    explorer.choose(child)
    page.locator("#explorer-picture").focus()
    page.keyboard.press("s")
    explorer.said("Select two people or two premises first")
    page.locator(f'#explorer-entities button[data-id="{thing}"]').click(modifiers=["Control"])
    expect(link).to_have_count(0)

    explorer.choose(child)
    page.locator(f'#explorer-entities button[data-id="{other}"]').click(modifiers=["Control"])
    expect(link).to_be_visible()
    page.locator("#explorer-picture").focus()
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    decision = opened.value
    if "/reason?" in decision.url:
        decision.fill("#reason", "comparing two records")
        decision.get_by_role("button", name="Continue").click()
    expect(decision.get_by_role("heading", name="Compare with another record")).to_be_visible()
    expect(decision.get_by_label("Your decision: these two are")).to_be_visible()
    decision.close()

    assert_supposed_to_be_one(explorer, child, other)


def assert_supposed_to_be_one(explorer: Explorer, one: str, other: str) -> None:
    """By the menu and by dragging one on the other they are drawn as one, and counted as before; the card leads on."""
    page, before, counted = explorer.page, explorer.nodes, explorer.page.locator("#explorer-line").inner_text()
    page.locator("#explorer-picture").focus()
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Suppose they are one").press("Enter")
    for _ in range(2):
        expect(page.locator("#explorer-card")).to_contain_text("drawn as one, counted as two")
        explorer.said(re.compile("^[^:]* are drawn as one: a hypothesis, not counted"))
        assert before - explorer.nodes == {one, other}
        assert len(explorer.nodes) == len(before) - 1
        assert page.locator("#explorer-line").inner_text() == counted
        expect(page.locator("#explorer-card").get_by_role("link", name="Same person?")).to_be_focused()
        assert explorer.desk.violations() == []
        explorer.does("Undo")
        assert explorer.nodes == before
        explorer.choose(one)
        (x, y), (to_x, to_y) = explorer.at(one), explorer.at(other)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move((x + to_x) / 2, (y + to_y) / 2)
        page.mouse.move(to_x, to_y)
        page.mouse.up()
    explorer.does("Undo")


def test_an_agency_is_left_out_and_comes_back(explorer: Explorer) -> None:
    page = explorer.page
    explorer.ungroup_all()
    before, known = explorer.links, answered(explorer)
    systems = {item["ref"]: item["source_system"] for item in known["items"]}
    agency = max(set(systems.values()), key=list(systems.values()).count)
    left = {
        f"{link['start']} {link['end']}"
        for link in known["links"]
        if any(systems[ref] != agency for ref in link["items"])
    }
    of_agency = sum(system == agency for system in systems.values())
    box = page.get_by_label(re.compile(rf"^{agency} \({of_agency} items\)$"))
    box.uncheck()
    explorer.said("Filters changed")

    assert left < before
    assert explorer.links == left
    box.check()
    explorer.said("Filters changed")
    assert explorer.links == before


def test_a_link_stays_only_where_one_of_its_items_is_of_the_time(explorer: Explorer) -> None:
    explorer.ungroup_all()
    page, known = explorer.page, answered(explorer)
    days = {item["ref"]: (item["first"], item["last"]) for item in known["items"]}
    [day, *_] = between_items(known, days)
    page.fill("#explorer-from", day)
    page.fill("#explorer-to", day)
    page.locator("#explorer-to").dispatch_event("change")
    explorer.said("Period set")

    left = {
        f"{link['start']} {link['end']}"
        for link in known["links"]
        if any(days[ref][0] and days[ref][0] <= day <= days[ref][1] for ref in link["items"])
    }
    spanning = {
        f"{link['start']} {link['end']}"
        for link in known["links"]
        if link["first"] and link["first"] <= day <= link["last"]
    }
    assert explorer.links == left
    assert left < spanning, "a link is not of all the time between its first item and its last"


def between_items(known: dict[str, Any], days: dict[str, tuple[str, str]]) -> list[str]:
    """Days between the two items of a link, on which neither happened."""
    found: list[str] = []
    for link in known["links"]:
        ends = sorted(days[ref] for ref in link["items"] if days[ref][0])
        if len(link["items"]) == len(ends) == 2:
            after = (date.fromisoformat(ends[0][1]) + timedelta(days=1)).isoformat()
            found += [after] if after < ends[1][0] else []
    return found
