"""How soon a new item has become stored alerts, with many audiences: each is compared with itself before the change."""

import csv
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from bench.bench import Bench
from bench.timing import Percentiles, taken
from graph.alerts import AlertsFollower
from graph.ingest.run import ingest
from graph.model.view import Reader
from graph.store import open_sql

AUDIENCES = 20
ITEMS = 20
LOOKED_AT = 5000
"""Rows of the force's file among which children and addresses are taken."""


def bench_alerts(bench: Bench) -> None:
    """Load one item at a time, that names a child and an address of the force, and time until its alerts are stored."""
    samples: list[float] = []
    here: list[float] = []
    raised = 0
    sql = open_sql(bench.settings)
    follower = _follower(bench, sql)
    try:
        with TemporaryDirectory() as folder:
            for number, rows in enumerate(_new_items(bench)):
                _load(bench, sql, Path(folder) / f"{number}.csv", rows)
                stored, time_taken = taken(follower.catch_up)
                raised += stored
                samples.append(time_taken.clock)
                here.append(time_taken.here)
    finally:
        sql.dispose()
    found, own = Percentiles.of(samples), Percentiles.of(here)
    bench.console.print(
        f"New item to stored alerts, {AUDIENCES} audiences: median {found.p50:,.0f} ms, p95 {found.p95:,.0f} ms"
        f" (of this process {own.p50:,.0f} and {own.p95:,.0f} ms);"
        f" {len(samples)} items, {raised} alerts",
        highlight=False,
        soft_wrap=True,
    )


def _follower(bench: Bench, sql: Engine) -> AlertsFollower:
    """A follower of the force with so many audiences in use, each of which reads a compartment that holds something."""
    follower = AlertsFollower(bench.store, sql, bench.projection, bench.identifiers, 1000, lambda _: None)
    compartments = [f"BENCH{number}" for number in range(AUDIENCES - 1)]
    rows = [
        {
            "source_system": "BENCH",
            "report_ref": name,
            "item_no": "1",
            "handling": "P",
            "compartment": name,
            "entity": "child",
            "local_ref": name,
            "name": "Ann Bench",
        }
        for name in compartments
    ]
    with TemporaryDirectory() as folder:
        _load(bench, sql, Path(folder) / "compartments.csv", rows)
    follower.audience(Reader("bench", "operator"))
    for name in compartments:
        follower.audience(Reader(f"reader of {name}", "analyst", frozenset({name})))
    return follower


def _new_items(bench: Bench) -> Iterator[list[dict[str, str]]]:
    """Items, each of a child and an address that the force's own files name, the two of different reports."""
    with (bench.settings.home.parent / "mentions.csv").open(encoding="utf-8", newline="") as file:
        found = list(islice(csv.DictReader(file), LOOKED_AT))
    children = [row for row in found if row["entity"] == "child" and row["local_ref"] and row["source_system"]]
    addresses = [row for row in found if row["entity"] == "address" and row["postcode"]]
    stamp = time.time_ns()
    for number, child in enumerate(children[:: max(1, len(children) // ITEMS)][:ITEMS]):
        address = addresses[(stamp + number) * 7 % len(addresses)]
        item = {"source_system": child["source_system"], "report_ref": f"B-{stamp}-{number}", "item_no": "1"}
        yield [
            {**item, "handling": "P", "entity": "child", "local_ref": child["local_ref"], "name": child["name"]},
            {**item, "handling": "P", "entity": "address", **{name: address[name] for name in ("address", "postcode")}},
        ]


def _load(bench: Bench, sql: Engine, file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, sorted({name for row in rows for name in row}), restval="")
        writer.writeheader()
        writer.writerows(rows)
    ingest((file,), bench.store, sql, bench.settings, author="bench", reader=Reader("bench", "operator"))
