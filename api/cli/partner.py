"""`dolen partner`: forms that partner agencies sent, graded and accepted, declined, or made a referral of (§5.5)."""

import json as jsonlib
from pathlib import Path
from time import time_ns
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError
from rich.markup import escape

from api.accounts import Accounts
from api.accounts.reasons import clean_reason
from api.cli.commands import WholeHelp
from api.cli.context import actor_for, installation, out
from api.cli.decisions import AsUser, Json, Reason
from api.cli.view_options import Screen
from api.installation import Installation
from api.partners import FORMS, FormKind, PartnerForms, ReceivedForm, SerafForm
from api.partners.accepting import GRADERS, GradesGiven, refer
from api.partners.handling import accept_form, decline_form
from graph.audit import Entry
from graph.audit.entry import storable
from graph.errors import NotPermitted, ValueRefused
from graph.judgements.typed import read_typed, shown_fields
from graph.model.view import Role, View
from graph.reading.question import READERS
from graph.values.text import seen
from graph.values.when import written_moment
from graph.view.options import today_in_wales

partner_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, cls=WholeHelp)

FormId = Annotated[str, typer.Argument(help="The id of a form, as `dolen partner list` shows it.")]


@partner_app.callback()
def partner() -> None:
    """Forms that partner agencies sent: to be graded and accepted, or declined."""


@partner_app.command("list")
def list_forms(reason: Reason = "", as_user: AsUser = None, json: Json = False) -> None:
    """The forms that wait to be graded: immediate concern first, then the oldest."""
    with installation() as opened:
        waiting = PartnerForms(opened.sql).waiting()
        _note(opened, _screen(opened, as_user, reason, json=json), tuple(each.id for each in waiting))
        now = time_ns() // 1_000_000
    if json:
        typer.echo(jsonlib.dumps([_told(each, now) for each in waiting]))
        return
    for each in waiting:
        over = "OVERDUE: " if each.overdue(now) else ""
        urgent = "IMMEDIATE CONCERN: " if each.immediate else ""
        sent = written_moment(each.sent_at)
        words = f"- {over}{urgent}{each.kind} from {each.sender}, {sent}, to be graded by {each.due.shown} [{each.id}]"
        out.print(escape(words), highlight=False)
    if not waiting:
        out.print("No form waits.")


@partner_app.command("enter")
def enter_form(
    file: Annotated[Path, typer.Argument(help="The form as JSON: each field by name, as it is typed on the page.")],
    sender: Annotated[str, typer.Option("--from", help="The account of the partner whose form it is.")],
    reason: Reason,
    kind: Annotated[str, typer.Option(help="concern or meeting report.")] = "concern",
    as_user: AsUser = None,
) -> None:
    """Enter a form that came on paper or by telephone, word for word; it waits to be graded like any other."""
    now = time_ns() // 1_000_000
    of: FormKind | None = next((each for each in ENTERED if each == kind), None)
    if of is None:
        raise ValueRefused("--kind", kind, f"it is none of {', '.join(ENTERED)}.", "A SERAF is asked for on the page.")
    body = read_typed(FORMS[of], _read_fields(file))
    with installation() as opened:
        actor = _screen(opened, as_user, clean_reason(reason), roles=GRADERS).actor
        if Accounts(opened.sql).get(sender).role != "partner":
            raise ValueRefused("--from", sender, "it is not the account of a partner.")
        form = PartnerForms(opened.sql).send(sender, of, body, now)
        opened.log.enter(
            Entry(who=actor.who, action="alter", question="partner form", subjects=(form.id,), reason=actor.reason)
        )
    out.print(escape(f"Entered: {form.id}"), highlight=False)


ENTERED: tuple[FormKind, ...] = ("concern", "meeting report")


def _read_fields(file: Path) -> dict[str, str]:
    """Raises `ValueRefused` for a file that cannot be read or holds no object of texts."""
    try:
        read: object = jsonlib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueRefused("file", str(file), f"it cannot be read: {error.strerror or error}.") from None
    except (UnicodeDecodeError, jsonlib.JSONDecodeError):
        raise ValueRefused("file", str(file), "it is not a JSON object in UTF-8.") from None
    try:
        fields = TypeAdapter(dict[str, str]).validate_python(read)
    except ValidationError:
        raise ValueRefused("file", str(file), "it is not a JSON object of texts, each field by its name.") from None
    return {name: seen(storable(text)) for name, text in fields.items()}


