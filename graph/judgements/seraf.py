"""What an assessment by SERAF records (protocol §5.2 to §5.7)."""

from typing import Annotated, ClassVar, Self, cast

from pydantic import BaseModel, ConfigDict, Field

from graph.judgements.body import Line, Note, PlainBody, Properties
from graph.model.recorded import Citation, JudgementKind
from graph.rules.indicators import Status
from graph.rules.seraf import assess


class IndicatorGiven(BaseModel):
    """The status of one indicator, why, and the ids of the items that it was found in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    status: Status
    note: Note = ""
    items: tuple[str, ...] = ()


class AssessmentBody(PlainBody):
    """A SERAF assessment, whole, as judged (protocol §5.2 to §5.7).

    `assessed_at` is as stated; from `assessed_at_ms` up to and not including `assessed_until_ms` (epoch milliseconds)
    is when that was. `category_stated` by `method` is what its file states; `authority` is None for the force's own.
    `confirmed_by` is the second person who confirmed a loaded assessment that lowers what stood; `loaded_by` then names
    the person who loaded it. `wishes` are the child's own; `wishes_not_sought` is why nobody asked (§5.10).
    `carried_from` is the earlier assessment that the answers were carried over from.
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
    wishes_not_sought: Note | None = None
    carried_from: Line | None = None
    loaded: bool = False
    confirmed_by: Line | None = None
    loaded_by: Line | None = None

    def properties(self) -> dict[str, object]:
        """The properties of its node: the indicators as lists of equal length, and the category, computed once here."""
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
