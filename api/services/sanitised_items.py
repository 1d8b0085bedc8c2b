"""A new item in words that may be shared, made of one that others may not read (docs/decisions/0033).

Who reads the new item alone learns nothing of the old: it stands in a report of its own under a random reference, with
its own day, source and records; nothing visible to them names or leads to what it was made of. A disclosure that no
chair reads rests on both.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from api.accounts.reasons import clean_reason
from api.read_session import ReadSession
from api.services.record_judgement import cited, entity_meant, today
from api.services.row_files import as_table, written_at
from graph.audit import Entry
from graph.audit.entry import storable
from graph.casework.drafts import Draft
from graph.errors import NotFound, NotPermitted, ValueRefused
from graph.ingest.run import ingest
from graph.judgements.disclosure import WITHHELD, DisclosureBody
from graph.model.ids import report_id
from graph.model.kinds import KIND_NAMED, PEOPLE, EntityLabel
from graph.model.recorded import Citation
from graph.model.view import Role
from graph.queries.entities.items import ITEMS_CITED, Citations, ItemCited
from graph.queries.entities.report import REPORT, ItemNamed
from graph.reading.question import OfEntity
from graph.rules.names_in_text import Called, named_in
from graph.values.text import seen

SANITISERS: frozenset[Role] = frozenset({"analyst", "manager", "operator"})
"""The roles that may read more than the recipients of a sanitised item."""
SOURCE_SYSTEM = "Police information"
TITLE = "Information from the police"
_COLUMNS: Mapping[EntityLabel, str] = {"Address": "address", "Vehicle": "vrm", "Phone": "phone"}
"""The column of the mention table that holds what something is called, where that is not its name."""
NOT_NAMED: EntityLabel = "Account"
"""A handle is never part of a sanitised item: it leads to the account itself."""


def _cleaned(text: object) -> object:
    return seen(storable(text)) if isinstance(text, str) else text


Typed = Annotated[str, BeforeValidator(_cleaned)]
"""What somebody typed, without what no database keeps and nobody sees."""


@dataclass(frozen=True)
class ItemToSanitise:
    """The item, and who and what it names: those that a new item may name too (`named`), and `others`."""

    of: ItemCited
    named: tuple[ItemNamed, ...]
    others: tuple[ItemNamed, ...]


class SanitisedGiven(BaseModel):
    """The new words, their grade and handling; the recipient and why. `names`: by id of who and what the item names,
    what the new one calls them; it does not name others. `happened` is blank where the day would reveal too much."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Typed
    names: dict[Typed, Typed]
    source: Typed
    assessment: Typed
    recipient: Typed
    justification: Typed
    handling: Typed = "P"
    conditions: Typed = ""
    compartment: Typed = ""
    happened: Typed = ""


@dataclass(frozen=True)
class SanitisedMade:
    """How the new item is cited, its id, and the lineage of the disclosure that rests on it and on the old one."""

    ref: str
    item: str
    disclosure: str


def item_to_sanitise(read_session: ReadSession, name: str) -> ItemToSanitise:
    """The item that is cited so, or has this id. Raises `NotFound`, `Ambiguous`, and `NotPermitted` for a chair."""
    if read_session.actor.reader.role not in SANITISERS:
        raise NotPermitted(f"The role {read_session.actor.reader.role!r} does not do this.", "Ask an analyst.")
    now = today(read_session)
    ref, _, id = name.strip().partition("#")
    [meant] = [each.item for each in cited(now, [id or ref])] or [""]
    found = [each for each in now.ask(ITEMS_CITED, Citations(refs=(ref,))).items if each.item.id == meant]
    if not found:
        raise NotFound(f"No item is recorded as {name!r} in what you may see.", "Cite it as REPORT_REF/ITEM_NO.")
    of = found[0]
    named = [each for each in now.ask(REPORT, OfEntity(id=of.report)).named if each.item == meant]
    return ItemToSanitise(
        of,
        tuple(each for each in named if KIND_NAMED[each.entity.kind].label != NOT_NAMED),
        tuple(each for each in named if KIND_NAMED[each.entity.kind].label == NOT_NAMED),
    )


