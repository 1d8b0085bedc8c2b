"""The explorer is measured: a picture of a size is opened and dragged in a browser, and reported in a line."""

import re

import pytest
from playwright.sync_api import Browser

from bench.bench import Bench
from bench.explorer import measure_in

pytestmark = pytest.mark.browser


def test_a_picture_is_opened_dragged_and_told(browser: Browser, bench: Bench) -> None:
    measure_in(browser, bench, (40,), times=1)
    printed = bench.console.file.getvalue()  # type: ignore[attr-defined]  # since the console writes into a StringIO

    line = next(line for line in printed.splitlines() if re.match(r"│ 40 ", line))
    assert len(re.findall(r"\d+", line)) >= 6
