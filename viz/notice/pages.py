"""A notice as it is served, set as a Word document or as a tagged PDF under the force's letterhead.

The letterhead is a folder of the force's own with `notice.docx` and `notice.typ`, and the pictures that the latter
uses; for what is missing there the shipped one is taken. Nothing but `NoticeText` and the marking goes in: no author,
no View, no reference of the record, so that neither page nor properties reveal more than the words.
"""

import zipfile
from io import BytesIO
from pathlib import Path

import typst
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from graph.errors import SettingsWrong
from graph.rules.notice_text import NoticeText
from graph.wording import wording
from viz.network import Caption
from viz.text_metrics import printable
from viz.typesetting import shipped, typeset
from viz.word_document import word_document

AT_SERVICE = wording("To be completed when it is served")
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".svg", ".gif"})
"""The files of a letterhead, beside its templates, that a PDF may use."""


def notice_docx(text: NoticeText, caption: Caption, letterhead: Path | None) -> bytes:
    """The notice as DOCX; the same notice gives the same bytes. Raises `SettingsWrong` for a letterhead that fails."""
    try:
        template = DocxTemplate(BytesIO(_template("notice.docx", letterhead)))
        template.render(_data(text, caption), autoescape=True)
    except (TemplateError, PackageNotFoundError, zipfile.BadZipFile, ValueError, KeyError) as error:
        raise _unusable("notice.docx", error) from error
    return word_document(template, printable(text.title), caption)


def notice_pdf(text: NoticeText, caption: Caption, letterhead: Path | None) -> bytes:
    """The notice as tagged PDF (PDF/UA-1). Raises `SettingsWrong` for a letterhead that cannot be set."""
    given = (
        {}
        if letterhead is None
        else {path.name: path.read_bytes() for path in sorted(letterhead.iterdir()) if path.suffix.lower() in PICTURES}
    )
    try:
        return typeset(_template("notice.typ", letterhead), "notice.json", _data(text, caption), caption, **given)
    except typst.TypstError as error:
        raise _unusable("notice.typ", error) from error


def _data(text: NoticeText, caption: Caption) -> dict[str, object]:
    """All that a template sets, as texts."""
    return {
        "marking": printable(caption.marking),
        "title": printable(text.title),
        "paragraphs": [printable(each) for each in text.paragraphs],
        "at_service": printable(AT_SERVICE),
        "completed": [printable(each) for each in text.completed],
        "foot": printable(text.foot),
    }


def _template(name: str, letterhead: Path | None) -> bytes:
    own = None if letterhead is None else letterhead / name
    try:
        if own is not None and own.exists():
            return own.read_bytes()
    except OSError as error:
        raise _unusable(name, error) from error
    return shipped(name)


def _unusable(name: str, error: Exception) -> SettingsWrong:
    said = (str(error) or type(error).__name__).splitlines()[0]
    return SettingsWrong(
        f"The letterhead's {name} cannot be used: {said}.",
        "Ask an administrator to correct it; docs/settings.md says what it holds.",
    )
