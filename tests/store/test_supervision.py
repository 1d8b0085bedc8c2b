"""The embedded engine is started once, shared, recovered after any kill, and leaves nothing behind."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from graph.errors import StoreUnavailable
from graph.settings import Settings
from graph.store import Store, Writer, attach, open_store
from graph.store.embedded import EmbeddedStore
from graph.store.files import is_held, try_lock
from graph.store.lease import Endpoint, EngineFolder, read_endpoint, write_endpoint
from tests.support.settings import as_environment

pytestmark = pytest.mark.engine

PATIENCE = 60.0
"""Seconds after which a test stops waiting and fails."""


@pytest.fixture
def settings(home: Path) -> Settings:
    """A small engine that ends at once."""
    return Settings(home=home, engine_linger=0, engine_memory=512)


@pytest.fixture
def store(settings: Settings) -> Generator[Store]:
    """A graph of the test's own, holding one item; its engine has ended when the test has."""
    store = open_store(settings)
    store.write(write_item)
    yield store
    store.close()
    wait_until(lambda: not is_held(EngineFolder(settings.home).lock_file("running")))


def write_item(writer: Writer) -> None:
    """One item, to be found again."""
    writer.write("CREATE (:Item {id: 'kept', change: $change})")


def kept(store: Store) -> bool:
    """Whether the item is there."""
    return store.read("MATCH (i:Item {id: 'kept'}) RETURN i.id AS id") == [{"id": "kept"}]


def endpoint_of(settings: Settings) -> Endpoint:
    """Where the engine answers."""
    endpoint = read_endpoint(EngineFolder(settings.home))
    assert endpoint is not None, "the engine is running"
    return endpoint


def runs(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def wait_until(wish: Callable[[], bool]) -> None:
    """Wait for something to come true; fail where it does not."""
    deadline = time.monotonic() + PATIENCE
    while not wish():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def hold(settings: Settings) -> subprocess.Popen[str]:
    """Another command with the same graph open; it ends when its standard input is closed."""
    return subprocess.Popen(
        (sys.executable, "-m", "tests.store.hold"),
        env=as_environment(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(command: subprocess.Popen[str]) -> tuple[int, int, int]:
    """The port, engine and supervisor that another command found."""
    assert command.stdout is not None
    word, port, engine, supervisor = command.stdout.readline().split()
    assert word == "open"
    return int(port), int(engine), int(supervisor)


def test_nothing_runs_and_nothing_stays_after_the_last_client(settings: Settings) -> None:
    store = open_store(settings)
    endpoint = endpoint_of(settings)
    assert runs(endpoint.engine_pid)
    assert runs(endpoint.supervisor_pid)

    store.close()
    store.close()
    wait_until(lambda: not runs(endpoint.engine_pid) and not runs(endpoint.supervisor_pid))

    assert not (settings.home / "engine" / "endpoint.json").exists()
    assert not (settings.home / "engine" / "engine.pid").exists()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.read("RETURN 1 AS one")


def test_the_password_is_nowhere_but_in_a_private_file(store: Store, settings: Settings) -> None:
    endpoint = endpoint_of(settings)
    file = settings.home / "engine" / "endpoint.json"
    everybody = subprocess.run(("ps", "-eo", "args"), capture_output=True, text=True, check=True).stdout

    assert endpoint.password not in everybody
    assert endpoint.password not in Path(f"/proc/{endpoint.engine_pid}/environ").read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (settings.home, file.parent)} == {0o700}
    holding = {path.name for path in settings.home.rglob("*") if path.is_file() and holds(path, endpoint.password)}
    assert holding == {"endpoint.json"}
    assert kept(store)


def holds(path: Path, text: str) -> bool:
    """Whether a file has this text in it."""
    return text.encode() in path.read_bytes()


def test_the_engine_answers_nobody_without_the_password(store: Store, settings: Settings) -> None:
    endpoint = endpoint_of(settings)
    bolt = f"bolt://127.0.0.1:{endpoint.port}"
    with GraphDatabase.driver(bolt, auth=("root", "guess")) as driver, pytest.raises(AuthError):
        driver.verify_connectivity()
    web = [address for address in listening(endpoint.engine_pid) if address[1] != endpoint.port]

    assert {host for host, _ in listening(endpoint.engine_pid)} == {"127.0.0.1"}
    for _, port in web:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/databases", timeout=10)
        assert refused.value.code in (401, 403)
        refused.value.close()
    assert len(web) == 1
    assert kept(store)


def listening(process: int) -> set[tuple[str, int]]:
    """The (host, port) on which a process listens."""
    inodes = {os.readlink(file) for file in Path(f"/proc/{process}/fd").iterdir() if file.is_symlink() and exists(file)}
    found: set[tuple[str, int]] = set()
    for table, width in (("tcp", 8), ("tcp6", 32)):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            host, port = fields[1].split(":")
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
                # Addresses are written in hexadecimal with their bytes reversed; IPv6 may carry an IPv4 one.
                four = bytes.fromhex(host[-8:])[::-1]
                mapped = width == 8 or host[:24] == "0000000000000000FFFF0000"
                found.add((".".join(map(str, four)) if mapped else host, int(port, 16)))
    return found


def exists(file: Path) -> bool:
    """Whether an open file's link can still be read."""
    try:
        os.readlink(file)
    except OSError:
        return False
    return True


def test_an_engine_outlives_the_command_that_started_it(settings: Settings) -> None:
    starter = hold(settings)
    found = said(starter)
    store = open_store(settings)

    starter.communicate()
    assert starter.returncode == 0
    store.write(write_item)

    assert kept(store)
    assert endpoint_of(settings).engine_pid == found[1]
    store.close()
    wait_until(lambda: not runs(found[1]) and not runs(found[2]))


def test_an_engine_lingers_for_the_next_command(settings: Settings) -> None:
    lingering = settings.model_copy(update={"engine_linger": 30.0})
    open_store(lingering).close()
    first = endpoint_of(lingering)

    store = open_store(lingering)
    assert endpoint_of(lingering) == first
    store.close()

    os.kill(first.supervisor_pid, signal.SIGTERM)
    wait_until(lambda: not runs(first.engine_pid) and not runs(first.supervisor_pid))
    assert read_endpoint(EngineFolder(settings.home)) is None


def test_commands_that_come_at_once_share_one_engine(settings: Settings) -> None:
    commands = [hold(settings) for _ in range(3)]
    found = {said(command) for command in commands}

    for command in commands:
        command.communicate()
    assert len(found) == 1
    [(_, engine, supervisor)] = found
    wait_until(lambda: not runs(engine) and not runs(supervisor))


def test_a_killed_engine_is_started_again(store: Store, settings: Settings) -> None:
    first = endpoint_of(settings)
    os.kill(first.engine_pid, signal.SIGKILL)

    assert kept(store), "the same command goes on"
    store.write(lambda writer: writer.write("MATCH (i:Item {id: 'kept'}) SET i.change = $change"))
    other = open_store(settings)
    assert kept(other), "and another comes in"
    other.close()
    assert endpoint_of(settings).engine_pid != first.engine_pid


def test_a_killed_supervisor_is_replaced(store: Store, settings: Settings) -> None:
    first = endpoint_of(settings)
    os.kill(first.supervisor_pid, signal.SIGKILL)

    other = open_store(settings)
    assert kept(other)
    assert kept(store)
    other.close()
    wait_until(lambda: not runs(first.engine_pid))


def kept_in_one_reading(store: Store) -> bool:
    """Whether the item is there, asked as the door asks: in one transaction."""
    with store.reading() as reading:
        return reading.read("MATCH (i:Item {id: 'kept'}) RETURN i.id AS id") == [{"id": "kept"}]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("ask", [kept, kept_in_one_reading])
def test_a_client_that_meets_an_outdated_password_waits_for_the_new_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Store], bool]
) -> None:
    outdated = [replace(endpoint_of(settings), password="outdated")] * 2
    monkeypatch.setattr(attach, "read_endpoint", lambda folder: outdated.pop() if outdated else read_endpoint(folder))

    other = EmbeddedStore(settings)
    try:
        assert ask(other)
        assert not outdated, "it was read twice"
    finally:
        other.close()


