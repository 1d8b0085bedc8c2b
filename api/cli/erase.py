"""`dolen erase` and `dolen retention`: erasing records for good, and what is due for review."""

import json as jsonlib
import sys
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.cli.context import actor_for, installation, out
from api.cli.tables import counted
from api.cli.view_options import Screen
from api.installation import Installation
from api.services.erasure import due, erase, erase_again, preview
from graph.erasure.records import Erasable
from graph.model.view import View
from graph.values.when import written_date
from graph.view.options import today_in_wales

erase_app = typer.Typer(rich_markup_mode=None)

AsUser = Annotated[str | None, typer.Option("--as", help="As this account: with its role and what it may see.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@erase_app.command("erase")
def erase_one(
    name: Annotated[
        str, typer.Argument(help="The id or reference of an item, a report, a record, or the id of a judgement.")
    ] = "",
    reason: Annotated[str, typer.Option(help="Why; kept in the log, and names nobody who is erased.")] = "",
    with_shared: Annotated[
        bool, typer.Option("--with-shared", help="Also items and judgements that concern somebody else.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking first.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Erase what was erased before and is in the graph again.")
    ] = False,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Erase records for good, with what repeats them; the log keeps who, when and why. Show first what would go."""
    if bool(name) == again:
        raise typer.BadParameter("give what is to be erased, or --again.")
    with installation() as opened:
        screen = _screen(opened, as_user, reason)
        if again:
            done = erase_again(screen)
            out.print(
                "Nothing that was erased is in the graph." if done is None else _counts(done.found, "Erased again")
            )
            return
        found = preview(screen, name)
        if not yes:
            _show(found, json=json)
            if json or not sys.stdin.isatty() or not typer.confirm("Erase this for good?"):
                if not json:
                    out.print("Nothing was erased. Give --yes to erase it.")
                return
        done = erase(screen, name, reason, with_shared=with_shared)
    if json:
        said = {**_plain(done.found), "beside": asdict(done.beside), "entry": done.entry}
        typer.echo(jsonlib.dumps(said))
        return
    out.print(_counts(done.found, "Erased"))
    beside = done.beside
    out.print(
        f"Beside the graph: {counted(beside.rows, 'row')} of the SQL database,"
        f" {counted(beside.refused_rows, 'refused row')}, {counted(beside.uploads, 'upload')};"
        f" the words of {beside.entries} entries of the log."
    )
    for each in done.found.resting:
        out.print(escape(f"Rested on it, and stays to be judged again: {each.kind} [{each.lineage}]"))
    out.print(f"Entry {done.entry} of the log says that it was done, and why.")
    out.print("Backups that were made before hold it still; `dolen restore` erases it again.", soft_wrap=True)


@erase_app.command()
def retention(as_user: AsUser = None, json: Json = False) -> None:
    """Whose records are due for review, by the groups and years of the settings. Nothing is erased by itself."""
    with installation() as opened:
        found = due(_screen(opened, as_user, ""))
    if json:
        typer.echo(
            jsonlib.dumps([{**asdict(each), "since": f"{each.since}", "last": f"{each.last}"} for each in found])
        )
        return
    table = Table(title="Due for review", title_justify="left")
    for heading in ("Person", "Records", "Group", "Last recorded", "Items", "Due since"):
        table.add_column(heading, overflow="fold")
    for each in found:
        names = ", ".join(each.refs or each.records)
        last, since = written_date(each.last), written_date(each.since)
        table.add_row(escape(each.label), escape(names), str(each.group), last, f"{each.items_named}", since)
    out.print(table if found else "Nobody's records are due for review.")


def _screen(opened: Installation, as_user: str | None, reason: str) -> Screen:
    return Screen(opened, actor_for(opened, as_user, reason), View(today=today_in_wales()), json=False)


def _show(found: Erasable, *, json: bool) -> None:
    if json:
        typer.echo(jsonlib.dumps(_plain(found)))
        return
    out.print(_counts(found, "Would be erased"))
    if found.shared:
        out.print(f"{counted(found.shared, 'record')} of these also concern somebody else: --with-shared is needed.")
    for _, label in found.stays:
        out.print(escape(f"Also named there, and stays: {label}"))
    for each in found.resting:
        out.print(escape(f"Rests on it, and stays: {each.kind} [{each.lineage}]"))


def _counts(found: Erasable, done: str) -> str:
    items, judgements = counted(len(found.item_ids), "item"), counted(len(found.judgements), "judgement")
    words, gone = counted(len(found.words), "text"), counted(len(found.gone), "record")
    return f"{done}: {items}, {judgements}, {words} of reports; {gone} that nothing else names."


def _plain(found: Erasable) -> dict[str, object]:
    return {
        "items": list(found.item_ids),
        "judgements": list(found.judgements),
        "words": list(found.words),
        "gone": list(found.gone),
        "stays": [id_ for id_, _ in found.stays],
        "shared": found.shared,
        "rested_on": [asdict(each) for each in found.resting],
    }
