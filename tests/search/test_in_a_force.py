"""The same searches through the question itself, with the population among a whole fictional force."""

from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest

from demo import write_force
from graph.model.view import Reader, View
from graph.queries.door import bind
from graph.queries.entities.search import SEARCH, SearchFor
from graph.reading.question import QueryContext
from graph.search import open_search
from graph.settings import Settings
from graph.store import Store, open_sql, open_store
from tests.ingest.support import load, table
from tests.search.population import as_table, pairs

pytestmark = pytest.mark.engine

SHARE, FIRST = 0.95, 5
MOST_STATEMENTS = 4


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder of the test's own."""
    return Settings(home=tmp_path / "home", engine_linger=0, engine_memory=768)


@pytest.fixture
def force(settings: Settings, tmp_path: Path) -> Generator[Store]:
    """A force of 300 reports, and the population among it."""
    store = open_store(settings)
    sql = open_sql(settings)
    files = write_force(tmp_path / "files", 300)
    load(store, sql, settings, files.mentions, files.assessments, table(tmp_path / "a.csv", as_table()))
    yield store
    store.close()


def test_the_right_one_is_among_the_first_five_of_the_answer(force: Store, settings: Settings) -> None:
    index = open_search(settings, force)
    missed: list[str] = []
    with force.reading() as reading:
        bound = bind(reading, Reader("operator", "operator"), View(today=date(2026, 1, 1)))
        for pair in pairs():
            before = reading.statements
            answer = SEARCH.work(
                QueryContext(reading, bound, ("pnc_id",), index), SearchFor(text=pair.text, limit=FIRST)
            )
            assert reading.statements - before <= MOST_STATEMENTS
            assert answer.shown == len(answer.hits) <= FIRST
            assert [hit.score for hit in answer.hits] == sorted((hit.score for hit in answer.hits), reverse=True)
            names = {name for hit in answer.hits for name in (*hit.refs, hit.label, hit.label.split(": ")[0])}
            if not any(name.startswith(pair.expected) for name in names):
                missed.append(f"{pair.way}: {pair.text} → {pair.expected}")

    assert 1 - len(missed) / len(pairs()) >= SHARE, missed
