"""The log: items that somebody types or pastes, with what they mention, stored as any file is; and what each changes.

    text ──(propose)──> mentions proposed ──(a person accepts or marks)──> stored ──> alerts that cite its items

The loader stores it, so that access, corrections and the audit log are those of any load. Somebody who is recorded
already is proposed only to a writer who may see them. Where the writer accepts that the text means them, the mention
gets a record of its own, and a decision says that the two are one: it can be undone, and nothing is moved.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from api.imports.run_import import LOADERS, Bringing, bring_in
from api.read_session import ReadSession
from api.services.alerts import AlertLine, alerts_of
from api.services.record_judgement import today
from api.services.row_files import as_table
from graph.errors import Changed, NotFound, NotPermitted, ValueRefused
from graph.ingest.extract.text import phrases_in, values_in
from graph.ingest.run import IngestSummary
from graph.model.columns import COLUMNS
from graph.model.ids import mention_id, person_of_mention, report_id
from graph.model.kinds import ENTITY_KINDS, PEOPLE, PERSON_SAID, SAID, Said
from graph.queries.entities.find import FIND, Words
from graph.queries.entities.known_phrases import KNOWN_PHRASES, MOST_PHRASES, PhrasesOf
from graph.queries.entities.report import REPORT, ReportShown
from graph.reading.parts import EntityRef
from graph.reading.question import OfEntity
from graph.rules.roles import ROLES
from graph.values.date_form import read_typed
from graph.values.postcode import Postcode
from graph.values.when import day_of

SOURCE_SYSTEM = "Dolen log"
ITEM_BREAK = "---"
"""On a line of its own: what follows is another item."""
MOST_ITEMS = 50
_REFERENCE = re.compile(r"LOG-\d{4}-\d{2}-\d{2}-[0-9a-f]{8}")
_SAID_OF: dict[str, Said] = {each.kind: each.said for each in ENTITY_KINDS}
_VALUE_COLUMN: dict[str, str] = {
    said: next((name for name, column in COLUMNS.items() if column.own_row == said), "name")
    for said in SAID
    if said not in PERSON_SAID
}
"""What a mention of a thing is known by, as its column declares: an address, a registration, a number, a platform, or
else its name."""


@dataclass(frozen=True)
class Marked:
    """One mention: what it is and says, in which item (from 1), and the id of the person who it is, where accepted."""

    entity: Said
    value: str
    role: str = ""
    item: int = 1
    known: str = ""


@dataclass(frozen=True)
class MentionProposal:
    """A mention that a text seems to make; `known` is the person that the phrase may mean."""

    mark: Marked
    known: EntityRef | None = None

    @property
    def key(self) -> str:
        """What names it on a form: the same text proposes the same."""
        return f"{self.mark.item}|{self.mark.entity}|{self.mark.known}|{self.mark.value}"


@dataclass(frozen=True)
class Proposals:
    """What a text seems to mention, in the order of its items, and the days that it gives."""

    mentions: tuple[MentionProposal, ...]
    days: tuple[str, ...]


@dataclass(frozen=True)
class EntryGiven:
    """An entry as it is typed: the text of its items, and what is recorded of all of them, by the columns of a file.

    `ref` is its reference, taken when the form is opened (`new_reference`), by which an entry that is sent again, since
    an answer was lost or a part of it was refused, is recognised.
    """

    ref: str
    text: str
    cells: Mapping[str, str]
    marks: tuple[Marked, ...] = ()


ENTRY_CELLS = (
    *("title", "happened_from", "event", "kind", "source_grade", "assessment", "handling", "conditions", "compartment"),
)
"""What is recorded of every item of an entry."""


@dataclass(frozen=True)
class EntryRecorded:
    """An entry that is stored, and what it changes for its writer: the open alerts that cite its items."""

    report: ReportShown
    lines: tuple[AlertLine, ...]


def items_of(text: str) -> tuple[str, ...]:
    """The items of a text. Raises `ValueRefused` for none, and for too many."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip() == ITEM_BREAK:
            parts.append([])
        else:
            parts[-1].append(line)
    items = tuple(item for part in parts if (item := "\n".join(part).strip()))
    if not items:
        raise ValueRefused("text", "", "it is blank.", "Write or paste what is reported.")
    if len(items) > MOST_ITEMS:
        raise ValueRefused("text", str(len(items)), f"an entry has at most {MOST_ITEMS} items.", "Load it as a file.")
    return items


