"""Words that pages show and that stand in a declaration of the domain, given to `make words` for translation."""

from collections.abc import Iterator

from graph.model.kinds import ENTITY_KINDS
from graph.rules.roles import NOT_RESPONSIBILITY
from viz.style import PREMISES_MARKS, ROLE_MARKS

Extracted = tuple[int, str, str | tuple[str, str], list[str]]


def words_of_kinds(*_: object, **__: object) -> Iterator[Extracted]:
    """The words of each kind of entity, as pages put them together, and the sentence of pages that connect people;
    babel calls this for `graph/model/kinds.py`."""
    yield 1, "gettext", NOT_RESPONSIBILITY, []
    for words in (*(each.name for each in ROLE_MARKS.values()), *(words for words, _ in PREMISES_MARKS.values())):
        yield 1, "gettext", words, []
    for each in ENTITY_KINDS:
        for word in (each.one, each.called, each.tab, f"{{n}} {each.one}", f"{{n}} {each.many}"):
            if word:
                yield 1, "gettext", word, []
        yield 1, "ngettext", (f"%(num)d {each.one}", f"%(num)d {each.many}"), []
