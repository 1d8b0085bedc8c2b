"""Rows of the mention table as a file that the loader reads, for what is recorded without one: a form, the log."""

import csv
import tempfile
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from graph.ingest.columns import MENTION_COLUMNS


@contextmanager
def as_table(name: str, rows: Iterable[Mapping[str, str]]) -> Generator[Path]:
    """The rows as a CSV file for its owner only; it is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.csv"
        path.touch(mode=0o600)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, MENTION_COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(rows)
        yield path


def written_at(ms: int) -> str:
    """A moment as the loader reads it."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
