"""The vulnerabilities and indicators of the Sexual Exploitation Risk Assessment Framework (SERAF), with stable codes.

`wording` is that of the All Wales protocol, §5.2 to §5.4, word for word: it is the record. `text` is what people read:
the same, except where the protocol's words could read as blame. The protocol's last two significant indicators run
together in its text and are two. Its lists say "include", so each has a reasoned "other": VX, RX, SX.
"""

from dataclasses import dataclass
from typing import Literal

from graph.errors import ValueRefused
from graph.values.text import tidy
from graph.wording import joined, wording

Group = Literal["V", "R", "S"]
Status = Literal["present", "suspected", "absent", "not assessed", "closed"]

GROUPS: dict[Group, str] = {
    "V": "vulnerability",
    "R": wording("risk indicator"),
    "S": wording("significant risk indicator"),
}
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
    wording("abuse or neglect by parent/carer/family member"),
    wording("history of local authority care"),
    wording("family history of domestic abuse"),
    wording("family history of substance misuse"),
    wording("family history of mental health difficulties"),
    wording("breakdown of family relationships"),
    wording("low self-esteem"),
)
_RISK_INDICATORS = (
    wording("staying out late"),
    wording("multiple callers (unknown adults/older young people)"),
    wording("use of a mobile phone that causes concern"),
    wording("expressions of despair (self-harm, overdose, eating disorder, challenging behaviour, aggression)"),
    wording("disclosure of sexual/physical assault followed by withdrawal of allegation"),
    wording("sexually transmitted infections"),
    wording(
        "peers involved in clipping (receiving payment in exchange for agreement to perform sexual acts but not"
        " performing the sexual act)/sexual exploitation"
    ),
    wording("drugs misuse"),
    wording("alcohol misuse"),
    wording("use of the internet that causes concern"),
    wording("unsuitable/inappropriate accommodation (including street homelessness)"),
    wording("isolated from peers/social networks"),
    wording("lack of positive relationship with a protective/nurturing adult"),
    wording("exclusion from school or unexplained absences from or not engaged in school/college/training"),
    wording("living independently and failing to respond to attempts by worker to keep in touch"),
)
_SIGNIFICANT = (
    wording("periods of going missing overnight or longer"),
    wording("older ‘boyfriend’/ relationship with controlling adult"),
    wording("physical/emotional abuse by that ‘boyfriend’/controlling adult"),
    wording("entering/leaving vehicles driven by unknown adults"),
    wording("unexplained amounts of money, expensive clothing or other items"),
    wording("frequenting areas known for sex work"),
    wording("physical injury without plausible explanation"),
)
_OTHERS: dict[Group, str] = {
    "V": wording("another vulnerability, with its reason"),
    "R": wording("another risk indicator, with its reason"),
    "S": wording("another significant risk indicator, with its reason"),
}
_NEUTRAL = {
    "R4": wording("signs of distress"),
    "R5": wording("disclosed an assault, later unable to go on with it"),
    "R7": wording("friends are being exploited"),
    "R14": wording("not reached by school or training"),
    "R15": wording("lives alone; workers have not been able to keep in touch"),
    "S2": wording("relationship with an older or controlling person"),
    # S3 speaks of "that" adult of S2, and so has to name the person as S2 is shown.
    "S3": wording("physical or emotional abuse by that older or controlling person"),
    "S6": wording("seen in places where children are known to be exploited"),
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
        raise ValueRefused(
            "code",
            code,
            wording("no indicator has this code."),
            wording("The codes are %(catalogue)s.", catalogue=joined(", ", CATALOGUE)),
        )
    return found


def status(text: str) -> Status:
    """A status, however it is typed; a blank is `not assessed`. Raises `ValueRefused`."""
    words = tidy(text.replace("_", " ").replace("-", " ")).lower()
    for known in STATUSES:
        if words == known:
            return known
    if words == "":
        return "not assessed"
    raise ValueRefused("status", text, wording("an indicator is present, suspected, absent, not assessed or closed."))


def is_counted(code: str, given: Status) -> bool:
    """Whether an indicator with this status counts towards the category."""
    return given in COUNTING or (given == "closed" and code in HISTORY)


def needs_reason(code: str, given: Status) -> bool:
    """Whether the record has to say why: an "other" that counts, and whatever is closed."""
    return given == "closed" or (indicator(code).other and given in COUNTING)
