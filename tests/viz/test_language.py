"""Documents in the language that a person chooses: every word of ours, and the language that the file states."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from docx import Document

from api.services.languages import reading
from graph.errors import ValueRefused
from graph.rules.notice_text import OnTheNotice, notice_text
from graph.values.birth_date import BirthDate
from graph.wording import wording
from tests.support.pdf_text import text_of
from viz.network import Caption
from viz.notice.file import NoticeFile
from viz.pack.file import PackFile
from viz.pack.model import Pack, PackItem, PackSection, PackStatement

CAPTION = Caption("OFFICIAL", "A. Analyst", datetime(2026, 3, 1, 9, 5, tzinfo=UTC), wording("everything known today"))
NOTICE = notice_text(
    OnTheNotice(
        adult="Alan Summary", child="Ann May", born=BirthDate.parse("2012-05-04", date(2026, 3, 1)), basis="s.2"
    )
)
ITEM = PackItem("item:1", "R-1/1", "Police", wording("undated"), "", "", "2C", "Summary: seen with a man.")
PACK = Pack(
    wording("Strategy meeting, %(day)s", day="6 May"),
    "",
    (PackSection(wording("Summary"), 1, (PackStatement("Typed by the chair.", ("R-1/1",)),)),),
    (ITEM,),
)


@pytest.mark.parametrize(("code", "title", "day"), [("en", "Child abduction", "4 May"), ("cy", "Hysbysiad", "4 Mai")])
def test_a_notice_is_in_the_language_chosen_and_names_stay(code: str, title: str, day: str) -> None:
    made = {
        form: b"".join(NoticeFile(NOTICE, form, language=reading(code)).in_bytes(CAPTION, 1))
        for form in ("pdf", "docx")
    }
    text, word = text_of(made["pdf"]), Document(BytesIO(made["docx"]))

    for words in (text, "\n".join(each.text for each in word.paragraphs)):
        assert title in words
        assert day in words
        assert "Alan Summary" in words
    assert f"/Lang({code}-GB)".encode() in made["pdf"]
    assert word.core_properties.language == f"{code}-GB"


def test_a_pack_translates_its_own_words_and_none_of_an_item() -> None:
    made = b"".join(PackFile(PACK, "pdf", reading("cy")).in_bytes(CAPTION, 1))
    text = " ".join(text_of(made).split())

    for words in ("Cyfarfod strategaeth, 6 May", "Crynodeb", "Atodiad", "popeth sy'n hysbys heddiw", "1 Mawrth 2026"):
        assert words in text
    assert "Summary: seen with a man." in text, "the words of an item are as they were recorded"
    assert "Typed by the chair." in text


def test_a_language_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueRefused, match="the languages are en, cy"):
        reading("fr")