def test_an_outdated_endpoint_is_gone_while_its_successor_waits_for_the_old_engine(settings: Settings) -> None:
    folder = EngineFolder(settings.home)
    folder.prepare()
    orphan = try_lock(folder.lock_file("engine"))
    assert orphan is not None
    with socket.create_server(("127.0.0.1", 0)) as old, ThreadPoolExecutor(1) as pool:
        port = old.getsockname()[1]
        write_endpoint(folder, Endpoint(port=port, password="old", engine_pid=0, supervisor_pid=0))
        opening = pool.submit(open_store, settings)
        try:
            wait_until(lambda: is_held(folder.lock_file("running")) and not folder.endpoint_file.exists())
        finally:
            os.close(orphan)

        store = opening.result()
        assert endpoint_of(settings).port != port
    store.write(write_item)
    assert kept(store)
    store.close()
    wait_until(lambda: not is_held(folder.lock_file("running")))


def test_both_may_be_killed_at_once(settings: Settings) -> None:
    held = hold(settings)
    _, engine, supervisor = said(held)
    for process in (held.pid, supervisor, engine):
        os.kill(process, signal.SIGKILL)
    held.wait()
    held.communicate()

    store = open_store(settings)
    store.write(write_item)
    assert kept(store)
    store.close()
    wait_until(lambda: not is_held(EngineFolder(settings.home).lock_file("running")))


@pytest.mark.parametrize("stale", ["dead", "nonsense"])
def test_a_stale_endpoint_is_overwritten(settings: Settings, stale: str) -> None:
    folder = EngineFolder(settings.home)
    folder.prepare()
    write_endpoint(folder, Endpoint(port=1, password="old", engine_pid=os.getpid(), supervisor_pid=os.getpid()))
    folder.pid_file.write_text(str(os.getpid()))
    if stale == "nonsense":
        folder.endpoint_file.write_text("{half a fi")

    store = open_store(settings)
    store.write(write_item)

    assert kept(store)
    assert endpoint_of(settings).port != 1
    store.close()
    wait_until(lambda: not is_held(folder.lock_file("running")))
