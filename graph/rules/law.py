"""The law that abduction notices rest on: one dated table, from which rules, words and tests are made.

No row has been signed by a lawyer: `checked_by_legal` is None, and each sentence then ends in "check with legal". Rows
marked `from_protocol` stand in Appendix 3 of the protocol; the others are practice that no primary text confirms here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

CHECK_WITH_LEGAL = "check with legal"


@dataclass(frozen=True)
class LawRow:
    """One rule of law: what it says, its source, since when, what replaced it, and when a lawyer checked it."""

    text: str
    source: str
    in_force_from: date | None = None
    replaced_by: str = ""
    from_protocol: bool = False
    checked_by_legal: date | None = None

    @property
    def sentence(self) -> str:
        """The text with its source; until it is signed it says "check with legal"."""
        signed = (
            CHECK_WITH_LEGAL
            if self.checked_by_legal is None
            else f"checked by legal on {self.checked_by_legal.isoformat()}"
        )
        return f"{self.text} ({self.source}; {signed})"


@dataclass(frozen=True)
class StatusRow:
    """What a child's recorded legal status means for a notice under Children Act 1989 s.49.

    `grounds` is whether s.49 applies while it is in force; `who_may_state` signs that the child is kept from the
    person; `ends_after_hours` bounds it by elapsed hours, `ends_after_days` by days, `extended_days` once by at most
    so many more.
    """

    words: str
    grounds: bool
    law: LawRow
    who_may_state: str
    ends_after_hours: int | None = None
    ends_after_days: int | None = None
    extended_days: int = 0
    legal_advice: bool = False


_ACT_1989 = date(1991, 10, 14)
_ACT_2014 = date(2016, 4, 6)
_PARENT = "a person with parental responsibility"
_AUTHORITY = "an authorised manager of the authority named in the order"

S2 = LawRow(
    "A notice may rest on the child being under 16; it ends at 00:00 on the 16th birthday.",
    "Child Abduction Act 1984 s.2",
    date(1984, 10, 12),
    from_protocol=True,
)
S49 = LawRow(
    "A notice may rest on the child being under 18 and in care under s.31, under an emergency protection order or in"
    " police protection, while that is in force; it ends with it, or at 18.",
    "Children Act 1989 s.49",
    _ACT_1989,
)
TOO_OLD_FOR_AN_ORDER = LawRow(
    "A care order is not made for somebody who is 17: the status is doubtful, see the order.",
    "Children Act 1989 s.31(3)",
    _ACT_1989,
)
NOT_S2 = LawRow(
    "A notice under s.2 is not available against a parent, a guardian or a man believed to be the father.",
    "Child Abduction Act 1984 s.2(1), (3)",
    date(1984, 10, 12),
)


def _no(words: str, source: str, in_force: date | None, *, advice: bool = False) -> StatusRow:
    law = LawRow(f"{words[0].upper()}{words[1:]} is not care under s.31.", source, in_force)
    return StatusRow(words, False, law, _PARENT, legal_advice=advice)


STATUSES: Mapping[str, StatusRow] = {
    "care-order": StatusRow(
        "a care order",
        True,
        LawRow("A care order places the child in care.", "Children Act 1989 s.31", _ACT_1989),
        _AUTHORITY,
    ),
    "interim-care-order": StatusRow(
        "an interim care order",
        True,
        LawRow("A care order includes an interim one.", "Children Act 1989 s.31(11), s.38", _ACT_1989),
        _AUTHORITY,
    ),
    "epo": StatusRow(
        "an emergency protection order",
        True,
        LawRow(
            "An emergency protection order lasts 8 days at most and is extended once by at most 7.",
            "Children Act 1989 s.44, s.45",
            _ACT_1989,
        ),
        "the applicant for the order",
        ends_after_days=8,
        extended_days=7,
    ),
    "police-protection": StatusRow(
        "police protection",
        True,
        LawRow("Police protection lasts 72 hours at most.", "Children Act 1989 s.46", _ACT_1989),
        "the designated officer",
        ends_after_hours=72,
        legal_advice=True,
    ),
    "accommodated": _no(
        "accommodation by agreement",
        "Social Services and Well-being (Wales) Act 2014 s.76; in England Children Act 1989 s.20",
        _ACT_2014,
    ),
    "supervision-order": _no("a supervision order", "Children Act 1989 s.35", _ACT_1989),
    "special-guardianship": _no("special guardianship", "Children Act 1989 s.14A", date(2005, 12, 30)),
    "child-arrangements": _no("a child arrangements order", "Children Act 1989 s.8", date(2014, 4, 22)),
    "remand": _no(
        "remand to local authority accommodation",
        "Legal Aid, Sentencing and Punishment of Offenders Act 2012 s.91",
        date(2012, 12, 3),
        advice=True,
    ),
    "ward": _no("wardship", "the High Court's inherent jurisdiction", None, advice=True),
    "care-leaver": _no("having left care", "Social Services and Well-being (Wales) Act 2014 s.104", _ACT_2014),
    "none": _no("no order", "Children Act 1989 s.31", _ACT_1989),
}
"""By the code under which a status is recorded. A status that is not here, and none recorded, are not known."""
