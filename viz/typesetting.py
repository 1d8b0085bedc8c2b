"""Documents as PDF: one way to set them, with the shipped fonts alone, tagged for screen readers (PDF/UA-1)."""

from collections.abc import Mapping
from importlib.resources import as_file, files

import typst

from graph.wording import reader_language
from viz.network import Caption
from viz.transliteration import document_json


def shipped(template: str) -> bytes:
    """A template that Dolen ships with."""
    return files("viz.templates").joinpath(template).read_bytes()


def typeset(template: bytes, name: str, data: Mapping[str, object], caption: Caption, **given: bytes) -> bytes:
    """A template set with what it reads from the file of this name; the same data under the same caption gives the
    same bytes. `given`: further files by name. Raises `typst.TypstError` for a template that fails.

    The document is in the language that words are shown in (`reading_in`). A picture without words, or a letter that no
    shipped font has, would be refused: texts are spelled by `latin`.
    """
    with as_file(files("viz.fonts")) as fonts:
        data = {**data, "lang": reader_language().code}
        return typst.compile(
            {**given, "main.typ": template, name: document_json(data)},  # type: ignore[arg-type]  # since its types leave out that files may be given by name
            format="pdf",
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            timestamp=int(caption.made_at.timestamp()),
        )
