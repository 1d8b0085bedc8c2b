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

    words = " ".join(said.out.split())
    assert words.startswith("Category 2: mild risk; ceiling 3 ")
    assert "A recorded decision is asked for." in words
    assert "Harm suspected now? Do not wait for a category: strategy discussion." in words
    assert "not at risk" not in category(tmp_path, "1", "0", "0").out


def test_that_one_risk_indicator_may_be_category_3_is_said_with_its_section(tmp_path: Path) -> None:
    [why] = [each for each in category(tmp_path, "2", "1", "0", "--json").json["reasons"] if "may prove" in each]

    assert "§6.3" in why
    assert "§5.7" not in why


@pytest.mark.parametrize("count", ["-1", "17", "2.5", "1_6", "٣", "", "9" * 5000])
def test_what_is_no_count_is_refused(tmp_path: Path, count: str) -> None:
    said = category(tmp_path, "0", count, "0", "--json")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(("--r ", "r "))
    assert len(said.err) < 200
