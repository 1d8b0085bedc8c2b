"""Letters: how wide a text is, where it breaks, and which characters a picture can carry.

Widths are read from the fonts that are shipped in `viz/fonts`, so that labels are laid out alike on a machine that has
no fonts at all. Liberation Sans has the widths of Arial and of Helvetica, which a browser takes where it has them.
Only the two tables that say which glyph a character has and how wide it is are read (OpenType, `cmap` format 4 and
`hmtx`); kerning is left out, which makes a text at most a little narrower than measured.
"""

import struct
import unicodedata
from functools import cache
from importlib.resources import files

FAMILY = "Arial, Helvetica, 'Liberation Sans', sans-serif"
REGULAR = "LiberationSans-Regular.ttf"
BOLD = "LiberationSans-Bold.ttf"
OF_OTHER_SCRIPTS = tuple(
    f"NotoSans{script}-Regular.ttf"
    for script in (
        "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Tamil", "Thai"
    )
)  # fmt: skip
"""Fonts for letters that Liberation Sans lacks, in which names are recorded in Wales."""


@cache
def font_bytes(name: str) -> bytes:
    """The font file of this name, as shipped."""
    return files("viz.fonts").joinpath(name).read_bytes()


@cache
def widths(name: str) -> dict[int, float]:
    """Width of each character that the font has, in units of the font size, by code point."""
    data = font_bytes(name)
    tables = {
        data[at : at + 4]: struct.unpack_from(">II", data, at + 8)
        for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16)
    }
    head, hhea, hmtx = (tables[tag][0] for tag in (b"head", b"hhea", b"hmtx"))
    em = struct.unpack_from(">H", data, head + 18)[0]
    long_metrics = struct.unpack_from(">H", data, hhea + 34)[0]
    return {
        code: struct.unpack_from(">H", data, hmtx + 4 * min(glyph, long_metrics - 1))[0] / em
        for code, glyph in _glyphs(data, tables[b"cmap"][0]).items()
    }


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Glyph of each code point of the Basic Multilingual Plane, from the `cmap` table that starts at `cmap`."""
    records = (struct.unpack_from(">HHI", data, cmap + 4 + 8 * i) for i in range(_u16(data, cmap + 2)))
    at = next(cmap + offset for platform, encoding, offset in records if (platform, encoding) == (3, 1))
    size = _u16(data, at + 6)
    ends, starts, deltas, ranges = at + 14, at + 16 + size, at + 16 + 2 * size, at + 16 + 3 * size
    glyphs: dict[int, int] = {}
    for segment in range(0, size, 2):
        start, end, delta = (_u16(data, table + segment) for table in (starts, ends, deltas))
        offset = _u16(data, ranges + segment)
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code if offset == 0 else _u16(data, ranges + segment + offset + 2 * (code - start))
            glyph = (glyph + delta) & 0xFFFF if offset == 0 or glyph else 0
            if glyph:
                glyphs[code] = glyph
    return glyphs


def _u16(data: bytes, at: int) -> int:
    return struct.unpack_from(">H", data, at)[0]


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of `text` at `size`, in the unit of `size`; a character that no shipped font has counts as a wide one."""
    known = widths(BOLD if bold else REGULAR)
    return size * sum(known[ord(each)] if ord(each) in known else _width_elsewhere(ord(each)) for each in text)


@cache
def _width_elsewhere(code: int) -> float:
    return next((known[code] for name in OF_OTHER_SCRIPTS if code in (known := widths(name))), 1.0)


def broken(text: str, size: float, limit: float, *, bold: bool = False) -> tuple[str, ...]:
    """`text` in lines no wider than `limit`, broken at spaces and, where one word is too wide, inside it. Nothing is
    left out."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}".strip()
        if width(joined, size, bold=bold) <= limit:
            line = joined
            continue
        if line:
            lines.append(line)
        while width(word, size, bold=bold) > limit and len(word) > 1:
            cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or width(word[:n], size, bold=bold) <= limit)
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    return (*lines, line) if line else tuple(lines)


def undrawn(text: str) -> str:
    """The letters of a text that no shipped font has, each once, in order; what takes no ink (a space) is not one."""
    return "".join(each for each in dict.fromkeys(text) if not _has_ink_here(each))


def _has_ink_here(letter: str) -> bool:
    code = ord(letter)
    kind = unicodedata.category(
        letter
    )  # unassigned and private letters (Cn, Co) are no controls: a font would box them
    inkless = kind[0] == "Z" or kind in ("Cc", "Cf") or 0xFE00 <= code <= 0xFE0F  # spaces, controls, variation marks
    return inkless or any(code in widths(name) for name in (REGULAR, *OF_OTHER_SCRIPTS))


def printable(text: str) -> str:
    """`text` in its reader's language, with what XML forbids, and marks that turn the reading direction round, shown as
    the replacement sign."""
    return "".join(character if _carried(ord(character)) else "\N{REPLACEMENT CHARACTER}" for character in str(text))


def _carried(code: int) -> bool:
    if code in (0x09, 0x0A, 0x0D):
        return True
    turning = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    return (
        (0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code > 0xFFFF)
        and not 0x7F <= code <= 0x9F
        and not turning
    )
