"""Which of a child's SERAF assessments stands (protocol §5.5 to §5.7; docs/domain.md, "Which assessment stands").

An assessment is *answered* when a later one gives every indicator that it counts as present, suspected, absent or
closed. Social Services' answers anybody's; another agency's answers only its own earlier ones, so that it can raise
what stands and never lower Social Services'. The highest of the unanswered stands; on a tie Social Services', then the
newest. Nothing is recomputed: each category is as it was judged, or as its file states it where that is higher.

What the rule leaves open is read so that nothing lowers a category by accident:

- An agency that is not recorded answers nobody's.
- Two assessments of one day answer one another only where both give the hour.
- `closed` does not answer V1 to V5 and R5 (history is corrected, not closed by time); `absent` does, as a correction.
- A category stated higher than its indicators explain rests on something that the list does not show. It is answered
  by an assessment that gives every indicator of the list, or that states a category by the same method.
- Another authority's assessment answers ours, and ours theirs, only where the agreement is recorded.

What an assessment leaves open (a ceiling above its category, a file that states another category than the table) ends
with a recorded decision, `stays` or `higher`. It holds for the assessment that it was made about, and for later ones
that leave the same open, until one that does not. Of several decisions the higher counts.

The order in which assessments are given does not matter. The rule sees only what its reader may see.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from graph.errors import ValueRefused
from graph.rules.considered import CeilingOutcome
from graph.rules.indicators import CATALOGUE, HISTORY, Status, is_counted
from graph.rules.seraf import Counts, category_of
from graph.values.text import fold
from graph.wording import wording

SOCIAL_SERVICES = "Social Services"
"""Whose assessment answers anybody's (§5.6)."""
OWN_AUTHORITY = None


@dataclass(frozen=True)
class LeftOpen:
    """What an assessment leaves a person to decide about: what it comes to by the table, and what its file states."""

    category: int
    ceiling: int
    category_stated: int | None


@dataclass(frozen=True)
class CeilingDecision:
    """What a person decided about an assessment made at `assessed_from` that left this open."""

    id: str
    recorded_at: int
    assessed_from: int
    left_open: LeftOpen
    outcome: CeilingOutcome

    @property
    def category(self) -> int:
        """The category that it leads to."""
        stated = self.left_open.category_stated or 0
        stays = max(self.left_open.category, stated)
        return max(self.left_open.ceiling, stays) if self.outcome == "higher" else stays


@dataclass(frozen=True)
class AssessmentSeen:
    """One assessment of one child, as its reader sees it; independent of how it is stored.

    `assessed_from` up to and not including `assessed_until` (epoch milliseconds) is when it was made: a whole day where
    the hour is not given. `indicators` are (code, status) pairs; a code that is not named is not assessed. `category`
    and `ceiling` are those of the table, as recorded. `category_stated` by `method` is what its file states. `loaded`:
    it came in a file; `confirmed_by` is the second person who confirmed it. `authority` is None for the reader's own
    authority; `agreed` are the authorities that agreed, on record, that it may answer theirs. `decision` is what was
    decided of what it leaves open.
    """

    id: str
    assessed_from: int
    assessed_until: int
    assessor: str
    agency: str | None
    indicators: tuple[tuple[str, Status], ...]
    category: int
    ceiling: int
    category_stated: int | None = None
    method: str = ""
    loaded: bool = False
    confirmed_by: str | None = None
    authority: str | None = OWN_AUTHORITY
    agreed: frozenset[str | None] = frozenset()
    decision: CeilingDecision | None = None

    def __post_init__(self) -> None:
        """Raises `ValueRefused` for a stated category that is not one."""
        if self.category_stated is not None and self.category_stated not in (1, 2, 3, 4):
            raise ValueRefused("category_stated", str(self.category_stated), wording("a category is 1, 2, 3 or 4."))

    @property
    def judged(self) -> int:
        """The category by which it stands: the highest of the table's, the stated and the decided one."""
        decided = 0 if self.decision is None else self.decision.category
        return max(self.category, self.category_stated or 0, decided)

    @property
    def may_be(self) -> int:
        """The highest that it could mean, never below `judged`; once that is decided, `judged`."""
        return self.judged if self.decision is not None else max(self.ceiling, self.judged)

    @property
    def left_open(self) -> LeftOpen:
        """What it leaves to decide, whether or not somebody has."""
        return LeftOpen(self.category, self.ceiling, self.category_stated)

    @cached_property
    def counted(self) -> frozenset[str]:
        """The codes that count in it."""
        return frozenset(code for code, given in self.indicators if is_counted(code, given))

    @cached_property
    def given(self) -> frozenset[str]:
        """The codes that it settles for an earlier assessment."""
        return frozenset(
            code
            for code, given in self.indicators
            if given != "not assessed" and not (given == "closed" and code in HISTORY)
        )

    @property
    def by_social_services(self) -> bool:
        """Whether Social Services made it."""
        return _agency(self) == fold(SOCIAL_SERVICES)

    @property
    def awaits_confirmation(self) -> bool:
        """Whether it came in a file and no second person has confirmed it."""
        return self.loaded and self.confirmed_by is None


