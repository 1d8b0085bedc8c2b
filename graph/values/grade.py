"""How far a source and what it said can be relied on: the UK 3x5x2 grade of one item.

    source      1 reliable   2 untested   3 not reliable
    assessment  A known directly   B known indirectly but corroborated   C known indirectly   D not known
                E suspected to be false

The "2" of 3x5x2, the handling code, is `graph.values.access`. A missing half stays missing: it is never defaulted.

A grade of the former 5x5x5 system (source A–E, intelligence 1–5, handling 1–5, written `B/2/1` or `B21`) is kept as
recorded in `legacy`, beside this conversion, which is our reading and not a published one:

    source        A, B → 1 (always, mostly reliable)   C, D → 3 (sometimes reliable, unreliable)   E → 2 (untested)
    intelligence  1, 2 → A (known to the reporter, to the source)   3 → B (corroborated)   4 → D (cannot be judged)
                  5 → E (suspected to be false)
    handling      is not converted: the item's handling stays missing, and so most restricted, until somebody gives it
"""

import re
from dataclasses import dataclass, field

from graph.errors import ValueRefused
from graph.values.text import tidy
from graph.wording import joined, wording

SOURCES = {"1": wording("reliable source"), "2": wording("untested source"), "3": wording("source not reliable")}
ASSESSMENTS = {
    "A": wording("known directly"),
    "B": wording("known indirectly but corroborated"),
    "C": wording("known indirectly"),
    "D": wording("not known"),
    "E": wording("suspected to be false"),
}
MISSING = "-"

_LEGACY_SOURCES = {"A": "1", "B": "1", "C": "3", "D": "3", "E": "2"}
_LEGACY_ASSESSMENTS = {"1": "A", "2": "A", "3": "B", "4": "D", "5": "E"}


@dataclass(frozen=True)
class Grade:
    """The grade of one item; `Grade()` is an item without one. Equal where the 3x5x2 grade is."""

    source: str | None = None
    assessment: str | None = None
    legacy: str = field(default="", compare=False)
    original: str = field(default="", compare=False)
    warnings: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def parse(cls, text: str) -> "Grade":
        """A grade written in one piece: `2C`, `2/C`, `2-`, `-C`, `--`, a blank, or a legacy `B/2/1`.

        Raises `ValueRefused`.
        """
        code = re.sub(r"[\s/]+", "", tidy(text).upper())
        if code in {"", MISSING, MISSING * 2}:
            return cls(original=text)
        if re.fullmatch(r"[A-E][1-5][1-5]?", code):
            return cls._from_legacy(code[0], code[1], text)
        if re.fullmatch(r"[1-3-][A-E]", code) or re.fullmatch(r"[1-3]-?", code):
            return cls.from_cells(code[0], code[1:], original=text)
        if code in ASSESSMENTS:
            return cls.from_cells("", code, original=text)
        raise ValueRefused("grade", text, wording("a grade is a source 1 to 3 and an assessment A to E, such as 2C."))

    @classmethod
    def from_cells(cls, source: str, assessment: str, *, original: str = "") -> "Grade":
        """A grade from its two cells; a blank or `-` is missing. Raises `ValueRefused`.

        A source in letters or an assessment in figures is a legacy grade; one of each system is refused.
        """
        first, second = (_cell(source), _cell(assessment))
        given = original or "/".join(cell for cell in (tidy(source), tidy(assessment)) if cell)
        if (first == "" or first in SOURCES) and (second == "" or second in ASSESSMENTS):
            return cls(first or None, second or None, original=given)
        if (first == "" or first in _LEGACY_SOURCES) and (second == "" or second in _LEGACY_ASSESSMENTS):
            return cls._from_legacy(first, second, given)
        if first not in SOURCES and first not in _LEGACY_SOURCES and first:
            raise ValueRefused(
                "source_grade", source, wording("a source is graded 1 to 3 (or A to E in the former 5x5x5).")
            )
        if second not in ASSESSMENTS and second not in _LEGACY_ASSESSMENTS and second:
            raise ValueRefused(
                "assessment", assessment, wording("it is graded A to E (or 1 to 5 in the former 5x5x5).")
            )
        raise ValueRefused(
            "assessment",
            assessment,
            wording("it is of another grading system than the source %(source)s.", source=repr(source)),
        )

    @classmethod
    def _from_legacy(cls, source: str, assessment: str, original: str) -> "Grade":
        converted = cls(_LEGACY_SOURCES.get(source), _LEGACY_ASSESSMENTS.get(assessment))
        warning = wording("a grade of the former 5x5x5 system, kept as recorded and read as %(key)s", key=converted.key)
        return cls(converted.source, converted.assessment, tidy(original), original, (warning,))

    @property
    def key(self) -> str:
        """Two characters: source and assessment, `-` where one is missing."""
        return f"{self.source or MISSING}{self.assessment or MISSING}"

    @property
    def shown(self) -> str:
        """As people write it: `2C`, `2-`; `not graded`; a legacy grade with its conversion."""
        if self.legacy:
            return wording("%(legacy)s (5x5x5), read as %(key)s", legacy=self.legacy, key=self.key)
        return wording("not graded") if self.key == MISSING * 2 else self.key

    @property
    def words(self) -> str:
        """In plain English: `reliable source; known directly`."""
        if self.source is None and self.assessment is None:
            return wording("not graded")
        source = wording("source not graded") if self.source is None else SOURCES[self.source]
        assessment = wording("not assessed") if self.assessment is None else ASSESSMENTS[self.assessment]
        return joined("; ", (source, assessment))

    @property
    def suspected_false(self) -> bool:
        """Whether it is graded E: shown, and counted for nothing."""
        return self.assessment == "E"


def all_grade_keys() -> frozenset[str]:
    """Every key that a grade can have: three sources and none, five assessments and none."""
    return frozenset(f"{s}{a}" for s in (*SOURCES, MISSING) for a in (*ASSESSMENTS, MISSING))


def grades_at_least(limit: str, *, graded_only: bool = False) -> frozenset[str]:
    """The keys of the grades at least as good as `limit`: `2C` is source 1 or 2 and assessment A to C.

    A limit may name one half only (`2` or `-C`). What has no grade passes, unless `graded_only`: professional
    information from partners often has none. What has one half passes or fails on the half it has, with `graded_only`
    too, since that half is a grade. Raises `ValueRefused` for a limit that is no 3x5x2 grade.
    """
    least = Grade.parse(limit)
    if least.legacy or least.key == MISSING * 2:
        raise ValueRefused(wording("grade limit"), limit, wording("it must be a 3x5x2 grade such as 2C."))
    source, assessment = least.source or max(SOURCES), least.assessment or max(ASSESSMENTS)
    return frozenset(
        key
        for key in all_grade_keys()
        if (key[0] == MISSING or key[0] <= source)
        and (key[1] == MISSING or key[1] <= assessment)
        and not (graded_only and key == MISSING * 2)
    )


def _cell(text: str) -> str:
    code = tidy(text).upper()
    return "" if code == MISSING else code
