"""One child's SERAF assessments: what stands, what it rests on, what stands beside, what is asked for and decided."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import LiteralString, NamedTuple, cast

from graph.identity.clusters import IDENTITY, fetch_clusters, joined_only
from graph.identity.labels import LABELS, DossierRow, Dossiers
from graph.queries.entities.cards import MENTIONS, MentionRow, not_recorded
from graph.reading.assessed import (
    ASSESSMENT_FIELDS,
    Assessed,
    AssessmentVersion,
    Properties,
    assessed,
    assessments_with,
    considered,
)
from graph.reading.parts import EntityRef, Part
from graph.reading.question import Answer, OfEntity, QueryContext, Question, Statement
from graph.rules.considered import ConsideredQuestion, outcome_words
from graph.rules.grounds import birth_date
from graph.rules.indicators import CATALOGUE
from graph.rules.seraf import assess, young_prompt
from graph.rules.seraf_actions import Action, actions_for, age_on
from graph.rules.standing import AssessmentSeen
from graph.values.birth_date import BirthDate
from graph.view.cypher import held, seen
from graph.wording import Words

SUSPECTED_FALSE = "rests on information suspected to be false: reassess"
CARE_LEAVER = "care-leaver"
"""The legal status by which a visible mention calls for the pathway plan, whatever others state beside it."""
ENDED = "an item it rests on was withdrawn or corrected: reassess"

_WHOLE: LiteralString = f"""{{{ASSESSMENT_FIELDS}, notes: d.notes, confirmed: d.confirmed, author: d.author,
        loaded_by: d.loaded_by, reason: d.reason, wishes: d.wishes, wishes_not_sought: d.wishes_not_sought,
        carried_from: d.carried_from}}"""

ASSESSED = Statement(
    text=f"""
    UNWIND $records AS id
    MATCH (e:Entity {{id: id}}){LABELS}
    UNION ALL
    UNWIND $records AS id
    MATCH (e:Entity {{id: id}}){assessments_with(_WHOLE)}
    """,
    row=DossierRow,
    packed=True,
)


class ItemGraded(Part):
    """An item that an indicator was found in, as it is cited, and its grade."""

    ref: str
    grade: str


class IndicatorShown(Part):
    """One indicator of the assessment that stands; `text` is the wording that people read."""

    code: str
    text: Words
    status: str
    note: str
    items: tuple[ItemGraded, ...]


class AssessmentShown(Part):
    """One assessment: the category as judged, the highest that it may be, and who made it when.

    `authority` is blank for the force's own.
    """

    category: int
    ceiling: int
    assessed_at: str
    agency: str
    assessor: str
    authority: str = ""


class ConsideredShown(Part):
    """What was considered and stands: the question, the outcome as it is recorded and in words, who, when, why."""

    id: str
    question: ConsideredQuestion
    outcome: str
    words: Words
    author: str
    recorded_at: int
    reason: str


class AssessmentStanding(AssessmentShown):
    """The assessment that stands, its version `id`.

    `decided`, where not blank, is the id of the decision (in `considered`) that ended what it had left open.
    `confirmed`: its category on present indicators alone, as recorded. `category_stated` by `method` is what its file
    states. `loaded_by` put it in; `confirmed_by`, where not blank, is the second person who confirmed what a file said.
    `wishes` are the child's own, `wishes_not_sought` why nobody asked (§5.10); `carried_from` is the earlier assessment
    whose answers it began with. `reasons` say why this category and ceiling, where the table of §5.7 gives them;
    `support` are the prompts: what asks to reassess or to act at once.
    """

    id: str
    decided: str
    provisional: bool
    confirmed: int | None
    category_stated: int | None
    method: str
    loaded_by: str
    confirmed_by: str
    wishes: str
    wishes_not_sought: str
    carried_from: str
    reasons: tuple[Words, ...]
    support: tuple[Words, ...]


class AssessmentBeside(AssessmentShown):
    """One that stands beside: `unanswered` are the indicators of the standing one that it does not give; `waiting`: it
    would lower what stands once a second person, other than `loaded_by`, confirms its version `id`."""

    id: str
    unanswered: tuple[str, ...]
    waiting: bool
    loaded_by: str


class ActionShown(Part):
    """One thing to do; `law_moved`: the law that the section names has been replaced, check with legal."""

    text: Words
    section: str
    law_moved: bool


class Actions(Part):
    """What the protocol asks for in the category: as a child, and as an adult where that applies now or soon."""

    child: tuple[ActionShown, ...]
    adult: tuple[ActionShown, ...]
    note: Words


class Age(Part):
    """Age in whole years on the View's day, by the stated dates of birth."""

    lowest: int
    highest: int


