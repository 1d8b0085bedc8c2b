"""The one writer of judgements: it checks, enters the log, and adds a version; nothing is ever changed or deleted.

    the author sees every subject and citation        otherwise the same `NotFound` as for what was never there
    the author's role may take this step              graph/rules/cases.py
    what it replaces is what its author sees standing  otherwise `Changed`, field by field
    its access is no wider than what it rests on, and one that its author may read
    the log: intent, write, outcome

A page, the command line and a file all write through here, so that nobody changes, ends or learns of what they cannot
see by deciding something.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import LiteralString, cast

from graph.audit import Action, AuditLog, Entry
from graph.casework.kinds import BODIES, Body, DecisionBody, Properties, WithdrawalBody
from graph.casework.lookup import (
    ITEM_MEANT,
    ITEMS_OF_REPORT,
    WORDS_OF_REPORT,
    Ending,
    Found,
    StoredVersion,
    endings,
    lineage_of,
    look_up,
    versions_of,
)
from graph.errors import Changed, Difference, NotFound, ValueRefused
from graph.model.ids import pair_lineage, random_id
from graph.model.recorded import WITHDRAWN, Citation, JudgementKind, JudgementRecord, standing
from graph.model.view import FOREVER, BoundView, Reader, View
from graph.queries.door import Looking, bind
from graph.rules.cases import check_role, check_step
from graph.rules.visibility import may_see
from graph.store import Store, Writer
from graph.store.access import ensure_access
from graph.store.components import join_decided
from graph.store.ends import end_items, end_words
from graph.values.access import Access
from graph.values.when import date_of

_CREATE: Mapping[JudgementKind, LiteralString] = {
    "Assessment": "UNWIND $rows AS row CREATE (j:Judgement:Assessment) SET j = row",
    "IdentityDecision": "UNWIND $rows AS row CREATE (j:Judgement:IdentityDecision) SET j = row",
    "Withdrawal": "UNWIND $rows AS row CREATE (j:Judgement:Withdrawal) SET j = row",
}
# (:Judgement)-[:ABOUT]->(:Entity)
_ABOUT: LiteralString = """
UNWIND $rows AS row
MATCH (j:Judgement {id: row.judgement})
MATCH (e:Entity {id: row.entity})
CREATE (j)-[:ABOUT]->(e)
"""
# (:Judgement)-[:RESTS_ON {code}]->(:Item)
_RESTS_ON: LiteralString = """
UNWIND $rows AS row
MATCH (j:Judgement {id: row.judgement})
MATCH (i:Item {id: row.item})
CREATE (j)-[:RESTS_ON {code: row.code}]->(i)
"""

_ACTIONS: Mapping[JudgementKind, Action] = {"IdentityDecision": "combine"}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody wants to record.

    `replaces` are the ids of the versions that they saw standing. Without `access` it takes the default; without `id`
    one is made; without `recorded_at` it counts as recorded when it is written.
    """

    lineage: str
    state: str
    about: tuple[str, ...]
    body: Body
    cites: tuple[Citation, ...] = ()
    replaces: tuple[str, ...] = ()
    access: str | None = None
    agency: str | None = None
    reason: str = ""
    id: str | None = None
    recorded_at: int | None = None

    @property
    def rests_on(self) -> tuple[Citation, ...]:
        """Everything that it cites, each once."""
        return tuple(dict.fromkeys((*self.cites, *self.body.cited())))


@dataclass(frozen=True)
class Author:
    """Who writes: as whom the graph is read, under which name it is recorded, and what they see now."""

    reader: Reader
    name: str
    bound: BoundView
    now: int


def author_of(writer: Writer, reader: Reader, name: str, now: int) -> Author:
    """The author, with what they may see at this moment of the transaction."""
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    return Author(reader, name, bind(writer, reader, View(today)), now)


