"""What the templates of a pack set: every text printable, in plain lists."""

from typing import Any

from graph.rules.roles import NOT_RESPONSIBILITY
from viz.network import Caption
from viz.pack.model import Pack
from viz.text_metrics import printable


def pack_page(pack: Pack, caption: Caption) -> dict[str, Any]:
    """The pack's title, lines, sections and items under its caption; the picture is not in it."""
    lines = (NOT_RESPONSIBILITY, caption.made, f"View: {caption.view}", caption.data_note)
    return {
        "title": printable(pack.title),
        "marking": printable(caption.marking),
        "prepared_for": printable(pack.prepared_for),
        "caption": [printable(line) for line in lines if line],
        "sections": [
            {
                "heading": printable(section.heading),
                "level": section.level,
                "statements": [
                    {"text": printable(each.text), "refs": printable("; ".join(each.refs))}
                    for each in section.statements
                ],
            }
            for section in pack.sections
        ],
        "items": [
            [
                printable(f"{each.ref} ({each.source_system})" if each.source_system else each.ref),
                printable(f"{each.when}; recorded {each.recorded}"),
                printable(each.grade),
                printable(each.text),
            ]
            for each in pack.items
        ],
    }
