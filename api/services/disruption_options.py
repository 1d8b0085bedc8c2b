"""Options for protecting children, from whatever face: everything asked through the door, read by one pure rule."""

from collections.abc import Collection
from dataclasses import dataclass

from api.read_session import ReadSession
from api.services.abduction_notices import check_notice
from api.services.premises import premises_register
from graph.casework.considerations import consider
from graph.casework.options import NO_ACTION, OPTION_KINDS, ReadyLine, option_facts, option_of, ready_for_disruption
from graph.errors import ValueRefused
from graph.model.kinds import KIND_NAMED
from graph.model.recorded import JudgementRecord
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.queries.entities.cards import CARDS, EntityCard
from graph.queries.entities.neighbours import NEIGHBOURS, NearEntity
from graph.queries.entities.timeline import TIMELINE, TimelineOf
from graph.reading.parts import EntityRef
from graph.reading.question import LARGEST_LIMIT, OfEntity
from graph.rules.grounds import NoticeCheck
from graph.rules.options import OptionsFound, Tried, options_of
from graph.rules.visibility import reads_mappa

MOST_CHECKED = 12
"""How many children named with an adult are checked for grounds of a notice, those with most items first."""


@dataclass(frozen=True)
class OptionsShown:
    """The options of one entity; `actions` are those of meetings about it, `unchecked` children not checked for a
    notice."""

    card: EntityCard
    found: OptionsFound
    actions: tuple[Tried, ...]
    unchecked: int


def options_shown(read_session: ReadSession, entity: EntityRef, among: Collection[str] | None = None) -> OptionsShown:
    """The options of an adult, premises, a vehicle, a phone or a child; grounds of a notice are checked for the
    children `among` alone, where they are given. Raises `NotFound`, `ValueRefused` for another kind."""
    if option_of(entity.kind) is None:
        raise ValueRefused(
            "entity",
            entity.label,
            "options are listed for an adult, premises, a vehicle, a phone or a child.",
        )
    card = read_session.ask(CARDS[KIND_NAMED[entity.kind].card], OfEntity(id=entity.id))
    near = read_session.ask(NEIGHBOURS, NearEntity(id=entity.id, limit=LARGEST_LIMIT))
    asked = CaseworkOf(kinds=OPTION_KINDS, about=entity.id, limit=LARGEST_REGISTER)
    recorded = read_session.ask(CASEWORK_QUESTION, asked).whole
    named = [each.entity for each in near.neighbours if each.entity.kind == "child"]
    children = [each for each in named if among is None or each.id in among]
    checks: list[tuple[EntityRef, NoticeCheck]] = []
    if entity.kind in ("adult", "person"):
        checks = [
            (each, check_notice(read_session, each.id, card.entity, None, read_session.view.today))
            for each in children[:MOST_CHECKED]
        ]
    timeline = read_session.ask(TIMELINE, TimelineOf(id=entity.id, limit=LARGEST_LIMIT))
    facts = option_facts(card, near, recorded, checks, timeline, read_session.view.today)
    return OptionsShown(
        card=card,
        found=options_of(facts, police=reads_mappa(read_session.actor.reader)),
        actions=tuple(each for each in facts.tried if not each.option),
        unchecked=len(children) - len(checks) if entity.kind in ("adult", "person") else 0,
    )


def ready_list(read_session: ReadSession) -> tuple[ReadyLine, ...]:
    """The premises of concern that stand open: what is missing before police act, and what was decided."""
    asked = CaseworkOf(kinds=("Considered",), limit=LARGEST_REGISTER)
    return ready_for_disruption(premises_register(read_session), read_session.ask(CASEWORK_QUESTION, asked).recorded)


def decide_to_act(read_session: ReadSession, entity: EntityRef, outcome: str, reason: str) -> JudgementRecord:
    """Record, as a manager, that nothing further is done about an entity (`none`), or that something is (`action`),
    with the reason. Raises `ValueRefused` for one that has no options, and as the writer."""
    if option_of(entity.kind) is None:
        raise ValueRefused("entity", entity.label, "no options are listed for it.")
    return consider(read_session.installation.casework, read_session.actor, entity.id, NO_ACTION, outcome, reason)
