"""How several children's cases are linked with one another and with other children's: the answer of a case review.

Found once for all of them, as linked_children finds them, and by the same rules.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from pydantic import Field

from graph.identity.seen_entities import category_of, ceiling_of, entity_ref, seraf_of
from graph.model.kinds import Kind
from graph.model.view import FOREVER, LONG_AGO
from graph.queries.linking.case_links import CaseLinks, Ranked, find_cases
from graph.queries.linking.linked_children import LinkedChild, shown_link
from graph.queries.linking.sentences import shared_sentence
from graph.queries.linking.shared import ADULTS, PHONES, PREMISES, VEHICLES
from graph.reading.items import first_day, last_day
from graph.reading.parts import Banded, EntityRef, Part, SerafBeside
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT, Answer, Parameters, QueryContext, Question
from graph.rules.bands import Band, band
from graph.rules.strength import PLACES, weakest

MOST_CHILDREN = 50
SEVERAL = 2
"""Children linked with so many of them, and entities shared by so many of them, come first."""


class OfChildren(Parameters):
    """Several children, each by the id of any of their records; the moment (epoch milliseconds) after which an item is
    new, or None; and how many lines to show of each kind."""

    children: tuple[str, ...] = Field(min_length=1, max_length=MOST_CHILDREN)
    since_ms: int | None = Field(default=None, ge=LONG_AGO, le=FOREVER)
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """All of them."""
        return self.children


class ChildInCases(Part):
    """One of the children asked about. `asked` are the ids given that are their records; `linked` counts all children
    linked with them; `new` are the items that name them and were recorded since the moment given."""

    entity: EntityRef
    seraf: SerafBeside | None
    asked: tuple[str, ...]
    linked: int
    items: int
    origins: int
    first: str | None
    last: str | None
    new: tuple[str, ...]


class CaseLink(Part):
    """A link of one of the children asked about (`start`), as linked_children of that child gives it."""

    start: str
    linked: LinkedChild


class OtherLinked(Part):
    """A child who was not asked about, the first band of their links with those who were, and these, each band's
    strongest first."""

    child: EntityRef
    seraf: SerafBeside | None
    band: Band
    links: tuple[CaseLink, ...]
    strength: float


class SharedBy(Part):
    """A child who shares something, and the items that name both."""

    child: EntityRef
    category: int | None
    ceiling: int | None
    items: tuple[str, ...]
    weakest: str


class SharedAmong(Banded):
    """What children share: `children` are those asked about, `others` are not. `score` adds up the strengths of the
    connections through it alone.

    Of thousands who share a school with them, the most strongly connected are given: `shown` of `total`.
    """

    entity: EntityRef
    common: bool
    roles: tuple[str, ...]
    children: tuple[SharedBy, ...]
    others: tuple[SharedBy, ...]
    shown: int
    total: int
    score: float


class SharedList(Part):
    """What is shared, of some kinds: what two of the children asked about share comes first."""

    shared: tuple[SharedAmong, ...]
    shown: int
    total: int


class LinkedCases(Answer):
    """How several children's cases are linked with one another (`pairs`), and with other children (`others`).

    `gone`: how many ids given are no child's in this View, whether hidden or never there.
    """

    children: tuple[ChildInCases, ...]
    pairs: tuple[CaseLink, ...]
    others: tuple[OtherLinked, ...]
    shown: int
    total: int
    adults: SharedList
    premises: SharedList
    vehicles: SharedList
    phones: SharedList
    gone: int


Order = tuple[bool, bool, float]
"""What comes first: what is of concern, then that of several of the children, and then the strongest."""


@dataclass(frozen=True)
class _Link:
    """The link of one of the children asked about (`start`) with another child."""

    start: int
    link: Ranked

    @property
    def other(self) -> int:
        return self.link.other


@dataclass(frozen=True)
class _Other:
    """A child not asked about, with the links of those who were, in their order."""

    child: int
    links: list[_Link]

    @property
    def strength(self) -> float:
        return round(sum(link.link.value for link in self.links), PLACES)

    @property
    def concern(self) -> bool:
        return any(link.link.concern for link in self.links)

    @property
    def order(self) -> Order:
        return not self.concern, len(self.links) < SEVERAL, -self.strength


@dataclass(frozen=True)
class _Shared:
    """What is shared by some of the children asked about, each with its place among what connects them, and by others.

    `others` says how strongly it connects each of these, `of_concern` with which of them it is of concern, `concern`
    whether it is with anybody.
    """

    entity: int
    places: Mapping[int, int]
    others: Mapping[int, float]
    of_concern: frozenset[int]
    concern: bool
    score: float

    @property
    def order(self) -> Order:
        return not self.concern, len(self.places) < SEVERAL, -self.score

    def first_others(self, limit: int) -> list[int]:
        return sorted(self.others, key=lambda other: (other not in self.of_concern, -self.others[other], other))[:limit]


Cases = Mapping[int, CaseLinks]
"""What links each of the children asked about, in order of their ids."""


def ask_linked_cases(context: QueryContext, parameters: OfChildren) -> LinkedCases:
    """Everything that links these children with one another and with others."""
    given, limit = sorted(set(parameters.children)), parameters.limit
    found = find_cases(context, given)
    cases = {case.child: case for case in sorted(found.values(), key=lambda case: case.child)}
    links = {child: {link.other: link for link in case.ranked} for child, case in cases.items()}
    pairs = [_Link(start, links[start][end]) for start, end in combinations(cases, 2) if end in links[start]]
    pairs.sort(key=lambda link: (*link.link.worth, link.start, link.other))
    others = sorted(_others(links), key=lambda other: (*other.order, other.child))
    shared = [_shared(cases, kinds) for kinds in (ADULTS, PREMISES, VEHICLES, PHONES)]
    asked: dict[int, list[str]] = defaultdict(list)
    for record, case in found.items():
        asked[case.child].append(record)
    adults, premises, vehicles, phones = (_shared_list(cases, of_kind, limit) for of_kind in shared)
    return LinkedCases(
        children=tuple(_child(cases[child], asked[child], len(links[child]), parameters.since_ms) for child in cases),
        pairs=tuple(_link(cases, pair, context.now) for pair in pairs),
        others=tuple(_other(cases, other, context.now) for other in others[:limit]),
        shown=len(others[:limit]),
        total=len(others),
        adults=adults,
        premises=premises,
        vehicles=vehicles,
        phones=phones,
        gone=len(given) - len(found),
    )


def _others(links: Mapping[int, Mapping[int, Ranked]]) -> list[_Other]:
    """Every child not asked about, of those linked with one who was."""
    beside: dict[int, list[_Link]] = defaultdict(list)
    for start, ends in links.items():
        for end, link in ends.items():
            if end not in links:
                beside[end].append(_Link(start, link))
    return [
        _Other(other, sorted(found, key=lambda link: (*link.link.worth, link.start))) for other, found in beside.items()
    ]


def _shared(cases: Cases, kinds: frozenset[Kind]) -> list[_Shared]:
    """Whatever of these kinds at least one of the children shares with anybody else's child, what comes first first."""
    places: dict[int, dict[int, int]] = defaultdict(dict)
    for child, case in cases.items():
        for place, entity in enumerate(case.links.entities.tolist()):
            if case.links.connector(place).kind in kinds:
                places[entity][child] = place
    found = [_shared_one(cases, entity, of) for entity, of in places.items()]
    worth = (each for each in found if len(each.places) + len(each.others) > 1)
    return sorted(worth, key=lambda each: (*each.order, each.entity))


