"""A pack as a Word document, from the template `pack.docx` (docxtpl, which escapes every text).

The document names no author, carries no revision, and its times are those of its caption: the same pack under the same
caption gives the same bytes.
"""

from importlib.resources import files
from io import BytesIO

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from viz.image import as_png
from viz.layout import lay_out_around
from viz.network import Caption
from viz.pack.model import Pack
from viz.pack.page import pack_page
from viz.text_metrics import printable
from viz.word_document import word_document

PICTURE_WIDTH = Mm(170)


def pack_docx(pack: Pack, caption: Caption) -> bytes:
    """The pack as DOCX."""
    template = DocxTemplate(BytesIO(files("viz.templates").joinpath("pack.docx").read_bytes()))
    data = pack_page(pack, caption)
    if pack.picture is not None:
        png = BytesIO(as_png(pack.picture, lay_out_around(pack.picture, pack.places)))
        data["picture"] = InlineImage(template, png, width=PICTURE_WIDTH)
    template.render(data, autoescape=True)
    alt = "" if pack.picture is None else printable(f"{pack.picture.title}. {pack.picture.shown}")
    for each in template.docx.element.body.iter(f"{{{_DRAWING}}}docPr"):
        each.set("descr", alt)
        each.set("name", data["words"]["map"])
    return word_document(template, data["title"], caption)


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
