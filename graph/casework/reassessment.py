"""What asks somebody to assess a child again: the prompts, from what a reader is shown (protocol §5.5, §6.2, §6.3)."""

from collections.abc import Iterable
from datetime import date, timedelta

from graph.judgements.network import During
from graph.model.recorded import JudgementKind
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.casework.seraf import SerafShown
from graph.queries.casework.suggested import Suggested
from graph.rules.indicators import COUNTING
from graph.rules.prompts import Change, ChangeSeen, ChildNow, PromptSettings, prompts
from graph.values.when import Period, date_of

KINDS_CHANGING: tuple[JudgementKind, ...] = ("Placement", "LegalStatus")
"""What people record that is a change in a child's circumstances."""
_CHANGES: dict[JudgementKind, Change] = {"Placement": "placement", "LegalStatus": "legal status"}


def prompts_for(
    seraf: SerafShown,
    suggested: Suggested,
    recorded: Iterable[CaseworkShown],
    day: date,
    settings: PromptSettings | None = None,
) -> tuple[str, ...]:
    """What asks for a reassessment of one child, in sentences, the most urgent first.

    `recorded` are the child's placements and legal statuses (`KINDS_CHANGING`).
    """
    standing = seraf.standing
    counted = {each.code for each in seraf.indicators if each.status in COUNTING}
    return prompts(
        ChildNow(
            category=None if standing is None else standing.category,
            assessed=None if standing is None else last_day(standing.assessed_at),
            changes=(
                *(ChangeSeen(each.what, each.on, each.items) for each in suggested.changes),
                *(
                    ChangeSeen(_CHANGES[each.kind], each.body.since)
                    for each in recorded
                    if each.kind in _CHANGES and isinstance(each.body, During)
                ),
            ),
            tied_to=tuple(each.child.label for each in suggested.tied),
            suggested=frozenset(each.code for each in suggested.suggestions if each.code not in counted),
            youngest=None if seraf.age is None else seraf.age.lowest,
        ),
        day,
        settings,
    )


def last_day(assessed_at: str) -> date:
    """The last day on which an assessment may have been made, from when it was made as stated."""
    return date_of(Period.parse(assessed_at).end_ms) - timedelta(days=1)
