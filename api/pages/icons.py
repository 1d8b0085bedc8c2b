"""How pictures on a page look: the same icons, colours and legend as on every map that leaves the system."""

from functools import cache
from typing import Any, get_args
from urllib.parse import quote

from graph.model.kinds import PEOPLE
from viz.marks import MARKS
from viz.network import KINDS, Category, Kind, Mark
from viz.style import INK, LARGER, LINE, LOOKS, PREMISES_MARKS, QUIET, ROLE_MARKS, THICKER, THINNEST, icon, icon_name

REACH: dict[str, int] = {"child": 33}
REACH_OF_OTHERS = 26
"""Half the side of the square that an icon is drawn in, in units of the picture; a child's has room for its badge."""


@cache
def picture_looks() -> dict[str, Any]:
    """The icons by name as images for a page, the kinds by their name in the legend, and the colours of lines."""
    categories: tuple[Category, ...] = get_args(Category)
    icons = {icon_name(kind, None): _image(kind, None) for kind in KINDS}
    for kind in KINDS:
        of = MARKS.get("people" if kind in PEOPLE and kind != "child" else kind, ())
        icons |= {icon_name(kind, None, mark): _image(kind, None, mark) for mark, _ in of}
    icons |= {icon_name("child", category): _image("child", category) for category in categories}
    return {
        "icons": icons,
        "marks": {"people": dict(MARKS["people"]), "premises": dict(MARKS["premises"])},
        "markWords": {f"adult-{mark}": badge.name for mark, badge in ROLE_MARKS.items()}
        | {f"premises-{mark}": words for mark, (words, _) in PREMISES_MARKS.items()},
        "thinnest": THINNEST,
        "thicker": THICKER,
        "larger": LARGER,
        "sizes": {kind: 2 * _reach(kind) for kind in KINDS},
        "kindNames": {kind: LOOKS[kind].name for kind in KINDS},
        "ink": INK,
        "line": LINE,
        "quiet": QUIET,
    }


def _image(kind: Kind, category: Category | None, mark: Mark = "") -> str:
    """The icon as an image inside the page (a `data:` address), its middle that of the image."""
    reach = _reach(kind)
    box = f"{-reach} {-reach} {2 * reach} {2 * reach}"
    side = 4 * reach  # larger than it is drawn, so that it stays sharp when the picture is brought nearer
    sized = f'viewBox="{box}" width="{side}" height="{side}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {sized}>{icon(kind, category, mark)}</svg>'
    return f"data:image/svg+xml,{quote(svg)}"


def _reach(kind: Kind) -> int:
    return REACH.get(kind, REACH_OF_OTHERS)
