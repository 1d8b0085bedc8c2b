"""The commands that keep what is recorded from being lost: backup and restore."""

import getpass
import json as jsonlib
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer
from rich.markup import escape

from api.accounts.second_factor import second_factor_key
from api.cli.context import PAUSE, err, installation, operator, out
from api.installation import DEMO_MARK
from graph.audit import Entry
from graph.backup import (
    Archive,
    AskPassphrase,
    BackupSource,
    Contents,
    check_restorable,
    differs_from,
    read_backup,
    restore,
)
from graph.erasure.ledger import ledger_of
from graph.errors import BackupUnusable, SettingsWrong
from graph.model.view import Reader
from graph.queries import Actor
from graph.settings import read_settings
from viz.backup_file import EVERYTHING, BackupFile
from viz.export import Export, check_place

SHORTEST_PASSPHRASE = 12

backup_app = typer.Typer(rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
PassphraseFile = Annotated[
    Path | None, typer.Option(help="A file whose first line is the passphrase; without it, it is asked for.")
]


@backup_app.command()
def backup(
    file: Path,
    verify: Annotated[bool, typer.Option("--verify", help="Check a backup that is there; write nothing.")] = False,
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help="Encrypt it with a passphrase, which is asked for.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    reason: Annotated[str, typer.Option(help="Why; goes into the log.")] = "",
    json: Json = False,
) -> None:
    """Write everything that is recorded into one file, while others work; or check such a file with --verify.

    The graph, accounts, the audit log and all else of the SQL database, of one moment. The keys (audit.key,
    accounts.key) are never in it: keep copies of them elsewhere. The file is as confidential as the data folder.
    """
    if verify:
        _verify(file, passphrase_file, json=json)
        return
    check_place(file, (), replace=False)
    passphrase = _new_passphrase(passphrase_file) if encrypt or passphrase_file else None
    with installation() as opened:
        actor = Actor(Reader(operator(), "operator"), operator(), reason)
        source = BackupSource(opened.store, opened.sql, opened.log.key_name, opened.is_demo)
        content = BackupFile(source, passphrase, SlowLines("Copying", "nodes"))
        opened.exit.put_at(Export("backup", content, actor, EVERYTHING), file, replace=False)
    try:
        # A backup that cannot be read is none: better to know today.
        contents = _read(Archive(file, None if passphrase is None else lambda: passphrase))
    except BackupUnusable:
        file.unlink()
        raise
    if json:
        typer.echo(jsonlib.dumps(_as_json(file, contents, encrypted=passphrase is not None)))
        return
    out.print(escape(f"{file} holds {_what(contents)}, and was read back whole."), soft_wrap=True)
    out.print("It is encrypted." if passphrase else "It is not encrypted: keep it as you keep the data folder.")
    out.print("Keep copies of the keys (audit.key, accounts.key) elsewhere: they are in no backup.", soft_wrap=True)


@backup_app.command("restore")
def restore_backup(
    file: Path,
    passphrase_file: PassphraseFile = None,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Where the log's key is lost: go on with a new one.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why; goes into the log.")] = "",
    json: Json = False,
) -> None:
    """Restore a backup into an installation that holds nothing, on either engine.

    Put the keys (audit.key, accounts.key) into the data folder first. One that was cut off starts over.
    """
    settings = read_settings()
    archive = Archive(file, _ask(passphrase_file))
    contents = _read(archive)
    check_restorable(contents, settings, new_key=new_key)
    restored = restore(archive, contents, settings, SlowLines("Restoring", "lines"), new_key=new_key)
    with installation() as opened:
        if contents.opening.demo:
            (settings.home / DEMO_MARK).touch()
        opened.log.enter(Entry(who=operator(), action="administer", question="restore", reason=reason))
        made_findable = SlowLines("Indexing", "items")
        opened.index.rebuild(made_findable.reached)
        opened.projection.catch_up(made_findable.reached)
    if json:
        typer.echo(jsonlib.dumps(_as_json(file, contents, encrypted=archive.header.encrypted)))
        return
    out.print(escape(f"Restored {_what(contents)}."), soft_wrap=True)
    out.print("What was recorded or decided after that is not in it. Everybody signs in again.", soft_wrap=True)
    if restored.erased:
        out.print(f"{restored.erased:,} records that were erased after it was made were erased again.", soft_wrap=True)
    if not ledger_of(settings).path.exists():
        out.print(
            "No list of erasures (erased.jsonl) lay in the data folder: what was erased since is in the graph again.",
            soft_wrap=True,
        )
    if contents.closing.rows.get("second_factors") and not second_factor_key(settings).exists():
        out.print("accounts.key is missing: without it every second factor has to be reset.", soft_wrap=True)
    if new_key:
        out.print("The log goes on under a new key: `dolen audit verify` names every entry before it.", soft_wrap=True)
    assert restored.change == contents.closing.change, "what was restored is what was read"


class SlowLines:
    """Says on the terminal how far something is: a line now and then, for a log too; what is quick says nothing."""

    def __init__(self, doing: str, what: str) -> None:
        self._doing = doing
        self._what = what
        self._last = monotonic()

    def __call__(self, done: int, of: int) -> None:
        """Say that so much of so much is done, unless something was said a moment ago."""
        self._say(f"{done:,} of about {of:,}")

    def reached(self, done: int) -> None:
        """Say that so much is done."""
        self._say(f"{done:,}")

    def _say(self, how_far: str) -> None:
        if monotonic() - self._last >= PAUSE:
            self._last = monotonic()
            err.print(f"{self._doing}: {how_far} {self._what}…", highlight=False, soft_wrap=True)


def _verify(file: Path, passphrase_file: Path | None, *, json: bool) -> None:
    """Read a backup whole, and compare it with the graph of this installation, where there is one."""
    archive = Archive(file, _ask(passphrase_file))
    contents = _read(archive)
    differences: tuple[str, ...] | None = None
    if _is_installed():
        with installation() as opened:
            opened.log.enter(Entry(who=operator(), action="administer", question="backup verify"))
            differences = differs_from(contents, opened.store)
    if json:
        compared = {"differences": None if differences is None else list(differences)}
        typer.echo(jsonlib.dumps({**_as_json(file, contents, encrypted=archive.header.encrypted), **compared}))
        return
    out.print(escape(f"{file} is whole: it holds {_what(contents)}."), soft_wrap=True)
    if differences == ():
        out.print("The graph of this installation is the one in the backup, with nothing added since.", soft_wrap=True)
    for sentence in differences or ():
        out.print(escape(sentence), soft_wrap=True)


def _is_installed() -> bool:
    """Whether this data folder is in use; checking a file makes none."""
    settings = read_settings()
    key = settings.audit_key or settings.home / "audit.key"
    return settings.home.is_dir() and key.exists() and (settings.home / "audit.head").exists()


def _read(archive: Archive) -> Contents:
    return read_backup(archive, SlowLines("Reading the backup", "lines").reached)


def _what(contents: Contents) -> str:
    """A backup in a few words."""
    nodes, edges, rows = (sum(each.values()) for each in (contents.nodes, contents.edges, contents.closing.rows))
    return (
        f"change {contents.closing.change:,} of {contents.opening.made_at[:16].replace('T', ' ')}: {nodes:,} nodes and"
        f" {edges:,} relationships of the graph ({contents.nodes.get('Item', 0):,} items), {rows:,} rows of the SQL"
        f" database, {contents.closing.head.count:,} entries of the audit log among them"
    )


def _as_json(file: Path, contents: Contents, *, encrypted: bool) -> dict[str, object]:
    """For programs."""
    return {
        "file": str(file),
        "encrypted": encrypted,
        "change": contents.closing.change,
        "made_by": contents.opening.made_by,
        "made_at": contents.opening.made_at,
        "nodes": dict(contents.nodes),
        "relationships": dict(contents.edges),
        "rows": dict(contents.closing.rows),
        "log_entries": contents.closing.head.count,
    }


def _ask(passphrase_file: Path | None) -> AskPassphrase | None:
    """How the passphrase of a backup that is there is come by; None where nobody can be asked."""
    if passphrase_file is not None:
        return lambda: _first_line(passphrase_file)
    if sys.stdin.isatty():
        return lambda: getpass.getpass("Passphrase of the backup: ")
    return None


def _new_passphrase(passphrase_file: Path | None) -> str:
    if passphrase_file is not None:
        passphrase = _first_line(passphrase_file)
    elif not sys.stdin.isatty():
        raise SettingsWrong(
            "There is no terminal to ask for the passphrase at.", "Give a file with it: --passphrase-file."
        )
    else:
        passphrase = _typed_twice(getpass.getpass)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise SettingsWrong(
            f"The passphrase is shorter than {SHORTEST_PASSPHRASE} characters.", "Use three random words or more."
        )
    return passphrase


def _typed_twice(ask: Callable[[str], str]) -> str:
    passphrase = ask("Passphrase for the backup: ")
    if ask("The same again: ") != passphrase:
        raise SettingsWrong("The two passphrases differ.", "Try again.")
    return passphrase


def _first_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsWrong(f"The passphrase file {str(path)!r} cannot be read: {error}.") from None
