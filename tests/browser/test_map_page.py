"""The exported map in a real browser: opens from disk, fetches nothing, complains of nothing, draws, answers keys."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.viz.examples import example
from tests.viz.hostile import hostile
from viz.interactive import as_html
from viz.network import Network

pytestmark = pytest.mark.browser

INKED = """() => {
    const canvas = document.querySelector('#map canvas');
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    const colours = new Set();
    let inked = 0;
    for (let i = 0; i < pixels.length; i += 4) {
        if (pixels[i + 3] > 0) { inked += 1; colours.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]); }
    }
    return [inked, colours.size];
}"""


@dataclass
class Opened:
    """A page with what it asked for and what it complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def show(self, network: Network, path: Path) -> None:
        path.write_text(as_html(network), encoding="utf-8")
        self.page.goto(path.as_uri())
        self.page.wait_for_function("document.querySelector('#written').textContent !== ''")


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="en-GB")
    page = context.new_page()
    result = Opened(page)
    page.on("request", lambda request: result.requests.append(request.url))
    page.on("console", lambda message: result.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: result.complaints.append(str(error)))
    page.on("dialog", lambda dialog: (result.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    yield result
    context.close()


@pytest.mark.parametrize("size", [10, 60, 300])
def test_the_map_opens_offline_asks_for_nothing_and_draws(opened, tmp_path, size):
    path = tmp_path / "map.html"
    opened.show(example(size), path)
    inked, colours = opened.page.evaluate(INKED)
    assert opened.requests == [path.as_uri()]
    assert opened.complaints == []
    assert inked > 20_000
    assert colours > 20
    assert opened.page.locator("#entities tbody tr").count() == size


@pytest.mark.parametrize("size", [10, 60])
def test_every_name_is_written_where_there_is_room(opened, tmp_path, size):
    opened.show(example(size), tmp_path / "map.html")
    assert opened.page.inner_text("#written") == "Every name is written."


def test_a_large_map_says_how_many_names_it_writes_and_a_found_one_is_among_them(opened, tmp_path):
    network = example(300)
    opened.show(network, tmp_path / "map.html")
    assert "of 300 names are written" in opened.page.inner_text("#written")
    opened.page.fill("#find", network.nodes[7].label)
    opened.page.keyboard.press("Enter")
    assert network.nodes[7].label in opened.page.inner_text("#chosen")
    assert "Links:" in opened.page.inner_text("#chosen")


def test_hostile_text_is_shown_and_does_nothing(opened, tmp_path):
    path = tmp_path / "map.html"
    opened.show(hostile(), path)
    opened.page.locator("[data-show]").first.click()
    assert "<script>alert(1)</script>" in opened.page.inner_text("#chosen")
    assert opened.page.locator("img").count() == 0
    assert opened.requests == [path.as_uri()]
    assert opened.complaints == []


def test_a_tooltip_is_plain_text(opened, tmp_path):
    opened.show(hostile(), tmp_path / "map.html")
    opened.page.locator("[data-show]").first.click()  # brings the entity to the middle of the map
    box = opened.page.locator("#map").bounding_box()
    assert box is not None
    opened.page.mouse.move(box["x"] + box["width"] / 2 - 6, box["y"] + box["height"] / 2)
    opened.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened.page.wait_for_selector("div.vis-tooltip", timeout=10_000)
    assert "<script>alert(1)</script>" in opened.page.inner_text("div.vis-tooltip")
    assert opened.page.locator("div.vis-tooltip *").count() == 0
    assert opened.complaints == []


def test_keys_move_and_zoom_the_map(opened, tmp_path):
    opened.show(example(60), tmp_path / "map.html")
    page = opened.page
    page.focus("#map")
    seen = [page.locator("#map canvas").screenshot()]
    for key in ("+", "ArrowRight", "ArrowDown", "-", "0"):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
        seen.append(page.locator("#map canvas").screenshot())
    assert all(before != after for before, after in pairwise(seen))
    assert opened.complaints == []


def test_the_map_takes_the_focus_once_and_every_control_can_be_reached(opened, tmp_path):
    opened.show(example(10), tmp_path / "map.html")
    reached: list[str] = []
    for _ in range(8):
        opened.page.keyboard.press("Tab")
        reached.append(opened.page.evaluate("document.activeElement.id || document.activeElement.dataset.show || ''"))
    assert reached == ["nearer", "farther", "whole", "find", "found", "map", *(n.id for n in example(10).nodes[:2])]


def test_printed_the_marking_is_on_every_page(opened, tmp_path):
    opened.show(example(60), tmp_path / "map.html")
    opened.page.emulate_media(media="print")
    style = opened.page.locator("style").inner_text()
    assert '@top-center { content: "OFFICIAL-SENSITIVE"' in style
    assert '@bottom-center { content: "OFFICIAL-SENSITIVE"' in style
    assert opened.page.locator(".tools").is_hidden()
