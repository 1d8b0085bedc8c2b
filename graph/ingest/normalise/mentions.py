"""One row's mention: which entity it is, how it shows it, what identifies it, and what it states of others."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from graph.errors import ValueRefused
from graph.ingest.columns import MENTION_CELLS
from graph.ingest.normalise.model import Findings, StatedMention, StatedRelation
from graph.ingest.normalise.values import (
    ReadName,
    cached_address,
    cached_birth_date,
    cached_phone,
    cached_vrm,
    one_of,
    read_account,
    read_age,
    read_name,
    read_period,
    read_pnc_id,
)
from graph.ingest.rows import RawRow, Refusal
from graph.model import ids
from graph.model.columns import COLUMNS, TEXTS, AsRecorded, looks_of
from graph.model.kinds import KIND_OF_SAID, LABEL_OF_SAID, LABELS, SAID, Said
from graph.model.records import EntityRecord, IdentifierRecord, MentionRecord
from graph.model.relations import RELATIONS
from graph.model.schema import LEGAL_STATUSES
from graph.rules.roles import ROLES
from graph.values.birth_date import BirthDate
from graph.values.damage import whole
from graph.values.name import compared
from graph.values.text import says_nothing, tidy

T = TypeVar("T")

_LONGEST_LABEL = 100

LEFT_OUT = "it was left out, and the rest of the row loaded"
LEGAL_DAYS = ("legal_from", "legal_until")
"""The columns of the days between which a legal status holds."""
_DETAILS = frozenset({"since", "until", "relation", "at", "seconds"})


@dataclass(frozen=True, slots=True)
class _Read:
    """What reading the cells of one kind of entity gives."""

    entity: EntityRecord
    label: str
    rank: int
    name_key: str | None = None
    identifiers: tuple[IdentifierRecord, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionReader:
    """Reads mentions as judged on a day, with the identifiers that the settings name."""

    today: date
    identifiers: frozenset[str]
    findings: Findings

    def faults(self, row: RawRow) -> list[Refusal]:
        """All that is wrong with a row, in the order in which it would be met."""
        cells = row.cells
        if "entity" not in cells:
            return _faults_of(row, [lambda: _nothing_else(cells)])
        silent = MentionReader(self.today, self.identifiers, Findings())
        wrong = _faults_of(row, [lambda: _said(cells["entity"])])
        if not wrong:
            wrong = _faults_of(row, [lambda: silent._entity(row, _said(cells["entity"]), "")])
        return wrong + _faults_of(
            row,
            [
                lambda: one_of("role", cells.get("role"), ROLES),
                lambda: one_of("legal_status", cells.get("legal_status"), LEGAL_STATUSES),
                *(partial(read_period, name, cells[name]) for name in LEGAL_DAYS if name in cells),
                lambda: read_relations(cells.get("relations", "")),
            ],
        )

    def read(self, row: RawRow, item: str) -> StatedMention | None:
        """The row's mention; None for a row that mentions nobody. Raises `ValueRefused` naming the column."""
        cells = row.cells
        if "entity" not in cells:
            _nothing_else(cells)
            return None
        said = _said(cells["entity"])
        mention = ids.mention_id(item, cells["mention_no"])
        self._stray(row, LABEL_OF_SAID[said], said)
        read = self._entity(row, said, mention)
        role = one_of("role", cells.get("role"), ROLES)
        legal_status = one_of("legal_status", cells.get("legal_status"), LEGAL_STATUSES)
        for name in LEGAL_DAYS:
            if name in cells:
                read_period(name, cells[name])
        recorded = {name: cells.get(name) for name in TEXTS} | {"role": role, "legal_status": legal_status}
        recorded |= dict.fromkeys(read.left_out)
        record = MentionRecord(
            id=mention,
            item=item,
            mention_no=cells["mention_no"],
            entity=read.entity,
            label=_short(read.label),
            label_rank=read.rank,
            name_key=read.name_key,
            recorded=AsRecorded(**recorded, alias=_listed(cells.get("alias"))),  # pyright: ignore[reportArgumentType]  # alias is not among the texts
            identifiers=read.identifiers,
            stated=_digest(cells),
        )
        return StatedMention(row, record, read_relations(cells.get("relations", "")))

    def _entity(self, row: RawRow, said: Said, mention: str) -> _Read:
        match said:
            case "child" | "adult" | "person":
                return self._person(row, said, mention)
            case "address":
                return self._address(row, mention)
            case "vehicle":
                return self._vehicle(row, mention)
            case "phone":
                return self._phone(row, mention)
            case "account":
                return _account(row, mention)
            case _:
                return _named(row, said, mention)

    def _person(self, row: RawRow, said: Said, mention: str) -> _Read:
        cells = row.cells
        left_out: list[str] = []
        name = self._name(row, left_out)
        if name is not None:
            self._warn(row, "name", name.name.original, name.name.warnings)
        age = self._kept(row, "age", read_age)
        if age is None and "age" in cells:
            left_out.append("age")
        self._warn(row, "age", cells.get("age", ""), age or ())
        reference = None if "local_ref" in row.damaged else cells.get("local_ref")
        identity = (
            ids.person_of_mention(mention)
            if reference is None
            else ids.person_id(cells.get("source_system", ""), reference)
        )
        label, rank = _person_label(said, name, cells)
        born = self._kept(row, "date_of_birth", lambda given: cached_birth_date(given, self.today))
        if born is None and "date_of_birth" in cells:
            left_out.append("date_of_birth")
        self._warn(row, "date_of_birth", cells.get("date_of_birth", ""), () if born is None else born.warnings)
        pnc_id = self._kept(row, "pnc_id", read_pnc_id)
        if pnc_id is None and "pnc_id" in cells:
            left_out.append("pnc_id")
        return _Read(
            EntityRecord(identity, "Person", said, local_ref=reference),
            label,
            rank,
            None if name is None else name.key,
            self._identifiers_of_person(row, name, born, pnc_id),
            tuple(left_out),
        )

    def _name(self, row: RawRow, left_out: list[str]) -> ReadName | None:
        """The person's name; None where nobody is named, also where what stands there names nobody (`None None`)."""
        given = {column: row.cells.get(column, "") for column in ("name", "given_name", "surname", "alias")}
        while True:
            try:
                return read_name(*given.values())
            except ValueRefused as error:
                if not given.get(error.field):
                    raise
                self.findings.warn(row, error.field, given[error.field], f"{LEFT_OUT}: {error.reason}")
                given[error.field] = ""
                left_out.append(error.field)

    def _kept(self, row: RawRow, column: str, read: Callable[[str], T]) -> T | None:
        """A value as read; None for none, and for one that cannot be, which is left out with a warning.

        One wrong value of a person, a place or a plate is no reason to refuse the rest of what is recorded.
        """
        given = row.cells.get(column, "")
        if not given or says_nothing(given):
            return None
        try:
            return read(given)
        except ValueRefused as error:
            self.findings.warn(row, column, given, f"{LEFT_OUT}: {error.reason}")
            return None

    def _identifiers_of_person(
        self,
        row: RawRow,
        name: ReadName | None,
        born: BirthDate | None,
        pnc_id: tuple[str, tuple[str, ...]] | None,
    ) -> tuple[IdentifierRecord, ...]:
        found: list[tuple[str, str]] = []
        if pnc_id is not None:
            key, odd = pnc_id
            self._warn(row, "pnc_id", row.cells["pnc_id"], odd)
            found.append(("pnc_id", key))
        if born is not None and born.exact and name is not None and name.name.full:
            found.append(("name_and_birth_date", f"{name.key}, {born.key}"))
        return tuple(
            IdentifierRecord(ids.identifier_id(kind, key), kind) for kind, key in found if kind in self.identifiers
        )

    def _address(self, row: RawRow, mention: str) -> _Read:
        cells = row.cells
        text = cells.get("address") or cells.get("name", "")
        given = {"postcode": cells.get("postcode", ""), "uprn": "" if "uprn" in row.damaged else cells.get("uprn", "")}
        left_out: list[str] = []
        while True:
            try:
                read = cached_address(text, given["postcode"], given["uprn"])
                break
            except ValueRefused as error:
                rest = given["postcode"] if error.field == "uprn" else ""
                if error.field not in given or says_nothing(text or rest):
                    raise
                self.findings.warn(row, error.field, given[error.field], f"{LEFT_OUT}: {error.reason}")
                given[error.field] = ""
                left_out.append(error.field)
        self._warn(row, "address", read.original, read.warnings)
        identity = ids.address_id(read.key if read.place else f"mention {mention}")
        stated = () if read.uprn is None else (IdentifierRecord(ids.identifier_id("uprn", read.uprn.key), "uprn"),)
        return _Read(EntityRecord(identity, "Address", "address"), read.shown, 0, None, stated, tuple(left_out))

    def _vehicle(self, row: RawRow, mention: str) -> _Read:
        cells = row.cells
        if "vrm" in cells and not says_nothing(cells["vrm"].replace("?", "X")):
            vrm = cached_vrm(cells["vrm"])
            self._warn(row, "vrm", cells["vrm"], vrm.warnings)
            of_its_own = vrm.partial or "vrm" in row.damaged
            identity = ids.vehicle_of_mention(mention) if of_its_own else ids.vehicle_id(vrm.key)
            return _Read(EntityRecord(identity, "Vehicle", "vehicle", vrm=vrm.key), vrm.shown, int(vrm.partial))
        entity = EntityRecord(ids.vehicle_of_mention(mention), "Vehicle", "vehicle")
        looks = " ".join(cells[column] for column in looks_of("Vehicle") if column in cells and column != "description")
        looks = looks or cells.get("description", "")
        return _Read(entity, looks or "vehicle, not described", 2 if looks else 3)

    def _phone(self, row: RawRow, mention: str) -> _Read:
        if "phone" in row.damaged:
            return _Read(EntityRecord(ids.phone_of_mention(mention), "Phone", "phone"), row.cells["phone"], 2)
        phone = cached_phone(row.cells.get("phone", ""))
        self._warn(row, "phone", phone.original, phone.warnings)
        return _Read(EntityRecord(ids.phone_id(phone.key), "Phone", "phone", number=phone.key), phone.shown, 0)

    def _stray(self, row: RawRow, label: str, said: Said) -> None:
        """Cells of another kind of entity are kept as recorded and link nothing: they want a row of their own."""
        for column in row.cells.keys() & _STRAYING[label]:
            self.findings.warn(
                row, column, row.cells[column], f"it stands in the row of a {said} and links nothing; give it a row"
            )

    def _warn(self, row: RawRow, column: str, value: str, warnings: tuple[str, ...]) -> None:
        for warning in warnings:
            self.findings.warn(row, column, value, warning)


