"""Somebody who uses keys alone: goes on by Tab, and sees at each step where they are."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

HELD = (Path(__file__).parent / "keys.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Held:
    """What holds the focus."""

    id: str
    tag: str
    words: str
    html: str
    marked: bool
    seen: bool
    backwards: bool | None
    first: bool


class Keys:
    """The keyboard of a page; whatever a mouse would do is counted, and must not happen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.add_init_script(
            "addEventListener('mousedown', () => { throw new Error('a mouse was used'); }, { capture: true })"
        )

    def held(self) -> Held | None:
        """What holds the focus, or nothing."""
        found: dict[str, Any] | None = self.page.evaluate(HELD)
        return None if found is None else Held(**found)

    def tab(self, key: str = "Tab") -> Held | None:
        """Go on by one; what is not seen to hold the focus, or stands before where one was, is noted as wrong."""
        self.page.keyboard.press(key)
        return self._come_to(key)

    def _come_to(self, key: str) -> Held | None:
        """What was come to by a key, with what is wrong with it noted."""
        held = self.held()
        if held is not None:
            if not held.marked or not held.seen:
                self.wrong.append(f"not seen to hold the focus: {held.html}")
            if held.backwards and key == "Tab":
                self.wrong.append(f"goes back: {held.html}")
        return held

    def to(self, wanted: Callable[[Held], bool] | str, most: int = 150) -> Held:
        """Go on until something with these words (or that is wanted) holds the focus."""
        fits = wanted if callable(wanted) else lambda held: held.words == wanted
        passed: list[str] = []
        for _ in range(most):
            held = self.tab()
            if held is not None and fits(held):
                return held
            passed.append("nothing" if held is None else held.words)
        raise AssertionError(f"{wanted} was not come to, only {passed}")

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def follow(self) -> None:
        """Press Enter on what leads to another page, and wait until it is there."""
        with self.page.expect_navigation():
            self.press("Enter")

    def type(self, words: str) -> None:
        """Type words into what holds the focus, in place of what stands there."""
        self.press("Control+a")
        self.page.keyboard.type(words)

    def through(self, most: int = 1500) -> int:
        """Go once through all of a page with Tab held down, from where it puts the focus until it leaves or starts
        again; gives the number of stops. Raises where it does not end."""
        self.page.evaluate("window.heldBefore = window.heldFirst = undefined")
        for stops in range(most):
            noted = len(self.wrong)
            self.page.keyboard.down("Tab")
            held = self._come_to("Tab")
            if stops and (held is None or held.first or (held.backwards and "govuk-skip-link" in held.html)):
                del self.wrong[noted:]
                self.page.keyboard.up("Tab")
                return stops
        raise AssertionError(f"{self.page.url} holds the focus fast: more than {most} stops")
