"""What only a process shows: exit codes, pipes, what is imported; and that a command does the same without one."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer import Typer
from typer.main import get_group

from api.cli.commands import COMMANDS, Dolen, WholeHelp
from graph.settings import Settings
from tests.acceptance.analyst import COMMAND, as_process, typed
from tests.acceptance.desk import Desk
from tests.support.settings import as_environment

COUNTS = ["seraf", "category", "--v", "2", "--r", "1", "--s", "0"]
HEAVY = (
    "alembic", "argon2", "authlib", "babel", "fastapi", "httpx", "jinja2", "networkx", "numpy", "openpyxl",
    "pygraphviz", "pyvis", "rapidfuzz", "sqlalchemy", "starlette", "tantivy", "uvicorn",
)  # fmt: skip
"""Libraries that only some commands need."""
WHAT_IS_IMPORTED = """\
import atexit, sys
atexit.register(lambda: print(*sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr))
from api.cli.main import run
sys.argv = ["dolen", *sys.argv[1:]]
run()
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation that these commands do not even open."""
    return Settings(home=tmp_path)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (COUNTS, 0),
        (["--help"], 0),
        ([], 2),
        ([*COUNTS[:-1], "-1"], 1),
        (["frobnicate"], 2),
        (["likned"], 2),
        (["user", "list", "--no-such-option"], 2),
    ],
)
def test_the_console_script_does_the_same(settings: Settings, tmp_path: Path, words: list[str], code: int) -> None:
    by_process = as_process(settings, words, cwd=tmp_path)

    assert by_process.code == code
    assert typed(settings, words, cwd=tmp_path) == by_process


@pytest.mark.engine
@pytest.mark.parametrize("words", [["linked", "CHILD"], ["linked", "CHILD", "--json"], ["linked", "nobody at all"]])
def test_a_question_is_answered_alike_by_a_process(desk: Desk, words: list[str]) -> None:
    typed_in = [desk.child if word == "CHILD" else word for word in words]
    analyst = desk.analyst

    assert as_process(analyst.settings, typed_in, cwd=analyst.settings.home) == analyst.dolen(*typed_in)


def test_a_reader_who_stops_listening_ends_the_command_quietly(settings: Settings, tmp_path: Path) -> None:
    with subprocess.Popen(
        [COMMAND, *COUNTS],
        cwd=tmp_path,
        env=as_environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as command:
        assert command.stdout is not None
        command.stdout.close()
        assert command.stderr is not None
        said = command.stderr.read()

    assert (command.returncode, said) == (1, "")


def imported_by(settings: Settings, words: list[str], cwd: Path) -> set[str]:
    """The packages that a command imports."""
    done = subprocess.run(
        [sys.executable, "-c", WHAT_IS_IMPORTED, *words],
        cwd=cwd,
        env=as_environment(settings),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stderr.split())


def test_help_imports_neither_the_commands_nor_their_libraries(settings: Settings, tmp_path: Path) -> None:
    imported = imported_by(settings, ["--help"], tmp_path)

    assert imported & {*HEAVY, "neo4j", "pydantic", "rich"} == set()
    assert "typer" in imported


@pytest.mark.engine
def test_linked_imports_what_it_needs(desk: Desk) -> None:
    imported = imported_by(desk.analyst.settings, ["linked", desk.child], desk.analyst.settings.home)

    assert imported & set(HEAVY) == {"sqlalchemy", "numpy"}, "the log, and the arrays that links are read from"
    assert "neo4j" in imported


def test_each_command_is_listed_with_its_own_help() -> None:
    commands = Dolen().commands
    own = {name: WholeHelp.help_of(Dolen(), name) for name in commands}

    assert own == {name: listed.help for name, listed in COMMANDS.items()}


def test_every_command_of_every_module_is_listed() -> None:
    modules = {"api.cli." + file.stem for file in Path("api/cli").glob("*.py") if file.stem != "__init__"}
    modules |= {"demo.command", "bench.command"}
    apps = {
        (module, name)
        for module in modules
        for name, value in vars(import_module(module)).items()
        if isinstance(value, Typer) and name.endswith("_app") and value.registered_commands
    }
    listed = {(each.module, each.app) for each in COMMANDS.values()}
    groups = {(each.module, each.app) for each in COMMANDS.values() if each.group}
    single = {
        name for module, app in listed - groups for name in get_group(getattr(import_module(module), app)).commands
    }

    assert apps == listed
    assert single == {name for name, each in COMMANDS.items() if not each.group}
