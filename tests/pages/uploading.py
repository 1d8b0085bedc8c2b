"""Files brought in on the page: a row, a table of rows, sent and waited for."""

import csv
import io
import time

from httpx import Response

from graph.ingest.columns import MENTION_COLUMNS
from tests.pages.conftest import REASON, Person

ROW = {
    "report_ref": "IR-9001",
    "source_system": "Test book",
    "item_no": "1",
    "recorded_at": "2026-03-01T09:00:00Z",
    "source_grade": "2",
    "assessment": "B",
    "handling": "P",
    "item_text": "Seen at the station.",
    "entity": "child",
    "role": "child at risk",
    "local_ref": "PI-T9001",
    "name": "Cerys Prawf",
}


def table(*rows: dict[str, str]) -> bytes:
    """A mention table of these rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, MENTION_COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def send(person: Person, content: bytes, name: str = "june.csv", **form: str) -> Response:
    """Send one file on the page."""
    given = {"csrf": person.csrf, "reason": REASON, **form}
    return person.browser.post("/import", data=given, files={"files": (name, content, "text/csv")})


def settled(person: Person, place: str) -> Response:
    """The import's page once nothing more is to come; the time that a test may take ends the wait."""
    while True:
        page = person.get(place)
        if "hx-trigger" not in page.text:
            return page
        time.sleep(0.2)
