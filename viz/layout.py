"""Where everything stands: one set of positions for every writer.

Graphviz `sfdp` places each group of linked entities; the groups are then set side by side in rows, and icons and
labels that would cover each other are pushed apart. (Graphviz as its Python wheel ships it cannot do the last step:
it lacks the triangulation that `overlap=prism` needs.) The same network gives the same positions.
"""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.errors import LayoutFailed
from viz.labels import node_room
from viz.network import Edge, Network
from viz.positions import Layout

Points = NDArray[np.float64]
Group = tuple[list[int], list[tuple[int, int]]]

SHAPE = 1.7
"""Width of the whole picture for each unit of its height: that of a sheet of paper on its side, less its margins."""
COVERED_AT_FIRST = 0.38
COVERED_WHEN_FEW = 0.2
"""Share of the picture that icons and labels cover, before they are pushed apart: few entities leave room for the
wording of their links."""
FEW = 40
SPACE = 14.0
"""Kept free between two entities, in units of the picture."""
BEND = 0.18
"""How far two links between the same entities bend away from each other, as a share of their length."""


def lay_out(network: Network) -> Layout:
    """Positions for every node of `network`, rounded to a tenth of a unit."""
    names = sorted(node.id for node in network.nodes)
    number = {name: place for place, name in enumerate(names)}
    rooms = {node.id: node_room(node) for node in network.nodes}
    boxes = [(rooms[name].aside, (rooms[name].above + rooms[name].below) / 2) for name in names]
    places = arrange(boxes, [(number[edge.source], number[edge.target]) for edge in network.edges])
    positions: dict[str, tuple[float, float]] = {}
    for name, (x, y) in zip(names, places, strict=True):
        # The icon stands above the middle of icon and label together.
        lift = (rooms[name].below - rooms[name].above) / 2
        positions[name] = (round(x, 1), round(y - lift, 1))
    return Layout({node.id: positions[node.id] for node in network.nodes}, bends(network.edges))


def lay_out_around(network: Network, places: Mapping[str, tuple[float, float]]) -> Layout:
    """The layout in which those nodes of the network that `places` names stand there, and the others below them.

    Nothing else of `places` is read, so that what a reader may not see leaves no mark.
    """
    kept = {node.id: places[node.id] for node in network.nodes if node.id in places}
    own = lay_out(network)
    others = [id for id in own.positions if id not in kept]
    if not kept or not others:
        return Layout(kept or own.positions, own.bends)
    rest = replace(
        network,
        nodes=tuple(node for node in network.nodes if node.id in others),
        edges=tuple(each for each in network.edges if each.source in others and each.target in others),
    )
    below = lay_out(rest).positions
    rooms = {node.id: node_room(node) for node in network.nodes}
    bottom = max(y + rooms[id].below for id, (_, y) in kept.items())
    top = min(y - rooms[id].above for id, (_, y) in below.items())
    left = min(x for x, _ in kept.values()) - min(x for x, _ in below.values())
    moved = {id: (round(x + left, 1), round(y + bottom - top + SPACE, 1)) for id, (x, y) in below.items()}
    return Layout({id: kept.get(id) or moved[id] for id in own.positions}, own.bends)


def arrange(boxes: Sequence[tuple[float, float]], links: Iterable[tuple[int, int]]) -> list[tuple[float, float]]:
    """Middles for boxes of these half-widths and half-heights, so that none covers another, and linked ones are near.

    Links are pairs of places in `boxes`; in whatever order they come, the same boxes are arranged alike.
    """
    sizes: Points = np.array(boxes, dtype=np.float64).reshape(-1, 2)
    groups = _groups(len(boxes), links)
    placed = [
        (members, _pushed_apart(_stretched(points), sizes[members] + SPACE / 2))
        for (members, _), points in zip(groups, _placed(groups), strict=True)
    ]
    places = [(0.0, 0.0)] * len(boxes)
    for (members, points), (left, top) in zip(placed, _in_rows(placed, sizes), strict=True):
        for member, (x, y) in zip(members, points, strict=True):
            places[member] = (float(x) + left, float(y) + top)
    return places


def bends(edges: tuple[Edge, ...]) -> tuple[float, ...]:
    """How far each link bends, so that links between the same two entities are all seen. A single one is straight."""
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, edge in enumerate(edges):
        together[min(edge.source, edge.target), max(edge.source, edge.target)].append(number)
    bent = [0.0] * len(edges)
    for numbers in together.values():
        for place, number in enumerate(numbers):
            bent[number] = round((place - (len(numbers) - 1) / 2) * BEND, 3)
    return tuple(bent)


def _groups(count: int, links: Iterable[tuple[int, int]]) -> list[Group]:
    """The linked groups, largest first, each with its links as places in the group."""
    neighbours: list[set[int]] = [set() for _ in range(count)]
    for one, other in links:
        neighbours[one].add(other)
        neighbours[other].add(one)
    left = set(range(count))
    groups: list[list[int]] = []
    for start in range(count):
        if start not in left:
            continue
        reached, front = {start}, [start]
        while front:
            front = [other for each in front for other in neighbours[each] if other not in reached]
            reached.update(front)
        left -= reached
        groups.append(sorted(reached))
    groups.sort(key=lambda group: (-len(group), group))
    result: list[Group] = []
    for group in groups:
        place = {each: number for number, each in enumerate(group)}
        pairs = {(place[each], place[other]) for each in group for other in neighbours[each] if each < other}
        result.append((group, sorted(pairs)))
    return result


