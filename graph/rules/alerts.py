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
    "premises of concern",
    "unidentified again",
    "missing child seen",
    "meeting child",
    "meeting items",
    "placement",
    "two under one reference",
    "basis withdrawn",
]
ALERT_KINDS: tuple[AlertKind, ...] = get_args(AlertKind)

KIND_WORDS: dict[AlertKind, str] = {
    "link new": "New link",
    "link lost": "Link lost",
    "contact after notice": "Contact after notice",
    "communication": "Communication after notice",
    "watch": "Watch",
    "premises of concern": "Premises of concern",
    "unidentified again": "Unidentified person again",
    "missing child seen": "Missing child seen",
    "meeting child": "Child of an open meeting",
    "meeting items": "Open meeting about a child you hold items on",
    "placement": "At a placement",
    "two under one reference": "Two under one reference",
    "basis withdrawn": "An item it rests on was withdrawn",
}
"""What each kind is called on a page."""

FEWEST: dict[AlertKind, int] = {
    **dict.fromkeys(("link new", "link lost", "contact after notice", "communication", "placement"), 2),
    **dict.fromkeys(
        ("premises of concern", "unidentified again", "missing child seen", "meeting child", "meeting items"), 1
    ),
}
"""How many people the sentence of a kind needs."""

DUTY = "the duty analyst"
NOT_AT_NIGHT = "Alerts are not watched at night. Child in danger now: 999."


def sentence(kind: AlertKind, names: Sequence[str], *, through: str = "", what: str = "") -> str:
    """One alert in one sentence. `names` are who it is about, in order; `through` what links them; `what` the judgement
    or watch. Raises `ValueError` where a name is missing."""
    if len(names) < FEWEST.get(kind, 0):
        raise ValueError(f"{kind} names {FEWEST[kind]}")
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
        case "premises of concern":
            return f"A new item names premises of concern: {names[0]}."
        case "unidentified again":
            return f"An unidentified person is named again: {names[0]}. Read together, do the items show who it is?"
        case "missing child seen":
            return f"{names[0]} is missing, and a new item reports a sighting."
        case "meeting child":
            return f"A new item names {names[0]}; a strategy meeting about them is open."
        case "meeting items":
            return (
                f"A strategy meeting is open about {names[0]}, and you hold items that its chair may not read:"
                " review what can be shared."
            )
        case "placement":
            return f"At the placement of {names[0]}, {names[1]} is reported, who is not in the child's network."
        case "two under one reference":
            return "Two items stand under one reference: decide which stands, or that they are different."
        case "basis withdrawn":
            about = f" about {', '.join(names)}" if names else ""
            return f"An item on which a judgement rests was withdrawn or corrected: {what}{about}. Review it."


def goes_to_manager(raised: date, today: date, calendar: Calendar, *, opened: bool) -> bool:
    """Whether an alert raised on a day is a manager's today: nobody has opened it by the next working day."""
    return not opened and today >= calendar.working_day_after(raised)


def owner_of(officer: str, chair: str) -> str:
    """Who deals with an alert: the child's named officer, else the chair of an open meeting, else the duty analyst."""
    return officer or chair or DUTY
