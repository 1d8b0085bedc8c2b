"""What was recorded is shown as words, whatever it looks like: no markup is obeyed, no terminal is commanded."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from graph.view.options import today_in_wales
from tests.acceptance.analyst import Analyst, Said

pytestmark = pytest.mark.engine

CELLS = {
    "report_ref": "H[/b]-1",
    "source_system": "[red]police[/red]",
    "title": "Title \x1b]0;owned\x07 [/bold]",
    "report_text": "Words \x1b[2J[link=http://example.org]here[/link]",
    "item_no": "1",
    "happened_from": "2026-03-01",
    "source_grade": "2",
    "assessment": "B",
    "handling": "P",
}
ITEM = "Seen \x1b[8mhidden\x1b[0m \x9b31m [/red] \u202ebackwards"
MENTIONS: tuple[dict[str, str], ...] = (
    {"entity": "child", "role": "child at risk", "local_ref": "H-C1[/x]", "name": "[red]Nia[/red] Prys"},
    {"entity": "child", "role": "child at risk", "local_ref": "H-C2", "name": "Efa\x1b[31m [bold]Bowen"},
    {
        "entity": "adult",
        "role": "suspected",
        "local_ref": "H-A",
        "name": "Al [/] Rees",
        "sex": "\x1b[5mmale[/]",
    },
    {"entity": "address", "address": "12 [/b] Heol\x1b[7m Fawr", "postcode": "CF10 1AA", "premises_kind": "[/x]"},
    {"entity": "phone", "phone": "07700 900123"},
)
RELATIONS = {"0": "ASSOCIATES_WITH:2|relation=[/x]\x1b[1m; LIVES_AT:3", "2": "USES:4"}


@pytest.fixture(scope="module")
def hostile(analyst: Analyst, tmp_path_factory: pytest.TempPathFactory) -> Analyst:
    """An analyst with one report whose every word tries to be more than a word."""
    path = tmp_path_factory.mktemp("hostile") / "a.csv"
    columns = [*CELLS, "item_text", "mention_no", "relations", *sorted({c for each in MENTIONS for c in each})]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for number, mention in enumerate(MENTIONS):
            own = {"mention_no": str(number), "relations": RELATIONS.get(str(number), "")}
            writer.writerow({**CELLS, "item_text": ITEM, **own, **mention})
    assert analyst.dolen("ingest", path, "--strict").code == 0
    return analyst


LOOKS = [
    ["linked", "H-C1[/x]"],
    ["show", "H-C1[/x]"],
    ["show", "H-C1[/x]", "--timeline"],
    ["show", "H-A"],
    ["show", "H[/b]-1"],
    ["show", "07700 900123"],
    ["shared", "H-C1[/x]", "adults"],
    ["shared", "H-C1[/x]", "premises"],
    ["paths", "H-C1[/x]", "07700 900123"],
    ["evidence", "H-C1[/x]", "H-C2"],
    ["premises"],
    ["adults"],
]


@pytest.mark.parametrize("words", LOOKS, ids=[" ".join(words) for words in LOOKS])
def test_nothing_recorded_commands_the_terminal_or_is_taken_for_markup(hostile: Analyst, words: list[str]) -> None:
    said = hostile.dolen(*words)

    assert (said.code, said.err) == (0, "")
    assert commanding(said) == set()
    assert "[" in said.out


def test_an_ambiguous_name_and_a_missing_one_are_words_too(hostile: Analyst) -> None:
    for words in (["show", "[/x]\x1b[31m"], ["show", "--as", "[/x]\x1b[31m", "x"], ["shared", "H-A", "\x1b[31m[/x]"]):
        said = hostile.dolen(*words)

        assert said.code in (1, 2)
        assert commanding(said) == set()


def test_a_file_may_have_any_name(hostile: Analyst, tmp_path: Path) -> None:
    folder = tmp_path / "d[/x]"
    folder.mkdir(parents=True)
    drawn = hostile.dolen("map", "H-C1[/x]", "-o", folder / "n[red].svg")
    exported = hostile.dolen("audit", "export", folder / "[b].csv")
    demo = hostile.dolen("doctor", DOLEN_HOME=str(tmp_path / "h[/x]"), DOLEN_ENGINE_LINGER="0")

    assert (drawn.code, exported.code, demo.code) == (0, 0, 0)
    assert "n[red].svg (" in drawn.out
    assert "[b].csv" in exported.out.replace("\n", "")


def test_an_account_may_be_of_any_compartment(hostile: Analyst) -> None:
    until = (today_in_wales() + timedelta(days=30)).isoformat()
    given = ("--add", "[/x]", "--until", until, "--reason", "Works on the operation")
    for words in (
        ("user", "add", "e.lloyd", "--role", "analyst", "--no-password"),
        ("compartment", "add", "[/x]", "--owner", "e.lloyd"),
        ("user", "compartments", "e.lloyd", *given),
    ):
        assert hostile.dolen(*words).code == 0
    assert "[/X]" in hostile.dolen("compartment", "list").out
    assert "[/X]" in hostile.dolen("user", "list").out


def commanding(said: Said) -> set[str]:
    """Characters that a terminal obeys instead of showing, or that turn the reading direction round."""
    shown = (said.out + said.err).replace("\n", "").replace("\t", "")
    return {each for each in shown if not each.isprintable()}
