"""Whether grounds for an abduction notice appear to be met on a day, and when a notice lapses (protocol Appendix 3).

The tool sets out grounds and gaps and says "grounds appear to be met"; a person decides, with legal advice. All law
stands in `graph.rules.law`. A notice states its basis and never changes it: under s.2 it lapses at 00:00 on the 16th
birthday, under s.49 with the order or at 18. What is recorded without what the rule needs is unknown, never guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from graph.rules.law import NOT_S2, S2, S49, STATUSES, TOO_OLD_FOR_AN_ORDER
from graph.values.birth_date import BirthDate
from graph.values.when import LONDON, Period, date_of, day_start, moment_of

Basis = Literal["s.2", "s.49"]
Met = Literal["yes", "no", "unknown"]
ContactAs = Literal["reported contact", "communication", "after the notice lapsed", "not shown to be after service"]

PARENTAL = frozenset({"parent", "guardian", "believed father"})
_HOUR = 3_600_000


@dataclass(frozen=True)
class StatusRecorded:
    """A child's legal status as recorded: its code, when it was made, its last day where stated, days of extension."""

    code: str
    made: Period | None = None
    last_day: date | None = None
    extended_days: int = 0


@dataclass(frozen=True)
class BasisFound:
    """What is found of one basis: whether it is met, until when (epoch milliseconds, not included), why, what lacks."""

    basis: Basis
    met: Met
    until: int | None
    reasons: tuple[str, ...]
    missing: tuple[str, ...] = ()


def section_2(born: BirthDate | None, relation: str, day: date) -> BasisFound:
    """Child Abduction Act 1984 s.2 on a day; `relation` of the person served to the child is blank where not known."""
    if relation in PARENTAL:
        return BasisFound("s.2", "no", None, (NOT_S2.sentence, "Take legal advice."))
    missing = () if relation else ("relation of the person served to the child",)
    if born is None:
        return BasisFound("s.2", "unknown", None, (S2.sentence,), ("birth date", *missing))
    lowest, highest = born.age_on(day)
    if lowest >= 16:
        return BasisFound("s.2", "no", None, (f"The child is 16 or over. {S2.sentence}",))
    if highest >= 16:
        return BasisFound(
            "s.2", "unknown", None, (f"Not shown to be under 16. {S2.sentence}",), ("birth date", *missing)
        )
    return BasisFound("s.2", "yes" if relation else "unknown", birthday(born, 16), (S2.sentence,), missing)


def section_49(born: BirthDate | None, statuses: Iterable[StatusRecorded], day: date) -> BasisFound:
    """Children Act 1989 s.49 on a day, by the statuses recorded; of several that apply the longest counts.

    A status that lasts for less than the whole day applies on it where some moment of the day is left.
    """
    if born is not None and born.age_on(day)[0] >= 18:
        return BasisFound("s.49", "no", None, (f"The child is 18 or over. {S49.sentence}",))
    found = [_of_status(each, born, day) for each in statuses]
    if not found:
        return BasisFound("s.49", "unknown", None, (S49.sentence,), ("legal status",))
    met = [each for each in found if each.met == "yes"]
    if met:
        return max(met, key=lambda each: each.until or 0)
    unknown = [each for each in found if each.met == "unknown"]
    return BasisFound(
        "s.49",
        "unknown" if unknown else "no",
        None,
        tuple(reason for each in found for reason in each.reasons),
        tuple(dict.fromkeys(what for each in found for what in each.missing)),
    )


def lapses_at(status: StatusRecorded) -> int | None:
    """The moment from which a status is in force no more by itself or its stated last day; None where neither says.

    Where only the day on which it was made is known, it is counted from that day's beginning: the earlier end.
    """
    row = STATUSES.get(status.code)
    ends: list[int] = []
    if status.last_day is not None:
        ends.append(day_start(status.last_day + timedelta(days=1)))
    if row is not None and status.made is not None:
        if row.ends_after_hours is not None:
            ends.append(status.made.start_ms + row.ends_after_hours * _HOUR)
        if row.ends_after_days is not None:
            days = row.ends_after_days + min(max(status.extended_days, 0), row.extended_days)
            ends.append(_days_later(status.made.start_ms, days))
    return min(ends, default=None)


