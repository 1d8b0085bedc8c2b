"""A case from a partner's form to a plan, for the walks in a browser and on the command line: what the unit knew, and
what the home sends. Days are counted from today, so that clocks, reviews and figures are those of a case that is open.
"""

from datetime import date, timedelta
from pathlib import Path

from graph.view.options import today_in_wales
from tests.pages.uploading import table

TODAY = today_in_wales()
CAR = "CY15 KLM"


def days_ago(days: int) -> date:
    """A day before today; after it, where the number is negative."""
    return TODAY - timedelta(days=days)


_BOOK = {"source_system": "Unit book", "item_no": "1", "source_grade": "2", "assessment": "B", "handling": "P"}


def _row(report: str, days: int, text: str, entity: str, **more: str) -> dict[str, str]:
    day = days_ago(days)
    dated = {"recorded_at": f"{day}T09:00:00Z", "happened_from": day.isoformat(), "item_text": text}
    return {**_BOOK, "report_ref": report, **dated, "entity": entity, **more}


_COLLECTED = "A man collected Nia Bevan by car at the arcade and gave her a phone."
_SEEN = "Mali Ellis was seen in the same car with the man who collects girls at the arcade."
HELD_BACK = "A source says that the man keeps a flat above the arcade for the girls."
TOLD = "Nia told her aunt that the man frightens her."
_NIA = {"role": "child at risk", "local_ref": "WK-1", "name": "Nia Bevan", "date_of_birth": f"{TODAY.year - 15}-01-02"}
_MALI = {**_NIA, "local_ref": "WK-2", "name": "Mali Ellis", "date_of_birth": f"{TODAY.year - 16}-01-19"}
_MAN = {"role": "reported as concern", "local_ref": "WK-9", "name": "Dafydd Pugh", "date_of_birth": "1988-05-01"}
_CAR = {"vrm": CAR, "make": "VW", "model": "Golf", "colour": "silver"}
_KNOWN = (
    _row("UB-1", 60, _COLLECTED, "child", **_NIA),
    _row("UB-1", 60, _COLLECTED, "adult", **_MAN),
    _row("UB-1", 60, _COLLECTED, "vehicle", **_CAR),
    _row("UB-2", 45, _SEEN, "child", **_MALI),
    _row("UB-2", 45, _SEEN, "adult", **_MAN),
    _row("UB-2", 45, _SEEN, "vehicle", **_CAR),
    {**_row("UB-3", 40, HELD_BACK, "child", **_MALI), "handling": "C", "conditions": "S1"},
    {**_row("UB-3", 40, HELD_BACK, "adult", **_MAN), "handling": "C", "conditions": "S1"},
    {**_row("UB-4", 30, TOLD, "child", **_NIA), "handling": "C", "conditions": "A1"},
)

CONCERN = {
    "sender_is": "residential home",
    "sender": "J. Rees, 07700 900643",
    "child": "Elin Parry",
    "child_born": f"{TODAY.year - 14}-01-14",
    "referred": "no",
    "not_referred": "We were told to write to you first.",
    "happened": "Elin got into a silver Golf outside the home. The driver waited for her before. She has a new phone.",
    "when": f"{days_ago(20)}T20:30",
    "people": "Taz; tall, beard",
    "vehicles": f"{CAR}; VW; silver",
    "phones": "07700 900641",
}
MISSING = {
    **CONCERN,
    "happened": "Elin did not come back in the evening. She returned by herself and was cold.",
    "when": f"{days_ago(7)}T21:00",
    "missing_from": f"{days_ago(7)}T21:00",
    "missing_to": f"{days_ago(6)}T07:30",
    "people": "",
    "vehicles": "",
    "phones": "",
}
"""What the home sends: a concern, and later that the child was missing overnight."""

AT_3 = {"V1": "present", "V6": "present", "R1": "present", "R2": "present", "R3": "present"}
NOT_ACCEPTED = {"S4": "Nobody saw who drove. The home asks her first."}
"""The first assessment: category 3, which may be 4 (§5.7); and why what items suggest is not accepted."""

RISKS = {
    "S1": ("Agree a return interview within 72 hours each time", "J. Rees", "Social Services"),
    "R1": ("Ring the police when she is not back at 21:00", "J. Rees", "Social Services"),
    "R2": ("Visit the owner of the Golf", "analyst", "Police"),
    "R3": ("Ask for the phone and record its number", "H. Powell", "Social Services"),
}
RECIPIENTS = (("N. Bowen", "Health", "P"), ("Sgt Howells", "Police", "P and C"))
PLAN = "care and support protection"
REVIEW_ON = days_ago(-24)
GIVEN = "The man may have the use of premises near the arcade."


def unit_book(folder: Path) -> Path:
    """The file of what the unit knew before the form came: two children with one man in one car, one item that no chair
    reads, and one that no nurse receives."""
    path = folder / "unit-book.csv"
    path.write_bytes(table(*_KNOWN))
    return path
