"""Whether grounds for an abduction notice appear to be met on a day, and when a notice lapses (protocol Appendix 3).

The tool sets out grounds and gaps and says "grounds appear to be met"; a person decides, with legal advice. All law
stands in `graph.rules.law`. A notice states its basis and never changes it: under s.2 it lapses at 00:00 on the 16th
birthday, under s.49 with the order or at 18. What is recorded without what the rule needs is unknown, never guessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from graph.rules.law import (
    CHECK_WITH_LEGAL,
    DISPUTED,
    INFORMED,
    NAMED,
    NOT_S2,
    S2,
    S49,
    SERVED_UNDER_18,
    SIGNED,
    STATUSES,
    SUSPECTED,
    TOO_OLD_FOR_AN_ORDER,
    UNREACHABLE,
    Capacity,
    Met,
    StatusRow,
    stated_by,
)
from graph.rules.reasons import is_reason
from graph.values.birth_date import BirthDate
from graph.values.when import LONDON, Period, date_of, day_start, moment_of, written_moment, years_later
from graph.wording import joined, wording

Basis = Literal["s.2", "s.49"]
Relation = Literal["parent", "guardian", "carer", "believed father", "other relative", "no relation"]
ContactAs = Literal["reported contact", "communication", "after the notice lapsed", "not shown to be after service"]

PARENTAL: frozenset[Relation] = frozenset({"parent", "guardian", "carer", "believed father"})
PROPOSE_DAYS = 28
"""So many days before a notice lapses a new one is proposed."""
_HOUR = 3_600_000
_WORDS: dict[Met, str] = {
    "yes": wording("grounds appear to be met"),
    "no": wording("grounds do not appear to be met"),
    "unknown": wording("not shown whether grounds are met"),
}


@dataclass(frozen=True)
class StatusRecorded:
    """A child's legal status as recorded: its code, when it was made, its last day where stated, days of extension."""

    code: str
    made: Period | None = None
    last_day: date | None = None
    extended_days: int = 0


@dataclass(frozen=True)
class BasisFound:
    """One basis on a day: whether it is met, until when (epoch milliseconds, not included), why, what is missing."""

    basis: Basis
    met: Met
    until: int | None
    reasons: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """`grounds appear to be met (s.2; check with legal)`: never "eligible"."""
        return f"{_WORDS[self.met]} ({self.basis}; {CHECK_WITH_LEGAL})"


@dataclass(frozen=True)
class Proposal:
    """What is proposed as a notice comes to its end: the bases as they stand when it lapses, met ones first."""

    lapses: int
    bases: tuple[BasisFound, ...]

    @property
    def words(self) -> str:
        """One sentence for the officer in the case."""
        met = [each.basis for each in self.bases if each.met == "yes"]
        missing = dict.fromkeys(what for each in self.bases for what in each.missing)
        if met:
            what = wording(
                "Propose a new notice: grounds appear to be met (%(met)s; %(check_with_legal)s).",
                met=joined(", ", met),
                check_with_legal=CHECK_WITH_LEGAL,
            )
        elif missing:
            what = wording(
                "Not shown whether a new one has grounds (%(check_with_legal)s). Missing: %(missing)s.",
                check_with_legal=CHECK_WITH_LEGAL,
                missing=joined(", ", missing),
            )
        else:
            what = wording(
                "Grounds for a new notice do not appear to be met (%(check_with_legal)s).",
                check_with_legal=CHECK_WITH_LEGAL,
            )
        return wording("The notice lapses at %(lapses)s. %(what)s", lapses=written_moment(self.lapses), what=what)


@dataclass(frozen=True)
class Holder:
    """One holder of parental responsibility, and the day they were informed of the notice, or why they were not."""

    who: str
    informed_on: date | None = None
    because: str = ""


def section_2(born: BirthDate | None, relation: Relation | None, day: date) -> BasisFound:
    """Child Abduction Act 1984 s.2 on a day; `relation` of the person served to the child is None where not known."""
    if relation in PARENTAL:
        return BasisFound("s.2", "no", None, (NOT_S2.sentence,))
    missing = () if relation else (wording("relation of the person served to the child"),)
    if born is None:
        return BasisFound("s.2", "unknown", None, (S2.sentence,), (wording("birth date"), *missing))
    lowest, highest = born.age_on(day)
    if lowest >= 16:
        return BasisFound("s.2", "no", None, (wording("The child is 16 or over. %(sentence)s", sentence=S2.sentence),))
    if highest >= 16:
        reason = wording("Not shown to be under 16. %(sentence)s", sentence=S2.sentence)
        return BasisFound("s.2", "unknown", None, (reason,), (wording("birth date"), *missing))
    return BasisFound("s.2", "yes" if relation else "unknown", birthday(born, 16), (S2.sentence,), missing)


