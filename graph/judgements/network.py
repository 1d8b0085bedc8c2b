"""A child's network: professionals, people responsible for the child, placements, and common places.

The agencies are those of the protocol's list of named lead contacts (Appendix 1).
"""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self, get_args

from pydantic import AfterValidator, Field, model_validator

from graph.judgements.body import Body, Line, Note
from graph.model.recorded import JudgementKind
from graph.model.schema import LEGAL_STATUSES

Agency = Literal[
    "Social Services",
    "Police",
    "Health",
    "Education",
    "YOT",
    "Housing",
    "CAMHS",
    "MAPPA co-ordinator",
    "POVA Team",
    "Probation",
]
AGENCIES: tuple[Agency, ...] = get_args(Agency)
"""The ten agencies that name a lead, in the order of Appendix 1 (POVA: protection of vulnerable adults)."""


def _known_status(status: str) -> str:
    if status not in LEGAL_STATUSES:
        raise ValueError(f"write one of {', '.join(LEGAL_STATUSES)}")
    return status


StatusCode = Annotated[Line, AfterValidator(_known_status)]
"""The code of a child's legal status."""


class During(Body):
    """What holds from a day on, until and not including another; None: the day is not known, or it holds still."""

    since: date | None = Field(default=None, title="From", description="Blank where the day is not known.")
    until: date | None = Field(
        default=None, title="Until", description="The first day on which it holds no more; blank: it still holds."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError("it cannot end before it begins")
        return self

    def holds(self, day: date) -> bool:
        """Whether it holds on this day, as far as is recorded."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


class NetworkMemberBody(During):
    """Somebody of an agency who works with a person (`who`), and their part; invited to meetings (protocol §5.9.4)."""

    kind: ClassVar[JudgementKind] = "NetworkMember"
    words: ClassVar[str] = "Someone who works with this person"
    subject: ClassVar[str] = "who"

    who: Line
    name: Line = Field(title="Name")
    agency: Line = Field(title="Agency", description="Such as Social Services, Education, Probation.")
    part: Line = Field(
        default="", title="Their part", description="Such as allocated social worker, school nurse, offender manager."
    )
    telephone: Line = Field(default="", title="Telephone")


class LegalStatusBody(During):
    """A child's legal status: made on `since`, ending on `until`; who holds it; where that is known from.

    `extended_days` are those by which an order was prolonged (Children Act 1989 s.45(5)).
    """

    kind: ClassVar[JudgementKind] = "LegalStatus"
    words: ClassVar[str] = "Legal status"
    subject: ClassVar[str] = "child"

    child: Line
    status: StatusCode = Field(title="Legal status", json_schema_extra={"choices": [*LEGAL_STATUSES]})
    authority: Line = Field(default="", title="Authority that holds it", description="As named in the order.")
    extended_days: int = Field(default=0, ge=0, le=7, title="Days by which the order was extended")
    source: Line = Field(
        title="Where this is known from", description="Such as the order seen, the social worker by phone."
    )


class PlacementBody(During):
    """Where and with which people a child lives; `address` is the id of the address, where it is recorded."""

    kind: ClassVar[JudgementKind] = "Placement"
    words: ClassVar[str] = "Where the child lives"
    subject: ClassVar[str] = "child"
    named: ClassVar[frozenset[str]] = frozenset({"address"})

    child: Line
    living: Literal["parents", "relatives", "foster carers", "children's home", "hostel", "independent", "other"] = (
        Field(title="Lives with or in")
    )
    address: Line | None = Field(default=None, title="Address", description="As it is recorded; blank where it is not.")
    provider: Line = Field(default="", title="Provider")
    source: Line = Field(title="Where this is known from")


class ResponsibilityBody(During):
    """The authority that is responsible for a child and, if placed elsewhere, the host (protocol §5.9)."""

    kind: ClassVar[JudgementKind] = "Responsibility"
    words: ClassVar[str] = "Responsible authority"
    subject: ClassVar[str] = "child"

    child: Line
    responsible: Line = Field(title="Responsible authority")
    host: Line = Field(
        default="", title="Host authority", description="Where the child is placed in the area of another."
    )
    host_force: Line = Field(default="", title="Host police force")


class LeadContactBody(Body):
    """An agency's named lead for child sexual exploitation, or that of a team, unit or school (protocol Appendix 1)."""

    kind: ClassVar[JudgementKind] = "LeadContact"
    words: ClassVar[str] = "Lead contact"
    named: ClassVar[frozenset[str]] = frozenset({"premises"})

    agency: Agency = Field(title="Agency")
    name: Line = Field(title="Name of the lead")
    telephone: Line = Field(title="Telephone")
    team: Line = Field(default="", title="Team, unit or school", description="Blank for the agency's own lead.")
    email: Line = Field(default="", title="Email")
    premises: Line | None = Field(
        default=None, title="Premises", description="Of the team, unit or school, as they are recorded."
    )


class CommonPlaceBody(During):
    """A place to which many people go for reasons of their own, so that being there together says little."""

    kind: ClassVar[JudgementKind] = "CommonPlace"
    words: ClassVar[str] = "A place that many people go to"
    subject: ClassVar[str] = "address"

    address: Line
    note: Note = Field(default="", title="Why many people go there")
