"""A pack: statements with the items that each rests on, and an annex with the words of those items.

The model says what is written, and nothing about how. PDF and DOCX are made from the same one: both say the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from viz.network import Network


@dataclass(frozen=True, slots=True)
class PackStatement:
    """A sentence, the items behind it as they are cited, and the entities (by id) that it names and they name."""

    text: str
    refs: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The sentence with its citations: `Ann is named with the car. [R-1/1; R-2/1]`."""
        return f"{self.text} [{'; '.join(self.refs)}]" if self.refs else self.text


@dataclass(frozen=True, slots=True)
class PackSection:
    """Statements under a heading; a level of 2 stands within the last of 1."""

    heading: str
    level: int
    statements: tuple[PackStatement, ...]


@dataclass(frozen=True, slots=True)
class PackItem:
    """An item of the annex: how it is cited, when it happened and was recorded, its grade and its words."""

    id: str
    ref: str
    source_system: str
    when: str
    recorded: str
    kind: str
    grade: str
    text: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A document: its title, its recipient, what it states, the picture, and the items cited, each once.

    `places`: by id of an entity of the picture, where it stands; others are placed beside.
    """

    title: str
    prepared_for: str
    sections: tuple[PackSection, ...]
    items: tuple[PackItem, ...]
    picture: Network | None = field(default=None)
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])

    def statements(self) -> Iterator[PackStatement]:
        """Every statement, in order."""
        for section in self.sections:
            yield from section.statements

    @property
    def refs(self) -> tuple[str, ...]:
        """Every item that is cited, as it is cited, in the order in which they are first cited."""
        return tuple(dict.fromkeys(ref for each in self.statements() for ref in each.refs))
