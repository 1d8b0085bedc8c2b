"""Packs, sheets and notices opened by programs that are not ours: they say what was written, and run nothing."""

from pathlib import Path

import pytest

from tests.support.other_programs import opened_by_libreoffice, poppler_info, poppler_text
from tests.viz.examples import CAPTION
from tests.viz.hostile import HOSTILE
from tests.viz.test_notice import written as notice
from tests.viz.test_pack import ITEM, PACK, hostile_pack
from viz.pack.docx import pack_docx
from viz.pack.model import Pack
from viz.pack.pdf import missing_pdf, pack_pdf
from viz.text_metrics import printable

SHEET = Pack("If missing now: Ann", "For DC Lewis, Police", PACK.sections, (ITEM,))
SAID = ("Ann is named with the car.", "R-1/1", "seen in a car", "2C", "OFFICIAL-SENSITIVE")


@pytest.mark.parametrize(
    ("pdf", "pages", "words"),
    [
        (pack_pdf(PACK, CAPTION), 3, ("Strategy meeting", "For S. Hughes, Health", *SAID)),
        (missing_pdf(SHEET, CAPTION), 1, ("If missing now: Ann", "For DC Lewis, Police", SAID[0], SAID[1])),
        (notice("pdf"), 1, ("Beca Wyn <&>", "Marc Tilley", "This is a warning, not a court order")),
    ],
    ids=["pack", "sheet", "notice"],
)
def test_poppler_reads_the_words_and_finds_a_tagged_document_that_runs_nothing(
    pdf: bytes, pages: int, words: tuple[str, ...]
) -> None:
    info, text = poppler_info(pdf), poppler_text(pdf)

    assert [each for each in words if each not in text] == []
    assert {name: info[name] for name in ("Pages", "Tagged", "JavaScript", "Encrypted")} == {
        "Pages": str(pages),
        "Tagged": "yes",
        "JavaScript": "no",
        "Encrypted": "no",
    }


def test_libreoffice_sets_what_a_word_document_says_and_hostile_words_as_words(tmp_path: Path) -> None:
    documents = {
        "pack": pack_docx(PACK, CAPTION),
        "hostile": pack_docx(hostile_pack(), CAPTION),
        "notice": notice("docx"),
    }
    opened = {name: poppler_text(pdf) for name, pdf in opened_by_libreoffice(documents, tmp_path).items()}

    assert [each for each in ("For S. Hughes, Health", *SAID) if each not in opened["pack"]] == []
    assert "{% for each in items %}{{ items }}{% endfor %}" in opened["hostile"]
    assert "".join(printable(HOSTILE).split())[:40] in "".join(opened["hostile"].split())
    assert [each for each in ("Beca Wyn <&>", "Marc Tilley") if each not in opened["notice"]] == []
