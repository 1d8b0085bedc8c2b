"""Every kind of entity, and everything that is particular to it: one entry in `ENTITY_KINDS` adds a kind.

What else reads mentions, answers, pictures, pages or search text goes by this table, and no other place lists the kinds
(a test holds it). A kind that is identified by its name (`by_name`) needs this entry alone; how a mention of another
becomes a record is code: `graph.ingest.normalise.mentions`. Which relationships it has is in `graph.model.relations`.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["child", "adult", "person", "premises", "vehicle", "phone", "account", "organisation"]
"""What an entity is in a View, in the field's words. A `person` is neither child nor adult as far as is recorded."""

Said = Literal["child", "adult", "person", "address", "vehicle", "phone", "account", "organisation"]
"""What a mention calls its entity: the column `entity`."""

EntityLabel = Literal["Person", "Address", "Vehicle", "Phone", "Account", "Organisation"]
"""The label of its node."""

Thing = Literal["person", "address", "vehicle", "phone", "account", "organisation"]
"""What the search index calls a mention of it."""


@dataclass(frozen=True, slots=True)
class Icon:
    """How a kind is drawn: ground, outline and sign as SVG in a square from -24 to 24, and i2's name of the type.

    White on `colour` has a contrast of 4.5 (WCAG 2.2, 1.4.3); outline and sign differ from those of every other kind.
    """

    colour: str
    outline: str
    sign: str
    i2: str
    scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityKind:
    """One kind. `one` and `many` are its words in a sentence, `called` its word on a page where that is another.

    `card` is the question about one of them, `page` the address of its page, and `tab` what a search for it is listed
    under. `weight` is what it is worth as the connector of two children (`rules.strength`), before anything else.
    `had_by` is the relation of a row's person to such an entity, which a draft mapping proposes. Of those that
    `may_be_one`, people decide whether two records are one. What is `by_name` is identified by its name and found by
    any words of it; it needs no reader of its own.
    """

    kind: Kind
    said: Said
    label: EntityLabel
    thing: Thing
    one: str
    many: str
    card: str
    page: str
    tab: str
    weight: float
    icon: Icon
    called: str = ""
    had_by: str = ""
    may_be_one: bool = False
    by_name: bool = False


_PERSON = '<circle cy="-9" r="6"/><path d="M-12 15V8C-12 1-7-1 0-1S12 1 12 8V15Z"/>'
_SMALL_PERSON = '<circle cy="-7" r="6.5"/><path d="M-8 14C-8 5-5 2 0 2S8 5 8 14Z"/>'
_QUESTION = (
    '<path d="M-6.5-6C-6.5-14 6.5-14 6.5-6C6.5-1 0-1 0 5" fill="none" stroke="#ffffff" stroke-width="4.4"/>'
    '<circle cy="12" r="2.9"/>'
)
_HOUSE = '<path d="M-12-2H-4V6H-12ZM4-2H12V6H4ZM-3.5 22V10H3.500V22Z"/>'
_WHEEL = '<circle cx="{x}" cy="7" r="4" stroke="#5b3a8c" stroke-width="1.5"/>'
_CAR = '<path d="M-15 6V0L-11-1L-7-8H6L11-1L15 1V6Z"/>' + _WHEEL.format(x=-8) + _WHEEL.format(x=8)
_SCREEN = '<path d="M-8-17H8V12H-8Z"/><circle cy="17.5" r="2.4"/>'
_AT = (
    '<path d="M5.5 0A5.5 5.5 0 1 1 -5.5 0A5.5 5.5 0 1 1 5.5 0V3C5.5 7 11 7 11 0A11 11 0 1 0 5 10" '
    'fill="none" stroke="#ffffff" stroke-width="2.8"/>'
)
_WINDOWS = (
    '<path d="M-16-7H-9V0H-16ZM-16 6H-9V13H-16ZM-2-15H5V-8H-2ZM10-15H17V-8H10ZM-2-2H5V5H-2Z'
    'M10-2H17V5H10ZM-2 11H5V22H-2Z"/>'
)


