"""The explorer in Chromium without a GPU: how soon a picture can be worked with, and how smoothly it is dragged.

Pictures are grown outwards from a child through whatever is named beside it, as far as the demo force reaches, and
opened as saved ones: first without places, so that the browser arranges them, then with the places it found.
"""

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from rich.table import Table

from api.saved import KeptPicture, SavedPicture, SavedViews
from bench.bench import Bench
from bench.server import COOKIE, Served, now_ms, served
from graph.errors import NotFound
from graph.model.view import Reader
from graph.queries import QUESTIONS, Actor
from graph.queries.entities.neighbours import NEIGHBOURS, NearEntity

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ("--no-sandbox", "--disable-gpu")
WINDOW = (1440, 1000)
SIZES = (500, 2000)
TIMES = 3

DRAG = """async (onNode) => {
    const box = document.getElementById("explorer-picture");
    const cy = box._cyreg.cy;
    const frame = box.getBoundingClientRect();
    const middle = { x: cy.width() / 2, y: cy.height() / 2 };
    const far = (node) => Math.hypot(node.renderedPosition("x") - middle.x, node.renderedPosition("y") - middle.y);
    const from = onNode ? cy.nodes().min(far).ele.renderedPosition() : { x: 8, y: 8 };
    const tell = (type, x, y) => {
        const at = { bubbles: true, cancelable: true, clientX: frame.left + x, clientY: frame.top + y, buttons: 1 };
        (type === "mousedown" ? box.querySelector("canvas") : window).dispatchEvent(new MouseEvent(type, at));
    };
    const frames = [];
    tell("mousedown", from.x, from.y);
    await new Promise((done) => {
        const step = (now) => {
            frames.push(now);
            tell("mousemove", from.x + 60 * Math.sin(frames.length / 9), from.y + 60 * Math.cos(frames.length / 7));
            if (now - frames[0] < 3000) requestAnimationFrame(step);
            else done();
        };
        requestAnimationFrame(step);
    });
    tell("mouseup", from.x, from.y);
    return (frames.length - 1) * 1000 / (frames.at(-1) - frames[0]);
}"""
"""Drags a node, or the whole picture, for three seconds, a step each frame; gives frames a second."""

PLACES = """() => Object.fromEntries(document.getElementById("explorer-picture")._cyreg.cy.nodes()
    .map((node) => [node.id(), [node.position("x"), node.position("y")]]))"""
LINKS = """() => document.getElementById("explorer-picture")._cyreg.cy.edges().length"""


@dataclass(frozen=True)
class PictureTimes:
    """One picture: its size, milliseconds until it could be worked with, and frames a second while dragging."""

    nodes: int
    links: int
    arranged: float
    opened: float
    node_frames: float
    pan_frames: float


def measure_explorer(bench: Bench) -> None:
    """Measure pictures of each size. Raises `NotFound` where there is no Chromium to measure in."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError as error:
        raise NotFound("The explorer is measured in Chromium by playwright.", "Install it: make setup.") from error
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        measure_in(browser, bench, SIZES)
        browser.close()


def measure_in(browser: "Browser", bench: Bench, sizes: tuple[int, ...], times: int = TIMES) -> None:
    """Measure pictures of these sizes in a browser, each so many times, and print the medians as a table."""
    table = Table("entities", "links", "arranged, ms", "opened, ms", "drag a node, fps", "drag all, fps")
    ids = _grown(bench, max(sizes))
    with served(bench) as server:
        page = browser.new_page(viewport={"width": WINDOW[0], "height": WINDOW[1]}, locale="en-GB")
        page.set_default_timeout(180_000)
        page.on("dialog", lambda dialog: dialog.accept())
        page.context.add_cookies([{"name": COOKIE, "value": server.session(ids), "url": server.address}])
        for size in sizes:
            measured = _measure(page, server, ids[:size], times)
            figures = (measured.arranged, measured.opened, measured.node_frames, measured.pan_frames)
            table.add_row(str(measured.nodes), str(measured.links), *(f"{figure:,.0f}" for figure in figures))
        page.close()
    bench.console.print(table)


def _grown(bench: Bench, size: int) -> tuple[str, ...]:
    """Ids of so many entities, outwards from the first child of the demo."""
    words = QUESTIONS["find"].parameters(text=bench.truth.demo_children[0])
    found = list(dict.fromkeys(entity.id for entity in bench.ask(QUESTIONS["find"], words).entities))
    for id in found:
        if len(found) >= size:
            break
        near = bench.ask(NEIGHBOURS, NearEntity(id=id, limit=60)).neighbours
        found += [each.entity.id for each in near if each.entity.id not in found]
    return tuple(found[:size])


def _measure(page: "Page", server: Served, ids: tuple[str, ...], times: int) -> PictureTimes:
    account, address = server.account, server.address
    views = SavedViews(server.installation.sql, server.installation.log, now_ms)
    actor = Actor(Reader(account.name, account.role), account.name, "Measuring")
    bare = views.add(actor, account, f"{len(ids)} entities", SavedPicture(ids=ids))
    arranged = _opened(page, f"{address}/explorer?saved={bare.number}")
    places: dict[str, Any] = page.evaluate(PLACES)
    placed = SavedPicture(ids=ids, positions={id: (x, y) for id, (x, y) in places.items()})
    views.save(actor, account, bare.number, bare.version, KeptPicture.of(placed))
    opened = median(_opened(page, f"{address}/explorer?saved={bare.number}") for _ in range(times))
    result = PictureTimes(
        nodes=len(places),
        links=page.evaluate(LINKS),
        arranged=arranged,
        opened=opened,
        node_frames=median(page.evaluate(DRAG, True) for _ in range(times)),
        pan_frames=median(page.evaluate(DRAG, False) for _ in range(times)),
    )
    views.delete(actor, account, bare.number)
    return result


def _opened(page: "Page", address: str) -> float:
    """Milliseconds from asking for the page until the picture can be worked with."""
    page.goto(address)
    page.wait_for_selector("#explorer[data-ready]")
    return float(page.evaluate("() => Number(document.getElementById('explorer').dataset.ready)"))
