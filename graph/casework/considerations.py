"""What somebody considered of a child, and decided: about an assessment's ceiling, a meeting, an interview, the NRM;
and what authorities agreed about their assessments of a child."""

from datetime import UTC, datetime

from graph.casework.assessments import standing_assessment
from graph.casework.drafts import Draft
from graph.casework.lookup import versions_of
from graph.casework.writer import CaseWriter
from graph.errors import Changed, ValueRefused
from graph.judgements.considered import ConsideredBody
from graph.judgements.seraf import AssessmentBody
from graph.model.ids import considered_lineage
from graph.model.recorded import JudgementRecord, standing
from graph.model.view import BoundView, View
from graph.queries.door import Actor, bind
from graph.rules.considered import ConsideredQuestion
from graph.store import Reading
from graph.wording import wording

DECIDED = "decided"


def decide_ceiling(casework: CaseWriter, actor: Actor, assessment: str, outcome: str, reason: str) -> JudgementRecord:
    """Decide about what an assessment leaves open, by the id of the version that the author saw standing.

    `outcome` is `stays` or `higher`. Who may not read the assessment may not read the decision. Raises `NotFound`
    where none of this id is there for the author, `Changed` where another version stands by now, `ValueRefused` for
    another outcome, and as `CaseWriter.record`.
    """
    with casework.store.reading() as reading:
        bound = bind(reading, actor.reader, View(datetime.now(UTC).date()))
        version = standing_assessment(reading, bound, assessment)
        lineage = considered_lineage("ceiling", version.lineage)
        replaces = _standing(reading, bound, lineage)
    if assessment not in (version.id, version.lineage):
        raise Changed(
            wording("The assessment was changed since you read it; nothing was written."),
            wording("Read what stands now, and decide about that."),
            (),
        )
    judged = AssessmentBody.from_properties(version.properties)
    body = ConsideredBody.read(
        {
            "entity": judged.child,
            "question": "ceiling",
            "outcome": outcome,
            "assessment": version.lineage,
            "category": version.properties["category"],
            "ceiling": version.properties["ceiling"],
            "category_stated": judged.category_stated,
            "assessed_at": judged.assessed_at,
            "assessed_at_ms": judged.assessed_at_ms,
        }
    )
    return casework.record(actor, _decided(lineage, version.about, body, replaces, reason))


def agree(casework: CaseWriter, actor: Actor, assessment: str, outcome: str, reason: str) -> JudgementRecord:
    """Record whether the authority that made an assessment agreed that assessments of this child may answer ours.

    `outcome` is `agreed` or `not agreed`, in the place of what stood for the author; it holds both ways. Without it,
    neither authority's assessment answers the other's (`graph.rules.standing`). Who may not read the
    assessment may not read the agreement. Raises `NotFound` where none of this id is there for the author,
    `ValueRefused` for an assessment of the force's own authority and another outcome, and as `CaseWriter.record`.
    """
    with casework.store.reading() as reading:
        bound = bind(reading, actor.reader, View(datetime.now(UTC).date()))
        version = standing_assessment(reading, bound, assessment)
        judged = AssessmentBody.from_properties(version.properties)
        if not judged.authority:
            raise ValueRefused(
                "assessment",
                assessment,
                wording("it is our own authority's."),
                wording("Give one that another authority made."),
            )
        lineage = considered_lineage(f"authority {judged.authority}", judged.child)
        replaces = _standing(reading, bound, lineage)
    body = ConsideredBody.read(
        {
            "entity": judged.child,
            "question": "authority",
            "outcome": outcome,
            "assessment": version.lineage,
            "authority": judged.authority,
        }
    )
    return casework.record(actor, _decided(lineage, version.about, body, replaces, reason))


def consider(
    casework: CaseWriter, actor: Actor, subject: str, question: ConsideredQuestion, outcome: str, reason: str
) -> JudgementRecord:
    """Record the outcome of any other question about a subject, in the place of what stood for the author.

    Raises `ValueRefused` for the ceiling and an agreement, which are decided of an assessment, and for an outcome that
    the question does not have; and as `CaseWriter.record`.
    """
    lineage = considered_lineage(question, subject)
    body = ConsideredBody.read({"entity": subject, "question": question, "outcome": outcome})
    with casework.store.reading() as reading:
        bound = bind(reading, actor.reader, View(datetime.now(UTC).date()))
        replaces = _standing(reading, bound, lineage)
    return casework.record(actor, _decided(lineage, (subject,), body, replaces, reason))


def _standing(reading: Reading, bound: BoundView, lineage: str) -> tuple[str, ...]:
    """The versions that stand for the author, by id."""
    return tuple(each.id for each in standing(versions_of(reading, bound, (lineage,)).get(lineage, ())))


def _decided(
    lineage: str, about: tuple[str, ...], body: ConsideredBody, replaces: tuple[str, ...], reason: str
) -> Draft:
    return Draft(lineage=lineage, state=DECIDED, about=about, body=body, replaces=replaces, reason=reason)
