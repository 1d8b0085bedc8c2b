"""A real Neo4j server on loopback for one test session, ended by its process id."""

import os
import secrets
import shutil
import socket
import subprocess
import time
from pathlib import Path

from tests.support.children import end_with_parent
from tests.support.hurry import JAVA_OPTIONS
from tests.support.neo4j.jars import find_jars
from tests.support.ports import free_port

READY_SECONDS = 120
OPENS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
)
CONF = """\
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.heap.initial_size=256m
server.memory.heap.max_size=1g
server.memory.pagecache.size=256m
server.directories.data=data
# A test's graph differs from the one before; planning every statement again for it took ten times as long as asking.
dbms.cypher.min_replan_interval=1d
dbms.cypher.statistics_divergence_threshold=1.0
internal.cypher.use_parameter_size=false
"""


class Neo4jServer:
    """Started on construction, in a folder of its own, and answering when construction is done."""

    def __init__(self, folder: Path) -> None:
        self.password = secrets.token_hex(12)  # no "-" first, which the tool would take for an option
        self.port = free_port()
        self._folder = folder
        self._log = folder / "server.log"
        self._classpath = f"{find_jars()}/*"
        self._java = _java()
        (folder / "conf").mkdir()
        (folder / "conf" / "neo4j.conf").write_text(CONF.format(port=self.port))
        self._environment = {**os.environ, "NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")}
        self._set_password()
        self._process = self._start()

    @property
    def uri(self) -> str:
        """Where it answers."""
        return f"bolt://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End it at once, and wait until it has: closing in order takes ten seconds, for files that nobody reads."""
        self._process.kill()
        self._process.wait()

    def _set_password(self) -> None:
        tool = ("org.neo4j.cli.AdminTool", "dbms", "set-initial-password", self.password)
        done = subprocess.run(
            (self._java, *JAVA_OPTIONS, *OPENS, "-cp", self._classpath, *tool),
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"Neo4j's first password could not be set:\n{done.stdout}{done.stderr}")

    def _start(self) -> subprocess.Popen[bytes]:
        main = "org.neo4j.server.CommunityEntryPoint"
        places = (f"--home-dir={self._folder}", f"--config-dir={self._folder / 'conf'}")
        with self._log.open("wb") as log:
            process = subprocess.Popen(
                (self._java, *JAVA_OPTIONS, "-Xmx1g", *OPENS, "-cp", self._classpath, main, *places),
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=end_with_parent,
            )
        deadline = time.monotonic() + READY_SECONDS
        while not _listens(self.port):
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise RuntimeError(f"The Neo4j server did not start:\n{self._log.read_text()[-3000:]}")
            time.sleep(0.1)
        return process


def _java() -> str:
    found = shutil.which("java")
    if found is None:
        raise RuntimeError("The tests need a Neo4j server, and it needs Java 17 or 21: install a Java runtime.")
    return found


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
