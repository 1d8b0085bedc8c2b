"""identity_decisions: what people have decided about an entity's records."""

from graph.identity.decisions import DecisionShown, IdentityDecisions, RecordShown
from tests.invariants.force import Judgement
from tests.invariants.oracle.world import World


def identity_decisions(world: World, *, id: str, limit: int = 25) -> IdentityDecisions:
    """The decisions about any record of an entity, the newest first, and those that somebody is asked to decide."""
    cluster = world.asked(id)
    records = world.cluster[cluster].records
    found = [
        each
        for each in world.force.judgements
        if each.kind == "IdentityDecision" and any(record in records for record in each.about)
    ]
    found.sort(key=lambda each: (-each.recorded_at, each.id))
    stands = [each for each in world.standing("IdentityDecision") if each in found]
    return IdentityDecisions(
        entity=world.ref(cluster),
        records=tuple(_record(world, record) for record in records),
        decisions=tuple(_shown(world, each, stands=each in stands) for each in found[:limit]),
        to_decide=tuple(sorted({each.lineage for each in stands if _contested(world, each, stands)})),
        shown=len(found[:limit]),
        total=len(found),
    )


def _contested(world: World, decision: Judgement, stands: list[Judgement]) -> bool:
    if decision.state != "not same":
        return False
    one, two = decision.about
    also_same = any(each.lineage == decision.lineage and each.state == "same" for each in stands)
    return also_same or world.cluster[one].id == world.cluster[two].id


def _shown(world: World, each: Judgement, *, stands: bool) -> DecisionShown:
    one, two = each.about
    return DecisionShown(
        id=each.id,
        lineage=each.lineage,
        state=each.state,
        one=_record(world, one),
        two=_record(world, two),
        author=each.author,
        recorded_at=each.recorded_at,
        reason=each.reason,
        stands=stands,
    )


def _record(world: World, record: str) -> RecordShown:
    mentions = world.mentions_of[record]
    best = min(mentions, key=lambda each: (each.label_rank, world.item[each.item].recorded_at, each.label))
    refs = sorted({each.local_ref for each in mentions} - {""})
    return RecordShown(id=record, label=best.label, refs=tuple(refs))
