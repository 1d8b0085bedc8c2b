"""Pages are timed only where they are the page that was asked for."""

import pytest

from bench.bench import Bench
from bench.pages import PAGES, chosen_children, page_times
from bench.server import served
from graph.errors import RunStopped


def test_every_page_is_fetched_from_the_served_application_and_told(bench: Bench) -> None:
    reached = chosen_children(bench)
    chosen = {about: children[:2] for about, children in reached.items()}
    with served(bench) as server:
        lines = list(page_times(bench, server, chosen))

    assert [(line.page.name, line.about, len(line.page_ms)) for line in lines] == [
        (page.name, about, 2) for page in PAGES for about in ("random", "largest")
    ]
    assert all(ms > 0 for line in lines for ms in (*line.page_ms, *line.question_ms))


def test_a_page_of_nobody_is_not_timed(bench: Bench) -> None:
    with served(bench) as server, pytest.raises(RunStopped, match="404"):
        list(page_times(bench, server, {"random": ["person:nobody"]}))
