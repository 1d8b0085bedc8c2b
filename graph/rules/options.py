"""Which options for protecting children appear to have grounds for a subject, and what is missing.

It sets out grounds, items and gaps; each option needs legal advice, and a person decides. Nobody who is or may be under
18 has options against them; professionals and carers go the restricted route (docs/domain.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.rules.law import CHECK_WITH_LEGAL, LawRow
from graph.rules.powers import NEEDS, POWERS, Need, OptionOf
from graph.wording import joined, wording

UNDER_18 = wording(
    "They are or may be under 18: a referral in their own right first. No option against them is listed."
)
RESTRICTED = LawRow(
    wording(
        "Concern about a professional or carer goes the restricted route, to the designated officer of the authority."
    ),
    "Wales Safeguarding Procedures, section 5",
)
ADVICE = wording("Legal advice needed")


@dataclass(frozen=True)
class Tried:
    """What was tried, or decided against: its state, effect, and the plain fields of its record."""

    option: str
    what: str
    state: str
    day: str = ""
    effect: str = ""
    officer: str = ""
    crime_number: str = ""
    outcome: str = ""
    reason: str = ""
    lineage: str = ""


@dataclass(frozen=True, kw_only=True)
class OptionFacts:
    """What is recorded of a subject. `recorded`: the items by which each need is met; a need with none is not in it.

    `notes` are sentences of an option's own rules by its code, such as for which child grounds of a notice appear to be
    met; `gaps` likewise what those rules miss; `ruled_out` are options that those rules exclude.
    `decided` says whether somebody decided to act or not, who, when and why.
    """

    of: OptionOf
    recorded: Mapping[Need, tuple[str, ...]]
    may_be_under_18: bool = False
    age_known: bool = True
    restricted: bool = False
    notes: Mapping[str, tuple[str, ...]]
    gaps: Mapping[str, tuple[str, ...]]
    ruled_out: frozenset[str] = frozenset()
    tried: tuple[Tried, ...] = ()
    decided: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """One option: whether its grounds appear to be recorded, by which items, what is missing, and what was tried."""

    code: str
    words: str
    law: str
    grounds: bool
    notes: tuple[str, ...]
    items: tuple[str, ...]
    missing: tuple[str, ...]
    tried: tuple[Tried, ...]

    @property
    def standing(self) -> str:
        """`grounds appear to be recorded; legal advice needed (check with legal)`: never "eligible"."""
        said = wording("grounds appear to be recorded") if self.grounds else wording("grounds are not shown")
        return f"{said}; {ADVICE.lower()} ({CHECK_WITH_LEGAL})"


@dataclass(frozen=True)
class OptionsFound:
    """Every option of a subject, those with grounds first; `instead` says why none is listed, `decided` whether
    somebody decided to act or not."""

    options: tuple[Option, ...]
    instead: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()

    @property
    def row(self) -> str:
        """The options in one line, as they stand in a meeting: those with grounds, and how much each misses."""
        if self.instead:
            return joined(" ", (*self.instead, *self.decided))
        found = [f"{each.words} ({_missing(len(each.missing))})" for each in self.options if each.grounds]
        said = f"{'; '.join(found)}. {ADVICE}." if found else wording("No option has grounds in what you may see.")
        return joined(" ", (said, *self.decided))


def options_of(facts: OptionFacts, *, police: bool) -> OptionsFound:
    """The options for a subject; `police`: whether the reader reads MAPPA, as police or a named probation reader."""
    if facts.restricted:
        return OptionsFound((), (RESTRICTED.sentence,), facts.decided)
    if facts.of == "adult" and facts.may_be_under_18:
        return OptionsFound((), (UNDER_18,), facts.decided)
    found = [
        _option(code, facts)
        for code, row in POWERS.items()
        if row.of == facts.of and (police or not row.police_only) and code not in facts.ruled_out
    ]
    return OptionsFound(tuple(sorted(found, key=lambda each: not each.grounds)), decided=facts.decided)


def _option(code: str, facts: OptionFacts) -> Option:
    row = POWERS[code]
    unmet: list[Need] = [need for need in row.needs if need not in facts.recorded]
    age = () if facts.of != "adult" or facts.age_known else (wording("whether they are 18 or over"),)
    tried = tuple(each for each in facts.tried if each.option == code)
    return Option(
        code=code,
        words=row.words,
        law=row.law.sentence,
        grounds=not unmet,
        notes=facts.notes.get(code, ()),
        items=tuple(dict.fromkeys(item for need in row.needs for item in facts.recorded.get(need, ()))),
        missing=tuple(dict.fromkeys((*(NEEDS[need] for need in unmet), *age, *facts.gaps.get(code, ()), *row.asks))),
        tried=tried,
    )


def _missing(count: int) -> str:
    return wording("nothing missing") if not count else wording("%(count)s missing", count=count)
