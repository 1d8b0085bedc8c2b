"""rests_on: what people have decided that rests on an item, a report or a judgement."""

from dataclasses import replace

from graph.errors import Ambiguous, NotFound
from graph.model.recorded import JUDGEMENT_KINDS
from graph.model.view import FOREVER
from graph.queries.casework.rests_on import JudgementShown, Resting
from tests.invariants.force import Item, Judgement
from tests.invariants.oracle.world import World


def rests_on(world: World, *, id: str, limit: int = 25) -> Resting:
    """The judgements that stand on it, the newest first, withdrawals apart."""
    judgements = world.force.judgements
    meant = [item for item in world.force.items if id in (item.id, item.report)]
    meant += [rest.item for each in judgements for rest in each.rests if id in (rest.item.id, rest.item.report)]
    items = {item.id: item.ref for item in meant}
    own = {each.lineage for each in judgements if id in (each.id, each.lineage)}
    if not items and not own:
        meant = [rest.item for each in judgements for rest in each.rests if _was_cited(rest.item, id)]
        items = {item.id: item.ref for item in meant}
        if len({item.report for item in meant}) > 1:
            raise Ambiguous(id, ())
    if not items and not own:
        raise NotFound(id)
    rests, withdrawn = resting_on(world, items, own)
    return Resting(
        id=id,
        what="judgement" if own else "report" if any(item.report == id for item in meant) else "item",
        items=tuple(sorted(set(items.values()))),
        rests=rests[:limit],
        withdrawn=withdrawn,
        shown=len(rests[:limit]),
        total=len(rests),
    )


def _was_cited(item: Item, ref: str) -> bool:
    """Whether an item that has ended had this reference."""
    return item.ref == ref and item.superseded_at != FOREVER


def resting_on(
    world: World, items: dict[str, str], own: set[str]
) -> tuple[tuple[JudgementShown, ...], tuple[JudgementShown, ...]]:
    """What stands on these items (their refs by id) or on judgements of these lineages; withdrawals apart."""
    stands = [each for kind in JUDGEMENT_KINDS for each in world.standing(kind)]
    if own:
        found = _held_together(world, own, stands)
    else:
        found = [each for each in stands if any(rest.item.id in items for rest in each.rests)]
    found.sort(key=lambda each: (-each.recorded_at, each.id))
    shown = [_shown(world, each, items) for each in found]
    return (
        tuple(each for each in shown if each.kind != "Withdrawal"),
        tuple(each for each in shown if each.kind == "Withdrawal"),
    )


def _held_together(world: World, own: set[str], stands: list[Judgement]) -> list[Judgement]:
    """What is judged of records that are one by this decision and would not be without it."""
    others = tuple(each for each in world.force.judgements if each.lineage not in own)
    without = World(replace(world.force, judgements=others), world.today, world.identity_kinds)
    parted = {
        world.cluster[one].id
        for decision in stands
        if decision.lineage in own and decision.state == "same"
        for one, other in [decision.about]
        if without.cluster[one] != without.cluster[other]
    }
    return [
        each
        for each in stands
        if each.kind != "IdentityDecision" and any(world.cluster[record].id in parted for record in each.about)
    ]


def _shown(world: World, each: Judgement, items: dict[str, str]) -> JudgementShown:
    about = dict.fromkeys(world.cluster[record].id for record in sorted(each.about))
    return JudgementShown(
        id=each.id,
        lineage=each.lineage,
        kind=each.kind,
        state=each.state,
        about=tuple(world.ref(cluster) for cluster in about),
        items=tuple(sorted({rest.item.ref for rest in each.rests if rest.item.id in items})),
        author=each.author,
        recorded_at=each.recorded_at,
        reason=each.reason,
    )
