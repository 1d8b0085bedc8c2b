"""What a strategy meeting needs before it is held, before its minutes are agreed, and before it is closed.

Pure rules over what a View shows; each returns sentences, none where nothing stands in the way.

    held      the police information was reviewed, or: held without delay, because (protocol §5.8)
    agreed    each present indicator is a risk or explained, each risk has an action or a reason, wishes are recorded,
              there is a plan with its review date, and at 3 or 4 somebody who does direct work (§5.9.5, §5.10)
    closed    at 3 after the meeting and at least one review, at 4 after the reviews that the plan sets; reassessed at
              the last; the plan ended with a reason (§5.7, §6.3, §6.4)

A child who was 3 or 4 since the last meeting counts as 3 or 4. Turning 18, moving away or dropping to 2 closes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.rules.indicators import CATALOGUE
from graph.rules.seraf import AT_RISK
from graph.values.when import written_date
from graph.wording import wording, wording_of

REGULAR_DAYS = 91
"""Days within which a plan at 4 is reviewed, where no setting says otherwise: the protocol says "regular" (§5.7)."""
REVIEWS_AT_3 = 1
"""At least one review meeting at category 3 (§5.7)."""
FIRST_CODES = ("S1", "R1")
"""Going missing and staying out late come first (§6.3)."""


@dataclass(frozen=True)
class RiskSeen:
    """A risk as it stands: its indicator (blank: in words only), what it says, its state, its actions not dropped."""

    code: str
    text: str
    state: str
    actions: int


@dataclass(frozen=True)
class PlanSeen:
    """A child's plan as it stands."""

    ended: bool
    review_at: date | None
    reviews: int
    worker: str
    decides: str
    decides_by: date | None
    direct_work_by: str


@dataclass(frozen=True)
class ChildSeen:
    """A child in a meeting. `category` is the highest since the last meeting; `present` the codes present or suspected.

    `meetings` and `reviews` are those held over this child under the plan; `assessed_on` the day of the newest
    assessment, `last_held` that of the last of these meetings. `review_by`: at 4, the last day for the plan's review.
    """

    name: str
    category: int | None
    present: tuple[str, ...]
    risks: tuple[RiskSeen, ...]
    plan: PlanSeen | None
    wishes: str
    direct_work: str = ""
    reviews: int = 0
    assessed_on: date | None = None
    last_held: date | None = None
    review_by: date | None = None


def highest_since(standing: int | None, assessed: Iterable[tuple[int, date]], since: date | None) -> int | None:
    """The highest category that stood since a day: of what stands, and of each assessment from that day on.

    `since` None: there was no meeting before, and what stands counts alone.
    """
    later = [category for category, day in assessed if since is not None and day >= since]
    return max([*later, *([] if standing is None else [standing])], default=None)


def must_convene(category: int | None) -> bool:
    """Whether a strategy meeting is always held: at 3 and 4 (§5.9.2); at 2 it may be."""
    return category in AT_RISK


def before_held(reviewed_by: str, reviewed_on: date | None, urgent_because: str) -> list[str]:
    """What stands in the way of holding a meeting."""
    if (reviewed_by and reviewed_on is not None) or urgent_because.strip():
        return []
    return [
        wording(
            "Nobody has reviewed the police information for this meeting. An analyst or a manager does so; or record"
            " why the meeting is held without delay (§5.8)."
        )
    ]


def before_agreed(children: Sequence[ChildSeen]) -> list[str]:
    """What stands in the way of agreeing the minutes, child by child."""
    return [sentence for child in children for sentence in _of_child(child)]


def before_closed(children: Sequence[ChildSeen]) -> list[str]:
    """What stands in the way of closing, child by child."""
    return [sentence for child in children for sentence in _to_close(child)]


def in_order(codes: Iterable[str]) -> list[str]:
    """Indicators in the order in which a meeting takes them: going missing and staying out late first (§6.3), then
    the significant signs, the others, and vulnerabilities."""
    return sorted(set(codes), key=place_of)


def place_of(code: str) -> tuple[int, int]:
    """Where an indicator stands in that order; what is none stands last."""
    if code in FIRST_CODES:
        return 0, FIRST_CODES.index(code)
    group = "SRV".find(code[:1]) if code in CATALOGUE else 3
    return group + 1, list(CATALOGUE).index(code) if code in CATALOGUE else 0


def not_addressed(child: ChildSeen) -> list[str]:
    """The indicators that are present and are neither a risk of this meeting nor explained, in its order."""
    recorded = {risk.code for risk in child.risks}
    return [code for code in in_order(child.present) if code not in recorded and not code.startswith("V")]


def _of_child(child: ChildSeen) -> list[str]:
    said: list[str] = [
        wording(
            "%(name)s: %(code)s (%(text)s) is present and is not among the risks. Record it as a risk, or as gone"
            " with the reason.",
            name=child.name,
            code=code,
            text=CATALOGUE[code].text,
        )
        for code in not_addressed(child)
    ]
    said += [
        wording(
            "%(name)s: the risk %(text)s has no action. Record an action, or why none is possible now.",
            name=child.name,
            text=repr(risk.text),
        )
        for risk in child.risks
        if risk.state == "identified" and risk.actions == 0
    ]
    if not child.wishes.strip():
        said.append(
            wording(
                "%(name)s: the child's wishes and feelings are not recorded (§5.10). Or: not sought, because.",
                name=child.name,
            )
        )
    if child.plan is None or child.plan.ended:
        said.append(wording("%(name)s: there is no plan (§5.9.5).", name=child.name))
    elif child.plan.review_at is None:
        said.append(wording("%(name)s: the plan has no review date (§5.9.5).", name=child.name))
    elif child.review_by is not None and child.plan.review_at > child.review_by:
        said.append(
            wording(
                "%(name)s: at category 4 reviews are regular (§5.7); set the plan's review for %(day)s or earlier.",
                name=child.name,
                day=written_date(child.review_by),
            )
        )
    if must_convene(child.category) and not (child.direct_work or (child.plan and child.plan.direct_work_by)):
        said.append(wording("%(name)s: nobody is recorded who does direct work (§5.9.5).", name=child.name))
    return said


def _to_close(child: ChildSeen) -> list[str]:
    said: list[str] = []
    wanted = 0
    if child.category == 3:
        wanted = REVIEWS_AT_3
    elif child.category == 4:
        wanted = max(REVIEWS_AT_3, child.plan.reviews if child.plan is not None else REVIEWS_AT_3)
    if child.reviews < wanted:
        said.append(
            wording(
                "%(name)s: category %(category)s since the last meeting closes after %(wanted)s; %(reviews)s recorded"
                " as held (§5.7).",
                name=child.name,
                category=child.category,
                wanted=wording_of("%(num)d review meeting", "%(num)d review meetings", wanted),
                reviews=wording_of("%(num)d is", "%(num)d are", child.reviews),
            )
        )
    if child.last_held is not None and (child.assessed_on is None or child.assessed_on < child.last_held):
        said.append(wording("%(name)s: the child was not assessed again at the last meeting (§6.3).", name=child.name))
    if child.plan is not None and not child.plan.ended:
        said.append(
            wording(
                "%(name)s: the plan is current. End it with the reason, or leave the meeting open.", name=child.name
            )
        )
    return said
