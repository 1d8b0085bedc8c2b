"""seraf: one child's assessments, by brute force from docs/questions.md."""

from calendar import monthrange
from datetime import date

from graph.errors import NotFound
from graph.model.view import FOREVER
from graph.queries.casework.seraf import (
    Actions,
    ActionShown,
    Age,
    AssessmentBeside,
    AssessmentShown,
    AssessmentStanding,
    ConsideredShown,
    IndicatorShown,
    ItemGraded,
    SerafShown,
)
from graph.rules.indicators import CATALOGUE
from graph.rules.seraf import assess
from graph.rules.seraf_actions import CATEGORIES
from tests.invariants.force import Judgement
from tests.invariants.oracle import seraf
from tests.invariants.oracle.world import World

WORDS = {
    "stays": "The category stays as judged",
    "higher": "The higher category applies",
    "not held": "No meeting is held",
    "agreed": "Agreed between the authorities",
    "not agreed": "Not agreed between the authorities",
}
OTHERS = ("VX", "RX", "SX")
EARLY = ("R5", "R6", "R7", "S2", "S3")


def shown_of(world: World, *, id: str) -> SerafShown:
    """What stands of a child's assessments, and what is asked for."""
    asked = world.asked(id)
    if world.kind[asked] != "child":
        raise NotFound(id)
    every = sorted(world.assessments(asked), key=_newest_first)
    considered = _considered(world, asked)
    first = seraf.stands(every)
    age = _age(world, asked)
    if first is None:
        return SerafShown(
            child=world.ref(asked),
            age=age,
            standing=None,
            beside=(),
            indicators=(),
            not_assessed=(),
            decisions=(),
            considered=considered,
            history=(),
            actions=Actions(child=(), adult=(), note=""),
        )
    answered = [each for each in every if any(seraf.answers(later, each) for later in every)]
    unanswered = [each for each in every if each not in answered]
    given = dict(zip(first.said("codes"), first.said("statuses"), strict=True))
    open_codes = tuple(
        code for code in CATALOGUE if given.get(code, "not assessed") == "not assessed" and code not in OTHERS
    )
    category = seraf.category(first)
    return SerafShown(
        child=world.ref(asked),
        age=age,
        standing=AssessmentStanding(
            **_made(first).model_dump(),
            id=first.id,
            decided=first.said("decision") or "",
            provisional=category == 1 and bool(open_codes),
            confirmed=first.said("confirmed"),
            category_stated=first.said("category_stated"),
            method=first.said("method") or "",
            wishes=first.said("wishes") or "",
            wishes_not_sought=first.said("wishes_not_sought") or "",
            carried_from=first.said("carried_from") or "",
            loaded_by=_loaded_by(first),
            confirmed_by=first.said("confirmed_by") or "",
            reasons=_reasons(first, given),
            support=_support(every, first, age),
        ),
        beside=tuple(
            AssessmentBeside(
                **_made(each).model_dump(),
                id=each.id,
                loaded_by=_loaded_by(each),
                unanswered=tuple(
                    code for code in CATALOGUE if code in seraf.counted(first) and not seraf.settles(each, code)
                ),
                waiting=any(seraf.would_answer(each, other) for other in unanswered),
            )
            for each in unanswered
            if each is not first
        ),
        indicators=tuple(
            IndicatorShown(
                code=code,
                text=CATALOGUE[code].text,
                status=given[code],
                note=dict(zip(first.said("codes"), first.said("notes"), strict=True))[code],
                items=tuple(
                    ItemGraded(ref=rest.item.ref, grade=rest.item.grade)
                    for rest in sorted(first.rests, key=lambda rest: (rest.item.ref, rest.item.id))
                    if rest.code == code and rest.item.superseded_at == FOREVER
                ),
            )
            for code in CATALOGUE
            if code in given
        ),
        not_assessed=open_codes,
        decisions=seraf.decisions(first),
        considered=considered,
        history=tuple(_made(each) for each in answered),
        actions=_actions(category, age, _care_leaver(world, asked)),
    )


def _loaded_by(each: Judgement) -> str:
    return each.said("loaded_by") or each.author


def _considered(world: World, asked: str) -> tuple[ConsideredShown, ...]:
    return tuple(
        ConsideredShown(
            id=each.id,
            question=each.said("question"),
            outcome=each.said("outcome"),
            words=WORDS[each.said("outcome")] + (f" ({each.said('authority')})" if each.said("authority") else ""),
            author=each.author,
            recorded_at=each.recorded_at,
            reason=each.reason,
        )
        for each in sorted(world.considered(asked), key=lambda each: (-each.recorded_at, each.id))
    )


def _made(each: Judgement) -> AssessmentShown:
    return AssessmentShown(
        category=seraf.category(each),
        ceiling=seraf.ceiling(each),
        assessed_at=each.said("assessed_at"),
        agency=each.said("agency") or "",
        assessor=each.said("assessor") or "",
        authority=each.said("authority") or "",
    )


