"""What answers are made of that list children: by category, and by what is new. See `graph.queries.answers`."""

from graph.queries.answers import EntityRef, Part, SerafBeside
from graph.queries.question import Answer


class ChildListed(Part):
    """A child with the assessment that stands beside them, None when not assessed; `last`: the last day on which
    something happened."""

    entity: EntityRef
    seraf: SerafBeside | None
    items: int
    last: str | None


class Children(Answer):
    """The children in some SERAF categories, highest first."""

    children: tuple[ChildListed, ...]
    shown: int
    total: int
