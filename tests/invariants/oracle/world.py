"""What a force from which nothing needs hiding says: which records are one, what each is called, what each item means.

Brute force over lists and sets, from docs/data-model.md and docs/questions.md. There is no View here any more. What is
asked of one entity or item many times over is worked out once: a world stays as it is.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, wraps
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from graph.errors import NotFound
from graph.judgements.network import CommonPlaceBody
from graph.model.kinds import Kind
from graph.reading.parts import ChildCategory, EntityRef, ItemShown, SerafBeside
from graph.rules.roles import connects, of_concern
from graph.rules.strength import COMMON_PLACES, Support
from tests.invariants.force import Force, Item, Judgement, Mention
from tests.invariants.oracle import seraf

SAID: dict[str, Kind] = {
    "address": "premises",
    "vehicle": "vehicle",
    "phone": "phone",
    "account": "account",
    "organisation": "organisation",
    "child": "child",
    "adult": "adult",
    "person": "person",
}
LAST = 9_007_199_254_740_991
"""Where undated items stand in an order of time."""

T = TypeVar("T")


def once(ask: Callable[[Any, str], T]) -> Callable[[Any, str], T]:
    """What a world is asked by an id or a name is worked out once in it; what is given is not to be changed."""

    @wraps(ask)
    def remembered(world: "World", name: str) -> T:
        known: dict[str, T] = world.known[ask.__qualname__]
        if name not in known:
            known[name] = ask(world, name)
        return known[name]

    return remembered


@dataclass(frozen=True)
class Cluster:
    """Records that are one: `records` oldest first; `possible` where only a possible match holds them together."""

    records: tuple[str, ...]
    possible: bool

    @property
    def id(self) -> str:
        """That of its oldest record."""
        return self.records[0]


class World:
    """A reduced force, looked up every way that the questions need."""

    def __init__(self, force: Force, today: date, identity_kinds: Collection[str]) -> None:
        self.known: dict[str, dict[str, Any]] = defaultdict(dict)
        """What `once` has worked out."""
        self.force = force
        self.today = today
        self.identity_kinds = identity_kinds
        self.now = int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp() * 1000)
        self.item = {item.id: item for item in force.items}
        self._label = {entity.id: entity.label for entity in force.entities}
        self.mentions_of: dict[str, list[Mention]] = defaultdict(list)
        for mention in force.mentions:
            self.mentions_of[mention.entity].append(mention)
        self.cluster: dict[str, Cluster] = {
            record: cluster
            for cluster in self._clusters(frozenset(identity_kinds) | {"uprn"})
            for record in cluster.records
        }
        self.named: dict[str, dict[str, list[Mention]]] = {item.id: defaultdict(list) for item in force.items}
        for mention in force.mentions:
            self.named[mention.item][self.cluster[mention.entity].id].append(mention)
        self.kind: dict[str, Kind] = {cluster: self._kind(cluster) for cluster in self.cluster_ids}

    # Which records are one.

    def asked(self, record: str) -> str:
        """The cluster of a record. Raises `NotFound`: hidden and absent are one to this world, which knows neither."""
        if record not in self.cluster:
            raise NotFound(record)
        return self.cluster[record].id

    @cached_property
    def cluster_ids(self) -> tuple[str, ...]:
        """The id of every cluster, sorted."""
        return tuple(sorted({cluster.id for cluster in self.cluster.values()}))

    def _clusters(self, kinds: frozenset[str]) -> list[Cluster]:
        apart = self._decided("not same")
        steps = self._decided("same") - apart
        for one in self.force.identified:
            for other in self.force.identified:
                if one.kind in kinds and one.identifier == other.identifier:
                    steps.add(frozenset({one.entity, other.entity}))
        proposed = {frozenset({match.start, match.end}) for match in self.force.possible}
        confirmed = self._groups(steps - apart)
        followed = self._groups((steps | proposed) - apart)
        return [Cluster(tuple(sorted(group, key=self._age)), possible=group not in confirmed) for group in followed]

    def _decided(self, state: str) -> set[frozenset[str]]:
        """The pairs of records about which a decision of this state stands."""
        return {frozenset(each.about) for each in self.standing("IdentityDecision") if each.state == state}

    @once
    def standing(self, kind: str) -> list[Judgement]:
        """The judgements of a kind that nothing replaces and nobody has withdrawn."""
        replaced = {id for each in self.force.judgements for id in each.replaces}
        return [
            each
            for each in self.force.judgements
            if each.kind == kind and each.id not in replaced and each.state != "withdrawn"
        ]

    def _groups(self, steps: set[frozenset[str]]) -> set[frozenset[str]]:
        group = {record: frozenset({record}) for record in self.mentions_of}
        for step in steps:
            joined = frozenset[str]().union(*(group[record] for record in step))
            for record in joined:
                group[record] = joined
        return set(group.values())

    def _age(self, record: str) -> tuple[int, str]:
        return min(self.item[mention.item].recorded_at for mention in self.mentions_of[record]), record

    # What an entity is called and is.

    @once
    def all_mentions(self, cluster: str) -> list[Mention]:
        """Every mention of any of its records."""
        return [mention for record in self.cluster[cluster].records for mention in self.mentions_of[record]]

    def _kind(self, cluster: str) -> Kind:
        said = {mention.said for mention in self.all_mentions(cluster)}
        return next(SAID[word] for word in ("child", "adult", *SAID) if word in said)

    @once
    def ref(self, cluster: str) -> EntityRef:
        """The entity as it is shown."""
        records = self.cluster[cluster].records
        mentions = self.all_mentions(cluster)
        best = min(
            mentions,
            key=lambda mention: (
                mention.label_rank,
                records.index(mention.entity),
                self.item[mention.item].recorded_at,
                mention.label,
            ),
        )
        refs = {mention.local_ref for mention in mentions} - {""}
        return EntityRef(
            id=cluster,
            kind=self.kind[cluster],
            label=best.label,
            refs=tuple(sorted(refs)),
            possible=self.cluster[cluster].possible,
        )

    def refs(self, clusters: Iterable[str]) -> tuple[EntityRef, ...]:
        """Several, sorted by id."""
        return tuple(self.ref(cluster) for cluster in sorted(clusters))

    def is_person(self, cluster: str) -> bool:
        """Whether it is a person, of whichever kind."""
        return self.kind[cluster] in ("child", "adult", "person")

    @once
    def premises_kinds(self, cluster: str) -> tuple[str, ...]:
        """The kinds of premises it is said to be, sorted."""
        return tuple(sorted({kind for mention in self.all_mentions(cluster) for kind in mention.says("premises_kind")}))

    @once
    def common(self, cluster: str) -> bool:
        """Whether it is said to be a common place, or is judged to be one today."""
        return cluster in self._judged_common or not COMMON_PLACES.isdisjoint(self.premises_kinds(cluster))

    @cached_property
    def _judged_common(self) -> frozenset[str]:
        bodies = [CommonPlaceBody.from_properties(dict(each.says)) for each in self.standing("CommonPlace")]
        return frozenset(self.cluster[body.address].id for body in bodies if body.holds(self.today))

    @once
    def assessments(self, cluster: str) -> list[Judgement]:
        """Those of any of its records that stand as versions, with what was decided of each."""
        records = self.cluster[cluster].records
        assessed = [each for each in self.standing("Assessment") if each.about[0] in records]
        return seraf.with_decisions(assessed, self.considered(cluster))

    @once
    def considered(self, cluster: str) -> list[Judgement]:
        """What was considered of any of its records, and stands."""
        records = self.cluster[cluster].records
        return [each for each in self.standing("Considered") if each.about[0] in records]

    def decisions(self, cluster: str) -> tuple[str, ...]:
        """What a person is asked to decide of the assessment that stands."""
        first = seraf.stands(self.assessments(cluster))
        return () if first is None else seraf.decisions(first)

    @once
    def seraf(self, cluster: str) -> SerafBeside | None:
        """The assessment of any of its records that stands."""
        assessments = self.assessments(cluster)
        first = seraf.stands(assessments)
        if first is None:
            return None
        return SerafBeside(
            category=seraf.category(first),
            ceiling=seraf.ceiling(first),
            assessed_at=first.said("assessed_at"),
            assessor=first.said("assessor") or "",
            agency=first.said("agency") or "",
            together=seraf.together(assessments),
        )

    def category(self, cluster: str) -> int | None:
        """The SERAF category beside it."""
        seraf = self.seraf(cluster)
        return None if seraf is None else seraf.category

    def ceiling(self, cluster: str) -> int | None:
        """The highest that it may be."""
        seraf = self.seraf(cluster)
        return None if seraf is None else seraf.ceiling

    def categories(self, named: Iterable[EntityRef]) -> tuple[ChildCategory, ...]:
        """The category beside each child among these."""
        children = {each.id for each in named if each.kind == "child"}
        return tuple(
            ChildCategory(child=id, category=self.category(id), ceiling=self.ceiling(id)) for id in sorted(children)
        )

    # What an item says.

    def items_naming(self, *clusters: str) -> list[Item]:
        """The items that name all of these, in whatever roles."""
        return [item for item in self.force.items if all(cluster in self.named[item.id] for cluster in clusters)]

    @once
    def items_connecting(self, cluster: str) -> list[Item]:
        """The items in which a mention of this cluster connects."""
        return [item for item in self.force.items if self.connects(item, cluster)]

    def connects(self, item: Item, cluster: str) -> bool:
        """Whether a mention of this cluster in this item connects."""
        return cluster in self._connecting(item.id)

    def connecting(self, item: Item) -> list[str]:
        """The clusters of which a mention in this item connects."""
        return self._connecting(item.id)

    @once
    def _connecting(self, item: str) -> list[str]:
        named = self.named[item].items()
        return [cluster for cluster, mentions in named if any(connects(mention.role) for mention in mentions)]

    def roles(self, cluster: str, items: Iterable[Item]) -> tuple[str, ...]:
        """The roles of a cluster in these items, sorted, blank left out."""
        roles = {mention.role for item in items for mention in self.named[item.id].get(cluster, ())}
        return tuple(sorted(roles - {""}))

    def of_concern(self, item: Item) -> bool:
        """Whether the item alleges concern about a person."""
        return self._of_concern(item.id)

    @once
    def _of_concern(self, item: str) -> bool:
        return any(of_concern(mention.role) for mention in self._people_in(item))

    def support(self, item: Item) -> Support:
        """The item as evidence."""
        return self._support(item.id)

    @once
    def _support(self, id: str) -> Support:
        item = self.item[id]
        return Support(
            item=item.id,
            origin=item.origin,
            grade=item.grade,
            people=len({mention.entity for mention in self._people_in(id)}),
            start=item.happened_from,
            end=item.happened_to,
            concern=self.of_concern(item),
        )

    def _people_in(self, item: str) -> list[Mention]:
        mentions = [mention for named in self.named[item].values() for mention in named]
        return [mention for mention in mentions if self._label[mention.entity] == "Person"]


def cited(items: Iterable[Item]) -> tuple[str, ...]:
    """The refs of items, sorted."""
    return tuple(sorted({item.ref for item in items}))


def shown(item: Item) -> ItemShown:
    """An item as it is shown."""
    return ItemShown(
        id=item.id,
        ref=item.ref,
        when=item.happened,
        happened_from=item.happened_from,
        happened_to=item.happened_to,
        recorded_at=item.recorded_at,
        loaded_at=item.loaded_at,
        event=item.event,
        kind=item.kind,
        text=item.text,
        grade=item.grade,
        access=item.access,
        origin=item.origin,
    )


def in_time(items: Iterable[Item]) -> list[Item]:
    """Items in order of when they happened, undated ones last."""
    return sorted(
        items, key=lambda item: (LAST if item.happened_from is None else item.happened_from, item.ref, item.id)
    )


def first_and_last(items: Collection[Item]) -> tuple[str | None, str | None]:
    """The days of the earliest start and of the latest end among dated items."""
    starts = [item.happened_from for item in items if item.happened_from is not None]
    ends = [item.happened_to for item in items if item.happened_to is not None]
    return (_day(min(starts)) if starts else None), (_day(max(ends) - 1) if ends else None)


def _or_last(moment: int | None) -> int:
    return LAST if moment is None else moment


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1000, ZoneInfo("Europe/London")).date().isoformat()
