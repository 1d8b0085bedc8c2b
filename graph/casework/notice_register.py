"""The register of notices: what stands, when each lapses, what falls due, and contact after service.

Pure functions of answers that obey the View, so that the register obeys it too.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.casework.notice_facts import status_of
from graph.judgements.network import LegalStatusBody
from graph.judgements.notice import ContactBody, NoticeBody
from graph.model.recorded import JudgementKind
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.entities.timeline import Timeline, TimelineEntry
from graph.reading.parts import EntityRef
from graph.rules.contact import (
    NO_CONTACT,
    ContactItem,
    ContactRecord,
    DecidedContact,
    contact_record,
    is_message,
    lapse_of,
)
from graph.rules.notice_text import NoticeText, OnTheNotice, notice_text
from graph.rules.notices import StatusRecorded, propose
from graph.values.when import Period, date_of, day_start
from graph.wording import joined, wording

REGISTER_KINDS: tuple[JudgementKind, ...] = ("Notice", "LegalStatus")
SERVED_STATES = frozenset({"served", "reviewed"})
TWO_STAND = wording("Two versions of this notice stand: decide which.")


@dataclass(frozen=True)
class NoticeDue:
    """What falls due with a notice, and on which day; None where no day is set."""

    what: str
    due: date | None


@dataclass(frozen=True)
class NoticeLine:
    """A notice that stands, when it lapses as recorded now, and what falls due."""

    shown: CaseworkShown
    body: NoticeBody
    child: EntityRef
    adult: EntityRef
    address: EntityRef | None
    lapses: int | None
    lapsed: bool
    due: tuple[NoticeDue, ...]

    @property
    def words(self) -> str:
        """Its state in words; one that has lapsed says so whatever was recorded last."""
        return "lapsed" if self.lapsed else self.shown.state

    @property
    def text(self) -> NoticeText:
        """The draft as it would be served."""
        body = self.body
        return notice_text(
            OnTheNotice(
                adult=body.adult_name,
                child=body.child_name,
                born=body.born,
                basis=body.basis,
                address=body.address_words,
            )
        )


def register(recorded: Sequence[CaseworkShown], today: date) -> tuple[NoticeLine, ...]:
    """The notices that stand, of an answer for `REGISTER_KINDS`: what is due earliest first, nothing due last."""
    statuses: dict[str, list[StatusRecorded]] = {}
    for each in recorded:
        if each.stands and isinstance(each.body, LegalStatusBody):
            statuses.setdefault(_entity(each, each.body.child).id, []).append(status_of(each.body))
    notices = [each for each in recorded if each.stands and isinstance(each.body, NoticeBody)]
    versions = Counter(each.lineage for each in notices)
    lines = [_line(each, statuses, today, several=versions[each.lineage] > 1) for each in notices]
    return tuple(sorted(lines, key=_first_due))


def contact_after(line: NoticeLine, timeline: Timeline, contacts: Iterable[CaseworkShown]) -> ContactRecord | None:
    """Contact after a notice, from the child's timeline and the decisions about it; None before it is served."""
    if line.body.served is None:
        return None
    decided = [
        DecidedContact(each.lineage, each.state, each.body.items, each.body.same_as)
        for each in contacts
        if each.stands and isinstance(each.body, ContactBody) and each.body.notice == line.shown.lineage
    ]
    return contact_record(contact_items(line, timeline), decided, line.body.served.period, line.lapses)


def contact_items(line: NoticeLine, timeline: Timeline) -> list[ContactItem]:
    """The items of the child's timeline that name the person, or the address from which the child is kept."""
    of = {line.adult.id, *((line.address.id,) if line.address else ())}
    return [
        _contact_item(entry)
        for entry in timeline.entries
        if entry.item.event not in NO_CONTACT and of.intersection(each.id for each in entry.named)
    ]


def _contact_item(entry: TimelineEntry) -> ContactItem:
    item = entry.item
    happened = None
    if item.happened_from is not None and item.happened_to is not None:
        happened = Period(item.happened_from, item.happened_to, item.when or "", "range")
    return ContactItem(
        id=item.id,
        ref=item.ref,
        happened=happened,
        by_message=is_message(item.event, (each.kind for each in entry.named)),
        origin=item.origin,
        recorded_at=item.recorded_at,
        suspected_false=item.grade.endswith("E"),
    )


def _line(shown: CaseworkShown, statuses: dict[str, list[StatusRecorded]], today: date, *, several: bool) -> NoticeLine:
    body = shown.body
    assert isinstance(body, NoticeBody)
    child = _entity(shown, body.child)
    recorded = statuses.get(child.id, [])
    counted_from = today if body.served is None else date_of(body.served.period.start_ms)
    lapses = lapse_of(body.basis, body.born, recorded, body.status_then, counted_from, body.ends)
    lapsed = shown.state == "lapsed" or (lapses is not None and day_start(today) >= lapses)
    due = [NoticeDue(TWO_STAND, None)] if several else []
    due += _due(shown.state, body, recorded, lapses, today, lapsed=lapsed)
    return NoticeLine(
        shown=shown,
        body=body,
        child=child,
        adult=_entity(shown, body.adult),
        address=None if body.address is None else _entity(shown, body.address),
        lapses=lapses,
        lapsed=lapsed,
        due=tuple(due),
    )


def _due(
    state: str,
    body: NoticeBody,
    recorded: Sequence[StatusRecorded],
    lapses: int | None,
    today: date,
    *,
    lapsed: bool,
) -> list[NoticeDue]:
    if state == "lapsed":
        return []
    due: list[NoticeDue] = []
    if state == "prepared":
        missing = body.not_allowed("authorised")
        due.append(
            NoticeDue(
                wording("A manager authorises it.")
                if not missing
                else wording("Not ready. %(missing)s", missing=joined(" ", missing)),
                None,
            )
        )
    if state == "authorised":
        due.append(NoticeDue(wording("Serve it."), None))
    if state in SERVED_STATES and body.served is not None:
        due += [NoticeDue(each, None) for each in body.not_informed()]
        if gaps := body.served.gaps():
            due.append(NoticeDue(wording("Of its service is not recorded: %(gaps)s.", gaps=joined(", ", gaps)), None))
        if not lapsed:
            due.append(
                NoticeDue(wording("Set a day for its review."), None)
                if body.review is None
                else NoticeDue(wording("Review it."), body.review)
            )
    proposed = propose(lapses, body.born, recorded or (body.status_then,), body.relation, today)
    if proposed is not None:
        due.append(NoticeDue(proposed.words, date_of(proposed.lapses)))
    return due


def _entity(shown: CaseworkShown, record: str) -> EntityRef:
    return next(each.entity for each in shown.about if each.record == record)


def _first_due(line: NoticeLine) -> tuple[bool, date, int, str]:
    days = [each.due or date.min for each in line.due]
    return not days, min(days, default=date.max), -line.shown.recorded_at, line.shown.id
