"""What a search answers."""

from graph.reading.mention_index import SearchKind
from graph.reading.parts import Part
from graph.reading.question import Answer


class SearchHit(Part):
    """An entity, or a report, that fits what was typed, and why.

    `kind` is an entity's, or `report`; the label of a report is its reference, and its title where the whole of it is
    visible. `found_in` cites the visible item, or the report, through which it fits best. `score` only orders.
    """

    id: str
    kind: SearchKind
    label: str
    refs: tuple[str, ...]
    possible: bool
    score: float
    why: tuple[str, ...]
    found_in: str


class Search(Answer):
    """What was found, best first. `understood` says what the text was taken for; nothing, where that was too little.

    `total` counts the different results found; with `at_least` there may be more, and a longer text narrows the search.
    """

    understood: tuple[str, ...]
    hits: tuple[SearchHit, ...]
    shown: int
    total: int
    at_least: bool
