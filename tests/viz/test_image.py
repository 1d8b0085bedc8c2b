"""The PNG prints at the size of its sheet, with the shipped fonts."""

import struct
import zlib
from dataclasses import replace

from tests.viz.examples import CAPTION, example
from viz.image import as_png
from viz.network import Network, Node


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    """Name and data of each chunk; a wrong checksum fails."""
    found: list[tuple[bytes, bytes]] = []
    at = 8
    while at < len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        data = png[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", png, at + 8 + length)[0] == zlib.crc32(name + data)
        found.append((name, data))
        at += 12 + length
    return found


def test_the_image_is_a4_at_300_dots_to_the_inch():
    found = chunks(as_png(example(10)))
    resolutions = [struct.unpack(">IIB", data) for name, data in found if name == b"pHYs"]
    wide, high = struct.unpack_from(">II", dict(found)[b"IHDR"])
    assert resolutions == [(11811, 11811, 1)]
    assert (wide, high) == (3508, 2480)
    assert [name for name, _ in found].index(b"pHYs") < [name for name, _ in found].index(b"IDAT")


def test_letters_of_welsh_are_drawn_and_differ():
    drawn = {
        as_png(Network((Node("v", "vehicle", letter),), (), "Letters", CAPTION))
        for letter in ("ŵ", "ŷ", "w", "y", " .")
    }
    assert len(drawn) == 5


def test_a_name_in_arabic_is_drawn_with_the_shipped_fonts_and_not_as_boxes():
    """Two names of equally many letters differ as drawn; boxes would not."""
    drawn = {
        as_png(Network((Node("v", "adult", name),), (), "Letters", CAPTION))
        for name in ("محمد علي", "خالد عمر", "Рустам", "Руслан")
    }
    assert len(drawn) == 4


def test_letters_that_no_shipped_font_has_are_spelled_in_latin_ones_and_the_caption_says_so():
    chinese = Network((Node("v", "adult", "王小明"),), (), "Letters", CAPTION)
    said = "1 name is spelled in Latin letters, in brackets: the fonts of this picture lack their own letters."
    spelled = Network(
        (Node("v", "adult", "[WangXiaoMing]"),),
        (),
        "Letters",
        replace(CAPTION, data_note=f"{CAPTION.data_note} {said}"),
    )
    assert as_png(chinese) == as_png(spelled)
