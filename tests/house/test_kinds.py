"""Kinds of entity are declared once: nothing else lists them, and nothing else needs to when one is added."""

import ast
from pathlib import Path

from graph.model.kinds import ENTITY_KINDS
from tests.house.tree import modules, parsed

DECLARED = Path("graph/model/kinds.py")
MOST = 3
"""Kinds that a list may name elsewhere: people, or what has a number. Four would be a second list of all."""
OTHER_LISTS = {
    "graph/rules/powers.py": "what the law gives options for: not phones, and people only as child or adult",
    "graph/rules/watches.py": "what a watch is put on: also a plate and an area",
}
KIND_OF_WORD = {word.lower(): each.kind for each in ENTITY_KINDS for word in (each.kind, each.said)} | {
    "person": "person"
}


def literals(tree: ast.AST) -> list[tuple[int, set[str]]]:
    """Each list, table or call with the texts that stand in it."""
    found: list[tuple[int, set[str]]] = []
    for node in ast.walk(tree):
        match node:
            case ast.Tuple() | ast.List() | ast.Set():
                parts = node.elts
            case ast.Dict():
                parts = [*(key for key in node.keys if key is not None), *node.values]
            case ast.Call():
                parts = [*node.args, *(keyword.value for keyword in node.keywords)]
            case _:
                continue
        texts = {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}
        found.append((node.lineno, texts))  # type: ignore[attr-defined]  # each of these is an expression
    return found


def kinds_in(texts: set[str]) -> set[str]:
    return {KIND_OF_WORD[text.lower()] for text in texts if text.lower() in KIND_OF_WORD}


def test_no_other_literal_lists_four_kinds() -> None:
    listing = {
        f"{path}:{line}": sorted(kinds)
        for path in modules()
        if path != DECLARED and str(path) not in OTHER_LISTS
        for line, texts in literals(parsed(path))
        if len(kinds := kinds_in(texts)) > MOST
    }

    assert listing == {}


def test_the_scan_notices_each_way() -> None:
    for text in (
        '("child", "adult", "vehicle", "phone")',
        '{"Person": 1, "Address": 2, "Vehicle": 3, "Phone": 4}',
        '{"a": "child", "b": "adult", "c": "vehicle", "d": "phone"}',
        'Literal["child", "adult", "vehicle", "phone"]',
        'f("child", "adult", c="vehicle", d="phone")',
    ):
        assert any(len(kinds_in(texts)) > MOST for _, texts in literals(ast.parse(text))), text
