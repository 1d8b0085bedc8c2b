"""A referral to Social Services and the strategy discussion that follows (protocol §5.5 to §5.8)."""

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph.judgements.body import Body, Line, Moment, Note
from graph.model.recorded import JudgementKind

Answer3 = Literal["yes", "no", "not known"]


class Informed(BaseModel):
    """Somebody who was informed, and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: Line = Field(title="who")
    when: date | None = Field(default=None, title="when")


class ReferralBody(Body):
    """A referral: of a child who is recorded, or (`name`) of one who is not yet (protocol §5.5).

    `received_at` is when Social Services received it, as stated; its clock runs from there (§5.6). `referrer_told` is
    the day on which the referrer was informed of the outcome.
    """

    kind: ClassVar[JudgementKind] = "Referral"
    words: ClassVar[str] = "Referral"
    named: ClassVar[frozenset[str]] = frozenset({"child"})

    child: Line | None = Field(
        default=None,
        title="Child",
        description="An id, a reference or a name; blank for a child who is not recorded yet.",
    )
    name: Line = Field(default="", title="Name of a child who is not recorded yet")
    received_at: Moment = Field(
        min_length=1,
        title="Received by Social Services",
        description="The day, and the hour where it is known: 6 November 2026, 21:00.",
    )
    referrer: Line = Field(title="Referrer")
    referrer_agency: Line = Field(default="", title="Agency of the referrer")
    concern: Note = Field(title="Concern")
    sources: Note = Field(default="", title="What it is known from")
    immediate: bool = Field(
        default=False, title="Immediate concern", description="Harm suspected now: do not wait for a SERAF."
    )
    looked_after: Answer3 = Field(default="not known", title="Looked after by an authority")
    worker: Line = Field(default="", title="Who completes the assessment")
    informed: tuple[Informed, ...] = Field(
        default=(),
        title="Informed of the referral",
        description="CSE lead, allocated worker; if looked after, the team's manager and CSE lead too (§5.5).",
    )
    referrer_told: date | None = Field(default=None, title="Referrer informed of the outcome on")

    @model_validator(mode="after")
    def _of_a_child(self) -> Self:
        if (self.child is None) == (self.name == ""):
            raise ValueError("a referral is of a child who is recorded, or gives the name of one who is not")
        return self


class DiscussionBody(Body):
    """A strategy discussion between Social Services and police (protocol §5.8).

    `started_at` is when the clock of 24 hours started: the assessment was completed or, with immediate concern, the
    referral was received.
    """

    kind: ClassVar[JudgementKind] = "StrategyDiscussion"
    words: ClassVar[str] = "Strategy discussion"
    subject: ClassVar[str] = "child"
    within: ClassVar[frozenset[str]] = frozenset({"referral"})

    child: Line
    referral: Line | None = None
    started_at: Moment = Field(
        min_length=1,
        title="Clock started",
        description="When the assessment was completed; with immediate concern, when the referral was received.",
    )
    immediate: bool = Field(default=False, title="Immediate concern")
    social_services: Line = Field(title="For Social Services")
    police: Line = Field(title="For the police")
    others: Note = Field(default="", title="Others")
    outcome: Literal["strategy meeting", "enquiries", "no meeting", "no further action"] | None = Field(
        default=None, title="Outcome"
    )
    because: Note = Field(default="", title="Because")
    decided_at: Moment = Field(default="", title="Decided at")
    referrer_told: date | None = Field(default=None, title="Referrer informed of the outcome on")

    @model_validator(mode="after")
    def _with_reason(self) -> Self:
        if self.outcome in ("no meeting", "no further action") and not self.because:
            raise ValueError(f"{self.outcome!r} is recorded with its reason: write why under Because")
        return self
