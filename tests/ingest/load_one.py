"""Loads one file as a process of its own, to be killed: `python -m tests.ingest.load_one HOME FILE NOW`.

Says each batch that has been committed on a line of its own, and waits for a line before it goes on.
"""

import sys
from pathlib import Path

from api.imports.run_import import Bringing, bring_in
from api.installation import Installation
from graph.errors import StoreError
from graph.ingest.run import Progress
from graph.model.view import Reader
from graph.settings import Settings

BATCH = 25


def settings_of(home: Path) -> Settings:
    """Small batches, and an engine that ends with its last user."""
    return Settings(home=home, engine_linger=0, engine_memory=512, batch_size=BATCH)


def wanted(file: Path) -> Bringing:
    """The file, loaded by one who sees everything."""
    return Bringing((file,), "analyst", Reader("analyst", "operator"))


def _say_and_wait(progress: Progress) -> None:
    print(progress.rows, flush=True)  # noqa: T201  since it is read by the test
    sys.stdin.readline()


def _main(home: str, file: str, now: str) -> int:
    opened = Installation(settings_of(Path(home)))
    try:
        bring_in(opened, wanted(Path(file)), _say_and_wait, now=lambda: int(now))
    except StoreError as error:
        print(f"stopped: {error.message}", flush=True)  # noqa: T201  since it is read by the test
        return 1
    finally:
        opened.close()
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