def propose(read_session: ReadSession, text: str) -> Proposals:
    """What a text seems to mention; people only as far as its writer may see them. Raises `ValueRefused`."""
    check_may_log(read_session)
    items = items_of(text)
    phrases = [phrases_in(item) for item in items]
    asked = tuple(dict.fromkeys(phrase for of in phrases for phrase in of))
    people = {
        each.phrase: [entity for entity in each.entities if entity.kind in PEOPLE]
        for start in range(0, len(asked), MOST_PHRASES)
        for each in today(read_session).ask(KNOWN_PHRASES, PhrasesOf(phrases=asked[start : start + MOST_PHRASES])).known
    }
    mentions: list[MentionProposal] = []
    days: list[str] = []
    for number, (item, of) in enumerate(zip(items, phrases, strict=True), 1):
        named = [phrase for phrase in of if people.get(phrase)]
        once: dict[str, MentionProposal] = {}
        for phrase in sorted(_longest(named, people), key=item.find):
            for entity in people[phrase]:
                if entity.id not in once or once[entity.id].mark.value in entity.refs:  # a name says more
                    mark = Marked(_SAID_OF[entity.kind], phrase, item=number, known=entity.id)
                    once[entity.id] = MentionProposal(mark, entity)
        mentions += once.values()
        for value in values_in(item):
            if value.kind == "date":
                days.append(value.value)
            else:
                mentions.append(MentionProposal(Marked(value.kind, value.value, item=number)))
    return Proposals(tuple(mentions), tuple(dict.fromkeys(days)))


def read_mark(text: str) -> Marked:
    """A mention marked by hand: `child: Ann Rees | role=child at risk | item=2`. Raises `ValueRefused`."""
    head, *details = (part.strip() for part in text.split("|"))
    word, colon, value = (part.strip() for part in head.partition(":"))
    entity: Said | None = next((said for said in SAID if said == word.casefold()), None)
    if entity is None or not colon or not value:
        raise ValueRefused(
            "mark", text, f"it must read ENTITY: VALUE, where the entity is {', '.join(SAID)}.", "child: Ann Rees"
        )
    given = {key.strip(): of.strip() for key, _, of in (part.partition("=") for part in details)}
    if unknown := given.keys() - {"role", "item", "is"}:
        raise ValueRefused("mark", text, f"{sorted(unknown)[0]!r} is none of role, item, is.")
    if given.get("role") and given["role"] not in ROLES:
        raise ValueRefused("mark", text, f"a role is one of {', '.join(ROLES)}.")
    item = given.get("item", "1")
    if not item.isdecimal() or int(item) < 1:
        raise ValueRefused("mark", text, "item is the number of an item of this entry, from 1.")
    return Marked(entity, value, given.get("role", ""), int(item), given.get("is", ""))


def new_reference(now: int) -> str:
    """A reference for an entry, such as `LOG-2026-03-01-3f9a21c4`; random, since a counted one would tell of others."""
    return f"LOG-{day_of(now)}-{secrets.token_hex(4)}"


