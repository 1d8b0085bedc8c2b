"""What somebody watches, and when a new item fires it: person, plate with `?`, phone, premises, account, area.

A plate fires where it may be the one watched as far as either is known; a plate that would have to be misread fires
nothing. An area is a postcode or the beginning of one: `CF10`, `CF10 1`, `CF10 1AA`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from graph.errors import ValueRefused
from graph.values.phone import Phone
from graph.values.vrm import Vrm
from graph.wording import wording

WatchKind = Literal["person", "plate", "phone", "premises", "account", "area"]
WATCH_KINDS: tuple[WatchKind, ...] = get_args(WatchKind)
OF_ENTITIES: frozenset[WatchKind] = frozenset({"person", "premises", "account"})
"""Kinds of watch that are put on one entity, by the id of a record."""

_AREA = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?(?: [0-9](?:[A-Z]{2})?)?")


@dataclass(frozen=True)
class Mentioned:
    """What one mention of a new item states: the record, and plate, number and postcode as recorded, blank without."""

    record: str
    vrm: str = ""
    phone: str = ""
    postcode: str = ""


def watched(kind: WatchKind, text: str) -> str:
    """What is watched in its canonical form. Raises `ValueRefused` for what is no plate, number or area."""
    tidied = " ".join(text.split())
    if kind == "plate":
        return Vrm.parse(tidied).shown
    if kind == "phone":
        return Phone.parse(tidied).key
    if kind == "area":
        area = tidied.upper()
        if len(area) > len("CF10 1") and " " not in area:
            area = f"{area[:-3]} {area[-3:]}"
        if _AREA.fullmatch(area) is None:
            raise ValueRefused(
                "area",
                text,
                wording("it is no postcode and no beginning of one."),
                wording("Write CF10, CF10 1 or CF10 1AA."),
            )
        return area
    if not tidied:
        raise ValueRefused(kind, text, wording("it is blank."))
    return tidied


def fires(kind: WatchKind, pattern: str, mentioned: Mentioned, records: Collection[str] = ()) -> bool:
    """Whether a mention is of what is watched. `records`: of a watched entity, all that are one with it."""
    match kind:
        case "plate":
            return mentioned.vrm != "" and _may_be(pattern, mentioned.vrm)
        case "phone":
            return mentioned.phone != "" and _same_number(pattern, mentioned.phone)
        case "area":
            return _within(pattern, mentioned.postcode)
        case _:
            return mentioned.record in records


def _may_be(pattern: str, recorded: str) -> bool:
    try:
        return Vrm.parse(pattern).compare(Vrm.parse(recorded)) in ("same", "fits")
    except ValueRefused:
        return False


def _same_number(pattern: str, recorded: str) -> bool:
    try:
        return Phone.parse(recorded).key == pattern
    except ValueRefused:
        return False


def _within(area: str, postcode: str) -> bool:
    """`CF1` is not within `CF10`: an outward code is compared whole."""
    outward, _, inward = " ".join(postcode.upper().split()).partition(" ")
    wanted, _, rest = area.partition(" ")
    return outward == wanted and inward.startswith(rest)
