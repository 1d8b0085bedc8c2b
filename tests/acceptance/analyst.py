"""Somebody at the keyboard: the `dolen` command, and the same questions through the door.

A command runs inside the tests' own process: starting Python for each would cost more than all that they do. What only
a process has (signals, pipes, the console script, a terminal) is tested on one: `started`, `as_process`.
"""

import io
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.cli import context
from api.cli.main import answer
from graph.audit import AuditLog, LoggedEntry, LogPage
from graph.model.view import Reader, View
from graph.queries import QUESTIONS
from graph.queries.door import bind
from graph.settings import Settings
from graph.store import Store, open_sql
from tests.invariants.comparing import asking_of
from tests.support.settings import as_environment

COMMAND = Path(sys.executable).with_name("dolen")
WHY = "Weekly transfer"
PATIENCE = 300
"""Seconds after which a command has hung."""
_ALONE = threading.Lock()
"""A process has one environment and one working folder."""


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed for programs; only where it went well."""
        assert self.code == 0, self
        return json.loads(self.out)


def typed(
    settings: Settings, words: Sequence[str | Path], *, cwd: Path, stdin: str | bytes = "", **variables: str
) -> Said:
    """What `dolen` says to these words, with columns 80 wide and no terminal; a traceback fails the test.

    What a process of its own would have is given and taken back: environment, working folder, standard streams, the
    consoles, which read the environment when they are made, and a log that nobody handles.
    """
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    given = io.TextIOWrapper(io.BytesIO(stdin.encode() if isinstance(stdin, str) else stdin), encoding="utf-8")
    environment = {**as_environment(settings), "COLUMNS": "80", **variables}
    try:
        with _ALONE, pytest.MonkeyPatch.context() as patch:
            patch.chdir(cwd)
            for name, value in environment.items():
                patch.setenv(name, value)
            for name, stream in zip(("stdin", "stdout", "stderr"), (given, *streams), strict=True):
                patch.setattr(sys, name, stream)
            patch.setattr(logging.root, "handlers", [])
            context.out.__init__()
            context.err.__init__(stderr=True)
            code = answer([os.fspath(word) for word in words])
    finally:
        context.out.__init__()
        context.err.__init__(stderr=True)
    out, err = (stream.buffer.getvalue().decode() for stream in streams)  # type: ignore[attr-defined]  # as made above
    return _without_traceback(Said(code, out, err))


def with_reason(words: Sequence[str | Path]) -> list[str | Path]:
    """The words with a reason of its own, where a command needs one on real data and none is typed."""
    loads = list(words[:1]) == ["ingest"]
    changes = len(words) > 1 and words[0] in ("user", "compartment") and words[1] != "list"
    return [*words, "--reason", WHY] if (loads or changes) and "--reason" not in words else list(words)


def as_process(
    settings: Settings, words: Sequence[str | Path], *, cwd: Path, stdin: str | bytes = "", **variables: str
) -> Said:
    """The same by the console script, in a process of its own."""
    done = subprocess.run(
        [COMMAND, *(os.fspath(word) for word in words)],
        cwd=cwd,
        env={**as_environment(settings), "COLUMNS": "80", **variables},
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return _without_traceback(Said(done.returncode, done.stdout.decode(), done.stderr.decode()))


def _without_traceback(said: Said) -> Said:
    assert "Traceback" not in said.err, said.err
    return said


def _hear_interrupts() -> None:
    """Be interrupted as at a terminal, even where the tests run in the background, which leaves that unheard."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass(frozen=True)
class Analyst:
    """One person with one data folder, whose graph `store` holds open."""

    settings: Settings
    store: Store

    def dolen(self, *words: str | Path, **variables: str) -> Said:
        """Type a command in the data folder."""
        return typed(self.settings, with_reason(words), cwd=self.settings.home, **variables)

    @contextmanager
    def started(self, *words: str | Path) -> Generator[subprocess.Popen[str]]:
        """A command that is under way, so that something can be done to it."""
        with subprocess.Popen(
            [COMMAND, *(os.fspath(word) for word in with_reason(words))],
            cwd=self.settings.home,
            env={**os.environ, **as_environment(self.settings), "COLUMNS": "80"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            preexec_fn=_hear_interrupts,
        ) as command:
            try:
                yield command
            finally:
                command.kill()

    def log_length(self) -> int:
        """How many entries the audit log has."""
        return self._log(1).total

    def log_after(self, number: int) -> list[LoggedEntry]:
        """The entries that have been added since the log had this many, oldest first."""
        return [entry for entry in reversed(self._log(100).entries) if entry.number > number]

    def _log(self, limit: int) -> LogPage:
        sql = open_sql(self.settings)
        try:
            return AuditLog(sql, self.settings.home).read(limit)
        finally:
            sql.dispose()


def ask(store: Store, today: date, question: str, **given: object) -> Any:
    """The answer to a question as the local operator, who sees everything; nothing is entered in a log."""
    registered = QUESTIONS[question]
    with store.reading() as reading:
        bound = bind(reading, Reader("operator", "operator"), View(today=today))
        return registered.work(
            asking_of(reading, bound, ("pnc_id",), walks=registered.walks), registered.parameters(**given)
        )
