"""The embedded engine as a process: how ArcadeDB is started, known to be ready, and stopped.

Only the supervisor uses this. The engine listens on loopback alone, on two free ports, and answers nothing without the
password, which is new for every run and reaches the engine in a file that only its owner may read: a command line can
be read by everyone on the machine.
"""

import contextlib
import ctypes
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreUnavailable
from graph.machine import memory_mib
from graph.store.files import is_held, try_lock, write_private
from graph.store.lease import EngineFolder

PACKAGE = "arcadedb_embedded"
DATABASE = "dolen"
USER = "root"
READY_SECONDS = 180.0
STOP_SECONDS = 30.0
ORPHAN_SECONDS = 10.0
LEAST_DISK_MIB = 64
LOG_BYTES = 2_000_000
PORT_TRIES = 3
OTHERS_JAVA_OPTIONS = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")

LOGGING = """\
handlers = java.util.logging.ConsoleHandler
.level = INFO
java.util.logging.ConsoleHandler.level = INFO
java.util.logging.ConsoleHandler.formatter = com.arcadedb.utility.AnsiLogFormatter
"""


@dataclass(frozen=True)
class Engine:
    """A running engine."""

    process: subprocess.Popen[bytes]
    port: int
    password: str


def start(folder: EngineFolder, memory: int, query_seconds: int, options: Sequence[str] = ()) -> Engine:
    """Start the engine of a data folder and wait until it answers.

    `memory` is the largest heap in MiB; a statement is given up after `query_seconds`; `options` are for Java.
    Raises `StoreUnavailable` saying what stands in the way.
    """
    package = _package()
    _check_room(folder, memory)
    end_orphan(folder)
    for attempt in range(PORT_TRIES):
        try:
            return _start_once(folder, package, (*options, f"-Xmx{memory}m"), query_seconds)
        except StoreUnavailable as error:
            # A free port can be taken by somebody else between finding it and listening on it.
            if attempt == PORT_TRIES - 1 or "in use" not in error.message:
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the engine: asked first, so that it closes its files; killed if it does not."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def bound_log(log: Path) -> None:
    """Keep a log that a running process appends to under `LOG_BYTES`, with one older copy beside it."""
    try:
        if log.stat().st_size > LOG_BYTES:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)
    except OSError:
        # A log that cannot be cut short is no reason to stop answering.
        return


def last_line(log: Path) -> str:
    """The last thing a log says, for an error message; empty where it says nothing."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace")[-20_000:].splitlines()
    except OSError:
        return ""
    said = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("at ")]
    return said[-1][:300] if said else ""


def _package() -> Path:
    """Where the engine's wheel is installed. Raises `StoreUnavailable` without it."""
    found = importlib.util.find_spec(PACKAGE)
    places = list(found.submodule_search_locations or []) if found else []
    if not places or not (Path(places[0]) / "jre" / "bin" / "java").exists():
        raise StoreUnavailable(
            "The embedded graph engine is not installed: the package 'arcadedb-embedded' is missing.",
            "Install Dolen again with its dependencies, or point DOLEN_STORE at a Neo4j server.",
        )
    return Path(places[0])


def _check_room(folder: EngineFolder, memory: int) -> None:
    """Raises `StoreUnavailable` where the machine cannot hold the heap, or the disk is full."""
    machine = memory_mib()
    if memory > machine:
        raise StoreUnavailable(
            f"The graph engine is set to use {memory} MiB of memory and this machine has {machine} MiB.",
            "Set DOLEN_ENGINE_MEMORY lower.",
        )
    free = shutil.disk_usage(folder.root).free // 2**20
    if free < LEAST_DISK_MIB:
        raise StoreUnavailable(
            f"The disk of the data folder {str(folder.home)!r} is full: {free} MiB are left.",
            f"Free at least {LEAST_DISK_MIB} MiB.",
        )


def end_orphan(folder: EngineFolder, patience: float = ORPHAN_SECONDS) -> None:
    """Wait for an engine whose supervisor was killed to end, and after `patience` seconds kill it.

    It holds engine.lock, so the process id written beside the lock is certainly its own, never a reused one.
    """
    deadline = time.monotonic() + patience
    while is_held(folder.lock_file("engine")):
        if time.monotonic() > deadline:
            with contextlib.suppress(OSError, ValueError):
                os.kill(int(folder.pid_file.read_text(encoding="utf-8")), signal.SIGKILL)
        time.sleep(0.05)


