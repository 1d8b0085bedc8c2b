"""The people an item names, repeated on the item (its property `people`): a text for each mention of a person.

Linking reads thousands of items of one school, with the people each names. Opening every mention and every person for
that took most of its time, so each item repeats them. The property is as visible as the item, and what it states of a
record beyond the mention (the component, the label :Child) only narrows a search and is never an answer.
"""

from typing import NamedTuple

BETWEEN = "\t"
"""What stands between the parts of such a text; none of them can hold it."""


class NamedPerson(NamedTuple):
    """A person (`record`) as one item names them, and by the ids of which identifiers.

    `labelled`: some item, perhaps hidden, calls them a child.
    """

    record: str
    component: str
    said: str
    role: str
    labelled: bool
    identified: tuple[str, ...]


def read_named(text: str) -> NamedPerson:
    """What one of these texts says."""
    record, component, said, role, labelled, *identified = text.split(BETWEEN)
    return NamedPerson(record, component, said, role, bool(labelled), tuple(identified))
