"""Parts that many answers share: frozen models, sorted before they are built, so that equal answers are equal bytes."""

from pydantic import BaseModel, ConfigDict, computed_field

from graph.model.kinds import Kind
from graph.rules.bands import Band
from graph.rules.sentences import Sentence, write_sentence
from graph.values.when import day_of


class Part(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True)


class Banded(Part):
    """What stands in a band, with its sentence: as codes and values (`facts`), and in English."""

    band: Band
    facts: Sentence

    @computed_field
    @property
    def sentence(self) -> str:
        """In English; pages write it in their reader's language."""
        return write_sentence(self.facts)


class EntityRef(Part):
    """One entity as this View knows it. `refs` are its records' own references; `possible`: only a match joins it."""

    id: str
    kind: Kind
    label: str
    refs: tuple[str, ...]
    possible: bool


class SerafBeside(Part):
    """The SERAF category of the assessment that stands (protocol §5.7); `together` asks to reassess (§5.5)."""

    category: int
    ceiling: int
    assessed_at: str
    assessor: str
    agency: str
    together: int | None = None


class ChildCategory(Part):
    """The SERAF category beside a child (by id) named in an answer; None when not assessed."""

    child: str
    category: int | None
    ceiling: int | None


class ItemShown(Part):
    """One item of intelligence, with its grade; `origin` is an opaque mark by which it can be left out.

    `recorded_at`: when its source recorded it; `loaded_at`: when it came into this graph, None where that is unknown.
    """

    id: str
    ref: str
    when: str | None
    happened_from: int | None
    happened_to: int | None
    recorded_at: int
    loaded_at: int | None
    event: str
    kind: str
    text: str
    grade: str
    access: str
    origin: str

    @property
    def loaded_later(self) -> bool:
        """Whether it came into this graph on a later day than its source recorded it."""
        return self.loaded_at is not None and day_of(self.loaded_at) > day_of(self.recorded_at)
