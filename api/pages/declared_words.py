"""Words that pages show and that stand in a declaration of the domain, given to `make words` for translation."""

from collections.abc import Iterator

from graph.judgements.kinds import BODIES
from graph.judgements.typed import fields_of
from graph.model.columns import COLUMNS, heading_of
from graph.model.kinds import ENTITY_KINDS
from graph.model.schema import EVENTS, ITEM_KINDS, LEGAL_STATUSES
from graph.rules.cases import STEPS
from graph.rules.indicators import STATUSES
from graph.rules.roles import NOT_RESPONSIBILITY, ROLES
from viz.style import PREMISES_MARKS, ROLE_MARKS

Extracted = tuple[int, str, str | tuple[str, str], list[str]]


def _of_kinds() -> Iterator[Extracted]:
    """The words of each kind of entity, as pages put them together."""
    for each in ENTITY_KINDS:
        for word in (each.one, each.called, each.tab, f"{{n}} {each.one}", f"{{n}} {each.many}"):
            if word:
                yield 1, "gettext", word, []
        yield 1, "ngettext", (f"%(num)d {each.one}", f"%(num)d {each.many}"), []


def words_declared(*_: object, **__: object) -> Iterator[Extracted]:
    """Every word of a declaration that a page or a document shows; babel calls this for `graph/model/kinds.py`."""
    yield from _of_kinds()
    words = (
        NOT_RESPONSIBILITY,
        *_of_judgements(),
        *_states(),
        *_of_mentions(),
        *_of_marks(),
        *EVENTS,
        *ITEM_KINDS,
        *LEGAL_STATUSES,
    )
    for word in dict.fromkeys((*words, *ROLES, *STATUSES)):
        if any(letter.islower() for letter in word):  # a code (R5, CAMHS) is one in every language
            yield 1, "gettext", word, []


def _of_judgements() -> Iterator[str]:
    """What each kind of judgement is called, and its fields with their hints and choices."""
    for body in BODIES.values():
        yield body.words
        for each in fields_of(body):
            yield from filter(None, (each.label, each.hint, *each.choices, *each.parts))


def _states() -> Iterator[str]:
    """The states of judgements."""
    for steps in STEPS.values():
        yield from (step.after for step in steps)


def _of_marks() -> Iterator[str]:
    """What the marks on a chart mean."""
    yield from (each.name for each in ROLE_MARKS.values())
    yield from (words for words, _ in PREMISES_MARKS.values())


def _of_mentions() -> Iterator[str]:
    """The headings of what a mention states."""
    yield from (heading_of(name) for name in COLUMNS)
