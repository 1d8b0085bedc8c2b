"""The explorer's page as its user finds it: what is pressed, what the picture draws, what the tables list."""

import json
import re

from playwright.sync_api import Page, expect

from graph.model.view import Reader, View
from graph.queries import QUESTIONS, Actor
from graph.view.options import today_in_wales
from tests.browser.desks import Desk, Site

CY = "document.getElementById('explorer-picture')._cyreg.cy"
PLACES = f"Object.fromEntries({CY}.nodes().map((node) => [node.id(), [node.position('x'), node.position('y')]]))"
CHOSEN = f"{CY}.nodes('.chosen').map((node) => node.id())"
WHY = "Strategy meeting 12"
ROWS_AT_FIRST = 200
"""So many rows a table lists before it is asked for all."""


class Explorer:
    """The explorer's page as its user finds it."""

    def __init__(self, desk: Desk, page: Page | None = None) -> None:
        self.desk = desk
        self.page = page or desk.page

    def open(self, query: str) -> "Explorer":
        """Begin or reopen a picture."""
        self.page.goto(f"{self.desk.site.address}/explorer?{query}")
        while "/reason?" in self.page.url:
            self.page.fill("#reason", WHY)
            self.page.get_by_role("button", name="Continue").click()
            self.page.wait_for_load_state()
        return self.ready()

    def say_why_if_asked(self, dialog: str) -> None:
        """Give a reason in the dialog that asks for one, until this dialog is open instead."""
        while True:
            self.page.locator("dialog[open]").first.wait_for()
            if self.page.locator(f"dialog#{dialog}[open]").count():
                return
            self.page.fill("#explorer-reason-text", WHY)
            self.page.keyboard.press("Enter")
            expect(self.page.locator("#explorer-reason")).to_be_hidden()

    def ready(self) -> "Explorer":
        """Wait until it can be worked with."""
        self.page.wait_for_selector("#explorer[data-ready]")
        self.settled()
        return self

    def settled(self) -> None:
        """Wait until what was asked for is there, and the tables say what the picture says."""
        self.page.wait_for_selector("#explorer:not([aria-busy])")
        for _ in range(600):  # by hand, since the page's policy forbids what the browser would be asked to evaluate
            drawn = self.nodes, self.links
            if all(
                shown <= there and len(shown) == min(len(there), ROWS_AT_FIRST)
                for shown, there in zip(self.rows, drawn, strict=True)
            ):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("the tables do not say what the picture says")

    def does(self, name: str) -> None:
        """Press a button of the page."""
        self.page.locator("#explorer").get_by_role("button", name=name, exact=True).click()
        self.settled()

    def choose(self, id: str) -> None:
        """Choose a node by its row."""
        self.page.locator(f'#explorer-entities button[data-id="{id}"]').click()

    def ungroup_all(self) -> None:
        """Draw every entity by itself, those too that the picture began with in a group."""
        for id in self.page.evaluate(f"{CY}.nodes('[kind = \"group\"]').map((node) => node.id())"):
            self.choose(id)
            self.does("Ungroup")

    def said(self, words: str | re.Pattern[str]) -> None:
        """Wait until this is said aloud."""
        expect(self.page.locator("#explorer-said")).to_contain_text(words)
        self.settled()

    def expand(self, id: str) -> None:
        """Choose a node and add all that is named beside it."""
        self.choose(id)
        self.page.locator("#explorer").get_by_role("button", name="Expand", exact=True).click()
        self.say_why_if_asked("explorer-expand")
        self.page.locator("#explorer-expand").get_by_role("button", name="Add", exact=True).click()
        self.said("added")

    def at(self, id: str) -> tuple[float, float]:
        """Where a node stands in the window, with the picture in sight."""
        self.page.locator("#explorer-picture").scroll_into_view_if_needed()
        x, y = self.page.evaluate(
            f"""(() => {{
                const at = {CY}.getElementById({json.dumps(id)}).renderedPosition();
                const box = document.getElementById('explorer-picture').getBoundingClientRect();
                return [box.x + at.x, box.y + at.y];
            }})()"""
        )
        return x, y

    @property
    def nodes(self) -> set[str]:
        """What the picture draws."""
        return set(self.page.evaluate(f"{CY}.nodes().map((node) => node.id())"))

    @property
    def links(self) -> set[str]:
        """The links that the picture draws."""
        return set(self.page.evaluate(f"{CY}.edges().map((edge) => edge.id())"))

    @property
    def rows(self) -> tuple[set[str], set[str]]:
        """What the two tables list."""
        shown = "(table) => [...table.querySelectorAll('button[data-id]')].map((each) => each.dataset.id)"
        return (
            set(self.page.locator("#explorer-entities").evaluate(shown)),
            set(self.page.locator("#explorer-links").evaluate(shown)),
        )

    @property
    def places(self) -> dict[str, list[float]]:
        """Where everything stands."""
        return self.page.evaluate(PLACES)

    @property
    def chosen(self) -> list[str]:
        """What is chosen in the picture."""
        return self.page.evaluate(CHOSEN)


def child_of(site: Site) -> str:
    """The child that the demo shows first."""
    find = QUESTIONS["find"]
    actor = Actor(Reader("tests", "operator"), "tests")
    words = find.parameters(text=site.truth.demo_children[0])
    return site.installation.door.ask(actor, View(today=today_in_wales()), find, words).entities[0].id


def many_of(site: Site, count: int) -> list[str]:
    """So many entities, outwards from that child."""
    near = QUESTIONS["neighbours"]
    actor, view = Actor(Reader("tests", "operator"), "tests"), View(today=today_in_wales())
    found = [child_of(site)]
    for id in found:
        beside = site.installation.door.ask(actor, view, near, near.parameters(id=id, limit=40)).neighbours
        found += [each.entity.id for each in beside if each.entity.id not in found]
        if len(found) >= count:
            break
    return found[:count]


def premises_in(explorer: Explorer) -> str:
    """Premises of the picture with most links."""
    return explorer.page.evaluate(
        f"{CY}.nodes('[kind = \"premises\"]').sort((one, other) => other.degree() - one.degree())[0].id()"
    )
