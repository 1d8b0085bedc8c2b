"""The picture as PNG, at 300 dots to the inch, drawn from the SVG by resvg with the fonts that Dolen ships."""

import struct
import zlib
from contextlib import ExitStack
from importlib.resources import as_file, files

import resvg_py

from viz.network import Network
from viz.positions import Layout
from viz.svg import as_svg
from viz.text_metrics import BOLD, OF_OTHER_SCRIPTS, REGULAR
from viz.transliteration import spelled

DOTS_PER_INCH = 300
_FONTS = (REGULAR, BOLD, *OF_OTHER_SCRIPTS)
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def as_png(network: Network, layout: Layout | None = None) -> bytes:
    """`network` as a PNG image that prints at the size of its sheet.

    Drawn with the shipped fonts alone, so that it looks alike everywhere. A name with letters that they lack would be
    boxes, which are nobody's name: it is spelled in Latin letters instead, and the caption says so.
    """
    return svg_as_png(as_svg(spelled(network), layout))


def svg_as_png(svg: str) -> bytes:
    """An SVG document as a PNG image that prints at its size."""
    with ExitStack() as opened:
        fonts = [str(opened.enter_context(as_file(files("viz.fonts").joinpath(name)))) for name in _FONTS]
        png = resvg_py.svg_to_bytes(
            svg_string=svg,
            # Sizes in millimetres are resolved at this many dots, so this is what makes the image the size it has.
            dpi=DOTS_PER_INCH,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=fonts,
            font_family="Liberation Sans",
            sans_serif_family="Liberation Sans",
        )
    return _with_resolution(bytes(png))


def _with_resolution(png: bytes) -> bytes:
    """`png` with a `pHYs` chunk, in place of any it has, that says 300 dots to the inch."""
    per_metre = round(DOTS_PER_INCH / 0.0254)
    chunks: list[bytes] = []
    at = len(_SIGNATURE)
    while at < len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        if name != b"pHYs":
            chunks.append(png[at : at + 12 + length])
        at += 12 + length
    chunks.insert(1, _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)))
    return _SIGNATURE + b"".join(chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
