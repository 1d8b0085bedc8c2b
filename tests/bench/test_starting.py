"""`dolen bench start` prints ratios, and only of commands that answer rightly."""

import json
import re

import pytest

from bench.bench import Bench
from bench.startup import bench_start, check_help, check_linked
from graph.errors import RunStopped
from graph.queries.entities.find import FIND, Words
from graph.queries.linking.linked_children import LINKED_CHILDREN, OfChild


@pytest.mark.engine
def test_both_commands_are_measured_against_the_baseline(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.startup.RUNS", 1)
    with bench.console.capture() as printed:
        bench_start(bench)
    lines = printed.get().splitlines()

    assert lines[0].startswith("python -c 'import neo4j': ")
    assert [re.sub(r"[\d,.]+ (ms|×)", r"n \1", line, count=2) for line in lines[1:]] == [
        "dolen --help: n ms of processor time, n × (at most 0.3 ×)",
        "dolen linked CHILD: n ms of processor time, n × (at most 2.0 ×)",
    ]


def test_help_that_lacks_a_command_is_not_timed() -> None:
    with pytest.raises(RunStopped, match="does not list"):
        check_help("Usage: dolen\n\nCommands:\n  demo  Load.\n")


@pytest.mark.engine
def test_an_answer_with_a_line_less_is_not_timed(bench: Bench) -> None:
    [child] = {entity.id for entity in bench.ask(FIND, Words(text=bench.truth.demo_children[0])).entities}
    answer = json.loads(bench.ask(LINKED_CHILDREN, OfChild(child=child)).model_dump_json())
    check_linked(bench, json.dumps(answer))
    answer["linked"].pop()

    with pytest.raises(RunStopped, match="does not answer as the question itself does"):
        check_linked(bench, json.dumps(answer))
