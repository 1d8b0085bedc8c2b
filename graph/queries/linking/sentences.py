"""What a link's sentence is made of (`graph.rules.sentences`), read of a View of the projection."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from graph.model.kinds import PEOPLE
from graph.queries.linking.case_links import Through, supports
from graph.rules.sentences import ItemsSummary, Sentence, Who, gravest, heaviest_item, who_of

if TYPE_CHECKING:
    from graph.projection import Seen

SIGHTING = "sighting"


def link_sentence(seen: "Seen", through: Sequence[Through]) -> Sentence:
    """The sentence of a link, from its connections in the order in which they are shown."""
    first = through[0]
    direct = [each for each in through if each.entity is None and each.of_concern == first.of_concern]
    if direct:
        more = sum(1 for each in through if each.entity is None)
        return _directly(seen, [item for each in direct for item in each.items], more, concern=first.of_concern)
    assert first.entity is not None  # since it is not direct
    return _entity(seen, first.entity, first.items, concern=first.of_concern, common=first.via.connector.common)


def shared_sentence(
    seen: "Seen", entity: int, items: Collection[int], *, concern: bool, common: bool, children: int
) -> Sentence:
    """The sentence of what so many children share, from the items that name it with those asked about."""
    return _entity(seen, entity, items, concern=concern, common=common, children=children)


def _directly(seen: "Seen", items: Sequence[int], every: int, *, concern: bool) -> Sentence:
    """Of items (of `every`) that name both directly: the most telling one of concern, otherwise how many there are."""
    if concern:
        heaviest = heaviest_item(supports(seen, items)).item
        items = [item for item in items if seen.item_id(item) == heaviest]
    label, kinds, who, people = _one_item(seen, items[0]) if len(items) == 1 else ("", (), "", 0)
    return Sentence(
        through="item",
        label=label,
        kinds=kinds,
        common=False,
        seen=_sightings(seen, items),
        concern=concern,
        who=who,
        people=people,
        role="",
        more=every - len(items),
        **vars(ItemsSummary.of(supports(seen, items))),
    )


def _entity(
    seen: "Seen", entity: int, items: Collection[int], *, concern: bool, common: bool, children: int | None = None
) -> Sentence:
    named = seen.named(entity)
    roles = seen.roles_connecting(sorted(items), entity) if named.kind in PEOPLE else ()
    return Sentence(
        through=named.kind,
        label=named.label,
        kinds=named.premises_kinds,
        common=common,
        seen=_sightings(seen, items),
        concern=concern,
        who="",
        people=0,
        role=gravest(roles),
        children=children,
        **vars(ItemsSummary.of(supports(seen, items))),
    )


def _one_item(seen: "Seen", item: int) -> tuple[str, tuple[str, ...], Who, int]:
    """Where an item was, by the first of its premises, those that are not common first; who is reported as a concern,
    children left out, and how many these are."""
    places: list[tuple[bool, str, int]] = []
    people: list[tuple[bool, str]] = []
    for entity, mentions in seen.connecting_in(item).items():
        if seen.kind(entity) == "premises":
            places.append((seen.is_common(entity), seen.named(entity).label, entity))
        elif seen.kind(entity) in ("adult", "person") and gravest(seen.roles(mentions)):
            people.append((seen.kind(entity) == "adult", next(iter(seen.sexes(mentions)), "")))
    _, label, place = min(places, default=(False, "", None))
    kinds = () if place is None else seen.named(place).premises_kinds
    return label, kinds, who_of(people), len(people)


def _sightings(seen: "Seen", items: Collection[int]) -> bool:
    return len(seen.of_events(sorted(items), (SIGHTING,))) == len(set(items))
