"""One read session on one installation: who reads, on whose behalf and why, and through which View."""

from dataclasses import dataclass
from typing import TypeVar

from api.house import House
from graph.model.view import View
from graph.queries import Looking
from graph.queries.question import Answer, Parameters, Question
from graph.settings import Settings

ParametersT = TypeVar("ParametersT", bound=Parameters)
AnswerT = TypeVar("AnswerT", bound=Answer)


@dataclass(frozen=True)
class Sight:
    """Every face of Dolen looks through one of these, and so through the door."""

    house: House
    looking: Looking
    view: View

    def ask(self, question: Question[ParametersT, AnswerT], parameters: ParametersT) -> AnswerT:
        """The answer to one question, through the door."""
        return self.house.door.ask(self.looking, self.view, question, parameters)

    @property
    def settings(self) -> Settings:
        """The installation's settings."""
        return self.house.settings