def _placed(groups: list[Group]) -> list[Points]:
    """Where Graphviz puts each linked group."""
    if not groups:
        return []
    asked = json.dumps([(len(members), links) for members, links in groups])
    program = [sys.executable, "-P", str(Path(__file__).with_name("graphviz_process.py"))]
    done = subprocess.run(program, input=asked, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise LayoutFailed(
            f"The picture cannot be laid out: Graphviz stopped with {done.stderr.strip()[-300:]!r}.",
            "Ask for fewer entities, or export GraphML and draw it elsewhere.",
        )
    return [np.array(points, dtype=np.float64) for points in json.loads(done.stdout)]


def _stretched(points: Points) -> Points:
    """`points` turned so that the longer side lies flat, and stretched towards the shape of the sheet."""
    points = points - points.mean(axis=0)
    if len(points) < 3:
        return np.sort(points, axis=0) if len(points) < 2 else np.array([(-70.0, 0.0), (70.0, 0.0)])
    _, axes = np.linalg.eigh(points.T @ points)
    longer = axes[:, 1] * (1 if axes[0, 1] >= 0 else -1)
    turned = points @ np.array([longer, (-longer[1], longer[0])]).T
    wide, high = np.ptp(turned, axis=0) + 1.0
    pull = min(1.6, max(1.0, SHAPE * high / wide))
    return turned * np.array([pull, 1.0])


def _pushed_apart(points: Points, sizes: Points) -> Points:
    """`points` moved as little as it takes for boxes of half-widths and half-heights `sizes` not to overlap.

    The picture is first scaled to where boxes cover a given share of it; then each two that overlap are moved apart
    along the way that is shorter, over and over; where this does not come to rest, there is too little room, and the
    picture grows by a twentieth.
    """
    if len(points) < 2:
        return points
    wide, high = np.ptp(points, axis=0) + 2 * sizes.mean(axis=0)
    area = float(wide * high)
    covered = COVERED_WHEN_FEW if len(points) <= FEW else COVERED_AT_FIRST
    points = points * float(np.sqrt(4 * np.prod(sizes, axis=1).sum() / covered / area))
    points = points + np.linspace(-0.01, 0.01, len(points))[:, None]  # no two in exactly the same place
    while True:
        for _ in range(60):
            one, other, over = _overlaps(points, sizes)
            if len(one) == 0:
                return points
            sideways = over[:, 0] < over[:, 1]
            apart = np.where(points[other] >= points[one], 1.0, -1.0)
            step = np.where(np.column_stack((sideways, ~sideways)), over * apart * 0.52, 0.0)
            np.add.at(points, other, step)
            np.add.at(points, one, -step)
        points = points * 1.05


def _overlaps(points: Points, sizes: Points) -> tuple[NDArray[np.intp], NDArray[np.intp], Points]:
    """Pairs of boxes that overlap, and by how much in each direction."""
    one, other = _near(points, 2 * sizes.max(axis=0))
    over = sizes[one] + sizes[other] - np.abs(points[one] - points[other])
    hit = (over > 1e-6).all(axis=1)
    return one[hit], other[hit], over[hit]


def _near(points: Points, cell: Points) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Each pair of points that lie in the same cell of a grid or in cells that touch, once.

    Cells are numbered column after column, with one between two columns that is always empty: so of the cells after
    one, those that touch it are the next, and three in a row of the next column.
    """
    columns = np.floor((points - points.min(axis=0)) / cell).astype(np.int64)
    high = int(columns[:, 1].max()) + 2
    number = columns[:, 0] * high + columns[:, 1]
    order = np.argsort(number, kind="stable")
    number = number[order]
    here = np.arange(len(order))
    starts = np.concatenate((here + 1, number.searchsorted(number + high - 1, "left")))
    ends = np.concatenate((number.searchsorted(number + 1, "right"), number.searchsorted(number + high + 1, "right")))
    counts = np.maximum(ends - starts, 0)
    first = np.repeat(np.concatenate((here, here)), counts)
    second = np.repeat(starts, counts) + np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    return order[first], order[second]


def _in_rows(placed: list[tuple[list[int], Points]], sizes: Points) -> list[tuple[float, float]]:
    """How far to move each group, so that all stand in rows from the top left, the largest first."""
    extents: list[tuple[float, float, float, float]] = []
    for members, points in placed:
        low, high = (points - sizes[members]).min(axis=0), (points + sizes[members]).max(axis=0)
        extents.append((float(low[0]), float(low[1]), float(high[0]), float(high[1])))
    margin = 2 * SPACE
    area = sum((right - left + margin) * (bottom - top + margin) for left, top, right, bottom in extents)
    widest = (
        max(float(np.sqrt(area * SHAPE)) * 1.05, *(right - left + margin for left, _, right, _ in extents), 0.0)
        if extents
        else 0.0
    )
    moves: list[tuple[float, float]] = []
    x = y = row = 0.0
    for left, top, right, bottom in extents:
        if x > 0 and x + right - left > widest:
            x, y, row = 0.0, y + row + margin, 0.0
        moves.append((x - left, y - top))
        x += right - left + margin
        row = max(row, bottom - top)
    return moves
