"""Somebody at the keyboard: the `dolen` command as another process, and the same questions through the door."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from graph.audit import AuditLog, LoggedEntry, LogPage
from graph.model.view import Reader, View
from graph.queries import QUESTIONS
from graph.queries.door import bind
from graph.queries.question import Asking
from graph.settings import Settings
from graph.store import Store, open_sql
from tests.support.settings import as_environment

COMMAND = Path(sys.executable).with_name("dolen")
PATIENCE = 300
"""Seconds after which a command has hung."""


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
    """What `dolen` says to these words, with columns 80 wide and no terminal; a traceback fails the test."""
    done = subprocess.run(
        [COMMAND, *(os.fspath(word) for word in words)],
        cwd=cwd,
        env={**as_environment(settings), "COLUMNS": "80", **variables},
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    said = Said(done.returncode, done.stdout.decode(), done.stderr.decode())
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
        return typed(self.settings, words, cwd=self.settings.home, **variables)

    @contextmanager
    def started(self, *words: str | Path) -> Generator[subprocess.Popen[str]]:
        """A command that is under way, so that something can be done to it."""
        with subprocess.Popen(
            [COMMAND, *(os.fspath(word) for word in words)],
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
        return registered.work(Asking(reading, bound, ("pnc_id",)), registered.parameters(**given))
