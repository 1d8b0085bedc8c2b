"""What answers about paths are made of. See `graph.queries.answers`."""

from graph.reading.parts import EntityRef, Part
from graph.reading.question import Answer


class Hop(Part):
    """One step of a path: the items that name both ends."""

    items: tuple[str, ...]
    strength: float


class CommonOnPath(Part):
    """A common place between the ends of a path, and how many children are named with it."""

    id: str
    children: int


class PathShown(Part):
    """One path: its entities in order, the common places among those between its ends, and the hops between them."""

    entities: tuple[EntityRef, ...]
    common: tuple[CommonOnPath, ...]
    hops: tuple[Hop, ...]
    length: int
    strength: float


class Paths(Answer):
    """The shortest paths between two entities; `at_least` where there are more than were counted.

    Where one of them passes a common place, `avoiding` is the strongest of the shortest paths that pass none, if there
    is one; `avoiding_too_wide` that too many entities lie between the ends to search for it.
    """

    start: EntityRef
    end: EntityRef
    paths: tuple[PathShown, ...]
    length: int | None
    shown: int
    total: int
    at_least: bool
    avoiding: PathShown | None = None
    avoiding_too_wide: bool = False