def section_49(born: BirthDate | None, statuses: Iterable[StatusRecorded], day: date) -> BasisFound:
    """Children Act 1989 s.49 on a day, by the statuses recorded; of several that apply the longest counts.

    A status that lasts for less than the whole day applies on it where some moment of the day is left. Where one ends
    and another that applies is in force by then, the grounds go on: `until` is the end of the last.
    """
    if born is not None and born.age_on(day)[0] >= 18:
        return BasisFound(
            "s.49", "no", None, (wording("The child is 18 or over. %(sentence)s", sentence=S49.sentence),)
        )
    recorded = tuple(statuses)
    found = [_of_status(each, born, day) for each in recorded]
    if not found:
        return BasisFound("s.49", "unknown", None, (S49.sentence,), (wording("legal status"),))
    met = [
        _doubted(each, status, recorded, day) for each, status in zip(found, recorded, strict=True) if each.met == "yes"
    ]
    sure = [each for each in met if each.met == "yes"]
    if sure and born is not None:
        longest = max(sure, key=lambda each: each.until or 0)
        return replace(longest, until=_continued(longest.until, recorded, born))
    others = [each for each in found if each.met != "yes"] + met
    return BasisFound(
        "s.49",
        "unknown" if any(each.met == "unknown" for each in others) else "no",
        None,
        tuple(dict.fromkeys(reason for each in others for reason in each.reasons)),
        tuple(dict.fromkeys(what for each in others for what in each.missing)),
    )


def lapses_at(status: StatusRecorded) -> int | None:
    """The moment from which a status is in force no more by itself or its stated last day; None where neither says.

    Where only the day on which it was made is known, it is counted from that day's beginning: the earlier end.
    """
    return _end(status, None if status.made is None else status.made.start_ms)


def birthday(born: BirthDate, age: int) -> int:
    """The moment, 00:00 in London, from which the person may be of that age: on the earliest date of birth possible.

    Who was born on 29 February comes of an age on 1 March in other years.
    """
    return day_start(years_later(born.earliest, age))


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


def propose(
    until: int | None,
    born: BirthDate | None,
    statuses: Iterable[StatusRecorded],
    relation: Relation | None,
    day: date,
) -> Proposal | None:
    """What to propose on a day for a notice that lapses at `until`; None earlier than 28 days before, or with no end.

    A notice never changes its basis: what is proposed is another, on the grounds as they stand when this one lapses,
    or on the day itself where it has lapsed already.
    """
    if until is None:
        return None
    lapses = date_of(until)
    if day < lapses - timedelta(days=PROPOSE_DAYS):
        return None
    then = max(day, lapses)
    bases = (section_2(born, relation, then), section_49(born, statuses, then))
    return Proposal(until, tuple(sorted(bases, key=lambda each: each.met != "yes")))


def not_ready(
    code: str,
    stated_as: Capacity,
    *,
    signed: bool,
    disputed: bool = False,
    suspected: bool = False,
    unreachable: bool = False,
    advised: bool = False,
) -> tuple[str, ...]:
    """Why a notice for a child of this legal status may not be authorised; empty where nothing of this is missing.

    `disputed`: holders of parental responsibility disagree; `suspected`: one of them is under suspicion;
    `unreachable`: none can be reached; `advised`: legal advice on this status is recorded.
    """
    row = STATUSES.get(code)
    if row is None:
        return (_unheard_of(code),)
    return tuple(
        reason
        for holds, reason in (
            (stated_as != row.who_may_state, stated_by(row).sentence),
            (not signed, SIGNED.sentence),
            (disputed, DISPUTED.sentence),
            (suspected, SUSPECTED.sentence),
            (unreachable, UNREACHABLE.sentence),
            (row.legal_advice and not advised, _sentence(row)),
        )
        if holds
    )


def not_servable(
    born: BirthDate | None,
    day: date,
    *,
    named: bool,
    adult: bool = False,
    referred: bool = False,
    advised: bool = False,
) -> tuple[str, ...]:
    """Why a notice may not be served on this person on a day; empty where nothing of this is missing.

    Somebody who is or may be under 18 is referred in their own right first, and then legal advice is recorded.
    `adult` is whether the person is recorded as an adult, which counts where no birth date is recorded.
    """
    may_be_a_child = not adult if born is None else born.age_on(day)[0] < 18
    return tuple(
        reason
        for holds, reason in (
            (not named, NAMED.sentence),
            (may_be_a_child and not (referred and advised), SERVED_UNDER_18.sentence),
        )
        if holds
    )


def not_informed(holders: Sequence[Holder]) -> tuple[str, ...]:
    """Holders of parental responsibility with neither a day on which they were informed nor a reason why not."""
    if not holders:
        return (wording("No holder of parental responsibility is recorded. %(sentence)s", sentence=INFORMED.sentence),)
    return tuple(
        wording(
            "Not recorded whether this holder was informed: %(who)s. %(sentence)s",
            who=each.who,
            sentence=INFORMED.sentence,
        )
        for each in holders
        if each.informed_on is None and not is_reason(each.because)
    )


def _sentence(row: StatusRow) -> str:
    return (
        wording("Take legal advice: %(sentence)s", sentence=row.law.sentence) if row.legal_advice else row.law.sentence
    )


