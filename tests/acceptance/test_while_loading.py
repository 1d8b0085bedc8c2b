"""Four people read by three web processes while somebody loads, on both engines: each answer is one of the states that
the loads made, never half a load, and nobody is answered an older state than before.

A state is what all processes answer while nothing is loaded: between two loads. As many loads as the profile says:
about a minute in `thorough`.
"""

import csv
import json
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

from httpx import Client, Limits

from api.accounts import Administration
from api.app import create_app
from api.installation import Installation
from api.web.server import answering
from graph.audit.entry import now_ms
from graph.ingest.columns import MENTION_COLUMNS
from graph.settings import Settings
from graph.store import Store
from tests.acceptance.analyst import Analyst
from tests.support.profiles import PROFILE

PROCESSES, READERS, LOADS = 3, 4, 2 * PROFILE.times
PAUSE = 0.05
"""Seconds between two questions of one person, so that the loads go on beside them."""
PASSWORD = "harbour lantern meadow"
QUESTIONS = {"linked_children": "child", "timeline": "id", "search": "text"}
"""Links from arrays, what is recorded in words, and the search index; each with the parameter that says of what."""


def _serve(settings: Settings, says: Connection) -> None:
    """A web process: says its port, and ends when the other end closes."""
    installation = Installation(settings)
    with answering(create_app(installation)) as port:
        says.send(port)
        says.poll(None)
    installation.close()


@contextmanager
def _web(settings: Settings) -> Generator[list[int]]:
    """The ports of the web processes."""
    starting = get_context("forkserver")
    starting.set_forkserver_preload(["tests.acceptance.test_while_loading"])
    with ExitStack() as ending:
        ports: list[int] = []
        for _ in range(PROCESSES):
            ours, theirs = starting.Pipe()
            process = starting.Process(target=_serve, args=(settings, theirs), daemon=True)
            process.start()
            theirs.close()
            ending.callback(process.join, 60)
            ending.callback(ours.close)
            ports.append(ours.recv())
        yield ports


@dataclass(frozen=True)
class Read:
    """One answer, and between which states it may be: while the one after the newest known is loaded, it is one too."""

    question: str
    answer: str
    oldest: int
    newest: int


def _load(analyst: Analyst, number: int) -> None:
    """One more child beside N3 at one house, as two items of one file, so that half a load is not a link."""
    path = Path(analyst.settings.home) / f"load-{number}.csv"
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, MENTION_COLUMNS)
        writer.writeheader()
        house = {"entity": "address", "address": f"{number} Rhodfa Hafod, Trefddu", "postcode": "CF99 9AA"}
        for item, child in ((1, "N3"), (2, f"M{number}")):
            of_item = {"source_system": "S", "report_ref": f"L{number}", "item_no": item, "handling": "P"}
            graded = {"source_grade": "2", "assessment": "C", "happened_from": "2026-05-04"}
            named = {"entity": "child", "local_ref": child, "name": f"Hafod {child}"}
            for place, cells in enumerate((named, house)):
                writer.writerow({**of_item, **graded, "mention_no": place, **cells})
    said = analyst.dolen("ingest", path)
    assert said.code == 0, said


@dataclass(frozen=True)
class Reader:
    """Somebody signed in at every web process, who looks at one child."""

    client: Client
    ports: list[int]
    child: str

    def answer(self, port: int, question: str) -> str:
        """What a web process answers, in one order."""
        asked = {QUESTIONS[question]: "Hafod" if question == "search" else self.child}
        answer = self.client.get(f"http://127.0.0.1:{port}/api/v1/{question}", params=asked)
        assert answer.status_code == 200, answer.text
        return json.dumps(answer.json(), sort_keys=True)

    def read(self, states: list[dict[str, str]], over: Event, first: int) -> list[Read]:
        """What is answered, question after question and process after process, until it is over."""
        reads: list[Read] = []
        for turn in count(first):
            if over.wait(PAUSE):
                return reads
            question, port = tuple(QUESTIONS)[turn % 3], self.ports[turn // 3 % PROCESSES]
            known = len(states)
            answer = self.answer(port, question)
            reads.append(Read(question, answer, oldest=known - 1, newest=len(states)))
        raise AssertionError("counting does not end")

    def state(self) -> dict[str, str]:
        """What every process answers now."""
        first, *others = ({name: self.answer(port, name) for name in QUESTIONS} for port in self.ports)
        assert all(other == first for other in others)
        return first


def _signed_in(client: Client, ports: list[int]) -> Reader:
    signed = client.post(f"http://127.0.0.1:{ports[0]}/sign-in", data={"name": "reader", "password": PASSWORD})
    assert signed.status_code == 303, signed.text
    client.headers["X-Dolen-Reason"] = "Reading while others load"
    found = client.get(f"http://127.0.0.1:{ports[0]}/api/v1/find", params={"text": "N3"}).json()
    [child] = [each["id"] for each in found["entities"]]
    return Reader(client, ports, child)


def test_each_answer_is_a_state_between_two_loads(store: Store, store_settings: Settings) -> None:
    analyst = Analyst(store_settings, store)
    _load(analyst, 0)
    installation = Installation(store_settings)
    Administration(installation.sql, installation.log, now_ms).add("tests", "reader", "analyst", password=PASSWORD)
    installation.close()
    states: list[dict[str, str]] = []
    over = Event()
    with (
        _web(store_settings) as ports,
        Client(timeout=120, limits=Limits(max_keepalive_connections=0)) as client,
        ThreadPoolExecutor(READERS) as readers,
    ):
        reader = _signed_in(client, ports)
        states.append(reader.state())
        at_work = [readers.submit(reader.read, states, over, first) for first in range(READERS)]
        try:
            for number in range(1, LOADS + 1):
                _load(analyst, number)
                states.append(reader.state())
        finally:
            over.set()
        read = [each.result() for each in at_work]

    for name in QUESTIONS:
        assert len({state[name] for state in states}) == LOADS + 1, f"{name}: each load changes its answer"
    for reads in read:
        assert {each.question for each in reads} == set(QUESTIONS)
        before = dict.fromkeys(QUESTIONS, 0)
        for each in reads:
            allowed = range(max(each.oldest, before[each.question]), min(each.newest + 1, len(states)))
            answered = [number for number in allowed if states[number][each.question] == each.answer]
            assert answered, f"{each.question}: none of the states {allowed}: {each.answer}"
            [before[each.question]] = answered
