"""A force in which one child is named by more items than one address may cite, and what tests of it share."""

from datetime import date, timedelta
from pathlib import Path

from graph.ingest.columns import MENTION_COLUMNS
from tests.ingest.support import table

DATED, UNDATED = 220, 10
FIRST_DAY = date(2026, 1, 1)
CHILD = "Cerys Prawf"


def busy_table(path: Path) -> Path:
    """One report of 230 items, a day apart, the last ten not dated: a child, a home and a car in each."""
    return table(path, [row for number in range(DATED + UNDATED) for row in _item(number)], MENTION_COLUMNS)


def _item(number: int) -> list[dict[str, str]]:
    head = {
        "report_ref": "BUSY",
        "source_system": "Test book",
        "recorded_at": f"2026-11-17T{9 + number // 60:02d}:{number % 60:02d}Z",
        "item_no": f"{number + 1:03d}",
        "happened_from": (FIRST_DAY + timedelta(days=number)).isoformat() if number < DATED else "",
        "source_grade": "2",
        "assessment": "B",
        "handling": "P",
        "item_text": f"Seen, number {number + 1}.",
    }
    child = {"mention_no": "1", "entity": "child", "role": "child at risk", "local_ref": "PI-T1", "name": CHILD}
    says = {"date_of_birth": "2011-05-04", "relations": "LIVES_AT:2|since=2024-03; USES:3"}
    installation = {"mention_no": "2", "entity": "address", "address": "12 Heol Fawr", "postcode": "CF10 1AA"}
    car = {"mention_no": "3", "entity": "vehicle", "vrm": "AB12 CDE"}
    return [head | child | says, head | installation, head | car]
