"""The interactive map: one HTML file that needs nothing else and asks for nothing else.

pyvis 0.3.2 is kept behind this module. Its own template fetches Bootstrap from the internet even when asked not to,
prints an unescaped heading twice, and has no title, language or table; so the page is ours (`templates/`), escaped as
it is filled in, and pyvis fills in nodes, links and options. An undirected pyvis network silently drops the second
link between two entities: so its links are declared directed, and drawn without arrows.

The page forbids itself every request (Content-Security-Policy) and runs only the two scripts whose hashes it names.
All that the map shows stands in two tables below it, for print and for those who cannot see a canvas.
"""

import base64
import hashlib
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from viz.labels import edge_text, edge_tooltip, node_lines, node_tooltip
from viz.layout import lay_out
from viz.network import Network, Node
from viz.positions import Layout
from viz.style import BADGES, LOOKS, icon, icon_name, legend, legend_symbol, line_width
from viz.text_metrics import printable

LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"
"""vis-network (Apache-2.0 or MIT), where pyvis keeps it."""
SOURCE_MAP = "//# sourceMappingURL="
"""Its last line, which would have a browser's developer tools ask for one more file."""

OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "locale": "en",
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1},
    "nodes": {"chosen": False},
    "interaction": {"hover": True, "tooltipDelay": 120, "keyboard": False, "multiselect": False},
}


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A sign of the legend, as SVG, and its meaning."""

    symbol: Markup
    text: str


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A row of the table of entities."""

    id: str
    label: str
    kind: str
    category: str
    links: int
    note: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A row of the table of links."""

    source: str
    target: str
    source_label: str
    target_label: str
    label: str
    standing: str
    strength: str
    items: int
    evidence: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """What the template shows beside what pyvis gives it. `Markup` is ours and is not escaped; all text is."""

    title: str
    marking: str
    not_responsibility: str
    caption: tuple[str, ...]
    spoken: str
    legend: tuple[LegendRow, ...]
    entities: tuple[EntityRow, ...]
    links: tuple[LinkRow, ...]
    icons: dict[str, str]
    policy: str
    options: dict[str, Any]
    style: Markup
    scripts: Markup


def as_html(network: Network, layout: Layout | None = None) -> str:
    """`network` as one HTML page; laid out here unless `layout` is given."""
    # Imported here since pyvis imports IPython, which takes longer to load than most of Dolen's commands to run.
    from pyvis.network import Network as Drawing

    layout = lay_out(network) if layout is None else layout
    drawing = Drawing(directed=True, cdn_resources="in_line")
    drawing.options = OPTIONS
    _add_entities(drawing, network, layout)
    _add_links(drawing, network, layout)
    drawing.templateEnv = Environment(
        loader=PackageLoader("viz"), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    shared: dict[str, Any] = drawing.templateEnv.globals
    shared["page"] = _page(network)
    drawing.path = "map.html"
    return drawing.generate_html()


def _add_entities(drawing: Any, network: Network, layout: Layout) -> None:
    links = _links_by_node(network)
    for node in network.nodes:
        x, y = layout.positions[node.id]
        drawing.add_node(
            node.id,
            label=printable(node.full_label),
            shape="custom",
            x=x,
            y=y,
            title=node_tooltip(node),
            kind=node.kind,
            icon=icon_name(node.kind, None, node.mark),
            badge=None if node.category is None else asdict(BADGES[node.category]),
            growth=LOOKS[node.kind].scale * node.scale,
            lines=[(line.text, line.strong) for line in node_lines(node)],
            links=links[node.id],
        )


def _add_links(drawing: Any, network: Network, layout: Layout) -> None:
    labels = {node.id: node.label for node in network.nodes}
    for edge, bend in zip(network.edges, layout.bends, strict=True):
        one, other = sorted((edge.source, edge.target))
        curve = {"enabled": True, "type": "curvedCCW" if bend > 0 else "curvedCW", "roundness": 2 * abs(bend)}
        drawing.add_edge(
            one,
            other,
            label=edge_text(edge),
            title=edge_tooltip(edge, (labels[edge.source], labels[edge.target])),
            width=round(line_width(edge.strength), 2),
            confirmed=edge.confirmed,
            bend=bend,
            smooth=curve if bend else False,
            arrows="",
        )


def _page(network: Network) -> MapPage:
    marking = printable(network.caption.marking)
    style = _template("map.css").replace("{{ marking }}", _css_text(marking))
    library = files("pyvis").joinpath(LIBRARY).read_text(encoding="utf-8").partition(SOURCE_MAP)[0]
    scripts = (library, _template("map.js"))
    return MapPage(
        title=printable(network.title),
        marking=marking,
        not_responsibility=network.reading,
        caption=tuple(printable(line) for line in network.caption_lines),
        spoken=f"Map. {network.shown} The tables below show the same. Arrows move, plus and minus zoom, 0 fits all.",
        legend=tuple(LegendRow(Markup(legend_symbol(entry)), entry.text) for entry in legend(network)),
        entities=_entity_rows(network),
        links=_link_rows(network),
        icons={icon_name(node.kind, None, node.mark): _icon_address(node) for node in network.nodes},
        policy=_policy(style, *scripts),
        options=OPTIONS,
        style=Markup(style),
        scripts=Markup("\n").join(Markup("<script>{}</script>").format(Markup(script)) for script in scripts),
    )


def _entity_rows(network: Network) -> tuple[EntityRow, ...]:
    links = _links_by_node(network)
    return tuple(
        EntityRow(
            node.id,
            printable(node.label),
            LOOKS[node.kind].name,
            "" if node.category is None else str(node.category),
            links[node.id],
            printable(node.note),
        )
        for node in network.nodes
    )


def _link_rows(network: Network) -> tuple[LinkRow, ...]:
    labels = {node.id: printable(node.full_label) for node in network.nodes}
    return tuple(
        LinkRow(
            edge.source,
            edge.target,
            labels[edge.source],
            labels[edge.target],
            printable(edge.label or edge.kind),
            edge.standing,
            "" if edge.strength is None else f"{edge.strength:.2f}",
            edge.items,
            printable(", ".join(edge.evidence)),
        )
        for edge in network.edges
    )


def _links_by_node(network: Network) -> dict[str, int]:
    counts = dict.fromkeys((node.id for node in network.nodes), 0)
    for edge in network.edges:
        counts[edge.source] += 1
        counts[edge.target] += 1
    return counts


def _icon_address(node: Node) -> str:
    """The icon as an image inside the page (a `data:` address)."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-38 -38 76 76" width="152" height="152">'
        f"{icon(node.kind, None, node.mark)}</svg>"
    )
    return f"data:image/svg+xml,{quote(svg)}"


def _policy(style: str, *scripts: str) -> str:
    """Nothing may be fetched; only these scripts may run and only this style holds."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _css_text(text: str) -> str:
    """`text` as a CSS string; every sign that is not a letter, digit, space or dash is written as its number."""
    return '"' + "".join(c if c.isalnum() or c in " -" else f"\\{ord(c):x} " for c in text) + '"'


def _template(name: str) -> str:
    return files("viz").joinpath("templates", name).read_text(encoding="utf-8")
