"""Every page at each of its addresses, for every role: asked for over HTTP, and which of them a browser must open.

A browser opens each address once, for the first role that may. What another role is sent there differs in little, most
often in the menu alone; it is opened too where what stands around the main part of the page, or the main part, has a
shape (`markup.shape`) that no browser has opened. Nothing that only one role is sent is so passed over: an element, an
attribute, a word where none stood makes another shape.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser

from tests.browser.addresses import ADDRESSES, Known, allowed, route_paths
from tests.browser.desks import ROLES, Desk, Site, seat
from tests.browser.markup import regions


@dataclass(frozen=True)
class Visit:
    """A page as one role is answered over HTTP. `first`: this role is the one that a browser opens the address for."""

    role: str
    path: str
    allowed: bool
    first: bool
    status: int
    page: str


def visits(browser: Browser, site: Site) -> list[Visit]:
    """Every page for every role, whether it may open it or not. Each who reads has reviews of their own, since a review
    is its owner's alone."""
    desks = {role: seat(browser, site, role) for role in ROLES}
    known = Known(desks["chair"])
    found = [each for route in sorted(route_paths()) for each in _of_route(route, desks, known)]
    for desk in desks.values():
        desk.context.close()
    return found


def _of_route(route: str, desks: dict[str, Desk], known: Known) -> Iterator[Visit]:
    first, *_ = roles = allowed(route)
    paths = {role: ADDRESSES[route](desks[role], known) for role in roles}
    for role, desk in desks.items():
        for path in paths.get(role, paths[first]):
            answer = desk.fetched(path)
            yield Visit(role, path, role in roles, role == first, answer.status, answer.text())


def to_open(found: Iterable[Visit]) -> list[Visit]:
    """Those that a browser must open."""
    around, within = set[str](), set[str]()
    chosen: list[Visit] = []
    for each in sorted((each for each in found if each.allowed), key=lambda each: not each.first):
        outer, inner = regions(each.page)
        if each.first or outer not in around or inner not in within:
            chosen.append(each)
        around.add(outer)
        within.add(inner)
    return chosen
