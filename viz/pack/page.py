"""What the templates of a pack set: every text printable, in plain lists."""

from typing import Any

from graph.rules.roles import NOT_RESPONSIBILITY
from graph.wording import declared, wording
from viz.network import Caption
from viz.pack.model import Pack
from viz.text_metrics import printable


def pack_page(pack: Pack, caption: Caption) -> dict[str, Any]:
    """The pack's title, lines, sections and items under its caption; the picture is not in it."""
    view = wording("View: %(view)s", view=caption.view)
    lines = (declared(NOT_RESPONSIBILITY), caption.made, view, caption.data_note)
    return {
        "title": printable(pack.title),
        "words": {
            "map": printable(wording("Map of the links")),
            "annex": printable(wording("Annex: the items cited, in their own words")),
            "columns": [
                printable(each) for each in (wording("Item"), wording("When"), wording("Grade"), wording("Words"))
            ],
        },
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
                printable(wording("%(when)s; recorded %(recorded)s", when=each.when, recorded=each.recorded)),
                printable(each.grade),
                printable(each.text),
            ]
            for each in pack.items
        ],
    }
