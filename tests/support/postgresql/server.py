"""A real PostgreSQL server on loopback for one test session, ended by its process id; each test has its own database.

It runs as the user `postgres` where the tests run as root, since PostgreSQL refuses root.
"""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path

import psycopg

from graph.settings import Settings
from graph.store import open_sql
from tests.support.children import end_with_parent
from tests.support.ports import free_port

READY_SECONDS = 60
OWNER = "dolen"
# The data outlives no test, so that it need not outlive a power cut either.
SWIFT = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresServer:
    """Started on construction, in a temporary folder of its own, and answering when construction is done."""

    def __init__(self) -> None:
        self.port = free_port()
        self._password = secrets.token_urlsafe(12)
        self._bin = _programs()
        self._user = "postgres" if os.geteuid() == 0 else None
        # Not below pytest's folder: that is its owner's alone, and the server is another user.
        self._folder = Path(tempfile.mkdtemp(prefix="dolen-postgresql-"))
        self._make_cluster()
        self._process = self._start()

    def stop(self) -> None:
        """End it, wait until it has ended, and take its folder away."""
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder)

    @contextmanager
    def database(self, *, ready: bool = False) -> Generator[str]:
        """The SQLAlchemy address of an empty database, dropped in the end even if a client is still connected.

        `ready`: it has the tables already, copied from one that all steps were applied to once.
        """
        name = f"t{uuid.uuid4().hex}"
        self._command(f"CREATE DATABASE {name}" + (f" TEMPLATE {self._template}" if ready else ""))
        try:
            yield self._address(name)
        finally:
            self._command(f"DROP DATABASE {name} WITH (FORCE)")

    @cached_property
    def _template(self) -> str:
        self._command("CREATE DATABASE ready")
        open_sql(Settings(home=self._folder, sql=self._address("ready"))).dispose()
        return "ready"

    def _address(self, name: str) -> str:
        return f"postgresql+psycopg://{OWNER}:{self._password}@127.0.0.1:{self.port}/{name}"

    def _command(self, statement: str) -> None:
        place = {"host": "127.0.0.1", "port": self.port, "user": OWNER, "password": self._password}
        with psycopg.connect(**place, dbname="postgres", autocommit=True, connect_timeout=5) as connection:
            connection.execute(statement.encode())

    def _make_cluster(self) -> None:
        password = self._folder / "password"
        password.write_text(self._password)
        if self._user is not None:
            for path in (self._folder, password):
                shutil.chown(path, self._user)
        options = (
            "--auth=scram-sha-256",
            f"--username={OWNER}",
            f"--pwfile={password}",
            "--encoding=UTF8",
            "--no-sync",
        )
        done = subprocess.run(
            (self._bin / "initdb", "--no-sync", *options, f"--pgdata={self._folder / 'data'}"),
            user=self._user,
            cwd=self._folder,
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        password.unlink()
        if done.returncode != 0:
            raise RuntimeError(f"The PostgreSQL cluster could not be made:\n{done.stdout}{done.stderr}")

    def _start(self) -> subprocess.Popen[bytes]:
        asked = ("listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories=", *SWIFT)
        log = self._folder / "server.log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                (self._bin / "postgres", "-D", self._folder / "data", *(part for one in asked for part in ("-c", one))),
                user=self._user,
                cwd=self._folder,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                preexec_fn=partial(end_with_parent, signal.SIGINT),  # at once, where SIGTERM waits for its clients
            )
        deadline = time.monotonic() + READY_SECONDS
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise RuntimeError(f"The PostgreSQL server did not start:\n{log.read_text()[-3000:]}")
            time.sleep(0.05)
        return process

    def _answers(self) -> bool:
        try:
            self._command("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


def _programs() -> Path:
    """The folder of PostgreSQL's own programs: Debian's newest, or where `initdb` is on the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    if found is None:
        raise RuntimeError("The tests need a PostgreSQL server: install it (on Debian: apt-get install postgresql).")
    return Path(found).resolve().parent


def _environment() -> dict[str, str]:
    """The environment without variables of another PostgreSQL, and with messages in English."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith("PG")}, "LC_ALL": "C.UTF-8"}
