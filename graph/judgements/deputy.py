"""A deputy: who stands in for a lead contact, a chair or the owner of actions, from one day until another."""

from datetime import date
from typing import ClassVar, Self

from pydantic import Field, model_validator

from graph.judgements.body import Body, Named, Note
from graph.model.recorded import JudgementKind


class DeputyBody(Body):
    """Somebody who stands in for another: what is due of the other is due of both, and the deputy may mark the other's
    actions and enquiries as done. `until` is the first day on which it holds no more."""

    kind: ClassVar[JudgementKind] = "Deputy"
    words: ClassVar[str] = "Deputy"

    name: Named = Field(
        title="Who hands over", description="An account's name, or as a lead contact, chair or owner is recorded."
    )
    deputy: Named = Field(title="Deputy", description="An account's name, or somebody without an account.")
    since: date = Field(title="From")
    until: date = Field(title="Until", description="The first day on which it holds no more.")
    note: Note = Field(default="", title="What is handed over")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until <= self.since:
            raise ValueError("it ends after it begins")
        if self.name.casefold() == self.deputy.casefold():
            raise ValueError("nobody is their own deputy")
        return self

    def holds(self, day: date) -> bool:
        """Whether the deputy stands in on this day."""
        return self.since <= day < self.until

    def owned_by(self, account: str) -> bool:
        """Whether it is this account that hands over."""
        return self.name.casefold() == account.casefold()
