"""A notice as a document: its words under the letterhead, and nothing of the record in any byte of the file."""

import re
import zipfile
import zlib
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from graph.errors import SettingsWrong
from graph.judgements.notice import NoticeBody
from graph.rules.notice_text import NoticeText, OnTheNotice, notice_text
from graph.values.when import written_date
from viz.network import Caption
from viz.notice.file import NoticeFile, NoticeForm
from viz.notice.pages import notice_docx

SECRETS = {
    "child": "person:5ecre7-child",
    "adult": "person:5ecre7-adult",
    "address": "premises:5ecre7",
    "status_source": "team manager at Ysgol Lane home",
    "stated_by": "Q. Statementmaker",
    "advised": "counsel Vaughan-Secretly on 3 May",
    "referred": "MASH referral 77-1234",
    "by": "PC 4411 Hiddenname",
    "how": "through the back door of the refuge",
    "officer": "DS Unnamed-Officer",
    "language": "Klingonese",
    "recording": "BWV-998877",
    "who": "Aunt Zuleika Placementcarer",
    "because": "she shields the informant called Robin",
    "relation": "believed father",
    "status": "police-protection",
    "status_made": "2019-02-27",
    "status_until": "2019-03-28",
    "signed": "2018-07-16",
    "review": "2031-12-24",
    "informed_on": "2017-08-19",
    "made_by": "the.author.account",
    "view": "without the source TOKEN-4242",
    "data_note": "note-on-the-data-9911",
}
NOW = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)
CAPTION = Caption("OFFICIAL-SENSITIVE", SECRETS["made_by"], NOW, SECRETS["view"], SECRETS["data_note"])
FORMS: tuple[NoticeForm, ...] = ("docx", "pdf")


def text() -> NoticeText:
    named = ("child", "adult", "address", "status_source", "stated_by", "advised", "referred", "relation", "status")
    dated = ("status_made", "status_until", "signed", "review")
    body = NoticeBody.read(
        {
            **{name: SECRETS[name] for name in (*named, *dated)},
            "stated_as": "designated officer",
            "child_name": "Beca Wyn <&>",
            "child_born": "2012-01-15",
            "adult_name": "Marc Tilley",
            "address_words": "Flat 1, 12 Heol Fawr",
            "basis": "s.49",
            "informed": [{name: SECRETS[name] for name in ("who", "because", "informed_on")}],
            "served": {name: SECRETS[name] for name in ("by", "how", "officer", "language", "recording")}
            | {"at": "2026-05-02"},
        }
    )
    return notice_text(
        OnTheNotice(
            adult=body.adult_name, child=body.child_name, born=body.born, basis=body.basis, address=body.address_words
        )
    )


def written(form: NoticeForm, letterhead: Path | None = None) -> bytes:
    return b"".join(NoticeFile(text(), form, letterhead).in_bytes(CAPTION, 7))


def words_of(pdf: bytes) -> str:
    """The words that a PDF shows."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(each.get_textpage().get_text_range() for each in opened).split())
    finally:
        opened.close()


def every_byte(document: bytes) -> bytes:
    """A file as it is and unpacked: the parts of a DOCX, the streams of a PDF, and the words that a PDF shows."""
    if document.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(document)) as parts:
            return b"\n".join([document, *(name.encode() + parts.read(name) for name in parts.namelist())])
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL)
    unpacked = [zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x"]
    return b"\n".join([document, *unpacked, words_of(document).encode()])


@pytest.mark.parametrize("form", FORMS)
def test_no_byte_of_a_notice_holds_what_does_not_stand_on_it(form: NoticeForm) -> None:
    assert len(SECRETS) >= 20
    held = every_byte(written(form)).lower()

    assert b"heol fawr" in held
    days = [
        written_date(date.fromisoformat(each)) for each in SECRETS.values() if re.fullmatch(r"\d{4}-\d\d-\d\d", each)
    ]
    assert len(days) == 5
    spelled = [secret.lower() for secret in (*SECRETS.values(), *days)]
    found = [each for each in spelled if each.encode() in held or each.encode("utf-16-be") in held]
    assert found == []


@pytest.mark.parametrize("form", FORMS)
def test_the_words_and_the_marking_stand_on_it_and_it_is_the_same_each_time(form: NoticeForm) -> None:
    document = written(form)
    if form == "docx":
        read = Document(BytesIO(document))
        words = " ".join(each.text for each in read.paragraphs)
        assert read.sections[0].header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
        assert (read.core_properties.author, read.core_properties.title) == ("", "Child abduction warning notice")
    else:
        words = words_of(document)
        assert "OFFICIAL-SENSITIVE" in words
    for said in ("To Marc Tilley.", "Beca Wyn <&>", "15 January 2012", "This is a warning, not a court order."):
        assert said in words
    assert document == written(form)


def test_a_force_s_own_letterhead_is_used_and_a_broken_one_is_named(tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("Heddlu Aberllyn")
    own.add_paragraph("{{ title }}")
    own.save(str(tmp_path / "notice.docx"))
    typst = (
        '#let data = json("notice.json")\n#set document(title: data.title)\n#set text(lang: "en")\n= Heddlu Aberllyn\n'
    )
    (tmp_path / "notice.typ").write_text(typst)

    assert b"Heddlu Aberllyn" in every_byte(written("docx", tmp_path))
    assert "Heddlu Aberllyn" in words_of(written("pdf", tmp_path))
    (tmp_path / "notice.typ").write_text("#no-such-function()")
    (tmp_path / "notice.docx").write_bytes(b"not a document")
    for form in FORMS:
        with pytest.raises(SettingsWrong, match=rf"letterhead's notice\.{'docx' if form == 'docx' else 'typ'}"):
            written(form, tmp_path)
    assert notice_docx(text(), CAPTION, None)