def birthday(born: BirthDate, age: int) -> int:
    """The moment, 00:00 in London, from which the person may be of that age: on the earliest date of birth possible.

    Who was born on 29 February comes of an age on 1 March in other years.
    """
    year = born.earliest.year + age
    try:
        return day_start(born.earliest.replace(year=year))
    except ValueError:
        return day_start(date(year, 3, 1))


def classify(happened: Period | None, served: Period, until: int | None, *, by_message: bool = False) -> ContactAs:
    """What contact recorded after a notice is, until a named person decides: never a breach.

    What may have happened before service is not shown to be after it; what may have happened before the lapse is a
    reported contact.
    """
    if happened is None or happened.start_ms < served.end_ms:
        return "not shown to be after service"
    if until is not None and happened.start_ms >= until:
        return "after the notice lapsed"
    return "communication" if by_message else "reported contact"


def not_ready(
    code: str, stated_by: str, *, signed: bool, disputed: bool = False, suspected: bool = False
) -> tuple[str, ...]:
    """Why a notice for a child of this legal status may not be authorised; empty where nothing of this lacks.

    `stated_by` is the capacity in the words of `STATUSES`; `disputed`: holders of parental responsibility disagree;
    `suspected`: one of them is under suspicion.
    """
    row = STATUSES.get(code)
    if row is None:
        return (f"Legal status {code!r}: take legal advice.",)
    return tuple(
        reason
        for holds, reason in (
            (stated_by != row.who_may_state, f"The statement has to be made by {row.who_may_state}."),
            (not signed, "There is no signed statement."),
            (disputed, "Holders of parental responsibility disagree: take legal advice."),
            (suspected, "A holder of parental responsibility is suspected: take legal advice."),
            (row.legal_advice, f"The child's status is {row.words}: take legal advice."),
        )
        if holds
    )


def _of_status(status: StatusRecorded, born: BirthDate | None, day: date) -> BasisFound:
    row = STATUSES.get(status.code)
    if row is None:
        return BasisFound(
            "s.49", "unknown", None, (f"Legal status {status.code!r}: take legal advice.",), ("legal status",)
        )
    reasons = (row.law.sentence, *(("Take legal advice.",) if row.legal_advice else ()))
    if not row.grounds:
        return BasisFound("s.49", "no", None, reasons)
    if born is None:
        return BasisFound("s.49", "unknown", None, reasons, ("birth date",))
    if born.age_on(day)[1] >= 18:
        return BasisFound("s.49", "unknown", None, ("Not shown to be under 18.", *reasons), ("birth date",))
    if status.made is None:
        return BasisFound("s.49", "unknown", None, reasons, (f"when {row.words} was made",))
    if status.made.start_ms >= day_start(day + timedelta(days=1)):
        return BasisFound("s.49", "no", None, (f"On that day {row.words} is not made yet.", *reasons))
    if status.code.endswith("care-order") and _made_at_17(status.made, born):
        return BasisFound("s.49", "no", None, (TOO_OLD_FOR_AN_ORDER.sentence,))
    ends = lapses_at(status)
    if ends is not None and ends <= day_start(day):
        return BasisFound("s.49", "no", None, (f"On that day {row.words} is in force no more.", *reasons))
    if status.code == "interim-care-order" and ends is None:
        return BasisFound("s.49", "unknown", None, reasons, ("when the interim care order ends",))
    eighteen = birthday(born, 18)
    return BasisFound("s.49", "yes", eighteen if ends is None else min(ends, eighteen), reasons)


def _made_at_17(made: Period, born: BirthDate) -> bool:
    return born.age_on(date_of(made.start_ms))[0] >= 17


def _days_later(ms: int, days: int) -> int:
    """The same clock time in London so many days later."""
    at = datetime.fromtimestamp(ms / 1000, LONDON)
    return moment_of(datetime.combine(at.date() + timedelta(days=days), at.time(), LONDON))
