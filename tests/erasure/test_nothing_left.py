"""After `dolen erase` a byte search of all that Dolen keeps finds nothing of the erased; no backup brings it back."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from api.installation import Installation
from graph.audit import Entry
from graph.settings import Settings
from graph.store import Store, open_store
from graph.store.lease import EngineFolder
from tests.acceptance.analyst import Said, typed
from tests.conftest import wiped
from tests.erasure.test_records import GOES, HEAD, STAYS, rows

pytestmark = pytest.mark.engine

TELLING = ("Taliesin", "taliesin", "N66", "1999/7654321X", "07700 900166", "447700900166", "GOES66")


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """An installation of its own, whose engine ends with its last user."""
    return Settings(home=tmp_path / "home", engine_linger=0, engine_memory=512)


@pytest.fixture
def elsewhere(neo4j_settings: Settings, neo4j_store: Store, tmp_path: Path) -> Iterator[Settings]:
    """An installation that holds nothing yet, over an empty Neo4j server."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    yield Settings(
        home=folder,
        store=neo4j_settings.store,
        store_password=neo4j_settings.store_password,
    )
    wiped(neo4j_store)


def telling(folder: Path) -> set[tuple[str, str]]:
    """Each file of a folder that holds a word of what was erased."""
    found: set[tuple[str, str]] = set()
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in ("audit.key", "accounts.key"):
            content = path.read_bytes()
            for word in TELLING:
                if any(word.encode(encoding) in content for encoding in ("utf-8", "utf-16-le")):
                    found.add((str(path.relative_to(folder)), word))
    return found


def ended(engine: Store, settings: Settings) -> None:
    """The engine has let go of its files."""
    engine.close()
    while EngineFolder(settings.home).pid_file.exists():
        time.sleep(0.05)


def dolen(settings: Settings, *words: object) -> Said:
    """One command at this installation."""
    said = typed(settings, list(map(str, words)), cwd=settings.home.parent)
    assert said.code == 0, said
    return said


def test_nothing_of_the_erased_is_left_and_a_backup_brings_nothing_back(
    home: Settings, elsewhere: Settings, neo4j_store: Store, tmp_path: Path
) -> None:
    refused = {
        **HEAD,
        "report_ref": "R3",
        "mention_no": "1",
        "entity": "adult",
        "name": "Taliesin Du",
        "role": "nobody",
    }
    file = rows(tmp_path / "all.csv", [*STAYS, *({**row, "report_ref": "GOES66"} for row in GOES), refused])
    engine = open_store(home)  # held, so that the commands share one engine
    dolen(home, "ingest", file, "--reason", "Weekly transfer")
    dolen(home, "search", "Taliesin Du", "--reason", "Is Taliesin Du known?")
    dolen(home, "index")
    with_words(home)
    backup = tmp_path / "before.backup"
    dolen(home, "backup", backup, "--reason", "Weekly backup")
    assert {name.split("/")[0] for name, _ in telling(home.home)} == {
        "dolen.sqlite",
        "engine",
        "quarantine",
        "search",
        "projection",
    }

    shown = dolen(home, "erase", "N66")
    told = typed(home, ["erase", "N66", "--yes", "--with-shared", "--reason", "Taliesin Du asked for it"], cwd=tmp_path)
    shared = typed(home, ["erase", "N66", "--yes", "--reason", "The retention period is over"], cwd=tmp_path)
    done = dolen(home, "erase", "N66", "--yes", "--with-shared", "--reason", "The retention period is over", "--json")

    assert "Also named there, and stays: Ann Price" in shown.out
    assert "Nothing was erased" in shown.out
    assert (told.code, "it repeats what is to be erased" in told.err) == (1, True)
    assert (shared.code, "1 of them also concerns somebody else" in " ".join(shared.err.split())) == (1, True)
    ended(engine, home)
    assert (len(done.json["items"]), done.json["beside"]["refused_rows"]) == (2, 1)
    assert telling(home.home) == set()
    engine = open_store(home)
    verified = dolen(home, "audit", "verify", "--json").json
    assert (verified["problems"], verified["erased"] > 0) == ([], True)
    assert {each["what"] for each in dolen(home, "doctor", "--json").json if not each["good"]} == set()
    assert "Ann Price" in dolen(home, "search", "Ann Price").out
    assert typed(home, ["show", "N66"], cwd=tmp_path).code == 1
    ended(engine, home)

    for name in ("audit.key", "erased.jsonl"):
        shutil.copy(home.home / name, elsewhere.home / name)
    restored = dolen(elsewhere, "restore", backup)
    assert "erased again" in restored.out
    assert telling(elsewhere.home) == set()
    assert neo4j_store.read("MATCH (p:Person) RETURN p.local_ref AS ref") == [{"ref": "N1"}]
    assert dolen(elsewhere, "audit", "verify", "--json").json["problems"] == []
    assert "Nothing that was erased" in dolen(elsewhere, "erase", "--again").out


def with_words(settings: Settings) -> None:
    """An entry of the log, and what somebody found about an alarm, that name one who is to be erased."""
    opened = Installation(settings)
    try:
        opened.log.enter(Entry(who="a.price", action="consult", question="child", reason="About Taliesin Du"))
        seen = "INSERT INTO alarms_seen (key, by, at, reason) VALUES ('1', 'm.manager', 1, 'Asked about Taliesin Du')"
        with opened.sql.begin() as connection:
            connection.execute(text(seen))
    finally:
        opened.close()
