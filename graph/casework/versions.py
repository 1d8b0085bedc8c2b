"""Two items under one reference: which of them stands, decided by somebody who sees both."""

from collections.abc import Sequence
from datetime import UTC, datetime

from graph.casework.drafts import Draft
from graph.casework.lookup import under_reference, versions_of
from graph.casework.writer import CaseWriter
from graph.errors import Changed, NotFound, ValueRefused
from graph.judgements.identity import VersionDecisionBody
from graph.model.ids import version_lineage
from graph.model.recorded import JudgementRecord, standing
from graph.model.view import View
from graph.queries.door import Actor, bind
from graph.wording import wording


def decide_version(
    casework: CaseWriter, actor: Actor, items: Sequence[str], stands: str | None, reason: str
) -> JudgementRecord:
    """Decide which of the items under one reference stands; the others end now. None: they are different items.

    `items` are all that the author saw standing, by id. Different items both stand, are cited by id, and are listed no
    longer. Raises `NotFound` for one that is not there for the author, `Changed` where others stand under the reference
    by now, `ValueRefused` for fewer than two and for one to stand that is none of them, and as `CaseWriter.record`.
    """
    wanted = sorted(set(items))
    if len(wanted) < 2:
        raise ValueRefused("items", ", ".join(wanted), wording("at least two items are under one reference."))
    with casework.store.reading() as reading:
        bound = bind(reading, actor.reader, View(datetime.now(UTC).date()))
        found = under_reference(reading, bound, items[0])
        there = set[str]() if found is None else {each.id for each in found.items}
        for item in wanted:
            if item not in there:
                raise NotFound(
                    wording(
                        "No item is recorded as %(item)s under this reference in what you may see.", item=repr(item)
                    ),
                    wording("List them again."),
                )
        assert found is not None
        if found.standing != set(wanted):
            raise Changed(
                wording("Other items stand under this reference than you saw; nothing was written."),
                wording("Compare those that stand now."),
                (),
            )
        lineage = version_lineage(found.report, found.ref)
        before = standing(versions_of(reading, bound, (lineage,)).get(lineage, ()))
    body = VersionDecisionBody.read({"report": found.report, "ref": found.ref, "items": wanted, "stands": stands})
    return casework.record(
        actor,
        Draft(
            lineage=lineage,
            state="different" if stands is None else "stands",
            about=(),
            body=body,
            replaces=tuple(each.id for each in before),
            reason=reason,
        ),
    )
