"""The subjects of each question, each with a size by which the largest are the hardest, and the parameters."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import combinations
from random import Random

from bench.memory import Memory
from graph.identity.labels import kind_of
from graph.model.kinds import Kind
from graph.queries.entities.evidence import BetweenTwo
from graph.queries.entities.items import MOST_REFS, Citations
from graph.queries.entities.together import AllOf
from graph.queries.linking.linked_cases import OfChildren
from graph.queries.linking.paths import BetweenEnds
from graph.queries.lists.children import NOT_ASSESSED, OfCategories
from graph.queries.lists.new_since import SinceMoment
from graph.reading.question import LARGEST_LIMIT, MOST_AMONG, Among

Sizes = Mapping[str, int]

EVERYTHING = ""
"""The one subject of a question that is asked about nobody in particular."""

LONGEST_PATH = 6

REVIEWED = 5
"""How many children a case review is about."""

TOGETHER = 3
"""How many entities the items are to name together."""


def of_kind(*kinds: Kind) -> Callable[[Memory], Sizes]:
    """Every entity of these kinds (none named: of all), by how many items name it."""

    def sizes(memory: Memory) -> Sizes:
        entities = (entity for entity, said in memory.said.items() if not kinds or kind_of(said) in kinds)
        return {entity: len(memory.items[entity]) for entity in entities}

    return sizes


def children(memory: Memory) -> Sizes:
    """Every child, by how many items their connecting entities are named in."""
    return memory.reach


def people(memory: Memory) -> Sizes:
    """Every person, by how many items name them."""
    return {person: len(memory.items[person]) for person in memory.people}


def accompanied(memory: Memory) -> Sizes:
    """Every entity that an item names together with another, by how many items name it."""
    return {entity: len(memory.items[entity]) for entity in memory.accompanied}


def reports(memory: Memory) -> Sizes:
    """Every report, by how many items it has."""
    return {report: len(items) for report, items in memory.reports.items()}


def counted(memory: Memory, named: Mapping[str, set[str]]) -> Sizes:
    """Each word with the number of items that name the entities it could mean."""
    return {word: sum(len(memory.items[entity]) for entity in entities) for word, entities in named.items()}


def moments(memory: Memory) -> Sizes:
    """Each moment at which an item was recorded, by how many were recorded after it."""
    ordered = [moment for moment, _ in memory.by_moment]
    return {str(moment): len(ordered) - bisect_right(ordered, moment) for moment in set(ordered)}


def everything(_: Memory) -> Sizes:
    """The one subject of a question about the whole graph."""
    return {EVERYTHING: 1}


def choices(memory: Memory) -> Sizes:
    """Each choice of categories, by how many children are in them."""
    return {words: len(memory.in_categories(wanted(asked))) for words, asked in CHOICES.items()}


def _choices() -> dict[str, OfCategories]:
    """Every choice of categories that there is, with and without the children who are not assessed."""
    found: dict[str, OfCategories] = {}
    for not_assessed in (False, True):
        for many in range(5):
            for some in combinations((1, 2, 3, 4), many):
                words = [*map(str, some), *(["not assessed"] if not_assessed else [])]
                if words:
                    found[", ".join(words)] = OfCategories(
                        categories=some, not_assessed=not_assessed, limit=LARGEST_LIMIT
                    )
    return found


CHOICES = _choices()


def wanted(asked: OfCategories) -> frozenset[int]:
    """The categories asked for, not assessed among them where that is."""
    return frozenset(asked.categories) | ({NOT_ASSESSED} if asked.not_assessed else set[int]())


def pair(memory: Memory, child: str) -> BetweenTwo:
    """The child and somebody connected through a third entity, where there is anybody; otherwise a random person."""
    linked = sorted({other for other, _ in memory.linked(child)})
    return BetweenTwo(start=memory.record_of[child], end=memory.record_of[(linked or [_far(memory, child)])[0]])


def _far(memory: Memory, entity: str) -> str:
    """Another person, the same whenever asked."""
    other = Random(entity).choice(memory.people)
    return other if other != entity else memory.people[memory.people.index(other) - 1]


def ends(memory: Memory, entity: str) -> BetweenEnds:
    """A person and another at random."""
    return BetweenEnds(start=memory.record_of[entity], end=memory.record_of[_far(memory, entity)], longest=LONGEST_PATH)


def citations(memory: Memory, entity: str) -> Citations:
    """The references of the items that name an entity, as many as may be asked for at once."""
    return Citations(refs=tuple(sorted({memory.ref_of[item] for item in memory.items[entity]})[:MOST_REFS]))


def picture(memory: Memory, entity: str) -> Among:
    """An entity and those named with it most often, as many as a picture can hold."""
    beside = sorted(memory.neighbours(entity), key=lambda named: (-named[1], named[0]))
    shown = [entity, *(other for other, _ in beside)][:MOST_AMONG]
    return Among(ids=tuple(memory.record_of[each] for each in shown))


def company(memory: Memory, entity: str) -> AllOf:
    """An entity and the others that most items name with it, each together with all before it."""
    together, items = [entity], memory.items[entity]
    while len(together) < TOGETHER:
        named = Counter(other for item in items for other in memory.entities_in(item) if other not in together)
        if not named:
            break
        together.append(min(named, key=lambda other: (-named[other], other)))
        items = items & memory.items[together[-1]]
    return AllOf(ids=tuple(memory.record_of[each] for each in together), limit=LARGEST_LIMIT)


def review(limit: int) -> Callable[[Memory, str], OfChildren]:
    """A child and those linked with them through most, as a case review is about them."""

    def asked(memory: Memory, child: str) -> OfChildren:
        through = Counter(other for other, _ in memory.linked(child))
        others = sorted(through, key=lambda other: (-through[other], other))
        reviewed = [child, *others][:REVIEWED]
        return OfChildren(children=tuple(memory.record_of[each] for each in reviewed), limit=limit)

    return asked


def since(_: Memory, moment: str) -> SinceMoment:
    """What was recorded after a moment."""
    return SinceMoment(since_ms=int(moment), by="recorded", limit=LARGEST_LIMIT)
