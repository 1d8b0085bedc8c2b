"""Assessing a child from whatever face: the items named as they are cited, the suggestions answered, the one writer."""

from collections.abc import Mapping

from api.recording import cited, today
from api.sight import Sight
from graph.casework.assessing import AssessmentGiven, assess, check_answers
from graph.casework.prompting import KINDS_CHANGING, prompts_for
from graph.model.recorded import JudgementRecord
from graph.queries.casework.recorded import CASEWORK_QUESTION, CaseworkOf
from graph.queries.casework.seraf import SERAF, SerafShown
from graph.queries.casework.suggested import SUGGESTED, Suggested
from graph.reading.question import OfEntity
from graph.rules.prompts import PromptSettings


def suggested_now(sight: Sight, child: str) -> Suggested:
    """What the items that are known now suggest. Raises `NotFound` for what is no visible child."""
    return today(sight).ask(SUGGESTED, OfEntity(id=child))


def seraf_now(sight: Sight, child: str) -> SerafShown:
    """A child's assessments as they are known now. Raises `NotFound`."""
    return today(sight).ask(SERAF, OfEntity(id=child))


def prompts_now(sight: Sight, child: str, seraf: SerafShown, suggested: Suggested) -> tuple[str, ...]:
    """What asks for a reassessment of a child, in sentences, the most urgent first."""
    recorded = today(sight).ask(CASEWORK_QUESTION, CaseworkOf(kinds=KINDS_CHANGING, about=child)).recorded
    settings = PromptSettings(sight.settings.reassess_days, sight.settings.significant_changes)
    return prompts_for(seraf, suggested, recorded, sight.view.today, settings)


def with_items(sight: Sight, given: AssessmentGiven) -> AssessmentGiven:
    """The same with each item by its id, where it was named as it is cited. Raises as `recording.cited`."""
    refs = list(dict.fromkeys(ref for each in given.indicators for ref in each.items))
    ids: Mapping[str, str] = dict(zip(refs, (each.item for each in cited(today(sight), refs)), strict=True))
    indicators = tuple(
        each.model_copy(update={"items": tuple(dict.fromkeys(ids[ref] for ref in each.items))})
        for each in given.indicators
    )
    return given.model_copy(update={"indicators": indicators})


def assess_child(sight: Sight, given: AssessmentGiven, reason: str) -> JudgementRecord:
    """Record what an assessor answered, the suggestions among it. Raises `ValueRefused` naming the field, `NotFound`
    and `Ambiguous` for an item, and as `CaseWriter.record`."""
    check_answers(given, [each.code for each in suggested_now(sight, given.child).suggestions])
    return assess(sight.installation.casework, sight.actor, with_items(sight, given), reason)
