"""`dolen bench search` types every way that it knows, finds what it typed from, and times nothing that is not right."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from bench.bench import Bench
from bench.search import bench_search, measure
from bench.search_texts import WAYS
from graph.errors import RunStopped
from graph.search.document import SearchDocument


@pytest.mark.engine
def test_every_way_is_measured(bench: Bench) -> None:
    document = StringIO()

    bench_search(replace(bench, console=Console(file=document, width=400)), asked=3)

    lines = document.getvalue().splitlines()
    for way in WAYS:
        [line] = [line for line in lines if line.startswith(f"{way.name:<22}")]
        assert int(line[22:26]) > 0, f"nothing could be typed as {way.name}"
        assert "bound 50" in line


@pytest.mark.engine
def test_what_is_not_found_stops_the_benchmark(bench: Bench) -> None:
    nobody = SearchDocument("person", "person:nobody", "m", "i", "R/1", "R", 0, given="Zebedee", surname="Quux")

    with closing(sqlite3.connect("")) as trigrams, pytest.raises(RunStopped, match="is not found by it"):
        measure(bench, trigrams, WAYS[0], [nobody], 1)
