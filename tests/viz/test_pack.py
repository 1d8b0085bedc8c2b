"""A pack as files: the same bytes again, nothing of its making, hostile words as words, and one page for a sheet."""

import html
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pypdfium2

from tests.viz.examples import CAPTION, example
from tests.viz.hostile import HOSTILE, hostile
from viz.pack.docx import pack_docx
from viz.pack.model import Pack, PackItem, PackSection, PackStatement
from viz.pack.pdf import missing_pdf, pack_pdf, pages_of
from viz.text_metrics import printable

ITEM = PackItem("item:1", "R-1/1", "police-intel", "6 November 2026", "7 November 2026", "fact", "2C", "seen in a car")
SECTIONS = (PackSection("Links", 1, (PackStatement("Ann is named with the car.", ("R-1/1",)),)),)
PACK = Pack("Strategy meeting", "For S. Hughes, Health", SECTIONS, (ITEM,), example(4))


def hostile_pack() -> Pack:
    """A pack of which every text is hostile."""
    said = (PackStatement(HOSTILE, (HOSTILE,)), PackStatement("{% for each in items %}{{ items }}{% endfor %}"))
    item = replace(ITEM, ref=HOSTILE, source_system=HOSTILE, text=f"{HOSTILE}\nsecond line")
    return Pack(HOSTILE, HOSTILE, (PackSection(HOSTILE, 1, said),), (item,), hostile())


def _parts(document: bytes) -> dict[str, str]:
    archive = zipfile.ZipFile(BytesIO(document))
    return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def test_a_message_with_signs_that_no_font_has_stands_in_the_pack_by_their_names() -> None:
    message = replace(ITEM, text="meet me \U0001f697 \u0bba")
    pdf = pypdfium2.PdfDocument(pack_pdf(replace(PACK, items=(message,)), CAPTION))
    words = " ".join(page.get_textpage().get_text_range() for page in pdf)

    assert "meet me [:red_car:] [?]" in " ".join(words.split())


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert pack_docx(PACK, CAPTION) == pack_docx(PACK, CAPTION)
    assert pack_pdf(PACK, CAPTION) == pack_pdf(PACK, CAPTION)


def test_a_document_says_nothing_of_its_making() -> None:
    parts = _parts(pack_docx(PACK, CAPTION))
    core = parts["docProps/core.xml"]
    times = re.findall(r">(\d{4}-\d\d-\d\dT[^<]+)<", core)
    assert set(times) == {"2026-11-24T14:05:00Z"}, "the time of its caption alone"
    assert re.findall(r"<(?:dc:creator|cp:lastModifiedBy|dc:description)>([^<]+)<", core) == []
    assert "en-GB" in core
    everything = "".join(parts.values())
    assert re.search(r"<w:(?:ins|del|comment)[ >]", everything) is None
    assert [name for name in parts if "comments" in name or "people" in name] == []
    body = parts["word/document.xml"]
    assert 'descr="Children linked with Siân ap Huw.' in body, "the picture has its words"
    assert re.sub(r"<[^>]+>", "", body).count("R-1/1") == 2, "where it is cited, and in the annex"


def test_hostile_words_arrive_as_words() -> None:
    pack = hostile_pack()
    caption = replace(CAPTION, marking=HOSTILE, made_by=HOSTILE, view=HOSTILE)
    parts = _parts(pack_docx(pack, caption))
    for part in parts.values():
        ElementTree.fromstring(part)
    body = html.unescape(re.sub(r"<[^>]+>", "", parts["word/document.xml"]))
    assert body.count(printable(HOSTILE)) >= 6
    assert "{% for each in items %}{{ items }}{% endfor %}" in body, "a text is no template"
    assert "second line" in body
    pdf = pypdfium2.PdfDocument(pack_pdf(pack, caption))
    text = "".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))
    assert "{{7*7}}" in text
    assert "{% for each in items %}" in text


def test_a_sheet_of_a_missing_child_has_one_page_however_much_is_known() -> None:
    few = Pack("If missing now: Ann", "For DC Lewis, Police", SECTIONS, ())
    line = "A rather long line about a place, an adult, a vehicle or a phone, with its street and its postcode"
    many = tuple(
        PackSection(f"Kind {n}", 1, tuple(PackStatement(line, ("R-1/1",)) for _ in range(7))) for n in range(9)
    )
    sheets = [missing_pdf(few, CAPTION), missing_pdf(replace(few, sections=many), CAPTION)]

    assert [len(pypdfium2.PdfDocument(each)) for each in sheets] == [1, 1]
    assert [pages_of(each) for each in (*sheets, pack_pdf(PACK, CAPTION))] == [1, 1, 3]
