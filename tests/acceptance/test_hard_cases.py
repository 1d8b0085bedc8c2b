"""Cases whose right answer is one of the graph: typed at the command line, as their files say what is right of them."""

from pathlib import Path

import pytest

from graph.settings import Settings
from graph.store import Store
from tests.acceptance.analyst import Said, typed
from tests.ingest.test_cases import CASES

pytestmark = pytest.mark.engine

LOADED = ("13-one-account-written-otherwise.csv", "15-path-through-school.csv", "23-picture-without-fonts.csv")


@pytest.fixture
def dolen(embedded_store: Store, embedded_settings: Settings, tmp_path: Path) -> "Dolen":
    """The session's engine with these cases loaded, and commands at it."""
    assert embedded_store.read("MATCH (n:Item) RETURN n.id AS id") == []
    commands = Dolen(embedded_settings, tmp_path)
    commands("ingest", *(CASES / "faults" / name for name in LOADED), "--reason", "Hard cases")
    return commands


class Dolen:
    """Commands that succeed."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder

    def __call__(self, *words: str | Path) -> Said:
        said = typed(self._settings, list(words), cwd=self._folder)
        assert said.code == 0, said
        return said


def test_what_the_cases_say_of_links_paths_and_pictures(dolen: Dolen, tmp_path: Path) -> None:
    """13: one account however it is written; 15: a school is a common place, and the chain that avoids it is shown
    beside it; 23: a picture of an Arabic name."""
    linked = {ref: dolen("linked", ref, "--json").json["linked"] for ref in ("T13-1", "T13-3")}
    paths = dolen("paths", "T15-C1", "T15-C2")
    picture = tmp_path / "net.png"
    dolen("map", "T23-1", "-o", picture)

    assert [each["refs"] for each in linked["T13-1"]] == [["T13-2"]]
    assert [each["refs"] for each in linked["T13-3"]] == [["T13-4"]]
    assert "common place" in paths.out
    assert "Owen Tudor" in paths.out
    assert "Rhys Caradog" in paths.out
    assert picture.read_bytes().startswith(b"\x89PNG")
