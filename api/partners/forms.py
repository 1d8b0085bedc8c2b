"""What a partner types: a concern from a home, foster carer or school; a report before a meeting; a SERAF (§5.5, §5.9).

The titles and descriptions of the fields are those of the form.
"""

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from graph.judgements.body import Body, Line, Named, Note, When
from graph.judgements.network import Agency
from graph.rules.indicators import CATALOGUE, Status, status

FormKind = Literal["concern", "meeting report", "SERAF"]

MOST_LINES = 50
"""People, cars or phone numbers of one form, at most."""

WARNING = (
    "This is not a referral and is not read at night. Child in danger now: 999."
    " To refer, ring Social Services or your lead contact."
)
"""Stands at the top of each form."""


class PersonSeen(BaseModel):
    """Somebody who was seen or named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Line = Field(title="name or street name")
    looks: Line = Field(default="", title="looks")


class VehicleSeen(BaseModel):
    """A vehicle, as far as it was seen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vrm: Line = Field(title="registration, ? for what was not seen")
    make: Line = Field(default="", title="make")
    colour: Line = Field(default="", title="colour")


class PartnerForm(Body):
    """Any form of a partner."""

    @property
    def is_immediate(self) -> bool:
        """Whether harm is suspected now."""
        return False


class ConcernForm(PartnerForm):
    """A concern about a child from a home, foster carer, school or another agency (protocol §5.5)."""

    sender_is: Literal["residential home", "foster carer", "school or college", "health", "another agency"] = Field(
        title="You are"
    )
    sender: Named = Field(title="Your name and telephone number")
    child: Named = Field(title="The child’s name")
    child_born: date | None = Field(default=None, title="Born")
    immediate: bool = Field(
        default=False, title="Immediate concern", description="Harm suspected now. Ring as well: this form may wait."
    )
    referred: Literal["yes", "no"] = Field(title="Referred to Social Services?")
    referred_when: When = Field(
        default="", title="Referred when", description="6 November 2026, or 6 November 2026 21:00."
    )
    referred_to: Line = Field(default="", title="Referred to")
    not_referred: Note = Field(default="", title="Not referred, because")
    happened: str = Field(
        min_length=1, max_length=4000, title="What happened, in your words", description="What was seen or said."
    )
    when: When = Field(
        default="", title="When", description="6 November 2026, 6 November 2026 21:00, or November 2026."
    )
    place: Line = Field(default="", title="Where", description="Installation number, street and town.")
    postcode: Line = Field(default="", title="Postcode")
    people: tuple[PersonSeen, ...] = Field(
        default=(), max_length=MOST_LINES, title="Who", description="People other than the child."
    )
    vehicles: tuple[VehicleSeen, ...] = Field(default=(), max_length=MOST_LINES, title="Cars")
    phones: tuple[Line, ...] = Field(default=(), max_length=MOST_LINES, title="Phone numbers")
    missing_from: When = Field(default="", title="Missing from", description="Where the child was missing.")
    missing_to: When = Field(default="", title="Missing until", description="Blank while the child is missing.")

    @model_validator(mode="after")
    def _referred_or_not(self) -> Self:
        if self.referred == "yes" and not (self.referred_when and self.referred_to):
            raise ValueError("referred to Social Services: say when, and who received it")
        if self.referred == "no" and not self.not_referred.strip():
            raise ValueError("not referred to Social Services: say why")
        return self

    @property
    def is_immediate(self) -> bool:
        """Whether harm is suspected now."""
        return self.immediate


class MeetingReport(PartnerForm):
    """An agency's report before a strategy meeting (protocol §5.9.4, §5.9.5)."""

    agency: Agency = Field(title="Your agency")
    sender: Named = Field(title="Your name and telephone number")
    child: Named = Field(title="The child’s name")
    known: str = Field(min_length=1, max_length=4000, title="What your agency knows and is doing")
    risks: Note = Field(default="", title="Risks you see")
    wishes: Note = Field(default="", title="What the child has said they want")
    attends: Line = Field(default="", title="Who attends the meeting for you")


class SerafForm(PartnerForm):
    """A SERAF of a child who was named in a request (protocol §5.6): one line for each indicator that is not absent."""

    agency: Agency = Field(title="Your agency")
    assessor: Named = Field(title="Assessed by")
    assessed_at: date = Field(title="Assessed on")
    statuses: dict[str, Status] = Field(default_factory=dict[str, Status])
    notes: dict[str, str] = Field(default_factory=dict[str, str])
    wishes: Note = Field(default="", title="The child’s wishes and feelings")
    wishes_not_sought: Note = Field(default="", title="Not sought, because")

    @field_validator("statuses", "notes")
    @classmethod
    def _known_codes(cls, given: dict[str, str]) -> dict[str, str]:
        if unknown := set(given) - set(CATALOGUE):
            raise ValueError(f"no indicator has the code {sorted(unknown)[0]!r}")
        if any(len(each) > 4000 for each in given.values()):
            raise ValueError("a note is at most 4,000 characters long")
        return given

    @model_validator(mode="after")
    def _with_wishes(self) -> Self:
        if not self.wishes.strip() and not self.wishes_not_sought.strip():
            raise ValueError("the child’s wishes are recorded: write them, or why they were not sought")
        return self

    @classmethod
    def typed_statuses(cls, fields: dict[str, str]) -> tuple[dict[str, Status], dict[str, str]]:
        """The status and note of each indicator from the fields `status-R1` and `note-R1` of a form."""
        statuses: dict[str, Status] = {code: status(fields.get(f"status-{code}", "")) for code in CATALOGUE}
        notes = {code: note for code in CATALOGUE if (note := fields.get(f"note-{code}", "").strip())}
        return {code: given for code, given in statuses.items() if given != "not assessed"}, notes


FORMS: dict[FormKind, type[PartnerForm]] = {
    "concern": ConcernForm,
    "meeting report": MeetingReport,
    "SERAF": SerafForm,
}
