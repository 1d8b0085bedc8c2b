"""How a person's words become one entity: an id, a record's own reference, a plate, a number or a name."""

from api.sight import Sight
from graph.errors import Ambiguous, NotFound
from graph.model.schema import Kind
from graph.queries.answers import EntityRef, Found
from graph.queries.find import FIND, Words


def find(sight: Sight, text: str) -> Found:
    """Everything that the words could mean in this View."""
    return sight.ask(FIND, Words(text=text))


def name_one(sight: Sight, text: str, kinds: frozenset[Kind] | None = None) -> EntityRef:
    """The one entity (of these kinds) that the words mean.

    Raises `NotFound` when there is none, and `Ambiguous`, which lists them, when there are several.
    """
    return only_one(find(sight, text), text, kinds)


def only_one(meant: Found, text: str, kinds: frozenset[Kind] | None = None) -> EntityRef:
    """The one entity (of these kinds) among what the words could mean; raises as `name_one` does."""
    found = [entity for entity in meant.entities if kinds is None or entity.kind in kinds]
    if not found:
        what = "Nothing" if kinds is None else f"No {' or '.join(sorted(kinds))}"
        raise NotFound(
            f"{what} is recorded as {text!r} in what you may see.", "Look it up by another name or reference."
        )
    if len(found) > 1:
        raise Ambiguous(text, tuple((entity.id, entity.kind, told(entity)) for entity in found))
    return found[0]


def told(entity: EntityRef) -> str:
    """An entity in one line: its label, and its references where it has any."""
    return f"{entity.label} ({', '.join(entity.refs)})" if entity.refs else entity.label