def _unheard_of(code: str) -> str:
    return wording(
        "Legal status %(code)s is not one that Dolen knows: take legal advice. %(sentence)s",
        code=repr(code),
        sentence=S49.sentence,
    )


def _of_status(status: StatusRecorded, born: BirthDate | None, day: date) -> BasisFound:
    row = STATUSES.get(status.code)
    if row is None:
        return BasisFound("s.49", "unknown", None, (_unheard_of(status.code),), (wording("legal status"),))
    said = _sentence(row)
    if row.grounds != "yes":
        return BasisFound(
            "s.49", row.grounds, None, (said,), (wording("legal status"),) if row.grounds == "unknown" else ()
        )
    if born is None:
        return BasisFound("s.49", "unknown", None, (said,), (wording("birth date"),))
    if born.age_on(day)[1] >= 18:
        return BasisFound(
            "s.49",
            "unknown",
            None,
            (wording("Not shown to be under 18. %(said)s", said=said),),
            (wording("birth date"),),
        )
    when_made = (wording("when %(status)s was made", status=row.words),)
    if status.made is None:
        return BasisFound("s.49", "unknown", None, (said,), when_made)
    today, tomorrow = day_start(day), day_start(day + timedelta(days=1))
    if status.made.start_ms >= tomorrow:
        return BasisFound(
            "s.49",
            "no",
            None,
            (wording("On that day %(status)s is not made yet. %(said)s", status=row.words, said=said),),
        )
    if status.code.endswith("care-order") and born.age_on(date_of(status.made.start_ms))[0] >= 17:
        return BasisFound("s.49", "no", None, (TOO_OLD_FOR_AN_ORDER.sentence,))
    earliest, latest = _end(status, status.made.start_ms), _end(status, status.made.end_ms)
    if latest is not None and latest <= today:
        return BasisFound(
            "s.49",
            "no",
            None,
            (wording("On that day %(status)s is in force no more. %(said)s", status=row.words, said=said),),
        )
    if status.made.end_ms > tomorrow or (earliest is not None and earliest <= today):
        return BasisFound("s.49", "unknown", None, (said,), when_made)
    if status.code.endswith("care-order") and born.age_on(date_of(status.made.end_ms - 1))[1] >= 17:
        return BasisFound("s.49", "unknown", None, (TOO_OLD_FOR_AN_ORDER.sentence,), when_made)
    if row.end_needed and earliest is None:
        return BasisFound("s.49", "unknown", None, (said,), (wording("when %(status)s ends", status=row.words),))
    eighteen = birthday(born, 18)
    return BasisFound("s.49", "yes", eighteen if earliest is None else min(earliest, eighteen), (said,))


def _doubted(found: BasisFound, status: StatusRecorded, recorded: Sequence[StatusRecorded], day: date) -> BasisFound:
    """A basis that is met, unless another status recorded after it, up to that day, may have taken its place."""
    after = [
        STATUSES[each.code]
        for each in recorded
        if each.code in STATUSES
        and STATUSES[each.code].replaces
        and each.made is not None
        and status.made is not None
        and status.made.end_ms <= each.made.start_ms < day_start(day + timedelta(days=1))
    ]
    if not after:
        return found
    row = STATUSES[status.code]
    reasons = tuple(
        wording(
            "Recorded after %(status)s: %(other)s. See which is in force. %(sentence)s",
            status=row.words,
            other=other.words,
            sentence=other.law.sentence,
        )
        for other in after
    )
    return BasisFound("s.49", "unknown", None, (*found.reasons, *reasons), (wording("legal status"),))


def _continued(until: int | None, recorded: Sequence[StatusRecorded], born: BirthDate) -> int | None:
    """The end of the last status that applies and is in force by the time at which the one before it ends."""
    while until is not None:
        last = date_of(until)
        later = [
            found.until
            for each in recorded
            if each.made is not None
            and each.made.start_ms <= until
            and (found := _of_status(each, born, last)).met == "yes"
            and found.until is not None
            and found.until > until
        ]
        if not later:
            return until
        until = max(later)
    return None


def _end(status: StatusRecorded, made: int | None) -> int | None:
    """The end of a status that was made at this moment; its stated last day counts where it comes first."""
    row = STATUSES.get(status.code)
    ends: list[int] = []
    if status.last_day is not None:
        ends.append(day_start(status.last_day + timedelta(days=1)))
    if row is not None and made is not None and row.ends_after_hours is not None:
        ends.append(made + row.ends_after_hours * _HOUR)
    if row is not None and made is not None and row.ends_after_days is not None:
        days = row.ends_after_days + min(max(status.extended_days, 0), row.extended_days)
        ends.append(_days_later(made, days))
    return min(ends, default=None)


def _days_later(ms: int, days: int) -> int:
    """The same clock time in London so many days later."""
    at = datetime.fromtimestamp(ms / 1000, LONDON)
    return moment_of(datetime.combine(at.date() + timedelta(days=days), at.time(), LONDON))
