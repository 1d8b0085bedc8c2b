"""The commands that keep an installation in order: init, doctor, index, audit."""

import json as jsonlib
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, cast, get_args

import typer
from rich.markup import escape
from rich.table import Table

from api.accounts import AccountKeeper, Accounts, Compartments
from api.accounts.alarms import AlarmBook
from api.accounts.reasons import clean_reason
from api.cli.commands import WholeHelp
from api.cli.context import err, installation, operator, out
from api.cli.doctor import Check, examine
from api.installation import Installation
from graph.audit import Entry
from graph.audit.entry import LoggedEntry, now_ms, shown_time
from graph.model.view import Reader
from graph.queries import Actor
from graph.values.when import day_start
from viz.export import Export, check_place
from viz.log_file import WHOLE, FileForm, LogFile

maintenance_app = typer.Typer(rich_markup_mode=None)
audit_app = typer.Typer(
    help="The audit log: who viewed, changed or shared what, and why.",
    no_args_is_help=True,
    rich_markup_mode=None,
    cls=WholeHelp,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@maintenance_app.command()
def init() -> None:
    """Make the data folder, the log's key and the graph's schema ready; doing it again changes nothing."""
    with installation() as opened:
        opened.log.enter(Entry(who=operator(), action="administer", question="init"))
        engine = opened.store.engine
        out.print(escape(f"Ready: {opened.settings.home} ({engine} graph)."))
        out.print("Only people who may see everything should be able to read that folder: it is the boundary.")


@maintenance_app.command()
def doctor(json: Json = False) -> None:
    """Say what works and what is missing, and what to do about it."""
    with installation() as opened, err.status("Looking over the installation…"):
        checks = examine(opened)
    if json:
        typer.echo(jsonlib.dumps([check.as_json() for check in checks]))
    else:
        _show_checks(checks)
    if not all(check.good for check in checks):
        raise typer.Exit(1)


@maintenance_app.command()
def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build them again from the graph.")] = False,
) -> None:
    """Bring the search index and the projection up to date, or rebuild both. They are derived: nothing is lost."""
    with installation() as opened:
        opened.log.enter(Entry(who=operator(), action="administer", question="index rebuild" if rebuild else "index"))
        with err.status("Reading the graph…") as status:

            def reached(items: int) -> None:
                status.update(f"Indexing: {items:,} items…")

            written = opened.index.rebuild(reached) if rebuild else opened.index.catch_up(reached)
            change = _project(opened, reached, rebuild=rebuild)
    out.print(f"The search index is up to date; {written:,} items were written.")
    out.print(f"The projection is up to date, to change {change:,}.")


def _project(opened: Installation, progress: Callable[[int], None], *, rebuild: bool) -> int:
    """Bring the projection up to date, or rebuild it; to which change."""
    if rebuild:
        opened.projection.rebuild(progress)
    return opened.projection.catch_up(progress)


def _show_checks(checks: tuple[Check, ...]) -> None:
    table = Table()
    for column in ("What", "", "Finding", "What to do"):
        table.add_column(column)
    for check in checks:
        table.add_row(check.what, "good" if check.good else "WRONG", escape(check.finding), escape(check.advice))
    out.print(table)


@audit_app.command()
def verify(json: Json = False) -> None:
    """Check the whole chain: a line changed, dropped, swapped or cut off is found. Exits 1 when anything is wrong.

    Loads that were cut off are listed too; they are no fault of the log.
    """
    with installation() as opened:
        report = opened.verify_log()
    if json:
        found = {"problems": report.problems, "cut_off_loads": report.cut_off}
        said = {what: [asdict(each) for each in problems] for what, problems in found.items()}
        typer.echo(jsonlib.dumps({"entries": report.entries, "erased": report.erased, **said}))
        raise typer.Exit(0 if report.whole else 1)
    if report.problems:
        for problem in report.problems:
            place = f"Entry {problem.number}: " if problem.number else ""
            out.print(place + escape(problem.sentence))
    else:
        erased = f"; the words of {report.erased} were erased" if report.erased else ""
        out.print(f"{report.entries} entries, each where it belongs{erased}.")
    for load in report.cut_off:
        out.print(f"Entry {load.number}: " + escape(load.sentence))
    if report.problems:
        raise typer.Exit(1)


