"""The powers and other options by which police and partners protect children: the rest of the dated table of law.

Each row says what it is about, what it needs and where it is from. Every row but those `from_protocol` is law or
practice that no primary text confirms here; no row is signed, and each sentence says "check with legal".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from graph.rules.law import LawRow
from graph.wording import wording

OptionOf = Literal["adult", "premises", "vehicle", "phone", "child"]
OPTIONS_OF: tuple[OptionOf, ...] = get_args(OptionOf)
Need = Literal[
    "child named",
    "child there",
    "concern alleged",
    "conviction",
    "known by name",
    "in care",
    "lodging",
    "missing",
]
"""What has to be recorded before a row appears to apply, by code; `NEEDS` says it in words."""

NEEDS: Mapping[Need, str] = {
    "child named": wording("an item that names a child with them"),
    "child there": wording("an item that names a child there"),
    "concern alleged": wording("an item that alleges concern"),
    "conviction": "a conviction",
    "known by name": wording("their name"),
    "in care": wording("a care order, emergency protection order or police protection"),
    "lodging": wording("that it is a hotel, hostel or another place that lets rooms"),
    "missing": wording("a missing episode"),
}


@dataclass(frozen=True)
class PowerRow:
    """One option: what it is called, who or what it is about, its law, what has to be recorded and found out.

    `asks`: what no record of Dolen can show, so that a person finds out. `police_only`: a row that police and a
    named probation reader read and nobody else: MAPPA.
    """

    words: str
    of: OptionOf
    law: LawRow
    needs: tuple[Need, ...]
    asks: tuple[str, ...] = ()
    police_only: bool = False


_SOA = "Sexual Offences Act 2003"
_ASB = "Anti-social Behaviour, Crime and Policing Act 2014"
_MSA = "Modern Slavery Act 2015"
_SOA_FROM, _ASB_FROM, _MSA_FROM = date(2004, 5, 1), date(2014, 10, 20), date(2015, 7, 31)

POWERS: Mapping[str, PowerRow] = {
    "notice": PowerRow(
        wording("Abduction notice"),
        "adult",
        LawRow(
            wording("A notice warns a named person to keep away from a child."),
            wording("protocol Appendix 3"),
            from_protocol=True,
        ),
        ("child named", "known by name"),
        (wording("the signed statement of who may state"),),
    ),
    "prosecution": PowerRow(
        wording("Prosecution for offences against children"),
        "adult",
        LawRow(
            wording(
                "Sections 47 to 51 are offences of sexual exploitation of children, with age bands of their own;"
                " sections 57 to 59 as the protocol cites them are replaced."
            ),
            f"{_SOA} ss.47-51, 57-59",
            _SOA_FROM,
            replaced_by=wording("for ss.57-59: %(act)s s.2", act=_MSA),
            from_protocol=True,
        ),
        ("child named", "concern alleged"),
        (wording("evidential material: an intelligence grade is not evidence"),),
    ),
    "sexual-risk-order": PowerRow(
        wording("Sexual Risk Order"),
        "adult",
        LawRow(
            wording(
                "A court may make one where somebody has done an act of a sexual nature and it is necessary to"
                " protect the public or children; no conviction is needed."
            ),
            f"{_SOA} s.122A",
            date(2015, 3, 8),
        ),
        ("concern alleged", "known by name"),
        (wording("evidence of an act of a sexual nature"), wording("why it is necessary")),
    ),
    "shpo": PowerRow(
        wording("Sexual Harm Prevention Order"),
        "adult",
        LawRow(
            wording(
                "A court may make one on or after a conviction or caution for a listed offence, where it is necessary."
            ),
            wording("%(act)s s.103A; for later convictions the Sentencing Act 2020 s.343", act=_SOA),
            date(2015, 3, 8),
        ),
        ("conviction", "known by name"),
        (wording("that the offence is a listed one"), wording("why it is necessary")),
    ),
    "trafficking-risk-order": PowerRow(
        wording("Slavery and trafficking risk order"),
        "adult",
        LawRow(
            wording(
                "A court may make one where there is a risk of a slavery or human trafficking offence; no conviction"
                " is needed."
            ),
            f"{_MSA} s.23",
            _MSA_FROM,
        ),
        ("child named", "concern alleged", "known by name"),
        (wording("evidence that a child's travel was arranged, within the country too"),),
    ),
    "mappa": PowerRow(
        wording("Referral to MAPPA"),
        "adult",
        LawRow(
            wording(
                "It follows a conviction for a relevant offence. Status is read by police and a named probation reader"
                " only, and stands in no pack."
            ),
            wording("protocol §5.9.7; Criminal Justice Act 2003 s.325"),
        ),
        ("conviction",),
        (wording("that the offence is a relevant one"),),
        police_only=True,
    ),
    "search": PowerRow(
        wording("Search or visit of the premises"),
        "premises",
        LawRow(
            wording("By consent or under a legal power; a repeat needs its reasons for being proportionate."),
            "PACE Code B",
            date(1986, 1, 1),
            from_protocol=True,
        ),
        ("child there",),
        (wording("the route"), wording("who may consent, and for which rooms")),
    ),
    "notice-address": PowerRow(
        wording("Abduction notice for the address, to each occupant"),
        "premises",
        LawRow(wording("Each occupant has a notice of their own."), wording("protocol Appendix 3"), from_protocol=True),
        ("child there",),
        (wording("each occupant's name"), wording("the signed statement of who may state")),
    ),
    "closure": PowerRow(
        wording("Closure notice and order"),
        "premises",
        LawRow(
            wording(
                "Police or a council may close premises for nuisance or disorder; police may where they are used for"
                " specified sexual offences."
            ),
            f"{_ASB} s.76; {_SOA} s.136B",
            _ASB_FROM,
        ),
        ("child there", "concern alleged"),
        (wording("who lives there, children too, and where they would go"),),
    ),
    "hotel-information": PowerRow(
        wording("Information from a hotel about guests"),
        "premises",
        LawRow(
            wording(
                "Police may require information about guests of a hotel or similar that they believe to be used for"
                " child sexual exploitation."
            ),
            f"{_ASB} s.116",
            _ASB_FROM,
        ),
        ("child there", "lodging"),
        (wording("an inspector's authority"),),
    ),
    "premises-licence": PowerRow(
        wording("Licensing: review of the licence"),
        "premises",
        LawRow(
            wording("The protection of children from harm is an objective of licensing; police may ask for a review."),
            "Licensing Act 2003 s.51",
            date(2005, 11, 24),
        ),
        ("child there",),
        (wording("which licence is held, and who holds it"),),
    ),
    "vehicle-licence": PowerRow(
        wording("Licensing: taxi or private hire"),
        "vehicle",
        LawRow(
            wording("The council that licenses a driver or vehicle is informed and decides."),
            "Local Government (Miscellaneous Provisions) Act 1976 s.60, s.61",
            date(1977, 2, 14),
        ),
        ("child named",),
        (wording("whether the vehicle or its driver is licensed, and by which council"),),
    ),
    "keeper": PowerRow(
        wording("Keeper and driver established"),
        "vehicle",
        LawRow(
            wording("A keeper states who drove where that is required."),
            "Road Traffic Act 1988 s.172",
            date(1989, 5, 15),
        ),
        ("child named",),
        (wording("the registered keeper"), wording("that an offence to which the section applies is alleged")),
    ),
    "communications-data": PowerRow(
        wording("Communications data: who uses it, and its contacts"),
        "phone",
        LawRow(
            wording(
                "Who has a phone or account, its contacts and their times may be obtained where that is authorised as"
                " necessary and proportionate."
            ),
            "Investigatory Powers Act 2016 Part 3",
            date(2019, 2, 5),
        ),
        ("child named", "concern alleged"),
        (wording("why it is necessary and proportionate"), wording("the authorisation")),
    ),
    "phone-examination": PowerRow(
        wording("Examination of the phone"),
        "phone",
        LawRow(
            wording(
                "Information may be taken from a phone that its user hands over and agrees to, for a child an adult who"
                " may agree for them; or from one that is held under a power of seizure."
            ),
            "Police, Crime, Sentencing and Courts Act 2022 s.37, s.38; PACE s.19, s.20",
            date(2022, 11, 8),
        ),
        ("child named",),
        (
            wording("who has the phone, and whether it is the child's own"),
            wording("the written agreement, or the power of seizure"),
        ),
    ),
    "provider-report": PowerRow(
        wording("Report to the provider of the phone or account"),
        "phone",
        LawRow(
            wording("A provider is informed, keeps what it holds and may end the service by its own terms."),
            wording("practice, no primary text"),
        ),
        ("child named", "concern alleged"),
        (wording("who the provider is"), wording("whether the report would warn a suspect")),
    ),
    "nrm": PowerRow(
        wording("National Referral Mechanism"),
        "child",
        LawRow(
            wording(
                "A child who may have been trafficked, within the country too, is referred; under 18 no consent is"
                " needed."
            ),
            wording("protocol §5.9.7; %(act)s s.52", act=_MSA),
            date(2015, 11, 1),
            from_protocol=True,
        ),
        ("concern alleged",),
        (
            wording("who the first responder is"),
            wording("whether the child was moved, received or controlled to be exploited"),
        ),
    ),
    "guardian": PowerRow(
        wording("Independent Child Trafficking Guardian"),
        "child",
        LawRow(wording("A child referred to the National Referral Mechanism has one."), f"{_MSA} s.48", _MSA_FROM),
        ("concern alleged",),
        (wording("that the child is referred to the National Referral Mechanism"),),
    ),
    "recovery-order": PowerRow(
        wording("Recovery order"),
        "child",
        LawRow(
            wording(
                "A court may make one for a child in care, under emergency protection or in police protection who was"
                " taken, has run away or is missing."
            ),
            "Children Act 1989 s.50",
            date(1991, 10, 14),
            from_protocol=True,
        ),
        ("in care", "missing"),
        (wording("where the child is believed to be"),),
    ),
    "police-protection": PowerRow(
        wording("Police protection"),
        "child",
        LawRow(
            wording(
                "A constable may remove a child who would otherwise be likely to suffer significant harm; it lasts 72"
                " hours at most and is no power of entry."
            ),
            "Children Act 1989 s.46",
            date(1991, 10, 14),
        ),
        ("concern alleged",),
        (wording("that the child is likely to suffer significant harm now"),),
    ),
}
"""By code. The abduction notice of a child stands with the person it would be served on."""
