"""The words of a notice as it is served, from nothing but what stands on it.

It reveals no placement, informant, other child or intelligence: neither the child's legal status nor who stated that
the child is kept from the person is in it. Sentences of law come from the dated table alone.
"""

from dataclasses import dataclass

from graph.rules.law import CHECK_WITH_LEGAL, OFFENCE_S2, OFFENCE_S49, WARNING
from graph.rules.notices import Basis
from graph.values.birth_date import BirthDate
from graph.wording import capital, wording

TITLE = wording("Child abduction warning notice")
DRAFT = wording("Draft, not served. %(check)s before it is served.", check=capital(CHECK_WITH_LEGAL))
COMPLETED_AT_SERVICE = (
    wording("Served on (name, date and time)"),
    wording("At"),
    wording("By (officer, number)"),
    wording("The child's age was stated: yes / no"),
    wording("Explained, in which language"),
    wording("A copy was given: yes / no"),
    wording("Reference of the recording"),
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
    return NoticeText(
        title=TITLE,
        paragraphs=(
            wording("To %(adult)s.", adult=notice.adult),
            wording("This notice is about %(child)s, born %(born)s.", child=notice.child, born=notice.born.shown),
            *(_of_address(notice.child, notice.address) if notice.address else _of_child(notice.child)),
            wording("%(text)s (%(source)s.)", text=law.text, source=law.source),
            WARNING.text,
        ),
        completed=COMPLETED_AT_SERVICE,
        foot=DRAFT,
    )


def _of_child(child: str) -> tuple[str, str]:
    return (
        wording(
            "A person who has lawful control of %(child)s has stated that %(child)s may not be with you. You do not"
            " have their permission.",
            child=child,
        ),
        wording(
            "Do not meet, collect, keep or travel with %(child)s. If %(child)s comes to you, ring the police.",
            child=child,
        ),
    )


def _of_address(child: str, address: str) -> tuple[str, str]:
    return (
        wording(
            "A person who has lawful control of %(child)s has stated that %(child)s may not be with you, and may not"
            " be at %(address)s. You do not have their permission.",
            child=child,
            address=address,
        ),
        wording(
            "Do not meet, collect, keep or travel with %(child)s or let %(child)s into that address. If %(child)s"
            " comes to you, ring the police.",
            child=child,
        ),
    )
