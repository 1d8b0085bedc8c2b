"""What an alert is, in one sentence; who deals with it, and when it goes to a manager.

An alert reports that something holds since a change that did not hold before it. It decides nothing. Its owner is the
child's named officer, the chair of an open meeting about the child, or the duty analyst, in this order. Nobody watches
at night: an alert that nobody has opened by the next working day goes to a manager.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal, get_args

from graph.values.working_days import Calendar
from graph.wording import Wording, wording

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
    "link new": wording("New link"),
    "link lost": wording("Link lost"),
    "contact after notice": wording("Contact after notice"),
    "communication": wording("Communication after notice"),
    "watch": wording("Watch"),
    "premises of concern": wording("Premises of concern"),
    "unidentified again": wording("Unidentified person again"),
    "missing child seen": wording("Missing child seen"),
    "meeting child": wording("Child of an open meeting"),
    "meeting items": wording("Open meeting about a child you hold items on"),
    "placement": wording("At a placement"),
    "two under one reference": wording("Two under one reference"),
    "basis withdrawn": wording("An item it rests on was withdrawn"),
}
"""What each kind is called on a page."""

LINKS: frozenset[AlertKind] = frozenset({"link new", "link lost"})
"""The kinds that report links between children."""
NAMED = 3
"""How many linked children a sentence about many names; up to so many links of one child are an alert each."""

FEWEST: dict[AlertKind, int] = {
    **dict.fromkeys(("link new", "link lost", "contact after notice", "communication", "placement"), 2),
    **dict.fromkeys(
        ("premises of concern", "unidentified again", "missing child seen", "meeting child", "meeting items"), 1
    ),
}
"""How many people the sentence of a kind needs."""

DUTY = wording("the duty analyst")
NOT_AT_NIGHT = wording("Alerts are not watched at night. Child in danger now: 999.")


def sentence(kind: AlertKind, names: Sequence[str], *, through: str = "", what: str = "") -> str:
    """One alert in one sentence. `names` are who it is about, in order: of links, a child and those linked with it.
    `through` is what links them; `what` the judgement or watch. Raises `ValueError` where a name is missing."""
    if len(names) < FEWEST.get(kind, 0):
        raise ValueError(f"{kind} names {FEWEST[kind]}")
    first, second = (*names, "", "")[:2]
    match kind:
        case "link new" | "link lost" if len(names) > FEWEST[kind]:
            return _of_many(kind, first, names[1:], through)
        case "link new" | "link lost" | "contact after notice" | "communication" | "placement":
            return _of_two(kind, first, second, through)
        case "watch" | "two under one reference" | "basis withdrawn":
            return _of_records(kind, names, what)
        case "premises of concern":
            return wording("A new item names premises of concern: %(name)s.", name=first)
        case "unidentified again":
            return wording(
                "An unidentified person is named again: %(name)s. Read together, do the items show who it is?",
                name=first,
            )
        case "missing child seen":
            return wording("%(name)s is missing, and a new item reports a sighting.", name=first)
        case "meeting child":
            return wording("A new item names %(name)s; a strategy meeting about them is open.", name=first)
        case "meeting items":
            return wording(
                "A strategy meeting is open about %(name)s, and you hold items that its chair may not read: review"
                " what can be shared.",
                name=first,
            )


def _of_many(kind: Literal["link new", "link lost"], child: str, names: Sequence[str], through: str) -> Wording:
    """The links of one child with many others, the first of them named."""
    count, others = str(len(names)), ", ".join(names[:NAMED])
    few = wording("%(names)s and %(more)s more", names=others, more=str(len(names) - NAMED))
    said = few if len(names) > NAMED else others
    if kind == "link lost":
        return wording(
            "%(child)s is no longer linked with %(count)s children: what linked them was withdrawn or corrected."
            " %(names)s.",
            child=child,
            count=count,
            names=said,
        )
    if through:
        return wording(
            "%(child)s is newly linked with %(count)s children, through %(through)s: %(names)s.",
            child=child,
            count=count,
            through=through,
            names=said,
        )
    return wording(
        "%(child)s is newly linked with %(count)s children: %(names)s.", child=child, count=count, names=said
    )


def _of_two(
    kind: Literal["link new", "link lost", "contact after notice", "communication", "placement"],
    first: str,
    second: str,
    through: str,
) -> Wording:
    match kind:
        case "link new":
            if through:
                return wording(
                    "%(first)s and %(second)s are newly linked, through %(through)s.",
                    first=first,
                    second=second,
                    through=through,
                )
            return wording("%(first)s and %(second)s are newly linked.", first=first, second=second)
        case "link lost":
            return wording(
                "%(first)s and %(second)s are no longer linked: what linked them was withdrawn or corrected.",
                first=first,
                second=second,
            )
        case "contact after notice":
            return wording(
                "Contact of %(adult)s with %(child)s is reported after a notice was served: decide what it is.",
                adult=second,
                child=first,
            )
        case "communication":
            return wording(
                "Communication of %(adult)s with %(child)s is reported after a notice was served.",
                adult=second,
                child=first,
            )
        case "placement":
            return wording(
                "At the placement of %(child)s, %(adult)s is reported, who is not in the child's network.",
                child=first,
                adult=second,
            )


def _of_records(
    kind: Literal["watch", "two under one reference", "basis withdrawn"], names: Sequence[str], what: str
) -> Wording:
    match kind:
        case "watch":
            if names and names[0] != what:
                return wording("A new item names what you watch: %(what)s (%(name)s).", what=what, name=names[0])
            return wording("A new item names what you watch: %(what)s.", what=what)
        case "two under one reference":
            return wording("Two items stand under one reference: decide which stands, or that they are different.")
        case "basis withdrawn":
            if names:
                return wording(
                    "An item on which a judgement rests was withdrawn or corrected: %(what)s about %(names)s. Review"
                    " it.",
                    what=what,
                    names=", ".join(names),
                )
            return wording(
                "An item on which a judgement rests was withdrawn or corrected: %(what)s. Review it.", what=what
            )


def goes_to_manager(raised: date, today: date, calendar: Calendar, *, opened: bool) -> bool:
    """Whether an alert raised on a day is a manager's today: nobody has opened it by the next working day."""
    return not opened and today >= calendar.working_day_after(raised)


def owner_of(officer: str, chair: str) -> str:
    """Who deals with an alert: the child's named officer, else the chair of an open meeting, else the duty analyst."""
    return officer or chair or DUTY
