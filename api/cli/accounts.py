"""The commands that keep accounts: `user` add, list, disable, enable, reset and the others; `compartment`.

The local operator owns the data folder, and so may do alone what takes two people on the page; each step is entered.

A password is asked for on the terminal or read from standard input; it is never an argument, since other users of the
machine can read those.
"""

import getpass
import json as jsonlib
import sys
from datetime import datetime, timedelta
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.accounts import Account, AccountKeeper, Accounts, Administration, Compartments, PasswordRefused
from api.accounts.account import clean_display_name, clean_name, known_role
from api.accounts.membership import Compartment
from api.accounts.password_rules import SHORTEST, refuse_weak
from api.cli.commands import WholeHelp
from api.cli.context import err, installation, operator, out, reason_of_its_own
from api.installation import Installation
from graph.audit.entry import now_ms
from graph.errors import NotFound
from graph.values.when import day_start, written_day

compartment_app = typer.Typer(
    help="Compartments: records that only their members read.",
    no_args_is_help=True,
    rich_markup_mode=None,
    cls=WholeHelp,
)
user_app = typer.Typer(
    help="Accounts: who may sign in, in which role and compartments.",
    no_args_is_help=True,
    rich_markup_mode=None,
    cls=WholeHelp,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input (its first line).")
]
OwnPassword = Annotated[
    bool,
    typer.Option("--own-password", help="The person typed the password themselves and need not choose another."),
]
Reason = Annotated[str, typer.Option(help="Why; needed on real data, and goes into the log.")]
FIRST = "There are no accounts yet. Make the first administrator: dolen user add NAME --role administrator"


@user_app.command("add")
def add_user(
    name: str,
    role: Annotated[str, typer.Option(help="analyst, chair, manager, auditor or administrator.")],
    display_name: Annotated[str, typer.Option(help="What the page calls the person, such as 'Ann Price'.")] = "",
    password_stdin: PasswordStdin = False,
    no_password: Annotated[bool, typer.Option(help="Signs in by the identity provider alone.")] = False,
    own_password: OwnPassword = False,
    reason: Reason = "",
) -> None:
    """Add an account, and ask for its password. The first administrator is made this way.

    Everybody added later has to choose a password of their own when they first sign in.
    """
    if password_stdin and no_password:
        raise typer.BadParameter("--password-stdin and --no-password exclude each other.")
    wanted = Account(clean_name(name), known_role(role), display_name=clean_display_name(display_name))
    password = None if no_password else _read_password(wanted, password_stdin)
    with installation() as opened:
        keeping = _administration(opened)
        is_first = not keeping.accounts.list()
        reason = reason if is_first else reason_of_its_own(opened, reason)
        account = keeping.add(
            operator(),
            name,
            role,
            display_name=display_name,
            password=password,
            temporary=not (own_password or is_first),
            reason=reason,
        )
    out.print(f"Added {account.name} ({account.role}).")


@user_app.command("list")
def list_users(json: Json = False) -> None:
    """List the accounts."""
    with installation() as opened:
        accounts = Accounts(opened.sql).list()
    if json:
        typer.echo(jsonlib.dumps([_as_json(account) for account in accounts]))
    elif accounts:
        _show(accounts)
    else:
        out.print(FIRST, soft_wrap=True)


@user_app.command("disable")
def disable_user(name: str, reason: Reason = "") -> None:
    """Disable an account and sign it out everywhere. An account is never deleted."""
    with installation() as opened:
        account = _administration(opened).disable(operator(), name, reason=reason_of_its_own(opened, reason))
    out.print(f"{account.name} is disabled and signed out everywhere.")


@user_app.command("enable")
def enable_user(name: str, reason: Reason = "") -> None:
    """Enable a disabled account again."""
    with installation() as opened:
        account = _administration(opened).enable(operator(), name, reason=reason_of_its_own(opened, reason))
    out.print(f"{account.name} may sign in again.")


@user_app.command("reset")
def reset_user(
    name: str, password_stdin: PasswordStdin = False, own_password: OwnPassword = False, reason: Reason = ""
) -> None:
    """Reset a password, until its owner chooses a new one, and sign the account out everywhere."""
    with installation() as opened:
        account = Accounts(opened.sql).get(name)
        why = reason_of_its_own(opened, reason)
        password = _read_password(account, password_stdin)
        _administration(opened).reset(operator(), account.name, password, temporary=not own_password, reason=why)
    out.print(f"{account.name} has another password and is signed out everywhere.")


@user_app.command("reset-second-factor")
def reset_second_factor(name: str, reason: Reason = "") -> None:
    """Reset the second factor of somebody who lost phone and recovery codes; signs them out everywhere."""
    with installation() as opened:
        why = reason_of_its_own(opened, reason)
        account = _administration(opened).reset_second_factor(operator(), name, reason=why)
    out.print(f"No code is asked of {account.name} any more.")


