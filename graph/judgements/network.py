"""A child's network: professionals, people responsible for the child, placements, and common places.

The agencies are those of the protocol's list of named lead contacts (Appendix 1).
"""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

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


class During(Body):
    """What holds from a day on, until and not including another; None: the day is not known, or it holds still."""

    since: date | None = None
    until: date | None = None

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

    who: Line
    name: Line
    agency: Line
    part: Line = ""
    telephone: Line = ""

    def about(self) -> tuple[str, ...]:
        """The person they work with."""
        return (self.who,)


class LegalStatusBody(During):
    """A child's legal status: made on `since`, ending on `until`; who holds it; where that is known from.

    `extended_days` are those by which an order was prolonged (Children Act 1989 s.45(5)).
    """

    kind: ClassVar[JudgementKind] = "LegalStatus"

    child: Line
    status: Line
    authority: Line = ""
    extended_days: Annotated[int, Field(ge=0, le=7)] = 0
    source: Line

    @field_validator("status")
    @classmethod
    def _known(cls, status: str) -> str:
        if status not in LEGAL_STATUSES:
            raise ValueError(f"write one of {', '.join(LEGAL_STATUSES)}")
        return status

    def about(self) -> tuple[str, ...]:
        """The child."""
        return (self.child,)


class PlacementBody(During):
    """Where and with which people a child lives; `address` is the id of the address, where it is recorded."""

    kind: ClassVar[JudgementKind] = "Placement"

    child: Line
    living: Literal["parents", "relatives", "foster carers", "children's home", "hostel", "independent", "other"]
    address: Line | None = None
    provider: Line = ""
    source: Line

    def about(self) -> tuple[str, ...]:
        """The child, and the address where one is recorded."""
        return tuple(sorted({self.child, self.address or self.child}))


class ResponsibilityBody(During):
    """The authority that is responsible for a child and, if placed elsewhere, the host (protocol §5.9)."""

    kind: ClassVar[JudgementKind] = "Responsibility"

    child: Line
    responsible: Line
    host: Line = ""
    host_force: Line = ""

    def about(self) -> tuple[str, ...]:
        """The child."""
        return (self.child,)


class LeadContactBody(Body):
    """An agency's named lead for child sexual exploitation, or that of a team, unit or school (protocol Appendix 1)."""

    kind: ClassVar[JudgementKind] = "LeadContact"

    agency: Agency
    name: Line
    telephone: Line
    team: Line = ""
    email: Line = ""
    premises: Line | None = None

    def about(self) -> tuple[str, ...]:
        """The premises of the team, unit or school, where they are recorded."""
        return () if self.premises is None else (self.premises,)


class CommonPlaceBody(During):
    """A place to which many people go for reasons of their own, so that being there together says little."""

    kind: ClassVar[JudgementKind] = "CommonPlace"

    address: Line
    note: Note = ""

    def about(self) -> tuple[str, ...]:
        """The place."""
        return (self.address,)
