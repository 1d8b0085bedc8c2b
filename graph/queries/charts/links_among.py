"""The links among the entities of one picture: which of them items name together, and what the items call it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from graph.identity.seen_entities import category_of, ceiling_of, entity_ref
from graph.reading.items import first_day, last_day
from graph.reading.parts import EntityRef, Part
from graph.reading.question import Among, Answer, QueryContext, Question, Statement
from graph.rules.identity import pair_of
from graph.rules.relevance import prominence
from graph.rules.strength import half, weakest
from graph.view.cypher import seen

if TYPE_CHECKING:
    from graph.projection import Seen


class EntityAmong(Part):
    """An entity of a picture; `asked` are the ids given that are its records, `category` is a person's.

    `prominence`, from 0 to 1: how large it is drawn for its links with the children of the picture; a child has none.
    `roles` are those that its mentions give, `premises_kinds` what premises are used as, `common` a common place.
    """

    entity: EntityRef
    prominence: float
    roles: tuple[str, ...]
    premises_kinds: tuple[str, ...]
    common: bool
    category: int | None
    ceiling: int | None
    asked: tuple[str, ...]


class LinkAmong(Part):
    """Two entities (by id, the smaller first) that the same items name.

    `concern` counts those of the items that allege a concern; `strength`, from 0 to 1, is the belief in the items.
    `working`: one of the two is there as a professional or reporter in every one of these items.
    """

    start: str
    end: str
    items: tuple[str, ...]
    concern: int
    strength: float
    origins: int
    relations: tuple[str, ...]
    weakest: str
    first: str | None
    last: str | None
    possible: bool
    working: bool


class ItemBehind(Part):
    """An item behind links of a picture: the system that its report came from, and the days on which it happened."""

    ref: str
    source_system: str
    first: str | None
    last: str | None


class LinksAmong(Answer):
    """The entities of a picture, the links among them, and each item behind some link once.

    `gone`: how many ids given are nothing in this View.
    """

    entities: tuple[EntityAmong, ...]
    links: tuple[LinkAmong, ...]
    items: tuple[ItemBehind, ...]
    gone: int


class StatedRow(NamedTuple):
    """Two records between which a visible relationship of one type is stated."""

    start: str
    end: str
    type: str


STATED_AMONG = Statement(
    text=f"""
    UNWIND $records AS id
    MATCH (e:Entity {{id: id}})-[r]->(o:Entity)
    WHERE r.item IS NOT NULL AND {seen("r")}
    WITH DISTINCT e.id AS start, o.id AS end, type(r) AS type
    WITH collect(start) AS start, collect(end) AS end, collect(type) AS type
    RETURN start AS start, end AS end, type AS type
    """,
    row=StatedRow,
    packed=True,
)


class SystemRow(NamedTuple):
    """The source system of one item's report."""

    item: str
    system: str


SYSTEMS = Statement(
    text=f"""
    UNWIND $items AS id
    MATCH (i:Item {{id: id}})
    WHERE {seen("i")}
    MATCH (r:Report)-[:CONTAINS]->(i)
    WITH collect(i.id) AS item, collect(r.source_system) AS system
    RETURN item AS item, system AS system
    """,
    row=SystemRow,
    packed=True,
)

Pair = tuple[int, int]
"""Two entities, the smaller first."""


@dataclass
class _Link:
    """What is known of one pair: the items that name both, and those of the two with a mention that connects."""

    items: list[int] = field(default_factory=list[int])
    connecting: set[int] = field(default_factory=set[int])
    relations: set[str] = field(default_factory=set[str])


