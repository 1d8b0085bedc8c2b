"""The application by keys alone: signed in, a name found, its evidence read, a review made, a picture worked on."""

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.desks import PASSWORD, PATIENCE, Desk, Site, Watch
from tests.browser.exploring import Explorer
from tests.browser.keys import Keys

pytestmark = pytest.mark.browser


@pytest.fixture
def keys(browser: Browser, site: Site) -> Keys:
    """A keyboard at a page on which nobody has signed in."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", base_url=site.address)
    context.set_default_timeout(PATIENCE)
    return Keys(context.new_page())


def sign_in(keys: Keys, name: str) -> None:
    """Sign in by keys, and say why."""
    keys.page.goto("/sign-in")
    assert keys.to("Skip to main content")
    keys.press("Enter")
    keys.to("User name")
    keys.type(name)
    keys.to("Password")
    keys.type(PASSWORD)
    keys.to("Sign in")
    keys.follow()
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("Which children's cases are linked?")
    keys.to("Why are you looking today?")
    keys.type("Morning look")
    keys.follow()
    expect(keys.page.get_by_role("heading", name="Children at SERAF 4 and 3")).to_be_visible()


def find_demo_child(keys: Keys, site: Site) -> None:
    """From the start page to a child's, by search, and why it is looked at."""
    page, truth = keys.page, site.truth
    name = next(child.name for child in truth.children if child.ref == truth.demo_children[0])
    keys.to("Search names, plates, phones, addresses and reports")
    keys.type(truth.demo_children[0])
    keys.follow()
    expect(page.get_by_role("heading", level=1)).to_contain_text("for “")
    keys.to(name)
    keys.follow()
    expect(page.get_by_label("Reason")).to_be_focused()
    keys.type("Strategy meeting 12")
    keys.follow()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_an_hour_without_a_mouse(keys: Keys, site: Site) -> None:
    page = keys.page
    sign_in(keys, "analyst")
    find_demo_child(keys, site)
    keys.to(lambda held: held.tag == "summary" and "item" in held.words)
    keys.press("Enter")
    expect(page.locator("details[open] article.dolen-item").first).to_be_visible()
    keys.tab()
    keys.press("Escape")
    assert (held := keys.held()) is not None
    assert held.tag == "summary", "Escape closes what was opened and goes back to it"
    expect(page.locator("details[open] article.dolen-item")).to_have_count(0)
    keys.to(lambda held: held.words.startswith("See the evidence"))
    keys.follow()
    expect(page.locator(".govuk-caption-l")).to_have_text("The evidence behind a link")
    assert keys.wrong == []


@pytest.mark.parametrize("arrives", [True, False])
def test_what_arrives_late_leaves_the_focus_where_escape_finds_it(
    keys: Keys, site: Site, watch: Watch, arrives: bool
) -> None:
    page = keys.page
    sign_in(keys, "analyst")
    find_demo_child(keys, site)
    asked: list[Route] = []
    page.route("**/items?*", lambda route: asked.append(route))
    keys.to(lambda held: held.tag == "summary" and "item" in held.words)
    with page.expect_request("**/items?*"):
        keys.press("Enter")
    keys.to("Open these items", most=1)
    if arrives:
        asked[0].continue_()
        expect(page.locator("details[open] article.dolen-item")).to_be_visible()
    else:
        watch.expected.add(503)
        asked[0].fulfill(status=503, headers={"content-security-policy": "default-src 'none'"})
        expect(page.get_by_text("This could not be shown.")).to_be_visible()
    assert (held := keys.held()) is not None
    assert held.tag == "summary", "the focus is not lost with what was replaced"
    keys.press("Escape")
    expect(page.locator("details[open].dolen-items")).to_have_count(0)


def test_a_review_is_made_without_a_mouse(keys: Keys, site: Site) -> None:
    page = keys.page
    sign_in(keys, "chair")
    keys.to("Case reviews")
    keys.follow()
    keys.to("Begin a review")
    keys.follow()
    for number, ref in enumerate(site.truth.networks[1].children[:2], 1):
        keys.to("Find a child by name, nickname or reference")
        keys.type(ref)
        keys.follow()
        expect(page.get_by_role("status")).to_be_visible()
        keys.to(lambda held: held.words.startswith("Add "))
        keys.follow()
        expect(page.locator("#chosen ~ ul").first.locator("li")).to_have_count(number)
    keys.to("Name of the review")
    keys.type("Made by keys")
    keys.to("Save and open the review")
    keys.follow()
    expect(page.get_by_label("Reason")).to_be_focused()
    keys.type("Strategy meeting 12")
    keys.follow()
    expect(page.get_by_role("heading", level=1)).to_have_text("Made by keys")
    assert keys.wrong == []


def test_a_picture_is_worked_on_without_a_mouse(keys: Keys, site: Site, watch: Watch) -> None:
    watch.expected.add(428)
    page = keys.page
    sign_in(keys, "analyst")
    keys.to("Explorer")
    keys.follow()
    keys.to("Start with")
    keys.type(site.truth.demo_children[0])
    keys.follow()
    expect(page.get_by_label("Reason")).to_be_focused()
    keys.type("Strategy meeting 12")
    keys.follow()
    explorer = Explorer(Desk(site, page.context, page)).ready()
    keys.to(lambda held: held.id == "explorer-picture")
    before = explorer.nodes
    keys.press("ArrowRight")
    [chosen] = explorer.chosen
    keys.press("Control+e")
    explorer.say_why_if_asked("explorer-expand")
    keys.to("Add")
    keys.press("Enter")
    explorer.said("added")
    grown = explorer.nodes
    assert grown > before
    assert (held := keys.held()) is not None
    assert held.id == "explorer-picture", "the focus goes back to where it was asked from"
    keys.press("Control+h")
    explorer.said("hidden")
    assert explorer.nodes == grown - {chosen}
    keys.press("Control+z")
    explorer.said("Undone")
    assert explorer.nodes == grown
    keys.press("Control+z")
    explorer.said("Undone")
    assert explorer.nodes == before
    assert keys.wrong == []
