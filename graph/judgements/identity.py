"""What is decided about records themselves: whether two are one, which version stands, that an item is withdrawn."""

from typing import ClassVar, Self

from pydantic import Field, model_validator

from graph.judgements.body import Body, Line, PlainBody
from graph.model.recorded import Citation, JudgementKind


class DecisionBody(PlainBody):
    """Two records, of which somebody decides whether they are one; the smaller id first."""

    kind: ClassVar[JudgementKind] = "IdentityDecision"

    one: Line
    two: Line

    @model_validator(mode="after")
    def _two_of_them(self) -> Self:
        if self.one >= self.two:
            raise ValueError("two records are decided about, the smaller id first")
        return self


class VersionDecisionBody(Body):
    """Items that one report has under one reference, by id, and which of them stands: None where they differ."""

    kind: ClassVar[JudgementKind] = "VersionDecision"

    report: Line
    ref: Line
    items: tuple[Line, ...] = Field(min_length=2)
    stands: Line | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.stands is not None and self.stands not in self.items:
            raise ValueError("what stands is one of the items decided about")
        return self

    def cited(self) -> tuple[Citation, ...]:
        """Each of the items: who may not read one of them may not read the decision."""
        return tuple(Citation(item) for item in self.items)

    def ended_items(self) -> tuple[str, ...]:
        """Those that do not stand."""
        return () if self.stands is None else tuple(item for item in self.items if item != self.stands)


class WithdrawalBody(PlainBody):
    """An item that is withdrawn, by id and as it is cited."""

    kind: ClassVar[JudgementKind] = "Withdrawal"

    item: Line
    ref: Line
