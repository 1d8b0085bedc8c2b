"""Twelve bombs of one person each end with a sentence, while another person's one row is loaded.

They end within 20 seconds on two cores with nothing else to do: the processor time of all that is done for them is
compared with that of starting Python with the library that reads workbooks, which takes a quarter of a second there.
"""

import os
import subprocess
import sys

from tests.pages.conftest import Office
from tests.pages.uploading import ROW, send, settled, table
from tests.support.bombs import BOMBS
from tests.support.html_tree import read_html

LARGE = {"lines without end", "texts that do not fit into memory", "formats without end", "blank lines without end"}
"""Held by `tests/ingest/test_bombs.py` alone."""
MOST = 60
"""How many times as much processor time as that start all of it may take: 15 seconds."""


def processor_seconds() -> float:
    """Of this process and all that it has started and waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def start_seconds() -> float:
    """Of starting Python with the library that reads workbooks."""
    before = processor_seconds()
    for _ in range(3):
        subprocess.run((sys.executable, "-P", "-c", "import openpyxl"), check=True)
    return (processor_seconds() - before) / 3


def test_bombs_end_with_a_sentence_while_another_person_s_row_is_loaded(office: Office) -> None:
    person, other = office.person("analyst"), office.person("manager")
    made = [(name, make(), said) for title, (name, make, said) in BOMBS.items() if title not in LARGE][:12]
    before = processor_seconds()

    places = [(send(person, content, name).headers["location"], said) for name, content, said in made]
    row = {**ROW, "report_ref": "IR-9700", "local_ref": "PI-T9700"}
    place = send(other, table(row)).headers["location"]
    settled(other, place)
    other.post(f"{place}/load")
    loaded = read_html(settled(other, place).text).text
    shown = [(read_html(settled(person, bomb).text).text, said) for bomb, said in places]
    spent = processor_seconds() - before

    assert len(places) == 12
    assert "Loaded: 1 report, 1 item, 1 mention." in loaded
    assert [said for page, said in shown if f"Stopped: {said}" not in page] == []
    start = start_seconds()
    assert spent < MOST * start, f"{spent:.1f} s of processor time, {spent / start:.0f} times as much as a start"
