"""Who may be shown an item: its handling code, conditions and compartments, as one canonical text.

    handling|condition+condition|compartment+compartment        P||      C|A1+S2|OPAL      || (nothing was recorded)

Two items with the same access have the same text, so a clearance is a plain list of texts. Missing handling is the
most restricted, and stays missing. Codes: docs/domain.md, "Intelligence grading"; the meaning of A1 to S2 is general
practice and a force may have codes of its own, so an unknown short code is kept with a warning.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal

from graph.errors import ValueRefused
from graph.values.text import tidy
from graph.wording import joined, wording, wording_of

Handling = Literal["P", "C", ""]

MAPPA_STATUS = "MAPP"
CONDITIONS = {
    "A1": wording("no action without the originator"),
    "A2": wording("covert action only"),
    "A3": wording("overt action"),
    "S1": wording("sanitise without asking"),
    "S2": wording("consult the originator before sanitising"),
    MAPPA_STATUS: wording("MAPPA status: police and a named probation reader only, never in a pack"),
}
"""The conditions known, in words."""

_MOST_RESTRICTED_FIRST: tuple[Handling, ...] = ("", "C", "P")
_LONGEST_COMPARTMENT = 40


@dataclass(frozen=True)
class Access:
    """Handling, conditions and compartments. Two are equal when their canonical texts are."""

    handling: Handling = ""
    conditions: frozenset[str] = frozenset()
    compartments: frozenset[str] = frozenset()
    original: str = field(default="", compare=False)
    warnings: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def parse(cls, text: str) -> "Access":
        """An access from its canonical text. Raises `ValueRefused`."""
        parts = text.split("|")
        if len(parts) != 3:
            raise ValueRefused(
                "access", text, wording("it must read handling|conditions|compartments, such as C|A1|OPAL.")
            )
        return cls._read(text, parts[0], parts[1].split("+"), parts[2].split("+"))

    @classmethod
    def from_cells(cls, handling: str, conditions: str = "", compartment: str = "") -> "Access":
        """An access from the cells of a file, the last two `;`-separated. Raises `ValueRefused`."""
        original = "; ".join(cell for cell in (handling, conditions, compartment) if cell)
        return cls._read(original, handling, re.split(r"[;,\s]+", conditions), compartment.split(";"))

    @classmethod
    def union(cls, accesses: Iterable["Access"]) -> "Access":
        """The access of what rests on all of these: its readers may see every one of them.

        What rests on nothing has no handling recorded, and so is the most restricted.
        """
        every = tuple(accesses)
        return cls(
            handling=_most_restricted({each.handling for each in every}),
            conditions=frozenset[str]().union(*(each.conditions for each in every)),
            compartments=frozenset[str]().union(*(each.compartments for each in every)),
        )

    @classmethod
    def _read(cls, original: str, handling: str, conditions: Iterable[str], compartments: Iterable[str]) -> "Access":
        read = _handling(handling)
        codes = frozenset(_condition(code) for code in conditions if tidy(code))
        names = frozenset(compartment_name(name) for name in compartments if tidy(name))
        unknown = [
            wording("condition %(code)s is not one that Dolen knows; kept", code=code)
            for code in sorted(codes - CONDITIONS.keys())
        ]
        odd = [wording("handling P carries no conditions; they are kept and hold")] if read == "P" and codes else []
        return cls(read, codes, names, original, (*unknown, *odd))

    @property
    def text(self) -> str:
        """The canonical text."""
        return f"{self.handling}|{'+'.join(sorted(self.conditions))}|{'+'.join(sorted(self.compartments))}"

    @property
    def key(self) -> str:
        """The canonical text, under the name that every value has."""
        return self.text

    @property
    def shown(self) -> str:
        """As people read it: `Handling C, conditions A1 and S2, compartment OPAL`."""
        said = [
            wording("Handling %(handling)s", handling=self.handling)
            if self.handling
            else wording("No handling recorded: most restricted")
        ]
        if self.conditions:
            said.append(
                wording_of(
                    "condition %(codes)s",
                    "conditions %(codes)s",
                    len(self.conditions),
                    codes=_listed(self.conditions),
                )
            )
        if self.compartments:
            said.append(
                wording_of(
                    "compartment %(names)s",
                    "compartments %(names)s",
                    len(self.compartments),
                    names=_listed(self.compartments),
                )
            )
        return joined(", ", said)

    def covers(self, other: "Access") -> bool:
        """Whether this is at least as restricted as the other: all readers of this may see the other."""
        return Access.union((self, other)) == self


def compartment_name(text: str) -> str:
    """The name of a compartment as it stands in access texts and memberships. Raises `ValueRefused`."""
    name = tidy(tidy(text).upper())
    if not name:
        raise ValueRefused("compartment", text, wording("it is blank."))
    if re.search(r"[|+;]", name) or not name.isprintable():
        raise ValueRefused("compartment", text, wording("a compartment's name cannot contain |, + or ;."))
    if len(name) > _LONGEST_COMPARTMENT:
        raise ValueRefused(
            "compartment",
            text,
            wording("it is longer than %(longest_compartment)s characters.", longest_compartment=_LONGEST_COMPARTMENT),
        )
    return name


def _handling(text: str) -> Handling:
    match tidy(text).upper():
        case "P":
            return "P"
        case "C":
            return "C"
        case "":
            return ""
        case _:
            raise ValueRefused(
                "handling",
                text,
                wording("the handling codes are P and C."),
                wording("Leave it blank where none was recorded."),
            )


def _most_restricted(given: Collection[Handling]) -> Handling:
    for handling in _MOST_RESTRICTED_FIRST:
        if handling in given:
            return handling
    return ""


def _listed(codes: frozenset[str]) -> str:
    found = sorted(codes)
    return (
        found[0]
        if len(found) == 1
        else wording("%(first)s and %(last)s", first=joined(" and ", found[:-1]), last=found[-1])
    )


def _condition(text: str) -> str:
    code = tidy(text).upper()
    if re.fullmatch(r"[A-Z0-9]{1,4}", code) is None:
        raise ValueRefused("conditions", text, wording("a condition is a short code such as A1 or S2."))
    return code