@audit_app.command()
def export(
    path: Path,
    reason: Annotated[str, typer.Option(help="Why; goes into the log.")] = "",
    as_user: Annotated[
        str | None, typer.Option("--as", help="As this auditor reads it: words of other compartments are withheld.")
    ] = None,
) -> None:
    """Write the log to a file (JSON Lines or CSV, by its ending); the export is entered too."""
    with installation() as opened:
        form = path.suffix[1:].lower()
        check_place(path, tuple(f".{known}" for known in get_args(FileForm)), replace=False)
        reader = Reader(operator(), "operator") if as_user is None else Accounts(opened.sql).get(as_user).reader()
        log = LogFile(opened.log, cast(FileForm, form), _reads_of(opened, as_user))
        opened.exit.put_at(Export("audit", log, Actor(reader, operator(), reason), WHOLE), path, replace=False)
    out.print(escape(f"The log was written to {path}."))


def _reads_of(opened: Installation, as_user: str | None) -> Callable[[LoggedEntry], LoggedEntry]:
    """The log as an auditor reads it, or (without one) as the operator does: all of it."""
    if as_user is None:
        return lambda entry: entry
    mine = Accounts(opened.sql).get(as_user).reader().compartments
    every = frozenset(each.name for each in Compartments(opened.sql, opened.log, now_ms).list())
    return lambda entry: entry.for_auditor(mine, every)


@audit_app.command("alarms")
def list_alarms(json: Json = False) -> None:
    """Activity in the log of the last thirty days to ask about: trawls, names, exports, failed sign-ins."""
    with installation() as opened:
        raised = AlarmBook(opened.sql, opened.log, opened.settings, now_ms).raised(AccountKeeper(operator()))
    if json:
        said = [{**asdict(each.alarm), "seen_by": each.seen.by if each.seen else None} for each in raised]
        typer.echo(jsonlib.dumps(said))
        return
    table = Table()
    for column in ("Who", "What", "How many", "Entries", "Since", "Looked into"):
        table.add_column(column)
    for each in raised:
        alarm = each.alarm
        seen = f"{each.seen.by}: {each.seen.reason}" if each.seen else ""
        cells = (alarm.who, alarm.kind, str(alarm.count), f"{alarm.first}-{alarm.last}", shown_time(alarm.since), seen)
        table.add_row(*(escape(cell) for cell in cells))
    out.print(table)


@audit_app.command("erase-words")
def erase_words(
    numbers: Annotated[list[int] | None, typer.Argument(help="Numbers of entries.")] = None,
    before: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="All entries from before this day.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; goes into the log.")] = "",
) -> None:
    """Erase reasons and words, not ids, of entries; `dolen audit verify` still passes, and says how many."""
    if bool(numbers) == (before is not None):
        raise typer.BadParameter("give numbers of entries, or --before 2026-01-01.")
    cleaned = clean_reason(reason)
    with installation() as opened:
        wanted = tuple(numbers or ()) if before is None else opened.log.numbers_with_words(day_start(before.date()))
        if not wanted:
            out.print("No entry from before that day has words left.")
            return
        entered = opened.log.erase_words(wanted, who=operator(), reason=cleaned)
    out.print(f"The reasons and words of {len(set(wanted))} entries are erased; entry {entered} says so.")


@audit_app.command()
def mend(reason: Annotated[str, typer.Option(help="What happened; goes into the log.")]) -> None:
    """Continue a log whose head was lost or damaged; the gap is always reported."""
    with installation() as opened:
        number = opened.log.mend(who=operator(), reason=reason)
    out.print(f"The log goes on from entry {number}; `dolen audit verify` reports the gap for good.")
