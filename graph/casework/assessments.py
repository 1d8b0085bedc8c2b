"""Assessments by hand, and the second person's confirmation of one from a file that would lower what stands.

Protocol §5.2 to §5.7; the confirmation is §5.6.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import LiteralString

from pydantic import BaseModel, ConfigDict, Field

from graph.casework.drafts import Draft
from graph.casework.lookup import StoredVersion, lineage_of, versions_of
from graph.casework.writer import CaseWriter
from graph.errors import NotFound, ValueRefused
from graph.judgements.body import Line, Note
from graph.judgements.seraf import AssessmentBody, IndicatorGiven
from graph.model.ids import assessment_lineage
from graph.model.recorded import Citation, JudgementRecord, standing
from graph.model.view import BoundView, View
from graph.queries.door import Actor, bind
from graph.rules.indicators import COUNTING, needs_reason
from graph.rules.seraf import assess as category_by_table
from graph.store import Reading
from graph.values.when import Period
from graph.view.cypher import held
from graph.wording import wording

_RESTS: LiteralString = f"""
MATCH (d:Judgement {{id: $judgement}})-[r:RESTS_ON]->(i:Item)
WHERE {held("d")} AND {held("i")}
RETURN i.id AS item, r.code AS code
"""


class AssessmentGiven(BaseModel):
    """A SERAF assessment as given: child, time, assessor, and each indicator with its items by id.

    `assessed_at` is a day or a longer time (`2026-03-01`, `2026-03`). Indicators that are not given are not assessed.
    `category_stated` by `method` is the assessor's own, where it is higher than the table's; `wishes_not_sought` says
    why the child was not asked; `carried_from` names the earlier assessment that the answers were carried over from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    child: Line
    child_ref: Line = ""
    assessed_at: Line
    assessor: Line
    agency: Line = ""
    indicators: tuple[IndicatorGiven, ...] = Field(min_length=1)
    wishes: Note = ""
    wishes_not_sought: Note | None = None
    carried_from: Line | None = None
    category_stated: int | None = Field(default=None, ge=1, le=4)
    method: Line | None = None


def assess(
    casework: CaseWriter,
    actor: Actor,
    given: AssessmentGiven,
    reason: str,
    *,
    replaces: tuple[str, ...] | None = None,
    access: str | None = None,
) -> JudgementRecord:
    """Record an assessment, or the next version of one (the same child, time and assessor).

    `replaces` are the versions that its author saw standing; None takes those that stand now. Raises `ValueRefused` for
    a date that is none, and as `CaseWriter.record`.
    """
    period = Period.parse(given.assessed_at)
    body = AssessmentBody.read(
        {
            "child": given.child,
            "child_ref": given.child_ref or given.child,
            "assessed_at": given.assessed_at,
            "assessed_at_ms": period.start_ms,
            "assessed_until_ms": period.end_ms,
            "assessor": given.assessor,
            "indicators": given.indicators,
            "wishes": given.wishes,
            "wishes_not_sought": given.wishes_not_sought,
            "carried_from": given.carried_from,
            "category_stated": given.category_stated,
            "method": given.method,
        }
    )
    lineage = assessment_lineage(given.child, given.assessed_at, given.assessor)
    if replaces is None:
        with casework.store.reading() as reading:
            bound = bind(reading, actor.reader, View(datetime.now(UTC).date()))
            replaces = tuple(each.id for each in standing(versions_of(reading, bound, (lineage,)).get(lineage, ())))
    return casework.record(
        actor,
        Draft(
            lineage=lineage,
            state="recorded",
            about=(given.child,),
            body=body,
            replaces=replaces,
            access=access,
            agency=given.agency or None,
            reason=reason,
        ),
    )


