"""What starting a command costs: processor time of `dolen --help` and `dolen linked`, and of a baseline.

The baseline is `import neo4j`: what any program that asks the graph must do. A ratio to it depends little on the
machine and on what else it does; a time would.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.cli.commands import COMMANDS
from bench.bench import Bench
from bench.timing import Percentiles
from graph.errors import RunStopped
from graph.queries.linking.linked_children import LINKED_CHILDREN, OfChild

RUNS = 15
WRONG = "Nothing is timed that is not right."


@dataclass(frozen=True)
class CommandRun:
    """One run of a command: what it printed, and its processor time in milliseconds."""

    out: str
    here: float


@dataclass(frozen=True)
class Command:
    """A command to start: how it is named in the table, its words, and the largest ratio that it is meant to have."""

    name: str
    words: Sequence[str]
    limit: float | None = None


def bench_start(bench: Bench) -> None:
    """Processor time of two commands as ratios to the baseline, in runs that take turns, with an engine running."""
    child = bench.truth.demo_children[0]
    script = str(Path(sys.executable).with_name("dolen"))
    today = bench.bound.view.today.isoformat()
    commands = (
        Command("python -c 'import neo4j'", (sys.executable, "-c", "import neo4j")),
        Command("dolen --help", (script, "--help"), 0.3),
        Command("dolen linked CHILD", (script, "linked", child, "--today", today, "--reason", "benchmark"), 2.0),
    )
    environment = _environment(bench)
    check_help(_start(commands[1].words, environment).out)
    check_linked(bench, _start((*commands[2].words, "--json"), environment).out)
    taken: dict[str, list[float]] = {command.name: [] for command in commands}
    with bench.console.status("Starting commands…"):
        for _ in range(RUNS):
            for command in commands:
                taken[command.name].append(_start(command.words, environment).here)
    baseline = Percentiles.of(taken[commands[0].name]).p50
    for command in commands:
        median = Percentiles.of(taken[command.name]).p50
        ratio = "the baseline" if command.limit is None else f"{median / baseline:.2f} × (at most {command.limit} ×)"
        bench.console.print(
            f"{command.name}: {median:,.0f} ms of processor time, {ratio}",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )


def check_help(out: str) -> None:
    """Raises `RunStopped` where the help does not list every command."""
    listed = {line.split()[0] for line in out.splitlines() if line.startswith("  ") and line.split()}
    if missing := set(COMMANDS) - listed:
        raise RunStopped(f"`dolen --help` does not list {', '.join(sorted(missing))}.", WRONG)


def check_linked(bench: Bench, out: str) -> None:
    """Raises `RunStopped` where `dolen linked` does not answer as the question does in this process."""
    printed = json.loads(out)
    answer = bench.ask(LINKED_CHILDREN, OfChild(child=printed["child"]["id"]))
    if not answer.linked or json.loads(answer.model_dump_json()) != printed:
        raise RunStopped("`dolen linked` does not answer as the question itself does.", WRONG)


def _environment(bench: Bench) -> dict[str, str]:
    """Where the command finds the force, whatever is set for the person who measures."""
    return {**os.environ, "DOLEN_HOME": str(bench.settings.home), "DOLEN_STORE": "embedded", "DOLEN_SQL": ""}


def _start(words: Sequence[str], environment: Mapping[str, str]) -> CommandRun:
    """Run a command to its end. Raises `RunStopped` where it fails."""
    process = subprocess.Popen(words, env=dict(environment), stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None
    with process.stdout:
        out = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RunStopped(f"{' '.join(words)!r} ended with exit code {process.returncode}.", WRONG)
    return CommandRun(out, (used.ru_utime + used.ru_stime) * 1000)
