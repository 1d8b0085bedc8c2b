"""What is written about Dolen is what Dolen is."""

import ast
import inspect
import re
import tomllib
from types import ModuleType

import pytest

from api.accounts import errors as account_errors
from graph import errors
from graph.settings import Settings
from tests.house.tree import HOUSES, ROOT, parsed, text_of, tracked

SETTING = re.compile(r"^\| `DOLEN_(?P<name>[A-Z_]+)` \| (?P<default>.*?) \| (?P<meaning>.*?) \|$", re.MULTILINE)
BRANCH = re.compile(r"^[ │]+(?:[├└]── )?(?P<name>[A-Z]\w+)(?: {2,}\S|$)", re.MULTILINE)


def documented_settings() -> dict[str, tuple[str, str]]:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return {row["name"].lower(): (row["default"], row["meaning"]) for row in SETTING.finditer(page)}


def test_every_setting_is_described_and_every_described_setting_exists() -> None:
    described = {name: meaning for name, (_, meaning) in documented_settings().items()}

    assert described == {name: field.description for name, field in Settings.model_fields.items()}


def test_described_defaults_are_the_defaults() -> None:
    plain = {
        name: field.default for name, field in Settings.model_fields.items() if isinstance(field.default, str | int)
    }
    described = {name: default.strip("`") for name, (default, _) in documented_settings().items() if name in plain}

    assert described == {name: str(default) if default != "" else "empty" for name, default in plain.items()}


def drawn_errors(module: ModuleType) -> set[tuple[str, str]]:
    """(error, its parent) as drawn in the docstring of a module of errors."""
    above: dict[int, str] = {}
    drawn: set[tuple[str, str]] = set()
    for line in BRANCH.finditer(inspect.cleandoc(module.__doc__ or "")):
        depth = line.start("name") - line.start()
        parent = above[max(level for level in above if level < depth)] if above else "Exception"
        above = {level: name for level, name in above.items() if level < depth} | {depth: line["name"]}
        drawn.add((line["name"], parent))
    return drawn


@pytest.mark.parametrize("module", [errors, account_errors], ids=lambda module: module.__name__)
def test_every_error_stands_in_the_drawn_tree(module: ModuleType) -> None:
    """A branch of the tree is drawn from the trunk that it grows from."""
    classes = {
        (name, value.__bases__[0].__name__)
        for name, value in vars(module).items()
        if inspect.isclass(value) and issubclass(value, Exception)
    }

    assert drawn_errors(module) == classes


def test_no_error_is_declared_outside_the_tree() -> None:
    elsewhere = {
        (str(path), node.name)
        for path in tracked()
        if path.suffix == ".py" and path.parts[0] in HOUSES and path.name != "errors.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
        and not node.name.startswith("_")
        and any("Error" in ast.unparse(base) or "Exception" in ast.unparse(base) for base in node.bases)
    }

    assert elsewhere == set()


def test_readme_names_only_commands_that_the_makefile_has() -> None:
    named = set(re.findall(r"^\s*(?:\$ )?make ([a-z-]+)", text_of(ROOT / "README.md"), re.MULTILINE))
    named |= set(re.findall(r"`make ([a-z-]+)`", text_of(ROOT / "README.md")))
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))

    assert {"setup", "demo", "quick", "test", "check"} <= targets
    assert named <= targets


def test_each_decision_has_the_parts_of_its_form() -> None:
    decisions = {path.name: text_of(path) for path in tracked() if path.parts[:2] == ("docs", "decisions")}
    wrong = {
        name
        for name, text in decisions.items()
        if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name)
        or not re.match(rf"# {int(name[:4])}\. \S", text)
        or not {"## Why", "## What", "## What follows"} <= set(text.splitlines())
    }
    numbers = sorted(int(name[:4]) for name in decisions)

    assert (wrong, numbers) == (set(), list(range(1, len(numbers) + 1)))


def test_links_between_documents_lead_somewhere() -> None:
    pages = [path for path in tracked() if path.suffix == ".md"]
    dead = {
        (str(page), target)
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text_of(page))
        if not (ROOT / page.parent / target).exists()
    }

    assert dead == set()


def test_every_dependency_is_accounted_for() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    declared = {re.split(r"[^A-Za-z0-9_.-]", requirement)[0] for requirement in wanted}
    page = text_of(ROOT / "docs" / "decisions" / "0002-dependencies.md")

    assert set(re.findall(r"^\| `([A-Za-z0-9_.-]+)` \|", page, re.MULTILINE)) == declared
