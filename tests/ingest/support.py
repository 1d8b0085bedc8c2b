"""Small files and graphs for the tests of ingest."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from graph.ingest.columns import MENTION_COLUMNS
from graph.ingest.run import IngestSummary, ingest
from graph.model.view import Reader
from graph.settings import Settings
from graph.store import Store

NOW = 1_735_732_800_000
"""1 January 2025, 12:00 UTC: when tests load."""

OPERATOR = Reader("analyst", "operator")

Row = Mapping[str, str]


def table(path: Path, rows: Sequence[Row], columns: Sequence[str] = MENTION_COLUMNS) -> Path:
    """A CSV file with these rows."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def load(store: Store, sql: Engine, settings: Settings, *paths: Path, **how: Any) -> IngestSummary:
    """Load files as the tests' analyst, who sees everything, at `NOW`; unless another `reader` or `now` is given."""
    moment = how.pop("now", NOW)
    reader = how.pop("reader", OPERATOR)
    return ingest(paths, store, sql, settings, author="analyst", reader=reader, now=lambda: moment, **how)


def dump(store: Store) -> tuple[list[str], list[str]]:
    """Every node and relationship without the change that wrote it, in one order on both engines."""
    nodes = store.read(
        "MATCH (n) WHERE NOT n:Change AND NOT n:Migration RETURN labels(n) AS labels, properties(n) AS says"
    )
    edges = store.read(
        "MATCH (a)-[r]->(b) RETURN a.id AS start, type(r) AS kind, properties(r) AS says, b.id AS finish"
    )
    return sorted(map(_line, nodes)), sorted(map(_line, edges))


def _line(row: dict[str, Any]) -> str:
    says = {name: value for name, value in row["says"].items() if name != "change" and value is not None}
    labels = {"labels": sorted(row["labels"])} if "labels" in row else {}
    return json.dumps({**row, **labels, "says": says}, sort_keys=True)


def pairs(store: Store, kind: str) -> set[tuple[str, str]]:
    """The labels of the mentions at both ends of each relationship of a type, as one item states it."""
    rows = store.read(
        "MATCH (a:Entity)-[r]->(b:Entity) WHERE type(r) = $kind"
        " MATCH (i:Item {id: r.item})-[m:MENTIONS]->(a) MATCH (i)-[n:MENTIONS]->(b)"
        " RETURN m.label AS start, n.label AS finish",
        kind=kind,
    )
    return {(str(row["start"]), str(row["finish"])) for row in rows}
