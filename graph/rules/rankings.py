"""Who and what is ranked as a concern, and in which band (docs/domain.md, "Rankings").

Nobody who is or may be under 18 is ranked. Somebody whose age nobody has recorded stands apart, not ranked: the first
thing to do is to find out. What an adult did before turning 18 counts nothing. A child's own account that names an
adult as a concern, and an arrest, stand first however few items there are; below them a single item never heads a
list. A connection is not responsibility.
"""

import re
from typing import Literal

from graph.errors import ValueRefused
from graph.values.birth_date import BirthDate
from graph.values.when import date_of, day_start, years_later

RankBand = Literal["decide now", "ranked", "not ranked: age not known"]
DECIDE_NOW: RankBand = "decide now"
RANKED: RankBand = "ranked"
AGE_NOT_KNOWN: RankBand = "not ranked: age not known"
RANK_BANDS: tuple[RankBand, ...] = (DECIDE_NOW, RANKED, AGE_NOT_KNOWN)

ADULT_AT = 18
ARREST = "arrest"
"""The event of an item that reports an arrest."""
OWN_ACCOUNT = "reporter"
"""The role of a child in an item that is the child's own account."""

_AGE = re.compile(r"\d{1,3}")


def adult_from_birth(text: str) -> int | None:
    """The moment (epoch milliseconds) from which somebody born then is certainly 18; None where no date is stated."""
    try:
        latest = BirthDate.recorded(text).latest
    except ValueRefused:
        return None
    return day_start(years_later(latest, ADULT_AT))


def adult_from_age(text: str, at: int) -> int | None:
    """The same of an age stated at a moment, by its lowest number ("30s", "15-17", "about 16"); None without any.

    Somebody of n years is certainly 18 once so many years have passed as n lacks.
    """
    numbers = [int(number) for number in _AGE.findall(text)]
    if not numbers:
        return None
    lacks = ADULT_AT - min(numbers)
    return at if lacks <= 0 else day_start(years_later(date_of(at), lacks))
