"""Assessing a child from whatever face: the items named as they are cited, the suggestions answered, the one writer."""

from collections.abc import Mapping

from api.read_session import ReadSession
from api.services.record_judgement import cited, today
from graph.casework.assessments import AssessmentGiven, assess, check_answers
from graph.casework.reassessment import KINDS_CHANGING, prompts_for
from graph.model.recorded import JudgementRecord
from graph.queries.casework.recorded import CASEWORK_QUESTION, CaseworkOf
from graph.queries.casework.seraf import SERAF, SerafShown
from graph.queries.casework.suggested import SUGGESTED, Suggested
from graph.reading.question import OfEntity
from graph.rules.prompts import PromptSettings


def suggested_now(read_session: ReadSession, child: str) -> Suggested:
    """What the items that are known now suggest. Raises `NotFound` for what is no visible child."""
    return today(read_session).ask(SUGGESTED, OfEntity(id=child))


def seraf_now(read_session: ReadSession, child: str) -> SerafShown:
    """A child's assessments as they are known now. Raises `NotFound`."""
    return today(read_session).ask(SERAF, OfEntity(id=child))


def prompts_now(read_session: ReadSession, child: str, seraf: SerafShown, suggested: Suggested) -> tuple[str, ...]:
    """What asks for a reassessment of a child, in sentences, the most urgent first."""
    recorded = today(read_session).ask(CASEWORK_QUESTION, CaseworkOf(kinds=KINDS_CHANGING, about=child)).recorded
    settings = PromptSettings(read_session.settings.reassess_days, read_session.settings.significant_changes)
    return prompts_for(seraf, suggested, recorded, read_session.view.today, settings)


def with_items(read_session: ReadSession, given: AssessmentGiven) -> AssessmentGiven:
    """The same with each item by its id, where it was named as it is cited. Raises as `recording.cited`."""
    refs = list(dict.fromkeys(ref for each in given.indicators for ref in each.items))
    ids: Mapping[str, str] = dict(zip(refs, (each.item for each in cited(today(read_session), refs)), strict=True))
    indicators = tuple(
        each.model_copy(update={"items": tuple(dict.fromkeys(ids[ref] for ref in each.items))})
        for each in given.indicators
    )
    return given.model_copy(update={"indicators": indicators})


def assess_child(
    read_session: ReadSession,
    given: AssessmentGiven,
    reason: str,
    *,
    replaces: tuple[str, ...] | None = None,
    access: str | None = None,
) -> JudgementRecord:
    """Record what an assessor answered, the suggestions among it; `replaces` as `assess` has it. Raises `ValueRefused`
    naming the field, `NotFound` and `Ambiguous` for an item, and as `CaseWriter.record`."""
    check_answers(given, [each.code for each in suggested_now(read_session, given.child).suggestions])
    cited_by_id = with_items(read_session, given)
    casework = read_session.installation.casework
    return assess(casework, read_session.actor, cited_by_id, reason, replaces=replaces, access=access)
