"""Indicators of SERAF that recorded items suggest to an assessor (docs/domain.md, "Suggestions").

A suggestion is never an assessment: it counts for nothing until a person has judged the indicator (protocol §5.6). Each
names the items behind it. The indicators are those of §5.3 and §5.4 that a graph can evidence:

    R1, S1  a missing episode, as `graph.rules.missing` reads it
    R2      calls or messages with two or more different adults
    R3      a phone or account in one item with the child and an adult that an item alleges concern about
    R7      one item directly names the child and another child assessed as Category 4; never passed along a chain
    S2      one adult named with the child by two or more separate sources
    S4      a vehicle and an adult in one item with the child
    S6      premises, not a common place, where two or more other children assessed as 3 or 4 are named

Adults leave out family, carers and professionals, who also drive school transport, unless an item alleges concern about
them; witnesses and reporters are left out of the items that they only report. What is graded as suspected to be false
counts for nothing, and an item about somebody else's child is not about this one.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from graph.rules.indicators import CATALOGUE
from graph.rules.missing import NOT_THE_ONE_MISSING, MissingRecord
from graph.rules.roles import AROUND_A_CHILD, ONLY_REPORTING, connects
from graph.wording import wording, wording_of

SEVERAL = 2
"""How many separate sources make an association repeated, and how many adults or children are several: our reading."""
EXPLOITED = 4
"""The category of a child who is, or is at significant risk of being, exploited (§5.7)."""
CALL = "call"


@dataclass(frozen=True)
class NamedBeside:
    """One entity that an item names with the child: the `roles` of its mentions in this item.

    `category` is that of a child's standing assessment, None for anybody and anything else.
    """

    id: str
    kind: str
    roles: frozenset[str]
    common: bool = False
    category: int | None = None


@dataclass(frozen=True)
class ItemAbout:
    """One item that names the child, in `roles`; `origin` is an opaque mark of its source."""

    id: str
    origin: str
    event: str
    suspected_false: bool
    roles: frozenset[str]
    beside: tuple[NamedBeside, ...]


@dataclass(frozen=True)
class Suggestion:
    """An indicator that items suggest: why (`because`), `through` which people and things, and the items behind it."""

    code: str
    because: str
    through: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class About:
    """What is known of a child when indicators are suggested.

    `of_concern`: adults that an item, not suspected to be false, alleges concern about. `at_risk_at`: by premises,
    the other children assessed as Category 3 or 4 that items name with them.
    """

    items: tuple[ItemAbout, ...]
    missing: MissingRecord
    of_concern: frozenset[str]
    at_risk_at: Mapping[str, frozenset[str]]


def suggestions(about: About) -> tuple[Suggestion, ...]:
    """What the items suggest, in the order of the catalogue."""
    items = [each for each in about.items if counts(each)]
    adults = _adults(items, about.of_concern)
    found = [*_missing(about.missing), *(rule(items, adults, about) for rule in _RULES)]
    order = {code: place for place, code in enumerate(CATALOGUE)}
    return tuple(sorted((each for each in found if each is not None), key=lambda each: order[each.code]))


def counts(item: ItemAbout) -> bool:
    """Whether an item is about this child and not suspected to be false."""
    return not item.suspected_false and not (item.roles and item.roles <= NOT_THE_ONE_MISSING)


def tied_directly(items: Iterable[ItemAbout], category: int = EXPLOITED) -> dict[str, tuple[str, ...]]:
    """The other children of a category that an item names with this one, both as part of what it reports; with the
    items, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for item in items:
        if counts(item) and _connect(item.roles):
            for each in item.beside:
                if each.kind == "child" and each.category == category and _connect(each.roles):
                    found[each.id].add(item.id)
    return {child: tuple(sorted(found[child])) for child in sorted(found)}


def _connect(roles: Collection[str]) -> bool:
    return not roles or any(connects(role) for role in roles)


def _adults(items: Iterable[ItemAbout], of_concern: Collection[str]) -> dict[str, tuple[str, ...]]:
    """By item, the adults and unidentified people that count as company."""
    items = list(items)
    close = {
        each.id
        for item in items
        for each in item.beside
        if each.kind in ("adult", "person") and not AROUND_A_CHILD.isdisjoint(each.roles)
    }
    left_out = close - set(of_concern)
    return {
        item.id: tuple(
            each.id
            for each in item.beside
            if each.kind in ("adult", "person")
            and each.id not in left_out
            and not (each.roles and each.roles <= ONLY_REPORTING)
        )
        for item in items
    }


