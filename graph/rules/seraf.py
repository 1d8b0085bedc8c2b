"""The category of risk of SERAF: a total function of how many vulnerabilities and indicators count.

Source: the All Wales protocol, §5.7, whose table is drawn here with v, r, s for the distinct vulnerabilities, risk
indicators and significant risk indicators that are present or suspected:

    category            the table says                                                              here
    1 not at risk       no risk indicators, may have one or more vulnerabilities                    none of those below
    2 mild risk         multiple vulnerabilities; one or two risk indicators may also be present    r >= 1 or v >= 2
    3 moderate risk     multiple vulnerabilities and risk indicators                                r >= 3
    4 significant risk  the same; one or more significant risk indicators also likely               s >= 1

The table leaves profiles out and names some twice; the highest category of which any sign is present stands. That
"multiple" risk indicators are 3 or more is our reading. The *ceiling* is the highest category that the table could
mean: where it is above the category a decision is asked for, since an apparent Category 2 may prove to be 3 or 4
(§6.2).

Nothing here lowers a recorded assessment: it stands until a person changes it. Which of several stands is
`graph.rules.standing`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from graph.errors import ValueRefused
from graph.rules.indicators import CATALOGUE, MOST, Group, Status, indicator, is_counted, status
from graph.wording import Wording, joined, wording, wording_of

Policy = Literal["table", "protective"]
"""`protective` takes the ceiling for the category."""

CATEGORY_NAMES = {
    1: wording("no risk indicator recorded"),
    2: wording("mild risk"),
    3: wording("moderate risk"),
    4: wording("significant risk"),
}
AT_RISK = (3, 4)
"""The categories at which a strategy meeting is always convened (§5.9.2)."""

"""What people read. The protocol's own name of Category 1, "not at risk", claims more than an assessment can know."""

HARM_NOW = wording("Harm suspected now? Do not wait for a category: strategy discussion.")
"""Stands on every assessment, whatever its category (§5.8)."""
PROTOCOL_DATE = wording("2008 or later (the copy is undated)")
"""The latest document that the protocol cites is of April 2008; its own date is not in the copy."""
FOOT = wording(
    "SERAF as in the All Wales protocol of %(date)s; current: Wales Safeguarding Procedures practice guide (check"
    " with legal).",
    date=PROTOCOL_DATE,
)
"""Stands at the foot of every assessment."""

YOUNG = 13
EARLY_CONCERN = frozenset({"R5", "R6", "R7", "S2", "S3"})
"""Under 13 each of these asks for a discussion at any category."""
YOUNG_PROMPT = wording("Under 13: hold a strategy discussion at once, whatever the category")

MULTIPLE_VULNERABILITIES = 2
MULTIPLE_RISK_INDICATORS = 3

FITS_NO_ROW = wording("fits no row of the table in §5.7")
FITS_TWO_ROWS = wording("fits two rows of the table in §5.7")
OUR_READING = wording("multiple risk indicators are read as 3 or more: our reading of §5.7")
DECISION_ASKED = wording("a recorded decision is asked for (§6.2)")