def _faults_of(row: RawRow, readings: Sequence[Callable[[], object]]) -> list[Refusal]:
    """What is refused by each of these readings of a row."""
    found: list[Refusal] = []
    for reading in readings:
        try:
            reading()
        except ValueRefused as error:
            found.append(row.refuse(error.field, f"{error.reason} {error.advice}".strip(), error.value))
    return found


_STRAYING = {label: frozenset(name for name, each in COLUMNS.items() if label not in each.of) for label in LABELS}


def read_relations(text: str) -> tuple[StatedRelation, ...]:
    """The relations of a cell: `TYPE:mention_no|key=value; …`. Raises `ValueRefused` naming the one that is wrong."""
    return tuple(_relation(part) for part in (part.strip() for part in text.split(";")) if part)


def _relation(text: str) -> StatedRelation:
    head, *details = (part.strip() for part in text.split("|"))
    kind, colon, target = (part.strip() for part in head.partition(":"))
    if not colon or not target:
        raise ValueRefused("relations", text, "it must read TYPE:mention_no, such as LIVES_AT:2.")
    if kind.upper() not in RELATIONS:
        raise ValueRefused("relations", text, f"there is no relation {kind!r}; there are {', '.join(RELATIONS)}.")
    given: dict[str, str] = {}
    for detail in details:
        key, equals, value = (part.strip() for part in detail.partition("="))
        if not equals or key not in _DETAILS:
            raise ValueRefused(
                "relations", text, f"{detail!r} must be one of {', '.join(sorted(_DETAILS))} with a '='."
            )
        if value:
            given[key] = value
    for key in ("since", "until"):
        if key in given:
            read_period("relations", given[key])
    return StatedRelation(
        kind.upper(),
        target,
        text,
        since=given.get("since"),
        until=given.get("until"),
        relation=given.get("relation"),
        at=read_period("relations", given["at"]).start_ms if "at" in given else None,
        seconds=_seconds(given["seconds"], text) if "seconds" in given else None,
    )


