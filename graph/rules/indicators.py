"""The vulnerabilities and indicators of the Sexual Exploitation Risk Assessment Framework (SERAF), with stable codes.

`wording` is that of the All Wales protocol, §5.2 to §5.4, word for word: it is the record. `text` is what people read:
the same, except where the protocol's words could read as blame. The protocol's last two significant indicators run
together in its text and are two. Its lists say "include", so each has a reasoned "other": VX, RX, SX.
"""

from dataclasses import dataclass
from typing import Literal

from graph.errors import ValueRefused
from graph.values.text import tidy

Group = Literal["V", "R", "S"]
Status = Literal["present", "suspected", "absent", "not assessed", "closed"]

GROUPS: dict[Group, str] = {"V": "vulnerability", "R": "risk indicator", "S": "significant risk indicator"}
STATUSES: tuple[Status, ...] = ("present", "suspected", "absent", "not assessed", "closed")
"""`closed` was present or suspected and has been closed with a reason; until then an indicator counts."""

COUNTING: frozenset[Status] = frozenset({"present", "suspected"})
"""Statuses that count towards the category; the confirmed category rests on `present` alone."""

HISTORY = frozenset({"V1", "V2", "V3", "V4", "V5", "R5"})
"""What has happened to a child is not closed by time, only corrected: `closed` counts as `present` for these."""


@dataclass(frozen=True)
class Indicator:
    """One entry of the catalogue: `wording` for the record, `text` for people.

    `section` is where the protocol lists it; `other` marks the reasoned "other".
    """

    code: str
    group: Group
    wording: str
    text: str
    section: str
    other: bool = False


_SECTIONS: dict[Group, str] = {"V": "§5.2", "R": "§5.3", "S": "§5.4"}

_VULNERABILITIES = (
    "abuse or neglect by parent/carer/family member",
    "history of local authority care",
    "family history of domestic abuse",
    "family history of substance misuse",
    "family history of mental health difficulties",
    "breakdown of family relationships",
    "low self-esteem",
)
_RISK_INDICATORS = (
    "staying out late",
    "multiple callers (unknown adults/older young people)",
    "use of a mobile phone that causes concern",
    "expressions of despair (self-harm, overdose, eating disorder, challenging behaviour, aggression)",
    "disclosure of sexual/physical assault followed by withdrawal of allegation",
    "sexually transmitted infections",
    "peers involved in clipping (receiving payment in exchange for agreement to perform sexual acts but not performing"
    " the sexual act)/sexual exploitation",
    "drugs misuse",
    "alcohol misuse",
    "use of the internet that causes concern",
    "unsuitable/inappropriate accommodation (including street homelessness)",
    "isolated from peers/social networks",
    "lack of positive relationship with a protective/nurturing adult",
    "exclusion from school or unexplained absences from or not engaged in school/college/training",
    "living independently and failing to respond to attempts by worker to keep in touch",
)
_SIGNIFICANT = (
    "periods of going missing overnight or longer",
    "older ‘boyfriend’/ relationship with controlling adult",
    "physical/emotional abuse by that ‘boyfriend’/controlling adult",
    "entering/leaving vehicles driven by unknown adults",
    "unexplained amounts of money, expensive clothing or other items",
    "frequenting areas known for sex work",
    "physical injury without plausible explanation",
)
_OTHERS: dict[Group, str] = {
    "V": "another vulnerability, with its reason",
    "R": "another risk indicator, with its reason",
    "S": "another significant risk indicator, with its reason",
}
_NEUTRAL = {
    "R4": "signs of distress",
    "R5": "disclosed an assault, later unable to go on with it",
    "R7": "friends are being exploited",
    "R14": "not reached by school or training",
    "R15": "lives alone; workers have not been able to keep in touch",
    "S2": "relationship with an older or controlling person",
    # S3 speaks of "that" adult of S2, and so has to name the person as S2 is shown.
    "S3": "physical or emotional abuse by that older or controlling person",
    "S6": "seen in places where children are known to be exploited",
}


def _listed(group: Group, wordings: tuple[str, ...]) -> tuple[Indicator, ...]:
    section = _SECTIONS[group]
    coded = ((f"{group}{number}", wording) for number, wording in enumerate(wordings, 1))
    named = tuple(Indicator(code, group, words, _NEUTRAL.get(code, words), section) for code, words in coded)
    return (*named, Indicator(f"{group}X", group, _OTHERS[group], _OTHERS[group], section, other=True))


CATALOGUE: dict[str, Indicator] = {
    each.code: each
    for each in (*_listed("V", _VULNERABILITIES), *_listed("R", _RISK_INDICATORS), *_listed("S", _SIGNIFICANT))
}
"""Every indicator by its code, in the protocol's order."""

MOST: dict[Group, int] = {group: sum(each.group == group for each in CATALOGUE.values()) for group in GROUPS}
"""How many of each there can be, the "other" included: 8 vulnerabilities, 16 and 8 indicators."""


def indicator(code: str) -> Indicator:
    """The indicator of a code, however it is typed. Raises `ValueRefused`."""
    found = CATALOGUE.get(tidy(code).upper())
    if found is None:
        raise ValueRefused("code", code, "no indicator has this code.", f"The codes are {', '.join(CATALOGUE)}.")
    return found


def status(text: str) -> Status:
    """A status, however it is typed; a blank is `not assessed`. Raises `ValueRefused`."""
    words = tidy(text.replace("_", " ").replace("-", " ")).lower()
    for known in STATUSES:
        if words == known:
            return known
    if words == "":
        return "not assessed"
    raise ValueRefused("status", text, "an indicator is present, suspected, absent, not assessed or closed.")


def is_counted(code: str, given: Status) -> bool:
    """Whether an indicator with this status counts towards the category."""
    return given in COUNTING or (given == "closed" and code in HISTORY)


def needs_reason(code: str, given: Status) -> bool:
    """Whether the record has to say why: an "other" that counts, and whatever is closed."""
    return given == "closed" or (indicator(code).other and given in COUNTING)
