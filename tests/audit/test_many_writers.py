"""Threads and processes write one chain; a killed one leaves it whole."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from graph.audit import AuditLog, Entry

LOOK = Entry(who="a.price", action="consult", question="child", subjects=("person:1",))
WRITER = """
import sys
from pathlib import Path
from graph.audit import AuditLog, Entry
from graph.settings import Settings
from graph.store.sql import open_sql

home, times = Path(sys.argv[1]), int(sys.argv[2])
log = AuditLog(open_sql(Settings(home=home)), home)
for _ in range(times):
    print(log.enter(Entry(who="a.price", action="consult", question="child", subjects=("person:1",))), flush=True)
"""


def start_writer(home: Path, times: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(home), str(times)], stdout=subprocess.PIPE, text=True)


def test_threads_keep_one_chain(log: AuditLog) -> None:
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda _: log.enter(LOOK), range(40)))

    assert sorted(numbers) == list(range(1, 41))
    assert log.verify().problems == ()


def test_processes_keep_one_chain(log: AuditLog, tmp_path: Path) -> None:
    writers = [start_writer(tmp_path, 25) for _ in range(3)]
    numbers = [int(line) for writer in writers for line in writer.communicate()[0].split()]

    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert sorted(numbers) == list(range(1, 76))
    assert log.verify().problems == ()


def test_a_killed_writer_loses_nothing_that_it_answered_for(log: AuditLog, tmp_path: Path) -> None:
    answered: list[int] = []
    for lines_before_the_kill in (1, 7, 12):
        writer = start_writer(tmp_path, 100_000)
        assert writer.stdout is not None
        answered += [int(writer.stdout.readline()) for _ in range(lines_before_the_kill)]
        os.kill(writer.pid, signal.SIGKILL)
        answered += [int(line) for line in writer.communicate()[0].splitlines() if line.strip()]
        next_number = log.enter(LOOK)
        answered.append(next_number)

    report = log.verify()
    assert report.problems == ()
    assert set(answered) <= set(range(1, report.entries + 1))
    assert report.entries - len(answered) <= 3  # at most the one line that each killed writer had not answered for
