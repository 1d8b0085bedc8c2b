"""What an answer about several children's cases at once is made of. See `graph.queries.answers`."""

from graph.queries.answers import LinkedChild
from graph.reading.parts import Banded, EntityRef, Part, SerafBeside
from graph.reading.question import Answer
from graph.rules.bands import Band


class ChildInCases(Part):
    """One of the children asked about. `asked` are the ids given that are their records; `linked` counts all children
    linked with them; `new` are the items that name them and were recorded since the moment given."""

    entity: EntityRef
    seraf: SerafBeside | None
    asked: tuple[str, ...]
    linked: int
    items: int
    origins: int
    first: str | None
    last: str | None
    new: tuple[str, ...]


class CaseLink(Part):
    """A link of one of the children asked about (`start`), as linked_children of that child gives it."""

    start: str
    linked: LinkedChild


class OtherLinked(Part):
    """A child who was not asked about, the first band of their links with those who were, and these, each band's
    strongest first."""

    child: EntityRef
    seraf: SerafBeside | None
    band: Band
    links: tuple[CaseLink, ...]
    strength: float


class SharedBy(Part):
    """A child who shares something, and the items that name both."""

    child: EntityRef
    category: int | None
    items: tuple[str, ...]
    weakest: str


class SharedAmong(Banded):
    """What children share: `children` are those asked about, `others` are not. `score` adds up the strengths of the
    connections through it alone.

    Of thousands who share a school with them, the most strongly connected are given: `shown` of `total`.
    """

    entity: EntityRef
    common: bool
    roles: tuple[str, ...]
    children: tuple[SharedBy, ...]
    others: tuple[SharedBy, ...]
    shown: int
    total: int
    score: float


class SharedList(Part):
    """What is shared, of some kinds: what two of the children asked about share comes first."""

    shared: tuple[SharedAmong, ...]
    shown: int
    total: int


class LinkedCases(Answer):
    """How several children's cases are linked with one another (`pairs`), and with other children (`others`).

    `gone`: how many ids given are no child's in this View, whether hidden or never there.
    """

    children: tuple[ChildInCases, ...]
    pairs: tuple[CaseLink, ...]
    others: tuple[OtherLinked, ...]
    shown: int
    total: int
    adults: SharedList
    premises: SharedList
    vehicles: SharedList
    phones: SharedList
    gone: int
