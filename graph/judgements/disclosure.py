"""What leaves and who receives it: recipients with their clearance, and each disclosure or refusal (protocol §4).

A recipient is recorded with what may be shared with them. A disclosure cites the items that were shared and those that
were withheld (code `WITHHELD`), so that nobody reads of an item in it that they may not read. What was withheld is in
the record for the file, never in the recipient's copy.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from graph.errors import ValueRefused
from graph.judgements.body import LONGEST_NOTE, Body, Line, Named, Note
from graph.model.recorded import JudgementKind
from graph.model.view import Reader
from graph.values.access import compartment_name

WITHHELD = "withheld"
"""The code of a citation of an item that was not shared."""
MayReceive = Literal["P", "P and C"]
UNREAD = "||"
"""The access of what no chair reads: no handling is recorded, which is the most restricted."""


class RecipientBody(Body):
    """Somebody outside, or an agency, that information may be shared with, and what they may receive."""

    kind: ClassVar[JudgementKind] = "Recipient"
    words: ClassVar[str] = "Recipient of disclosures"

    name: Named = Field(title="Name")
    agency: Named = Field(title="Agency")
    contact: Line = Field(default="", title="Contact")
    may_receive: MayReceive = Field(
        title="May receive",
        description="P: what may be shared. C: also with conditions, but nothing that has to be sanitised first.",
    )
    compartments: tuple[Line, ...] = Field(default=(), title="Compartments")
    police: bool = Field(default=False, title="Police", description="Names of a missing child's friends go to police.")

    @field_validator("compartments")
    @classmethod
    def _named(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(sorted({compartment_name(name) for name in names}))
        except ValueRefused as error:
            raise ValueError(error.reason) from None

    def reader(self, within: Reader) -> Reader:
        """The reader whose View says what may be shared: never more than `within`, who shares it, reads."""
        return Reader(
            self.name,
            "recipient",
            frozenset(self.compartments),
            shareable="P" if self.may_receive == "P" else "PC",
            within=within,
        )


class ItemWithheld(BaseModel):
    """An item that was not shared, as it is cited, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: Line = Field(title="item")
    why: Named = Field(title="why")


class CorrectionSent(BaseModel):
    """That the recipient was informed that an item is corrected or withdrawn, and on which day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: Line = Field(title="item")
    on: date = Field(title="day")


class DisclosureBody(Body):
    """Information that was shared, or refused, with its justification (protocol §4).

    `recipient_record` is the lineage of the recipient's record; somebody who was refused need not have one.
    """

    kind: ClassVar[JudgementKind] = "Disclosure"
    words: ClassVar[str] = "Disclosure"
    named: ClassVar[frozenset[str]] = frozenset({"child"})
    within: ClassVar[frozenset[str]] = frozenset({"meeting"})

    what: Note = Field(title="What", description="What was asked for, shared or refused.", min_length=1)
    recipient: Named = Field(title="Recipient", description="The name of a recipient as it is recorded.")
    purpose: Line = Field(default="", title="Purpose")
    legal_basis: Line = Field(default="", title="Legal basis")
    consent: Line = Field(default="", title="Consent", description="Who gave it, or not sought, because.")
    justification: Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE)] = Field(
        title="Justification", description="Why it is shared, or why it is refused (§4)."
    )
    conditions: Note = Field(default="", title="Conditions", description="What the recipient may do with it.")
    given: Note = Field(default="", title="Words that were given", description="Where it was sanitised: the new words.")
    withheld: tuple[ItemWithheld, ...] = Field(default=(), title="Withheld")
    sent_at: date | None = Field(default=None, title="Sent on")
    corrections: tuple[CorrectionSent, ...] = Field(default=(), title="Informed of corrections")
    child: Line | None = Field(default=None, title="Child", description="Where it is about one child.")
    meeting: Line | None = None
    recipient_record: Line | None = None
    police_review: bool = False

    def least(self) -> str:
        """What its access is never wider than: what a police information review found, no chair reads."""
        return UNREAD if self.police_review else self.least_access

    def not_allowed(self, state: str) -> tuple[str, ...]:
        """What is shared says for what purpose, on which legal basis and when; sanitised words are given."""
        wanted: list[str] = []
        if state in ("shared", "sanitised") and not self.police_review:
            needed = {"purpose": self.purpose, "legal basis": self.legal_basis, "day it was sent": self.sent_at}
            wanted += [f"the {name} is not recorded." for name, given in needed.items() if not given]
        if state == "sanitised" and not self.given.strip():
            wanted.append("the words that were given are not recorded.")
        return tuple(wanted)
