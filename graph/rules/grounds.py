"""Whether grounds for an abduction notice appear to be met, from what is recorded of a child and a person.

It brings what items and judgements state into the form that the rules of `graph.rules.notices` read, and puts the
answers for both bases together. What is recorded without what a rule needs is missing, never guessed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from graph.rules.law import STATUSES, Met, stated_by
from graph.rules.notices import Basis, BasisFound, Relation, StatusRecorded, not_servable, section_2, section_49
from graph.values.birth_date import BirthDate
from graph.values.when import Period, date_of, day_start
from graph.wording import wording

RELATION_MISSING = wording("relation of the person served to the child")
ASK_RELATION = wording(
    "No item that you may see states how this person is related to the child: ask before relying on s.2, which is not"
    " available against a parent, a guardian, a carer or a man believed to be the father."
)
_WORDS: tuple[tuple[Relation, frozenset[str]], ...] = (
    ("believed father", frozenset({"believed", "putative", "alleged"})),
    ("carer", frozenset({"carer", "foster", "fosterer"})),
    ("guardian", frozenset({"guardian"})),
    (
        "other relative",
        frozenset({"step", "stepfather", "stepmother", "grandfather", "grandmother", "godfather"}),
    ),
    ("parent", frozenset({"father", "mother", "parent", "dad", "mum", "son", "daughter"})),
)
"""By a word of what an item calls it; the first that fits. Another word says that they are related otherwise."""


@dataclass(frozen=True)
class StatusStated:
    """A legal status that an item states: its code, and when the item happened or, undated, was recorded; from when the
    item says that it holds, and the first day on which it holds no more; and who holds it."""

    code: str
    when: Period
    ref: str
    made: Period | None = None
    until: Period | None = None
    authority: str = ""


@dataclass(frozen=True, kw_only=True)
class NoticeFacts:
    """What is recorded of a child and the person a notice would be served on.

    `family`: an item names the person as family or a carer without stating how they are related. `lives_there`: items
    that state that the child lives at the address.
    """

    child_born: BirthDate | None
    statuses: tuple[StatusRecorded, ...] = ()
    stated: tuple[StatusStated, ...] = ()
    relation: Relation | None = None
    family: bool = False
    adult_born: BirthDate | None = None
    adult: bool = False
    named: bool = True
    lives_there: tuple[str, ...] = ()

    @property
    def all_statuses(self) -> tuple[StatusRecorded, ...]:
        """Every status, recorded or stated by an item."""
        return (*self.statuses, *(_of_item(each, self.child_born) for each in self.stated))

    @property
    def in_force(self) -> tuple[str, ...]:
        """The codes that are recorded with the day on which they were made, otherwise those that items state."""
        return tuple(dict.fromkeys(each.code for each in self.statuses or self.all_statuses))


@dataclass(frozen=True)
class NoticeCheck:
    """Whether grounds appear to be met on a day, and by which basis; `until` is the latest end of those met.

    `before_service` is what is missing for serving this person, `who_may_state` who signs the statement.
    """

    day: date
    grounds: Met
    bases: tuple[BasisFound, ...]
    until: int | None
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    before_service: tuple[str, ...]
    who_may_state: tuple[str, ...]

    @property
    def met(self) -> tuple[Basis, ...]:
        """The bases that appear to be met."""
        return tuple(each.basis for each in self.bases if each.met == "yes")


def check_grounds(facts: NoticeFacts, day: date) -> NoticeCheck:
    """Both bases on a day; a person decides which a notice states, with legal advice."""
    asked: tuple[str, ...] = ()
    relation = facts.relation
    if relation is None and not facts.family:
        # Nobody is shown to be family because no item speaks of it; the gap is named beside the answer.
        relation, asked = "no relation", (RELATION_MISSING,)
    first, second = section_2(facts.child_born, relation, day), section_49(facts.child_born, facts.all_statuses, day)
    bases = (first, second)
    met = [each for each in bases if each.met == "yes"]
    unknown = [each for each in bases if each.met == "unknown"]
    counted = met or unknown or list(bases)
    ends = [each.until for each in met if each.until is not None]
    rests = tuple(
        wording(
            "Stated by %(ref)s (%(when)s): %(status)s%(held)s. See the order.",
            ref=each.ref,
            when=each.when.shown,
            status=STATUSES[each.code].words,
            held=wording(", held by %(authority)s", authority=each.authority) if each.authority else "",
        )
        for each in facts.stated
        if each.code in STATUSES and second.met == "yes"
    )
    lives = tuple(wording("%(ref)s states that the child lives at this address.", ref=ref) for ref in facts.lives_there)
    return NoticeCheck(
        day=day,
        grounds="yes" if met else "unknown" if unknown else "no",
        bases=bases,
        until=max(ends, default=None),
        reasons=_once(
            (
                *(reason for each in counted for reason in each.reasons),
                *rests,
                *((ASK_RELATION,) if asked and first.met != "no" else ()),
                *lives,
            )
        ),
        missing=_once(
            (
                *(what for each in (met or unknown) for what in each.missing),
                *(asked if first.met != "no" else ()),
                *(() if facts.all_statuses else (wording("legal status"),)),
            )
        ),
        before_service=not_servable(facts.adult_born, day, named=facts.named, adult=facts.adult),
        who_may_state=_once(stated_by(STATUSES[code]).sentence for code in facts.in_force if code in STATUSES),
    )


def relation_of(words: Iterable[str]) -> Relation | None:
    """How a person is related to a child, by what items call it; None where no item does."""
    said = [frozenset(re.findall(r"[a-z]+", each.casefold())) for each in words if each.strip()]
    for relation, known in _WORDS:
        if any(known & each for each in said):
            return relation
    return "other relative" if said else None


def birth_date(stated: Iterable[str]) -> BirthDate | None:
    """From the earliest to the latest day that any stated date of birth allows; None where none is stated."""
    dates = [BirthDate.recorded(text) for text in stated]
    if not dates:
        return None
    earliest, latest = min(each.earliest for each in dates), max(each.latest for each in dates)
    return BirthDate.recorded(f"{earliest.isoformat()}/{latest.isoformat()}")


def _of_item(stated: StatusStated, born: BirthDate | None) -> StatusRecorded:
    """A status as an item states it. One that gives grounds was made at some time up to then, as far as is known; one
    that gives none was seen then, which puts an order made before it in doubt. Where the item gives its days, these
    count."""
    if stated.made is not None or stated.until is not None:
        last = None if stated.until is None else date_of(stated.until.start_ms) - timedelta(days=1)
        return StatusRecorded(stated.code, stated.made, last)
    row = STATUSES.get(stated.code)
    if row is None or row.grounds != "yes":
        return StatusRecorded(stated.code, stated.when)
    if born is None:
        return StatusRecorded(stated.code)
    start = min(day_start(born.earliest), stated.when.start_ms)
    return StatusRecorded(stated.code, Period(start, stated.when.end_ms, stated.when.original, "range"))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
