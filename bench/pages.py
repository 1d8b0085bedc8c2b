"""`dolen bench pages`: how soon the server has a page ready, and a click on "expand", signed in and logged as in use.

The table also shows what each page's largest question takes by itself, in the same run. A page's time counts only
after a check that it names its subject.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from http.client import HTTPConnection
from random import Random
from typing import LiteralString, cast
from urllib.parse import quote, urlencode

from bench.bench import Bench
from bench.server import COOKIE, Served, served
from bench.timing import Percentiles, taken
from graph.errors import RunStopped
from graph.queries.entities.cards import CHILD
from graph.queries.entities.neighbours import NEIGHBOURS, NearEntity
from graph.queries.linking.case import CASE
from graph.queries.linking.linked_children import OfChild
from graph.reading.question import Answer, OfEntity
from graph.view.cypher import seen

ASKED, WARMING = 100, 3
"""How many children are asked about, at random and of the largest, and how many before that, without counting."""
EXPANDED = 1000
"""Neighbours that the explorer asks for at once."""
OK = 200
PATIENCE = 300
"""Seconds after which a page has hung."""

HEADING = f"{'page':<18}{'about':<9}{'of':>4}{'p50':>8}{'p95':>8}{'question p50':>14}{'p95':>8}{'÷':>7}  bound"
LEGEND = (
    "Milliseconds from request to the last byte of the answer, the audit entries written. question: what its largest"
    " question takes by itself. ÷: the page by that, medians. bound: the promised 95th percentile, for random children."
)


CHILDREN: LiteralString = f"""
MATCH (c:Child)<-[m:MENTIONS]-(i:Item)
WHERE m.said = 'child' AND {seen("i")}
WITH c.component AS child, min(c.id) AS record, count(DISTINCT i) AS items
RETURN collect(record) AS record, collect(items) AS items
"""


@dataclass(frozen=True)
class MeasuredPage:
    """A page about a child: its address, the question it waits for longest, and the promised 95th percentile in ms."""

    name: str
    address: Callable[[str], str]
    question: Callable[[Bench, str], Answer]
    bound: float


PAGES = (
    MeasuredPage(
        "child page",
        lambda child: f"/child/{quote(child)}",
        lambda bench, child: bench.ask(CASE, OfChild(child=child, limit=10)),
        300.0,
    ),
    MeasuredPage(
        "expand a child",
        lambda child: f"/api/v1/neighbours?{urlencode({'id': child, 'limit': EXPANDED})}",
        lambda bench, child: bench.ask(NEIGHBOURS, NearEntity(id=child, limit=EXPANDED)),
        200.0,
    ),
)


@dataclass(frozen=True)
class PageTimes:
    """What a page and its question took, about some children."""

    page: MeasuredPage
    about: str
    page_ms: tuple[float, ...]
    question_ms: tuple[float, ...]

    def __str__(self) -> str:
        whole, question = Percentiles.of(self.page_ms), Percentiles.of(self.question_ms)
        promised = "" if self.about != "random" else "kept" if whole.p95 < self.page.bound else "MISSED"
        return (
            f"{self.page.name:<18}{self.about:<9}{len(self.page_ms):>4}{whole.p50:>8,.0f}{whole.p95:>8,.0f}"
            f"{question.p50:>14,.0f}{question.p95:>8,.0f}{whole.p50 / max(question.p50, 0.001):>7.1f}"
            f"  {self.page.bound:.0f} {promised}".rstrip()
        )


def measure_pages(bench: Bench) -> None:
    """Every page, a line each as it is measured. Raises `RunStopped` where a page is not what it should be."""
    chosen = chosen_children(bench)
    bench.console.print(LEGEND, highlight=False, soft_wrap=True)
    bench.console.print(HEADING, highlight=False, soft_wrap=True)
    with served(bench) as server:
        for line in page_times(bench, server, chosen):
            bench.console.print(str(line), highlight=False, soft_wrap=True)


def chosen_children(bench: Bench) -> dict[str, list[str]]:
    """Some children at random, and those named by most items, by the id of a record."""
    with bench.store.reading() as reading:
        [row] = reading.read(CHILDREN, **bench.bound.parameters())
    records, items = cast("list[str]", row["record"]), cast("list[int]", row["items"])
    ordered = [record for _, record in sorted(zip((-count for count in items), records, strict=True))]
    return {"random": Random(1).sample(ordered, min(ASKED, len(ordered))), "largest": ordered[:ASKED]}


def page_times(bench: Bench, server: Served, chosen: Mapping[str, list[str]]) -> Iterator[PageTimes]:
    """The times of every page, about the children at random and the largest."""
    token = server.session({child for children in chosen.values() for child in children})
    for page in PAGES:
        for about, children in chosen.items():
            with bench.console.status(f"{page.name}, {about}…"):
                yield _times(bench, server, token, page, about, children)


def _times(bench: Bench, server: Served, token: str, page: MeasuredPage, about: str, children: list[str]) -> PageTimes:
    whole: list[float] = []
    alone: list[float] = []
    for number, child in enumerate([*children[:WARMING], *children]):
        with _connected(server) as connection:
            fetched, took = taken(lambda child=child: _fetched(connection, page.address(child), token))
        _check(bench, page, child, fetched)
        _, asked = taken(lambda child=child: page.question(bench, child))
        if number >= len(children[:WARMING]):
            whole.append(took.clock)
            alone.append(asked.clock)
    return PageTimes(page, about, tuple(whole), tuple(alone))


@contextmanager
def _connected(server: Served) -> Generator[HTTPConnection]:
    """A connection that is open already, as a browser's mostly is; the server closes one that waits too long."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    try:
        connection.connect()
        yield connection
    finally:
        connection.close()


def _fetched(connection: HTTPConnection, address: str, token: str) -> tuple[int, str]:
    connection.request("GET", address, headers={"Cookie": f"{COOKIE}={token}"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def _check(bench: Bench, page: MeasuredPage, child: str, fetched: tuple[int, str]) -> None:
    status, text = fetched
    if status != OK:
        raise RunStopped(f"{page.name} of {child} was answered with {status}.")
    name = bench.ask(CHILD, OfEntity(id=child)).entity.label
    if name not in text and escape(name) not in text:
        raise RunStopped(f"{page.name} of {child} does not name {name}.")
