"""Whether a page fits its window: nothing to scroll sideways for, nothing cut off, nothing over something else."""

from pathlib import Path

from playwright.sync_api import Page

NARROW = (320, 800)
"""A phone, or 1280 pixels at 400 %."""
AT_200_PERCENT = (640, 512)
"""What 1280 by 1024 pixels show at 200 %."""

MISFITS = (Path(__file__).parent / "fitting.js").read_text(encoding="utf-8")


def misfits(page: Page) -> list[str]:
    """What does not fit into a narrow window, and into one at 200 %, a line each. The window is as before after it."""
    before = page.viewport_size
    assert before is not None
    wrong: list[str] = []
    for width, height in (NARROW, AT_200_PERCENT):
        page.set_viewport_size({"width": width, "height": height})
        found = page.evaluate(MISFITS)
        for _ in range(20):  # what scripts draw follows the window a moment later
            if not found:
                break
            page.wait_for_timeout(100)
            found = page.evaluate(MISFITS)
        wrong += [f"{width}: {each}" for each in found]
    page.set_viewport_size(before)
    return wrong