class Counts(NamedTuple):
    """How many distinct vulnerabilities, risk indicators and significant risk indicators."""

    v: int
    r: int
    s: int

    def plus(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(self.v + other.v, self.r + other.r, self.s + other.s)


NONE = Counts(0, 0, 0)


@dataclass(frozen=True)
class SerafResult:
    """What an assessment comes to.

    `category` and `ceiling` rest on what is present or suspected; `confirmed` is the category on what is present alone;
    `if_unassessed` the category if all that is not yet assessed were present. `provisional` is Category 1 with
    something not assessed. `reasons` and `flags` are plain words. `not_assessed` are codes, known where codes were
    given.
    """

    category: int
    ceiling: int
    if_unassessed: int
    confirmed: int
    provisional: bool
    reasons: tuple[str, ...]
    flags: tuple[str, ...]
    counts: Counts
    not_assessed: tuple[str, ...] = ()
    ceiling_reasons: tuple[str, ...] = ()
    """Those of `reasons` that say why it may be higher."""

    @property
    def name(self) -> str:
        """`moderate risk`; for 1, `no risk indicator recorded`."""
        return CATEGORY_NAMES[self.category]


def category_of(v: int, r: int, s: int) -> int:
    """The category, 1 to 4. Raises `ValueRefused` for what is not a possible count."""
    counts = checked_counts(v, r, s)
    if counts.s >= 1:
        return 4
    if counts.r >= MULTIPLE_RISK_INDICATORS:
        return 3
    if counts.r >= 1 or counts.v >= MULTIPLE_VULNERABILITIES:
        return 2
    return 1


def ceiling_of(v: int, r: int, s: int) -> int:
    """The highest category that the table could mean, never below the category. Raises `ValueRefused`."""
    category = category_of(v, r, s)
    if v < MULTIPLE_VULNERABILITIES:
        return category
    if r >= MULTIPLE_RISK_INDICATORS:
        return 4
    return max(category, 3) if r >= 1 else category


def young_prompt(counting: Iterable[str], youngest: int | None, *, alleged: bool = False) -> str | None:
    """What is asked for of a child who may be under 13, or None.

    `counting` are the codes that count, `youngest` the lowest age in years that the child may have (None where it is
    not known: treated as under 13), `alleged` whether a sexual allegation is recorded.
    """
    if youngest is not None and youngest >= YOUNG:
        return None
    reasons = [code for code in CATALOGUE if code in EARLY_CONCERN.intersection(counting)]
    if alleged:
        reasons.append(wording("a sexual allegation"))
    return wording("%(what)s (%(reasons)s).", what=YOUNG_PROMPT, reasons=joined(", ", reasons)) if reasons else None


def assess(indicators: Mapping[str, str], policy: Policy = "table") -> SerafResult:
    """The result for the status of each indicator by its code.

    What is not named is not assessed, except an "other" (VX, RX, SX), which is absent unless somebody names it.
    Raises `ValueRefused` for an unknown code or status, and a code named twice.
    """
    named = _by_code(indicators)
    statuses: dict[str, Status] = {
        code: named.get(code, "absent" if each.other else "not assessed") for code, each in CATALOGUE.items()
    }
    counting = [code for code, given in statuses.items() if is_counted(code, given)]
    suspected = [code for code, given in statuses.items() if given == "suspected"]
    open_codes = tuple(code for code, given in statuses.items() if given == "not assessed")
    return _result(
        _Profile(
            counts=_count(counting),
            confirmed=_count(set(counting).difference(suspected)),
            unassessed=_count(open_codes),
            counting=tuple(counting),
            suspected=tuple(suspected),
            not_assessed=open_codes,
            history_closed=tuple(code for code in counting if statuses[code] == "closed"),
        ),
        policy,
    )


def from_counts(
    v: int,
    r: int,
    s: int,
    *,
    suspected: Counts = NONE,
    unassessed: Counts = NONE,
    policy: Policy = "table",
) -> SerafResult:
    """The result where only numbers are known.

    v, r and s count what is present or suspected; `suspected` says how many of them are only that, `unassessed` how
    many more are not yet assessed. All others are taken as assessed and absent. Raises `ValueRefused`.
    """
    counts = checked_counts(v, r, s)
    only = checked_counts(*suspected)
    checked_counts(*counts.plus(checked_counts(*unassessed)))
    if only.v > v or only.r > r or only.s > s:
        raise ValueRefused(
            "suspected",
            str(tuple(only)),
            wording("only %(counts)s are counted, suspected ones included.", counts=tuple(counts)),
        )
    return _result(_Profile(counts, Counts(v - only.v, r - only.r, s - only.s), unassessed), policy)


def checked_counts(v: object, r: object, s: object) -> Counts:
    """The three counts. Raises `ValueRefused` for what is negative, no whole number, or more than there can be."""
    return Counts(_whole("V", v), _whole("R", r), _whole("S", s))


@dataclass(frozen=True)
class _Profile:
    """What counts, what of it is confirmed, and what is open; the codes where they are known."""

    counts: Counts
    confirmed: Counts
    unassessed: Counts
    counting: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()
    not_assessed: tuple[str, ...] = ()
    history_closed: tuple[str, ...] = ()


def _whole(group: Group, value: object) -> int:
    """One count. A truth value, text and 2.0 are refused: they are a mistake of the caller."""
    name, most = group.lower(), MOST[group]
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueRefused(
            name, str(value), wording("the number of %(group)s must be a whole number.", group=_plural(group))
        )
    if not 0 <= value <= most:
        raise ValueRefused(
            name,
            str(value),
            wording("the number of %(group)s must be from 0 to %(most)s.", group=_plural(group), most=most),
        )
    return value


def _by_code(indicators: Mapping[str, str]) -> dict[str, Status]:
    named: dict[str, Status] = {}
    for code, given in indicators.items():
        known = indicator(code).code
        if known in named:
            raise ValueRefused(
                "code", code, wording("the indicator is named twice."), wording("Keep one status of each.")
            )
        named[known] = status(given)
    return named


def _count(codes: Iterable[str]) -> Counts:
    groups = [CATALOGUE[code].group for code in codes]
    return Counts(groups.count("V"), groups.count("R"), groups.count("S"))


def _result(profile: _Profile, policy: Policy) -> SerafResult:
    chosen = ceiling_of if policy == "protective" else category_of
    category, ceiling = chosen(*profile.counts), ceiling_of(*profile.counts)
    confirmed, if_unassessed = chosen(*profile.confirmed), chosen(*profile.counts.plus(profile.unassessed))
    return SerafResult(
        category=category,
        ceiling=ceiling,
        if_unassessed=if_unassessed,
        confirmed=confirmed,
        provisional=category == 1 and any(profile.unassessed),
        reasons=(
            _why_category(profile),
            *_why_ceiling(profile.counts, policy),
            *_why_row(profile.counts),
            *_why_history(profile),
            *_why_confirmed(profile, category, confirmed),
            *_why_open(profile, category, if_unassessed),
        ),
        flags=_flags(profile.counts, category, ceiling),
        counts=profile.counts,
        not_assessed=profile.not_assessed,
        ceiling_reasons=_why_ceiling(profile.counts, policy),
    )


def _flags(counts: Counts, category: int, ceiling: int) -> tuple[str, ...]:
    said = {
        FITS_NO_ROW: _fits_no_row(counts),
        FITS_TWO_ROWS: _fits_two_rows(counts),
        OUR_READING: counts.r >= MULTIPLE_RISK_INDICATORS,
        DECISION_ASKED: ceiling > category,
    }
    return tuple(flag for flag, holds in said.items() if holds)


def _fits_no_row(counts: Counts) -> bool:
    """Rows 2 to 4 all speak of multiple vulnerabilities, row 4 of multiple risk indicators too."""
    few = counts.v < MULTIPLE_VULNERABILITIES
    return (few and counts.r >= 1) or (counts.s >= 1 and (few or counts.r < MULTIPLE_RISK_INDICATORS))


def _fits_two_rows(counts: Counts) -> bool:
    """Row 1 allows any number of vulnerabilities without risk indicators, row 2 asks for no more than that."""
    return counts.v >= MULTIPLE_VULNERABILITIES and counts.r == 0 and counts.s == 0


def _why_category(profile: _Profile) -> str:
    v, r, s = profile.counts
    if s >= 1:
        return wording("Category 4: %(profile)s (§5.7, the row of Category 4).", profile=_said(profile, "S"))
    if r >= MULTIPLE_RISK_INDICATORS:
        return wording(
            "Category 3: %(profile)s, read as multiple (§5.7, the row of Category 3).", profile=_said(profile, "R")
        )
    if r >= 1:
        return wording(
            "Category 2: %(profile)s (§5.7, the row of Category 2: one or two).", profile=_said(profile, "R")
        )
    if v >= MULTIPLE_VULNERABILITIES:
        return wording(
            "Category 2: %(profile)s, which are multiple (§5.7, the row of Category 2).", profile=_said(profile, "V")
        )
    return wording(
        "Category 1: no risk indicators and %(profile)s (§5.7, the row of Category 1).", profile=_said(profile, "V")
    )


def _why_ceiling(counts: Counts, policy: Policy) -> tuple[str, ...]:
    by_table, ceiling = category_of(*counts), ceiling_of(*counts)
    if ceiling == by_table:
        return ()
    if policy == "protective":
        return (
            wording(
                "The protective policy takes the highest reading of §5.7, Category %(ceiling)s, for the category.",
                ceiling=ceiling,
            ),
        )
    if ceiling == 4:
        said = wording(
            "significant risk indicators are likely beside multiple vulnerabilities and risk indicators (§5.7)"
        )
    elif counts.r == 1:
        said = wording("§6.3 describes Category 3 as multiple vulnerabilities with one or more risk indicators")
    else:
        said = wording("there are multiple vulnerabilities and risk indicators (§5.7, §6.3)")
    warned = wording("; §6.2 warns that Category 2 may be low") if by_table == 2 else ""
    return (
        wording(
            "It may prove to be Category %(ceiling)s: %(said)s%(warned)s. A recorded decision is asked for.",
            ceiling=ceiling,
            said=said,
            warned=warned,
        ),
    )


def _why_row(counts: Counts) -> tuple[str, ...]:
    if _fits_no_row(counts):
        return (wording("No row of the table in §5.7 describes this profile; the highest sign present decides."),)
    if _fits_two_rows(counts):
        return (wording("Both Category 1 and Category 2 describe this profile in §5.7; the higher is taken."),)
    return ()


def _why_history(profile: _Profile) -> tuple[str, ...]:
    if not profile.history_closed:
        return ()
    codes = ", ".join(profile.history_closed)
    return (
        wording(
            "%(codes)s counts although it is given as closed: history is corrected, not closed by time (§5.2, §5.3).",
            codes=codes,
        ),
    )


def _why_confirmed(profile: _Profile, category: int, confirmed: int) -> tuple[str, ...]:
    if confirmed == category:
        return ()
    codes = f" ({', '.join(profile.suspected)})" if profile.suspected else ""
    return (
        wording(
            "On confirmed indicators alone it is Category %(confirmed)s by §5.7; the others are suspected%(codes)s.",
            confirmed=confirmed,
            codes=codes,
        ),
    )


def _why_open(profile: _Profile, category: int, if_unassessed: int) -> tuple[str, ...]:
    number = sum(profile.unassessed)
    if number == 0:
        return ()
    what = wording_of("%(num)d entry is", "%(num)d entries are", number)
    provisional = wording(", so Category 1 is provisional") if category == 1 else ""
    return (
        wording(
            "%(what)s not assessed; with all of them present §5.7 gives Category %(if_unassessed)s%(provisional)s.",
            what=what,
            if_unassessed=if_unassessed,
            provisional=provisional,
        ),
    )


def _said(profile: _Profile, group: Group) -> str:
    """`2 risk indicators (R1, R8)`; without codes where only numbers are known."""
    number = profile.counts["VRS".index(group)]
    codes = ", ".join(code for code in profile.counting if code[0] == group)
    words = _counted(group, number) if number else _none(group)
    return wording("%(words)s (%(codes)s)", words=words, codes=codes) if codes else words


def _counted(group: Group, number: int) -> Wording:
    match group:
        case "V":
            return wording_of("%(num)d vulnerability", "%(num)d vulnerabilities", number)
        case "R":
            return wording_of("%(num)d risk indicator", "%(num)d risk indicators", number)
        case "S":
            return wording_of("%(num)d significant risk indicator", "%(num)d significant risk indicators", number)


def _none(group: Group) -> Wording:
    match group:
        case "V":
            return wording("no vulnerabilities")
        case "R":
            return wording("no risk indicators")
        case "S":
            return wording("no significant risk indicators")


def _plural(group: Group) -> Wording:
    match group:
        case "V":
            return wording("vulnerabilities")
        case "R":
            return wording("risk indicators")
        case "S":
            return wording("significant risk indicators")
