"""A case review's answer, put into the order in which a chair reads it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from graph.errors import ValueRefused
from graph.queries.linking.linked_cases import ChildInCases, LinkedCases, OtherLinked, SharedAmong, SharedList
from graph.queries.linking.linked_children import LinkedChild
from graph.reading.parts import EntityRef
from graph.rules.strength import weakest
from graph.values.when import Period

Alike = Mapping[str, Sequence[EntityRef]]
"""By id: the others who bear the same name (`graph.identity.same_name`)."""
NOBODY_ALIKE: Alike = {}


def start_of(day: str) -> int:
    """The first millisecond of a day (`2026-11-03`) in Wales. Raises `ValueRefused`."""
    try:
        return Period.parse(date.fromisoformat(day).isoformat()).start_ms
    except ValueError:
        raise ValueRefused("new since", day, "it is not a date.", "Write it as 2026-11-03.") from None


def refs_cited(cases: LinkedCases) -> set[str]:
    """The items behind every link, everything that is shared, and what is new of the children."""
    links = [*(each.linked for each in cases.pairs), *(one.linked for each in cases.others for one in each.links)]
    by = [one for each in _lists(cases) for shared in each.shared for one in (*shared.children, *shared.others)]
    refs = {ref for link in links for via in link.via for half in via.items for ref in half}
    return refs | {ref for each in by for ref in each.items} | {ref for child in cases.children for ref in child.new}


def weakest_of(link: LinkedChild) -> str:
    """The weakest grade on which a link rests."""
    return weakest(via.weakest for via in link.via)


@dataclass(frozen=True)
class Then:
    """What was known before: the linked pairs, the links with other children, and what was shared by which children."""

    pairs: frozenset[frozenset[str]]
    others: frozenset[frozenset[str]]
    shared: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, cases: LinkedCases) -> "Then":
        """From the answer as it was known then."""
        return cls(
            frozenset(frozenset({pair.start, pair.linked.id}) for pair in cases.pairs),
            frozenset(frozenset({link.start, other.child.id}) for other in cases.others for link in other.links),
            frozenset(
                (each.entity.id, by.child.id)
                for of_kind in _lists(cases)
                for each in of_kind.shared
                for by in each.children
            ),
        )


@dataclass(frozen=True)
class Pair:
    """Two of the children under discussion, and what links them, if anything does."""

    first: ChildInCases
    second: ChildInCases
    link: LinkedChild | None
    new: bool

    @property
    def weakest(self) -> str:
        """The weakest grade that the link rests on."""
        return "" if self.link is None else weakest_of(self.link)

    @property
    def anchor(self) -> str:
        """The pair's place on the page."""
        return f"pair-{self.first.entity.id}-{self.second.entity.id}"


@dataclass(frozen=True)
class ReviewContent:
    """The children, highest category first; their pairs, in the order of the answer; and what was not so before."""

    children: tuple[ChildInCases, ...]
    pairs: tuple[Pair, ...]
    new_others: tuple[tuple[EntityRef, OtherLinked], ...]
    new_shared: tuple[tuple[SharedAmong, tuple[EntityRef, ...]], ...]
    compared: bool

    @classmethod
    def of(cls, cases: LinkedCases, then: Then | None, alike: Alike = NOBODY_ALIKE) -> "ReviewContent":
        """`then` is what was known at the moment from which things are new, None where nothing is compared.

        Two who bear one name (`alike`) may be one child: that they are linked is nothing new.
        """
        children = tuple(sorted(cases.children, key=_rank))
        links = {frozenset({pair.start, pair.linked.id}): pair.linked for pair in cases.pairs}
        pairs: list[Pair] = []
        for first, second in combinations(children, 2):
            ends = frozenset({first.entity.id, second.entity.id})
            known = then is None or ends in then.pairs or _same_name(alike, first.entity.id, second.entity.id)
            new = ends in links and not known
            pairs.append(Pair(first, second, links.get(ends), new))
        order = {frozenset({pair.start, pair.linked.id}): place for place, pair in enumerate(cases.pairs)}
        pairs.sort(key=lambda pair: order.get(frozenset({pair.first.entity.id, pair.second.entity.id}), len(order)))
        named = {child.entity.id: child.entity for child in children}
        return cls(
            children,
            tuple(pairs),
            () if then is None else tuple(_new_others(cases, then, named, alike)),
            () if then is None else tuple(_new_shared(cases, then)),
            then is not None,
        )

    @property
    def linked(self) -> tuple[Pair, ...]:
        """The pairs that something links."""
        return tuple(pair for pair in self.pairs if pair.link is not None)

    @property
    def apart(self) -> tuple[Pair, ...]:
        """The pairs that nothing links."""
        return tuple(pair for pair in self.pairs if pair.link is None)

    def between(self, one: str, other: str) -> Pair | None:
        """The pair of two children, None for a child and itself."""
        wanted = {one, other}
        return next((pair for pair in self.pairs if {pair.first.entity.id, pair.second.entity.id} == wanted), None)

    @property
    def nothing_new(self) -> bool:
        """Whether nothing came to light since."""
        return not (
            self.new_others
            or self.new_shared
            or any(pair.new for pair in self.pairs)
            or any(child.new for child in self.children)
        )


def _rank(child: ChildInCases) -> tuple[int, str, str]:
    return (0 if child.seraf is None else -child.seraf.category, child.entity.label, child.entity.id)


def _lists(cases: LinkedCases) -> tuple[SharedList, ...]:
    return (cases.adults, cases.premises, cases.vehicles, cases.phones)


def _same_name(alike: Alike, one: str, other: str) -> bool:
    return any(each.id == other for each in alike.get(one, ()))


def _new_others(
    cases: LinkedCases, then: Then, named: dict[str, EntityRef], alike: Alike
) -> Iterable[tuple[EntityRef, OtherLinked]]:
    for other in cases.others:
        for link in other.links:
            known = frozenset({link.start, other.child.id}) in then.others
            if not known and not _same_name(alike, link.start, other.child.id):
                yield named[link.start], other


def _new_shared(cases: LinkedCases, then: Then) -> Iterable[tuple[SharedAmong, tuple[EntityRef, ...]]]:
    for of_kind in _lists(cases):
        for each in of_kind.shared:
            new = tuple(by.child for by in each.children if (each.entity.id, by.child.id) not in then.shared)
            if new:
                yield each, new
