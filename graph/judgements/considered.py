"""What somebody considered of a subject, and the outcome."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from graph.judgements.body import Line, Named, PlainBody
from graph.model.recorded import JudgementKind
from graph.rules.considered import OF_ASSESSMENT, OUTCOMES, ConsideredQuestion

Category = Annotated[int, Field(ge=1, le=4)]


class ConsideredBody(PlainBody):
    """What was considered of a subject, and the outcome (`graph.rules.considered`).

    Of the ceiling, `category`, `ceiling`, `category_stated`, `assessed_at` and `assessed_at_ms` are those of the
    assessment decided about, `assessment` its lineage. Of an agreement between authorities, `assessment` is one of the
    other authority, `authority` its name; it holds for all assessments of this child by that authority.
    """

    kind: ClassVar[JudgementKind] = "Considered"
    subject: ClassVar[str] = "entity"
    within: ClassVar[frozenset[str]] = frozenset({"assessment"})

    entity: Line
    question: ConsideredQuestion
    outcome: Line
    assessment: Line | None = None
    authority: Named | None = None
    category: Category | None = None
    ceiling: Category | None = None
    category_stated: Category | None = None
    assessed_at: Line | None = None
    assessed_at_ms: int | None = None

    @model_validator(mode="after")
    def _an_outcome_of_its_question(self) -> Self:
        if self.outcome not in OUTCOMES[self.question]:
            allowed = ", ".join(OUTCOMES[self.question])
            raise ValueError(f"the outcome of {self.question!r} is one of: {allowed}")
        left_open = (self.category, self.ceiling, self.assessed_at, self.assessed_at_ms)
        wrong = any((each is not None) != (self.question == "ceiling") for each in left_open)
        if wrong or (self.assessment is not None) != (self.question in OF_ASSESSMENT):
            raise ValueError("a decision on the ceiling or between authorities names its assessment, and no other does")
        if (self.authority is not None) != (self.question == "authority"):
            raise ValueError("an agreement names the other authority, and no other decision does")
        return self

    @property
    def matter(self) -> str | None:
        """The question."""
        return self.question
