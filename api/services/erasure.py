"""Erasing records, and the list of what is due for review, from whatever face.

Both are for somebody who sees everything that is recorded, and refused to others in the same words. What remains of an
erasure is its proof: the entries of the log (who, when, why, ids that reveal nothing) and a line of the erasure list.
"""

import time
from dataclasses import dataclass, replace

from api.accounts.reasons import clean_reason
from api.installation import Installation
from api.read_session import ReadSession
from api.services.monitoring import check_sees_everything
from graph.audit import Entry
from graph.audit.entry import Action
from graph.erasure.due import DueForReview, due_for_review
from graph.erasure.ledger import Erasure
from graph.erasure.outside_graph import ErasedBeside, ErasedWords, erase_beside
from graph.erasure.records import Erasable, delete_records, erasable, ids_to_erase, meant_by
from graph.errors import ValueRefused
from graph.rules.retention import RetentionRules

SHARED = "Erase what others share too, or erase single items instead."


@dataclass(frozen=True)
class Erased:
    """What was erased, what remains of it beside the graph, and the judgements that rested on it."""

    found: Erasable
    beside: ErasedBeside
    entry: int


def preview(session: ReadSession, name: str) -> Erasable:
    """What would be erased. Raises `NotPermitted`, `NotFound` and `Ambiguous`."""
    check_sees_everything(session, "erasure", "Records are erased")
    installation = session.installation
    installation.log.enter(_entry(session, "consult", "erasure", session.actor.reason))
    with installation.store.reading() as reading:
        kind, id_ = meant_by(reading, name)
        return erasable(reading, ids_to_erase(reading, kind, id_), id_ if kind == "entity" else "")


def erase(session: ReadSession, name: str, reason: str, *, with_shared: bool = False) -> Erased:
    """Erase what is meant, for good. The reason is kept in the log and must not repeat what is erased.

    Raises what `preview` raises; `ValueRefused` for a reason that says nothing or too much, and where items or
    judgements also concern others and that was not allowed (`with_shared`).
    """
    why = clean_reason(reason)
    found = preview(session, name)
    if found.shared and not with_shared:
        records = "1 of them also concerns" if found.shared == 1 else f"{found.shared} of them also concern"
        raise ValueRefused("shared", str(found.shared), f"{records} somebody else.", SHARED)
    if ErasedWords(found.content, ()).in_text(why):
        raise ValueRefused("reason", "", "it repeats what is to be erased.", "Say why in words that name nobody.")
    installation = session.installation
    ids = replace(found.ids, versions=found.judgements)
    with installation.log.change(_entry(session, "erase", "records", why, ids.all)) as change:
        installation.erasures.add(Erasure(_now(), session.actor.who, change.intent, ids))
        beside = _erased(installation, found, session.actor.who, why)
    return Erased(found, beside, change.intent)


def erase_again(session: ReadSession) -> Erased | None:
    """Erase what is on the list of erasures and in the graph again; None where nothing is.

    For an erasure that was cut off, and a graph that was put back by other means than `dolen restore`.
    """
    check_sees_everything(session, "erasure", "Records are erased")
    installation = session.installation
    with installation.store.reading() as reading:
        found = erasable(reading, installation.erasures.all_ids())
    if not (found.item_ids or found.judgements or found.words):
        return None
    why = "They were erased before, and were in the graph again."
    with installation.log.change(_entry(session, "erase", "records", why, found.ids.all)) as change:
        beside = _erased(installation, found, session.actor.who, why)
    return Erased(found, beside, change.intent)


def due(session: ReadSession) -> tuple[DueForReview, ...]:
    """Whose records are due for review by the force's schedule. Raises `NotPermitted`."""
    check_sees_everything(session, "retention", "What is due for review is listed")
    installation, settings = session.installation, session.settings
    installation.log.enter(_entry(session, "consult", "retention", session.actor.reason))
    rules = RetentionRules(settings.retention_years, settings.retention_first_roles, settings.retention_second_roles)
    with installation.store.reading() as reading:
        return due_for_review(reading, rules, session.view.today)


def _erased(installation: Installation, found: Erasable, who: str, why: str) -> ErasedBeside:
    installation.alerts.follow()  # what changed before is compared in the graph that ends here
    installation.store.write(lambda writer: delete_records(writer, found, _now()))
    beside = erase_beside(found, installation.sql, installation.settings.home, installation.log, who, why)
    installation.store.forget_deleted()
    installation.index.rebuild()
    installation.projection.rebuild()
    installation.alerts.follow()  # from here on, what changes is compared with the graph that is left
    return beside


def _entry(session: ReadSession, action: Action, question: str, reason: str, ids: tuple[str, ...] = ()) -> Entry:
    actor = session.actor
    acting_for = None if actor.reader.role == "operator" else actor.reader.name
    return Entry(
        who=actor.who, action=action, question=question, reason=reason, subjects=ids,
        acting_for=None if acting_for == actor.who else acting_for,
    )  # fmt: skip


def _now() -> int:
    return time.time_ns() // 1_000_000