def _newest_first(each: Judgement) -> tuple[int, int, int, str]:
    return (-each.said("assessed_until_ms"), -each.said("assessed_at_ms"), -seraf.ceiling(each), each.id)


def _age(world: World, asked: str) -> Age | None:
    """The youngest and the oldest that they may be: of a year or a month, born on its first day or its last."""
    stated = {date for mention in world.all_mentions(asked) for date in mention.says("date_of_birth")}
    if not stated:
        return None
    ages = [_years(born, world.today) for each in stated for born in _first_and_last_day(each)]
    return Age(lowest=min(ages), highest=max(ages))


def _first_and_last_day(stated: str) -> tuple[date, date]:
    """Of `2013`, `2013-05`, `2013-05-17` or a range of two of these."""
    ends = stated.split("/")
    return _day(ends[0], first=True), _day(ends[-1], first=False)


def _day(stated: str, *, first: bool) -> date:
    year, *rest = (int(part) for part in stated.split("-"))
    month = rest[0] if rest else 1 if first else 12
    day = rest[1] if len(rest) > 1 else 1 if first else monthrange(year, month)[1]
    return date(year, month, day)


def _years(born: date, day: date) -> int:
    years = day.year - born.year
    return years if (day.month, day.day) >= (born.month, born.day) else years - 1


def _reasons(first: Judgement, given: dict[str, str]) -> tuple[str, ...]:
    result = assess(given)
    stood = max(first.said("category"), first.said("category_stated") or 0)
    if (result.category, result.ceiling) != (stood, max(first.said("ceiling"), stood)):
        return ()
    decided = first.said("decided") is not None
    return tuple(each for each in result.reasons if not (decided and each.startswith("It may prove to be")))


def _support(every: list[Judgement], first: Judgement, age: Age | None) -> tuple[str, ...]:
    said: list[str] = []
    early = [code for code in CATALOGUE if code in EARLY and code in seraf.counted(first)]
    if early and (age is None or age.lowest < 13):
        said.append(f"Under 13: hold a strategy discussion at once, whatever the category ({', '.join(early)}).")
    if any(rest.item.grade[1] == "E" and rest.item.superseded_at == FOREVER for rest in first.rests):
        said.append("rests on information suspected to be false: reassess")
    if any(rest.item.superseded_at != FOREVER for rest in first.rests):
        said.append("an item it rests on was withdrawn or corrected: reassess")
    together = seraf.together(every)
    if together is not None:
        said.append(f"together {together}: reassess")
    return tuple(said)


def _care_leaver(world: World, asked: str) -> bool:
    return any("care-leaver" in mention.says("legal_status") for mention in world.all_mentions(asked))


def _actions(category: int, age: Age | None, care_leaver: bool) -> Actions:
    """The forces know no one of 17 or over: as an adult only where the age is not known, or for care leavers."""
    child = tuple(
        ActionShown(text=each.text, section=each.section, law_moved=each.law_moved)
        for each in CATEGORIES[category].actions
    )
    if age is not None and not care_leaver:
        return Actions(child=child, adult=(), note="")
    notes = ["The date of birth is not known: treat as a child."] if age is None else []
    adult = ADULT[category >= 3]
    if care_leaver:
        notes.append("Care leaver: the pathway plan applies.")
        adult += CARE_LEAVER[category >= 3]
    return Actions(child=child, adult=adult, note=" ".join(notes))


ADULT: dict[bool, tuple[ActionShown, ...]] = {
    False: (
        ActionShown(
            text="Put information and raising of awareness into the pathway planning, where there is one.",
            section="§6.5.1",
            law_moved=True,
        ),
        ActionShown(
            text="Review risk following any significant change in circumstances.", section="§5.7", law_moved=False
        ),
    ),
    True: (
        ActionShown(
            text="Where a young person is aged 18 years or over the associated action in relation to Moderate and"
            " Significant risk: sexual exploitation should be addressed as an issue in relation to this young person"
            " through the Pathway or other work plan; liaison between Social Services and Police Public Protection Unit"
            " to address the young person’s protection.",
            section="§5.7",
            law_moved=False,
        ),
        ActionShown(
            text="Consider referral to adult safeguarding (in the protocol: Protection of Vulnerable Adults).",
            section="§6.5",
            law_moved=True,
        ),
    ),
}

CARE_LEAVER: dict[bool, tuple[ActionShown, ...]] = {
    False: (
        ActionShown(
            text="Assess and address risk in the pathway planning on an ongoing basis.",
            section="§6.5.1",
            law_moved=True,
        ),
    ),
    True: (
        ActionShown(
            text="Put work to reduce the risk into the pathway plan, and review it regularly.",
            section="§6.5.1",
            law_moved=True,
        ),
        ActionShown(
            text="Name the young person’s vulnerability in the pathway plan, and address what is known to stand in the"
            " way of recovery: housing, money, education and work, supportive contacts.",
            section="§6.5.1",
            law_moved=True,
        ),
    ),
}
