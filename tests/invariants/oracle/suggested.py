"""suggested: the facts gathered by brute force from the items; what they suggest is the rules' own (tests/rules)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from graph.errors import NotFound
from graph.queries.casework.suggested import ChangeRecorded, ChildTied, IndicatorSuggested, ItemSuggesting, Suggested
from graph.queries.entities.timeline import MISSING_EVENTS, missing_of
from graph.rules.indicators import CATALOGUE
from graph.rules.roles import of_concern
from graph.rules.suggestions import About, ItemAbout, NamedBeside, counts, suggestions, tied_directly
from tests.invariants.force import Item
from tests.invariants.oracle.told import timeline
from tests.invariants.oracle.world import World, cited


def suggested(world: World, *, id: str) -> Suggested:
    """What the items about a child suggest."""
    asked = world.asked(id)
    if world.kind[asked] != "child":
        raise NotFound(id)
    about = tuple(_about(world, asked, item) for item in world.items_naming(asked))
    missing = missing_of(timeline(world, id=id, events=MISSING_EVENTS, limit=10_000), world.today)
    places = {each.id for item in about for each in item.beside if each.kind == "premises" and not each.common}
    found = suggestions(
        About(
            items=about,
            missing=missing,
            of_concern=frozenset(cluster for cluster in world.cluster_ids if _alleged(world, cluster)),
            at_risk_at={place: _at_risk(world, place, asked) for place in places},
        )
    )
    return Suggested(
        child=world.ref(asked),
        suggestions=tuple(
            IndicatorSuggested(
                code=each.code,
                text=CATALOGUE[each.code].text,
                because=each.because,
                through=world.refs(each.through),
                items=tuple(
                    ItemSuggesting(id=item.id, ref=item.ref, grade=item.grade, when=item.happened)
                    for item in sorted((world.item[one] for one in each.items), key=lambda one: (one.ref, one.id))
                ),
            )
            for each in found
        ),
        tied=tuple(
            ChildTied(child=world.ref(other), items=cited(world.item[item] for item in items))
            for other, items in tied_directly(about).items()
        ),
        changes=_changes(
            [world.item[each.id] for each in about if each.event == "placement" and counts(each)],
            [[world.item[start.id] for start in each.starts] for each in missing.episodes],
        ),
    )


def _about(world: World, child: str, item: Item) -> ItemAbout:
    named = world.named[item.id]
    return ItemAbout(
        id=item.id,
        origin=item.origin,
        event=item.event,
        suspected_false=item.grade[1] == "E",
        roles=frozenset(world.roles(child, [item])),
        beside=tuple(
            NamedBeside(
                id=other,
                kind=world.kind[other],
                roles=frozenset(world.roles(other, [item])),
                common=world.common(other),
                category=world.category(other) if world.kind[other] == "child" else None,
            )
            for other in sorted(named)
            if other != child
        ),
    )


def _alleged(world: World, cluster: str) -> bool:
    return world.kind[cluster] in ("adult", "person") and any(
        of_concern(mention.role) and world.item[mention.item].grade[1] != "E" for mention in world.all_mentions(cluster)
    )


def _at_risk(world: World, place: str, child: str) -> frozenset[str]:
    return frozenset(
        other
        for item in world.items_naming(place)
        for other in world.named[item.id]
        if item.grade[1] != "E" and other != child and world.kind[other] == "child" and world.category(other) in (3, 4)
    )


def _changes(placed: list[Item], episodes: list[list[Item]]) -> tuple[ChangeRecorded, ...]:
    found = [ChangeRecorded(what="placement", on=_day(item), items=(item.ref,)) for item in placed]
    dated = [starts for starts in episodes if any(_placed_in_time(item) for item in starts)]
    if dated:
        first = dated[-1]
        moments = [item.happened_from for item in first if item.happened_from is not None]
        day = _day(next(item for item in first if item.happened_from == min(moments)))
        found.append(ChangeRecorded(what="first missing episode", on=day, items=cited(first)))
    return tuple(sorted(found, key=lambda each: (each.what, each.on or date.max, each.items)))


def _placed_in_time(item: Item) -> bool:
    """Whether it is known to a range or to a day, or better; a month places nothing."""
    if item.happened_from is None or item.happened_to is None:
        return False
    return "/" in (item.happened or "") or item.happened_to - item.happened_from <= 25 * 3_600_000


def _day(item: Item) -> date | None:
    if item.happened_from is None:
        return None
    return datetime.fromtimestamp(item.happened_from / 1000, ZoneInfo("Europe/London")).date()
