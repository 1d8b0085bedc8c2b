"""The commands of sharing: recipients, disclosures and refusals, and who is to be informed of a correction."""

import json as jsonlib

import typer
from rich.markup import escape

from api.cli.casework import kind_app
from api.cli.context import out
from api.cli.view_options import Screen, reads
from graph.casework.disclosures import to_inform
from graph.judgements.disclosure import DisclosureBody, RecipientBody
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf

recipient_app = kind_app(RecipientBody, "Recipients of disclosures, and what each may receive (protocol §4).")
disclosure_app = kind_app(DisclosureBody, "What was shared or refused, who received it and why (protocol §4).")


@disclosure_app.command("to-inform")
@reads
def corrections(screen: Screen) -> None:
    """The recipients to inform, since an item that they received was corrected or withdrawn."""
    recorded = screen.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Disclosure",), limit=LARGEST_REGISTER)).whole
    found = to_inform(recorded)
    if screen.json:
        answers = [
            {"recipient": each.recipient, "items": each.refs, "disclosure": each.disclosure.lineage} for each in found
        ]
        typer.echo(jsonlib.dumps(answers))
        return
    for each in found:
        out.print(escape(f"- {each.recipient}: {', '.join(each.refs)} [{each.disclosure.lineage}]"), highlight=False)
    if not found:
        out.print("Nobody is to be informed.")
