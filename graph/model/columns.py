"""The columns of a mention: what each is, of which entities it says something, and how it is read, shown and searched.

`AsRecorded` declares them once, in the order of the mention table. Reading files, cards, search, pages and the
documents go by this declaration: one more field here is one more column.
"""

from dataclasses import dataclass
from typing import Annotated, Literal, get_type_hints

from graph.model.kinds import LABELS, EntityLabel, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionColumn:
    """One column. `meaning` is its sentence in the documents, `of` the entities that it says something of.

    `shown` is its heading for people, where its name with spaces is not one. `names` are its names in other systems,
    from which a draft mapping guesses, parted by `|`. `own_row` is what a row made of this column alone calls its
    entity, where that is possible.

    `looks` is its place among the words of a description that a search finds; 0 is none. `reference` is whether it is
    found as a reference.

    `spoilt` says how a spreadsheet may have changed it: a number, or a number that joins rows. `never_date` names the
    rows in which a date there is refused, since a spreadsheet made it.

    `added` marks a column that the first version of the table did not have: a blank one leaves the digest of a row
    unchanged, so that a row loaded before is known again.
    """

    meaning: str
    of: tuple[EntityLabel, ...]
    shown: str = ""
    names: str = ""
    own_row: Said | None = None
    looks: int = 0
    reference: bool = False
    spoilt: Literal["", "number", "joins"] = ""
    never_date: Said | Literal["", "any"] = ""
    added: bool = False


