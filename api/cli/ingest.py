"""The commands that load files: ingest, look, mappings."""

import json as jsonlib
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.accounts import Accounts
from api.cli.context import err, installation, operator, out, reason_of_its_own
from api.cli.tables import counted
from api.imports.run_import import Bringing, bring_in
from api.installation import Installation
from graph.errors import RunStopped, StoreError, ValueRefused
from graph.ingest.map.apply import fits
from graph.ingest.map.mapping import list_mappings
from graph.ingest.map.starter import TableOverview, look
from graph.ingest.read.text import known_encoding
from graph.ingest.run import IngestSummary
from graph.ingest.run import Progress as Reached
from graph.model.view import Reader

MOST_GROUPS_SHOWN = 20

ingest_app = typer.Typer(rich_markup_mode=None)


@ingest_app.command("ingest")
def ingest_files(
    paths: Annotated[list[Path], typer.Argument(help="Mention or assessment tables: CSV, XLSX, ODS, JSON, or a ZIP.")],
    mapping: Annotated[
        str | None, typer.Option(help="A mapping's name, or its file, for tables in another layout.")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Read everything, write nothing, and say what would happen.")] = False,
    strict: Annotated[bool, typer.Option(help="Exit 1 when a row was refused.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    as_user: Annotated[
        str | None, typer.Option("--as", help="Load as this user: what they may not see answers and ends nothing.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; needed on real data, and goes into the log.")] = "",
) -> None:
    """Load files of recorded intelligence. Refused rows go to a quarantine file, to be corrected and loaded again."""
    with installation() as opened:
        reason = reason if dry_run else reason_of_its_own(opened, reason)
        summary = load(opened, paths, mapping=mapping, dry_run=dry_run, as_user=as_user, reason=reason)
    if json:
        typer.echo(jsonlib.dumps(summary.as_json()))
    else:
        show_summary(summary)
    if strict and summary.quarantined:
        raise typer.Exit(1)


def load(
    opened: Installation,
    paths: list[Path],
    *,
    mapping: str | None = None,
    dry_run: bool = False,
    as_user: str | None = None,
    reason: str = "",
) -> IngestSummary:
    """Load files with the log's intent and outcome around it, and with progress on a terminal.

    As the local operator, who sees everything, or as the user of an account.
    """
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    shown = Progress(*columns, console=err, transient=True, disable=not err.is_terminal)
    with shown as bar:
        task = bar.add_task("Reading…", total=None)

        def reached(progress: Reached) -> None:
            bar.update(task, description=escape(f"{progress.table}: {progress.table_rows:,} rows"))

        author, reader, who = operator(), Reader(operator(), "operator"), ""
        if as_user is not None:
            account = Accounts(opened.sql).get(as_user)
            author, reader, who = account.name, account.reader(), operator()
        wanted = Bringing(tuple(paths), author, reader, who, mapping=mapping, reason=reason, dry_run=dry_run)
        summary = bring_in(opened, wanted, reached)
    if not dry_run:
        _make_findable(opened)
    return summary


def _make_findable(opened: Installation) -> None:
    """Bring the search index up to date now, so that the next search need not wait for it."""
    try:
        with err.status("Bringing the search index up to date…"):
            opened.index.catch_up()
    except StoreError as error:
        err.print(escape(f"Everything is loaded; the search index will catch up at the next search. {error}"))


def show_summary(summary: IngestSummary) -> None:
    """What a run came to, for a person."""
    done = "Would load" if summary.dry_run else "Loaded"
    out.print(
        f"{done} {counted(summary.reports, 'report')}, {counted(summary.items, 'item')},"
        f" {counted(summary.mentions, 'mention')}"
        f" in {summary.seconds:.1f} s{' (going on from where it was stopped)' if summary.resumed else ''}."
    )
    table = Table(title="New in the graph", title_justify="left")
    table.add_column("Kind")
    table.add_column("Created", justify="right")
    for kind, count in summary.created.items():
        table.add_row(kind, f"{count:,}")
    out.print(table)
    if summary.unseen:
        out.print(f"{counted(summary.unseen, 'row')} {'would be ' * summary.dry_run}stored that you may not read.")
    if summary.unchanged:
        out.print(f"Already there: {counted(summary.unchanged, 'row')}.")
    if summary.repeated:
        out.print(f"Given more than once in the files: {counted(summary.repeated, 'row')}.")
    for warning in summary.warnings:
        out.print(
            escape(
                f"Kept, with a warning: {warning.field}: {warning.reason} ({counted(warning.count, 'time')}, first at"
            )
            + escape(f" {warning.file}, line {warning.line}: {warning.value!r})")
        )
    if summary.quarantined:
        for group in summary.refusal_groups[:MOST_GROUPS_SHOWN]:
            out.print(escape(f"Refused: {group}"))
        if (more := len(summary.refusal_groups) - MOST_GROUPS_SHOWN) > 0:
            out.print(f"Refused for {counted(more, 'other reason')}: the quarantine file gives each.")
        out.print(
            f"[bold]{counted(summary.quarantined, 'row')} refused.[/] Correct what can be corrected in "
            f"{escape(' and '.join(summary.quarantine_files) or 'the table')} and load that file."
        )


@ingest_app.command("look")
def look_at(
    paths: Annotated[list[Path], typer.Argument(help="A table in any format that `dolen ingest` reads, or several.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    mapping_only: Annotated[
        bool, typer.Option("--mapping", help="Print the mapping alone, to be kept in a file.")
    ] = False,
    sheet: Annotated[str, typer.Option(help="Of a workbook with several layouts, the sheet or a pattern.")] = "",
    encoding: Annotated[str, typer.Option(help="That of text that is not UTF-8, such as cp850 or mac_roman.")] = "",
) -> None:
    """Show a file's format, columns and first rows, and a draft mapping. Nothing is loaded."""
    found = [each for each in look(paths, encoding=_encoding(encoding)) if not sheet or fits(each.sheet, sheet)]
    if not found:
        raise RunStopped(f"There is no sheet {sheet!r}.", "`dolen look` without --sheet names them.")
    if mapping_only and len(found) > 1:
        names = ", ".join(each.sheet or each.name for each in found)
        raise RunStopped(f"There are several layouts: {names}.", "Give --sheet, or one file of each layout.")
    if json:
        said = [each.as_json() for each in found]
        typer.echo(jsonlib.dumps(said[0] if len(said) == 1 else said, ensure_ascii=False))
        return
    for each in found:
        if not mapping_only:
            _show_look(each)
        typer.echo(each.mapping)


def _encoding(text: str) -> str:
    """An encoding as it was typed. Raises `ValueRefused` for none."""
    try:
        return known_encoding(text) if text else ""
    except ValueError as error:
        raise ValueRefused("--encoding", text, f"{error}.") from None


def _show_look(found: TableOverview) -> None:
    """What one table is, for a person."""
    parts = [found.format.upper(), found.encoding, _DELIMITERS.get(found.delimiter, "")]
    parts += [f"sheet {found.sheet}"] * bool(found.sheet) + [f"columns named on line {found.header_row}"]
    out.print(escape(f"{found.name}: {', '.join(part for part in parts if part)}"))
    for note in found.notes:
        out.print(escape(f"Note: {note}."))
    table = Table(title="Columns", title_justify="left")
    for heading in ("Column", "Probably", "Holds", "First values"):
        table.add_column(heading, overflow="fold")
    for each in found.columns:
        held = f"{each.kind} {each.form}".strip()
        table.add_row(escape(each.column), each.target or "left out", escape(held), escape(" · ".join(each.samples)))
    out.print(table)
    out.print("A mapping to begin with: keep it in a file, read and correct it, then try")
    out.print("  dolen ingest FILE --mapping NAME.toml --dry-run")


_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@ingest_app.command()
def mappings() -> None:
    """The mappings that `--mapping` knows by name."""
    with installation() as opened:
        for name, about in list_mappings(opened.settings.home / "mappings"):
            out.print(escape(f"{name}: {about}"))
