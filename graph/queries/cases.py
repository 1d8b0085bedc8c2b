"""How several children's cases are linked with one another and with other children's: the answer of a case review.

Gathered once for all of them, in the four statements of linked_children, and told by the same rules.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from itertools import combinations

from pydantic import Field

from graph.model.schema import Kind
from graph.model.view import FOREVER, LONG_AGO, UNDATED
from graph.queries.answers_cases import (
    CaseLink,
    ChildInCases,
    LinkedCases,
    OtherLinked,
    SharedAmong,
    SharedBy,
    SharedList,
)
from graph.queries.cards import first_day, last_day
from graph.queries.identity import IDENTITY, Dossiers
from graph.queries.linked import DEFAULT_LIMIT, LARGEST_LIMIT, link_values, shown_link
from graph.queries.linking import Gathered, gather_each
from graph.queries.meeting import ItemMet, Meeting, Sharing
from graph.queries.met import OWN_ITEMS, SHARING_ITEMS
from graph.queries.naming import NAMES
from graph.queries.question import Asking, Parameters, Question
from graph.queries.shared import ADULTS, PHONES, PREMISES, VEHICLES
from graph.rules.strength import PLACES, via_value, weakest

MOST_CHILDREN = 50
SEVERAL = 2
"""Whoever is linked with so many of the children, and whatever so many of them share, comes first."""


class OfChildren(Parameters):
    """Several children, each by the id of any of their records; the moment (epoch milliseconds) after which an item is
    new, or None; and how many lines to show of each kind."""

    children: tuple[str, ...] = Field(min_length=1, max_length=MOST_CHILDREN)
    since_ms: int | None = Field(default=None, ge=LONG_AGO, le=FOREVER)
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """All of them."""
        return self.children


Worth = tuple[bool, float]
"""What comes first: that of several of the children, and then the strongest."""


@dataclass(frozen=True)
class _Link:
    """The link of one of the children asked about (`start`) with another child."""

    start: str
    other: str
    value: float


@dataclass(frozen=True)
class _Other:
    """A child not asked about, with the links of those who were, strongest first."""

    id: str
    links: list[_Link]

    @property
    def strength(self) -> float:
        return round(sum(sorted(link.value for link in self.links)), PLACES)

    @property
    def worth(self) -> Worth:
        return len(self.links) >= SEVERAL, self.strength


@dataclass(frozen=True)
class _Shared:
    """What is shared by `children`, of those asked about, and by `total` others.

    `others` says how strongly it connects those whom it connects most, with all that tie with the last to be shown.
    """

    sharing: Sharing
    children: list[Meeting]
    others: dict[str, float]
    total: int
    score: float

    @property
    def id(self) -> str:
        return self.sharing.cluster.id

    @property
    def worth(self) -> Worth:
        return len(self.children) >= SEVERAL, self.score

    @property
    def entities(self) -> set[str]:
        return {self.id, *self.others}


Cases = Mapping[str, Gathered]
"""What links each of the children asked about, by their cluster ids, in order."""


def ask_linked_cases(asking: Asking, parameters: OfChildren) -> LinkedCases:
    """Everything that links these children with one another and with others."""
    given = sorted(set(parameters.children))
    around, found = gather_each(asking, given)
    cases = {one.child.id: one for one in sorted(found.values(), key=lambda one: one.child.id)}
    links = {child: link_values(cases[child], asking.now) for child in cases}
    pairs = [_Link(start, end, links[start][end]) for start, end in combinations(cases, 2) if end in links[start]]
    pairs.sort(key=lambda link: (-link.value, link.start, link.other))
    others = _others(links)
    first_others = _first(others, parameters.limit)
    shared = [_shared(cases, kinds, parameters.limit, asking.now) for kinds in (ADULTS, PREMISES, VEHICLES, PHONES)]
    first_shared = [of_kind[: parameters.limit] for of_kind in shared]
    told = [*pairs, *(link for other in first_others for link in other.links)]
    entities = set(cases).union(
        *(cases[link.start].named_with({link.other}) for link in told),
        *(each.entities for of_kind in first_shared for each in of_kind),
    )
    dossiers = around.dossiers(asking, entities)
    shown_others = sorted(first_others, key=lambda other: (*_order(other.worth), dossiers.id_of(other.id)))
    shown_others = shown_others[: parameters.limit]
    asked: dict[str, list[str]] = defaultdict(list)
    for record in found:
        asked[found[record].child.id].append(record)
    adults, premises, vehicles, phones = (
        _shared_list(dossiers, few, parameters.limit, len(many)) for few, many in zip(first_shared, shared, strict=True)
    )
    return LinkedCases(
        children=tuple(
            _child(cases[child], dossiers, asked[child], len(links[child]), parameters.since_ms) for child in cases
        ),
        pairs=tuple(_link(cases, dossiers, pair, asking.now) for pair in pairs),
        others=tuple(_other(cases, dossiers, other, asking.now) for other in shown_others),
        shown=len(shown_others),
        total=len(others),
        adults=adults,
        premises=premises,
        vehicles=vehicles,
        phones=phones,
        gone=len(given) - len(found),
    )


def _order(worth: Worth) -> tuple[bool, float]:
    several, strength = worth
    return not several, -strength


def _others(links: Mapping[str, Mapping[str, float]]) -> list[_Other]:
    """Every child not asked about, of those linked with one who was."""
    beside: dict[str, list[_Link]] = defaultdict(list)
    for start, ends in links.items():
        for end, value in ends.items():
            if end not in links:
                beside[end].append(_Link(start, end, value))
    return [_Other(other, sorted(found, key=lambda link: (-link.value, link.start))) for other, found in beside.items()]


def _first(others: list[_Other], limit: int) -> list[_Other]:
    """Those that come first, with all that tie with the last: among equals their ids decide, known when named."""
    worths = nlargest(limit, (other.worth for other in others))
    return [other for other in others if other.worth >= worths[-1]]


def _shared(cases: Cases, kinds: frozenset[Kind], limit: int, now: int) -> list[_Shared]:
    """Whatever of these kinds at least one of the children shares with anybody else's child, what comes first first."""
    meetings: dict[str, dict[str, Meeting]] = defaultdict(dict)
    for child, gathered in cases.items():
        for entity, meeting in gathered.meetings.items():
            if meeting.sharing.connector.kind in kinds:
                meetings[entity][child] = meeting
    found = [_shared_one(cases, met, limit, now) for met in meetings.values()]
    worth = (each for each in found if len(each.children) + each.total > 1)
    return sorted(worth, key=lambda each: (*_order(each.worth), each.id))


