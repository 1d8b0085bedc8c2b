"""What each kind of judgement records beyond what every record carries: one frozen model for each.

A model says how it is stored: `properties()` are the properties of its node, which statements read, and
`from_properties()` is the way back. Unknown fields are refused and texts are bounded, whatever face they come through.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Self, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from graph.errors import ValueRefused
from graph.model.recorded import Citation, JudgementKind
from graph.rules.indicators import Status
from graph.rules.seraf import assess

Properties = Mapping[str, object]

LONGEST_NOTE = 4000
Line = Annotated[str, Field(max_length=400)]
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]


class Body(BaseModel):
    """What a judgement of one kind records."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[JudgementKind]

    @classmethod
    def read(cls, given: Properties) -> Self:
        """A body from what a form or a program gives. Raises `ValueRefused` naming the field."""
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise ValueRefused(field, str(first.get("input", ""))[:80], f"{first['msg']}.") from None

    def properties(self) -> dict[str, object]:
        """The properties of its node."""
        return {name: value for name, value in self.model_dump().items() if value is not None}

    @classmethod
    def from_properties(cls, stored: Properties) -> Self:
        """The body that a node's properties hold."""
        return cls.model_validate({name: stored[name] for name in cls.model_fields if name in stored})

    def cited(self) -> tuple[Citation, ...]:
        """The items that a part of it cites by id, beside what the whole rests on."""
        return ()


class DecisionBody(Body):
    """Two records, of which somebody decides whether they are one; the smaller id first."""

    kind: ClassVar[JudgementKind] = "IdentityDecision"

    one: Line
    two: Line

    @model_validator(mode="after")
    def _two_of_them(self) -> Self:
        if self.one >= self.two:
            raise ValueError("two records are decided about, the smaller id first")
        return self


class WithdrawalBody(Body):
    """An item that is withdrawn, by id and as it is cited."""

    kind: ClassVar[JudgementKind] = "Withdrawal"

    item: Line
    ref: Line


class IndicatorGiven(BaseModel):
    """The status of one indicator, why, and the ids of the items that it was found in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    status: Status
    note: Note = ""
    items: tuple[str, ...] = ()


class AssessmentBody(Body):
    """A SERAF assessment, whole, as judged (protocol §5.2 to §5.7).

    `assessed_at` is as stated; from `assessed_at_ms` up to and not including `assessed_until_ms` (epoch milliseconds)
    is when that was. `category_stated` by `method` is what its file states; `authority` is None for the force's own.
    `confirmed_by` is the second person who confirmed a loaded assessment that lowers what stood; `loaded_by` then names
    whoever had put it in.
    """

    kind: ClassVar[JudgementKind] = "Assessment"

    child: Line
    child_ref: Line
    source_system: Line = ""
    assessed_at: Line
    assessed_at_ms: int
    assessed_until_ms: int
    assessor: Line
    indicators: tuple[IndicatorGiven, ...]
    item_refs: tuple[Line, ...] = ()
    category_stated: Annotated[int, Field(ge=1, le=4)] | None = None
    method: Line | None = None
    authority: Line | None = None
    wishes: Note = ""
    loaded: bool = False
    confirmed_by: Line | None = None
    loaded_by: Line | None = None

    def properties(self) -> dict[str, object]:
        """The properties of its node: the indicators as lists of equal length, and the category, reckoned once here."""
        result = assess({each.code: each.status for each in self.indicators})
        plain = {name: value for name, value in super().properties().items() if name not in ("indicators", "item_refs")}
        return {
            **plain,
            "item_refs": list(self.item_refs),
            "codes": [each.code for each in self.indicators],
            "statuses": [each.status for each in self.indicators],
            "notes": [each.note for each in self.indicators],
            "category": result.category,
            "ceiling": result.ceiling,
            "if_unassessed": result.if_unassessed,
            "confirmed": result.confirmed,
            "provisional": result.provisional,
        }

    @classmethod
    def from_properties(cls, stored: Properties) -> Self:
        """The body that a node's properties hold; which items an indicator cites stands in RESTS_ON."""
        columns = (cast("list[str]", stored[name]) for name in ("codes", "statuses", "notes"))
        given = [dict(zip(("code", "status", "note"), each, strict=True)) for each in zip(*columns, strict=True)]
        plain = {name: stored[name] for name in cls.model_fields if name in stored and name != "indicators"}
        return cls.model_validate({**plain, "indicators": given})

    def cited(self) -> tuple[Citation, ...]:
        """What each indicator was found in."""
        return tuple(Citation(item, each.code) for each in self.indicators for item in each.items)


BODIES: Mapping[JudgementKind, type[Body]] = {
    body.kind: body for body in (AssessmentBody, DecisionBody, WithdrawalBody)
}
