"""What people decide: `POST /api/v1/decide`, `record`, `undo`, `assess`, `confirm`, `consider`, `decide_version`.

It is written by the writer of all faces.

Each carries the reason for the decision, which is kept with it and in the log. What the author may not see is refused
in the words of what was never recorded. Where something else stands by now than the author saw, the answer is 409 with
the fields that differ, and nothing is written.
"""

from typing import Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from api.accounts.reasons import clean_reason
from api.services.assessment import assess_child
from api.services.record_judgement import FIRST_BY_FORM, TypedRecord, record_first
from api.web.request_context import ANY_CASE, Reading, holding_secret_in_header
from graph.casework.assessments import AssessmentGiven, confirm
from graph.casework.considerations import agree, consider, decide_ceiling
from graph.casework.versions import decide_version
from graph.errors import NotFound
from graph.judgements.kinds import BODIES
from graph.model.recorded import JudgementKind, JudgementRecord
from graph.rules.considered import read_outcome

router = APIRouter(prefix="/api/v1", tags=["decide"], dependencies=[Depends(holding_secret_in_header)])


class _Decided(BaseModel):
    """What every decision gives: why; and who may read it, where that is to be narrower than by default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str
    access: str | None = None
    replaces: tuple[str, ...] | None = None
    """The versions that the author saw standing; without it, those that stand now."""


class IdentityToDecide(_Decided):
    """Two records, by id, and whether they are one."""

    one: str
    other: str
    state: Literal["same", "not same", "unsure"]


class AssessmentToRecord(_Decided):
    """A SERAF assessment."""

    assessment: AssessmentGiven


class DecisionToUndo(BaseModel):
    """A decision, by the id of a version of it or of its lineage."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decision: str
    reason: str


class AssessmentToConfirm(BaseModel):
    """An assessment from a file that waits for a second person, by id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    assessment: str
    reason: str


class CaseworkToRecord(BaseModel):
    """What is recorded of a kind for the first time: its fields as a form has them, its state, and what it rests on.

    `about` is the entity that it is about, `refs` cite items (`REPORT_REF/ITEM_NO`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: JudgementKind
    fields: dict[str, str]
    reason: str
    about: str | None = None
    meeting: str | None = None
    state: str = ""
    refs: tuple[str, ...] = ()
    access: str | None = None


class ConsideredToRecord(BaseModel):
    """What was considered of a child, and the outcome; of the ceiling, and of an agreement with another authority, also
    the `assessment` it is about, by id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    child: str
    question: str
    outcome: str
    assessment: str = ""
    reason: str


class VersionToDecide(BaseModel):
    """All items that stand under one reference, by id, and the one of them that stands; null: they are different."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    items: tuple[str, ...]
    stands: str | None = None
    reason: str


class JudgementOut(BaseModel):
    """The version that was written: about which records, who may read it, and which versions it replaces."""

    id: str
    lineage: str
    state: str
    access: str
    about: tuple[str, ...]
    replaces: tuple[str, ...]

    @classmethod
    def of(cls, made: JudgementRecord) -> "JudgementOut":
        """A version as it is answered."""
        return cls(
            id=made.id,
            lineage=made.lineage,
            state=made.state,
            access=made.access,
            about=made.about,
            replaces=made.replaces,
        )


@router.post("/decide", operation_id="decide_identity")
def decide(who: Reading, given: IdentityToDecide) -> JudgementOut:
    """Decide whether two records are one person, or one place."""
    why, actor = clean_reason(given.reason), who.read_session_of((given.one, given.other)).actor
    made = who.installation.casework.decide_identity(
        actor, given.one, given.other, given.state, why, replaces=given.replaces, access=given.access
    )
    return JudgementOut.of(made)


@router.post("/record", operation_id="record_casework_by_program")
def record(who: Reading, given: CaseworkToRecord) -> JudgementOut:
    """Record something of casework for the first time, such as a disclosure; the kinds are those that have a form."""
    if given.kind not in FIRST_BY_FORM:
        raise NotFound(
            f"Nothing is recorded of the kind {given.kind!r} here.", f"Use one of {', '.join(FIRST_BY_FORM)}."
        )
    subject = BODIES[given.kind].subject
    set_fields: dict[str, object] = {subject: given.about} if subject and given.about else {}
    if given.meeting and "meeting" in BODIES[given.kind].within:
        set_fields["meeting"] = given.meeting
    typed = TypedRecord(given.fields, clean_reason(given.reason), given.state, given.refs, given.access, set_fields)
    read_session = who.read_session_of((given.about,) if given.about else ())
    return JudgementOut.of(record_first(read_session, given.kind, typed))


@router.post("/undo", operation_id="undo_decision")
def undo(who: Reading, given: DecisionToUndo) -> JudgementOut:
    """Take a decision back: it stands no longer, and stays in the record."""
    why = clean_reason(given.reason)
    return JudgementOut.of(who.installation.casework.withdraw(who.read_session(ANY_CASE).actor, given.decision, why))


@router.post("/assess", operation_id="record_assessment")
def record_assessment(who: Reading, given: AssessmentToRecord) -> JudgementOut:
    """Record a SERAF assessment of a child, or the next version of one, with the child's wishes; what items suggest
    (`GET /api/v1/suggested`) is accepted by citing it, or answered by a note."""
    why, read_session = clean_reason(given.reason), who.read_session_of((given.assessment.child,))
    made = assess_child(read_session, given.assessment, why, replaces=given.replaces, access=given.access)
    return JudgementOut.of(made)


@router.post("/confirm", operation_id="confirm_assessment")
def confirm_assessment(who: Reading, given: AssessmentToConfirm) -> JudgementOut:
    """Confirm, as a second person, an assessment from a file that would lower what stands."""
    why = clean_reason(given.reason)
    return JudgementOut.of(confirm(who.installation.casework, who.read_session(ANY_CASE).actor, given.assessment, why))


@router.post("/consider", operation_id="record_considered")
def record_considered(who: Reading, given: ConsideredToRecord) -> JudgementOut:
    """Record what was considered of a child, such as whether the category stays although it may be higher."""
    why, actor = clean_reason(given.reason), who.read_session_of((given.child,)).actor
    question, outcome = read_outcome(given.question, given.outcome)
    if question == "ceiling":
        return JudgementOut.of(decide_ceiling(who.installation.casework, actor, given.assessment, outcome, why))
    if question == "authority":
        return JudgementOut.of(agree(who.installation.casework, actor, given.assessment, outcome, why))
    return JudgementOut.of(consider(who.installation.casework, actor, given.child, question, outcome, why))


@router.post("/decide_version", operation_id="decide_version")
def decide_one_version(who: Reading, given: VersionToDecide) -> JudgementOut:
    """Decide which of the items under one reference stands; the others end. Without one: they are different items."""
    why, actor = clean_reason(given.reason), who.read_session(ANY_CASE).actor
    return JudgementOut.of(decide_version(who.installation.casework, actor, given.items, given.stands, why))
