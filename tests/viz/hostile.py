"""A network whose every text tries to break out of what it is written into."""

from dataclasses import replace

from tests.viz.examples import CAPTION
from viz.network import Edge, Network, Node

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&]]>--><!--\u202e\x0b{{7*7}}"


def hostile() -> Network:
    nodes = (
        Node(f"one {HOSTILE}", "child", HOSTILE, 4, HOSTILE),
        Node(f"two {HOSTILE}", "adult", f"href {HOSTILE}", None, HOSTILE),
    )
    edges = (Edge(nodes[0].id, nodes[1].id, HOSTILE, HOSTILE, False, 0.5, 1, (HOSTILE,)),)
    caption = replace(CAPTION, marking=HOSTILE, made_by=HOSTILE, view=HOSTILE, data_note=HOSTILE)
    return Network(nodes, edges, HOSTILE, caption)