def record_entry(read_session: ReadSession, given: EntryGiven, reason: str) -> str:
    """Store an entry, and return its reference, by which `entry_recorded` says what it changes. Nothing is stored where
    a part of it is refused. An entry that is stored already is not stored again: what was left of it is done.

    Raises `ValueRefused`, also for a stored entry that says otherwise, `NotFound` for a person that the writer may not
    see, `NotPermitted`, and as `bring_in`.
    """
    check_may_log(read_session)
    if _REFERENCE.fullmatch(given.ref) is None:
        raise ValueRefused("text", given.ref[:40], "it is not the reference of an entry.", "Open the form again.")
    texts = items_of(given.text)
    for mark in given.marks:
        if mark.item > len(texts):
            raise ValueRefused("marks", str(mark.item), f"this entry has {len(texts)} items.")
    known = {mark.known: _person(read_session, mark.known) for mark in given.marks if mark.known}
    # What it brings is compared with what was there before.
    read_session.installation.alerts.audience(read_session.actor.reader)
    stored = _stored(read_session, given.ref)
    if stored is None:
        _load(read_session, given.ref, _rows(given.ref, texts, given, known), reason)
    elif sorted(_plain(item.text) for item in stored.items) != sorted(map(_plain, texts)):
        raise ValueRefused(
            "text", given.ref, "the entry of this form is stored already, and says otherwise.", "Begin another entry."
        )
    if known:
        _decide_people(read_session, given.ref, given.marks, known)
    read_session.installation.index.catch_up()
    return given.ref


def _plain(text: str) -> str:
    """A text without what the loader makes alike."""
    return " ".join(text.split())


def _stored(read_session: ReadSession, ref: str) -> ReportShown | None:
    """The entry of this reference, where one is stored that its writer sees."""
    try:
        return today(read_session).ask(REPORT, OfEntity(id=report_id(SOURCE_SYSTEM, ref)))
    except NotFound:
        return None


def entry_recorded(read_session: ReadSession, ref: str) -> EntryRecorded:
    """A stored entry, and the open alerts of its reader that cite its items. Raises `NotFound`."""
    whole = today(read_session)
    report = whole.ask(REPORT, OfEntity(id=report_id(SOURCE_SYSTEM, ref)))
    ids = frozenset(item.id for item in report.items)
    return EntryRecorded(report, alerts_of(whole, citing=ids).lines)


def check_may_log(read_session: ReadSession) -> None:
    """Raises `NotPermitted` for a role that loads nothing, and for the preview of another's View."""
    if read_session.actor.reader.role not in LOADERS:
        raise NotPermitted(
            f"The role {read_session.actor.reader.role!r} records no items.", "An analyst or a manager does."
        )


def _longest(phrases: Sequence[str], people: Mapping[str, Sequence[EntityRef]]) -> list[str]:
    """Those that are no part of a longer one which names the same people or more."""
    kept: list[str] = []
    for phrase in phrases:
        ids = {each.id for each in people[phrase]}
        longer = (other for other in phrases if len(other) > len(phrase) and phrase in other)
        if not any(ids <= {each.id for each in people[other]} or phrase in other.split() for other in longer):
            kept.append(phrase)
    return kept


def _person(read_session: ReadSession, id: str) -> EntityRef:
    found = [each for each in today(read_session).ask(FIND, Words(text=id)).entities if each.kind in PEOPLE]
    if not found:
        raise NotFound(f"Nobody is recorded as {id!r} in what you may see.", "Look them up by name or reference.")
    return found[0]


def _places(marks: Sequence[Marked]) -> dict[Marked, int]:
    """The place of each mention in its item, from 1."""
    of_items: dict[int, int] = {}
    places: dict[Marked, int] = {}
    for mark in dict.fromkeys(marks):
        places[mark] = of_items[mark.item] = of_items.get(mark.item, 0) + 1
    return places


def _references(marks: Sequence[Marked], ref: str) -> dict[Marked, str]:
    """The reference of a record that each person gets: who is marked alike in several items is one. A person who
    is known already needs none."""
    alike = {mark: replace(mark, item=1, role="") for mark in marks if mark.entity in PERSON_SAID and not mark.known}
    numbers = {each: number for number, each in enumerate(dict.fromkeys(alike.values()), 1)}
    return {mark: f"{ref}/{numbers[each]}" for mark, each in alike.items()}


