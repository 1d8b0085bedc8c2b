"""How several children's cases are linked with one another and with whom else: what a case review says at once.

Gathered once for all of them, in the four statements of linked_children, and told by the same rules.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from pydantic import Field

from graph.model.schema import Kind
from graph.model.view import UNDATED
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
from graph.queries.identity import DOSSIER, IDENTITY, Clusters, Dossiers, fetch_dossiers, kind_of
from graph.queries.linked import DEFAULT_LIMIT, LARGEST_LIMIT, Link, all_links, shown_link
from graph.queries.linking import OWN_ITEMS, SHARING_ITEMS, Gathered, ItemMet, Meeting, gather_each
from graph.queries.question import Asking, Parameters, Question
from graph.queries.shared import ADULTS, PHONES, PREMISES, VEHICLES
from graph.rules.strength import PLACES, via_strength, weakest

MOST_CHILDREN = 50
SEVERAL = 2
"""Whoever is linked with so many of the children, and whatever so many of them share, comes first."""


class OfChildren(Parameters):
    """Several children, each by the id of any of their records; the moment (epoch milliseconds) after which an item is
    new, or None; and how many lines to show of each kind."""

    children: tuple[str, ...] = Field(min_length=1, max_length=MOST_CHILDREN)
    since_ms: int | None = None
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=LARGEST_LIMIT)

    def subjects(self) -> tuple[str, ...]:
        """All of them."""
        return self.children


@dataclass(frozen=True)
class _Other:
    """A child not asked about, with the links of those who were, strongest first."""

    id: str
    links: list[tuple[str, Link]]

    @property
    def strength(self) -> float:
        return round(sum(sorted(link.strength.value for _, link in self.links)), PLACES)


@dataclass(frozen=True)
class _Sharer:
    """A child and the items that name both the child and what is shared."""

    id: str
    items: dict[str, ItemMet]


@dataclass(frozen=True)
class _Shared:
    """What is shared by `children`, of those asked about, and `others`."""

    id: str
    common: bool
    roles: frozenset[str]
    children: list[_Sharer]
    others: list[_Sharer]
    score: float

    @property
    def records(self) -> set[str]:
        return {self.id, *(each.id for each in (*self.children, *self.others))}


Cases = Mapping[str, Gathered]
"""What links each of the children asked about, by their cluster ids, in order."""


def ask_linked_cases(asking: Asking, parameters: OfChildren) -> LinkedCases:
    """Everything that links these children with one another and with others."""
    given = sorted(set(parameters.children))
    found = gather_each(asking, given)
    cases = {one.child.id: one for one in sorted(found.values(), key=lambda one: one.child.id)}
    links = {child: {link.other: link for link in all_links(cases[child], asking.now)} for child in cases}
    pairs = [(start, links[start][end]) for start, end in combinations(cases, 2) if end in links[start]]
    pairs.sort(key=lambda pair: (-pair[1].strength.value, pair[0], pair[1].other))
    others = _others(cases, links)
    shown_others = others[: parameters.limit]
    shared = [_shared(cases, kinds, asking.now) for kinds in (ADULTS, PREMISES, VEHICLES, PHONES)]
    shown_shared = [of_kind[: parameters.limit] for of_kind in shared]
    told = [link for _, link in pairs] + [link for other in shown_others for _, link in other.links]
    records = set(cases).union(
        *(link.records for link in told), *(each.records for of_kind in shown_shared for each in of_kind)
    )
    clusters = next((one.clusters for one in cases.values()), Clusters(()))
    dossiers = fetch_dossiers(asking, clusters, records)
    asked: dict[str, list[str]] = defaultdict(list)
    for record in found:
        asked[found[record].child.id].append(record)
    adults, premises, vehicles, phones = (
        SharedList(shared=tuple(_shared_shown(dossiers, each) for each in few), shown=len(few), total=len(many))
        for few, many in zip(shown_shared, shared, strict=True)
    )
    return LinkedCases(
        children=tuple(
            _child(cases[child], dossiers, asked[child], len(links[child]), parameters.since_ms) for child in cases
        ),
        pairs=tuple(_link(cases, dossiers, *pair) for pair in pairs),
        others=tuple(_other(cases, dossiers, other) for other in shown_others),
        shown=len(shown_others),
        total=len(others),
        adults=adults,
        premises=premises,
        vehicles=vehicles,
        phones=phones,
        gone=len(given) - len(found),
    )


def _others(cases: Cases, links: Mapping[str, Mapping[str, Link]]) -> list[_Other]:
    """Those linked with two of the children or more first, then the strongest."""
    beside: dict[str, list[tuple[str, Link]]] = defaultdict(list)
    for start in cases:
        for end, link in links[start].items():
            if end not in cases:
                beside[end].append((start, link))
    others = [
        _Other(other, sorted(found, key=lambda each: (-each[1].strength.value, each[0])))
        for other, found in beside.items()
    ]
    return sorted(others, key=lambda other: (len(other.links) < SEVERAL, -other.strength, other.id))


def _shared(cases: Cases, kinds: frozenset[Kind], now: int) -> list[_Shared]:
    """Whatever of these kinds at least one of the children shares with anybody else's child."""
    meetings: dict[str, dict[str, Meeting]] = defaultdict(dict)
    for child, gathered in cases.items():
        for entity, meeting in gathered.meetings.items():
            if kind_of(gathered.said[entity]) in kinds:
                meetings[entity][child] = meeting
    found = [_shared_one(cases, entity, met, now) for entity, met in meetings.items()]
    worth = (each for each in found if len(each.children) + len(each.others) > 1)
    return sorted(worth, key=lambda each: (len(each.children) < SEVERAL, -each.score, each.id))


