"""premises_of_concern, adults_of_concern, vehicles_of_concern and phones_of_concern."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from math import prod
from zoneinfo import ZoneInfo

from graph.model.kinds import Kind
from graph.model.recorded import JudgementKind
from graph.queries.lists.concern import ActCount, CategoryCount, Concern, ConcernChild, Concerns
from graph.rules.rankings import RankBand
from graph.rules.roles import may_rank, of_concern
from graph.rules.strength import TRUST, item_weight, since
from graph.values.birth_date import BirthDate
from tests.invariants.force import Item, Judgement
from tests.invariants.oracle.world import World, cited, first_and_last

OTHERWISE = 0.3
"""How much an item counts that alleges no concern."""
BANDS: tuple[RankBand, ...] = ("decide now", "ranked", "not ranked: age not known")
ACTS: tuple[JudgementKind, ...] = ("Notice", "PremisesOfConcern", "PremisesSearch", "Disruption", "MeetingPart")
LONDON = ZoneInfo("Europe/London")


def of_concern_among(world: World, kinds: Collection[Kind], *, limit: int = 25) -> Concerns:
    """Which entities of these kinds join most children?"""
    entities = [cluster for cluster in world.cluster_ids if world.kind[cluster] in kinds]
    ages = {entity: _certainly_adult_from(world, entity) for entity in entities if world.is_person(entity)}
    tomorrow = _midnight(world.today + timedelta(days=1))
    young = {entity for entity, moment in ages.items() if moment is not None and moment > tomorrow}
    found = [
        concern
        for entity in entities
        if entity not in young and (concern := _concern(world, entity, ages.get(entity), limit)).children
    ]
    found.sort(key=lambda each: _order(world, each))
    return Concerns(concerns=tuple(found[:limit]), shown=len(found[:limit]), total=len(found))


def may_be_listed(world: World, entity: str) -> bool:
    """Whether a list may rank it: no child, and nobody who may be under 18 today."""
    if not world.is_person(entity):
        return True
    moment = _certainly_adult_from(world, entity)
    if moment is None:
        return world.kind[entity] == "adult"
    return world.kind[entity] != "child" and moment <= _midnight(world.today + timedelta(days=1))


def _order(world: World, each: Concern) -> tuple[int, bool, int, float, str]:
    band = BANDS.index(each.band)
    ends = [item.happened_to for item in world.items_naming(each.entity.id) if item.happened_to is not None]
    last = max(ends, default=-9_007_199_254_740_991)
    if band == 2:
        return band, False, -last, 0.0, each.entity.id
    return band, band == 1 and each.items == 1, 0, -each.score, each.entity.id


def _concern(world: World, entity: str, adult_from: int | None, limit: int) -> Concern:
    behind: dict[str, list[Item]] = defaultdict(list)
    for item in world.items_naming(entity):
        if _factor(world, entity, item, adult_from) > 0:
            for other in world.named[item.id]:
                if world.kind[other] == "child" and (world.connects(item, other) or _own_account(world, item, other)):
                    behind[other].append(item)
    children = [
        ConcernChild(
            child=world.ref(child),
            category=world.category(child),
            ceiling=world.ceiling(child),
            items=cited(items),
            strength=_strength(world, entity, items, adult_from),
        )
        for child, items in behind.items()
    ]
    children.sort(key=lambda each: (-each.strength, each.child.id))
    items = list({item.id: item for items in behind.values() for item in items}.values())
    grades = {item.grade for item in items}
    counted = Counter(each.category for each in children)
    roles = world.roles(entity, items)
    return Concern(
        entity=world.ref(entity),
        band=_band(world, entity, adult_from),
        premises_kinds=world.premises_kinds(entity),
        common=world.common(entity),
        roles=tuple(sorted(filter(may_rank, roles))) if world.is_person(entity) else (),
        children=tuple(children[:limit]),
        shown=len(children[:limit]),
        total=len(children),
        categories=tuple(
            CategoryCount(category=category, children=counted[category])
            for category in (4, 3, 2, 1, None)
            if counted[category]
        ),
        items=len(items),
        origins=len({item.origin for item in items}),
        weakest=min(grades, key=lambda grade: (item_weight(grade, 1), grade), default=""),
        last=first_and_last(items)[1],
        acts=_acts(world, entity),
        score=round(sum(child.strength for child in children), 6),
    )


def _acts(world: World, entity: str) -> tuple[ActCount, ...]:
    records = set(world.cluster[entity].records)
    of: dict[JudgementKind, list[Judgement]] = {
        kind: [each for each in world.standing(kind) if records & set(each.about)] for kind in ACTS
    }
    return tuple(ActCount(kind=kind, number=len(found)) for kind, found in of.items() if found)


def _band(world: World, entity: str, adult_from: int | None) -> RankBand:
    if not world.is_person(entity):
        return "ranked"
    if world.kind[entity] == "person" and adult_from is None:
        return "not ranked: age not known"
    alleged = [
        item
        for item in world.items_naming(entity)
        if any(of_concern(mention.role) for mention in world.named[item.id][entity])
    ]
    accounts = any(
        _own_account(world, item, child)
        for item in alleged
        for child in world.named[item.id]
        if world.kind[child] == "child"
    )
    return "decide now" if accounts or any(item.event == "arrest" for item in alleged) else "ranked"


def _own_account(world: World, item: Item, child: str) -> bool:
    return any(mention.role == "reporter" for mention in world.named[item.id][child])


def _certainly_adult_from(world: World, entity: str) -> int | None:
    """From when the youngest that is stated of somebody is 18; None where nothing is stated."""
    moments: list[int] = []
    for mention in world.all_mentions(entity):
        item = world.item[mention.item]
        for born in mention.says("date_of_birth"):
            moments.append(_midnight(_years_later(BirthDate.recorded(born).latest, 18)))
        for age in mention.says("age"):
            if numbers := re.findall(r"\d{1,3}", age):
                at = item.recorded_at if item.happened_from is None else item.happened_from
                lacks = 18 - min(map(int, numbers))
                day = datetime.fromtimestamp(at / 1000, LONDON).date()
                moments.append(at if lacks <= 0 else _midnight(_years_later(day, lacks)))
    return max(moments, default=None)


def _years_later(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29) and (day.year + years) % 4:
        return date(day.year + years, 3, 1)
    return date(day.year + years, day.month, day.day)


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), LONDON).astimezone(UTC).timestamp() * 1000)


def _factor(world: World, entity: str, item: Item, adult_from: int | None) -> float:
    """How fully an item counts against an entity; 0 where it does not count at all."""
    if not world.is_person(entity):
        if not world.connects(item, entity):
            return 0.0
        return 1.0 if world.of_concern(item) else 0.0 if world.common(entity) else OTHERWISE
    if adult_from is not None and item.happened_from is not None and item.happened_from < adult_from:
        return 0.0
    roles = [mention.role for mention in world.named[item.id][entity]]
    if any(of_concern(role) for role in roles):
        return 1.0
    return OTHERWISE if any(may_rank(role) for role in roles) else 0.0


def _strength(world: World, entity: str, items: list[Item], adult_from: int | None) -> float:
    heaviest: dict[str, float] = defaultdict(float)
    for item in items:
        weight = item_weight(item.grade, world.support(item).people) * _factor(world, entity, item, adult_from)
        heaviest[item.origin] = max(heaviest[item.origin], weight)
    belief = round(1 - prod(1 - TRUST * weight for _, weight in sorted(heaviest.items())), 6)
    newest = max((item.happened_to for item in items if item.happened_to is not None), default=None)
    return round(belief * since(newest, world.now), 6)