def sanitise(read_session: ReadSession, name: str, given: SanitisedGiven) -> SanitisedMade:
    """Record the new item, that its people are those of the old one, and the disclosure.

    The decisions are read by who reads both records, the disclosure by no chair. Raises `ValueRefused` where
    something is missing or the words name what they must not: nothing is written then; otherwise as `item_to_sanitise`.
    """
    found = item_to_sanitise(read_session, name)
    kept, why = _check(found, given), clean_reason(given.justification)
    actor, installation = read_session.actor, read_session.installation
    ref = f"INF-{secrets.token_hex(6)}"
    body = _disclosure(read_session, ref, given)
    entry = Entry(
        who=actor.who,
        action="disclose",
        question="sanitised item",
        subjects=(found.of.item.id, report_id(SOURCE_SYSTEM, ref)),
        recipients=(given.recipient,),
        reason=why,
        acting_for=None if actor.reader.role == "operator" else actor.reader.name,
    )
    with installation.log.change(entry) as change:  # open until the disclosure is recorded too
        run = _load(read_session, ref, _rows(ref, kept, given, installation.casework.now()))
        now = today(read_session)
        [made] = cited(now, [f"{ref}/1"])
        cites = (Citation(found.of.item.id, WITHHELD), made)
        disclosed = installation.casework.record(actor, Draft.of(body, "sanitised", why, cites=cites))
        for number, each in enumerate(kept, 1):
            if each.entity.kind in PEOPLE:
                own = entity_meant(now, _local_ref(ref, number)).id
                installation.casework.decide_identity(actor, own, each.entity.id, "same", f"{TITLE}, {ref}")
        change.written = (run, *entry.subjects)
    installation.index.catch_up()
    return SanitisedMade(f"{ref}/1", made.item, disclosed.lineage)


def _disclosure(read_session: ReadSession, ref: str, given: SanitisedGiven) -> DisclosureBody:
    """What is recorded of the new item for those who read both. Raises `ValueRefused`, before anything is written."""
    try:
        return DisclosureBody.read(
            {
                "what": f"Sanitised as {ref}/1",
                "recipient": given.recipient,
                "justification": given.justification,
                "given": given.words,
                "sent_at": read_session.view.today,
                "police_review": True,
            }
        )
    except ValueRefused as error:
        raise ValueRefused("words" if error.field == "given" else error.field, error.value, error.reason) from None


def _load(read_session: ReadSession, ref: str, rows: Iterable[Mapping[str, str]]) -> str:
    """Load the new item; returns the id of the run. Raises `ValueRefused`; nothing is loaded then."""
    actor, installation = read_session.actor, read_session.installation
    with as_table(ref, rows) as path:
        for dry_run in (True, False):
            summary = ingest(
                [path],
                installation.store,
                installation.sql,
                installation.settings,
                author=actor.who,
                reader=actor.reader,
                dry_run=dry_run,
            )
            if summary.refusals:
                first = summary.refusals[0]
                raise ValueRefused(_FIELD_OF.get(first.field, "words"), first.value, first.reason, "Correct it above.")
    return f"run:{summary.run}"


_FIELD_OF = {
    "source_grade": "source",
    **{name: name for name in ("assessment", "handling", "conditions", "compartment")},
    "happened_from": "happened",
}
"""The field of the form by the column that the loader refuses."""


def _check(found: ItemToSanitise, given: SanitisedGiven) -> list[ItemNamed]:
    """Who and what the new item names. Raises `ValueRefused`."""
    for name in ("words", "handling", "source", "assessment", "recipient", "justification"):
        if not getattr(given, name):
            raise ValueRefused(
                name, "", "it is not given.", "A sanitised item has words, a grade, handling and a reason."
            )
    unknown = set(given.names) - {each.entity.id for each in found.named}
    if unknown:
        raise ValueRefused("names", sorted(unknown)[0], "the item does not name it.")
    kept = [each for each in found.named if given.names.get(each.entity.id)]
    if not kept:
        raise ValueRefused("names", "", "it names nobody.", "Choose at least the child that it is about.")
    left = [each for each in (*found.named, *found.others) if each not in kept]
    hidden = [*(_called(each) for each in left), Called("item", found.of.item.ref, (found.of.report_ref,))]
    for field, text in (("words", given.words), *(("names", given.names[each.entity.id]) for each in kept)):
        if (betrayed := named_in(text, hidden)) is not None:
            raise ValueRefused(field, text[:80], f"it names {betrayed}, which the new item is not to name.")
    return kept


def _called(each: ItemNamed) -> Called:
    return Called(each.entity.kind, each.entity.label, (*each.entity.refs, *each.words))


def _rows(ref: str, kept: Iterable[ItemNamed], given: SanitisedGiven, now: int) -> list[Mapping[str, str]]:
    of_item = {
        "report_ref": ref,
        "source_system": SOURCE_SYSTEM,
        "title": TITLE,
        "recorded_at": written_at(now),
        "item_no": "1",
        "item_text": given.words,
        "source_grade": given.source,
        "assessment": given.assessment,
        "handling": given.handling,
        "conditions": given.conditions or "-",
        "compartment": given.compartment or "-",
        "happened_from": given.happened,
    }
    rows: list[Mapping[str, str]] = []
    for number, each in enumerate(kept, 1):
        kind = KIND_NAMED[each.entity.kind]
        person = {"local_ref": _local_ref(ref, number), "role": next(iter(each.roles), "")}
        column = _COLUMNS.get(kind.label, "name")
        own = {"entity": kind.said, column: given.names[each.entity.id], "mention_no": str(number)}
        rows.append({**of_item, **own, **(person if each.entity.kind in PEOPLE else {})})
    return rows


def _local_ref(ref: str, number: int) -> str:
    return f"{ref}/{number}"
