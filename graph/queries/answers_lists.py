"""More of what answers are made of: lists of children, and items that name several. See `graph.queries.answers`."""

from graph.reading.parts import EntityRef, ItemShown, Part, SerafBeside
from graph.reading.question import Answer


class ChildListed(Part):
    """A child with the assessment that stands beside them, None when not assessed; `last`: the last day on which
    something happened. `decisions`: what a person is asked to decide about the category, in sentences."""

    entity: EntityRef
    seraf: SerafBeside | None
    decisions: tuple[str, ...]
    items: int
    last: str | None


class Children(Answer):
    """The children in some SERAF categories, highest first."""

    children: tuple[ChildListed, ...]
    shown: int
    total: int


class NewOfChild(Part):
    """A child named in new items. `recorded_at`: when the latest of them was; `new`: nothing was recorded of this
    child before."""

    entity: EntityRef
    category: int | None
    items: int
    refs: tuple[str, ...]
    recorded_at: int
    new: bool


class NewSince(Answer):
    """How many items are new, in how many reports, and the children they name, newest first."""

    items: int
    reports: int
    children: tuple[NewOfChild, ...]
    shown: int
    total: int


class ItemTogether(Part):
    """One item that names several entities, and the part that each plays in it, in their order."""

    item: ItemShown
    roles: tuple[str, ...]


class Together(Answer):
    """The items that name all of several entities, in the order in which things happened; undated ones last."""

    entities: tuple[EntityRef, ...]
    items: tuple[ItemTogether, ...]
    shown: int
    total: int


class OriginsSeen(Answer):
    """The marks of those origins that some visible item has, in order."""

    marks: tuple[str, ...]


class ItemCited(Part):
    """One item, and the report that it stands in."""

    item: ItemShown
    report: str
    report_ref: str
    source_system: str


class ItemsCited(Answer):
    """The items that references cite; `missing` are the references that cite nothing in this View."""

    items: tuple[ItemCited, ...]
    missing: tuple[str, ...]
