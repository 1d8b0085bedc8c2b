"""Recipients by name, what agreed minutes disclose, and who is to be informed of a correction or withdrawal.

Pure functions of what a View shows of recipients, meetings and disclosures (protocol §4).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.casework.drafts import Draft
from graph.casework.meeting import MeetingSeen, PartSeen, day_of_meeting
from graph.errors import Ambiguous, NotFound
from graph.judgements.disclosure import WITHHELD, DisclosureBody, RecipientBody
from graph.judgements.meeting import MeetingPartBody
from graph.model.recorded import Citation
from graph.queries.casework.recorded import CaseworkShown
from graph.values.when import written_date
from graph.wording import wording

MINUTES = wording("Minutes of the strategy meeting")
MINUTES_BASIS = "Strategy meeting, protocol §5.9; check with legal"
SHARED = ("shared", "sanitised")
"""The states in which a recipient received something."""


@dataclass(frozen=True)
class RecipientKnown:
    """A recipient as recorded: the lineage of the record, and what it states."""

    lineage: str
    body: RecipientBody


@dataclass(frozen=True)
class ToInform:
    """A recipient who received items (`refs`) that have since been corrected or withdrawn, and is not yet informed."""

    disclosure: CaseworkShown
    recipient: str
    refs: tuple[str, ...]


def recipients_known(recorded: Iterable[CaseworkShown]) -> list[RecipientKnown]:
    """The recipients that stand, by name."""
    found = [
        RecipientKnown(each.lineage, each.body)
        for each in recorded
        if each.stands and isinstance(each.body, RecipientBody)
    ]
    return sorted(found, key=lambda each: (each.body.name.casefold(), each.body.agency, each.lineage))


def recipient_named(recorded: Iterable[CaseworkShown], text: str) -> RecipientKnown:
    """The one recipient of this name, or of this id. Raises `NotFound`, and `Ambiguous` where two have the name."""
    wanted = text.strip()
    found = [
        each
        for each in recipients_known(recorded)
        if wanted == each.lineage or wanted.casefold() == each.body.name.casefold()
    ]
    if not found:
        raise NotFound(
            wording("No recipient is recorded as %(wanted)s.", wanted=repr(wanted)),
            wording("A manager records recipients and what they may receive."),
        )
    if len(found) > 1:
        raise Ambiguous(wanted, tuple((each.lineage, "recipient", each.body.agency) for each in found))
    return found[0]


def to_inform(recorded: Iterable[CaseworkShown]) -> list[ToInform]:
    """Who is to be informed: of each disclosure, the items it shared that stand no longer and that nobody informed
    its recipient of; the newest disclosure first, as they are given."""
    found: list[ToInform] = []
    for each in recorded:
        if not each.stands or not isinstance(each.body, DisclosureBody) or each.state not in SHARED:
            continue
        informed = {one.item for one in each.body.corrections}
        ended = {one.ref for one in each.cites if one.ended and one.code != WITHHELD}
        if refs := tuple(sorted(ended - informed)):
            found.append(ToInform(each, each.body.recipient, refs))
    return found


def minutes_disclosed(meeting: MeetingSeen, recorded: Iterable[CaseworkShown], reason: str) -> list[Draft]:
    """What agreed minutes disclose: to each person present in a part, the items that the part, its risks, actions and
    plan rest on. Without what is recorded as disclosed already, so that minutes agreed again add only what is new.

    It is about no child: what is about somebody is seen no more once the only item that names them is withdrawn, and
    just then those who were present are to be informed.
    """
    known = {
        (each.body.recipient, cite.id)
        for each in recorded
        if each.stands and isinstance(each.body, DisclosureBody) and each.body.meeting == meeting.header.lineage
        for cite in each.cites
    }
    drafts: list[Draft] = []
    for part in (*meeting.children, *meeting.adults):
        body = part.part.body
        for one in body.attendance if isinstance(body, MeetingPartBody) else ():
            items = [id for id in _rested_on(part) if (one.name, id) not in known]
            if items:
                drafts.append(_minutes(meeting, one.name, items, reason))
    return drafts


def _rested_on(part: PartSeen) -> list[str]:
    """The items, by id, that stand and that something of this part rests on."""
    risks = [one for each in part.risks for one in (each.risk, *each.actions)]
    every = [part.part, *risks, *part.actions, *([] if part.plan is None else [part.plan])]
    return sorted({cite.id for each in every for cite in each.cites if not cite.ended})


def _minutes(meeting: MeetingSeen, name: str, items: Iterable[str], reason: str) -> Draft:
    day = day_of_meeting(meeting.header)
    body = DisclosureBody(
        what=wording("%(minutes)s of %(day)s", minutes=MINUTES, day=written_date(day)),
        recipient=name,
        purpose=wording("Strategy meeting"),
        legal_basis=MINUTES_BASIS,
        justification=wording("Present while it was discussed."),
        sent_at=day,
        meeting=meeting.header.lineage,
    )
    return Draft.of(body, "shared", reason, cites=tuple(Citation(id) for id in items))
