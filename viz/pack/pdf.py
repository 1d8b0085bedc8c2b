"""A pack as a tagged PDF (PDF/UA-1), set by typst with the shipped fonts alone."""

import re
from typing import Any

from graph.wording import wording
from viz.layout import lay_out_around
from viz.network import Caption
from viz.pack.model import Pack
from viz.pack.page import pack_page
from viz.svg import as_svg
from viz.text_metrics import printable
from viz.transliteration import spelled
from viz.typesetting import shipped, typeset

SIZES = ((False, 10.0), (False, 9.0), (True, 9.0), (True, 8.0), (True, 7.0), (True, 6.0))
"""How a sheet of one page is tried: in two columns or one, and the size of its letters in points."""
_COUNT = re.compile(rb"/Type\s*/Pages\s*/Count\s+(\d+)")


def pack_pdf(pack: Pack, caption: Caption) -> bytes:
    """The pack as a PDF; the same pack under the same caption gives the same bytes."""
    data = pack_page(pack, caption)
    picture = b""
    if pack.picture is not None:
        drawn = spelled(pack.picture)
        picture = as_svg(drawn, lay_out_around(drawn, pack.places)).encode()
        data["alt"] = printable(
            wording(
                "%(title)s. %(shown)s The sections before it state every link.", title=drawn.title, shown=drawn.shown
            )
        )
    return _set("pack.typ", {**data, "picture": bool(picture)}, caption, picture)


def missing_pdf(pack: Pack, caption: Caption) -> bytes:
    """The sheet of a missing child on one page: in the largest letters in which it fits."""
    page = pack_page(pack, caption)
    made = b""
    for two, size in SIZES:
        made = _set("missing.typ", {**page, "size": size, "two": two}, caption)
        if pages_of(made) == 1:
            break
    return made


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has that was set here."""
    found = _COUNT.search(pdf)
    return int(found[1]) if found else 0


def _set(template: str, data: dict[str, Any], caption: Caption, picture: bytes = b"") -> bytes:
    given = {"picture.svg": picture} if picture else {}
    return typeset(shipped(template), "pack.json", data, caption, **given)
