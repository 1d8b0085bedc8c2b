"""A copied data folder is as good as the one that was loaded: it is asked, searched, written to, and its log holds."""

from datetime import timedelta
from pathlib import Path

import pytest

from api.installation import Installation
from graph.settings import Settings
from tests.acceptance.analyst import ask
from tests.support.forces import Forces

pytestmark = pytest.mark.engine


def test_a_copy_answers_is_searched_written_to_and_verified(forces: Forces, tmp_path: Path) -> None:
    loaded = forces.demo(tmp_path / "one")
    installation = Installation(Settings(home=loaded.home, engine_linger=0, engine_memory=512))
    today = loaded.truth.last_day + timedelta(days=1)

    [found] = ask(installation.store, today, "find", text=loaded.truth.demo_children[0]).entities
    [items] = installation.store.read("MATCH (i:Item) RETURN count(i) AS n")
    assert found.kind == "child"
    assert items["n"] == loaded.said["items"] > 200
    assert installation.index.behind() == 0
    installation.store.write(lambda writer: writer.write("MATCH (i:Item) DETACH DELETE i"))
    installation.close()

    other = forces.demo(tmp_path / "two")
    installation = Installation(Settings(home=other.home, engine_linger=0, engine_memory=512))
    assert installation.store.read("MATCH (i:Item) RETURN count(i) AS n") == [items]
    assert "Force for tests" in [entry.reason for entry in installation.log.read(10).entries]
    assert installation.log.verify().problems == ()
    installation.close()
