"""The smallest force, loaded once in a run as `dolen bench` loads it."""

from collections.abc import Generator
from io import StringIO

import pytest
from rich.console import Console

from bench.bench import Bench, open_bench
from demo.force import FEWEST
from tests.support.forces import ENDED, Forces


@pytest.fixture(scope="package")
def bench(forces: Forces, tmp_path_factory: pytest.TempPathFactory) -> Generator[Bench]:
    """The smallest force on an embedded engine of its own, found loaded when it is opened again."""
    folder = forces.bench(tmp_path_factory.mktemp("bench") / "folder")
    with open_bench(FEWEST, folder, Console(file=StringIO())) as opened:
        assert opened.load.model_dump_json() == (folder / ENDED).read_text(encoding="utf-8")
        yield opened
