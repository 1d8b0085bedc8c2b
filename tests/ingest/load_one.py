"""Loads one file as a process of its own, to be killed: `python -m tests.ingest.load_one HOME FILE NOW`.

Says each batch that has been committed on a line of its own, and waits for a line before it goes on.
"""

import sys
from pathlib import Path

from graph.errors import StoreError
from graph.ingest.run import Progress, ingest
from graph.model.view import Reader
from graph.settings import Settings
from graph.store import open_sql, open_store

BATCH = 25


def settings_of(home: Path) -> Settings:
    """Small batches, and an engine that ends with its last user."""
    return Settings(home=home, engine_linger=0, engine_memory=512, batch_size=BATCH)


def _say_and_wait(progress: Progress) -> None:
    print(progress.rows, flush=True)  # noqa: T201  since it is read by the test
    sys.stdin.readline()


def _main(home: str, file: str, now: str) -> int:
    settings = settings_of(Path(home))
    store = open_store(settings)
    try:
        ingest(
            [Path(file)], store, open_sql(settings), settings,
            author="analyst", reader=Reader("analyst", "operator"), now=lambda: int(now), progress=_say_and_wait,
        )  # fmt: skip
    except StoreError as error:
        print(f"stopped: {error.message}", flush=True)  # noqa: T201  since it is read by the test
        return 1
    finally:
        store.close()
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