def check(draft: Draft, author: Author, found: Found) -> JudgementRecord:
    """The record that a draft becomes. Whether its author could read it is the caller's to ask (`may_read`).

    Raises `NotFound` for a subject or citation that its author does not see, `NotPermitted`, `Changed`, and
    `ValueRefused` for a step, a subject or an access that cannot be.
    """
    for subject in draft.about:
        if subject not in found.subjects:
            raise NotFound(f"Nothing is recorded as {subject!r} in what you may see.", "Look it up by name.")
    cites = {each.item for each in draft.rests_on}
    for item in sorted(cites):
        if item not in found.items:
            raise NotFound(f"No item is recorded as {item!r} in what you may see.", "Cite an item that you can open.")
    check_role(draft.body.kind, author.reader.role)
    stands = found.standing(draft.lineage)
    _check_replaced(draft, stands)
    for before in {version.state for version in stands} or {None}:
        check_step(draft.body.kind, before, draft.state, author.reader.role)
    return JudgementRecord(
        id=draft.id or random_id(draft.body.kind.lower()),
        access=_access(draft, found, cites).text,
        recorded_at=author.now if draft.recorded_at is None else draft.recorded_at,
        loaded_at=author.now,
        author=author.name,
        agency=draft.agency,
        reason=draft.reason or None,
        kind=draft.body.kind,
        lineage=draft.lineage,
        about=tuple(sorted(draft.about)),
        state=draft.state,
        replaces=tuple(sorted(draft.replaces)),
        rests_on=draft.rests_on,
        properties=tuple(sorted(draft.body.properties().items())),
    )


def may_read(author: Author, record: JudgementRecord) -> bool:
    """Whether its author may read what they record."""
    return may_see(author.reader, Access.parse(record.access))


def write_judgements(writer: Writer, records: Sequence[JudgementRecord]) -> None:
    """Add checked versions: their nodes, what they are about and what they rest on."""
    if not records:
        return
    ensure_access(writer, (record.access for record in records))
    rows: dict[JudgementKind, list[dict[str, object]]] = {}
    for record in records:
        rows.setdefault(record.kind, []).append({**_properties(record), "change": writer.change})
    for kind, of_kind in sorted(rows.items()):
        writer.write(_CREATE[kind], rows=of_kind)
    about = [{"judgement": record.id, "entity": entity} for record in records for entity in record.about]
    if about:
        writer.write(_ABOUT, rows=about)
    rests = [
        {"judgement": record.id, "item": each.item, "code": each.code} for record in records for each in record.rests_on
    ]
    if rests:
        writer.write(_RESTS_ON, rows=rests)
    join_decided(writer, [_pair(record.about) for record in records if record.kind == "IdentityDecision"])