class SerafShown(Answer):
    """One child's SERAF assessments. `standing` is None when not assessed, which is not Category 1.

    `decisions` are asked for of a person; `considered` is what people decided, the newest first; `history` are the
    assessments that later ones answered, the newest first.
    """

    child: EntityRef
    age: Age | None
    standing: AssessmentStanding | None
    beside: tuple[AssessmentBeside, ...]
    indicators: tuple[IndicatorShown, ...]
    not_assessed: tuple[str, ...]
    decisions: tuple[Words, ...]
    considered: tuple[ConsideredShown, ...]
    history: tuple[AssessmentShown, ...]
    actions: Actions


class AssessmentItemRow(NamedTuple):
    """One item that the assessment cites for an indicator: counted in this View, or (`part` held) may be read."""

    part: str
    code: str
    item: str
    ref: str
    grade: str
    ended: int


RESTS = Statement(
    text=f"""
    MATCH (d:Assessment {{id: $judgement}})-[r:RESTS_ON]->(i:Item)
    WHERE {seen("i")}
    RETURN 'seen' AS part, r.code AS code, i.id AS item, i.ref AS ref, i.grade AS grade, i.superseded_at AS ended
    UNION ALL
    MATCH (d:Assessment {{id: $judgement}})-[r:RESTS_ON]->(i:Item)
    WHERE {held("i")}
    RETURN 'held' AS part, r.code AS code, i.id AS item, i.ref AS ref, i.grade AS grade, i.superseded_at AS ended
    """,
    row=AssessmentItemRow,
)
"""What an assessment that the reader sees rests on. An item that has ended is seen no more, but its reader may know."""


def ask_seraf(context: QueryContext, parameters: OfEntity) -> SerafShown:
    """The child's assessments as this reader sees them. Raises `NotFound`."""
    mentions = context.rows(MENTIONS, id=parameters.id)
    if parameters.id not in {row.record for row in mentions}:
        raise not_recorded(parameters.id, "child")
    clusters = fetch_clusters(context, joined_only({row.component for row in mentions}))
    cluster = clusters.of(parameters.id)
    rows = context.rows(ASSESSED, records=list(cluster.records))
    child = Dossiers(clusters, rows).ref(cluster.id)
    if child.kind != "child":
        raise not_recorded(parameters.id, "child")
    own = [row for row in mentions if row.record in cluster.records]
    born = _born(own)
    ages = age_on(born, context.bound.view.today)
    age = None if ages is None else Age(lowest=ages[0], highest=ages[1])
    stored = [row.assessment for row in rows if row.assessment is not None]
    found = assessed(stored)
    decided = _considered(stored)
    if found is None:
        return SerafShown(
            child=child,
            age=age,
            standing=None,
            beside=(),
            indicators=(),
            not_assessed=(),
            decisions=(),
            considered=decided,
            history=(),
            actions=Actions(child=(), adult=(), note=""),
        )
    first = found.versions[found.standing.assessment.id]
    wholes = {str(each["id"]): each for each in stored}
    whole = wholes[first.id]
    rests = context.rows(RESTS, judgement=first.id)
    care_leaver = any(row.stated.get("legal_status") == CARE_LEAVER for row in own)
    asked_for = actions_for(found.standing.category, born, context.bound.view.today, care_leaver=care_leaver)
    return SerafShown(
        child=child,
        age=age,
        standing=_standing(found, whole, _support(context, found, rests, age)),
        beside=_beside(found, wholes),
        indicators=_indicators(first, whole, rests),
        not_assessed=_not_assessed(first),
        decisions=found.standing.decisions,
        considered=decided,
        history=tuple(_made(found, each.assessment) for each in found.standing.answered),
        actions=Actions(child=_shown(asked_for.as_child), adult=_shown(asked_for.as_adult), note=asked_for.age_note),
    )


def _standing(found: Assessed, whole: Properties, support: tuple[str, ...]) -> AssessmentStanding:
    first = found.standing.assessment
    return AssessmentStanding(
        **_made(found, first).model_dump(),
        id=first.id,
        decided="" if first.decision is None else first.decision.id,
        provisional=found.standing.category == 1 and bool(_not_assessed(found.versions[first.id])),
        confirmed=cast("int | None", whole["confirmed"]),
        category_stated=first.category_stated,
        method=first.method,
        loaded_by=_loaded_by(whole),
        confirmed_by=first.confirmed_by or "",
        wishes=str(whole.get("wishes") or ""),
        wishes_not_sought=str(whole.get("wishes_not_sought") or ""),
        carried_from=str(whole.get("carried_from") or ""),
        reasons=_reasons(first),
        support=support,
    )


