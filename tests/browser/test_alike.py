"""Of what is alike axe looks at three, and at each that is of another kind: nothing in it is passed over."""

import pytest
from playwright.sync_api import Page

from tests.browser.desks import ALIKE, Desk

pytestmark = pytest.mark.browser

ROW = "<tr><td><a href='/child/{0}' id='a-{0}' data-id='{0}'>Child {0}</a> <img src='/x.svg' alt='{1}'></td></tr>"
HEAD = "<title>T</title><style>a { display: inline-block; padding: 20px; }</style>"
PAGE = f"<html lang='en'><head>{HEAD}</head><body><main><table><tbody>%s</tbody></table></main></body></html>"


@pytest.fixture
def page(desk: Desk) -> Page:
    """The page of somebody's desk."""
    return desk.page


def test_of_a_kind_three_are_looked_at_and_the_last(page: Page) -> None:
    rows = [ROW.format(f"{n}af{n}", "" if n % 2 else "Map") for n in range(12)]
    page.set_content(PAGE % "".join(rows))

    rows_alike = page.evaluate(f"({ALIKE})().alike.filter(each => each.matches('tr')).map(row => row.innerText.trim())")
    assert rows_alike == [f"Child {n}af{n}" for n in range(6, 11)]
    assert page.evaluate(f"({ALIKE})().alike.filter(each => each.closest('tr:last-child')).length") == 0


@pytest.mark.parametrize("at", [0, 9])
def test_a_fault_in_a_row_is_found_wherever_it_stands(desk: Desk, at: int) -> None:
    rows = [ROW.format(n, "Map") for n in range(10)]
    desk.page.set_content(PAGE % "".join(rows))
    assert desk.violations() == []

    known: dict[str, int] = {}
    assert desk.violations(known) == desk.violations(known) == []
    rows[at] = rows[at].replace(" alt='Map'", "")
    desk.page.set_content(PAGE % "".join(rows))
    assert [each.partition(":")[0] for each in desk.violations()] == ["image-alt"]
    assert [each.partition(":")[0] for each in desk.violations(known)] == ["image-alt"], "it is of no known kind"


def test_what_is_alike_on_an_earlier_page_is_known_and_under_another_class_is_not(desk: Desk) -> None:
    desk.page.set_content(PAGE % ROW.format(1, "Map"))
    known: dict[str, int] = {}
    for _ in range(4):
        assert desk.violations(known) == []
    of_this_page = f"known => ({ALIKE})(known).alike.map(each => each.localName)"
    assert desk.page.evaluate(of_this_page, known) == ["main"]
    desk.page.set_content((PAGE % ROW.format(1, "Map")).replace("<main>", "<main class='narrow'>"))
    assert desk.page.evaluate(of_this_page, known) == []
