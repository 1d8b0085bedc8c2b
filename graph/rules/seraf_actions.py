"""What the protocol asks for in each category of SERAF (§5.7, §5.8, §5.9, §6), as data.

The sentences of the table in §5.7 are word for word; those of other sections are shortened. `law_moved` marks what the
protocol says of law that has since been replaced: show it as historic, with "check with legal".
"""

from dataclasses import dataclass
from datetime import date

from graph.errors import ValueRefused
from graph.rules.seraf import AT_RISK, CATEGORY_NAMES
from graph.values.birth_date import BirthDate
from graph.wording import capital, joined, wording

ADULT = 18
NEAR_ADULT_MONTHS = 3
"""From so many months before the 18th birthday both sets are shown: the pathway plan and the decision on adult
safeguarding have to be made before the birthday, and a meeting with its review takes about so long. Our choice, not the
protocol's."""


@dataclass(frozen=True)
class Action:
    """One thing to do, and the section that asks for it."""

    text: str
    section: str
    law_moved: bool = False


@dataclass(frozen=True)
class Category:
    """One row of the table in §5.7: its number, name, indicators and description, word for word, and its actions."""

    number: int
    name: str
    indicators: str
    description: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class AskedFor:
    """What is asked for one young person: as a child, and as one aged 18 or over where that may apply now or soon.

    `age_note` says in plain words why the second set stands there.
    """

    as_child: tuple[Action, ...]
    as_adult: tuple[Action, ...]
    age_note: str = ""


_REVIEW = Action(wording("Review risk following any significant change in circumstances."), "§5.7")
_REASSESS = Action(wording("Reassess at once after any significant change or any new sign of risk."), "§6.2, §6.3")
_CONVENE = wording(
    "Convene multi-agency meeting under protocol for sexually exploited children and young people to ensure effective"
    " exchange of information with multi-agency colleagues and agree safety plan"
)
_ALWAYS = (
    Action(wording("Hold a strategy discussion and decide the next action within 24 hours, or without delay."), "§5.8"),
    Action(wording("Always convene a multi-agency strategy meeting."), "§5.9.2"),
    Action(wording("Allocate to a Social Services team for as long as a plan is open."), "§5.9.6"),
)
_ALL_AGENCIES = Action(
    wording("All agencies that work with the child address sexual exploitation in that work."), "§6.4.1"
)

CATEGORIES: dict[int, Category] = {
    1: Category(
        1,
        wording("Not at risk"),
        wording("No risk indicators but may have one or more vulnerabilities present."),
        wording(
            "A child or young person who may be ‘in need’ but who is not currently at risk of being groomed for"
            " sexual exploitation."
        ),
        (Action(wording("Educate to stay safe."), "§5.7"), _REVIEW),
    ),
    2: Category(
        2,
        capital(CATEGORY_NAMES[2]),
        wording("Multiple vulnerabilities. One or two risk indicators may also be present."),
        wording("A vulnerable child or young person who may be at risk of being groomed for sexual exploitation."),
        (
            Action(
                wording(
                    "Consider multi-agency meeting to share information and agree a plan to address risk and/or need."
                ),
                "§5.7",
            ),
            Action(
                wording("Work on risk awareness and staying safe should be undertaken with this child/young person."),
                "§5.7",
            ),
            _REVIEW,
            Action(wording("A strategy discussion may take place."), "§5.8"),
            _REASSESS,
        ),
    ),
    3: Category(
        3,
        capital(CATEGORY_NAMES[3]),
        wording("Multiple vulnerabilities and risk indicators present."),
        wording(
            "A child or young person who may be targeted for opportunistic abuse through exchange of sex for drugs,"
            " accommodation (overnight stays) and goods etc."
        ),
        (
            Action(wording("%(convene)s. At least one review meeting to be convened.", convene=_CONVENE), "§5.7"),
            Action(
                wording(
                    "Work should be undertaken with this child/young person around risk reduction and keeping safe."
                ),
                "§5.7",
            ),
            *_ALWAYS,
            Action(wording("Address staying out late and going missing first."), "§6.3"),
            _REASSESS,
        ),
    ),
    4: Category(
        4,
        capital(CATEGORY_NAMES[4]),
        wording("Multiple vulnerabilities and risk indicators. One or more significant risk indicators also likely."),
        wording(
            "Indication that a child or young person is at significant risk of or is already being sexually"
            " exploited.  Sexual exploitation is likely to be habitual, often self-denied and coercion/control is"
            " implicit."
        ),
        (
            Action(wording("%(convene)s, including regular review meetings.", convene=_CONVENE), "§5.7"),
            Action(
                wording(
                    "Protection plan should include long-term intensive direct work with the child or young person."
                ),
                "§5.7",
            ),
            *_ALWAYS,
            _ALL_AGENCIES,
            _REASSESS,
        ),
    ),
}
"""The rows of the table by their number."""

