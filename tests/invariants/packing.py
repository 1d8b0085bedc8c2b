"""A pack over every child that a View shows, made from a store's own answers, and what a file of it holds as text."""

import html
import re
import zipfile
from collections.abc import Collection
from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2

from api.services.meeting_packs import pack_of
from graph.casework.meeting import MeetingSeen, PartSeen
from graph.judgements.meeting import MeetingBody, MeetingPartBody
from graph.model.view import BoundView
from graph.queries import QUESTIONS
from graph.queries.linking.linked_cases import MOST_CHILDREN
from graph.queries.lists.children import OfCategories
from graph.reading.question import Parameters, Question
from graph.store import Reading
from tests.casework.test_due import recorded
from tests.invariants.comparing import asking_of
from tests.viz.examples import CAPTION
from viz.pack.docx import pack_docx
from viz.pack.model import Pack
from viz.pack.pdf import pack_pdf


def pack_through(reading: Reading, bound: BoundView, identity_kinds: Collection[str]) -> Pack | None:
    """The pack of a meeting over the children that the View shows; None where it shows none."""

    def ask(question: Question[Any, Any], parameters: Parameters) -> Any:
        asking = asking_of(reading, bound, identity_kinds, None, walks=question.walks)
        return question.work(asking, parameters)

    children = ask(QUESTIONS["children"], OfCategories(categories=(1, 2, 3, 4), not_assessed=True)).children[
        :MOST_CHILDREN
    ]
    if not children:
        return None
    parts = tuple(
        PartSeen(
            recorded(
                MeetingPartBody(meeting="meeting:1", person=each.entity.id, wishes="to go home"), "recorded", "part:1"
            ),
            each.entity,
            (),
            (),
            None,
        )
        for each in children
    )
    header = recorded(
        MeetingBody(held_at="2026-12-03", chair="M. Price", since=date(2024, 1, 1)), "prepared", "meeting:1"
    )
    return pack_of(ask, MeetingSeen(header, parts, (), (header,)), CAPTION)


def texts_of(pack: Pack) -> str:
    """Every text of the pack's two files: each part of the document unpacked, and each page as another program reads
    it, with what a PDF says of itself."""
    document = zipfile.ZipFile(BytesIO(pack_docx(pack, CAPTION)))
    parts = [document.read(name) for name in document.namelist() if name.endswith((".xml", ".rels"))]
    written = [re.sub(r"<[^>]+>", "\n", html.unescape(part.decode())) for part in parts]
    pdf = pypdfium2.PdfDocument(pack_pdf(pack, CAPTION))
    pages = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
    return "\n".join((*written, *pages, *pdf.get_metadata_dict().values()))