def _shared_one(cases: Cases, entity: int, places: Mapping[int, int]) -> _Shared:
    """A connection between two of the children asked about counts once, whichever of them is asked."""
    others: dict[int, float] = {}
    of_concern: set[int] = set()
    among, concern = 0.0, False
    for child, place in places.items():
        links = cases[child].links
        rows = links.rows_through(place)
        part = slice(rows.start, rows.stop)
        found = (links.children[part], links.via_values[part], links.via_of_concern[part])
        for other, value, alleged in zip(*(each.tolist() for each in found), strict=True):
            concern |= alleged
            if other not in cases:
                others[other] = round(others.get(other, 0.0) + value, PLACES)
                of_concern.update([other] if alleged else ())
            elif child < other:
                among += value
    score = round(among + sum(others.values()), PLACES)
    return _Shared(entity, places, others, frozenset(of_concern), concern, score)


def _child(case: CaseLinks, asked: Iterable[str], linked: int, since: int | None) -> ChildInCases:
    seen = case.seen
    items = seen.items_of(case.child)
    starts, ends = seen.times(items)
    return ChildInCases(
        entity=entity_ref(seen, case.child),
        seraf=seraf_of(seen, case.child),
        asked=tuple(sorted(asked)),
        linked=linked,
        items=len(items),
        origins=len(seen.origins(items)),
        first=first_day(starts.tolist()),
        last=last_day(ends.tolist()),
        new=() if since is None else seen.refs(items[seen.recorded_at(items) > since]),
    )


