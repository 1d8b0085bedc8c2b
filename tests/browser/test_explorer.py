"""The explorer in a real browser: widened, sorted out, undone, walked by keyboard alone."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.browser.desks import Desk, Watch
from tests.browser.exploring import CY, Explorer, child_of, many_of, premises_in

pytestmark = pytest.mark.browser


def test_it_begins_with_the_child_and_those_named_beside_it(explorer: Explorer) -> None:
    child = child_of(explorer.desk.site)

    assert child in explorer.nodes
    assert explorer.chosen == [child]
    assert len(explorer.nodes) > 10
    assert (explorer.nodes, explorer.links) == explorer.rows
    expect(explorer.page.locator(".explorer-line")).to_contain_text("A connection is not responsibility.")
    label = explorer.page.evaluate(f"{CY}.getElementById('{child}').data('label')")
    assert re.search(r"\nSERAF (\d|not assessed)$", label)


def test_expanding_counts_first_adds_what_is_picked_and_moves_nothing(explorer: Explorer) -> None:
    before, places = explorer.nodes, explorer.places
    explorer.choose(premises_in(explorer))
    explorer.page.keyboard.press("Control+e")
    dialog = explorer.page.locator("#explorer-expand")
    expect(dialog).to_contain_text("Named in the same items:")
    expect(dialog).to_contain_text("are not in the picture yet")
    kinds = dialog.locator("input[name=kind]")
    offered = [kinds.nth(at).get_attribute("value") for at in range(kinds.count())]
    for kind in offered[1:]:
        dialog.locator(f"input[name=kind][value={kind}]").uncheck()
    dialog.get_by_role("button", name="Add", exact=True).click()
    explorer.said("added")
    added = explorer.nodes - before

    assert added
    assert {explorer.page.evaluate(f"{CY}.getElementById('{id}').data('kind')") for id in added} == {offered[0]}
    assert {id: explorer.places[id] for id in before} == places
    assert (explorer.nodes, explorer.links) == explorer.rows
    assert explorer.page.evaluate("document.activeElement.dataset.id") == explorer.chosen[0], "the focus went back"


def test_a_large_picture_is_arranged_so_that_no_name_covers_another_and_what_is_pinned_stays(desk: Desk) -> None:
    ids = many_of(desk.site, 180)
    explorer = Explorer(desk).open(urlencode([("id", id) for id in ids]))
    covering = f"""() => {{
        const boxes = {CY}.nodes().map((node) => [node.id(), node.boundingBox({{ includeUnderlays: false }})]);
        return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
            .filter(([, b]) => a.x1 < b.x2 - 1 && b.x1 < a.x2 - 1 && a.y1 < b.y2 - 1 && b.y1 < a.y2 - 1)
            .map(([other]) => [one, other]));
    }}"""
    assert explorer.nodes == set(ids)
    assert explorer.page.evaluate(covering) == []

    explorer.choose(ids[0])
    explorer.does("Pin")
    before = explorer.places
    explorer.does("Arrange")
    after = explorer.places
    assert after[ids[0]] == before[ids[0]]
    assert after != before


def test_moving_one_node_leaves_the_looks_of_the_others_alone(explorer: Explorer) -> None:
    """Restyling thousands after each drop would freeze the picture for seconds."""
    [child] = explorer.chosen
    explorer.page.evaluate(
        f"() => {{ window.restyled = new Set(); {CY}.on('style', (e) => restyled.add(e.target.id())); }}"
    )

    explorer.page.locator("#explorer-picture").focus()
    explorer.page.keyboard.press("Control+ArrowRight")
    explorer.said("moved")

    assert set(explorer.page.evaluate("[...restyled]")) <= {child}


def test_everything_is_undone_and_done_again(explorer: Explorer) -> None:
    page = explorer.page
    states: list[tuple[Any, ...]] = []

    def state() -> tuple[Any, ...]:
        explorer.settled()
        return (
            explorer.nodes,
            explorer.links,
            sorted(explorer.places.items()),
            page.locator("#explorer-line").inner_text(),
        )

    states.append(state())
    explorer.expand(premises_in(explorer))
    states.append(state())
    page.focus("#explorer-picture")
    for keys, words in (("Control+h", "hidden"), ("Control+ArrowRight", "moved")):
        if words == "moved":
            explorer.choose(child_of(explorer.desk.site))
            page.focus("#explorer-picture")
        page.keyboard.press(keys)
        explorer.said(words)
        states.append(state())
    page.locator("#explorer-kinds input[value=person]").uncheck()
    explorer.said("Filters changed")
    states.append(state())
    explorer.does("Arrange")
    explorer.said("Arranged")
    states.append(state())
    explorer.choose(child_of(explorer.desk.site))
    explorer.does("Note")
    page.fill("#explorer-note-text", "Ask Gwent")
    page.get_by_role("button", name="Add the note").click()
    explorer.said("Note added")
    states.append(state())

    assert len({str(each) for each in states}) == len(states), "each command changes something"
    for expected in reversed(states[:-1]):
        explorer.does("Undo")
        explorer.said("Undone")
        assert state() == expected
    expect(page.locator("#explorer-undo")).to_be_disabled()
    for expected in states[1:]:
        explorer.does("Redo")
        explorer.said("Redone")
        assert state() == expected


def test_by_keyboard_alone(explorer: Explorer) -> None:
    page = explorer.page
    page.locator("#explorer-add-text").focus()
    for _ in range(30):
        if page.evaluate("document.activeElement.id") == "explorer-picture":
            break
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "explorer-picture"
    start = explorer.chosen
    places = explorer.places
    page.keyboard.press("ArrowRight")
    [right] = explorer.chosen
    assert places[right][0] > places[start[0]][0]
    expect(page.locator("#explorer-said")).to_contain_text(re.compile(r"\d+ links?"))
    page.keyboard.press("Shift+ArrowLeft")
    assert len(explorer.chosen) == 2
    page.keyboard.press("Escape")
    assert explorer.chosen == []
    page.keyboard.press("ArrowRight")
    explorer.desk.give_reason(explorer.chosen[0])
    page.keyboard.press("Enter")
    expect(page.locator("#explorer-items .dolen-item").first).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "explorer-items"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "explorer-picture"
    [gone] = explorer.chosen
    page.keyboard.press("Control+h")
    explorer.said("hidden")
    assert gone not in explorer.nodes
    page.keyboard.press("Control+z")
    explorer.said("Undone")
    assert explorer.chosen == [gone]
    page.keyboard.press("Control+Shift+h")
    explorer.said("Only the selection is shown")
    assert explorer.nodes == {gone}
    page.keyboard.press("Control+z")
    explorer.said("Undone")
    page.keyboard.press("?")
    expect(page.locator("#explorer-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#explorer-help")).to_be_hidden()


def test_a_child_without_a_reason_is_asked_about_over_the_picture_and_nothing_is_lost(
    explorer: Explorer, watch: Watch
) -> None:
    watch.expected |= {400, 428}
    page, before, places = explorer.page, explorer.nodes, explorer.places
    [begun] = explorer.chosen
    other = page.evaluate(f"{CY}.nodes('[kind = \"child\"]').map((node) => node.id()).find((id) => id !== '{begun}')")
    name = page.evaluate(f"{CY}.getElementById('{other}').data('label')").split("\n")[0]
    asked, typed = page.locator("#explorer-reason"), page.locator("#explorer-reason-text")
    explorer.choose(other)
    row = page.evaluate("document.activeElement.dataset.id")
    page.keyboard.press("Control+e")

    expect(asked).to_contain_text(f"This one is for {name}")
    expect(typed).to_be_focused()
    assert explorer.desk.violations() == []
    page.keyboard.type(".")
    page.keyboard.press("Enter")
    expect(page.locator("#explorer-reason-refused")).to_contain_text("two words")
    expect(typed).to_be_focused()
    expect(typed).to_have_value(".")
    assert explorer.desk.violations() == []
    page.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    expect(page.locator("#explorer-refused")).to_contain_text("Nothing was opened")
    assert page.evaluate("document.activeElement.dataset.id") == row, "the focus goes back to where it was"
    assert (explorer.nodes, explorer.places, explorer.chosen) == (before, places, [other])

    page.keyboard.press("Control+e")
    expect(typed).to_have_value(".")
    typed.fill("Missing since Tuesday")
    page.keyboard.press("Enter")
    expect(page.locator("#explorer-expand")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show its items").click()
    expect(page.locator("#explorer-items .dolen-item").first).to_be_visible()
    looks = [each for each in explorer.desk.site.installation.log.read(20).entries if each.subjects == (other,)]
    assert {each.reason for each in looks} == {"Missing since Tuesday"}
    assert {each.question for each in looks} == {"reason", "neighbours", "timeline"}


def test_the_tables_are_walked_sorted_and_chosen_in_step(explorer: Explorer) -> None:
    page = explorer.page
    rows = page.locator("#explorer-entities button[data-id]")
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    second = rows.nth(1).get_attribute("data-id")
    assert explorer.chosen == [second]
    expect(rows.nth(1)).to_have_attribute("aria-pressed", "true")
    page.evaluate(f"{CY}.nodes()[3].emit('tap'); {CY}.$(':selected').unselect(); {CY}.nodes()[3].select()")
    picked = page.evaluate(f"{CY}.nodes()[3].id()")
    expect(page.locator(f'#explorer-entities button[data-id="{picked}"]')).to_have_attribute("aria-pressed", "true")
    page.locator("#explorer-entities").get_by_role("button", name="Links", exact=True).click()
    page.locator("#explorer-entities").get_by_role("button", name="Links", exact=True).click()
    degrees = [int(each) for each in page.locator("#explorer-entities tbody tr td:nth-of-type(4)").all_inner_texts()]
    assert degrees == sorted(degrees, reverse=True)
    expect(page.locator("#explorer-entities th[aria-sort=descending]")).to_have_text("Links")
    page.locator("#explorer-links button[data-id]").first.click()
    assert page.evaluate(f"{CY}.edges('.chosen').length") == 1
    page.get_by_role("button", name="Show its items").click()
    expect(page.locator("#explorer-items .dolen-item").first).to_contain_text(re.compile(r"Grade|Not graded"))


CROSSED = f"""{CY}.edges('.path').toArray().flatMap((edge) => {{
    const [start, end] = [edge.sourceEndpoint(), edge.targetEndpoint()];
    const [over] = edge.controlPoints() ?? [edge.midpoint()];
    const along = Array.from({{ length: 50 }}, (_, step) => (step + 0.5) / 50).map((t) =>
        ["x", "y"].map((way) => (1 - t) ** 2 * start[way] + 2 * t * (1 - t) * over[way] + t ** 2 * end[way]));
    return {CY}.nodes().not(edge.connectedNodes())
        .filter((node) => along.some(([x, y]) =>
            Math.hypot(x - node.position("x"), y - node.position("y")) < node.data("size") / 2))
        .map((node) => node.data("label"));
}})"""
"""The icons through which a drawn path passes beside those at the ends of its links."""


def test_a_path_is_found_and_drawn_in(explorer: Explorer) -> None:
    page = explorer.page
    hidden = next(id for id in sorted(explorer.nodes) if id.startswith("premises:"))
    explorer.does("Path")
    child = child_of(explorer.desk.site)
    page.select_option("#explorer-path-start", child)
    page.select_option("#explorer-path-end", hidden)
    page.get_by_role("button", name="Find the shortest chains").click()
    expect(page.locator("#explorer-path-said")).to_contain_text("such chains, strongest first")
    page.get_by_role("button", name="Add to the picture").click()
    explorer.said("Path drawn")

    assert page.evaluate(f"{CY}.edges('.path').length") >= 1
    assert {child, hidden} <= set(explorer.chosen)
    assert page.evaluate(CROSSED) == []
    expect(page.locator(".explorer-chosen li")).to_have_count(len(explorer.chosen))
    label = page.evaluate(f"{CY}.getElementById('{hidden}').data('label')").split("\n")[0]
    page.fill("#explorer-find-text", label[2:].upper())
    page.keyboard.press("Enter")
    expect(page.locator("#explorer-card h2")).to_contain_text(label)
    assert explorer.chosen == [hidden]


def test_hidden_entities_groups_and_filters_keep_tables_and_picture_alike(explorer: Explorer) -> None:
    page = explorer.page
    phones = {id for id in explorer.nodes if id.startswith("phone:")}
    everything = explorer.nodes
    page.locator("#explorer-kinds input[value=phone]").uncheck()
    explorer.said("Filters changed")
    assert (explorer.nodes, explorer.links) == explorer.rows
    assert explorer.nodes == everything - phones
    page.locator("#explorer-kinds input[value=phone]").check()
    explorer.said("Filters changed")
    for id in sorted(phones)[:2]:
        page.locator(f'#explorer-entities button[data-id="{id}"]').click(modifiers=["Control"])
    explorer.does("Group")
    page.fill("#explorer-group-name", "Their phones")
    page.locator("#explorer-group").get_by_role("button", name="Group", exact=True).click()
    explorer.said("Grouped: Their phones")
    [group] = explorer.nodes - everything
    assert (explorer.nodes, explorer.links) == explorer.rows
    assert explorer.page.evaluate(f"{CY}.getElementById('{group}').data('label')").startswith("Their phones")
    explorer.does("Ungroup")
    explorer.said("Ungrouped")
    assert explorer.nodes == everything


def test_a_period_leaves_out_links_of_other_times(explorer: Explorer) -> None:
    page = explorer.page
    before = explorer.links
    page.fill("#explorer-from", "2026-06-01")
    page.locator("#explorer-from").dispatch_event("change")
    explorer.said("Period set")
    lasts = page.locator("#explorer-links tbody tr td:nth-of-type(6)").all_inner_texts()

    assert explorer.links < before
    firsts = page.locator("#explorer-links tbody tr td:nth-of-type(5)").all_inner_texts()
    assert all(re.search(r"(May|Jun|Jul|Aug|Sept|Oct|Nov) 2026$", first) for first in firsts), "of the period alone"
    assert lasts
    assert all(re.search(r"(Jun|Jul|Aug|Sept|Oct|Nov) 2026$", last) for last in lasts)
    page.get_by_role("button", name="All time").click()
    explorer.said("All time shown")
    assert explorer.links == before


def test_another_view_says_what_is_no_longer_counted_and_can_be_undone(explorer: Explorer) -> None:
    page = explorer.page
    before, places = explorer.nodes, explorer.places
    page.locator(".dolen-view summary").click()
    page.select_option("#view-grade", "1A")
    page.check("#view-graded")
    page.get_by_role("button", name="Apply filters").click()
    explorer.said("no longer shown")
    after = explorer.nodes

    assert after < before
    assert "min_grade=1A" in page.url
    expect(page.locator(".dolen-view")).to_contain_text("grades -A, 1-, 1A")
    assert {id: explorer.places[id] for id in after} == {id: places[id] for id in after}
    explorer.does("Undo")
    explorer.said("Undone: View changed")
    assert explorer.nodes == before
    expect(page.locator(".dolen-view")).not_to_contain_text("grades")


def test_an_entity_is_added_by_its_reference(explorer: Explorer) -> None:
    other = explorer.desk.site.truth.demo_children[-1]
    explorer.page.fill("#explorer-add-text", other)
    explorer.page.keyboard.press("Enter")
    expect(explorer.page.locator("#explorer-card")).to_contain_text(other)
    explorer.page.fill("#explorer-add-text", "Qqqqq")
    explorer.page.keyboard.press("Enter")
    explorer.said("No results for “Qqqqq”")


def test_an_entity_is_added_though_its_name_is_mistyped(explorer: Explorer) -> None:
    page, truth = explorer.page, explorer.desk.site.truth
    explorer.does("Hide")
    name = page.evaluate("document.getElementById('explorer-hidden-list').textContent")
    first, _, last = name.partition(" ")
    page.fill("#explorer-add-text", f"{last} {first}x")
    page.keyboard.press("Enter")
    offered = page.locator("#explorer-found li").filter(has_text=truth.demo_children[0])
    expect(offered).to_contain_text("one letter away")
    offered.get_by_role("button").click()
    explorer.said(re.compile(rf"{name} added \(name: {name}; .*one letter away"))
    expect(page.locator("#explorer-card")).to_contain_text(truth.demo_children[0])
    assert child_of(explorer.desk.site) in explorer.nodes


def test_an_unconfirmed_link_is_drawn_dashed_and_said(desk: Desk) -> None:
    def one_possible(route: Any) -> None:
        answer = route.fetch()
        answered = answer.json()
        answered["links"][0]["possible"] = True
        route.fulfill(response=answer, json=answered)

    desk.page.route("**/api/v1/links_among**", one_possible)
    explorer = Explorer(desk).open(f"id={child_of(desk.site)}")
    styles = desk.page.evaluate(f"{CY}.edges().map((edge) => [edge.data('possible'), edge.style('line-style')])")

    assert {tuple(each) for each in styles} == {(True, "dashed"), (False, "solid")}
    assert sum(possible for possible, _ in styles) == 1
    assert desk.page.locator("#explorer-links tbody").get_by_text("unconfirmed").count() == 1
    assert explorer.page.evaluate(f"{CY}.renderer().constructor.name").lower().find("webgl") == -1
    assert desk.page.evaluate(
        "[...document.querySelectorAll('canvas')].every((each) => each.getContext('2d') !== null)"
    )


def test_nothing_is_wrong_for_those_who_do_not_see_the_screen(explorer: Explorer) -> None:
    page = explorer.page
    assert explorer.desk.violations() == []
    explorer.choose(premises_in(explorer))
    page.get_by_role("button", name="Show its items").click()
    expect(page.locator("#explorer-items .dolen-item").first).to_be_visible()
    assert explorer.desk.violations() == []
    page.locator("#explorer-entities button[data-id]").first.click(modifiers=["Control"])
    for button in ("Expand", "Path", "Note", "Group", "Export", "Save", "Keys"):
        page.locator("#explorer").get_by_role("button", name=button, exact=True).click()
        dialog = page.locator("dialog[open]")
        expect(dialog).to_be_visible()
        assert explorer.desk.violations() == [], button
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    page.goto(f"{explorer.desk.site.address}/explorer")
    assert explorer.desk.violations() == []


@pytest.mark.parametrize("width", [320, 720])
def test_it_fits_a_narrow_window_and_one_at_200_percent(explorer: Explorer, width: int) -> None:
    explorer.page.set_viewport_size({"width": width, "height": 700})
    explorer.page.wait_for_timeout(300)

    assert explorer.page.evaluate("document.documentElement.scrollWidth") <= width
    assert explorer.desk.violations() == []
    inside = f"""(() => {{
        const cy = {CY}, box = cy.elements().renderedBoundingBox();
        return box.x1 >= 0 && box.x2 <= cy.width() && box.y1 >= 0 && box.y2 <= cy.height();
    }})()"""
    assert explorer.page.evaluate(inside)


def test_nobody_to_begin_with_is_said_and_nothing_seems_to_load(explorer: Explorer, watch: Watch) -> None:
    watch.expected.add(404)
    explorer.open("id=person:nobody")

    assert explorer.nodes == set()
    expect(explorer.page.locator("#explorer-card")).to_have_text(re.compile("^Select an entity"))
    expect(explorer.page.locator("#explorer-refused")).to_contain_text("person:nobody")
