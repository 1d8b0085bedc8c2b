"""What the question about one child's SERAF assessments is answered with. See `graph.queries.answers`."""

from graph.reading.parts import EntityRef, Part
from graph.reading.question import Answer
from graph.rules.considered import ConsideredQuestion


class ItemGraded(Part):
    """An item that an indicator was found in, as it is cited, and its grade."""

    ref: str
    grade: str


class IndicatorShown(Part):
    """One indicator of the assessment that stands; `text` is the wording that people read."""

    code: str
    text: str
    status: str
    note: str
    items: tuple[ItemGraded, ...]


class AssessmentShown(Part):
    """One assessment: the category as judged, the highest that it may be, and who made it when."""

    category: int
    ceiling: int
    assessed_at: str
    agency: str
    assessor: str


class ConsideredShown(Part):
    """What was considered and stands: the question, the outcome as it is recorded and in words, who, when, why."""

    id: str
    question: ConsideredQuestion
    outcome: str
    words: str
    author: str
    recorded_at: int
    reason: str


class AssessmentStanding(AssessmentShown):
    """The assessment that stands, its version `id`.

    `decided`, where not blank, is the id of the decision (in `considered`) that ended what it had left open.
    `confirmed`: its category on present indicators alone, as recorded. `category_stated` by `method` is what its file
    states. `loaded_by` put it in; `confirmed_by`, where not blank, is the second person who confirmed what a file said.
    `reasons` say why this category and ceiling, where the table of §5.7 gives them; `support` are the prompts: what
    asks to reassess or to act at once.
    """

    id: str
    decided: str
    provisional: bool
    confirmed: int | None
    category_stated: int | None
    method: str
    loaded_by: str
    confirmed_by: str
    reasons: tuple[str, ...]
    support: tuple[str, ...]


class AssessmentBeside(AssessmentShown):
    """One that stands beside: `unanswered` are the indicators of the standing one that it does not give; `waiting`: it
    would lower what stands once a second person, other than `loaded_by`, confirms its version `id`."""

    id: str
    unanswered: tuple[str, ...]
    waiting: bool
    loaded_by: str


class ActionShown(Part):
    """One thing to do; `law_moved`: the law that the section names has been replaced, check with legal."""

    text: str
    section: str
    law_moved: bool


class Actions(Part):
    """What the protocol asks for in the category: as a child, and as an adult where that applies now or soon."""

    child: tuple[ActionShown, ...]
    adult: tuple[ActionShown, ...]
    note: str


class Age(Part):
    """Age in whole years on the View's day, by the stated dates of birth."""

    lowest: int
    highest: int


class SerafShown(Answer):
    """One child's SERAF assessments. `standing` is None when not assessed, which is not Category 1.

    `decisions` are asked for of a person; `considered` is what people decided, the newest first; `history` are the
    assessments that later ones answered, the newest first.
    """

    child: EntityRef
    age: Age | None
    standing: AssessmentStanding | None
    beside: tuple[AssessmentBeside, ...]
    indicators: tuple[IndicatorShown, ...]
    not_assessed: tuple[str, ...]
    decisions: tuple[str, ...]
    considered: tuple[ConsideredShown, ...]
    history: tuple[AssessmentShown, ...]
    actions: Actions