def _link(cases: Cases, link: _Link, now: int) -> CaseLink:
    case = cases[link.start]
    return CaseLink(start=case.seen.record_id(link.start), linked=shown_link(case, link.other, now))


def _other(cases: Cases, other: _Other, now: int) -> OtherLinked:
    seen = cases[other.links[0].start].seen
    return OtherLinked(
        child=entity_ref(seen, other.child),
        seraf=seraf_of(seen, other.child),
        band=band(concern=other.concern),
        links=tuple(_link(cases, link, now) for link in other.links),
        strength=other.strength,
    )


def _shared_list(cases: Cases, shared: list[_Shared], limit: int) -> SharedList:
    few = shared[:limit]
    return SharedList(
        shared=tuple(_shared_shown(cases, each, limit) for each in few), shown=len(few), total=len(shared)
    )


def _shared_shown(cases: Cases, each: _Shared, limit: int) -> SharedAmong:
    first = next(iter(each.places))
    links, seen, others = cases[first].links, cases[first].seen, each.first_others(limit)
    items = {item for child, place in each.places.items() for item in cases[child].links.own.of_half(place).tolist()}
    common = links.connector(each.places[first]).common
    row_of = {int(links.children[row]): row for row in links.rows_through(each.places[first])}
    return SharedAmong(
        entity=entity_ref(seen, each.entity),
        common=common,
        roles=tuple(sorted({role for child, place in each.places.items() for role in cases[child].roles(place)})),
        band=band(concern=each.concern),
        facts=shared_sentence(
            seen, each.entity, items, concern=each.concern, common=common, children=len(each.places) + len(each.others)
        ),
        children=tuple(
            _sharer(cases[child], child, cases[child].links.own.of_half(place).tolist())
            for child, place in each.places.items()
        ),
        others=tuple(_sharer(cases[first], other, links.second_half(row_of[other]).tolist()) for other in others),
        shown=len(others),
        total=len(each.others),
        score=each.score,
    )


def _sharer(case: CaseLinks, child: int, items: list[int]) -> SharedBy:
    """A child and the items that name both the child and what is shared."""
    return SharedBy(
        child=entity_ref(case.seen, child),
        category=category_of(case.seen, child),
        ceiling=ceiling_of(case.seen, child),
        items=case.seen.refs(items),
        weakest=weakest(case.seen.support(item).grade for item in items),
    )


LINKED_CASES = Question(
    id="linked_cases",
    prose="How are these children's cases linked with one another and with other children's, and what do they share?",
    parameters=OfChildren,
    answer=LinkedCases,
    statements=(),
    work=ask_linked_cases,
    evidence="evidence",
    walks=True,
    each_case=True,
)