ENTITY_KINDS: tuple[EntityKind, ...] = (
    EntityKind(
        kind="child",
        said="child",
        label="Person",
        thing="person",
        one="child",
        many="children",
        card="child",
        page="child",
        tab="children",
        weight=0.9,
        icon=Icon("#0b5a94", '<circle r="22"/>', _SMALL_PERSON, "Child", 1.2),
        may_be_one=True,
    ),
    EntityKind(
        kind="adult",
        said="adult",
        label="Person",
        thing="person",
        one="adult",
        many="adults",
        card="adult",
        page="adult",
        tab="adults",
        weight=0.9,
        icon=Icon("#8f4a00", '<rect x="-20" y="-20" width="40" height="40" rx="3"/>', _PERSON, "Person"),
        may_be_one=True,
    ),
    EntityKind(
        kind="person",
        said="person",
        label="Person",
        thing="person",
        one="unidentified person",
        many="unidentified people",
        card="adult",
        page="adult",
        tab="adults",
        weight=0.9,
        icon=Icon("#50565c", '<path d="M0-24L24 0L0 24L-24 0Z"/>', _QUESTION, "Person (Shaded Shirt)"),
        may_be_one=True,
    ),
    EntityKind(
        kind="premises",
        said="address",
        label="Address",
        thing="address",
        one="premises",
        many="premises",
        card="premises",
        page="premises",
        tab="premises",
        weight=0.85,
        icon=Icon("#00614a", '<path d="M-20 22V-5L0-23L20-5V22Z"/>', _HOUSE, "Installation"),
        had_by="LIVES_AT",
        may_be_one=True,
    ),
    EntityKind(
        kind="vehicle",
        said="vehicle",
        label="Vehicle",
        thing="vehicle",
        one="vehicle",
        many="vehicles",
        card="vehicle",
        page="vehicle",
        tab="vehicles",
        weight=0.95,
        icon=Icon("#5b3a8c", '<path d="M-24 0L-15-17H15L24 0L15 17H-15Z"/>', _CAR, "Car"),
        had_by="USES",
    ),
    EntityKind(
        kind="phone",
        said="phone",
        label="Phone",
        thing="phone",
        one="phone",
        many="phones",
        card="phone",
        page="phone",
        tab="phones and accounts",
        weight=1.0,
        icon=Icon("#6b5600", '<rect x="-13" y="-23" width="26" height="46" rx="6"/>', _SCREEN, "Mobile Phone"),
        had_by="USES",
    ),
    EntityKind(
        kind="account",
        said="account",
        label="Account",
        thing="account",
        one="account",
        many="accounts",
        card="phone",
        page="online-account",
        tab="phones and accounts",
        weight=0.95,
        icon=Icon("#98226a", '<path d="M-15-19H24L15 19H-24Z"/>', _AT, "Account"),
        called="online account",
        had_by="USES",
    ),
    EntityKind(
        kind="organisation",
        said="organisation",
        label="Organisation",
        thing="organisation",
        one="organisation",
        many="organisations",
        card="organisation",
        page="organisation",
        tab="organisations",
        weight=0.7,
        icon=Icon("#8a1f1f", '<path d="M-22 22V-14H-8V-23H22V22Z"/>', _WINDOWS, "Office"),
        had_by="WORKS_FOR",
        by_name=True,
    ),
)
"""In the order of every legend and list. Of what mentions call one entity, the first in this order decides its kind."""

KIND_NAMED: dict[str, EntityKind] = {each.kind: each for each in ENTITY_KINDS}
KIND_OF_SAID: dict[str, Kind] = {each.said: each.kind for each in ENTITY_KINDS}
LABEL_OF_SAID: dict[Said, EntityLabel] = {each.said: each.label for each in ENTITY_KINDS}

KINDS: tuple[Kind, ...] = tuple(each.kind for each in ENTITY_KINDS)
SAID: tuple[Said, ...] = tuple(LABEL_OF_SAID)
LABELS: tuple[EntityLabel, ...] = tuple(dict.fromkeys(each.label for each in ENTITY_KINDS))
THINGS: tuple[Thing, ...] = tuple(dict.fromkeys(each.thing for each in ENTITY_KINDS))

NAMED_THINGS: frozenset[Thing] = frozenset(each.thing for each in ENTITY_KINDS if each.by_name)
"""What is identified by its name."""

PEOPLE: frozenset[Kind] = frozenset(each.kind for each in ENTITY_KINDS if each.label == "Person")
PERSON_SAID: frozenset[str] = frozenset(each.said for each in ENTITY_KINDS if each.label == "Person")
"""What a mention of a person calls them."""

for _names, _type in ((KINDS, Kind), (SAID, Said), (LABELS, EntityLabel), (THINGS, Thing)):
    assert _names == get_args(_type), f"{_type} and ENTITY_KINDS name the same, in the same order"