def _shared_one(cases: Cases, met: Mapping[str, Meeting], limit: int, now: int) -> _Shared:
    sharing = next(iter(met.values())).sharing
    among = [via_value(met[start].via_to(end), now) for start, end in combinations(met, 2)]
    others = {
        other: round(sum(sorted(via_value(meeting.via_to(other), now) for meeting in met.values())), PLACES)
        for other in sharing.children.keys() - cases.keys()
    }
    least = min(nlargest(limit, others.values()), default=0.0)
    strongest = {other: strength for other, strength in others.items() if strength >= least}
    score = round(sum(sorted([*among, *others.values()])), PLACES)
    return _Shared(sharing, list(met.values()), strongest, len(others), score)


def _child(
    gathered: Gathered, dossiers: Dossiers, asked: Iterable[str], linked: int, since: int | None
) -> ChildInCases:
    rows = gathered.own
    dated = [row for row in rows if row.start != UNDATED]
    return ChildInCases(
        entity=dossiers.ref(gathered.child.id),
        seraf=dossiers.seraf(gathered.child.id),
        asked=tuple(sorted(asked)),
        linked=linked,
        items=len({row.item for row in rows}),
        origins=len({row.origin for row in rows}),
        first=first_day(row.start for row in dated),
        last=last_day(row.end for row in dated),
        new=tuple(sorted({row.ref for row in rows if since is not None and row.recorded_at > since})),
    )


def _link(cases: Cases, dossiers: Dossiers, link: _Link, now: int) -> CaseLink:
    return CaseLink(start=link.start, linked=shown_link(cases[link.start], dossiers, link.other, link.value, now))


def _other(cases: Cases, dossiers: Dossiers, other: _Other, now: int) -> OtherLinked:
    return OtherLinked(
        child=dossiers.ref(other.id),
        seraf=dossiers.seraf(other.id),
        links=tuple(_link(cases, dossiers, link, now) for link in other.links),
        strength=other.strength,
    )


def _shared_list(dossiers: Dossiers, few: list[_Shared], limit: int, total: int) -> SharedList:
    return SharedList(shared=tuple(_shared_shown(dossiers, each, limit) for each in few), shown=len(few), total=total)


def _shared_shown(dossiers: Dossiers, each: _Shared, limit: int) -> SharedAmong:
    others = sorted(each.others, key=lambda other: (-each.others[other], dossiers.id_of(other)))[:limit]
    return SharedAmong(
        entity=dossiers.ref(each.id),
        common=each.sharing.common,
        roles=tuple(sorted({role for meeting in each.children for role in meeting.own_roles if role})),
        children=tuple(_sharer(dossiers, meeting.me.id, meeting.own.values()) for meeting in each.children),
        others=tuple(_sharer(dossiers, other, each.sharing.children[other]) for other in others),
        shown=len(others),
        total=each.total,
        score=each.score,
    )


def _sharer(dossiers: Dossiers, child: str, items: Collection[ItemMet]) -> SharedBy:
    """A child and the items that name both the child and what is shared."""
    return SharedBy(
        child=dossiers.ref(child),
        category=dossiers.category(child),
        items=tuple(sorted({item.ref for item in items})),
        weakest=weakest(item.grade for item in items),
    )


LINKED_CASES = Question(
    id="linked_cases",
    prose="How are these children's cases linked with one another and with other children's, and what do they share?",
    parameters=OfChildren,
    answer=LinkedCases,
    statements=(OWN_ITEMS, SHARING_ITEMS, IDENTITY, NAMES),
    work=ask_linked_cases,
    evidence="evidence",
)
