"""A copied data folder is as good as the one that was loaded: it is asked, searched, written to, and its log holds."""

from datetime import timedelta
from pathlib import Path

import pytest

from api.house import House
from graph.settings import Settings
from tests.acceptance.analyst import ask
from tests.support.forces import Forces

pytestmark = pytest.mark.engine


def test_a_copy_answers_is_searched_written_to_and_verified(forces: Forces, tmp_path: Path) -> None:
    loaded = forces.demo(tmp_path / "one")
    house = House(Settings(home=loaded.home, engine_linger=0, engine_memory=512))
    today = loaded.truth.last_day + timedelta(days=1)

    [found] = ask(house.store, today, "find", text=loaded.truth.demo_children[0]).entities
    [items] = house.store.read("MATCH (i:Item) RETURN count(i) AS n")
    assert found.kind == "child"
    assert items["n"] == loaded.said["items"] > 200
    assert house.index.behind() == 0
    house.store.write(lambda writer: writer.write("MATCH (i:Item) DETACH DELETE i"))
    house.close()

    other = forces.demo(tmp_path / "two")
    house = House(Settings(home=other.home, engine_linger=0, engine_memory=512))
    assert house.store.read("MATCH (i:Item) RETURN count(i) AS n") == [items]
    assert "Force for tests" in [entry.reason for entry in house.log.read(10).entries]
    assert house.log.verify().problems == ()
    house.close()
