"""Writes viz/templates/notice.docx, the shipped template of a notice: run it after a change, and commit the file."""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

made = Document()
made.styles["Normal"].font.name = "Arial"
made.styles["Normal"].font.size = Pt(11)
section = made.sections[0]
for part in (section.header, section.footer):
    line = part.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run("{{ marking }}").bold = True
made.add_heading("{{ title }}", 1)
for text in ("{%p for each in paragraphs %}", "{{ each }}", "{%p endfor %}"):
    made.add_paragraph(text)
made.add_heading("{{ at_service }}", 2)
for text in ("{%p for each in completed %}", "{{ each }}: ____________________________", "{%p endfor %}"):
    made.add_paragraph(text)
made.add_paragraph().add_run("{{ foot }}").bold = True
made.core_properties.author = ""
made.core_properties.comments = ""
made.save(str(Path(__file__).resolve().parent.parent / "viz" / "templates" / "notice.docx"))
