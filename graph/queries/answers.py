"""What answers are made of: frozen models, sorted before they are built, so that equal answers are equal bytes."""

from graph.reading.parts import Banded, EntityRef, ItemShown, Part, SerafBeside
from graph.reading.question import Answer
from graph.rules.bands import Band


class ViaShown(Part):
    """One connection of a linked child: its entity, its band, the items of each half, and how strong it is and why.

    `possible`: only a match makes the entity one; `unconfirmed`: whether each half rests on such a match, of the entity
    or of the child at its end.
    """

    id: str
    kind: str
    label: str
    common: bool
    band: Band
    items: tuple[tuple[str, ...], tuple[str, ...]]
    origins: int
    grades: tuple[str, ...]
    weakest: str
    strength: float
    reasons: tuple[str, ...]
    possible: bool
    unconfirmed: tuple[bool, bool]


class StrengthParts(Part):
    """The parts of the first connection, in the order in which they are multiplied."""

    first_half: float
    second_half: float
    specific: float
    together: float
    recent: float


class LinkedChild(Banded):
    """One child whose case is linked. `category` and `ceiling` are None when the child is not assessed."""

    id: str
    refs: tuple[str, ...]
    name: str
    category: int | None
    ceiling: int | None
    strength: float
    parts: StrengthParts
    via: tuple[ViaShown, ...]
    items: int
    origins: int
    first: str | None
    last: str | None
    possible: bool


class ChildAsked(Part):
    """The child that a question is about."""

    id: str
    refs: tuple[str, ...]
    name: str
    category: int | None
    ceiling: int | None


class LinkedChildren(Answer):
    """The children whose cases are linked with one child's: those of the first band first, then the strongest."""

    child: ChildAsked
    linked: tuple[LinkedChild, ...]
    shown: int
    total: int


class SharedWith(Part):
    """Another child who shares an entity, in which band, and the items of each half."""

    child: EntityRef
    category: int | None
    band: Band
    strength: float
    items: tuple[tuple[str, ...], tuple[str, ...]]


class SharedEntity(Banded):
    """An entity that this child shares with others, and how strongly with each: the strongest, and how many there are.

    `score` adds up the strengths with all of them.
    """

    entity: EntityRef
    common: bool
    roles: tuple[str, ...]
    children: tuple[SharedWith, ...]
    shown: int
    total: int
    score: float


class Shared(Answer):
    """The entities a child shares with other children: those of the first band first, then the most telling."""

    child: ChildAsked
    shared: tuple[SharedEntity, ...]
    shown: int
    total: int


class Case(Answer):
    """Everything that links one child's case with others; each part is the answer to the question of its name."""

    linked: LinkedChildren
    adults: Shared
    premises: Shared
    vehicles: Shared
    phones: Shared


class Stated(Part):
    """One thing that visible mentions state about an entity: the items that state it, and of which of its records."""

    what: str
    value: str
    items: tuple[str, ...]
    records: tuple[str, ...]


class RelationShown(Part):
    """One relationship as one item states it. `towards` is true when it starts at the entity asked about; `at` is the
    moment of a call in epoch milliseconds."""

    type: str
    towards: bool
    other: EntityRef
    relation: str
    since: str
    until: str
    at: int | None
    seconds: int | None
    item: str
    grade: str


class EntityCard(Answer):
    """What is recorded of one entity."""

    entity: EntityRef
    records: tuple[str, ...]
    stated: tuple[Stated, ...]
    relations: tuple[RelationShown, ...]
    seraf: SerafBeside | None
    items: int
    origins: int
    first: str | None
    last: str | None


class Neighbour(Part):
    """An entity named in the same items; `relations` says what the items call the link; `category` is a person's.

    `concern` counts those of the items that allege a concern about somebody; `common` is a common place; `relevance`,
    from 0 to 1, orders a picture (graph/rules/relevance.py).
    """

    entity: EntityRef
    category: int | None
    items: tuple[str, ...]
    concern: int
    common: bool
    relevance: float
    origins: int
    roles: tuple[str, ...]
    relations: tuple[str, ...]