@partner_app.command()
def show(form: FormId, reason: Reason = "", as_user: AsUser = None) -> None:
    """A form as it was sent."""
    with installation() as opened:
        found = PartnerForms(opened.sql).one(form)
        _note(opened, _screen(opened, as_user, reason), (found.id,))
    out.print(escape(f"{found.kind} from {found.sender}, {written_moment(found.sent_at)}: {found.state}"))
    for field, text in shown_fields(found.body):
        out.print(escape(f"- {field.label}: {text}"), highlight=False)
    if isinstance(found.body, SerafForm):
        for code, status in found.body.statuses.items():
            out.print(escape(f"- {code}: {status}, {found.body.notes.get(code, '')}".rstrip(", ")), highlight=False)


@partner_app.command()
def accept(
    form: FormId,
    reason: Reason,
    source: Annotated[str, typer.Option(help="1 reliable, 2 untested, 3 not reliable.")] = "",
    assessment: Annotated[str, typer.Option(help="A to E, as in the 3x5x2 grading.")] = "",
    handling: Annotated[str, typer.Option(help="P, or C with conditions.")] = "",
    conditions: Annotated[str, typer.Option(help="Conditions of handling C.")] = "",
    compartment: Annotated[str, typer.Option(help="A compartment, where it is to be restricted.")] = "",
    role: Annotated[str, typer.Option(help="The part of the people named, such as: reported as concern.")] = "",
    known_as: Annotated[str, typer.Option(help="The child, where recorded: an id, a reference or a name.")] = "",
    as_user: AsUser = None,
) -> None:
    """Grade a form and accept it: it becomes a report with mentions, or an assessment."""
    now = time_ns() // 1_000_000
    grades = GradesGiven(source, assessment, handling, conditions, compartment, role, known_as)
    with installation() as opened:
        screen = _screen(opened, as_user, clean_reason(reason), roles=GRADERS)
        made = accept_form(lambda _: screen, "", form, None, grades, screen.actor.reason, now)
    out.print(escape(f"Accepted: {made}"), highlight=False)


@partner_app.command()
def decline(form: FormId, reason: Reason, as_user: AsUser = None) -> None:
    """Decline a form, with the reason; it stays as it was sent."""
    with installation() as opened:
        screen = _screen(opened, as_user, clean_reason(reason), roles=GRADERS)
        decline_form(screen, form, screen.actor.reason, time_ns() // 1_000_000)
    out.print("Declined.")


@partner_app.command("refer")
def refer_form(
    form: FormId,
    reason: Reason,
    received: Annotated[str, typer.Option(help="When Social Services received it: 2026-11-06T21:00.")] = "",
    child: Annotated[str, typer.Option(help="The child, where it is recorded already.")] = "",
    as_user: AsUser = None,
) -> None:
    """Make a referral of a concern, dated when Social Services received it."""
    with installation() as opened:
        screen = _screen(opened, as_user, clean_reason(reason), roles=GRADERS)
        made = refer(screen, PartnerForms(opened.sql).one(form), received, screen.actor.reason, child)
    out.print(escape(f"Referred: {made.lineage}"), highlight=False)


def _screen(
    opened: Installation, as_user: str | None, reason: str, *, json: bool = False, roles: frozenset[Role] = READERS
) -> Screen:
    """Raises `NotPermitted` for a role that does not read forms, or does not settle them."""
    actor = actor_for(opened, as_user, reason)
    if actor.reader.role not in roles:
        raise NotPermitted(f"The role {actor.reader.role!r} does not do this.", "Ask an analyst or a chair.")
    return Screen(opened, actor, View(today=today_in_wales()), json=json)


def _note(opened: Installation, screen: Screen, ids: tuple[str, ...]) -> None:
    actor = screen.actor
    opened.log.enter(
        Entry(who=actor.who, action="consult", question="partner forms", subjects=ids, reason=actor.reason)
    )


def _told(form: ReceivedForm, now: int) -> dict[str, object]:
    return {
        "id": form.id,
        "kind": form.kind,
        "sender": form.sender,
        "immediate": form.immediate,
        "due": form.due.key,
        "overdue": form.overdue(now),
    }
