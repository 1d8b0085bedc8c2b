"""The words of many items that are cited, asked for in as many questions as they need."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from graph.queries.entities.items import ITEMS_CITED, MOST_REFS, Citations, ItemCited
from graph.reading.question import Answer, Parameters, Question

ParametersT = TypeVar("ParametersT", bound=Parameters)
AnswerT = TypeVar("AnswerT", bound=Answer)


class Asks(Protocol):
    """What answers questions through one View: `ReadSession.ask`."""

    def __call__(self, question: Question[ParametersT, AnswerT], parameters: ParametersT, /) -> AnswerT:
        """The answer to one question."""
        ...


def items_cited(ask: Asks, refs: Iterable[str]) -> list[ItemCited]:
    """Every item that is cited so, in the order of its reference; as many statements as references need."""
    wanted = sorted(set(refs))
    found: dict[str, ItemCited] = {}
    for at in range(0, len(wanted), MOST_REFS):
        answer = ask(ITEMS_CITED, Citations(refs=tuple(wanted[at : at + MOST_REFS])))
        found |= {each.item.id: each for each in answer.items}
    return sorted(found.values(), key=lambda each: (each.item.ref, each.source_system, each.item.id))
