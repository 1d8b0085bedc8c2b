"""A notice that leaves as a file. Only `viz.export` asks for its bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.model.view import Role
from graph.reading.question import READERS
from graph.rules.notice_text import NoticeText
from graph.wording import IN_ENGLISH, Language, reading_in
from viz.network import Caption
from viz.notice.pages import notice_docx, notice_pdf

NoticeForm = Literal["docx", "pdf"]
NOTICE_FORMS: dict[NoticeForm, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
"""Each form of a notice, with its media type."""


@dataclass(frozen=True)
class NoticeFile:
    """The words of a notice as a file; `letterhead` is the folder of the force's own templates; it is
    written in `language`."""

    text: NoticeText
    form: NoticeForm
    letterhead: Path | None = None
    language: Language = IN_ENGLISH

    @property
    def ending(self) -> str:
        """What the file's name ends in."""
        return f".{self.form}"

    @property
    def media(self) -> str:
        """The kind of file."""
        return NOTICE_FORMS[self.form]

    @property
    def readers(self) -> frozenset[Role]:
        """Every role that reads intelligence."""
        return READERS

    def in_bytes(self, caption: Caption, entry: int) -> Iterator[bytes]:
        """The notice. Who made it and through which View are in the log alone: it is served on somebody."""
        _ = entry
        write = notice_docx if self.form == "docx" else notice_pdf
        with reading_in(self.language):
            made = write(self.text, caption, self.letterhead)
        yield made
