"""Searches of premises: what makes one ready, and what is said of one that took place (PACE Code B, Appendix 3).

*Ready*, before a search, is refused where something is missing. What took place is always recorded, and says what of it
is incomplete. All law stands in `graph.rules.law`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from graph.rules.clock import Due, search_review_due
from graph.rules.law import (
    LET_ROOM,
    NO_CHILD_CONSENTS,
    NO_ENTRY,
    OWN_ROOM,
    REFUSED,
    REPEAT,
    ROUTES,
    VISIT_IS_SEARCH,
    Route,
)
from graph.values.when import Period
from graph.wording import joined, wording

ConsentAs = Literal["occupier", "tenant", "lodger", "guest", "landlord", "hotel", "child", "other"]
ConsentAnswer = Literal["asked for", "consents", "refuses", "withdraws"]
PointDone = Literal["done", "not done", "not known"]
Emergency = Literal["save life", "arrest"]

INCOMPLETE = wording("Incomplete: take advice before relying on it.")
REPEAT_MONTHS = 12
"""A search of the same premises or occupier within so many months is a repeat; a force may set another number."""

_OWN = frozenset[ConsentAs]({"tenant", "lodger", "guest"})
_LETS = frozenset[ConsentAs]({"landlord", "hotel"})

POINTS: Mapping[str, str] = {
    "purpose": wording("the purpose was stated"),
    "entitled": wording("it was established who is entitled to consent"),
    "need-not": wording("the occupier was informed that they need not consent"),
    "evidence": wording("the occupier was informed that what is seized may be used in evidence"),
    "not-suspected": wording("a person who is not suspected was informed of that"),
    "may-withdraw": wording("the occupier was informed that consent may be withdrawn at any time"),
    "in-writing": wording("consent was given in writing"),
    "no-duress": wording("there was no duress"),
    "rights": wording("the notice of powers and rights was given"),
    "authority": wording("the warrant, order or power was shown or stated"),
    "identity": wording("the officers identified themselves"),
    "record": wording("a record of the search was made"),
}
"""The points of Code B that a search records, by code (check with legal)."""
_OF_CONSENT = (
    "purpose",
    "entitled",
    "need-not",
    "evidence",
    "not-suspected",
    "may-withdraw",
    "in-writing",
    "no-duress",
)
_OF_EVERY = ("identity", "rights", "record")


@dataclass(frozen=True)
class ConsentAsked:
    """What somebody at the premises answered, as what; `room` is the room that is theirs."""

    who: str
    capacity: ConsentAs
    answer: ConsentAnswer
    room: str = ""


@dataclass(frozen=True)
class ConsentCovers:
    """What consent covers: the whole of the premises, or some rooms and perhaps the shared parts; and why."""

    whole: bool
    rooms: tuple[str, ...]
    shared: bool
    reasons: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether it covers anything."""
        return self.whole or self.shared or bool(self.rooms)


@dataclass(frozen=True, kw_only=True)
class SearchPlanned:
    """A search before it takes place. `repeat`: the same premises or occupier within the last twelve months."""

    route: Route | None
    purpose: str
    extent: str
    consents: tuple[ConsentAsked, ...] = ()
    repeat: bool = False
    repeat_reasons: tuple[str, ...] = ()


def covered(consents: Iterable[ConsentAsked]) -> ConsentCovers:
    """What the answers cover (hard case 13)."""
    asked = tuple(consents)
    against = [
        each for each in asked if each.answer in ("refuses", "withdraws") and each.capacity not in ("child", *_LETS)
    ]
    given = [each for each in asked if each.answer == "consents"]
    own = [each for each in given if each.capacity in _OWN]
    whole = any(each.capacity == "occupier" for each in given)
    reasons = (
        *((OWN_ROOM.sentence,) if own else ()),
        *((REFUSED.sentence,) if against else ()),
        *((LET_ROOM.sentence,) if any(each.capacity in _LETS for each in given) and not (own or whole) else ()),
        *((NO_CHILD_CONSENTS.sentence,) if any(each.capacity == "child" for each in given) else ()),
    )
    return ConsentCovers(
        whole=whole and not against,
        rooms=tuple(each.room or wording("the room of %(who)s", who=each.who) for each in own),
        shared=(whole or bool(own)) and not against,
        reasons=reasons,
    )


