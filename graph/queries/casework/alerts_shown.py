"""What alerts report, checked again in the View of their reader: what is hidden, or no longer holds, is left out.

An alert is kept as ids. Its sentence is made here, from what its reader sees now.
"""

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from graph.identity.seen_entities import entity_ref
from graph.judgements.kinds import BODIES
from graph.queries.linking.case_links import CaseLinks, find_cases
from graph.reading.parts import EntityRef, Part
from graph.reading.question import Answer, Parameters, QueryContext, Question
from graph.rules.alerts import FEWEST, LINKS, NAMED, AlertKind, sentence
from graph.rules.strength import via_strength
from graph.wording import Words

if TYPE_CHECKING:
    from graph.projection import Seen

MOST_ALERTS = 500
ALERTS_AT_FIRST = 50
"""Alerts that a command lists until more are asked for."""
_OTHER_KINDS = {"Assessment": "SERAF assessment", "IdentityDecision": "decision about records"}


class AlertFact(BaseModel):
    """What an alert reports, as ids: who and what it is about, its items, and the judgement that it concerns.

    Of links, the first subject is a child, and each of the others is one whose link with it is new or lost. `what` is
    what a watch was put on, in its owner's words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: AlertKind
    subjects: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    judgement: str = ""
    what: str = ""


class AlertsOf(Parameters):
    """What alerts report, each as JSON of `AlertFact`."""

    facts: tuple[str, ...] = Field(max_length=MOST_ALERTS)

    @field_validator("facts")
    @classmethod
    def _readable(cls, facts: tuple[str, ...]) -> tuple[str, ...]:
        for fact in facts:
            try:
                AlertFact.model_validate_json(fact)
            except ValidationError as error:
                raise ValueError(f"not a fact: {error.errors()[0]['msg']}") from None
        return facts


class AlertShown(Part):
    """An alert that holds. `place`: which of the facts asked about it is, counted from 0."""

    place: int
    kind: AlertKind
    sentence: Words
    about: tuple[EntityRef, ...]
    items: tuple[str, ...]
    judgement: str


class AlertsShown(Answer):
    """The alerts that hold in this View, in the order in which they were asked about."""

    alerts: tuple[AlertShown, ...]


def ask_alerts(context: QueryContext, parameters: AlertsOf) -> AlertsShown:
    """Those whose people, items and judgement are visible, and whose links are still there, or still gone: of several,
    as many as that is."""
    shown = (_shown(context, place, AlertFact.model_validate_json(fact)) for place, fact in enumerate(parameters.facts))
    return AlertsShown(alerts=tuple(each for each in shown if each is not None))


def _shown(context: QueryContext, place: int, fact: AlertFact) -> AlertShown | None:
    seen = context.seen
    items = [item for id in fact.items if (item := seen.item(id)) is not None]
    judged = seen.judged(fact.judgement) if fact.judgement else None
    if (fact.items and not items) or (fact.judgement and judged is None):
        return None
    through = ""
    if fact.kind in LINKS:
        about, through = _linked(context, fact)
    else:
        records = [seen.record(id) for id in fact.subjects]
        about = list(dict.fromkeys(seen.cluster(record) for record in records if record is not None))
        if None in records or (fact.kind == "two under one reference" and len(items) < 2):
            return None
    if len(about) < FEWEST.get(fact.kind, 0):
        return None
    refs = tuple(entity_ref(seen, entity) for entity in about)
    what = fact.what or ("" if judged is None else _judgement_words(judged[0]))
    return AlertShown(
        place=place,
        kind=fact.kind,
        sentence=sentence(fact.kind, [_name(ref) for ref in refs], through=through, what=what),
        about=refs,
        items=seen.refs(items),
        judgement=fact.judgement,
    )


def _linked(context: QueryContext, fact: AlertFact) -> tuple[list[int], str]:
    """The child of a fact about links, with the others of the fact that it still holds for, by name; and what links
    them most.

    Only the child where it holds for none. What links them is given where it is the same for all that are named.
    """
    seen = context.seen
    child, *others = (None if (record := seen.record(id)) is None else seen.cluster(record) for id in fact.subjects)
    if child is None:
        return [], ""
    case = find_cases(context, fact.subjects[:1]).get(fact.subjects[0])
    linked = frozenset[int]() if case is None else frozenset(case.links.linked.tolist())
    is_new = fact.kind == "link new"
    holds = {each for each in others if each is not None and each != child and (each in linked) == is_new}
    ordered = sorted(holds, key=lambda each: _order(entity_ref(seen, each)))
    if case is None or not is_new:
        return [child, *ordered], ""
    through = {_strongest(context, case, other) for other in ordered[:NAMED]}
    return [child, *ordered], through.pop() if len(through) == 1 else ""


def _order(ref: EntityRef) -> tuple[str, str]:
    return ref.label, ref.id


def _strongest(context: QueryContext, case: CaseLinks, other: int) -> str:
    """What links two linked children most, in words."""
    ways = case.through(other)
    strongest = min(ways, key=lambda way: (-via_strength(way.via, context.now).value, way.id)).entity
    return "one item that names both" if strongest is None else _label(context.seen, strongest)


def _label(seen: "Seen", entity: int) -> str:
    return seen.named(entity).label


def _name(ref: EntityRef) -> str:
    return f"{ref.label} ({', '.join(ref.refs)})" if ref.refs else ref.label


def _judgement_words(kind: str) -> str:
    return _OTHER_KINDS.get(kind) or next((body.words for of, body in BODIES.items() if of == kind), "") or kind


ALERTS = Question(
    id="alerts_shown",
    prose="Which of these alerts hold, and what do they report?",
    parameters=AlertsOf,
    answer=AlertsShown,
    statements=(),
    work=ask_alerts,
    evidence="items",
    walks=True,
)
