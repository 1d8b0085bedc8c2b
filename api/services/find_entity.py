"""How a person's words become one entity or report: an id, a reference of its own, a plate, a number or a name."""

from collections.abc import Collection

from api.read_session import ReadSession
from graph.errors import Ambiguous, NotFound
from graph.model.kinds import Kind
from graph.queries.entities.find import FIND, NameMatches, ReportRef, Words
from graph.reading.parts import EntityRef
from graph.wording import declared, joined, wording


def find(read_session: ReadSession, text: str) -> NameMatches:
    """Everything that the words could mean in this View."""
    return read_session.ask(FIND, Words(text=text))


def name_one(read_session: ReadSession, text: str, kinds: frozenset[Kind] | None = None) -> EntityRef:
    """The one entity (of these kinds) that the words mean.

    Raises `NotFound` when there is none, and `Ambiguous`, which lists them, when there are several.
    """
    meant = find(read_session, text)
    found = [entity for entity in meant.entities if kinds is None or entity.kind in kinds]
    if not found:
        raise _nothing(kinds, text)
    if len(found) > 1:
        raise Ambiguous(text, tuple(map(_candidate, found)))
    return found[0]


def name_one_of_all(read_session: ReadSession, text: str) -> EntityRef | ReportRef:
    """The one entity or report that the words mean; raises as `name_one` does."""
    meant = find(read_session, text)
    found: list[EntityRef | ReportRef] = [*meant.entities, *meant.reports]
    if not found:
        raise _nothing(None, text)
    if len(found) > 1:
        raise Ambiguous(text, tuple(map(_candidate, found)))
    return found[0]


def label_with_refs(entity: EntityRef) -> str:
    """An entity in one line: its label, and its references where it has any."""
    return f"{entity.label} ({', '.join(entity.refs)})" if entity.refs else entity.label


def _candidate(meant: EntityRef | ReportRef) -> tuple[str, str, str]:
    if isinstance(meant, ReportRef):
        return meant.id, "report", f"{meant.ref} ({meant.source_system})" if meant.source_system else meant.ref
    return meant.id, meant.kind, label_with_refs(meant)


def _nothing(kinds: Collection[str] | None, text: str) -> NotFound:
    what = wording("Nothing is recorded as %(text)s in what you may see.", text=repr(text))
    if kinds is not None:
        what = wording(
            "No %(kinds)s is recorded as %(text)s in what you may see.",
            kinds=joined(wording(" or "), map(declared, sorted(kinds))),
            text=repr(text),
        )
    return NotFound(what, wording("Look it up by another name or reference."))
