"""alerts_shown: which alerts hold, and in which words."""

import json

from graph.judgements.kinds import BODIES
from graph.queries.casework.alerts_shown import AlertShown, AlertsShown
from graph.rules.alerts import sentence
from graph.rules.strength import via_strength
from tests.invariants.oracle.links import Through, every_way
from tests.invariants.oracle.world import World, cited

WORDS = {"Assessment": "SERAF assessment", "IdentityDecision": "decision about records"}


def alerts_shown(world: World, *, facts: tuple[str, ...]) -> AlertsShown:
    """Those whose people, items and judgement are there, and whose link holds, or holds no more."""
    shown = [_shown(world, place, json.loads(fact)) for place, fact in enumerate(facts)]
    return AlertsShown(alerts=tuple(each for each in shown if each is not None))


def _shown(world: World, place: int, fact: dict[str, list[str] | str]) -> AlertShown | None:
    kind, subjects, items = str(fact["kind"]), list(fact.get("subjects", ())), list(fact.get("items", ()))
    judgement = str(fact.get("judgement", ""))
    there = [world.item[id] for id in items if id in world.item]
    judged = [each for each in world.force.judgements if each.id == judgement]
    if (items and not there) or (judgement and not judged):
        return None
    through = ""
    if kind in ("link new", "link lost"):
        about, through = _linked(world, kind, subjects)
    elif not all(id in world.cluster for id in subjects):
        return None
    else:
        about = list(dict.fromkeys(world.cluster[id].id for id in subjects))
    two = kind in ("link new", "link lost", "contact after notice", "communication", "placement")
    one = ("premises of concern", "unidentified again", "missing child seen", "meeting child", "meeting items")
    if len(about) < (2 if two else 1 if kind in one else 0):
        return None
    if kind == "two under one reference" and len({each.id for each in there}) < 2:
        return None
    what = str(fact.get("what", ""))
    if not what and judged:
        what = WORDS.get(judged[0].kind) or BODIES[judged[0].kind].words or judged[0].kind  # type: ignore[index]  # a kind of judgement
    refs = [world.ref(each) for each in about]
    names = [f"{ref.label} ({', '.join(ref.refs)})" if ref.refs else ref.label for ref in refs]
    return AlertShown(
        place=place,
        kind=kind,  # type: ignore[arg-type]  # pydantic checks it
        sentence=sentence(kind, names, through=through, what=what),  # type: ignore[arg-type]  # as above
        about=tuple(refs),
        items=cited(there),
        judgement=judgement,
    )


def _linked(world: World, kind: str, subjects: list[str]) -> tuple[list[str], str]:
    """A child and those of the others whose link with it holds, or holds no more, by name; and through what."""
    if subjects[0] not in world.cluster:
        return [], ""
    child = world.cluster[subjects[0]].id
    ways = every_way(world, child) if world.kind[child] == "child" else dict[str, list[Through]]()
    others = {world.cluster[id].id for id in subjects[1:] if id in world.cluster} - {child}
    held = sorted(
        (each for each in others if (each in ways) == (kind == "link new")),
        key=lambda each: (world.ref(each).label, each),
    )
    if not held:
        return [], ""
    through = {_strongest(world, ways[each]) for each in held[:3]} if kind == "link new" else set[str]()
    return [child, *held], through.pop() if len(through) == 1 else ""


def _strongest(world: World, ways: list[Through]) -> str:
    best = min(ways, key=lambda way: (-via_strength(way.via, world.now).value, way.entity or way.first[0].id))
    return "one item that names both" if best.entity is None else world.ref(best.entity).label
