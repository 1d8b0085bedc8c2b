"""Graphviz, run as a program of its own: reads groups of linked entities, writes where each entity stands.

It is a separate process since Graphviz inside ours would not do: sfdp throws the C library's dice before it seeds
them, so the same picture would look different from one call to the next; it is not safe for two threads; it writes a
message about a step that its Python wheel lacks straight to standard error; and should it fail, it takes only itself.

Input: `[[count, [[one, other], …]], …]` as JSON, entities by number.
Output: `[[[x, y], …], …]`, in points, y downwards.
"""

import json
import sys

import pygraphviz

LINK = "1.15"
"""Length of a link that is asked for, in inches."""
NEATO_UP_TO = 40
"""Entities up to which neato's exact stress model is taken: it spreads them more evenly than sfdp, but is slow."""


def place(count: int, links: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """Where Graphviz puts one linked group of `count` entities."""
    if count == 1:
        return [(0.0, 0.0)]
    graph = pygraphviz.AGraph(strict=True, directed=False)
    graph.graph_attr.update(start="1", overlap="true", splines="false", K=LINK, repulsiveforce="1.4")
    graph.node_attr.update(shape="point", label="")
    for number in range(count):
        graph.add_node(str(number))
    for one, other in links:
        graph.add_edge(str(one), str(other), len=LINK)
    graph.layout(prog="neato" if count <= NEATO_UP_TO else "sfdp")
    places = [graph.get_node(str(number)).attr["pos"].split(",") for number in range(count)]
    graph.close()
    return [(float(x), -float(y)) for x, y in places]


if __name__ == "__main__":
    json.dump([place(count, links) for count, links in json.load(sys.stdin)], sys.stdout)
