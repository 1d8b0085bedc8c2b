"""`dolen seraf category`: the protocol's table on the command line, and numbers that are none. Needs no engine."""

from pathlib import Path

import pytest

from graph.settings import Settings
from tests.acceptance.analyst import Said, typed

FIELDS = ["category", "ceiling", "if_unassessed", "confirmed", "provisional", "reasons", "flags"]


def category(folder: Path, v: str, r: str, s: str, *more: str) -> Said:
    """What the command says to three counts."""
    words = ["seraf", "category", "--v", v, "--r", r, "--s", s, *more]
    return typed(Settings(home=folder / "home"), words, cwd=folder)


@pytest.mark.parametrize(
    ("v", "r", "s", "expected"),
    [("0", "0", "0", (1, 1)), ("2", "3", "0", (3, 4)), ("8", "16", "8", (4, 4))],
)
def test_it_says_what_it_promises_to_programs(
    tmp_path: Path, v: str, r: str, s: str, expected: tuple[int, int]
) -> None:
    said = category(tmp_path, v, r, s, "--json").json

    assert list(said) == FIELDS
    assert (said["category"], said["ceiling"]) == expected
    assert all("§" in reason for reason in said["reasons"])


def test_it_says_it_to_people(tmp_path: Path) -> None:
    said = category(tmp_path, "2", "1", "0")

    assert said.out.startswith("Category 2 (mild risk); ceiling 3\n")
    assert "A recorded decision is asked for." in " ".join(said.out.split())


@pytest.mark.parametrize("count", ["-1", "17", "2.5", "1_6", "٣", "", "9" * 5000])
def test_what_is_no_count_is_refused(tmp_path: Path, count: str) -> None:
    said = category(tmp_path, "0", count, "0", "--json")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(("--r ", "r "))
    assert len(said.err) < 200