def _shared_one(cases: Cases, entity: str, met: Mapping[str, Meeting], now: int) -> _Shared:
    first = next(iter(met.values()))
    gathered = cases[next(iter(met))]
    others = {person for person in first.people if "child" in gathered.said[person]} - set(cases)
    pairs = [*combinations(met, 2), *((child, other) for child in met for other in others)]
    strengths = sorted(via_strength(cases[start].through(met[start], end), now).value for start, end in pairs)
    return _Shared(
        entity,
        first.common,
        frozenset(role for meeting in met.values() for role in meeting.own_roles if role),
        [_Sharer(child, meeting.own) for child, meeting in met.items()],
        [_Sharer(other, first.people[other]) for other in sorted(others)],
        round(sum(strengths), PLACES),
    )


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


def _link(cases: Cases, dossiers: Dossiers, start: str, link: Link) -> CaseLink:
    return CaseLink(start=start, linked=shown_link(cases[start], dossiers, link))


def _other(cases: Cases, dossiers: Dossiers, other: _Other) -> OtherLinked:
    return OtherLinked(
        child=dossiers.ref(other.id),
        seraf=dossiers.seraf(other.id),
        links=tuple(_link(cases, dossiers, start, link) for start, link in other.links),
        strength=other.strength,
    )


def _shared_shown(dossiers: Dossiers, each: _Shared) -> SharedAmong:
    def told(sharers: list[_Sharer]) -> tuple[SharedBy, ...]:
        return tuple(
            SharedBy(
                child=dossiers.ref(sharer.id),
                category=dossiers.category(sharer.id),
                items=tuple(sorted({item.ref for item in sharer.items.values()})),
                weakest=weakest(item.grade for item in sharer.items.values()),
            )
            for sharer in sharers
        )

    return SharedAmong(
        entity=dossiers.ref(each.id),
        common=each.common,
        roles=tuple(sorted(each.roles)),
        children=told(each.children),
        others=told(each.others),
        score=each.score,
    )


LINKED_CASES = Question(
    id="linked_cases",
    prose="How are these children's cases linked with one another, with whom else, and what do they share?",
    parameters=OfChildren,
    answer=LinkedCases,
    statements=(OWN_ITEMS, SHARING_ITEMS, IDENTITY, DOSSIER),
    work=ask_linked_cases,
    evidence="evidence",
)