_PPU = Action(
    wording(
        "Where a young person is aged 18 years or over the associated action in relation to Moderate and Significant"
        " risk: sexual exploitation should be addressed as an issue in relation to this young person through the"
        " Pathway or other work plan; liaison between Social Services and Police Public Protection Unit to address"
        " the young person’s protection."
    ),
    "§5.7",
)
_ADULT_LOW = (
    Action(
        wording("Put information and raising of awareness into the pathway planning, where there is one."),
        "§6.5.1",
        True,
    ),
    _REVIEW,
)
_ADULT_HIGH = (
    _PPU,
    Action(
        wording("Consider referral to adult safeguarding (in the protocol: Protection of Vulnerable Adults)."),
        "§6.5",
        True,
    ),
)
_CARE_LEAVER_LOW = (
    Action(wording("Assess and address risk in the pathway planning on an ongoing basis."), "§6.5.1", True),
)
_CARE_LEAVER_HIGH = (
    Action(wording("Put work to reduce the risk into the pathway plan, and review it regularly."), "§6.5.1", True),
    Action(
        wording(
            "Name the young person’s vulnerability in the pathway plan, and address what is known to stand in the way"
            " of recovery: housing, money, education and work, supportive contacts."
        ),
        "§6.5.1",
        True,
    ),
)


def age_on(born: BirthDate | None, day: date) -> tuple[int, int] | None:
    """The lowest and the highest age in whole years on a day; None where the date of birth is not known."""
    return None if born is None else born.age_on(day)


def actions_for(category: int, born: BirthDate | None, day: date, *, care_leaver: bool = False) -> AskedFor:
    """What is asked for in a category of one born so, on a day.

    The child's set always stands. The adult's stands beside it from `NEAR_ADULT_MONTHS` before the first day on which
    the person may be 18, where the date of birth is not known, and for a care leaver, whose pathway plan is named too.
    Raises `ValueRefused` for what is no category.
    """
    row = CATEGORIES.get(category)
    if row is None:
        raise ValueRefused("category", str(category), wording("a category is 1, 2, 3 or 4."))
    note = _age_note(born, day)
    if not note and not care_leaver:
        return AskedFor(row.actions, ())
    adult = _ADULT_HIGH if category in AT_RISK else _ADULT_LOW
    if care_leaver:
        adult += _CARE_LEAVER_HIGH if category in AT_RISK else _CARE_LEAVER_LOW
        note = joined(" ", filter(None, (note, wording("Care leaver: the pathway plan applies."))))
    return AskedFor(row.actions, adult, note)


def _age_note(born: BirthDate | None, day: date) -> str:
    """Why the adult's set stands there by age; blank where it does not."""
    ages = age_on(born, day)
    if born is None or ages is None:
        return wording("The date of birth is not known: treat as a child.")
    lowest, highest = ages
    if lowest >= ADULT:
        return wording(
            "Aged %(adult)s or over: work started for the child goes on until it is closed or handed over.", adult=ADULT
        )
    if highest >= ADULT:
        return wording("May be under %(adult)s, or %(adult)s or over: treat as a child.", adult=ADULT)
    if born.age_on(_months_later(day, NEAR_ADULT_MONTHS))[1] >= ADULT:
        return wording(
            "%(adult)s within %(near_adult_months)s months: decide on adult safeguarding before the birthday.",
            adult=ADULT,
            near_adult_months=NEAR_ADULT_MONTHS,
        )
    return ""


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; the first of the month after where that month has no such day."""
    months += day.month - 1
    year, month = day.year + months // 12, months % 12 + 1
    try:
        return date(year, month, day.day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)
