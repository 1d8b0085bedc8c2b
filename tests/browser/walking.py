"""Somebody walks from a search to an answer: what they do, how often they click, and a picture of each step.

With `DOLEN_TEST_WALK_PICTURES` naming a folder, each step is kept there as a small PNG;
`tools/walk-pictures.sh` does so for the pictures of `docs/walks.md`.
"""

import io
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.browser.desks import Desk
from tests.house.tree import ROOT

PICTURES = os.environ.get("DOLEN_TEST_WALK_PICTURES", "")
WIDTH, HEIGHT = 1280, 860
COLOURS = 96
"""So few that a page of text stays small, so many that its colours stay what they mean."""
REASON = "Strategy meeting 12"
PAGES = ROOT / "docs" / "walks.md"


@dataclass
class Walk:
    """One walk. A reason for looking at a child is given where it is asked for, with Enter; it is no click."""

    name: str
    desk: Desk
    clicks: int = 0
    fields: int = 0
    """Fields that were filled in or selected from."""
    pictures: list[str] = field(default_factory=list[str])

    @property
    def page(self) -> Page:
        """What is before them."""
        return self.desk.page

    def search(self, words: str) -> None:
        """Type into the one box, and press Enter."""
        self.page.goto(f"{self.desk.site.address}/")
        self.page.fill("#search-everywhere", words)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/search?**")
        self._keep()

    def click(self, what: Locator) -> None:
        """Click on something."""
        self.clicks += 1
        what.click()
        self._arrive()

    def type(self, field: str, value: str) -> None:
        """Fill a field in."""
        self.fields += 1
        self.page.fill(field, value)

    def type_in(self, field: Locator, value: str) -> None:
        """Fill in a field, or select what it offers under this value."""
        self.fields += 1
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def shown_in(self, page: Path) -> None:
        """That a document shows each of its pictures, in order."""
        text = page.read_text(encoding="utf-8")
        assert re.findall(rf"\(images/walks/({self.name}-\d+\.png)\)", text) == self.pictures

    def look(self, at: Locator | None = None) -> None:
        """What the step shows, with this part of the page at the top."""
        if at is not None:
            at.evaluate("part => part.scrollIntoView({block: 'start'})")
        self._keep()

    def _arrive(self) -> None:
        self.page.wait_for_load_state("networkidle")
        if "/reason?" in self.page.url:
            self.page.fill("#reason", REASON)
            self.page.keyboard.press("Enter")
            self.page.wait_for_url(lambda url: "/reason" not in url)
            self.page.wait_for_load_state("networkidle")

    def _keep(self) -> None:
        name = f"{self.name}-{len(self.pictures) + 1}.png"
        self.pictures.append(name)
        if PICTURES:
            from PIL import Image  # only who makes the pictures needs it

            self.page.wait_for_load_state("networkidle")
            taken = Image.open(io.BytesIO(self.page.screenshot(animations="disabled"))).convert("RGB")
            small = taken.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            small.save(Path(PICTURES) / name, optimize=True)
