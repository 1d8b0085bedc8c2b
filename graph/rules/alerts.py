"""What an alert is, in one sentence; who deals with it, and when it goes to a manager.

An alert reports that something holds since a change that did not hold before it. It decides nothing. Its owner is the
child's named officer, the chair of an open meeting about the child, or the duty analyst, in this order. Nobody watches
at night: an alert that nobody has opened by the next working day goes to a manager.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal, get_args

from graph.values.working_days import Calendar

AlertKind = Literal[
    "link new",
    "link lost",
    "contact after notice",
    "communication",
    "watch",
    "basis withdrawn",
]
ALERT_KINDS: tuple[AlertKind, ...] = get_args(AlertKind)

KIND_WORDS: dict[AlertKind, str] = {
    "link new": "New link",
    "link lost": "Link lost",
    "contact after notice": "Contact after notice",
    "communication": "Communication after notice",
    "watch": "Watch",
    "basis withdrawn": "An item it rests on was withdrawn",
}
"""What each kind is called on a page."""

_FEWEST: dict[AlertKind, int] = {"link new": 2, "link lost": 2, "contact after notice": 2, "communication": 2}
"""How many people the sentence of a kind needs."""

DUTY = "the duty analyst"
NOT_AT_NIGHT = "Alerts are not watched at night. Child in danger now: 999."


def sentence(kind: AlertKind, names: Sequence[str], *, through: str = "", what: str = "") -> str:
    """One alert in one sentence. `names` are who it is about, in order; `through` what links them; `what` the judgement
    or watch. Raises `ValueError` where a name is missing."""
    if len(names) < _FEWEST.get(kind, 0):
        raise ValueError(f"{kind} names {_FEWEST[kind]}")
    match kind:
        case "link new":
            by = f", through {through}" if through else ""
            return f"{names[0]} and {names[1]} are newly linked{by}."
        case "link lost":
            return f"{names[0]} and {names[1]} are no longer linked: what linked them was withdrawn or corrected."
        case "contact after notice":
            return f"Contact of {names[1]} with {names[0]} is reported after a notice was served: decide what it is."
        case "communication":
            return f"Communication of {names[1]} with {names[0]} is reported after a notice was served."
        case "watch":
            return f"A new item names what you watch: {what}{f' ({names[0]})' if names and names[0] != what else ''}."
        case "basis withdrawn":
            about = f" about {', '.join(names)}" if names else ""
            return f"An item on which a judgement rests was withdrawn or corrected: {what}{about}. Review it."


def goes_to_manager(raised: date, today: date, calendar: Calendar, *, opened: bool) -> bool:
    """Whether an alert raised on a day is a manager's today: nobody has opened it by the next working day."""
    return not opened and today >= calendar.working_day_after(raised)


def owner_of(officer: str, chair: str) -> str:
    """Who deals with an alert: the child's named officer, else the chair of an open meeting, else the duty analyst."""
    return officer or chair or DUTY
