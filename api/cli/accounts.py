"""The commands that keep accounts: user add, list, disable, enable, reset, role, compartments.

A password is asked for on the terminal or read from standard input; it is never an argument, since other users of the
machine can read those.
"""

import getpass
import json as jsonlib
import sys
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.accounts import Account, Accounts, Administration, PasswordRefused
from api.accounts.account import clean_display_name, clean_name, known_role
from api.accounts.password_rules import SHORTEST, refuse_weak
from api.cli.context import err, house, operator, out
from api.house import House
from graph.audit.entry import now_ms
from graph.values.access import compartment_name

user_app = typer.Typer(help="Accounts: who may sign in, in which role and compartments.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input (its first line).")
]
OwnPassword = Annotated[
    bool,
    typer.Option(
        "--own-password", help="The person typed the password themselves, and is not asked to choose another."
    ),
]
FIRST = "There are no accounts yet. Make the first administrator: dolen user add NAME --role administrator"


@user_app.command("add")
def add_user(
    name: str,
    role: Annotated[str, typer.Option(help="analyst, chair, manager, auditor or administrator.")],
    compartment: Annotated[list[str] | None, typer.Option(help="A compartment the person is a member of.")] = None,
    display_name: Annotated[str, typer.Option(help="What the page calls the person, such as 'Ann Price'.")] = "",
    password_stdin: PasswordStdin = False,
    no_password: Annotated[bool, typer.Option(help="Signs in by the identity provider alone.")] = False,
    own_password: OwnPassword = False,
) -> None:
    """Add an account, and ask for its password. The first administrator is made this way.

    Whoever is added later is asked to choose a password of their own when they first sign in.
    """
    if password_stdin and no_password:
        raise typer.BadParameter("--password-stdin and --no-password exclude each other.")
    wanted = Account(clean_name(name), known_role(role), display_name=clean_display_name(display_name))
    password = None if no_password else _read_password(wanted, password_stdin)
    with house() as opened:
        keeping = _administration(opened)
        is_first = not keeping.accounts.list()
        account = keeping.add(
            operator(),
            name,
            role,
            compartments=frozenset(compartment or ()),
            display_name=display_name,
            password=password,
            temporary=not (own_password or is_first),
        )
    out.print(f"Added {account.name} ({account.role}).")


@user_app.command("list")
def list_users(json: Json = False) -> None:
    """The accounts there are."""
    with house() as opened:
        accounts = Accounts(opened.sql).list()
    if json:
        typer.echo(jsonlib.dumps([_as_json(account) for account in accounts]))
    elif accounts:
        _show(accounts)
    else:
        out.print(FIRST, soft_wrap=True)


@user_app.command("disable")
def disable_user(name: str) -> None:
    """Keep somebody out from now on, and sign them out everywhere. An account is never deleted."""
    with house() as opened:
        account = _administration(opened).disable(operator(), name)
    out.print(f"{account.name} is disabled and signed out everywhere.")


@user_app.command("enable")
def enable_user(name: str) -> None:
    """Let somebody in again who was disabled."""
    with house() as opened:
        account = _administration(opened).enable(operator(), name)
    out.print(f"{account.name} may sign in again.")


@user_app.command("reset")
def reset_user(name: str, password_stdin: PasswordStdin = False, own_password: OwnPassword = False) -> None:
    """Give an account another password until its owner chooses their own, and sign it out everywhere."""
    with house() as opened:
        account = Accounts(opened.sql).get(name)
        password = _read_password(account, password_stdin)
        _administration(opened).reset(operator(), account.name, password, temporary=not own_password)
    out.print(f"{account.name} has another password and is signed out everywhere.")


@user_app.command("role")
def change_role(
    name: str, role: Annotated[str, typer.Argument(help="analyst, chair, manager, auditor or administrator.")]
) -> None:
    """Give an account another role, from its next look on."""
    with house() as opened:
        account = _administration(opened).alter(operator(), name, role=role)
    out.print(f"{account.name} is {account.role}.")


@user_app.command("compartments")
def change_compartments(
    name: str,
    add: Annotated[list[str] | None, typer.Option(help="Make the person a member; repeatable.")] = None,
    remove: Annotated[list[str] | None, typer.Option(help="End the membership; repeatable.")] = None,
) -> None:
    """Show the compartments an account is a member of, or change them from its next look on."""
    with house() as opened:
        account = Accounts(opened.sql).get(name)
        if add or remove:
            left = account.compartments - {compartment_name(compartment) for compartment in remove or ()}
            wanted = left | {compartment_name(compartment) for compartment in add or ()}
            account = _administration(opened).alter(operator(), name, compartments=wanted)
    compartments = ", ".join(sorted(account.compartments)) or "no compartment"
    out.print(escape(f"{account.name} is a member of {compartments}."), soft_wrap=True)


def _administration(opened: House) -> Administration:
    return Administration(opened.sql, opened.log, now_ms)


def _read_password(account: Account, from_stdin: bool) -> str:
    """The password that is to be the account's. Raises `PasswordRefused` for one from standard input."""
    if from_stdin:
        try:
            password = sys.stdin.buffer.readline().decode("utf-8").removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError:
            raise typer.BadParameter("the password on standard input is not text in UTF-8.") from None
        refuse_weak(password, account)
        return password
    if not sys.stdin.isatty():
        raise typer.BadParameter("there is no terminal to ask for the password at: use --password-stdin.")
    err.print(f"Three random words make a good password; at least {SHORTEST} characters, nothing else is asked.")
    while True:
        password = getpass.getpass(f"Password for {account.name}: ")
        try:
            refuse_weak(password, account)
        except PasswordRefused as refused:
            err.print(escape(str(refused)), highlight=False)
            continue
        if getpass.getpass("The same again: ") == password:
            return password
        err.print("The two are not the same. Try again.")


def _as_json(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "role": account.role,
        "compartments": sorted(account.compartments),
        "disabled": account.disabled,
        "display_name": account.display_name,
    }


def _show(accounts: tuple[Account, ...]) -> None:
    table = Table()
    for column in ("Name", "Called", "Role", "Compartments", ""):
        table.add_column(column)
    for account in accounts:
        cells = (account.name, account.display_name, account.role, ", ".join(sorted(account.compartments)))
        table.add_row(*(escape(cell) for cell in cells), "disabled" if account.disabled else "")
    out.print(table)
