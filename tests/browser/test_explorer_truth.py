"""The explorer loses nothing that was done and says where things are: filters, commands in turn, adding, the focus."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.exploring import Explorer, premises_in

pytestmark = pytest.mark.browser


def saved_filters(explorer: Explorer, name: str) -> dict[str, object]:
    """The filters of the picture as it is sent to be saved."""
    explorer.does("Save")
    explorer.page.fill("#explorer-save-name", name)
    with explorer.page.expect_request("**/api/v1/saved_views*") as asked:
        explorer.page.keyboard.press("Enter")
    explorer.said("Saved.")
    return asked.value.post_data_json["picture"]["filters"]


def test_a_filter_changes_what_was_ticked_and_forgets_no_choice_that_has_no_box_just_now(explorer: Explorer) -> None:
    page = explorer.page
    page.locator("#explorer-kinds input[value=phone]").uncheck()
    explorer.said("Filters changed")
    page.locator(".dolen-view summary").click()
    page.fill("#view-known-at", "1990-01-01")
    page.get_by_role("button", name="Count only this").click()
    explorer.said("not counted any more")
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