_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)")


def _seconds(value: str, text: str) -> int:
    """Seconds from `63`, `63.0`, `1:03` or `0:01:03`."""
    if clock := _CLOCK.fullmatch(value):
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    value = whole(value) or value
    if not value.isdecimal() or len(value) > 9:
        raise ValueRefused("relations", text, f"seconds={value} is not a number of seconds.", "Write 63 or 1:03.")
    return int(value)


_FIRST = tuple(name for name in MENTION_CELLS if name not in COLUMNS or not COLUMNS[name].added)
_ADDED = tuple(name for name, each in COLUMNS.items() if each.added)


def _digest(cells: Mapping[str, str]) -> str:
    """What distinguishes rows that say different things; a blank cell of an added column is not part of it."""
    added = (f"{name}={cells[name]}" for name in _ADDED if name in cells)
    return ids.digest(*(cells.get(name, "") for name in _FIRST), *added)


def _said(entity: str) -> Said:
    word = entity.casefold()
    for said in SAID:
        if said == word:
            return said
    raise ValueRefused("entity", entity, f"it must be one of: {', '.join(SAID)}.")


def _nothing_else(cells: Mapping[str, str]) -> None:
    """A row without an entity mentions nobody, so nothing may be said of one."""
    for column in (*TEXTS, "alias", "relations"):
        if column in cells:
            raise ValueRefused("entity", "", f"it is blank, while {column} is given.", "Say child, adult, address, ….")


