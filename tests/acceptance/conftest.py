"""Data folders that tests share: a force is loaded once, and then only looked at."""

from collections.abc import Generator

import pytest

from tests.acceptance.analyst import Analyst
from tests.acceptance.desk import Desk, at_work
from tests.support.forces import Forces


@pytest.fixture(scope="module")
def analyst(tmp_path_factory: pytest.TempPathFactory) -> Generator[Analyst]:
    """Somebody with an empty data folder of the module's own; ending its engine is quicker than wiping it."""
    with at_work(tmp_path_factory.mktemp("home")) as working:
        yield working


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory, forces: Forces) -> Generator[Desk]:
    """The demo force of 200 reports, loaded by the command line; for tests that look and change nothing."""
    loaded = forces.demo(tmp_path_factory.mktemp("desk") / "home")
    with at_work(loaded.home) as working:
        yield Desk(working, loaded.files.mentions, loaded.truth, loaded.said)
