"""Every link on a page has the design system's colour, before it was followed and after; none the browser's own."""

import pytest

from tests.browser.desks import Desk
from tests.browser.exploring import child_of
from tests.browser.reviewing import begin_review

pytestmark = pytest.mark.browser

LINK = "rgb(26, 101, 166)"
IN_ITS_OWN_COLOUR = ".govuk-button, .dolen-marked, [aria-current]"
COLOURS = f"""() => [...document.querySelectorAll('main a[href]:not({IN_ITS_OWN_COLOUR})')]
    .map((link) => [getComputedStyle(link).color, link.textContent.trim()])"""
# A browser reports the colour of a visited link to nobody, so the rule that gives it is looked for.
WITHOUT_VISITED = f"""() => {{
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    const visited = rules.filter((rule) => rule.selectorText?.includes(':visited') && rule.style.color)
        .map((rule) => rule.selectorText.replaceAll(':visited', ''));
    return [...document.querySelectorAll('main a[href]:not({IN_ITS_OWN_COLOUR})')]
        .filter((link) => !visited.some((selector) => link.matches(selector))).map((link) => link.textContent.trim());
}}"""


def test_no_link_has_the_browser_s_own_colour(desk: Desk) -> None:
    review = begin_review(desk, desk.site.truth.networks[1].children[:3])
    child = child_of(desk.site)
    wrong: dict[str, object] = {}
    seen = 0
    for path in ("/", "/children", f"/child/{child}", review, "/reviews", "/search?q=station", "/explorer"):
        desk.go(path)
        desk.settled()
        desk.page.mouse.move(0, 0)
        desk.page.evaluate("document.activeElement.blur()")
        colours = desk.page.evaluate(COLOURS)
        seen += len(colours)
        if others := [each for each in colours if each[0] != LINK]:
            wrong[path] = others[:5]
        if unsaid := desk.page.evaluate(WITHOUT_VISITED):
            wrong[f"{path}, followed"] = unsaid[:5]

    assert wrong == {}
    assert seen > 100
