"""Fictional networks of any size, shaped as the work shapes them: children, linked through adults, premises,
vehicles and phones, in groups of a few children with some links between groups. The same size gives the same network.
"""

import random
from datetime import UTC, datetime

from graph.rules.sentences import Sentence
from viz.network import Caption, Category, Edge, Kind, Network, Node

MADE_AT = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)

GIVEN = (
    "Siân", "Cerys", "Ffion", "Megan", "Lowri", "Dylan", "Rhys", "Aaliyah", "Ŵyn", "Tomos", "Nia", "Efa", "Iestyn",
    "Catrin", "Zainab", "Kacper", "Bethan", "Gruffydd", "Angharad", "Mohammed",
)  # fmt: skip
FAMILY = (
    "ap Huw", "Prydderch", "Llŷr", "Okafor", "Vaughan-Pugh", "Rees", "Kowalska", "Bevan", "Rahman", "Tudor", "Lewis",
    "ferch Ifan", "Gwynne", "Mostyn", "Price",
)  # fmt: skip
STREETS = ("Heol y Bont", "Station Terrace", "Lôn Las", "Mill Street", "Ffordd y Môr", "Quay Parade", "Stryd Fawr")
TOWNS = ("Aberwylan", "Trefaes", "Llanddôl", "Pontnewydd")
STREET_NAMES = ("“Taz”, silver Golf", "“Gaz”", "male, 30s, northern accent", "“Uncle Mo”", "female, red coat")
LINKS: dict[Kind, tuple[str, ...]] = {
    "adult": ("seen together", "collected from school", "messages"),
    "person": ("seen together", "gave lift"),
    "premises": ("found at", "stayed at", "frequents"),
    "vehicle": ("got into", "seen in"),
    "phone": ("called", "uses"),
    "account": ("messages", "follows"),
}
CAPTION = Caption(
    marking="OFFICIAL-SENSITIVE",
    made_by="PC 4127 E. Morgan, PPU",
    made_at=MADE_AT,
    view="everything the reader may see, as known on 24 November 2026; grades 1–2, A–C; possible matches shown",
    data_note="Fictional data.",
)


def example(size: int, *, title: str = "Children linked with Siân ap Huw") -> Network:
    """A network of `size` entities, about a third of them children."""
    chance = random.Random(size)
    nodes: list[Node] = []
    edges: list[Edge] = []
    hubs: list[str] = []
    children: list[str] = []
    for number in range(size):
        kind = _kind(number, chance)
        node = Node(
            f"{kind}:{number}", kind, _label(kind, number, chance), _category(kind, chance), _note(kind, chance)
        )
        nodes.append(node)
        near = hubs[-6:] if kind == "child" else children[-5:]
        for other in chance.sample(near, k=min(len(near), chance.choice((1, 1, 2, 2, 3)))):
            edges.append(_edge(node, other, chance))
        (children if kind == "child" else hubs).append(node.id)
    for _ in range(size // 12):
        one, other = chance.choice(children), chance.choice(hubs)
        edges.append(_edge(next(node for node in nodes if node.id == one), other, chance))
    return Network(tuple(nodes), tuple(edges), title, CAPTION)


def _kind(number: int, chance: random.Random) -> Kind:
    kinds: tuple[Kind, ...] = ("child", "adult", "child", "premises", "vehicle", "child", "phone", "person", "account")
    return kinds[number % 9] if number < 9 else chance.choice((*kinds, "child", "adult", "premises"))


def _label(kind: Kind, number: int, chance: random.Random) -> str:
    if kind in ("child", "adult"):
        return f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    if kind == "person":
        return chance.choice(STREET_NAMES)
    if kind == "premises":
        flat = chance.choice(("", "Flat 2, ", "Flat 14B, "))
        return f"{flat}{chance.randrange(1, 180)} {chance.choice(STREETS)}, {chance.choice(TOWNS)}"
    if kind == "vehicle":
        return (
            f"{chance.choice(('CA', 'CX', 'DG'))}{chance.randrange(10, 74)} {chance.choice(('XYZ', 'OLB', 'WRF'))} Golf"
        )
    if kind == "phone":
        return f"07700 900{number % 1000:03d}"
    return f"@{chance.choice(('nosda', 'seren', 'glaw'))}_{number}"


def _category(kind: Kind, chance: random.Random) -> Category | None:
    categories: tuple[Category, ...] = (1, 2, 3, 3, 4, "not assessed")
    return chance.choice(categories) if kind == "child" else None


def _note(kind: Kind, chance: random.Random) -> str:
    return chance.choice(("", "Missing twice since September 2026")) if kind == "child" else ""


def _edge(node: Node, other: str, chance: random.Random) -> Edge:
    hub: Kind = node.kind if node.kind != "child" else other.split(":")[0]  # type: ignore[assignment]  since each id starts with its kind
    label = chance.choice(LINKS[hub])
    items = chance.randrange(1, 6)
    evidence = tuple(f"INT-{chance.randrange(1000, 9999)}/{item + 1}" for item in range(items))
    strength = round(chance.random(), 2)
    return Edge(
        node.id, other, label, label.replace(" ", "_").upper(), chance.random() > 0.2, strength, items, evidence
    )


FACTS = Sentence(
    through="item",
    label="",
    kinds=(),
    common=False,
    seen=False,
    concern=False,
    who="",
    people=0,
    role="",
    items=1,
    ungraded=0,
    first=None,
    last=None,
    weakest="2B",
)
"""A link of which no picture shows the sentence."""