def ask_links_among(context: QueryContext, parameters: Among) -> LinksAmong:
    """Every pair of these entities that an item names together."""
    seen = context.seen
    given = sorted(set(parameters.ids))
    asked: dict[int, list[str]] = defaultdict(list)
    for id in given:
        record = seen.record(id)
        if record is not None:
            asked[seen.cluster(record)].append(id)
    links = _links(seen, asked)
    if links:
        _add_relations(context, asked, links)
    shown = {pair: _shown(seen, pair, links[pair]) for pair in sorted(links)}
    prominent = _prominence(seen, shown)
    return LinksAmong(
        entities=tuple(
            EntityAmong(
                entity=entity_ref(seen, entity),
                prominence=prominent.get(entity, 0.0),
                roles=seen.roles_of(entity),
                premises_kinds=seen.named(entity).premises_kinds,
                common=seen.is_common(entity),
                category=category_of(seen, entity),
                ceiling=ceiling_of(seen, entity),
                asked=tuple(asked[entity]),
            )
            for entity in sorted(asked)
        ),
        links=tuple(shown.values()),
        items=_items_behind(context, {item for link in links.values() for item in link.items}),
        gone=len(given) - sum(map(len, asked.values())),
    )


def _links(seen: "Seen", asked: Iterable[int]) -> dict[Pair, _Link]:
    """Every pair that an item names together."""
    links: dict[Pair, _Link] = defaultdict(_Link)
    for item, named in seen.naming_several(asked).items():
        for pair in combinations(sorted(named), 2):
            links[pair].items.append(item)
            links[pair].connecting |= {entity for entity in pair if named[entity]}
    return links


def _add_relations(context: QueryContext, asked: Iterable[int], links: dict[Pair, _Link]) -> None:
    """What items call each pair: the types of the relationships that they state between its records."""
    seen = context.seen
    records = {seen.record_id(record): entity for entity in asked for record in seen.records(entity)}
    for row in context.rows(STATED_AMONG, records=sorted(records)):
        if row.end in records and (pair := pair_of(records[row.start], records[row.end])) in links:
            links[pair].relations.add(row.type)


def _items_behind(context: QueryContext, items: set[int]) -> tuple[ItemBehind, ...]:
    """The items, in order of their references; two that read alike are one."""
    numbers = {context.seen.item_id(item): item for item in items}
    rows = context.rows(SYSTEMS, items=sorted(numbers)) if numbers else ()
    behind: set[tuple[str, str, str, str]] = set()
    for row in rows:
        support = context.seen.support(numbers[row.item])
        [ref] = context.seen.refs([numbers[row.item]])
        behind.add((ref, row.system, first_day([support.start]) or "", last_day([support.end]) or ""))
    return tuple(
        ItemBehind(ref=ref, source_system=system, first=first or None, last=last or None)
        for ref, system, first, last in sorted(behind)
    )


def _shown(seen: "Seen", pair: Pair, link: _Link) -> LinkAmong:
    supports = [seen.support(item) for item in link.items]
    start, end = (seen.named(entity) for entity in pair)
    return LinkAmong(
        start=start.id,
        end=end.id,
        items=seen.refs(link.items),
        concern=sum(support.concern for support in supports),
        strength=half(supports).rounded,
        origins=len({support.origin for support in supports}),
        relations=tuple(sorted(link.relations)),
        weakest=weakest({support.grade for support in supports}),
        first=first_day(support.start for support in supports),
        last=last_day(support.end for support in supports),
        possible=start.possible or end.possible,
        working=len(link.connecting) < len(pair),
    )


def _prominence(seen: "Seen", links: Mapping[Pair, LinkAmong]) -> dict[int, float]:
    """How large each entity that is linked with a child is drawn; children are not among them."""
    with_children: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for (one, other), link in links.items():
        for entity, child in ((one, other), (other, one)):
            if seen.is_child(child) and not seen.is_child(entity):
                with_children[entity].append((link.strength, link.concern > 0))
    return {entity: prominence(each) for entity, each in with_children.items()}


LINKS_AMONG = Question(
    id="links_among",
    prose="Which of these do items name together, and how do they call it?",
    parameters=Among,
    answer=LinksAmong,
    statements=(STATED_AMONG, SYSTEMS),
    work=ask_links_among,
    evidence="evidence",
    action="expand",
    walks=True,
)
