"""A filled-in Word template as the bytes of a document that names nobody and is the same each time it is made."""

import zipfile
from datetime import UTC
from io import BytesIO

from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from graph.wording import reader_language
from viz.network import Caption

_ZERO_TIME = (1980, 1, 1, 0, 0, 0)


def word_document(template: DocxTemplate, title: str, caption: Caption) -> bytes:
    """The document: no author and no revision in its properties, and no time but that of its caption."""
    language = f"{reader_language().code}-GB"
    said = template.docx.core_properties
    moment = caption.made_at.astimezone(UTC).replace(tzinfo=None)
    said.title, said.author, said.last_modified_by, said.comments = title, "", "", ""
    said.language, said.revision, said.created, said.modified = language, 1, moment, moment
    for each in template.docx.styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), language)
    written = BytesIO()
    template.save(written)
    return _same_times(written.getvalue())


def _same_times(document: bytes) -> bytes:
    """The document without the moment at which each part of it was packed."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            after.writestr(zipfile.ZipInfo(part.filename, _ZERO_TIME), before.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