def _account(row: RawRow, mention: str) -> _Read:
    cells = row.cells
    platform, handle = cells.get("platform", ""), cells.get("handle", "")
    if "handle" in row.damaged:
        own = EntityRecord(ids.account_of_mention(mention), "Account", "account")
        return _Read(own, f"{handle} ({platform or 'platform not recorded'})", 2)
    read = read_account(platform, handle)
    if read.number is not None:
        # The account is that phone: a person named with either is named with both.
        entity = EntityRecord(ids.phone_id(read.number.key), "Phone", "phone", number=read.number.key)
        return _Read(entity, f"{read.number.shown} ({platform or read.platform})", 1)
    identity = ids.account_id(read.platform, read.handle)
    return _Read(EntityRecord(identity, "Account", "account"), f"{handle} ({platform or read.platform})", 0)


def _named(row: RawRow, said: Said, mention: str) -> _Read:
    """What is identified by its name, such as an organisation; without one that can be relied on, it is one mention."""
    name, kind = row.cells.get("name", ""), KIND_OF_SAID[said]
    label = LABEL_OF_SAID[said]
    if says_nothing(name):
        described = row.cells.get("description", "")
        own = EntityRecord(ids.named_of_mention(kind, mention), label, said)
        return _Read(own, described or f"{said}, not named", 2 if described else 3)
    key = compared(name)
    alone = "name" in row.damaged or not key
    identity = ids.named_of_mention(kind, mention) if alone else ids.named_id(kind, key)
    return _Read(EntityRecord(identity, label, said), tidy(name), 0)


def _person_label(said: Said, name: ReadName | None, cells: Mapping[str, str]) -> tuple[str, int]:
    if name is not None:
        return name.shown, 0 if name.named else 1
    looks = ", ".join(cells[column] for column in looks_of("Person") if column in cells)
    return (looks, 2) if looks else (f"{said}, not named", 3)


def _listed(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split(";") if part.strip())


def _short(label: str) -> str:
    line = " ".join(label.split())
    return line if len(line) <= _LONGEST_LABEL else f"{line[: _LONGEST_LABEL - 1].rstrip()}…"