@dataclass(frozen=True, slots=True)
class AsRecorded:
    """What a mention says of its entity, as recorded."""

    role: Annotated[
        str | None,
        MentionColumn(
            meaning="The role in which the item names it",
            of=LABELS,
            names="role|part|part played|involvement|rol|rolle|classification",
        ),
    ] = None
    legal_status: Annotated[str | None, MentionColumn(meaning="A child's legal status", of=("Person",))] = None
    local_ref: Annotated[
        str | None,
        MentionColumn(
            meaning="The reference of the record in its source system",
            of=LABELS,
            shown="reference",
            names="nominal id|person id|pin|nominal ref|person ref|nominal no|niche id|client id|record id",
            own_row="person",
            reference=True,
            spoilt="joins",
            never_date="any",
        ),
    ] = None
    name: Annotated[
        str | None,
        MentionColumn(
            meaning="The whole name",
            of=tuple(each for each in LABELS if each not in ("Vehicle", "Phone")),
            names="name|full name|nominal|person|who|young person|child|nominal name|subject|caption|"
            "enw|enw llawn|name person|properties.name",
            own_row="person",
        ),
    ] = None
    given_name: Annotated[
        str | None,
        MentionColumn(
            meaning="Given names, where they stand apart",
            of=("Person",),
            names="forename|forenames|forename(s)|first name|first name(s)|given name|given name(s)|christian name|"
            "enw cyntaf|vorname|first names|properties.firstname",
        ),
    ] = None
    surname: Annotated[
        str | None,
        MentionColumn(
            meaning="Surname, where it stands apart",
            of=("Person",),
            names="surname|last name|family name|cyfenw|nachname|familienname|properties.lastname",
        ),
    ] = None
    alias: Annotated[
        tuple[str, ...],
        MentionColumn(
            meaning="Other names, parted by `;`",
            of=("Person",),
            names="alias|aliases|aka|nickname|known as|street name|properties.alias",
        ),
    ] = ()
    date_of_birth: Annotated[
        str | None,
        MentionColumn(
            meaning="Date of birth, also in part",
            of=("Person",),
            names="dob|date of birth|birth date|birthday|born|birthdate|dyddiad geni|geburtsdatum|properties.birthdate",
        ),
    ] = None
    age: Annotated[
        str | None,
        MentionColumn(
            meaning="Age as stated, also a range",
            of=("Person",),
            names="age|age range|oed|alter",
            looks=2,
            spoilt="number",
        ),
    ] = None
    sex: Annotated[
        str | None,
        MentionColumn(
            meaning="Sex as stated",
            of=("Person",),
            names="sex|gender|rhyw|geschlecht|properties.gender",
            looks=1,
        ),
    ] = None
    description: Annotated[
        str | None,
        MentionColumn(
            meaning="What it looks like",
            of=LABELS,
            names="description|disgrifiad|beschreibung|ethnicity",
            looks=9,
        ),
    ] = None
    pnc_id: Annotated[
        str | None,
        MentionColumn(
            meaning="Identifier of the Police National Computer",
            of=("Person",),
            shown="PNC ID",
            names="pnc|pnc id|pncid|pnc no",
            reference=True,
            never_date="any",
        ),
    ] = None
    address: Annotated[
        str | None,
        MentionColumn(
            meaning="The address in one line",
            of=("Address",),
            names="address|home address|full address|location|cyfeiriad|adresse|anschrift|residence|properties.address",
            own_row="address",
        ),
    ] = None
    postcode: Annotated[
        str | None,
        MentionColumn(
            meaning="Postcode",
            of=("Address",),
            names="postcode|post code|postal code|cod post|plz|postleitzahl",
            own_row="address",
            never_date="address",
        ),
    ] = None
    uprn: Annotated[
        str | None,
        MentionColumn(
            meaning="Unique property reference number",
            of=("Address",),
            shown="UPRN",
            names="uprn",
            own_row="address",
            reference=True,
            spoilt="joins",
            never_date="address",
        ),
    ] = None
    premises_kind: Annotated[
        str | None,
        MentionColumn(
            meaning="What the premises are used as", of=("Address",), shown="kind of premises", own_row="address"
        ),
    ] = None
    vrm: Annotated[
        str | None,
        MentionColumn(
            meaning="Registration mark; `?` for an unknown character",
            of=("Vehicle",),
            shown="registration",
            names="vrm|vrn|registration|reg|reg no|vehicle reg|plate|number plate|index|kennzeichen|rhif cofrestru",
            own_row="vehicle",
            never_date="vehicle",
        ),
    ] = None
    make: Annotated[
        str | None,
        MentionColumn(meaning="Make", of=("Vehicle",), names="make|vehicle make", own_row="vehicle", looks=2),
    ] = None
    model: Annotated[
        str | None,
        MentionColumn(meaning="Model", of=("Vehicle",), names="model|vehicle model", own_row="vehicle", looks=3),
    ] = None
    colour: Annotated[
        str | None,
        MentionColumn(
            meaning="Colour",
            of=("Vehicle",),
            names="colour|color|vehicle colour|lliw|farbe",
            own_row="vehicle",
            looks=1,
        ),
    ] = None
    phone: Annotated[
        str | None,
        MentionColumn(
            meaning="Telephone number",
            of=("Phone",),
            names="phone|tel|tel no|telephone|telephone no|mobile|mobile no|phone number|number|msisdn|contact number|"
            "ffon|ffôn|rhif ffon|telefon|handy|phone no|properties.phone",
            own_row="phone",
            spoilt="joins",
            never_date="phone",
        ),
    ] = None
    platform: Annotated[
        str | None,
        MentionColumn(
            meaning="Platform of an account",
            of=("Account",),
            names="platform|network|social media|app|service",
            own_row="account",
        ),
    ] = None
    handle: Annotated[
        str | None,
        MentionColumn(
            meaning="Name of an account on its platform",
            of=("Account",),
            names="handle|username|user name|account|screen name|profile",
            own_row="account",
            spoilt="joins",
            never_date="account",
        ),
    ] = None
    nationality: Annotated[
        str | None,
        MentionColumn(
            meaning="Nationality as stated",
            of=("Person",),
            names="nationality|cenedligrwydd|staatsangehörigkeit|citizenship|properties.nationality",
            looks=3,
            added=True,
        ),
    ] = None
    imei: Annotated[
        str | None,
        MentionColumn(
            meaning="Number of the device (IMEI)",
            of=("Phone",),
            shown="IMEI",
            names="imei|imei number|imei no|handset|device id",
            reference=True,
            spoilt="number",
            added=True,
        ),
    ] = None
    legal_from: Annotated[
        str | None,
        MentionColumn(
            meaning="The day from which the legal status holds",
            of=("Person",),
            shown="legal status from",
            names="order made|date of order|order date",
            added=True,
        ),
    ] = None
    legal_until: Annotated[
        str | None,
        MentionColumn(
            meaning="The first day on which it holds no more",
            of=("Person",),
            shown="legal status until",
            names="order ends|order expires|order end date",
            added=True,
        ),
    ] = None
    legal_authority: Annotated[
        str | None,
        MentionColumn(
            meaning="The authority that holds it, as named in the order",
            of=("Person",),
            shown="authority that holds it",
            names="authority named in the order",
            added=True,
        ),
    ] = None


def _columns() -> dict[str, MentionColumn]:
    hints = get_type_hints(AsRecorded, include_extras=True)
    return {name: hints[name].__metadata__[0] for name in AsRecorded.__dataclass_fields__}


COLUMNS: dict[str, MentionColumn] = _columns()
"""Every column of what a mention says, by name, in the order of the table."""
TEXTS: tuple[str, ...] = tuple(name for name in COLUMNS if name != "alias")
"""Those that hold one text; `alias` holds several."""
REFERENCES: tuple[str, ...] = tuple(name for name, each in COLUMNS.items() if each.reference)


def looks_of(label: str) -> tuple[str, ...]:
    """The columns that describe how an entity with this label looks, in the order of a description."""
    found = [(each.looks, name) for name, each in COLUMNS.items() if each.looks and label in each.of]
    return tuple(name for _, name in sorted(found))


def heading_of(name: str) -> str:
    """What people call a column; a name that is not a column of a mention reads with spaces."""
    column = COLUMNS.get(name)
    return (column.shown if column is not None else "") or name.replace("_", " ")
