"""A strategy meeting: its header, a part for each child and adult, risks, actions and plans (protocol §5.9).

The header does not name the people the meeting is about. What is about one child is in the part, risks and plan of that
child, so that minutes over several children keep the facts of each apart (§5.9.5).
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from graph.judgements.body import Body, Line, Moment, Named, Note
from graph.model.recorded import JudgementKind
from graph.rules.indicators import CATALOGUE

PlanKind = Literal[
    "care and support", "care and support protection", "pathway", "child in need (older)", "child protection (older)"
]
Category = Annotated[int, Field(ge=1, le=4)]


class Invited(BaseModel):
    """Somebody who is invited to a meeting (protocol §5.9.4), and what they answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Named = Field(title="name")
    agency: Line = Field(default="", title="agency")
    answer: Line = Field(default="", title="answer")


class Attending(BaseModel):
    """Somebody who was in the meeting while this part was discussed; `present` says from when, or that they left."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Named = Field(title="name")
    agency: Line = Field(default="", title="agency")
    present: Line = Field(default="", title="in and out")


class MeetingBody(Body):
    """The header of a strategy meeting. `review_of` is the lineage of the meeting whose plans it reviews, `picture` the
    number of the saved picture whose places the pack's map takes.

    `reviewed_by` is who made the police information review; what they found stands in a disclosure, never here.
    """

    kind: ClassVar[JudgementKind] = "Meeting"
    words: ClassVar[str] = "Strategy meeting"
    within: ClassVar[frozenset[str]] = frozenset({"review_of"})

    held_at: Moment = Field(min_length=1, title="Date and time", description="Such as 3 December 2026, 10:00.")
    place: Line = Field(default="", title="Place")
    chair: Named = Field(title="Chair", description="A Social Services manager with lead responsibility (§5.9.3).")
    enquiries_led_by: Line = Field(default="", title="Who leads enquiries")
    invited: tuple[Invited, ...] = Field(default=(), title="Invited")
    confidentiality: bool = Field(default=False, title="Confidentiality statement read")
    reviewed_by: Line = Field(default="", title="Police information reviewed by")
    reviewed_on: date | None = Field(default=None, title="Police information reviewed on")
    urgent_because: Note = Field(
        default="",
        title="Held without delay, because",
        description="Only where the meeting cannot wait for the review (§5.8).",
    )
    next_review: date | None = Field(default=None, title="Review meeting on")
    corrections: Note = Field(default="", title="Corrections to the minutes")
    review_of: Line | None = None
    since: date | None = None
    case_review: int | None = None
    picture: int | None = None

    def part_of(self) -> tuple[str, ...]:
        """Nothing: the review of a meeting may be read by people who do not read that meeting."""
        return ()


class MeetingPartBody(Body):
    """What a meeting recorded of one child, or of one adult of concern (protocol §5.9.5, §5.9.7, §5.10)."""

    kind: ClassVar[JudgementKind] = "MeetingPart"
    words: ClassVar[str] = "Part of a strategy meeting"
    subject: ClassVar[str] = "person"
    within: ClassVar[frozenset[str]] = frozenset({"meeting"})

    meeting: Line
    person: Line
    of: Literal["child", "adult"] = "child"
    category: Category | None = None
    age: int | None = None
    attendance: tuple[Attending, ...] = Field(default=(), title="Present")
    facts: Note = Field(default="", title="Information shared")
    wishes: Note = Field(default="", title="The child's wishes and feelings", description="Or: not sought, because.")
    interview: Note = Field(
        default="", title="Formal interview", description="Whether it is right for this child, and why (§5.9.7)."
    )
    referral_mechanism: Note = Field(
        default="",
        title="National Referral Mechanism and guardian",
        description="Considered, and why; check with legal.",
    )
    direct_work: Line = Field(default="", title="Direct work by")
    prosecution: Literal["likely", "not likely", "not known"] | None = Field(default=None, title="Prosecution")
    alternative: Note = Field(default="", title="Action other than prosecution", description="And who owns it.")
    other_children: Literal["referred", "known", "none known"] | None = Field(
        default=None, title="Other children this adult reaches"
    )
    asked_on: date | None = Field(default=None, title="Asked on")


CHILD_FIELDS = ("attendance", "facts", "wishes", "interview", "referral_mechanism", "direct_work")
ADULT_FIELDS = ("attendance", "facts", "prosecution", "alternative", "other_children", "asked_on")
"""What a part asks for: a child's part and an adult's part differ."""


class RiskBody(Body):
    """A risk to one child: an indicator of SERAF by its code, or in words (protocol §5.9.5)."""

    kind: ClassVar[JudgementKind] = "Risk"
    words: ClassVar[str] = "Risk"
    subject: ClassVar[str] = "child"
    within: ClassVar[frozenset[str]] = frozenset({"meeting"})

    meeting: Line
    child: Line
    code: Line = Field(default="", title="Indicator", json_schema_extra={"choices": [*CATALOGUE]})
    text: Note = Field(title="Risk")

    @field_validator("code")
    @classmethod
    def _known(cls, code: str) -> str:
        if code and code not in CATALOGUE:
            raise ValueError("it is not an indicator of SERAF: write V1 to S7")
        return code


class MeetingActionBody(Body):
    """Something to be done: for a risk, or for the meeting as a whole. Nobody records one without an owner."""

    kind: ClassVar[JudgementKind] = "Action"
    words: ClassVar[str] = "Action"
    subject: ClassVar[str] = "person"
    within: ClassVar[frozenset[str]] = frozenset({"meeting", "risk"})

    meeting: Line
    person: Line
    risk: Line | None = None
    what: Note = Field(title="Action")
    owner: Named = Field(title="Owner", description="An account's name, or somebody without an account.")
    agency: Named = Field(title="Agency")
    due: date = Field(title="Due")
    done_at: date | None = Field(default=None, title="Done on")
    effect: Note = Field(default="", title="Effect")
    reported_by: Line = Field(default="", title="Reported by", description="For an owner without an account.")

    def owned_by(self, account: str) -> bool:
        """Whether this account is its owner."""
        return self.owner.casefold() == account.casefold()


class PlanBody(Body):
    """The plan for one child (protocol §5.9.5, §5.9.6). `reviews` is how many review meetings it sets."""

    kind: ClassVar[JudgementKind] = "Plan"
    words: ClassVar[str] = "Plan"
    subject: ClassVar[str] = "child"
    within: ClassVar[frozenset[str]] = frozenset({"meeting"})

    meeting: Line
    child: Line
    plan: PlanKind = Field(title="Kind of plan")
    team: Line = Field(default="", title="Social Services team")
    worker: Line = Field(default="", title="Allocated worker")
    decides: Line = Field(default="", title="Who decides the worker", description="Where nobody is allocated yet.")
    decides_by: date | None = Field(default=None, title="Decided by")
    direct_work_by: Line = Field(default="", title="Direct work by")
    review_at: date = Field(title="Review on")
    reviews: int = Field(default=1, ge=0, le=100, title="Reviews that the plan sets")
    wishes: Note = Field(default="", title="The child's wishes and feelings")
