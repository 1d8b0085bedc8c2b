"""What a store and the oracle say to the same question, made comparable: an answer's bytes, or an error's name."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from graph.errors import DolenError
from graph.model.view import BoundView
from graph.projection.visible import AppliedClauses
from graph.queries import QUESTIONS
from graph.reading.mention_index import MentionIndex
from graph.reading.question import QueryContext
from graph.store import Reading
from tests.invariants.force import Asked, asked
from tests.invariants.indexing import LazyIndex
from tests.invariants.oracle.asking import Truth
from tests.invariants.parameter_sets import NO_REPORT, NOBODY
from tests.invariants.projecting import seen_of


@dataclass(frozen=True)
class Said:
    """An answer as JSON, or an error's type; `words` are the error's, empty for the oracle, whose words are its own."""

    what: str
    words: str = ""


def store_says(
    reading: Reading,
    bound: BoundView,
    identity_kinds: Collection[str],
    question: Asked,
    index: MentionIndex | None = None,
    filters: AppliedClauses | None = None,
) -> Said:
    """What the store answers through the View. A search looks in an index of the store as it is, or in one given.

    `filters` are those of the projection, where a test takes one away.
    """
    registered = QUESTIONS[question.question]
    try:
        parameters = registered.parameters(**question.values())
        looked_in = index or LazyIndex(reading)
        context = asking_of(reading, bound, identity_kinds, looked_in, walks=registered.walks, filters=filters)
        answer = registered.work(context, parameters)
    except DolenError as error:
        return Said(type(error).__name__, str(error))
    return Said(answer.model_dump_json())


def asking_of(
    reading: Reading,
    bound: BoundView,
    identity_kinds: Collection[str],
    index: MentionIndex | None = None,
    *,
    walks: bool = True,
    filters: AppliedClauses | None = None,
) -> QueryContext:
    """A question being asked of a store, with the projection of the store as it is where it walks links."""
    kinds = tuple(identity_kinds)
    seen = seen_of(reading, bound, kinds, filters) if walks else None
    return QueryContext(reading, bound, kinds, index, seen)


def truth_says(truth: Truth, question: Asked) -> Said:
    """What the oracle answers from the force without the hidden."""
    try:
        return Said(truth.ask(question).model_dump_json())
    except DolenError as error:
        return Said(type(error).__name__)


def about_nobody(truth: Truth, question: Asked) -> Asked:
    """The same question with what is hidden replaced by what was never recorded."""
    return asked(question.question, **{name: _never(truth, name, value) for name, value in question.given})


def without_ids(words: str, question: Asked) -> str:
    """An error's words, whichever ids it was about."""
    values = question.values()
    ids = [value for value in values.values() if isinstance(value, str)]
    ids += cast("tuple[str, ...]", values.get("ids", ()))
    for id in sorted(ids, key=len, reverse=True):
        words = words.replace(id, "…")
    return words


def _never(truth: Truth, name: str, value: object) -> object:
    if name == "ids":
        return tuple(_never(truth, "id", each) for each in cast("tuple[object, ...]", value))
    if name not in ("id", "child", "start", "end") or not isinstance(value, str) or truth.knows(value):
        return value
    return NO_REPORT if value.startswith("report:") else NOBODY