def _beside(found: Assessed, wholes: Mapping[str, Properties]) -> tuple[AssessmentBeside, ...]:
    return tuple(
        AssessmentBeside(
            **_made(found, each.assessment).model_dump(),
            id=each.assessment.id,
            unanswered=each.unanswered,
            waiting=each.waiting,
            loaded_by=_loaded_by(wholes[each.assessment.id]),
        )
        for each in found.standing.beside
    )


def _loaded_by(whole: Properties) -> str:
    """Who put it in: of a version that confirms, the person named by it; otherwise its author."""
    return str(whole["loaded_by"] or whole["author"])


def _considered(stored: Iterable[Properties]) -> tuple[ConsideredShown, ...]:
    found = (
        ConsideredShown(
            id=each.id,
            question=each.question,
            outcome=str(each.stored["outcome"]),
            words=outcome_words(each.question, str(each.stored["outcome"]), each.authority),
            author=str(each.stored["author"]),
            recorded_at=cast(int, each.stored["recorded_at"]),
            reason=str(each.stored["reason"] or ""),
        )
        for each in considered(stored)
    )
    return tuple(sorted(found, key=lambda each: (-each.recorded_at, each.id)))


def _made(found: Assessed, seen: AssessmentSeen) -> AssessmentShown:
    return AssessmentShown(
        category=seen.judged,
        ceiling=seen.may_be,
        assessed_at=found.versions[seen.id].assessed_at,
        agency=seen.agency or "",
        assessor=seen.assessor,
        authority=seen.authority or "",
    )


def _born(mentions: Iterable[MentionRow]) -> BirthDate | None:
    """From the earliest to the latest day that any stated date of birth allows."""
    return birth_date({str(row.stated["date_of_birth"]) for row in mentions if row.stated.get("date_of_birth")})


def _not_assessed(version: AssessmentVersion) -> tuple[str, ...]:
    given = dict(version.seen.indicators)
    return tuple(
        code
        for code, each in CATALOGUE.items()
        if given.get(code, "absent" if each.other else "not assessed") == "not assessed"
    )


def _reasons(seen: AssessmentSeen) -> tuple[str, ...]:
    """Why this category and ceiling; none where today's table gives others than those that were judged.

    Once a person has decided, why it may be higher is no longer said.
    """
    result = assess(dict(seen.indicators))
    undecided = replace(seen, decision=None)
    if (undecided.judged, undecided.may_be) != (result.category, result.ceiling):
        return ()
    if seen.decision is None:
        return result.reasons
    return tuple(each for each in result.reasons if each not in result.ceiling_reasons)


def _support(
    context: QueryContext, found: Assessed, rests: list[AssessmentItemRow], age: Age | None
) -> tuple[str, ...]:
    first = found.standing.assessment
    known_at = context.bound.view.known_at
    prompts = (
        young_prompt(first.counted, None if age is None else age.lowest),
        SUSPECTED_FALSE if any(row.part == "seen" and row.grade.endswith("E") for row in rests) else None,
        ENDED if any(row.part == "held" and row.ended <= known_at for row in rests) else None,
        found.standing.together_words,
    )
    return tuple(prompt for prompt in prompts if prompt)


def _indicators(
    version: AssessmentVersion, whole: Properties, rests: list[AssessmentItemRow]
) -> tuple[IndicatorShown, ...]:
    """In the protocol's order, each with those of its items that are counted in this View."""
    notes = dict(zip((code for code, _ in version.seen.indicators), cast("list[str]", whole["notes"]), strict=True))
    order = {code: place for place, code in enumerate(CATALOGUE)}
    return tuple(
        IndicatorShown(
            code=code,
            text=CATALOGUE[code].text,
            status=status,
            note=notes[code],
            items=tuple(
                ItemGraded(ref=row.ref, grade=row.grade)
                for row in sorted(rests, key=lambda row: (row.ref, row.item))
                if row.part == "seen" and row.code == code
            ),
        )
        for code, status in sorted(version.seen.indicators, key=lambda each: order[each[0]])
    )


def _shown(actions: Iterable[Action]) -> tuple[ActionShown, ...]:
    return tuple(ActionShown(text=each.text, section=each.section, law_moved=each.law_moved) for each in actions)


SERAF = Question(
    id="seraf",
    prose="Which SERAF assessment of this child stands, what does it rest on, and what is asked for?",
    parameters=OfEntity,
    answer=SerafShown,
    statements=(MENTIONS, IDENTITY, ASSESSED, RESTS),
    work=ask_seraf,
    evidence="items",
)
