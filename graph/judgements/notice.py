"""An abduction notice from its preparation to its end (protocol Appendix 3), and contact after it was served.

The person who prepares a notice states what they found; `graph.rules.notices` holds what may be authorised. What was
served took place is recorded whatever is missing, and what is missing then falls due.
"""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from graph.judgements.body import Body, Line, Note, When
from graph.judgements.network import StatusCode
from graph.model.recorded import Citation, JudgementKind
from graph.rules.law import NOT_S2, SIGNED, Capacity
from graph.rules.notices import PARENTAL, Basis, Holder, Relation, StatusRecorded, not_informed, not_ready
from graph.values.birth_date import BirthDate
from graph.values.when import Period

Done = Literal["yes", "no", "not known"]
DONE: tuple[Done, ...] = ("yes", "no", "not known")


class NoticePart(BaseModel):
    """A part of what a notice records."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NoticeServed(NoticePart):
    """How a notice was served. `at` is a day or a time as written; each occupant has a notice of their own."""

    at: When = Field(min_length=1)
    by: Line
    how: Line
    officer: Line = ""
    language: Line = ""
    age_stated: Done = "not known"
    explained: Done = "not known"
    copy_given: Done = "not known"
    recording: Line = ""

    @property
    def period(self) -> Period:
        """When it was served."""
        return Period.parse(self.at)

    def gaps(self) -> tuple[str, ...]:
        """What of the service is not recorded as done."""
        asked = (
            ("child's age stated", self.age_stated),
            ("explained", self.explained),
            ("copy given", self.copy_given),
        )
        blank = (("officer", self.officer), ("language", self.language), ("recording reference", self.recording))
        return (*(f"{words}: {done}" for words, done in asked if done != "yes"), *(w for w, said in blank if not said))


class HolderInformed(NoticePart):
    """A holder of parental responsibility, informed on a day; or why not."""

    who: Line
    informed_on: date | None = None
    because: Line = ""


class NoticeBody(Body):
    """A notice that keeps a child from a person, or from an address, on one basis, which never changes.

    `child_name`, `child_born`, `adult_name` and `address_words` stand on the notice; nothing else of this does. `ends`
    is the moment at which it lapses as known when it was prepared. `status_made` and `status_until` are as recorded
    then, from `status_source`. `advised` is the legal advice that was taken, `referred` the referral of a person served
    who is under 18.
    """

    kind: ClassVar[JudgementKind] = "Notice"
    words: ClassVar[str] = "Abduction notice"
    subject: ClassVar[str] = "child"
    named: ClassVar[frozenset[str]] = frozenset({"adult", "address"})

    child: Line
    adult: Line
    address: Line | None = None
    child_name: Line
    child_born: Line
    adult_name: Line
    address_words: Line = ""
    basis: Basis
    relation: Relation
    status: StatusCode
    status_source: Line
    status_made: date | None = None
    status_until: date | None = None
    ends: int | None = None
    stated_by: Line = ""
    stated_as: Capacity = "other"
    signed: date | None = None
    disputed: bool = False
    suspected: bool = False
    unreachable: bool = False
    advised: Note = ""
    referred: Note = ""
    review: date | None = None
    served: NoticeServed | None = None
    informed: tuple[HolderInformed, ...] = ()

    def not_allowed(self, state: str) -> tuple[str, ...]:
        """Why it may not be authorised; and what is said of serving one that records no service."""
        if state == "authorised":
            against = self.basis == "s.2" and self.relation in PARENTAL
            unstated = (SIGNED.sentence,) if not self.stated_by.strip() else ()
            reasons = (
                *not_ready(
                    self.status,
                    self.stated_as,
                    signed=self.signed is not None,
                    disputed=self.disputed,
                    suspected=self.suspected,
                    unreachable=self.unreachable,
                    advised=bool(self.advised.strip()),
                ),
                *unstated,
                *((NOT_S2.sentence,) if against else ()),
            )
            return tuple(dict.fromkeys(reasons))
        if state in ("served", "reviewed", "lapsed") and self.served is None:
            return ("It is not recorded when, how and by which officer it was served.",)
        return ()

    @property
    def born(self) -> BirthDate:
        """The date of birth on the notice."""
        return BirthDate.recorded(self.child_born)

    @property
    def status_then(self) -> StatusRecorded:
        """The legal status as it was recorded when the notice was prepared."""
        made = None if self.status_made is None else Period.parse(self.status_made.isoformat())
        return StatusRecorded(self.status, made, self.status_until)

    def not_informed(self) -> tuple[str, ...]:
        """Which holders of parental responsibility have neither a day on which they were informed nor a reason."""
        return not_informed([Holder(each.who, each.informed_on, each.because) for each in self.informed])


ContactState = Literal["reported", "evidence held", "not contact", "same incident", "communication"]
CONTACT_STATES: tuple[ContactState, ...] = (
    "reported",
    "evidence held",
    "not contact",
    "same incident",
    "communication",
)


class ContactBody(Body):
    """What a named person decided of items that report contact after a notice was served.

    An intelligence grade is not evidence: "evidence held" names the evidential material (`evidence`). `same_as` is the
    lineage of the contact whose incident these items repeat.
    """

    kind: ClassVar[JudgementKind] = "Contact"
    words: ClassVar[str] = "Contact after service of a notice"
    subject: ClassVar[str] = "child"
    named: ClassVar[frozenset[str]] = frozenset({"adult"})
    within: ClassVar[frozenset[str]] = frozenset({"notice", "same_as"})

    notice: Line
    child: Line
    adult: Line
    items: tuple[Line, ...]
    evidence: Note = ""
    same_as: Line | None = None

    @field_validator("items")
    @classmethod
    def _some(cls, items: Sequence[str]) -> tuple[str, ...]:
        if not items:
            raise ValueError("name the items that report it")
        return tuple(sorted(set(items)))

    def cited(self) -> tuple[Citation, ...]:
        """The items that report it."""
        return tuple(Citation(each) for each in self.items)

    def not_allowed(self, state: str) -> tuple[str, ...]:
        """Evidence has to be named, and so has the incident that is repeated."""
        if state == "evidence held" and not self.evidence.strip():
            return ("Name the evidential material that is held: an intelligence grade is not evidence.",)
        if state == "same incident" and self.same_as is None:
            return ("Name the contact whose incident this is.",)
        return ()
