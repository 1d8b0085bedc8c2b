"""`docs/architecture.md` leads to files that exist, and to few of them."""

import re

from tests.house.tree import ROOT

DOCUMENT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PATH = re.compile(r"`((?:graph|viz|api|demo|bench|tests)/[\w./]+)`")
MOST_HOPS = 8
MOST_FILES = 4


def test_every_path_in_it_exists() -> None:
    named = PATH.findall(DOCUMENT)

    assert len(named) > 30
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_adding_something_opens_few_files() -> None:
    rows = re.findall(r"^\| (an? [\w ]+) \| (.+) \|$", DOCUMENT, re.MULTILINE)

    assert len(rows) >= 10
    assert [what for what, files in rows if not 1 <= len(PATH.findall(files)) <= MOST_FILES] == []


def test_each_way_is_short() -> None:
    ways = re.findall(r"^## The way of .+?\n(.+?)(?=^## )", DOCUMENT, re.MULTILINE | re.DOTALL)

    assert [len(re.findall(r"^\d+\. `", way, re.MULTILINE)) for way in ways] == [MOST_HOPS, MOST_HOPS]