def _rows(ref: str, texts: Sequence[str], given: EntryGiven, known: Mapping[str, EntityRef]) -> list[Mapping[str, str]]:
    """The rows of the entry for the loader, one for each mention, and one for an item that mentions nobody."""
    references, places = _references(given.marks, ref), _places(given.marks)
    cells = {name: value for name, value in given.cells.items() if name in ENTRY_CELLS and value.strip()}
    if happened := cells.get("happened_from"):
        cells["happened_from"] = read_typed(happened)
    of_all = {"report_ref": ref, "source_system": SOURCE_SYSTEM, **cells}
    rows: list[Mapping[str, str]] = []
    for item, text in enumerate(texts, 1):
        first = {**of_all, "item_no": str(item), "item_text": text}
        mentions = [mark for mark in places if mark.item == item]
        rows += [
            {
                **first,
                "mention_no": str(places[mark]),
                **_cells(mark, references.get(mark, ""), known.get(mark.known)),
            }
            for mark in mentions
        ] or [first]
    return rows


def _cells(mark: Marked, local_ref: str, known: EntityRef | None) -> dict[str, str]:
    entity = mark.entity if known is None else _SAID_OF[known.kind]
    said = {"entity": entity, "role": mark.role, "local_ref": local_ref}
    if entity in _VALUE_COLUMN:
        value = {_VALUE_COLUMN[entity]: mark.value}
        if entity == "account":
            platform, _, handle = mark.value.partition(" ")
            value = {"platform": platform, "handle": handle.strip()}
        elif entity == "address" and (within := Postcode.within(mark.value)) is not None:
            value = {"address": within[1], "postcode": within[0].key}
        return {**said, **value}
    return said if known is not None and mark.value in known.refs else {**said, "name": mark.value}


def _load(read_session: ReadSession, ref: str, rows: Sequence[Mapping[str, str]], reason: str) -> IngestSummary:
    actor = read_session.actor
    acting = "" if actor.who == actor.reader.name else actor.who
    with as_table(ref, rows) as path:
        wanted = Bringing((path,), actor.reader.name, actor.reader, acting, reason=reason, dry_run=True)
        wanted = replace(wanted, alerts=False)  # found once it is decided who its people are
        tried = bring_in(read_session.installation, wanted, lambda _: None)
        if tried.refusals:
            first = tried.refusals[0]
            raise ValueRefused(first.field or "text", first.value, first.reason, "Nothing is stored.")
        if tried.unseen:
            raise ValueRefused(
                "compartment",
                rows[0].get("compartment", ""),
                "you may not read what is so restricted, so you would not see what it changes.",
                "Restrict it to what you read, or load it as a file.",
            )
        return bring_in(read_session.installation, replace(wanted, dry_run=False), lambda _: None)


def _decide_people(
    read_session: ReadSession, ref: str, marks: Sequence[Marked], known: Mapping[str, EntityRef]
) -> None:
    """Decide that each mention accepted as somebody who is recorded is of them, where nobody has yet."""
    stored = today(read_session).ask(REPORT, OfEntity(id=report_id(SOURCE_SYSTEM, ref)))
    items = {item.ref: item.id for item in stored.items}
    for mark, place in _places(marks).items():
        if mark.known:
            mentioned = person_of_mention(mention_id(items[f"{ref}/{mark.item}"], str(place)))
            if _person(read_session, mentioned).id != _person(read_session, mark.known).id:
                _decide_same(read_session, mentioned, known[mark.known].id, ref)


def _decide_same(read_session: ReadSession, one: str, other: str, ref: str) -> None:
    """Decide that a mention of the entry is of somebody recorded; again where somebody decided in the same moment."""
    reason = f"Who wrote {ref} accepted that it names them."
    casework = replace(read_session.installation.casework, stored=lambda: None)  # alerts: once all are decided
    try:
        casework.decide_identity(read_session.actor, one, other, "same", reason)
    except Changed:
        casework.decide_identity(read_session.actor, one, other, "same", reason)
