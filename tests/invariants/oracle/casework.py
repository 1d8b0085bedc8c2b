"""casework: what people have recorded and decided of some kinds."""

import json

from graph.errors import NotFound
from graph.judgements.kinds import BODIES
from graph.model.recorded import JudgementKind
from graph.queries.casework.recorded import AboutShown, Casework, CaseworkShown, ItemCitedBy
from tests.invariants.force import Judgement
from tests.invariants.oracle.world import World


def casework(
    world: World,
    *,
    kinds: tuple[JudgementKind, ...],
    about: str | None = None,
    lineage: str | None = None,
    history: bool = False,
    limit: int = 500,
) -> Casework:
    """The versions of these kinds, the newest first: those that stand, with `history` the others too."""
    if about is not None and about not in world.cluster:
        raise NotFound(about)
    of = None if about is None else world.cluster[about].id
    found: list[CaseworkShown] = []
    stands = {each.id for kind in kinds for each in world.standing(kind)}
    for each in world.force.judgements:
        if each.kind not in kinds or (lineage is not None and each.lineage != lineage):
            continue
        if of is not None and of not in {world.cluster[record].id for record in each.about}:
            continue
        if history or each.id in stands:
            found.append(_shown(world, each, stands=each.id in stands))
    found.sort(key=lambda each: (-each.recorded_at, each.id))
    return Casework(recorded=tuple(found[:limit]), shown=len(found[:limit]), total=len(found))


def _shown(world: World, each: Judgement, *, stands: bool) -> CaseworkShown:
    kept = {item.id for item in world.force.items}
    cites = sorted({(rest.code, rest.item.id, rest.item.ref, rest.item.id not in kept) for rest in each.rests})
    return CaseworkShown(
        id=each.id,
        lineage=each.lineage,
        kind=each.kind,  # type: ignore[arg-type]  # a force names kinds by their words
        state=each.state,
        stands=stands,
        about=tuple(
            AboutShown(record=record, entity=world.ref(world.cluster[record].id)) for record in sorted(each.about)
        ),
        body=BODIES[each.kind].model_validate(_recorded(each)),  # type: ignore[index]  # as above
        cites=tuple(ItemCitedBy(id=id, ref=ref, code=code, ended=ended) for code, id, ref, ended in cites),
        replaces=each.replaces,
        author=each.author,
        agency="",
        recorded_at=each.recorded_at,
        reason=each.reason,
        access=each.access,
    )


def _recorded(each: Judgement) -> object:
    """The fields of its body; those of what was considered are properties of their own."""
    return dict(each.says) if each.kind == "Considered" else json.loads(str(each.said("body")))
