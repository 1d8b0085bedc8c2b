"""Recipients by name, and who is to be informed that something shared with them was corrected or withdrawn.

Pure functions of what a View shows of recipients and disclosures (protocol §4).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.errors import Ambiguous, NotFound
from graph.judgements.disclosure import WITHHELD, DisclosureBody, RecipientBody
from graph.queries.casework.recorded import CaseworkShown

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
            f"No recipient is recorded as {wanted!r}.", "A manager records recipients and what they may receive."
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
