"""Threads and processes write one chain; a killed one leaves it whole."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from graph.audit import AuditLog, Entry
from graph.settings import Settings
from tests.support.settings import as_environment

LOOK = Entry(who="a.price", action="consult", question="child", subjects=("person:1",))
WRITER = """
import sys
from graph.audit import AuditLog, Entry
from graph.settings import read_settings
from graph.store import open_sql

settings = read_settings()
log = AuditLog(open_sql(settings), settings.home)
for _ in range(int(sys.argv[1])):
    print(log.enter(Entry(who="a.price", action="consult", question="child", subjects=("person:1",))), flush=True)
"""


def start_writer(settings: Settings, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(times)]
    return subprocess.Popen(command, env=as_environment(settings), stdout=subprocess.PIPE, text=True)


def test_threads_keep_one_chain(log: AuditLog) -> None:
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda _: log.enter(LOOK), range(40)))

    assert sorted(numbers) == list(range(1, 41))
    assert log.verify().problems == ()


def test_processes_keep_one_chain(log: AuditLog, sql_settings: Settings) -> None:
    writers = [start_writer(sql_settings, 25) for _ in range(3)]
    numbers = [int(line) for writer in writers for line in writer.communicate()[0].split()]

    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert sorted(numbers) == list(range(1, 76))
    assert log.verify().problems == ()


def test_a_killed_writer_loses_nothing_that_it_answered_for(log: AuditLog, sql_settings: Settings) -> None:
    answered: list[int] = []
    for lines_before_the_kill in (1, 7, 12):
        writer = start_writer(sql_settings, 100_000)
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
