"""The commands by which what is known leaves as a document: the pack of a meeting, the sheet of a missing child."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.context import out
from api.cli.view_options import Screen, reads
from api.services.find_entity import name_one
from api.services.languages import reading
from viz.export import check_place

pack_app = typer.Typer(rich_markup_mode=None)

IN = "The language of the document: en or cy."
PURPOSE = "What it is shared for."
BASIS = "The legal basis on which it is shared."
WHY = "Why it is shared (protocol §4); recorded with the disclosure."


@pack_app.command("missing-sheet")
@reads
def missing(
    screen: Screen,
    child: Annotated[str, typer.Argument(help="A child: an id, a record's own reference or a name.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="A file ending in .pdf.")],
    for_: Annotated[str, typer.Option("--for", help="A recipient: what they may receive, recorded as a disclosure.")],
    police_reference: Annotated[str, typer.Option(help="The police reference of this episode.")] = "",
    justification: Annotated[str, typer.Option(help="Why, in the place of the preset justification.")] = "",
    language: Annotated[str, typer.Option(help=IN)] = "en",
) -> None:
    """Write the sheet of a child who is missing, on one page, for who looks for them; recorded as a disclosure."""
    from api.services.missing_sheet import PRESET, SheetAsked, make_sheet

    check_place(output, (".pdf",))
    id = name_one(screen, child, frozenset({"child"})).id
    why = replace(PRESET, justification=justification) if justification.strip() else PRESET
    made = make_sheet(screen, SheetAsked(id, for_, police_reference, why, reading(language)))
    screen.installation.exit.put_at(made.export, output)
    out.print(escape(f"{output} (disclosure {made.disclosure.lineage if made.disclosure else ''})"), soft_wrap=True)


@pack_app.command("pack")
@reads
def pack(
    screen: Screen,
    meeting: Annotated[str, typer.Argument(help="The id of a strategy meeting, as `dolen meeting list` shows it.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="A file ending in .pdf or .docx.")],
    for_: Annotated[
        str | None, typer.Option("--for", help="A recipient: what they may receive, recorded as a disclosure.")
    ] = None,
    only: Annotated[str | None, typer.Option(help="One child of the meeting: that child's own part alone.")] = None,
    purpose: Annotated[str, typer.Option(help=PURPOSE)] = "",
    legal_basis: Annotated[str, typer.Option(help=BASIS)] = "",
    justification: Annotated[str, typer.Option(help=WHY)] = "",
    conditions: Annotated[str, typer.Option(help="What the recipient may do with it.")] = "",
    language: Annotated[str, typer.Option(help=IN)] = "en",
) -> None:
    """Write the pack of a strategy meeting, for yourself or for a recipient, with the words of what it cites."""
    from api.services.meeting_packs import PackAsked, Sharing, make_pack

    form = output.suffix[1:].lower()
    check_place(output, (".pdf", ".docx"))
    child = "" if only is None else name_one(screen, only, frozenset({"child"})).id
    why = Sharing(purpose, legal_basis, justification, conditions)
    made = make_pack(screen, PackAsked(meeting, form, for_ or "", child, why, reading(language)))
    screen.installation.exit.put_at(made.export, output)
    disclosure = "" if made.disclosure is None else f"; disclosure {made.disclosure.lineage}"
    out.print(escape(f"{output} ({made.items} items in the annex{disclosure})"), soft_wrap=True)