@dataclass(frozen=True)
class CaseWriter:
    """Records what people decide, one judgement at a time. `now` gives epoch milliseconds."""

    store: Store
    log: AuditLog
    now: Callable[[], int] = lambda: time.time_ns() // 1_000_000

    def record(self, looking: Looking, draft: Draft) -> JudgementRecord:
        """Write one version. Raises what `check` raises, and `AuditUnavailable`; nothing is written then."""

        def work(writer: Writer) -> list[JudgementRecord]:
            author = author_of(writer, looking.reader, looking.who, self.now())
            cites = {each.item for each in draft.rests_on}
            found = look_up(writer, author.bound, about=draft.about, cites=cites, lineages=(draft.lineage,))
            record = check(draft, author, found)
            if not may_read(author, record):
                raise ValueRefused("access", record.access, "you could not read it yourself.")
            write_judgements(writer, [record])
            return [record]

        return self._entered(looking, draft.body.kind, draft.about, draft.reason, work)[0]

    def decide_identity(
        self,
        looking: Looking,
        one: str,
        other: str,
        state: str,
        reason: str,
        *,
        replaces: tuple[str, ...] | None = None,
    ) -> JudgementRecord:
        """Decide that two records are one (`same`), are not (`not same`), or that it is open (`unsure`).

        `replaces` is what the author saw standing; None takes what stands for them now. Raises as `record`.
        """
        first, second = sorted((one, other))
        body = DecisionBody.read({"one": first, "two": second})
        lineage = pair_lineage(first, second)
        draft = Draft(lineage=lineage, state=state, about=(first, second), body=body, reason=reason)
        seen = self._standing(looking, lineage) if replaces is None else replaces
        return self.record(looking, replace(draft, replaces=seen))

    def withdraw(self, looking: Looking, name: str, reason: str) -> JudgementRecord:
        """Let a judgement stand no longer: a version that replaces those that its author sees standing.

        `name` is the id of any of its versions, or of its lineage. Raises `NotFound` where none stands for the author,
        and as `record`.
        """

        def work(writer: Writer) -> list[JudgementRecord]:
            author = author_of(writer, looking.reader, looking.who, self.now())
            lineage = lineage_of(writer, author.bound, name)
            stands = look_up(writer, author.bound, lineages=(lineage,)).standing(lineage) if lineage else []
            if not stands:
                raise NotFound(f"No judgement is recorded as {name!r} in what you may see.", "Look it up again.")
            record = _withdrawn(stands, author, reason)
            write_judgements(writer, [record])
            return [record]

        return self._entered(looking, "Withdrawal", (name,), reason, work)[0]

    def withdraw_item(self, looking: Looking, item: str, reason: str) -> JudgementRecord:
        """Withdraw an item of intelligence: it ends now, and loading its row again does not restore it.

        Raises `NotFound` where the author does not see it, `ValueRefused` where it has ended, and as `record`.
        """

        def work(writer: Writer) -> list[JudgementRecord]:
            author = author_of(writer, looking.reader, looking.who, self.now())
            found = endings(writer, author.bound, ITEM_MEANT, item)
            if not found:
                raise NotFound(
                    f"No item is recorded as {item!r} in what you may see.", "Cite an item that you can open."
                )
            return _withdraw_items(writer, author, _still_standing("item", found), reason)

        return self._entered(looking, "Withdrawal", (item,), reason, work)[0]

    def withdraw_report(self, looking: Looking, report: str, reason: str) -> list[JudgementRecord]:
        """Withdraw a report: each item of it that its author sees standing, and its words as far as they see them.

        Each item has a withdrawal of its own, with its own access, so that whoever sees an item end also sees why. What
        of the report is hidden from the author is neither ended nor counted. Raises as `withdraw_item`.
        """

        def work(writer: Writer) -> list[JudgementRecord]:
            author = author_of(writer, looking.reader, looking.who, self.now())
            found = endings(writer, author.bound, ITEMS_OF_REPORT, report)
            if not found:
                raise NotFound(f"No report is recorded as {report!r} in what you may see.", "Check its reference.")
            made = _withdraw_items(writer, author, _still_standing("report", found), reason)
            words = endings(writer, author.bound, WORDS_OF_REPORT, report)
            end_words(writer, {each.id: author.now for each in words if each.until == FOREVER})
            return made

        return self._entered(looking, "Withdrawal", (report,), reason, work)

    def _standing(self, looking: Looking, lineage: str) -> tuple[str, ...]:
        with self.store.reading() as reading:
            bound = bind(reading, looking.reader, View(datetime.now(UTC).date()))
            return tuple(each.id for each in standing(versions_of(reading, bound, (lineage,)).get(lineage, ())))

    def _entered(
        self,
        looking: Looking,
        kind: JudgementKind,
        subjects: tuple[str, ...],
        reason: str,
        work: Callable[[Writer], list[JudgementRecord]],
    ) -> list[JudgementRecord]:
        entry = Entry(
            who=looking.who,
            action=_ACTIONS.get(kind, "alter"),
            question=kind,
            subjects=subjects,
            reason=reason or looking.reason,
            acting_for=None if looking.reader.role == "operator" else looking.reader.name,
        )
        with self.log.change(entry) as change:
            made = self.store.write(work)
            change.written = (*(record.id for record in made), *subjects)
        return made


