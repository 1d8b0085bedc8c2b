"""Files brought in on the page, by somebody at a browser."""

import re
from pathlib import Path

from playwright.sync_api import FilePayload, expect

from tests.browser.desks import Desk


def bring_in(desk: Desk, file: FilePayload | Path, layout: str = "") -> tuple[str, str]:
    """Bring a file in on the page; gives what was said would come, and what came."""
    page = desk.page
    desk.go("/")
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("Files", exact=True).set_input_files(file)
    page.get_by_label("Layout").select_option(layout)
    page.get_by_label("Reason").fill("September's book")
    page.get_by_role("button", name="Check the files").click()
    said: list[str] = []
    for words in ("Would be loaded:", "Loaded:"):
        summary = page.locator("#import-state .govuk-body-l", has_text=re.compile(rf"^\s*{words}"))
        expect(summary).to_be_visible()
        said.append(summary.inner_text().partition(":")[2].strip())
        if words == "Would be loaded:":
            page.get_by_role("button", name="Load it").click()
    return said[0], said[1]
