"""One read session on one installation: who reads, on whose behalf and why, and through which View."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from api.installation import Installation
from graph.identity.decisions import IdentityDecisions
from graph.model.kinds import PEOPLE
from graph.model.view import View
from graph.queries import Actor
from graph.queries.casework.seraf import SerafShown
from graph.queries.entities.cards import EntityCard
from graph.queries.entities.neighbours import Neighbours
from graph.queries.entities.timeline import Timeline
from graph.queries.linking.case import Case
from graph.queries.linking.linked_cases import LinkedCases
from graph.queries.linking.linked_children import LinkedChildren
from graph.queries.linking.shared import Shared
from graph.reading.question import Answer, Answers, Ask, Parameters, Question
from graph.settings import Settings

ParametersT = TypeVar("ParametersT", bound=Parameters)
AnswerT = TypeVar("AnswerT", bound=Answer)


@dataclass(frozen=True)
class ReadSession:
    """Every face of Dolen looks through one of these, and so through the door."""

    installation: Installation
    actor: Actor
    view: View
    noted: set[str] = field(default_factory=set[str], kw_only=True, compare=False, repr=False)
    """The records that were compared already with the names of accounts."""

    def ask(self, question: Question[ParametersT, AnswerT], parameters: ParametersT) -> AnswerT:
        """The answer to one question, through the door; a record opened under one's own name, or a colleague's, is
        noted."""
        ask = Ask(question, parameters)
        return self.ask_all(ask).of(ask)

    def ask_all(self, *asks: Ask[Any, Answer]) -> Answers:
        """The answers to some questions asked together, of one state of the graph; names are noted likewise."""
        answers = self.installation.door.ask_all(self.actor, self.view, *asks)
        self._note_names({id: label for answer in answers for id, label in opened_by(answer).items()})
        return answers

    def _note_names(self, opened: dict[str, str]) -> None:
        fresh = {id: label for id, label in opened.items() if id not in self.noted}
        if not fresh:
            return
        from api.accounts.alarms import enter_names  # only where a person's record is opened

        self.noted.update(fresh)
        enter_names(self.installation.sql, self.installation.log, self.actor, fresh.values())

    @property
    def settings(self) -> Settings:
        """The installation's settings."""
        return self.installation.settings


def opened_by(answer: Answer) -> dict[str, str]:
    """The people whose records an answer opens: what each is called, by id. Lists and pictures open none."""
    match answer:
        case EntityCard() | Timeline() | Neighbours() | IdentityDecisions():
            opened = (answer.entity,)
        case SerafShown():
            opened = (answer.child,)
        case LinkedCases():
            opened = tuple(each.entity for each in answer.children)
        case LinkedChildren() | Shared():
            return {answer.child.id: answer.child.name}
        case Case():
            return {answer.linked.child.id: answer.linked.child.name}
        case _:
            return {}
    return {each.id: each.label for each in opened if each.kind in PEOPLE}
