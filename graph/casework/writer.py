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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import LiteralString

from graph.audit import Action, AuditLog, Entry
from graph.casework.drafts import Author, Draft, author_of, check, check_subjects, may_read
from graph.casework.lookup import (
    ITEM_MEANT,
    ITEMS_OF_REPORT,
    WORDS_OF_REPORT,
    Ending,
    StoredVersion,
    endings,
    lineage_of,
    look_up,
)
from graph.errors import NotFound, ValueRefused
from graph.judgements.identity import DecisionBody, WithdrawalBody
from graph.judgements.kinds import BODIES
from graph.model.ids import pair_lineage, random_id
from graph.model.recorded import JUDGEMENT_KINDS, WITHDRAWN, Citation, JudgementKind, JudgementRecord
from graph.model.view import FOREVER, View
from graph.queries.door import Actor, bind
from graph.rules.cases import check_step
from graph.store import Store, Writer
from graph.store.access import ensure_access
from graph.store.components import join_decided
from graph.store.supersede import end_items, end_words
from graph.values.access import Access
from graph.values.when import date_of
from graph.wording import wording

_CREATE: Mapping[JudgementKind, LiteralString] = {
    kind: f"""
    UNWIND $rows AS row
    CREATE (j:Judgement:{kind})
    SET j = row
    """
    for kind in JUDGEMENT_KINDS
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

_ACTIONS: Mapping[JudgementKind, Action] = {"IdentityDecision": "combine", "Disclosure": "disclose"}
"""What the log calls recording a judgement of a kind; all others alter. A refusal to disclose is a refusal."""


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
class AccessOffered:
    """What a judgement takes unless its author narrows it, and the narrower texts that they may choose and read."""

    default: Access
    narrower: tuple[Access, ...]


@dataclass(frozen=True)
class CaseWriter:
    """Records what people decide, one judgement at a time. `now` gives epoch milliseconds; `stored` is called after
    each write, when it stands and is entered in the log, and raises nothing."""

    store: Store
    log: AuditLog
    now: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    stored: Callable[[], None] = lambda: None

    def record(self, actor: Actor, draft: Draft) -> JudgementRecord:
        """Write one version. Raises what `check` raises, and `AuditUnavailable`; nothing is written then."""
        return self.record_all(actor, [draft])[0]

    def record_all(self, actor: Actor, drafts: Sequence[Draft]) -> list[JudgementRecord]:
        """Write a version of each, all or none; a later one may belong to an earlier one. Raises as `record`."""

        def work(writer: Writer) -> list[JudgementRecord]:
            author = author_of(writer, actor.reader, actor.who, self.now())
            return [_written(writer, author, draft) for draft in drafts]

        about = tuple(dict.fromkeys(id for draft in drafts for id in draft.about))
        first = drafts[0]
        refuses = first.body.kind == "Disclosure" and first.state == "refused"
        return self._entered(actor, first.body.kind, about, first.reason, work, "refuse" if refuses else None)

    def decide_identity(
        self,
        actor: Actor,
        one: str,
        other: str,
        state: str,
        reason: str,
        *,
        replaces: tuple[str, ...] | None = None,
        access: str | None = None,
    ) -> JudgementRecord:
        """Decide that two records are one (`same`), are not (`not same`), or that it is open (`unsure`).

        `replaces` is what the author saw standing; None takes what stands for them now. `access` may be narrower than
        the default (`offered_access`). Raises as `record`.
        """
        first, second = sorted((one, other))
        body = DecisionBody.read({"one": first, "two": second})
        lineage = pair_lineage(first, second)
        draft = Draft(lineage=lineage, state=state, about=(first, second), body=body, reason=reason, access=access)
        seen = self._standing(actor, lineage) if replaces is None else replaces
        return self.record(actor, replace(draft, replaces=seen))

    def withdraw(self, actor: Actor, name: str, reason: str) -> JudgementRecord:
        """Let a judgement stand no longer: a version that replaces those that its author sees standing.

        `name` is the id of any of its versions, or of its lineage. Raises `NotFound` where none stands for the author,
        and as `record`.
        """

        def work(writer: Writer) -> list[JudgementRecord]:
            author = author_of(writer, actor.reader, actor.who, self.now())
            lineage = lineage_of(writer, author.bound, name)
            stands = look_up(writer, author.bound, lineages=(lineage,)).standing(lineage) if lineage else []
            if not stands:
                raise NotFound(
                    wording("No judgement is recorded as %(name)s in what you may see.", name=repr(name)),
                    wording("Look it up again."),
                )
            record = _withdrawn(stands, author, reason)
            write_judgements(writer, [record])
            return [record]

        return self._entered(actor, "Withdrawal", (name,), reason, work)[0]

    def withdraw_item(self, actor: Actor, item: str, reason: str) -> JudgementRecord:
        """Withdraw an item of intelligence: it ends now, and loading its row again does not restore it.

        Raises `NotFound` where the author does not see it, `ValueRefused` where it has ended, and as `record`.
        """

        def work(writer: Writer) -> list[JudgementRecord]:
            author = author_of(writer, actor.reader, actor.who, self.now())
            found = endings(writer, author.bound, ITEM_MEANT, item)
            if not found:
                raise NotFound(
                    wording("No item is recorded as %(item)s in what you may see.", item=repr(item)),
                    wording("Cite an item that you can open."),
                )
            return _withdraw_items(writer, author, _still_standing("item", found), reason)

        return self._entered(actor, "Withdrawal", (item,), reason, work)[0]

    def withdraw_report(self, actor: Actor, report: str, reason: str) -> list[JudgementRecord]:
        """Withdraw a report: each item of it that its author sees standing, and its words as far as they see them.

        Each item has a withdrawal of its own, with its own access, so that readers who see an item end also see why.
        What of the report is hidden from the author is neither ended nor counted. Raises as `withdraw_item`.
        """

        def work(writer: Writer) -> list[JudgementRecord]:
            author = author_of(writer, actor.reader, actor.who, self.now())
            found = endings(writer, author.bound, ITEMS_OF_REPORT, report)
            if not found:
                raise NotFound(
                    wording("No report is recorded as %(report)s in what you may see.", report=repr(report)),
                    wording("Check its reference."),
                )
            made = _withdraw_items(writer, author, _still_standing("report", found), reason)
            words = endings(writer, author.bound, WORDS_OF_REPORT, report)
            end_words(writer, {each.id: author.now for each in words if each.until == FOREVER})
            return made

        return self._entered(actor, "Withdrawal", (report,), reason, work)

    def offered_access(self, actor: Actor, about: tuple[str, ...]) -> AccessOffered:
        """Who may read a decision about these records, shown before it is saved. Raises `NotFound` for a hidden one."""
        with self.store.reading() as reading:
            bound = bind(reading, actor.reader, View(datetime.now(UTC).date()))
            found = look_up(reading, bound, about=about)
        check_subjects(about, found)
        default = found.default_access(about, ())
        own = (replace(default, compartments=default.compartments | {name}) for name in actor.reader.compartments)
        narrower = {each.text: each for each in (*map(Access.parse, bound.access), *own) if each.covers(default)}
        narrower.pop(default.text, None)
        return AccessOffered(default, tuple(narrower[text] for text in sorted(narrower)))

    def _standing(self, actor: Actor, lineage: str) -> tuple[str, ...]:
        with self.store.reading() as reading:
            bound = bind(reading, actor.reader, View(datetime.now(UTC).date()))
            return tuple(each.id for each in look_up(reading, bound, lineages=(lineage,)).standing(lineage))

    def _entered(
        self,
        actor: Actor,
        kind: JudgementKind,
        subjects: tuple[str, ...],
        reason: str,
        work: Callable[[Writer], list[JudgementRecord]],
        action: Action | None = None,
    ) -> list[JudgementRecord]:
        entry = Entry(
            who=actor.who,
            action=action or _ACTIONS.get(kind, "alter"),
            question=kind,
            subjects=subjects,
            reason=reason or actor.reason,
            acting_for=None if actor.reader.role == "operator" else actor.reader.name,
        )
        with self.log.change(entry) as change:
            made = self.store.write(work)
            change.written = (*(record.id for record in made), *subjects)
        self.stored()
        return made


def _written(writer: Writer, author: Author, draft: Draft) -> JudgementRecord:
    cites = {each.item for each in draft.rests_on}
    lineages = (draft.lineage, *draft.body.part_of())
    record = check(draft, author, look_up(writer, author.bound, about=draft.about, cites=cites, lineages=lineages))
    if not may_read(author, record):
        raise ValueRefused("access", record.access, wording("you could not read it yourself."))
    write_judgements(writer, [record])
    ending = (each for item in draft.body.ended_items() for each in endings(writer, author.bound, ITEM_MEANT, item))
    end_items(writer, {each.id: author.now for each in ending if each.until == FOREVER})
    return record


def _withdrawn(standing: Sequence[StoredVersion], author: Author, reason: str) -> JudgementRecord:
    first = standing[0]
    body = BODIES[first.kind].from_properties(first.properties)
    for version in standing:
        check_step(version.kind, version.state, WITHDRAWN, author.reader.role, body.matter)
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
        raise ValueRefused(
            what, refs, wording("it ended on %(ended)s; there is nothing left to withdraw.", ended=ended)
        )
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
        "record_kind": record.kind,
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
