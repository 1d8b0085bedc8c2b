"""A pack that leaves as a file, in one of its forms. Only `viz.export` asks for its bytes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from graph.model.view import Role
from graph.reading.question import READERS
from graph.wording import IN_ENGLISH, Language, reading_in
from viz.network import Caption
from viz.pack.docx import pack_docx
from viz.pack.model import Pack
from viz.pack.pdf import missing_pdf, pack_pdf

PACKS: Mapping[str, tuple[str, Callable[[Pack, Caption], bytes]]] = {
    "pdf": ("application/pdf", pack_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", pack_docx),
}


FORMS = {**PACKS, "sheet": ("application/pdf", missing_pdf)}
"""Every form: a pack as PDF or DOCX, and the sheet of a missing child, which is a PDF of one page."""


@dataclass(frozen=True)
class PackFile:
    """A pack as a file of a form, written in a language."""

    pack: Pack
    form: str
    language: Language = IN_ENGLISH

    @property
    def ending(self) -> str:
        """What the file's name ends in."""
        return ".pdf" if self.form == "sheet" else f".{self.form}"

    @property
    def media(self) -> str:
        """The kind of file."""
        return FORMS[self.form][0]

    @property
    def readers(self) -> frozenset[Role]:
        """Every role that reads intelligence."""
        return READERS

    def in_bytes(self, caption: Caption, entry: int) -> Iterator[bytes]:
        """The pack under this caption."""
        _ = entry
        with reading_in(self.language):
            made = FORMS[self.form][1](self.pack, caption)
        yield made