@user_app.command("role")
def change_role(
    name: str,
    role: Annotated[str, typer.Argument(help="analyst, chair, manager, auditor or administrator.")],
    reason: Reason = "",
) -> None:
    """Give an account another role, from its next request on."""
    with installation() as opened:
        account = _administration(opened).alter(operator(), name, role=role, reason=reason_of_its_own(opened, reason))
    out.print(f"{account.name} is {account.role}.")


@user_app.command("confirm")
def confirm_user(name: str, reason: Reason = "") -> None:
    """Confirm an administrator's change of an account, where no manager can."""
    with installation() as opened:
        account = _administration(opened).confirm(
            AccountKeeper(operator()), name, reason=reason_of_its_own(opened, reason)
        )
    out.print(f"{account.name} is confirmed as {account.role}.")


@user_app.command("compartments")
def change_compartments(
    name: str,
    add: Annotated[list[str] | None, typer.Option(help="Add a membership; repeatable.")] = None,
    remove: Annotated[list[str] | None, typer.Option(help="End the membership; repeatable.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of what --add gives.")] = None,
    reason: Reason = "",
) -> None:
    """Show the compartments an account is a member of, or change them; a change holds from its next request.

    Here you both request and grant; the log has two entries under your name, and the owner is notified.
    """
    if add and until is None:
        raise typer.BadParameter("a membership ends on a day: give --until 2026-12-31, and --reason.")
    with installation() as opened:
        account = Accounts(opened.sql).get(name)
        kept, actor = _compartments(opened), AccountKeeper(operator())
        if add or remove:
            reason = reason_of_its_own(opened, reason)
        for compartment in add or ():
            assert until is not None
            found = _known(kept, compartment)
            moment = day_start(until.date() + timedelta(days=1))
            kept.grant(actor, kept.ask(actor, found.id, account.name, moment, reason).id, reason=reason)
        for compartment in remove or ():
            found = _known(kept, compartment)
            for each in kept.of_member(account.name):
                if each.compartment.id == found.id:
                    kept.end(actor, each.id, reason=reason)
        account = Accounts(opened.sql).get(name)
        until_of = {each.compartment.name: written_day(each.until - 1) for each in kept.of_member(account.name)}
    held = [f"{each} until {until_of[each]}" for each in sorted(account.compartments)]
    out.print(escape(f"{account.name} is a member of {', '.join(held) or 'no compartment'}."), soft_wrap=True)


@compartment_app.command("add")
def add_compartment(
    name: str,
    owner: Annotated[str, typer.Option(help="The account that is responsible for it and grants membership.")],
    reason: Reason = "",
) -> None:
    """Add a compartment. Only its members read it; its owner is not automatically a member."""
    with installation() as opened:
        made = _compartments(opened).make(
            AccountKeeper(operator()), name, owner, reason=reason_of_its_own(opened, reason)
        )
    out.print(escape(f"{made.name} is a compartment, owned by {made.owner}."), soft_wrap=True)


@compartment_app.command("list")
def list_compartments(json: Json = False) -> None:
    """List the compartments with their owners and numbers of members."""
    with installation() as opened:
        kept = _compartments(opened)
        rows = [(each, kept.of_compartment(each.id)) for each in kept.list()]
    if json:
        said = [
            {"name": each.name, "owner": each.owner, "members": [one.account for one in members if one.granted_at]}
            for each, members in rows
        ]
        typer.echo(jsonlib.dumps(said))
        return
    table = Table()
    for column in ("Name", "Owner", "Members"):
        table.add_column(column)
    for each, members in rows:
        there = ", ".join(f"{one.account} until {written_day(one.until - 1)}" for one in members if one.granted_at)
        table.add_row(escape(each.name), escape(each.owner or "nobody"), escape(there))
    out.print(table)


@compartment_app.command("owner")
def name_owner(name: str, owner: str, reason: Reason = "") -> None:
    """Name another owner of a compartment; both are notified."""
    with installation() as opened:
        kept = _compartments(opened)
        why = reason_of_its_own(opened, reason)
        kept.hand_over(AccountKeeper(operator()), _known(kept, name).id, owner, reason=why)
    out.print(escape(f"{owner} owns {name}."), soft_wrap=True)


def _known(kept: Compartments, name: str) -> Compartment:
    found = kept.find(name)
    if found is None:
        raise NotFound(f"There is no compartment {name!r}.", "Make it: dolen compartment add NAME --owner ACCOUNT.")
    return found


def _compartments(opened: Installation) -> Compartments:
    return Compartments(opened.sql, opened.log, now_ms)


def _administration(opened: Installation) -> Administration:
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
        "confirmed": account.confirmed,
        "display_name": account.display_name,
    }


def _show(accounts: tuple[Account, ...]) -> None:
    table = Table()
    for column in ("Name", "Called", "Role", "Compartments", ""):
        table.add_column(column)
    for account in accounts:
        cells = (account.name, account.display_name, account.role, ", ".join(sorted(account.compartments)))
        table.add_row(
            *(escape(cell) for cell in cells),
            "disabled" if account.disabled else "" if account.confirmed else "waits for a manager",
        )
    out.print(table)
