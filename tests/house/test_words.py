"""Words: code, messages, pages and documents are plain modern English, and a public class has a name of its own."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.house.tree import HOUSES, modules, parsed, text_of, tracked

# Each of these makes a reader stop, and each has a common word: report, who, again, start, compute, export, import.
OLD = re.compile(
    r"\b(?:told|tells|whom|whoever|anew|reckon\w*|begun|let be|takes? away|has come|bring\w* in)\b", re.IGNORECASE
)
PAGES = (".html", ".jinja", ".j2")


def with_old_words(paths: Iterable[Path]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if OLD.search(line)
    ]


def test_code_and_pages_use_no_old_word() -> None:
    pages = (path for path in tracked() if path.suffix in PAGES and path.parts[0] in HOUSES)

    assert with_old_words((*modules(), *pages)) == []


def test_documents_use_no_old_word() -> None:
    assert with_old_words(path for path in tracked() if path.suffix == ".md") == []


def test_a_public_class_has_a_name_of_its_own() -> None:
    """A name that stands for two things has to be looked up; a private class is read only in its module."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path))

    assert {name: where for name, where in places.items() if len(where) > 1} == {}