def _start_once(folder: EngineFolder, package: Path, java: tuple[str, ...], query_seconds: int) -> Engine:
    bolt, http = _free_ports()
    password = secrets.token_urlsafe(24)
    command = _command(folder, package, java, query_seconds, bolt, http)
    secret = folder.root / "root-password"
    write_private(secret, password)
    _forget_old_password(folder)
    try:
        process = _spawn(folder, command)
        try:
            _wait_until_ready(folder, process, bolt, http)
        except StoreUnavailable:
            stop(process)
            raise
    finally:
        secret.unlink(missing_ok=True)
    return Engine(process, bolt, password)


def _free_ports() -> tuple[int, int]:
    """Two ports that nobody listens on at this moment."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def _forget_old_password(folder: EngineFolder) -> None:
    """The engine reads a first password only where it knows no users yet."""
    for name in ("server-users.jsonl", "server-users.json"):
        (folder.root / "config" / name).unlink(missing_ok=True)


def _command(
    folder: EngineFolder, package: Path, java: tuple[str, ...], query_seconds: int, bolt: int, http: int
) -> tuple[str, ...]:
    logging = folder.root / "logging.properties"
    logging.write_text(LOGGING, encoding="utf-8")
    properties = {
        "arcadedb.server.name": "dolen",
        "arcadedb.server.mode": "production",
        "arcadedb.server.rootPath": folder.root,
        "arcadedb.server.rootPasswordPath": folder.root / "root-password",
        "arcadedb.server.logsDirectory": folder.logs,
        "arcadedb.server.defaultDatabases": f"{DATABASE}[{USER}]",
        "arcadedb.server.httpIncomingHost": "127.0.0.1",
        "arcadedb.server.httpIncomingPort": http,
        "arcadedb.server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "arcadedb.bolt.host": "127.0.0.1",
        "arcadedb.bolt.port": bolt,
        "arcadedb.bolt.defaultDatabase": DATABASE,
        # Committed means on the disk: a force's laptop loses power like any other.
        "arcadedb.txWalFlush": 1,
        # The timeout that the driver sends is ignored by this engine.
        "arcadedb.command.timeout": query_seconds * 1000,
        "arcadedb.opencypher.loadCsv.allowFileUrls": "false",
        "arcadedb.opencypher.loadCsv.allowRemoteUrls": "false",
        "java.util.logging.config.file": logging,
        "java.awt.headless": "true",
    }
    return (
        str(package / "jre" / "bin" / "java"),
        *java,
        "-XX:+ExitOnOutOfMemoryError",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "--add-modules=jdk.incubator.vector",
        *(f"-D{key}={value}" for key, value in properties.items()),
        "-cp",
        str(package / "jars" / "*"),
        "com.arcadedb.server.ArcadeDBServer",
    )


def _spawn(folder: EngineFolder, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    held = try_lock(folder.lock_file("engine"))
    if held is None:
        raise StoreUnavailable("Another graph engine has just opened the same data folder.", "Try again in a moment.")
    # Options that a person set for other Java programs could turn the heap's bound or the password file off.
    environment = {key: value for key, value in os.environ.items() if key not in OTHERS_JAVA_OPTIONS}
    bound_log(folder.engine_log)
    try:
        with folder.engine_log.open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=folder.root,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=(held,),
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
    except OSError as error:
        raise StoreUnavailable(f"The graph engine cannot be started: {error.strerror or error}.") from error
    finally:
        os.close(held)
    write_private(folder.pid_file, str(process.pid))
    return process


def _end_with_parent() -> None:
    """In the child: ask Linux for SIGTERM when the supervisor dies, even by kill -9."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def _wait_until_ready(folder: EngineFolder, process: subprocess.Popen[bytes], bolt: int, http: int) -> None:
    """The port answers before the database is open, so the engine is asked whether it is ready."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise StoreUnavailable(
                f"The graph engine ended while starting: {last_line(folder.engine_log) or 'it said nothing'}.",
                f"Its log is {str(folder.engine_log)!r}.",
            )
        if _is_ready(http) and _listens(bolt):
            return
        time.sleep(0.05)
    raise StoreUnavailable(
        f"The graph engine did not answer within {READY_SECONDS:.0f} seconds: {last_line(folder.engine_log)}.",
        f"Its log is {str(folder.engine_log)!r}.",
    )


def _is_ready(http: int) -> bool:
    # No proxy: a proxy set for the web must not be asked about this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{http}/api/v1/ready", timeout=2) as answer:
            return 200 <= answer.status < 300
    except (urllib.error.URLError, OSError):
        return False


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            return True
    except OSError:
        return False
