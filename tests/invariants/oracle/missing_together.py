"""missing_together: every pair of episodes of two children, compared one by one."""

from graph.errors import NotFound
from graph.queries.entities.timeline import MISSING_EVENTS, missing_of
from graph.queries.linking.missing_together import AwayTogether, MissingChild, MissingTogether
from graph.rules.missing import Episode, MissingEvent
from tests.invariants.oracle.told import timeline
from tests.invariants.oracle.world import World, cited

DAY = 86_400_000


def missing_together(world: World, *, child: str, limit: int = 25) -> MissingTogether:
    """The children who were missing while this one was."""
    asked = world.asked(child)
    if world.kind[asked] != "child":
        raise NotFound(child)
    mine = _episodes(world, asked)
    found: list[MissingChild] = []
    for other in world.cluster_ids:
        if world.kind[other] == "child" and other != asked:
            pairs = ((one, each) for one in mine for each in _episodes(world, other))
            times = tuple(time for one, each in pairs if (time := _together(world, one, each)) is not None)
            if times:
                found.append(
                    MissingChild(
                        child=world.ref(other),
                        category=world.category(other),
                        ceiling=world.ceiling(other),
                        times=times,
                    )
                )
    found.sort(key=lambda each: (-len(each.times), each.child.id))
    return MissingTogether(
        child=world.ref(asked),
        category=world.category(asked),
        ceiling=world.ceiling(asked),
        episodes=len(mine),
        others=tuple(found[:limit]),
        shown=len(found[:limit]),
        total=len(found),
    )


def _episodes(world: World, child: str) -> tuple[Episode, ...]:
    return missing_of(timeline(world, id=child, events=MISSING_EVENTS, limit=10_000), world.today).episodes


def _together(world: World, one: Episode, other: Episode) -> AwayTogether | None:
    both = _span(one), _span(other)
    since = until = None
    if both[0] and both[1]:
        began = {each.earliest for each in other.starts if each.earliest is not None}
        near = [each for each in began if both[0][0] - 31 * DAY <= each <= both[0][1]]
        moments = max(both[0][0], both[1][0]), min(both[0][1], both[1][1])
        if near and moments[0] <= moments[1]:
            since, until = moments
    starts = _ids(one.starts) & _ids(other.starts)
    if since is None and not starts:
        return None
    return AwayTogether(
        own=cited(world.item[id] for id in _ids((*one.starts, *one.ends))),
        other=cited(world.item[id] for id in _ids((*other.starts, *other.ends))),
        since=since,
        until=until,
        one_item=bool(starts),
        ended_together=bool(_ids(one.ends) & _ids(other.ends)),
    )


def _span(episode: Episode) -> tuple[int, int] | None:
    """From the first moment somebody may have been away to the last."""
    starts = [each for each in episode.starts if each.earliest is not None and each.latest is not None]
    if not starts:
        return None
    last = [each.latest for each in (*starts, *episode.ends) if each.latest is not None]
    return min(each.earliest for each in starts if each.earliest is not None), max(last)


def _ids(events: tuple[MissingEvent, ...]) -> set[str]:
    return {each.id for each in events}
