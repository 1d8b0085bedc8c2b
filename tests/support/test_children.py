"""A run of tests that is killed leaves no server behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine

PATIENCE = 120.0
ROOT = Path(__file__).parents[2]
HELD = """
import time
from pathlib import Path

def test_nothing_ends({servers}):
    Path({ready!r}).touch()
    time.sleep(600)
"""


@pytest.mark.parametrize(
    ("by", "servers"),
    [
        (signal.SIGTERM, ("embedded_engine", "neo4j_server", "postgres_server")),
        (signal.SIGINT, ("postgres_server",)),
        (signal.SIGKILL, ("postgres_server",)),
    ],
    ids=["SIGTERM", "SIGINT", "SIGKILL"],
)
def test_servers_end_with_the_run_that_started_them(
    tmp_path: Path, by: signal.Signals, servers: tuple[str, ...]
) -> None:
    ready = tmp_path / "ready"
    marked = f"DOLEN_TEST_RUN={tmp_path}"
    (tmp_path / "test_held.py").write_text(HELD.format(ready=str(ready), servers=", ".join(servers)), encoding="utf-8")
    name, value = marked.split("=")
    run = subprocess.Popen(
        (
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n1",
            "-p",
            "tests.conftest",
            f"--basetemp={tmp_path / 'base'}",
            f"--rootdir={ROOT}",
            tmp_path / "test_held.py",
        ),
        cwd=ROOT,
        env={**os.environ, name: value},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    deadline = time.monotonic() + PATIENCE
    while not ready.exists():
        assert run.poll() is None, "the run ended by itself"
        assert time.monotonic() < deadline
        time.sleep(0.1)
    running = _running(marked).values()
    assert sum("java" in each for each in running) == len(servers) - 1
    assert any("/postgres " in each for each in running)

    run.send_signal(by)
    run.wait(PATIENCE)

    deadline = time.monotonic() + PATIENCE
    while left := _running(marked):
        assert time.monotonic() < deadline, f"still running: {left}"
        time.sleep(0.1)


def _running(marked: str) -> dict[int, str]:
    """The processes that were given a variable, with what they run."""
    found: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if marked.encode() in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")[:200]
        except OSError:
            continue
    return found
