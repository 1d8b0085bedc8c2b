"""The law that abduction notices rest on: one dated table, from which rules, words and tests are made.

No row has been signed by a lawyer: `checked_by_legal` is None, and each sentence then ends in "check with legal". Rows
marked `from_protocol` stand in Appendix 3 of the protocol; the others are law or practice that no primary text confirms
here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.wording import capital, wording

CHECK_WITH_LEGAL = wording("check with legal")

Met = Literal["yes", "no", "unknown"]
Capacity = Literal[
    "parental responsibility",
    "authority named in the order",
    "applicant for the order",
    "designated officer",
    "foster carer",
    "children's home",
    "social worker",
    "other",
]
"""As what somebody signs the statement that the child is kept from the person or the address."""

CAPACITIES: Mapping[Capacity, str] = {
    "parental responsibility": wording("a person with parental responsibility"),
    "authority named in the order": wording("an authorised manager of the authority named in the order"),
    "applicant for the order": wording("the applicant for the order"),
    "designated officer": wording("the designated officer of the police"),
    "foster carer": wording("a foster carer"),
    "children's home": wording("a children's home"),
    "social worker": wording("a social worker"),
    "other": wording("somebody else"),
}


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
            else wording("checked by legal on %(day)s", day=self.checked_by_legal.isoformat())
        )
        return wording("%(text)s (%(source)s; %(signed)s)", text=self.text, source=self.source, signed=signed)


@dataclass(frozen=True)
class StatusRow:
    """What a child's recorded legal status means for a notice under Children Act 1989 s.49.

    `grounds` is whether s.49 applies while it is in force; `who_may_state` signs that the child is kept from the
    person; `ends_after_hours` bounds it by elapsed hours, `ends_after_days` by days, `extended_days` once by at most
    so many more; `end_needed` is whether its end has to be recorded; `replaces` is whether it puts in doubt that an
    order made before it is still in force. Where `who_may_state` is None the status has to be recorded first.
    """

    words: str
    grounds: Met
    law: LawRow
    who_may_state: Capacity | None
    ends_after_hours: int | None = None
    ends_after_days: int | None = None
    extended_days: int = 0
    end_needed: bool = False
    legal_advice: bool = False
    replaces: bool = False


_ACT_1989 = date(1991, 10, 14)
_ACT_2002 = date(2005, 12, 30)
_ACT_2014 = date(2016, 4, 6)
_PROTOCOL = wording("protocol Appendix 3")

S2 = LawRow(
    wording("A notice may rest on the child being under 16; it ends at 00:00 on the 16th birthday."),
    "Child Abduction Act 1984 s.2",
    date(1984, 10, 12),
    from_protocol=True,
)
S49 = LawRow(
    wording(
        "A notice may rest on the child being under 18 and in care under s.31, under an emergency protection order or"
        " in police protection, while that is in force; it ends with it, or at 18."
    ),
    "Children Act 1989 s.49",
    _ACT_1989,
)
TOO_OLD_FOR_AN_ORDER = LawRow(
    wording("A care order is not made for somebody who is 17: the status is doubtful, see the order."),
    "Children Act 1989 s.31(3)",
    _ACT_1989,
)
NOT_S2 = LawRow(
    wording(
        "A notice under s.2 is not available against a parent, a guardian, a carer or a man believed to be the"
        " father: take legal advice."
    ),
    "Child Abduction Act 1984 s.1(2), s.2(1), (3)",
    date(1984, 10, 12),
)
SIGNED = LawRow(
    wording(
        "A notice is not authorised without the signed statement that the child is kept from the person or the address."
    ),
    _PROTOCOL,
    from_protocol=True,
)
DISPUTED = LawRow(
    wording("Holders of parental responsibility disagree: not ready, take legal advice."),
    "Children Act 1989 s.2(7)",
    _ACT_1989,
)
SUSPECTED = LawRow(
    wording("A holder of parental responsibility is suspected: not ready, take legal advice."),
    wording("practice, no primary text"),
)
UNREACHABLE = LawRow(
    wording("No holder of parental responsibility can be reached: not ready, take legal advice."),
    wording("practice, no primary text"),
)
INFORMED = LawRow(
    wording("Each holder of parental responsibility is informed of the notice, or it is recorded why not."),
    wording("practice, no primary text"),
)
NAMED = LawRow(wording("A notice is served on a person known by name."), _PROTOCOL, from_protocol=True)
SERVED_UNDER_18 = LawRow(
    wording(
        "Somebody under 18 is not served as routine: a referral in their own right comes first, then legal advice."
    ),
    wording("practice, no primary text"),
)
OFFENCE_S2 = LawRow(
    wording(
        "A person other than a parent or lawful carer commits an offence if, without lawful authority, they take or"
        " detain a child under the age of 16 so as to remove the child from the control of the person who has lawful"
        " control, or so as to keep the child out of it."
    ),
    "Child Abduction Act 1984 s.2",
    date(1984, 10, 12),
    from_protocol=True,
)
OFFENCE_S49 = LawRow(
    wording(
        "A person commits an offence if, knowingly and without lawful authority or reasonable excuse, they take the"
        " child away from the person responsible, keep the child away, or induce, assist or incite the child to run"
        " away or stay away."
    ),
    "Children Act 1989 s.49",
    _ACT_1989,
)
WARNING = LawRow(
    wording("You may commit an offence and may be arrested. This is a warning, not a court order."), _PROTOCOL
)


def stated_by(row: StatusRow) -> LawRow:
    """Who has to sign the statement for a child of this status; where the status does not say, its own rule."""
    if row.who_may_state is None:
        return row.law
    return LawRow(
        wording(
            "Under %(status)s the statement has to be signed by %(who)s.",
            status=row.words,
            who=CAPACITIES[row.who_may_state],
        ),
        row.law.source,
        row.law.in_force_from,
    )


def _no(
    words: str,
    source: str,
    in_force: date | None,
    *,
    who: Capacity = "parental responsibility",
    advice: bool = False,
    replaces: bool = True,
) -> StatusRow:
    law = LawRow(wording("%(status)s is not care under s.31.", status=capital(words)), source, in_force)
    return StatusRow(words, "no", law, who, legal_advice=advice, replaces=replaces)


STATUSES: Mapping[str, StatusRow] = {
    "care-order": StatusRow(
        wording("a care order"),
        "yes",
        LawRow(wording("A care order places the child in care."), "Children Act 1989 s.31", _ACT_1989),
        "authority named in the order",
    ),
    "interim-care-order": StatusRow(
        wording("an interim care order"),
        "yes",
        LawRow(wording("A care order includes an interim care order."), "Children Act 1989 s.31(11), s.38", _ACT_1989),
        "authority named in the order",
        end_needed=True,
    ),
    "epo": StatusRow(
        wording("an emergency protection order"),
        "yes",
        LawRow(
            wording("An emergency protection order lasts 8 days at most and is extended once by at most 7."),
            "Children Act 1989 s.44, s.45",
            _ACT_1989,
        ),
        "applicant for the order",
        ends_after_days=8,
        extended_days=7,
    ),
    "police-protection": StatusRow(
        wording("police protection"),
        "yes",
        LawRow(wording("Police protection lasts 72 hours at most."), "Children Act 1989 s.46", _ACT_1989),
        "designated officer",
        ends_after_hours=72,
        legal_advice=True,
    ),
    "accommodated": _no(
        wording("accommodation by agreement in Wales (s.76)"),
        "Social Services and Well-being (Wales) Act 2014 s.76",
        _ACT_2014,
    ),
    "s20-england": _no(wording("accommodation by agreement in England (s.20)"), "Children Act 1989 s.20", _ACT_1989),
    "supervision-order": _no(wording("a supervision order"), "Children Act 1989 s.35", _ACT_1989),
    "special-guardianship": _no(wording("special guardianship"), "Children Act 1989 s.14A", _ACT_2002),
    "child-arrangements": _no(wording("a child arrangements order"), "Children Act 1989 s.8", date(2014, 4, 22)),
    # While a placement order is in force a care order has no effect (s.29(1)); the authority holds responsibility.
    "placement-order": _no(
        wording("a placement order"),
        "Adoption and Children Act 2002 s.21, s.25, s.29(1)",
        _ACT_2002,
        who="authority named in the order",
        advice=True,
    ),
    "remand": _no(
        wording("remand to local authority accommodation"),
        "Legal Aid, Sentencing and Punishment of Offenders Act 2012 s.91",
        date(2012, 12, 3),
        advice=True,
        replaces=False,
    ),
    "ward": _no(
        wording("wardship"), wording("the High Court's inherent jurisdiction"), None, advice=True, replaces=False
    ),
    # It stands beside another status, which decides.
    "secure": StatusRow(
        wording("secure accommodation"),
        "unknown",
        LawRow(
            wording("Secure accommodation stands beside another status, which decides: see under which the child is."),
            "Children Act 1989 s.25; Social Services and Well-being (Wales) Act 2014 s.119",
            _ACT_1989,
        ),
        None,
        legal_advice=True,
    ),
    "care-leaver": _no(wording("having left care"), "Social Services and Well-being (Wales) Act 2014 s.104", _ACT_2014),
    "none": _no(wording("no order"), "Children Act 1989 s.31", _ACT_1989),
    "not-known": StatusRow(
        wording("a legal status that is not known"),
        "unknown",
        LawRow(
            wording("A legal status that is not known shows no grounds: ask the authority."), "Children Act 1989 s.49"
        ),
        None,
        legal_advice=True,
    ),
}
"""By the code under which a status is recorded (`graph.model.schema.LEGAL_STATUSES`)."""

Route = Literal["consent", "warrant", "PACE s.17", "PACE s.18", "PACE s.32", "Children Act s.48", "Children Act s.50"]
"""By what police enter and search premises."""

_PACE = date(1986, 1, 1)
ROUTES: Mapping[Route, LawRow] = {
    "consent": LawRow(wording("The occupier consents, knowing that they need not."), "PACE Code B", from_protocol=True),
    "warrant": LawRow(wording("A warrant names its Act, section and premises."), "PACE s.8, s.15, s.16", _PACE),
    "PACE s.17": LawRow(wording("Entry to arrest, or to save life or limb."), "PACE s.17", _PACE),
    "PACE s.18": LawRow(
        wording("Search after an arrest of premises that the person occupies or controls."), "PACE s.18", _PACE
    ),
    "PACE s.32": LawRow(wording("Search on an arrest of the premises in which the person was."), "PACE s.32", _PACE),
    "Children Act s.48": LawRow(wording("A warrant to search for a child."), "Children Act 1989 s.48", _ACT_1989),
    "Children Act s.50": LawRow(
        wording("A recovery order for a child who was taken or is missing."), "Children Act 1989 s.50"
    ),
}
NO_ENTRY = LawRow(wording("Police protection is no power of entry."), "Children Act 1989 s.46", _ACT_1989)
OWN_ROOM = LawRow(
    wording("A tenant, lodger or guest consents for their own room and for the parts that they share."), "PACE Code B"
)
LET_ROOM = LawRow(wording("The consent of a landlord or hotel alone is not enough for a let room."), "PACE Code B")
REFUSED = LawRow(wording("An occupier who refuses or withdraws ends it for what they occupy or share."), "PACE Code B")
NO_CHILD_CONSENTS = LawRow(wording("No child consents to a search."), wording("practice, no primary text"))
REPEAT = LawRow(wording("A repeat needs its reasons for being proportionate."), "PACE Code B", from_protocol=True)
VISIT_IS_SEARCH = LawRow(
    wording("A visit on which rooms, cupboards or phones were opened is a search."),
    "PACE Code B; practice, no primary text",
)
