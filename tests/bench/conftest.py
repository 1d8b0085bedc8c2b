"""The smallest force, loaded once as `dolen bench` loads it."""

from collections.abc import Generator
from io import StringIO

import pytest
from rich.console import Console

from api.bench.bench import Bench, open_bench
from api.demo.force import FEWEST


@pytest.fixture(scope="package")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Generator[Bench]:
    """The smallest force on an embedded engine of its own, found loaded when it is opened again."""
    folder = tmp_path_factory.mktemp("bench")
    with open_bench(FEWEST, folder, Console(file=StringIO())) as loaded:
        first = loaded.load
    with open_bench(FEWEST, folder, Console(file=StringIO())) as opened:
        assert opened.load == first
        yield opened