def not_ready_to_search(planned: SearchPlanned) -> tuple[str, ...]:
    """Why a search is not ready; empty where nothing is missing."""
    asked = [each for each in planned.consents if each.who.strip()]
    return tuple(
        reason
        for holds, reason in (
            (not planned.purpose.strip(), wording("Its purpose is missing.")),
            (not planned.extent.strip(), wording("Its extent is missing.")),
            (
                planned.route is None,
                wording(
                    "Its route is missing: %(routes)s. %(sentence)s",
                    routes=joined(", ", get_args(Route)),
                    sentence=NO_ENTRY.sentence,
                ),
            ),
            (
                planned.route == "consent" and not asked,
                wording("Who consents, and as what, is missing. %(sentence)s", sentence=OWN_ROOM.sentence),
            ),
            (planned.route == "consent" and _nobody_may(asked), _who_may_not(asked)),
            (planned.repeat and not _proportionate(planned.repeat_reasons), _repeat_words(planned.repeat_reasons)),
        )
        if holds
    )


def points_of(route: Route | None) -> tuple[str, ...]:
    """The points of Code B that a search by this route records, by code."""
    if route == "consent" or route is None:
        return (*_OF_CONSENT, *_OF_EVERY)
    return ("purpose", "authority", *_OF_EVERY)


def incomplete(route: Route | None, points: Mapping[str, PointDone]) -> tuple[str, ...]:
    """What of a search that took place was not done or is not known; take advice before relying on it."""
    return tuple(
        f"{'Not done' if done == 'not done' else 'Not known whether'}: {POINTS[code]}."
        for code in points_of(route)
        if (done := points.get(code, "not known")) != "done"
    )


def relied_on(route: Route | None, points: Mapping[str, PointDone]) -> str:
    """`Incomplete: take advice before relying on it.`, or nothing where every point was done."""
    return INCOMPLETE if incomplete(route, points) else ""


def route_words(route: Route | None, emergency: Emergency | None) -> str:
    """By what it took place; an entry to save life or to arrest is no search by consent (hard case 14)."""
    if emergency is not None:
        return wording(
            "Entry to %(emergency)s: %(sentence)s", emergency=emergency, sentence=ROUTES["PACE s.17"].sentence
        )
    return wording("The route is not recorded.") if route is None else ROUTES[route].sentence


def review_after(emergency: Emergency | None, searched: Period) -> Due | None:
    """By when a manager reviews an entry to save life or to arrest; None for another search."""
    return None if emergency is None else search_review_due(searched)


def is_repeat(day: date, earlier: Iterable[date], months: int = REPEAT_MONTHS) -> bool:
    """Whether one of the earlier searches lies within so many months before this day, that day included."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = min(day.day, _days(years, month + 1))
    since = date(years, month + 1, first)
    return any(since <= each <= day for each in earlier)


def is_search(opened: Sequence[str]) -> str:
    """Why a visit that noted what was opened is a search; nothing where nothing was opened."""
    return VISIT_IS_SEARCH.sentence if any(each.strip() for each in opened) else ""


def _nobody_may(asked: Sequence[ConsentAsked]) -> bool:
    return bool(asked) and all(each.capacity in ("child", "other", *_LETS) for each in asked)


def _who_may_not(asked: Sequence[ConsentAsked]) -> str:
    child = any(each.capacity == "child" for each in asked)
    return NO_CHILD_CONSENTS.sentence if child else LET_ROOM.sentence


def _proportionate(reasons: Sequence[str]) -> bool:
    """Whether some reason is another than that the child becomes unwelcome there, which is never the only one."""
    return any(each.strip() and "unwelcome" not in each.casefold() for each in reasons)


def _repeat_words(reasons: Sequence[str]) -> str:
    only = wording(" That the child becomes unwelcome there is never the only one.") if any(reasons) else ""
    return wording("The reasons for a repeat are missing.%(only)s %(sentence)s", only=only, sentence=REPEAT.sentence)


def _days(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days
