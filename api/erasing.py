"""Erasing records, and the list of what is due for review, from whatever face.

Both are for somebody who sees everything that is recorded, and refused to others in the same words. What remains of an
erasure is its proof: the entries of the log (who, when, why, ids that reveal nothing) and a line of the erasure list.
"""

import time
from dataclasses import dataclass, replace

from api.accounts.reasons import clean_reason
from api.house import House
from api.monitoring import check_sees_everything
from api.sight import Sight
from graph.audit import Entry
from graph.audit.entry import Action
from graph.erasure.beside import ErasedBeside, ErasedWords, erase_beside
from graph.erasure.due import DueForReview, due_for_review
from graph.erasure.ledger import Erasure
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


def preview(sight: Sight, name: str) -> Erasable:
    """What would be erased. Raises `NotPermitted`, `NotFound` and `Ambiguous`."""
    check_sees_everything(sight, "erasure", "Records are erased")
    house = sight.house
    house.log.enter(_entry(sight, "consult", "erasure", sight.looking.reason))
    with house.store.reading() as reading:
        kind, id_ = meant_by(reading, name)
        return erasable(reading, ids_to_erase(reading, kind, id_), id_ if kind == "entity" else "")


def erase(sight: Sight, name: str, reason: str, *, with_shared: bool = False) -> Erased:
    """Erase what is meant, for good. The reason is kept in the log and must not repeat what is erased.

    Raises what `preview` raises; `ValueRefused` for a reason that says nothing or too much, and where items or
    judgements also concern others and that was not allowed (`with_shared`).
    """
    why = clean_reason(reason)
    found = preview(sight, name)
    if found.shared and not with_shared:
        records = "1 of them also concerns" if found.shared == 1 else f"{found.shared} of them also concern"
        raise ValueRefused("shared", str(found.shared), f"{records} somebody else.", SHARED)
    if ErasedWords(found.content, ()).in_text(why):
        raise ValueRefused("reason", "", "it repeats what is to be erased.", "Say why in words that name nobody.")
    house = sight.house
    ids = replace(found.ids, versions=found.judgements)
    with house.log.change(_entry(sight, "erase", "records", why, ids.all)) as change:
        house.erasures.add(Erasure(_now(), sight.looking.who, change.intent, ids))
        beside = _erased(house, found, sight.looking.who, why)
    return Erased(found, beside, change.intent)


def erase_again(sight: Sight) -> Erased | None:
    """Erase what is on the list of erasures and in the graph again; None where nothing is.

    For an erasure that was cut off, and a graph that was put back by other means than `dolen restore`.
    """
    check_sees_everything(sight, "erasure", "Records are erased")
    house = sight.house
    with house.store.reading() as reading:
        found = erasable(reading, house.erasures.all_ids())
    if not (found.item_ids or found.judgements or found.words):
        return None
    why = "They were erased before, and were in the graph again."
    with house.log.change(_entry(sight, "erase", "records", why, found.ids.all)) as change:
        beside = _erased(house, found, sight.looking.who, why)
    return Erased(found, beside, change.intent)


def due(sight: Sight) -> tuple[DueForReview, ...]:
    """Whose records are due for review by the force's schedule. Raises `NotPermitted`."""
    check_sees_everything(sight, "retention", "What is due for review is listed")
    house, settings = sight.house, sight.settings
    house.log.enter(_entry(sight, "consult", "retention", sight.looking.reason))
    rules = RetentionRules(settings.retention_years, settings.retention_first_roles, settings.retention_second_roles)
    with house.store.reading() as reading:
        return due_for_review(reading, rules, sight.view.today)


def _erased(house: House, found: Erasable, who: str, why: str) -> ErasedBeside:
    house.store.write(lambda writer: delete_records(writer, found, _now()))
    beside = erase_beside(found, house.sql, house.settings.home, house.log, who, why)
    house.store.forget_deleted()
    house.index.rebuild()
    house.projection.rebuild()
    return beside


def _entry(sight: Sight, action: Action, question: str, reason: str, ids: tuple[str, ...] = ()) -> Entry:
    looking = sight.looking
    acting_for = None if looking.reader.role == "operator" else looking.reader.name
    return Entry(
        who=looking.who, action=action, question=question, reason=reason, subjects=ids,
        acting_for=None if acting_for == looking.who else acting_for,
    )  # fmt: skip


def _now() -> int:
    return time.time_ns() // 1_000_000
