"""Roles, categories, relationships, how many lines a list shows, and the sentence that stands on every page that
connects people: each is declared once, and whatever else needs it reads it from there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from graph.model.kinds import ENTITY_KINDS, PEOPLE
from graph.model.relations import RELATIONS
from graph.rules.roles import CHILD_AT_RISK, CONCERN, NOT_RESPONSIBILITY, ROLES
from graph.rules.seraf import AT_RISK, CATEGORY_NAMES
from graph.settings import Settings
from tests.house.test_kinds import literals
from tests.house.tree import modules, parsed, text_of, tracked

PROGRAM = ("graph", "viz", "api")
ROLES_ELSEWHERE = {
    "graph/rules/roles.py": "the declaration",
    "graph/settings.py": "a default, which stands below the rules; compared here",
    "graph/rules/sentences.py": "what each is called in a sentence, for translation",
    "graph/ingest/map/starter.py": "what the words of other systems mean",
}
LEAST_LIMIT = 25
"""A number from here on, where a list says how many lines it shows, is a limit of the house."""


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in modules():
        if path.parts[0] in PROGRAM:
            yield str(path), parsed(path)


def texts_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Each text of a module that is not what it says of itself."""
    said = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def test_the_sentence_stands_once() -> None:
    code = [path for path, tree in trees() for _, text in texts_in(tree) if text == NOT_RESPONSIBILITY]
    pages = [str(path) for path in tracked() if path.suffix == ".html" and NOT_RESPONSIBILITY in text_of(path)]

    assert code == ["graph/rules/roles.py"]
    assert pages == []


def test_roles_are_listed_in_one_module() -> None:
    listing = {
        f"{path}:{line}": sorted(roles)
        for path, tree in trees()
        if path not in ROLES_ELSEWHERE
        for line, texts in literals(tree)
        if len(roles := texts & set(ROLES)) > 1
    }

    assert listing == {}
    assert set(Settings.model_fields["retention_first_roles"].default) == CONCERN | {CHILD_AT_RISK}


def test_people_are_listed_in_one_module() -> None:
    listing = {
        f"{path}:{line}"
        for path, tree in trees()
        if path != "graph/model/kinds.py"
        for line, texts in literals(tree)
        if texts == set(PEOPLE)
    }

    assert listing == set()


def test_categories_are_named_in_one_module() -> None:
    names = set(CATEGORY_NAMES.values())
    naming = {path for path, tree in trees() for _, text in texts_in(tree) if text.casefold() in names}
    listing = {
        f"{path}:{node.lineno}"
        for path, tree in trees()
        if path != "graph/rules/seraf.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Tuple | ast.List | ast.Set)
        and tuple(each.value for each in node.elts if isinstance(each, ast.Constant)) == AT_RISK
        and len(node.elts) == len(AT_RISK)
    }

    assert naming == {"graph/rules/seraf.py"}
    assert listing == set()


def test_relationships_are_named_in_one_module() -> None:
    """Kinds name the relationship by which a person has one; kinds stand below relationships."""
    naming = {path for path, tree in trees() for _, text in texts_in(tree) if text in RELATIONS}

    assert naming == {"graph/model/relations.py", "graph/model/kinds.py"}
    assert {each.had_by for each in ENTITY_KINDS if each.had_by} <= set(RELATIONS)


def test_limits_of_lists_are_numbers_nowhere_else() -> None:
    numbered = {
        f"{path}:{argument.lineno}"
        for path, tree in trees()
        if path.startswith("api/")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for argument, default in zip(
            reversed(node.args.args), [*reversed(node.args.defaults), *[None] * len(node.args.args)], strict=False
        )
        if argument.arg == "limit"
        for given in (argument.annotation, default)
        if given is not None
        for number in re.findall(r"\b\d+\b", ast.unparse(given))
        if int(number) >= LEAST_LIMIT
    }

    assert numbered == set()


def test_the_scan_of_texts_leaves_out_what_a_module_says_of_itself() -> None:
    tree = ast.parse('"""LIVES_AT"""\nX = "RUNS"\n"""USES"""\n')

    assert [text for _, text in texts_in(tree)] == ["RUNS"]
    assert Path("graph/rules/roles.py").exists()
