"""The one door. Every look at the graph goes through `Door.ask_all`: role, View, log, and only then the questions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from graph.audit import Action, AuditLog, Entry
from graph.audit.entry import ALL_COMPARTMENTS
from graph.errors import NotPermitted
from graph.identity.children_named import children_named, perhaps_people
from graph.model.view import BoundView, Reader, View
from graph.reading.mention_index import MentionIndex
from graph.reading.question import Answer, Answers, Ask, Parameters, QueryContext, Question
from graph.store import Reading, Store
from graph.view.clearance import access_in_use
from graph.view.words import describe
from graph.wording import wording

if TYPE_CHECKING:
    from graph.projection import Projection

ParametersT = TypeVar("ParametersT", bound=Parameters)
AnswerT = TypeVar("AnswerT", bound=Answer)


@dataclass(frozen=True)
class Actor:
    """The person who asks, the reader whose clearance applies, and the reason.

    `reader` is whose clearance binds; `who` is entered in the log; where they differ the look is a preview.
    """

    reader: Reader
    who: str
    reason: str = ""

    @property
    def compartments(self) -> frozenset[str]:
        """The compartments that the look is made with, for the log; the operator sees all."""
        is_operator = self.reader.role == "operator"
        return frozenset({ALL_COMPARTMENTS}) if is_operator else self.reader.compartments


@dataclass(frozen=True)
class Door:
    """The only reader for people. `index` opens what a search looks in, `projection` what links are walked in; each is
    called where a question needs it."""

    store: Store
    log: AuditLog
    identity_kinds: tuple[str, ...]
    index: Callable[[], MentionIndex] | None = None
    projection: "Callable[[], Projection] | None" = None

    def ask(
        self,
        actor: Actor,
        view: View,
        question: Question[ParametersT, AnswerT],
        parameters: ParametersT,
    ) -> AnswerT:
        """The answer to one question, as `ask_all` gives it."""
        ask = Ask(question, parameters)
        return self.ask_all(actor, view, ask).of(ask)

    def ask_all(self, actor: Actor, view: View, *asks: Ask[Any, Answer]) -> Answers:
        """The answers to some questions, as this reader may see them through this View: of one state of the graph.

        Each has a line of its own in the log, and all lines are on disk before anything is read. Raises `NotPermitted`
        when the role does not read intelligence (which is logged too), `AuditUnavailable` when the look cannot be
        logged (nothing is read then), and what a question itself raises.
        """
        refused = [ask for ask in asks if actor.reader.role not in ask.question.readers]
        if refused:
            self._enter(actor, view, refused, refused=True)
            raise NotPermitted(
                wording("The role %(role)s does not read intelligence.", role=repr(actor.reader.role)),
                wording("Ask a manager for the role you need."),
            )
        index = self.index() if self.index is not None and any(ask.question.searches for ask in asks) else None
        if index is not None:
            index.catch_up()  # before the transaction begins, whose time that may take more than all of
        walks = any(ask.question.walks for ask in asks)
        projection = self.projection() if self.projection is not None and walks else None
        if projection is not None:
            projection.catch_up()
        with self.store.reading() as reading:
            bound = bind(reading, actor.reader, view)
            self._enter(actor, view, asks, refused=False)
            seen = None if projection is None else projection.seen(bound, self.identity_kinds)
            context = QueryContext(reading, bound, self.identity_kinds, index, seen)
            return Answers({ask: ask.question.work(context, ask.parameters) for ask in asks})

    def children_among(self, reader: Reader, view: View, ids: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """The records of each child among these ids in this View, so that a reason can be asked for before the answer.

        Nothing of it is shown, and nothing is entered: what is then asked is.
        """
        wanted = perhaps_people(ids)
        if not wanted:
            return ()
        with self.store.reading() as reading:
            return children_named(QueryContext(reading, bind(reading, reader, view), self.identity_kinds), wanted)

    def _enter(self, actor: Actor, view: View, asks: Iterable[Ask[Any, Answer]], *, refused: bool) -> None:
        self.log.enter_all(
            Entry(
                who=actor.who,
                action=cast(Action, "refuse" if refused else ask.question.action),
                question=ask.question.id,
                subjects=tuple(subject for subject in ask.parameters.subjects() if subject.strip()),
                view=describe(view),
                reason=actor.reason,
                words=ask.parameters.words(),
                outcome="refused" if refused else "allowed",
                acting_for=_acting_for(actor),
                compartments=actor.compartments,
            )
            for ask in asks
        )


def bind(reading: Reading, reader: Reader, view: View) -> BoundView:
    """The View with this reader's clearance: those of the access texts in use that the reader may see."""
    return BoundView(view, access_in_use(reading, reader))


def _acting_for(actor: Actor) -> str | None:
    return None if actor.reader.role == "operator" else actor.reader.name
