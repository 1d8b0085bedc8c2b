"""Bands and sentences: brute force over docs/questions.md's sentences."""

from collections.abc import Collection

from graph.rules.bands import Band
from graph.rules.roles import CONCERN, connects
from graph.rules.sentences import Sentence, Who
from graph.rules.strength import TRUST, item_weight
from tests.invariants.force import Item, Mention
from tests.invariants.oracle.world import World, first_and_last

FIRST: Band = "through somebody or somewhere reported as a concern"
SECOND: Band = "no concern reported"
GRAVEST = ("convicted", "suspected", "reported as concern")
FEW = 10


def reports_concern(world: World, items: Collection[Item], entity: str) -> bool:
    """Whether one of these items reports this person, or with anything else anybody, as a concern."""
    if not world.is_person(entity):
        return any(world.of_concern(item) for item in items)
    return any(mention.role in CONCERN for item in items for mention in world.named[item.id][entity])


def needs_both(world: World, entity: str, sharing: int) -> bool:
    """Whether both halves must report concern."""
    return world.common(entity) or sharing > FEW


def sentence_of_items(world: World, items: Collection[Item], every: int) -> Sentence:
    """Of items that name both directly; `every` counts those that do, of concern or not."""
    concern = any(world.of_concern(item) for item in items)
    chosen = [min(items, key=lambda item: _weighs(world, item))] if concern else list(items)
    label, kinds, who, people = "", (), "", 0
    if len(chosen) == 1:
        [item] = chosen
        premises = [each for each in world.connecting(item) if world.kind[each] == "premises"]
        if premises:
            place = min(premises, key=lambda each: (world.common(each), world.ref(each).label, each))
            label, kinds = world.ref(place).label, world.premises_kinds(place)
        who, people = _who(world, item)
    return Sentence(
        through="item",
        label=label,
        kinds=kinds,
        common=False,
        seen=all(item.event == "sighting" for item in chosen),
        concern=concern,
        who=who,
        people=people,
        role="",
        more=every - len(chosen),
        children=None,
        **_summary(chosen),
    )


def sentence_of_entity(
    world: World, entity: str, items: Collection[Item], *, concern: bool, children: int | None = None
) -> Sentence:
    """Of what connects, or is shared by so many children."""
    roles = {mention.role for item in items for mention in world.named[item.id][entity]}
    return Sentence(
        through=world.kind[entity],
        label=world.ref(entity).label,
        kinds=world.premises_kinds(entity),
        common=world.common(entity),
        seen=all(item.event == "sighting" for item in items),
        concern=concern,
        who="",
        people=0,
        role=next((role for role in GRAVEST if role in roles), "") if world.is_person(entity) else "",
        more=0,
        children=children,
        **_summary(items),
    )


def _weighs(world: World, item: Item) -> tuple[float, bool, int, str]:
    weight = TRUST * item_weight(item.grade, world.support(item).people)
    return -weight, item.happened_to is None, -(item.happened_to or 0), item.id


def _who(world: World, item: Item) -> tuple[Who, int]:
    """Whom an item reports as a concern, leaving out children, and how many."""
    reported = {
        entity: [mention for mention in mentions if connects(mention.role)]
        for entity, mentions in world.named[item.id].items()
        if world.kind[entity] in ("adult", "person") and any(mention.role in CONCERN for mention in mentions)
    }
    if len(reported) != 1:
        return ("people" if reported else ""), len(reported)
    [(entity, mentions)] = reported.items()
    male, female = _sexes(mentions)
    if world.kind[entity] == "adult":
        return ("man" if male else "woman" if female else "adult"), 1
    return ("male" if male else "female" if female else "person"), 1


def _sexes(mentions: list[Mention]) -> tuple[bool, bool]:
    """Whether the first of the sexes stated is male, and female."""
    stated = sorted({sex for mention in mentions for sex in mention.says("sex")})
    first = stated[0].lower() if stated else ""
    return first.startswith(("m", "g")), first.startswith(("f", "w", "b"))


def _summary(items: Collection[Item]) -> dict[str, object]:
    grades = [item.grade for item in items if item.grade != "--"]
    first, last = first_and_last(items)
    weakest = min(grades, key=lambda grade: (item_weight(grade, 1), grade)) if grades else ""
    return {
        "items": len(items),
        "ungraded": len(items) - len(grades),
        "first": first,
        "last": last,
        "weakest": weakest,
    }
