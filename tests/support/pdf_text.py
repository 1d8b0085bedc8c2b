"""The words on each page of a PDF that Chromium printed, without a library for it.

Chromium writes a page as one compressed stream of glyph numbers, and beside each font a table from those numbers to
characters. The fonts of a page are weights of one family, which number their glyphs alike: one table serves all.
"""

import re
import zlib

import pypdfium2

STREAM = re.compile(rb">>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
SINGLE = re.compile(rb"^<([0-9A-F]{4})> <([0-9A-F]{4})>$", re.MULTILINE)
SPAN = re.compile(rb"^<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]{4})>$", re.MULTILINE)
SHOWN = re.compile(rb"<([0-9A-F]+)> Tj")


def words_of_pages(pdf: bytes) -> list[str]:
    """What stands on each page, in the order in which it is drawn, without the spaces between what is drawn apart."""
    streams = [text for found in STREAM.finditer(pdf) if (text := _opened(found[1]))]
    letters: dict[int, str] = {}
    for table in streams:
        if b"beginbf" in table:
            letters |= {int(glyph, 16): chr(int(letter, 16)) for glyph, letter in SINGLE.findall(table)}
            for first, last, letter in SPAN.findall(table):
                start = int(first, 16)
                letters |= {n: chr(int(letter, 16) + n - start) for n in range(start, int(last, 16) + 1)}
    pages = [b"".join(SHOWN.findall(page)) for page in streams if b" Tj" in page]
    return ["".join(letters.get(int(page[at : at + 4], 16), "?") for at in range(0, len(page), 4)) for page in pages]


def _opened(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def text_of(pdf: bytes) -> str:
    """All that a document states, with the spaces between its words, as another program reads it."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