def _missing(missing: MissingRecord) -> list[Suggestion]:
    found: list[Suggestion] = []
    for code in ("S1", "R1"):
        episodes = [each for each in missing.episodes if each.suggests == code]
        items = {event.id for each in episodes for event in (*each.starts, *each.ends)}
        if episodes:
            count = wording_of("%(num)d missing episode", "%(num)d missing episodes", len(episodes))
            how = wording("through a whole night") if code == "S1" else wording("of less than a night")
            found.append(
                Suggestion(code, wording("%(count)s %(how)s.", count=count, how=how), (), tuple(sorted(items)))
            )
    return found


def _callers(items: Iterable[ItemAbout], adults: Mapping[str, tuple[str, ...]], _about: About) -> Suggestion | None:
    calls = [item for item in items if item.event == CALL and adults[item.id]]
    people = {adult for item in calls for adult in adults[item.id]}
    if len(people) < SEVERAL:
        return None
    return _suggested(
        "R2", wording("Calls or messages with %(people)s different adults.", people=len(people)), people, calls
    )


def _phone(items: Iterable[ItemAbout], adults: Mapping[str, tuple[str, ...]], about: About) -> Suggestion | None:
    found: list[ItemAbout] = []
    through: set[str] = set()
    for item in items:
        phones = {each.id for each in item.beside if each.kind in ("phone", "account")}
        concerning = about.of_concern.intersection(adults[item.id])
        if phones and concerning:
            found.append(item)
            through |= phones | concerning
    because = wording("A phone or account named with the child and an adult that an item alleges concern about.")
    return _suggested("R3", because, through, found)


def _peers(items: Iterable[ItemAbout], _adults: Mapping[str, tuple[str, ...]], _about: About) -> Suggestion | None:
    tied = tied_directly(items)
    behind = {item for of in tied.values() for item in of}
    what = wording("a child") if len(tied) == 1 else wording("%(num)d children", num=len(tied))
    because = wording(
        "Named in one item with %(what)s assessed as Category %(exploited)s.", what=what, exploited=EXPLOITED
    )
    return _suggested("R7", because, tied, [item for item in items if item.id in behind])


def _repeated(items: Iterable[ItemAbout], adults: Mapping[str, tuple[str, ...]], _about: About) -> Suggestion | None:
    items = list(items)
    origins: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for adult in adults[item.id]:
            origins[adult].add(item.origin)
    repeated = {adult for adult, of in origins.items() if len(of) >= SEVERAL}
    because = wording("The same adult is named with the child by two or more separate sources.")
    return _suggested("S2", because, repeated, [item for item in items if repeated.intersection(adults[item.id])])


def _vehicles(items: Iterable[ItemAbout], adults: Mapping[str, tuple[str, ...]], _about: About) -> Suggestion | None:
    found: list[ItemAbout] = []
    through: set[str] = set()
    for item in items:
        vehicles = {each.id for each in item.beside if each.kind == "vehicle" and not each.common}
        if vehicles and adults[item.id]:
            found.append(item)
            through |= vehicles.union(adults[item.id])
    return _suggested("S4", wording("A vehicle and an adult are named with the child in one item."), through, found)


def _places(items: Iterable[ItemAbout], _adults: Mapping[str, tuple[str, ...]], about: About) -> Suggestion | None:
    known = {place for place, children in about.at_risk_at.items() if len(children) >= SEVERAL}
    found: list[ItemAbout] = []
    through: set[str] = set()
    for item in items:
        places = {each.id for each in item.beside if each.kind == "premises" and not each.common} & known
        if places:
            found.append(item)
            through |= places
    because = wording("Named at premises where two or more other children assessed as Category 3 or 4 are named.")
    return _suggested("S6", because, through, found)


def _suggested(code: str, because: str, through: Iterable[str], items: Iterable[ItemAbout]) -> Suggestion | None:
    behind = tuple(sorted(item.id for item in items))
    return Suggestion(code, because, tuple(sorted(set(through))), behind) if behind else None


_RULES: tuple[Callable[[Iterable[ItemAbout], Mapping[str, tuple[str, ...]], About], Suggestion | None], ...] = (
    _callers,
    _phone,
    _peers,
    _repeated,
    _vehicles,
    _places,
)
