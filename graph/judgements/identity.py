"""What is decided about records themselves: whether two are one, and that an item is withdrawn."""

from typing import ClassVar, Self

from pydantic import model_validator

from graph.judgements.body import Line, PlainBody
from graph.model.recorded import JudgementKind


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


class WithdrawalBody(PlainBody):
    """An item that is withdrawn, by id and as it is cited."""

    kind: ClassVar[JudgementKind] = "Withdrawal"

    item: Line
    ref: Line
