"""The explorer is measured: a picture of a size is opened and dragged in a browser, and told in a line."""

import re

import pytest

from api.bench.bench import Bench
from api.bench.exploring import measure_explorer

pytestmark = pytest.mark.browser


def test_a_picture_is_opened_dragged_and_told(bench: Bench) -> None:
    measure_explorer(bench, (40,))
    told = bench.console.file.getvalue()  # type: ignore[attr-defined]  # since the console writes into a StringIO

    line = next(line for line in told.splitlines() if re.match(r"│ 40 ", line))
    assert len(re.findall(r"\d+", line)) >= 6
