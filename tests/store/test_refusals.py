"""The message when the graph cannot be opened, or a question takes too long."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from graph.errors import OutOfBounds, SettingsWrong, StoreBusy, StoreUnavailable
from graph.settings import Settings
from graph.store import Store, open_store
from graph.store import engine as engine_module
from graph.store.engine import bound_log, end_orphan, last_line
from graph.store.files import is_held, try_lock, write_private
from graph.store.lease import EngineFolder

ENDLESS = """
UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c
WITH a, b, c WHERE a + b = c + 9001 RETURN count(*) AS n
"""


def test_a_store_that_is_no_address_is_a_wrong_setting(home: Path) -> None:
    for wrong in ("postgres://server", "neo4j", "bolt//server"):
        with pytest.raises(SettingsWrong, match="store"):
            open_store(Settings(home=home, store=wrong))


def test_a_server_that_is_not_there_is_said_so(home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"bolt://127.0.0.1:{probe.getsockname()[1]}"

        with pytest.raises(StoreUnavailable, match="does not answer"):
            open_store(Settings(home=home, store=nobody))


def test_a_wrong_password_is_said_so_and_not_repeated(neo4j_settings: Settings) -> None:
    wrong = neo4j_settings.model_copy(update={"store_password": SecretStr("wrong-Passw0rd")})

    with pytest.raises(StoreUnavailable, match="refused the user name or password") as refused:
        open_store(wrong)
    assert "wrong-Passw0rd" not in str(refused.value)


def test_a_database_that_is_not_there_is_said_so(neo4j_settings: Settings) -> None:
    with pytest.raises(StoreUnavailable, match="no database of that name"):
        open_store(neo4j_settings.model_copy(update={"store_database": "elsewhere"}))


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")

    with pytest.raises(StoreUnavailable, match="cannot be written to: Not a directory") as refused:
        open_store(Settings(home=file / "home"))
    assert "DOLEN_HOME" in refused.value.advice


def test_more_memory_than_there_is_is_refused(home: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"set to use 900000000 MiB of memory and this machine has \d+ MiB"):
        open_store(Settings(home=home, engine_memory=900_000_000, engine_linger=0))


def test_a_full_disk_is_said_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = EngineFolder(home)
    folder.prepare()
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=2**20))

    with pytest.raises(StoreUnavailable, match="is full: 1 MiB are left"):
        engine_module.start(folder, 512, 60)


def test_a_missing_engine_is_said_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "PACKAGE", "a_package_that_nobody_has")

    with pytest.raises(StoreUnavailable, match="'arcadedb-embedded' is missing"):
        engine_module.start(EngineFolder(home), 512, 60)


def test_an_engine_that_cannot_start_says_its_last_words(home: Path) -> None:
    folder = EngineFolder(home)
    folder.prepare()
    (folder.root / "databases").write_text("a file where a folder should be")

    with pytest.raises(StoreUnavailable, match=r"ended while starting: .*[a-z]") as refused:
        open_store(Settings(home=home, engine_memory=512, engine_linger=0))

    assert "engine.log" in refused.value.advice
    assert not is_held(folder.lock_file("engine"))
    assert not folder.endpoint_file.exists()


@pytest.fixture
def hurried_neo4j(neo4j_settings: Settings, neo4j_store: Store) -> Settings:
    """The session's server, by now warm, with three seconds for each question."""
    assert neo4j_store.engine == "neo4j"
    return neo4j_settings.model_copy(update={"query_seconds": 3})


@pytest.fixture
def hurried_embedded(home: Path) -> Settings:
    """An engine that gives each question three seconds."""
    return Settings(home=home, engine_linger=0, engine_memory=512, query_seconds=3)


@pytest.mark.parametrize("engine", ["embedded", "neo4j"])
def test_a_question_that_takes_too_long_is_given_up(engine: str, request: pytest.FixtureRequest) -> None:
    store: Store = open_store(request.getfixturevalue(f"hurried_{engine}"))
    try:
        with pytest.raises(OutOfBounds, match="more than 3 seconds"):
            store.read(ENDLESS)
        with store.reading() as reading, pytest.raises(OutOfBounds, match="more than 3 seconds"):
            reading.read(ENDLESS)

        assert store.read("RETURN 1 AS one") == [{"one": 1}], "and the store goes on"
    finally:
        store.close()


@pytest.mark.parametrize("engine", ["embedded", "neo4j"])
def test_writing_that_takes_too_long_blames_no_other_writer(engine: str, request: pytest.FixtureRequest) -> None:
    store: Store = open_store(request.getfixturevalue(f"hurried_{engine}"))
    try:
        with pytest.raises(StoreBusy, match=r"^Writing took more than 3 seconds") as refused:
            store.write(lambda writer: writer.write(ENDLESS))
        assert "DOLEN_QUERY_SECONDS" in refused.value.advice
    finally:
        store.close()


def test_an_orphaned_engine_is_ended(home: Path) -> None:
    folder = EngineFolder(home)
    folder.prepare()
    lock = try_lock(folder.lock_file("engine"))
    assert lock is not None
    orphan = subprocess.Popen((sys.executable, "-c", "import time; time.sleep(600)"), pass_fds=(lock,))
    os.close(lock)
    write_private(folder.pid_file, str(orphan.pid))

    end_orphan(folder, patience=0)

    assert orphan.wait(30) != 0
    assert not is_held(folder.lock_file("engine"))


def test_a_process_id_that_holds_no_lock_is_left_alone(home: Path) -> None:
    folder = EngineFolder(home)
    folder.prepare()
    innocent = subprocess.Popen((sys.executable, "-c", "input()"), stdin=subprocess.PIPE)
    write_private(folder.pid_file, str(innocent.pid))

    end_orphan(folder, patience=0)

    assert innocent.poll() is None
    innocent.communicate(b"\n")
    assert innocent.returncode == 0


def test_a_log_is_kept_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "LOG_BYTES", 100)
    log = tmp_path / "engine.log"
    log.write_text("short\n")
    bound_log(log)
    assert log.read_text() == "short\n"

    log.write_text("long\n" * 100 + "the last\n\tat a.line.of(Trace)\n\n")
    assert last_line(log) == "the last"
    bound_log(log)

    assert log.read_text() == ""
    assert last_line(tmp_path / "engine.log.1") == "the last"
    assert last_line(tmp_path / "no such log") == ""
