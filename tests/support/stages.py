"""A run in stages: what needs nothing first, then engines, then browsers; at its end what each took, and the slowest.

So a mistake in a rule is reported within minutes. Within a stage the longest starts first, a folder at a time, since
its tests share what they have loaded: so no process is left alone with a long file at the end.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest

STAGES = ("rules", "engines", "browsers")
SLOWEST = 10
PROVIDERS = frozenset(
    {"store", "embedded_store", "neo4j_store", "embedded_engine", "neo4j_engine", "embedded_settings", "forces"}
    | {"neo4j_settings", "neo4j_server", "office", "analyst", "desk", "bench", "site", "tried"}
)
"""Fixtures that bring an engine."""

LONG: dict[str, int] = {
    "tests/acceptance/test_pole.py": 90,
    "tests/acceptance/test_two_engines.py": 200,
    "tests/acceptance/test_log_walk.py": 60,
    "tests/acceptance/test_while_loading.py": 40,
    "tests/contract/test_cypher.py": 60,
    "tests/contract/test_schema.py": 90,
    "tests/invariants/test_deciding.py": 90,
    "tests/invariants/test_mutation.py": 150,
    "tests/invariants/test_view.py": 230,
    "tests/invariants/test_writing.py": 110,
    "tests/store/test_supervision.py": 120,
    "tests/search/test_files.py": 100,
    "tests/support/test_children.py": 45,
    "tests/bench/test_comparisons.py": 60,
    "tests/browser/test_analyst.py": 60,
    "tests/browser/test_offices.py": 200,
    "tests/browser/test_every_page.py": 430,
    "tests/browser/test_explorer.py": 120,
    "tests/browser/test_keyboard.py": 110,
    "tests/browser/test_roles.py": 60,
    "tests/browser/test_chair.py": 60,
    "tests/browser/test_explorer_truth.py": 60,
}
"""Seconds of the files that take long, roughly; of others a second for two tests is taken."""


@dataclass(frozen=True)
class Ran:
    """One test as it ran: its name, the stage it belongs to, and its seconds, set-up and tear-down with it."""

    name: str
    stage: str
    seconds: float


def stage_of(item: pytest.Item) -> str:
    """The stage of a test: the furthest that something it asks for belongs to."""
    fixtures = getattr(item, "fixturenames", ())
    if item.get_closest_marker("browser") or "browser" in fixtures:
        return "browsers"
    return "engines" if item.get_closest_marker("engine") else "rules"


def in_order(files: Iterable[tuple[str, str, int]]) -> list[str]:
    """Files in the order in which they run, each given with its stage and how many tests it has."""
    seconds = {(file, stage): float(LONG.get(file, count / 2)) for file, stage, count in files}
    folders: dict[tuple[str, str], float] = defaultdict(float)
    for (file, stage), length in seconds.items():
        folders[stage, _folder(file)] += length

    def rank(key: tuple[str, str]) -> tuple[int, float, str, float, str]:
        file, stage = key
        folder = _folder(file)
        return STAGES.index(stage), -folders[stage, folder], folder, -seconds[key], file

    return [file for file, _ in sorted(seconds, key=rank)]


def put_in_order(items: list[pytest.Item]) -> None:
    """Whole files, each in the furthest stage that one of its tests belongs to; the tests of a file as they stand."""
    stage: dict[str, str] = {}
    count: dict[str, int] = defaultdict(int)
    for item in items:
        file = _file(item.nodeid)
        stage[file] = max(stage.get(file, STAGES[0]), stage_of(item), key=STAGES.index)
        count[file] += 1
    rank = {file: place for place, file in enumerate(in_order((file, stage[file], count[file]) for file in stage))}
    items.sort(key=lambda item: rank[_file(item.nodeid)])


def report_lines(ran: Sequence[Ran]) -> list[str]:
    """The share of each stage, and the slowest tests."""
    whole = sum(each.seconds for each in ran) or 1.0
    lines: list[str] = []
    for stage in STAGES:
        of_stage = [each.seconds for each in ran if each.stage == stage]
        share = f"{sum(of_stage) / whole:4.0%}"
        lines.append(f"{share}  {stage}: {sum(of_stage):.0f} s of all processes in {len(of_stage):,} tests")
    slowest = sorted(ran, key=lambda each: (-each.seconds, each.name))[:SLOWEST]
    return [*lines, "", *(f"{each.seconds:5.1f} s  {each.name}" for each in slowest)]


class Stages:
    """The plugin: marks and orders what was collected, and sums up what each test took."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = defaultdict(float)
        self._stage: dict[str, str] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Whatever asks for an engine is marked so, and can be left out with `-m "not engine"` while writing rules."""
        for item in items:
            on_postgresql = getattr(item, "callspec", None) and item.callspec.params.get("sql_settings") == "postgresql"
            if on_postgresql or PROVIDERS & set(getattr(item, "fixturenames", ())):
                item.add_marker("engine")
            # The process that reports learns of a test only what its reports carry.
            item.user_properties.append(("stage", stage_of(item)))
        put_in_order(items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called for each phase of a test, in the process that reports too."""
        self._seconds[report.nodeid] += report.duration
        self._stage[report.nodeid] = str(dict(report.user_properties).get("stage", STAGES[0]))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Above pytest's own last line."""
        ran = [Ran(name, self._stage[name], seconds) for name, seconds in self._seconds.items()]
        terminalreporter.section("where the time went")
        for line in report_lines(ran):
            terminalreporter.line(line)


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]


def _folder(file: str) -> str:
    return file.rpartition("/")[0]