@dataclass(frozen=True)
class OtherAssessment:
    """An unanswered assessment that does not stand.

    `unanswered` are the codes counted by the one that stands that this one does not give: what it leaves open of it.
    `open_codes` are the codes that it counts itself and that nobody with the right to has answered since. `waiting` is
    true where it would answer another once a second person confirms it.
    """

    assessment: AssessmentSeen
    unanswered: tuple[str, ...]
    open_codes: tuple[str, ...]
    waiting: bool


@dataclass(frozen=True)
class Answered:
    """An assessment that later ones have answered; `by` are their ids, the earliest first."""

    assessment: AssessmentSeen
    by: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """The assessment that stands, and the others.

    `category` is the highest of the table's, the stated and the decided one, `ceiling` what it may be. `decisions` are
    plain sentences, each of which asks for a recorded decision; there is none once that is recorded. `together` is the
    row of the table that the indicators of all unanswered ones reach together where that is higher than `category`: a
    prompt to reassess (§5.5), never to be shown as a category. `beside` and `answered` begin with the newest.
    """

    assessment: AssessmentSeen
    category: int
    ceiling: int
    together: int | None
    decisions: tuple[str, ...]
    beside: tuple[OtherAssessment, ...]
    answered: tuple[Answered, ...]

    @property
    def together_words(self) -> str:
        """`together 3: reassess`, or nothing."""
        return "" if self.together is None else wording("together %(together)s: reassess", together=self.together)


def standing(assessments: Iterable[AssessmentSeen], decided: Iterable[CeilingDecision] = ()) -> Standing | None:
    """Which of one child's assessments stands, or None where there is none: not assessed, which is not Category 1."""
    every = sorted(_with_decisions(list(assessments), list(decided)), key=_newest_first)
    answers = {each.id: _answering(each, every) for each in every}
    unanswered = [each for each in every if not answers[each.id]]
    if not unanswered:
        return None
    # The newest are always unanswered: nothing is later than they are.
    first = min(unanswered, key=_rank)
    settled = {each.id: _settled(each, every) for each in unanswered}
    counted = set[str]().union(*(each.counted - settled[each.id] for each in unanswered))
    together = category_of(*Counts(*(sum(CATALOGUE[code].group == group for code in counted) for group in "VRS")))
    waiting = {each.id for each in unanswered if _would_answer(each, unanswered)}
    return Standing(
        assessment=first,
        category=first.judged,
        ceiling=first.may_be,
        together=together if together > first.judged else None,
        decisions=_decisions(first),
        beside=tuple(
            OtherAssessment(
                assessment=each,
                unanswered=_in_order(first.counted - each.given),
                open_codes=_in_order(each.counted - settled[each.id]),
                waiting=each.id in waiting,
            )
            for each in unanswered
            if each is not first
        ),
        answered=tuple(
            Answered(each, tuple(other.id for other in reversed(answers[each.id])))
            for each in every
            if answers[each.id]
        ),
    )


def _with_decisions(every: list[AssessmentSeen], decided: list[CeilingDecision]) -> list[AssessmentSeen]:
    found = {each.id: [one for one in decided if _holds_for(one, each, every)] for each in every}
    return [
        replace(each, decision=max(found[each.id], key=_higher_then_newer)) if found[each.id] else each
        for each in every
    ]


