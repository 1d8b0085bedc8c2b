"""Contact after a notice was served: which items report it, and how many incidents they are (protocol Appendix 3).

It is *reported contact* until a named person decides; incidents are counted, never reports. Contact by phone or app is
communication, listed apart. What may have happened before service is not shown to be after it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.rules.notices import Basis, ContactAs, StatusRecorded, birthday, classify, section_49
from graph.values.birth_date import BirthDate
from graph.values.when import Period

NO_CONTACT = frozenset({"status", "placement"})
"""Events of an item that are no contact, whatever people it names."""
_HOUR = 3_600_000
_EXACT = 2 * _HOUR
"""An item is timed exactly if it happened within so long; two of those an hour apart are two incidents."""
_PLACES = frozenset({"premises", "vehicle"})
_MESSAGE = frozenset({"phone", "account"})


@dataclass(frozen=True, kw_only=True)
class ContactItem:
    """An item that names the child with the person or the address. `recorded_at` is when it came to the source."""

    id: str
    ref: str
    happened: Period | None
    by_message: bool
    origin: str
    recorded_at: int
    suspected_false: bool = False


@dataclass(frozen=True)
class DecidedContact:
    """What stands of a decision on some items; `same_as` is the lineage of the contact whose incident they repeat."""

    lineage: str
    state: str
    items: tuple[str, ...]
    same_as: str | None = None


@dataclass(frozen=True)
class Incident:
    """One incident: its items, the earliest first; the decision that stands on it, and items since that repeat it."""

    items: tuple[ContactItem, ...]
    state: str
    lineage: str | None
    repeats: tuple[str, ...]


@dataclass(frozen=True)
class ContactRecord:
    """What is recorded after service. An item suspected to be false counts for nothing and stands in `left_out`."""

    incidents: tuple[Incident, ...]
    communication: tuple[ContactItem, ...]
    lapsed: tuple[ContactItem, ...]
    unclear: tuple[ContactItem, ...]
    left_out: tuple[ContactItem, ...]

    def counted(self, *states: str) -> int:
        """How many incidents stand in one of these states."""
        return sum(each.state in states for each in self.incidents)


def is_message(event: str, named: Iterable[str]) -> bool:
    """Whether an item reports contact by phone or app: a call, or one that names a number or account and no place."""
    kinds = frozenset(named)
    return event == "call" or (event in ("", "other") and bool(kinds & _MESSAGE) and not kinds & _PLACES)


def lapse_of(
    basis: Basis,
    born: BirthDate,
    recorded: Sequence[StatusRecorded],
    then: StatusRecorded,
    served: date,
    known: int | None,
) -> int | None:
    """When a notice lapses, as recorded now: at 16, or with the orders in force from its service on.

    `then` is the legal status that it was prepared with, `known` the end known at that time, which counts where what
    is recorded now shows none.
    """
    if basis == "s.2":
        return birthday(born, 16)
    for statuses in (recorded, (then,)):
        found = section_49(born, statuses, served) if statuses else None
        if found is not None and found.met == "yes":
            return found.until
    return known


def contact_record(
    items: Iterable[ContactItem], decided: Iterable[DecidedContact], served: Period, until: int | None
) -> ContactRecord:
    """What items report after a notice was served, with what people decided of them."""
    every = sorted(items, key=_earliest_first)
    counted = [each for each in every if not each.suspected_false]
    stands = {each.lineage: each for each in decided}
    of = {item: each for each in stands.values() for item in each.items}
    by: dict[ContactAs, list[ContactItem]] = {}
    for each in counted:
        kind = classify(each.happened, served, until, by_message=each.by_message)
        if (decision := of.get(each.id)) is not None:
            kind = "communication" if _root(decision, stands).state == "communication" else "reported contact"
        by.setdefault(kind, []).append(each)
    return ContactRecord(
        incidents=_incidents(by.get("reported contact", []), of, stands),
        communication=tuple(by.get("communication", [])),
        lapsed=tuple(by.get("after the notice lapsed", [])),
        unclear=tuple(by.get("not shown to be after service", [])),
        left_out=tuple(each for each in every if each.suspected_false),
    )


def _incidents(
    items: Sequence[ContactItem], of: Mapping[str, DecidedContact], stands: Mapping[str, DecidedContact]
) -> tuple[Incident, ...]:
    groups: list[tuple[str | None, list[ContactItem]]] = []
    for item in items:
        decision = of.get(item.id)
        if decision is None:
            continue
        lineage = _root(decision, stands).lineage
        group = next((found for root, found in groups if root == lineage), None)
        if group is None:
            groups.append((lineage, [item]))
        else:
            group.append(item)
    # Exactly timed items first: a vaguer one then repeats an incident instead of joining two.
    undecided = sorted((each for each in items if each.id not in of), key=lambda each: (_length(each), each.id))
    for item in undecided:
        group = next((found for _, found in groups if any(_one_incident(item, each) for each in found)), None)
        if group is None:
            groups.append((None, [item]))
        else:
            group.append(item)
    made = [
        Incident(
            items=tuple(sorted(found, key=_earliest_first)),
            state="reported" if root is None else stands[root].state,
            lineage=root,
            repeats=() if root is None else tuple(sorted(each.ref for each in found if each.id not in of)),
        )
        for root, found in groups
    ]
    return tuple(sorted(made, key=lambda each: _earliest_first(each.items[0])))


def _root(decision: DecidedContact, stands: Mapping[str, DecidedContact]) -> DecidedContact:
    """The contact whose incident this is; a circle of decisions ends where it began."""
    passed = {decision.lineage}
    while decision.state == "same incident":
        repeated = stands.get(decision.same_as or "")
        if repeated is None or repeated.lineage in passed:
            break
        decision = repeated
        passed.add(decision.lineage)
    return decision


def _one_incident(one: ContactItem, other: ContactItem) -> bool:
    first, second = one.happened, other.happened
    if first is None or second is None:
        return False
    if _length(one) <= _EXACT and _length(other) <= _EXACT:
        return first.start_ms < second.end_ms + _HOUR and second.start_ms < first.end_ms + _HOUR
    return first.overlaps(second)


def _length(item: ContactItem) -> int:
    return 0 if item.happened is None else item.happened.end_ms - item.happened.start_ms


def _earliest_first(item: ContactItem) -> tuple[int, int, str]:
    start = item.recorded_at if item.happened is None else item.happened.start_ms
    return start, item.recorded_at, item.id
