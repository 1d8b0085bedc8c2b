"""Data folders that tests share: a force is loaded once, and then only looked at."""

from collections.abc import Generator

import pytest

from api.demo import read_truth, write_force
from tests.acceptance.analyst import Analyst
from tests.acceptance.desk import Desk, at_work


@pytest.fixture(scope="module")
def analyst(tmp_path_factory: pytest.TempPathFactory) -> Generator[Analyst]:
    """Somebody with an empty data folder of the module's own; ending its engine is quicker than wiping it."""
    with at_work(tmp_path_factory.mktemp("home")) as working:
        yield working


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    """The demo force of 200 reports, loaded by the command line; for tests that look and change nothing."""
    home = tmp_path_factory.mktemp("desk")
    files = write_force(home / "files", 200)
    with at_work(home) as working:
        loaded = working.dolen("ingest", files.mentions, files.assessments, "--json", "--reason", "tests").json
        yield Desk(working, files.mentions, read_truth(files.truth), loaded)