class Neighbours(Answer):
    """The entities named in the same items as one entity, those with most items first."""

    entity: EntityRef
    category: int | None
    counts: dict[str, int]
    neighbours: tuple[Neighbour, ...]
    shown: int
    total: int


class EntityAmong(Part):
    """An entity of a picture; `asked` are the ids given that are its records, `category` is a person's.

    `prominence`, from 0 to 1: how large it is drawn for its links with the children of the picture; a child has none.
    """

    entity: EntityRef
    prominence: float
    category: int | None
    asked: tuple[str, ...]


class LinkAmong(Part):
    """Two entities (by id, the smaller first) that the same items name.

    `concern` counts those of the items that allege a concern; `strength`, from 0 to 1, is the belief in the items.
    `working`: one of the two is there as a professional or reporter in every one of these items.
    """

    start: str
    end: str
    items: tuple[str, ...]
    concern: int
    strength: float
    origins: int
    relations: tuple[str, ...]
    weakest: str
    first: str | None
    last: str | None
    possible: bool
    working: bool


class ItemBehind(Part):
    """An item behind links of a picture: the system that its report came from, and the days on which it happened."""

    ref: str
    source_system: str
    first: str | None
    last: str | None


class LinksAmong(Answer):
    """The entities of a picture, the links among them, and each item behind some link once.

    `gone`: how many ids given are nothing in this View.
    """

    entities: tuple[EntityAmong, ...]
    links: tuple[LinkAmong, ...]
    items: tuple[ItemBehind, ...]
    gone: int


class ConcernChild(Part):
    """A child named with somebody or somewhere of concern."""

    child: EntityRef
    category: int | None
    items: tuple[str, ...]
    strength: float


class Concern(Part):
    """An adult or premises of concern. A connection is not responsibility."""

    entity: EntityRef
    premises_kinds: tuple[str, ...]
    common: bool
    roles: tuple[str, ...]
    children: tuple[ConcernChild, ...]
    score: float


class Concerns(Answer):
    """The premises or adults that join most children, on the best evidence first."""

    concerns: tuple[Concern, ...]
    shown: int
    total: int


class EvidenceVia(Part):
    """The items behind the two halves of one connection."""

    entity: EntityRef
    first: tuple[ItemShown, ...]
    second: tuple[ItemShown, ...]


class Evidence(Answer):
    """The items that name two entities together, and those that join them through a third."""

    start: EntityRef
    end: EntityRef
    direct: tuple[ItemShown, ...]
    via: tuple[EvidenceVia, ...]


class TimelineEntry(Part):
    """One item on a timeline, and who and what else it names."""

    item: ItemShown
    role: str
    named: tuple[EntityRef, ...]


class Timeline(Answer):
    """The items about one entity, what happened last first; undated ones last."""

    entity: EntityRef
    entries: tuple[TimelineEntry, ...]
    undated: int
    shown: int
    total: int


class ItemNamed(Part):
    """Somebody or something that one item (by id) names, as what, and in which words."""

    item: str
    entity: EntityRef
    category: int | None
    roles: tuple[str, ...]
    words: tuple[str, ...]


class ReportWords(Part):
    """A report's own words, as somebody else has recorded them under the same reference."""

    title: str | None
    text: str | None


class ReportShown(Answer):
    """A report. Its title and text are a record of their own, given only where the View shows them.

    `recorded_at` is when the first of its visible items was. `other_words` are further versions that stand, since those
    who recorded them did not see one another's.
    """

    id: str
    ref: str
    source_system: str
    recorded_at: int
    title: str | None
    text: str | None
    items: tuple[ItemShown, ...]
    named: tuple[ItemNamed, ...]
    other_words: tuple[ReportWords, ...] = ()


class ReportRef(Part):
    """One report, with what distinguishes it from others of the same reference."""

    id: str
    ref: str
    source_system: str


class NameMatches(Answer):
    """What one name, reference, plate or number could mean."""

    entities: tuple[EntityRef, ...]
    reports: tuple[ReportRef, ...]
