"""United Kingdom postcodes: `CF10 1AA`, or the district `CF10` alone where no more is known.

The key is the postcode in upper case with one space. The shape is that of BS 7666 as the Post Office issues them;
whether a postcode is in use is not known here. A foreign code belongs in the address's text.
"""

import re
from dataclasses import dataclass

from graph.errors import ValueRefused
from graph.values.text import fold, tidy

_DISTRICT = r"GIR|(?:[A-PR-UWYZ](?:[0-9][0-9]?|[A-HK-Y][0-9][0-9]?|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRV-Y]))"
_UNIT = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_WHOLE = re.compile(rf"({_DISTRICT})({_UNIT})")
_WITHIN = re.compile(rf"\b({_DISTRICT})[ -]?({_UNIT})\b", re.IGNORECASE)
_PARTIAL = re.compile(_DISTRICT)


@dataclass(frozen=True)
class Postcode:
    """One postcode, or a district."""

    key: str
    original: str
    warnings: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Postcode":
        """A postcode as recorded; spacing and case do not matter. Raises `ValueRefused`."""
        packed = re.sub(r"[\s.\-]", "", fold(text)).upper()
        if not packed:
            raise ValueRefused("postcode", text, "no postcode is given.")
        whole = _WHOLE.fullmatch(packed)
        if whole is not None:
            return cls(f"{whole[1]} {whole[2]}", text)
        if _PARTIAL.fullmatch(packed):
            return cls(packed, text, ("only the district is given",))
        raise ValueRefused(
            "postcode",
            text,
            "it has not the shape of a United Kingdom postcode such as CF10 1AA.",
            "Put a foreign code into the address, or leave the cell blank.",
        )

    @classmethod
    def within(cls, text: str) -> "tuple[Postcode, str] | None":
        """The last whole postcode written in a text, and the text without it; None where there is none."""
        found = list(_WITHIN.finditer(tidy(text)))
        if not found:
            return None
        last = found[-1]
        rest = f"{last.string[: last.start()]} {last.string[last.end() :]}"
        return cls(f"{last[1]} {last[2]}".upper(), last[0]), tidy(rest).strip(" ,;")

    @classmethod
    def every_within(cls, text: str) -> "tuple[tuple[Postcode, int, str], ...]":
        """Each whole postcode written in a text, where it begins, and as it is written."""
        found = _WITHIN.finditer(text)
        return tuple((cls(f"{match[1]} {match[2]}".upper(), match[0]), match.start(), match[0]) for match in found)

    @property
    def shown(self) -> str:
        """As people write it."""
        return self.key

    @property
    def partial(self) -> bool:
        """Whether only the district is known."""
        return " " not in self.key

    @property
    def district(self) -> str:
        """The first half: `CF10`."""
        return self.key.split(" ")[0]

    def agrees(self, other: "Postcode") -> bool:
        """Whether both may be one postcode: equal, or the same district where one is only that."""
        if self.partial or other.partial:
            return self.district == other.district
        return self.key == other.key

    def search_keys(self) -> frozenset[str]:
        """With and without its space, and the district."""
        return frozenset({self.key, self.key.replace(" ", ""), self.district})