def _check_replaced(draft: Draft, standing: Sequence[StoredVersion]) -> None:
    if sorted(draft.replaces) != sorted(version.id for version in standing):
        differences = tuple(each for version in standing for each in _differences(draft, version))
        raise Changed(
            "Somebody else has recorded this meanwhile; nothing was written.",
            "Compare the two, and record yours again on top of what stands now.",
            differences,
        )
    if any(version.about != tuple(sorted(draft.about)) for version in standing):
        raise ValueRefused("about", ", ".join(draft.about), "a new version is about the same as the one it replaces.")


def _differences(draft: Draft, version: StoredVersion) -> list[Difference]:
    wanted: Properties = {**draft.body.properties(), "state": draft.state, "reason": draft.reason}
    fields = {*BODIES[version.kind].model_fields, *wanted} & {*wanted, *version.properties}
    pairs = ((name, _shown(version.properties.get(name)), _shown(wanted.get(name))) for name in sorted(fields))
    return [Difference(*each) for each in pairs if each[1] != each[2]]


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(str(each) for each in cast("list[object]", value))
    return "" if value is None else str(value)


def _access(draft: Draft, found: Found, cites: Collection[str]) -> Access:
    least = found.default_access(draft.about, cites)
    access = least if draft.access is None else Access.parse(draft.access)
    if not access.covers(least):
        raise ValueRefused("access", access.text, f"it is wider than that of what it rests on ({least.text}).")
    return access


def _withdrawn(standing: Sequence[StoredVersion], author: Author, reason: str) -> JudgementRecord:
    first = standing[0]
    for version in standing:
        check_step(version.kind, version.state, WITHDRAWN, author.reader.role)
    body = BODIES[first.kind].from_properties(first.properties)
    return JudgementRecord(
        id=random_id(first.kind.lower()),
        access=Access.union(Access.parse(version.access) for version in standing).text,
        recorded_at=author.now,
        loaded_at=author.now,
        author=author.name,
        reason=reason or None,
        kind=first.kind,
        lineage=first.lineage,
        about=first.about,
        state=WITHDRAWN,
        replaces=tuple(version.id for version in standing),
        properties=tuple(sorted(body.properties().items())),
    )


def _still_standing(what: str, found: Sequence[Ending]) -> list[Ending]:
    """Those that have not ended. Raises `ValueRefused` where all have."""
    stands = [each for each in found if each.until == FOREVER]
    if not stands:
        ended = date_of(max(each.until for each in found))
        refs = ", ".join(sorted({each.ref for each in found}))
        raise ValueRefused(what, refs, f"it ended on {ended}; there is nothing left to withdraw.")
    return stands


def _withdraw_items(writer: Writer, author: Author, items: Sequence[Ending], reason: str) -> list[JudgementRecord]:
    drafts = [
        Draft(
            lineage=f"withdrawal:{each.id}",
            state="made",
            about=(),
            body=WithdrawalBody.read({"item": each.id, "ref": each.ref}),
            cites=(Citation(each.id),),
            reason=reason,
        )
        for each in items
    ]
    ids = [each.id for each in items]
    found = look_up(writer, author.bound, cites=ids, lineages=[draft.lineage for draft in drafts])
    made = [check(draft, author, found) for draft in drafts]
    write_judgements(writer, made)
    end_items(writer, dict.fromkeys(ids, author.now))
    return made


def _properties(record: JudgementRecord) -> dict[str, object]:
    said: dict[str, object] = {
        **dict(record.properties),
        "id": record.id,
        "lineage": record.lineage,
        "replaces": list(record.replaces),
        "state": record.state,
        "access": record.access,
        "recorded_at": record.recorded_at,
        "loaded_at": record.loaded_at,
        "author": record.author,
        "agency": record.agency,
        "reason": record.reason,
    }
    return {name: value for name, value in said.items() if value is not None}


def _pair(about: tuple[str, ...]) -> tuple[str, str]:
    one, two = about
    return one, two
