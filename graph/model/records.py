"""What is recorded, ready to be written: one frozen model for each kind of record in docs/data-model.md.

Times are epoch milliseconds (UTC); None is absent and stays absent in the graph.
"""

from dataclasses import dataclass, field

from graph.model.columns import AsRecorded
from graph.model.kinds import EntityLabel, Said


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report as a file states it, word for word. `recorded_at` is when its title and text were."""

    id: str
    source_system: str
    ref: str
    title: str | None
    text: str | None
    recorded_at: int


@dataclass(frozen=True, slots=True)
class WordsRecord:
    """One version of a report's own words: its title and text, with the access of all that they may speak of.

    `waiting` are the numbers of items that were refused.
    """

    id: str
    report: str
    title: str | None
    text: str | None
    access: str
    recorded_at: int
    loaded_at: int
    author: str
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """One version of one graded item: `recorded_at` as its source states, `loaded_at` when it came into this graph."""

    id: str
    lineage: str
    report: str
    ref: str
    item_no: str
    text: str | None
    event: str | None
    kind: str | None
    source_grade: str | None
    assessment: str | None
    grade: str
    handling: str | None
    conditions: str | None
    compartment: str | None
    access: str
    origin: str
    happened: str | None
    happened_from: int | None
    happened_to: int | None
    recorded_at: int
    loaded_at: int
    author: str


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """What a mention mentions. `local_ref` of persons, `vrm` of vehicles and `number` of phones are for look-up."""

    id: str
    label: EntityLabel
    said: Said
    local_ref: str | None = None
    vrm: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class IdentifierRecord:
    """An identifier that an item gives an entity."""

    id: str
    kind: str


NAMED = 0
"""The rank of a label that is a name, or of a vehicle its whole registration mark."""


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """One mention. `label_rank`: 0 named, 1 alias only, 2 description only, 3 nothing.

    `stated` digests its row, relations included: two that state the same have the same. Blank where it has no row.
    """

    id: str
    item: str
    mention_no: str
    entity: EntityRecord
    label: str
    label_rank: int
    name_key: str | None
    recorded: AsRecorded
    identifiers: tuple[IdentifierRecord, ...] = ()
    stated: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class RelationRecord:
    """One relationship between two entities, as one item states it. `since` and `until` are as recorded."""

    id: str
    item: str
    kind: str
    start: str
    end: str
    since: str | None = None
    until: str | None = None
    relation: str | None = None
    at: int | None = None
    seconds: int | None = None