def check_answers(given: AssessmentGiven, suggested: Collection[str]) -> None:
    """What an assessor's form has to say before it is saved: the child's wishes, or why they were not sought (§5.10);
    of each suggested indicator, that it counts, or why not; of an "other" and of what is closed, the reason; of a
    category above the table's, the reason. Raises `ValueRefused` naming the field: a code, or a field's name.
    """
    if not given.wishes.strip() and not (given.wishes_not_sought or "").strip():
        raise ValueRefused(
            "wishes",
            "",
            wording("the child's wishes and feelings are recorded."),
            wording("Write them, or why they were not sought."),
        )
    by_code = {each.code: each for each in given.indicators}
    for each in given.indicators:
        if needs_reason(each.code, each.status) and not each.note.strip():
            raise ValueRefused(
                each.code, each.status, wording("this is recorded with its reason."), wording("Write it in the note.")
            )
    for code in suggested:
        one = by_code.get(code)
        if one is None or (one.status not in COUNTING and not one.note.strip()):
            raise ValueRefused(
                code,
                "",
                wording("%(code)s is suggested by items and is not accepted.", code=code),
                wording("Write why in the note, or accept it."),
            )
    if given.category_stated is not None:
        table = category_by_table({each.code: each.status for each in given.indicators}).category
        if given.category_stated <= table:
            raise ValueRefused(
                "category_stated",
                str(given.category_stated),
                wording(
                    "the indicators already give Category %(table)s (§5.7), and a category is never lowered so.",
                    table=table,
                ),
                wording("Leave it blank, or judge the indicators again."),
            )
        if not (given.method or "").strip():
            raise ValueRefused(
                "method",
                "",
                wording("a category above the table's is recorded with its reason."),
                wording("Write why."),
            )


def confirm(casework: CaseWriter, actor: Actor, name: str, reason: str) -> JudgementRecord:
    """Confirm a loaded assessment, by the id of its version or of its lineage: a version that says the same.

    What it is about, gives and cites stays as loaded. Raises `NotFound` where no assessment of this id stands for the
    author, `ValueRefused` where it did not come in a file, is confirmed, or was loaded by the author themselves, and
    as `CaseWriter.record`.
    """
    with casework.store.reading() as reading:
        bound = bind(reading, actor.reader, View(datetime.now(UTC).date()))
        version = standing_assessment(reading, bound, name)
        cites = tuple(
            Citation(str(row["item"]), str(row["code"]))
            for row in reading.read(_RESTS, judgement=version.id, **bound.parameters())
        )
    body = AssessmentBody.from_properties(version.properties)
    _check(body, version, name, {actor.who, actor.reader.name})
    agency = version.properties.get("agency")
    return casework.record(
        actor,
        Draft(
            lineage=version.lineage,
            state="recorded",
            about=version.about,
            body=body.model_copy(update={"confirmed_by": actor.who, "loaded_by": version.author}),
            cites=cites,
            replaces=(version.id,),
            access=version.access,
            agency=None if agency is None else str(agency),
            reason=reason,
        ),
    )


def standing_assessment(reading: Reading, bound: BoundView, name: str) -> StoredVersion:
    """The version of an assessment that stands for this author, by its id or that of its lineage. Raises `NotFound`."""
    lineage = lineage_of(reading, bound, name)
    stands = standing(versions_of(reading, bound, (lineage,)).get(lineage, ())) if lineage else []
    found = next((each for each in stands if each.id == name), stands[0] if len(stands) == 1 else None)
    if found is None or found.kind != "Assessment":
        raise NotFound(
            wording("No assessment is recorded as %(name)s in what you may see.", name=repr(name)),
            wording("Look it up: dolen seraf show."),
        )
    return found


def _check(body: AssessmentBody, version: StoredVersion, name: str, names: set[str]) -> None:
    if not body.loaded:
        raise ValueRefused("assessment", name, wording("it was not loaded from a file, so that it waits for nobody."))
    if body.confirmed_by is not None:
        raise ValueRefused(
            "assessment", name, wording("%(confirmed_by)s has confirmed it already.", confirmed_by=body.confirmed_by)
        )
    if version.author in names:
        raise ValueRefused(
            "assessment",
            name,
            wording("you loaded it yourself, and a second person confirms it."),
            wording("Ask a chair or another analyst."),
        )
