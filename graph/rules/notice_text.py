"""The words of a notice as it is served, from nothing but what stands on it.

It reveals no placement, informant, other child or intelligence: neither the child's legal status nor who stated that
the child is kept from the person is in it. Sentences of law come from the dated table alone.
"""

from dataclasses import dataclass

from graph.rules.law import CHECK_WITH_LEGAL, OFFENCE_S2, OFFENCE_S49, WARNING
from graph.rules.notices import Basis
from graph.values.birth_date import BirthDate

TITLE = "Child abduction warning notice"
DRAFT = f"Draft, not served. {CHECK_WITH_LEGAL[:1].upper()}{CHECK_WITH_LEGAL[1:]} before it is served."
COMPLETED_AT_SERVICE = (
    "Served on (name, date and time)",
    "At",
    "By (officer, number)",
    "The child's age was stated: yes / no",
    "Explained, in which language",
    "A copy was given: yes / no",
    "Reference of the recording",
)
"""The lines that the officer who serves it completes by hand."""


@dataclass(frozen=True, kw_only=True)
class OnTheNotice:
    """All that a notice names: the person, the child with the date of birth, the basis, and an address if any."""

    adult: str
    child: str
    born: BirthDate
    basis: Basis
    address: str = ""


@dataclass(frozen=True)
class NoticeText:
    """A notice to be read: its title, its paragraphs, what is completed when it is served, and its foot."""

    title: str
    paragraphs: tuple[str, ...]
    completed: tuple[str, ...]
    foot: str


def notice_text(notice: OnTheNotice) -> NoticeText:
    """The draft of a notice."""
    law = OFFENCE_S2 if notice.basis == "s.2" else OFFENCE_S49
    at = f", and may not be at {notice.address}" if notice.address else ""
    asked = f" or let {notice.child} into that address" if notice.address else ""
    return NoticeText(
        title=TITLE,
        paragraphs=(
            f"To {notice.adult}.",
            f"This notice is about {notice.child}, born {notice.born.shown}.",
            f"A person who has lawful control of {notice.child} has stated that {notice.child} may not be with you{at}."
            " You do not have their permission.",
            f"Do not meet, collect, keep or travel with {notice.child}{asked}. If {notice.child} comes to you, ring the"
            " police.",
            f"{law.text} ({law.source}.)",
            WARNING.text,
        ),
        completed=COMPLETED_AT_SERVICE,
        foot=DRAFT,
    )
