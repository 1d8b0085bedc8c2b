"""Twelve bombs of one person each end with a sentence, while another person's one row is loaded."""

from tests.pages.conftest import Office
from tests.pages.uploading import ROW, send, settled, table
from tests.support.bombs import BOMBS
from tests.support.html_tree import read_html

LARGE = {"lines without end", "texts that do not fit into memory", "formats without end", "blank lines without end"}
"""Held by `tests/ingest/test_bombs.py` alone."""


def test_bombs_end_with_a_sentence_while_another_person_s_row_is_loaded(office: Office) -> None:
    person, other = office.person("analyst"), office.person("manager")
    chosen = [bomb for name, bomb in BOMBS.items() if name not in LARGE][:12]
    places = [(send(person, make(), name).headers["location"], said) for name, make, said in chosen]
    row = {**ROW, "report_ref": "IR-9700", "local_ref": "PI-T9700"}
    place = send(other, table(row)).headers["location"]
    settled(other, place)
    other.post(f"{place}/load")
    loaded = read_html(settled(other, place).text).text
    shown = [(read_html(settled(person, bomb).text).text, said) for bomb, said in places]

    assert len(places) == 12
    assert "Loaded: 1 report, 1 item, 1 mention." in loaded
    assert [said for page, said in shown if f"Stopped: {said}" not in page] == []
