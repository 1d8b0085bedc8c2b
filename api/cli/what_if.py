"""`dolen what-if`: which links and judgements rest on a source, a report or a decision about two records."""

from dataclasses import replace
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.context import out
from api.cli.decisions import kind_words
from api.cli.view_options import Screen, reads
from api.services.find_entity import find, label_with_refs
from graph.errors import Ambiguous, ValueRefused
from graph.queries.linking.what_if import WHAT_IF, LinkChanged, WhatIf, WhatIfShown
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT

what_if_app = typer.Typer(rich_markup_mode=None)


@what_if_app.command("what-if")
@reads
def what_if(
    screen: Screen,
    report: Annotated[str, typer.Option(help="Leave out this report: its reference or id.")] = "",
    same: Annotated[str, typer.Option(help="Leave out this decision about two records: its id.")] = "",
    limit: Annotated[int, typer.Option(help="How many links to show.", min=1, max=LARGEST_LIMIT)] = DEFAULT_LIMIT,
) -> None:
    """Which links between children, and which judgements, rest on a source (--without), a report or a decision."""
    lens = screen.view.lens
    origins = sorted(lens.without)
    if len(origins) + bool(report) + bool(same) != 1:
        raise ValueRefused(
            "what-if",
            "",
            "it asks about one thing.",
            "Give one of --without MARK (of a source), --report REF, --same DECISION.",
        )
    whole = replace(screen, view=replace(screen.view, lens=replace(lens, without=frozenset())))
    if origins:
        asked = WhatIf(what="origin", id=origins[0], limit=limit)
    elif report:
        asked = WhatIf(what="report", id=_report(whole, report), limit=limit)
    else:
        asked = WhatIf(what="decision", id=same, limit=limit)
    answer = whole.ask(WHAT_IF, asked)
    screen.show(answer, lambda: _show(answer))


def _report(screen: Screen, text: str) -> str:
    found = [each for each in find(screen, text).reports if text in (each.ref, each.id)]
    if len(found) > 1:
        raise Ambiguous(text, tuple((each.id, "report", each.source_system) for each in found))
    return found[0].id if found else text


def _show(answer: WhatIfShown) -> None:
    if answer.items:
        out.print(escape(f"Left out: {', '.join(answer.items)}."), soft_wrap=True)
    if not answer.links:
        out.print("No link between children that you may see rests on it.")
    else:
        out.print(f"Links between children that would differ ({answer.shown} of {answer.total}):")
    for link in answer.links:
        out.print(escape(f"- {label_with_refs(link.one)} and {label_with_refs(link.other)}: {_difference(link)}"))
    for each in answer.parted:
        into = "; ".join(label_with_refs(one) for one in each.into) or "named by nothing else"
        words = f"would be {len(each.into)} records: {into}" if each.into else into
        out.print(escape(f"- {label_with_refs(each.entity)} {words}"))
    if not answer.judgements:
        out.print("No assessment and no decision that you may see rests on it.")
        return
    out.print("Judgements that rest on it:")
    for judged in answer.judgements:
        about = "; ".join(label_with_refs(one) for one in judged.about)
        out.print(escape(f"- {kind_words(judged.kind)} ({judged.state}): {about} [{judged.id}]"))


def _difference(link: LinkChanged) -> str:
    if link.now is None:
        return f"only without it, {link.without:.2f}"
    return "lost" if link.without is None else f"weaker, {link.now:.2f} to {link.without:.2f}"