def _higher_then_newer(decision: CeilingDecision) -> tuple[int, int, str]:
    return decision.category, decision.recorded_at, decision.id


def _holds_for(decision: CeilingDecision, assessment: AssessmentSeen, every: list[AssessmentSeen]) -> bool:
    start, end = decision.assessed_from, assessment.assessed_from
    if start > end or assessment.left_open != decision.left_open:
        return False
    return not any(start < each.assessed_from <= end and each.left_open != decision.left_open for each in every)


def _answering(earlier: AssessmentSeen, every: list[AssessmentSeen]) -> list[AssessmentSeen]:
    """Those that answer an assessment, the newest first.

    A loaded one that nobody has confirmed answers only what it does not lower. Held pair by pair, what stands is never
    lower for it, and no third assessment makes it lower later.
    """
    return [
        later
        for later in every
        if _answers(later, earlier) and not (later.awaits_confirmation and later.judged < earlier.judged)
    ]


def _would_answer(later: AssessmentSeen, unanswered: list[AssessmentSeen]) -> bool:
    return later.awaits_confirmation and any(
        _answers(later, earlier) and later.judged < earlier.judged for earlier in unanswered
    )


def _answers(later: AssessmentSeen, earlier: AssessmentSeen) -> bool:
    """Whether a later assessment, made by who may, gives all that an earlier one counts."""
    return _may_answer(later, earlier) and earlier.counted <= later.given and _answers_stated(later, earlier)


def _may_answer(later: AssessmentSeen, earlier: AssessmentSeen) -> bool:
    if later.assessed_from < earlier.assessed_until:
        return False
    if later.authority != earlier.authority and earlier.authority not in later.agreed:
        return False
    return later.by_social_services or _agency(later) == _agency(earlier) != ""


def _answers_stated(later: AssessmentSeen, earlier: AssessmentSeen) -> bool:
    if (earlier.category_stated or 0) <= earlier.category:
        return True
    same_method = later.category_stated is not None and fold(later.method) == fold(earlier.method) != ""
    named = {code for code, each in CATALOGUE.items() if not each.other}
    return same_method or named <= later.given


def _settled(earlier: AssessmentSeen, every: list[AssessmentSeen]) -> frozenset[str]:
    """The codes of an assessment that later ones, made by who may, have given one by one."""
    return frozenset[str]().union(
        *(
            later.given
            for later in every
            if _may_answer(later, earlier) and not (later.awaits_confirmation and later.judged < earlier.judged)
        )
    )


def _decisions(first: AssessmentSeen) -> tuple[str, ...]:
    if first.decision is not None:
        return ()
    found: list[str] = []
    stated = first.category_stated
    if stated is not None and stated != first.category:
        file = wording("The file states Category %(stated)s", stated=stated)
        if first.method:
            file = wording("The file states Category %(stated)s by %(method)s", stated=stated, method=first.method)
        found.append(
            wording(
                "%(file)s, the table of §5.7 gives Category %(category)s: the higher stands, and a recorded decision"
                " is asked for.",
                file=file,
                category=first.category,
            )
        )
    if first.may_be > first.judged:
        found.append(
            wording(
                "It may prove to be Category %(may_be)s: a recorded decision is asked for (§6.2).", may_be=first.may_be
            )
        )
    return tuple(found)


def _agency(assessment: AssessmentSeen) -> str:
    return fold(assessment.agency or "").replace("-", " ")


def _newest_first(assessment: AssessmentSeen) -> tuple[int, int, int, str]:
    return (-assessment.assessed_until, -assessment.assessed_from, -assessment.may_be, assessment.id)


def _rank(assessment: AssessmentSeen) -> tuple[int, bool, tuple[int, int, int, str]]:
    """Highest, then Social Services', then the newest; what may be higher, and the id, only tell equals apart."""
    return (-assessment.judged, not assessment.by_social_services, _newest_first(assessment))


def _in_order(codes: Iterable[str]) -> tuple[str, ...]:
    wanted = set(codes)
    return tuple(code for code in CATALOGUE if code in wanted)
