"""The explorer loses nothing that was done and says where things are: filters, commands in turn, adding, the focus."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Route, expect

from tests.browser.desks import Desk
from tests.browser.exploring import Explorer, child_of, many_of, premises_in

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement.id || document.activeElement.textContent"


def saved_filters(explorer: Explorer, name: str) -> dict[str, object]:
    """The filters of the picture as it is sent to be saved."""
    explorer.does("Save")
    explorer.page.fill("#explorer-save-name", name)
    with explorer.page.expect_request("**/api/v1/saved_views*") as asked:
        explorer.page.keyboard.press("Enter")
    explorer.said("Saved.")
    return asked.value.post_data_json["picture"]["filters"]


def ref_of(explorer: Explorer) -> str:
    """The reference of the child that the picture was started with."""
    return explorer.desk.site.truth.demo_children[0]


def add(explorer: Explorer, text: str) -> None:
    """Look something up and add it."""
    explorer.page.fill("#explorer-add-text", text)
    explorer.page.keyboard.press("Enter")


def test_a_filter_changes_what_was_ticked_and_forgets_no_choice_that_has_no_box_just_now(explorer: Explorer) -> None:
    page = explorer.page
    page.locator("#explorer-kinds input[value=phone]").uncheck()
    explorer.said("Filters changed")
    page.locator(".dolen-view summary").click()
    page.fill("#view-known-at", "1990-01-01")
    page.get_by_role("button", name="Apply filters").click()
    explorer.said("no longer shown")
    expect(page.locator("#explorer-kinds input")).to_have_count(0)
    expect(page.locator("#explorer-others input[name=working]")).to_have_count(0)
    page.locator("#explorer-others input[name=loose]").check()
    explorer.said("Filters changed")

    filters = saved_filters(explorer, "Nothing yet")
    assert (filters["kinds"], filters["working"], filters["loose"]) == (["phone"], True, True)


def test_what_is_done_while_an_answer_is_awaited_is_kept_and_undone_in_turn(explorer: Explorer) -> None:
    page, before = explorer.page, explorer.nodes
    held: list[Route] = []
    hidden = next(id for id in sorted(before) if id.startswith("phone:"))
    explorer.choose(premises_in(explorer))
    page.route("**/api/v1/links_among**", lambda route: route.continue_() if held else held.append(route))
    page.locator("#explorer").get_by_role("button", name="Expand", exact=True).click()
    with page.expect_request("**/api/v1/links_among**"):
        page.locator("#explorer-expand").get_by_role("button", name="Add", exact=True).click()
    explorer.choose(hidden)
    page.keyboard.press("Control+h")
    held[0].continue_()
    explorer.said("1 phone hidden")

    both = explorer.nodes
    assert both > before - {hidden}
    assert hidden not in both
    explorer.does("Undo")
    explorer.said("Undone: 1 phone hidden")
    assert explorer.nodes == both | {hidden}
    explorer.does("Undo")
    assert explorer.nodes == before


def test_who_is_added_though_in_the_picture_already_is_shown_or_it_is_said_where_they_are(explorer: Explorer) -> None:
    page, child = explorer.page, child_of(explorer.desk.site)
    premises = premises_in(explorer)
    explorer.choose(premises)
    add(explorer, ref_of(explorer))
    explorer.said("is in the picture already")
    assert explorer.chosen == [child]

    page.locator(f'#explorer-entities button[data-id="{premises}"]').click(modifiers=["Control"])
    explorer.does("Group")
    page.fill("#explorer-group-name", "The two")
    page.locator("#explorer-group").get_by_role("button", name="Group", exact=True).click()
    explorer.said("Grouped: The two")
    [group] = explorer.chosen
    page.locator("#explorer-picture").press("Escape")
    add(explorer, ref_of(explorer))
    explorer.said("is in the group “The two”")
    assert explorer.chosen == [group]
    explorer.does("Ungroup")

    page.locator("#explorer-kinds input[value=child]").uncheck()
    explorer.said("Filters changed")
    add(explorer, ref_of(explorer))
    explorer.said("is in the picture, but hidden by the filters")
    page.locator("#explorer-kinds input[value=child]").check()
    explorer.said("Filters changed")
    assert child in explorer.nodes


def test_expanding_two_counts_nobody_twice_and_promises_what_the_filters_let_through(explorer: Explorer) -> None:
    page, both = explorer.page, [child_of(explorer.desk.site), premises_in(explorer)]
    answers = [explorer.desk.asked(f"neighbours?{urlencode({'id': id, 'limit': 1000})}") for id in both]
    beside = {each["entity"]["id"] for answer in answers for each in answer["neighbours"]}
    page.locator("#explorer-kinds input[value=adult]").uncheck()
    explorer.said("Filters changed")
    explorer.choose(both[0])
    page.locator(f'#explorer-entities button[data-id="{both[1]}"]').click(modifiers=["Control"])
    page.locator("#explorer").get_by_role("button", name="Expand", exact=True).click()
    expect(page.locator("#explorer-expand-then")).to_contain_text("Adds")
    counts = page.locator("#explorer-expand-counts").inner_text().partition(".")[0]
    then = page.locator("#explorer-expand-then").inner_text()
    page.locator("#explorer-expand").get_by_role("button", name="Add", exact=True).click()
    explorer.said("added")

    assert sum(map(int, re.findall(r"\d+", counts))) == len(beside)
    assert "hidden by the filters" in then
    assert int(re.findall(r"then shows (\d+)", then)[0]) == len(explorer.nodes)


def test_the_list_of_the_hidden_says_where_it_is_cut(desk: Desk) -> None:
    ids = many_of(desk.site, 120)
    explorer = Explorer(desk).open(urlencode([("id", id) for id in ids]))
    explorer.page.focus("#explorer-picture")
    explorer.page.keyboard.press("Control+a")
    explorer.page.keyboard.press("Control+h")
    explorer.said("hidden")
    explorer.page.locator("#explorer-hidden summary").click()

    expect(explorer.page.locator("#explorer-hidden-list button")).to_have_count(100)
    expect(explorer.page.locator("#explorer-hidden")).to_contain_text("The first 100 of 120 are listed")
    assert desk.violations() == []


def test_the_focus_stays_in_a_list_that_a_command_draws_anew(explorer: Explorer) -> None:
    page = explorer.page
    for id in sorted(id for id in explorer.nodes if id.startswith("phone:"))[:2]:
        explorer.choose(id)
        explorer.does("Hide")
    page.locator("#explorer-hidden summary").click()
    last = page.locator("#explorer-hidden-list button").last
    kept = page.locator("#explorer-hidden-list button").first.inner_text()
    last.press("Enter")
    explorer.said("shown again")
    assert page.evaluate(FOCUSED) == kept
    page.keyboard.press("Enter")
    expect(page.locator("#explorer-hidden")).to_be_hidden()
    assert page.evaluate(FOCUSED) == "explorer-picture"

    page.get_by_text("Steps so far").click()
    page.locator("#explorer-steps button").first.press("Enter")
    explorer.said("Back to: Start")
    expect(page.locator("#explorer-steps button").first).to_have_attribute("aria-current", "step")
    assert page.evaluate(FOCUSED) == "Start"
