"""The commands of casework, one group for each kind of judgement, made from its model: add, change, list, show.

What a group's options are called and say is what the model's fields say (`graph.judgements.typed`), so that a page's
form and a command never differ.
"""

import inspect
import json as jsonlib
from collections.abc import Callable, Mapping, Sequence
from time import time_ns
from typing import Annotated, Any

import typer
from rich.markup import escape

from api.accounts.reasons import clean_reason
from api.cli.commands import WholeHelp
from api.cli.context import actor_for, installation, out
from api.cli.decisions import AsUser, Json, Narrower, Reason, show_made
from api.cli.view_options import Screen, reads
from api.services.due import due_now
from api.services.find_entity import label_with_refs, name_one
from api.services.record_judgement import TypedRecord, record_first, record_next, standing_one
from graph.casework.due import DueShown
from graph.judgements.body import Body
from graph.judgements.deputy import DeputyBody
from graph.judgements.network import (
    AGENCIES,
    LeadContactBody,
    LegalStatusBody,
    NetworkMemberBody,
    PlacementBody,
    ResponsibilityBody,
)
from graph.judgements.referral import DiscussionBody, ReferralBody
from graph.judgements.typed import TypedField, fields_of, shown_fields
from graph.model.kinds import PEOPLE
from graph.model.recorded import JudgementKind
from graph.model.view import View
from graph.queries.casework.recorded import (
    CASEWORK_QUESTION,
    DEFAULT_REGISTER,
    LARGEST_REGISTER,
    Casework,
    CaseworkOf,
    CaseworkShown,
)
from graph.rules.casework_lists import register
from graph.values.when import written_moment
from graph.view.options import today_in_wales

Limit = Annotated[int, typer.Option(help="How many to show.", min=1, max=LARGEST_REGISTER)]
History = Annotated[bool, typer.Option("--history", help="Also what was corrected, replaced or withdrawn.")]

_ARGUMENTS = {
    "who": "A person: an id, a record's own reference or a name.",
    "child": "A child: an id, a record's own reference or a name.",
    "person": "A child or an adult: an id, a record's own reference or a name.",
    "entity": "An adult, a child, premises or a vehicle: an id, a record's own reference or a name.",
    "address": "An address: an id or as it is recorded.",
}


def kind_app(body: type[Body], help: str, *, own: bool = False) -> typer.Typer:
    """The group of commands of one kind of judgement; `own`: its `add` and `show` are made for it."""
    app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, cls=WholeHelp)

    @app.callback(help=help)
    def group() -> None:
        """What the group is for."""

    _ = group
    if not own:
        _add(app, body)
        _show(app, body)
    _change(app, body)
    _list(app, body)
    return app


def _add(app: typer.Typer, body: type[Body]) -> None:
    def add(**given: Any) -> None:
        with installation() as opened:
            screen = Screen(
                opened, actor_for(opened, given["as_user"], clean_reason(given["reason"])), _now(), json=False
            )
            set_fields: dict[str, object] = {}
            if body.subject:
                kinds = None if body.subject in ("address", "entity") else PEOPLE
                set_fields[body.subject] = name_one(screen, given["subject"], kinds).id
            for name in body.within:
                if given.get(name):
                    set_fields[name] = given[name]
            made = record_first(screen, body.kind, _typed(body, given, set_fields))
        show_made(made, f"Recorded: {body.words.lower()}", json=given["json"])

    own = [
        _parameter(each.name, _option(each, required=each.required), needed=each.required) for each in fields_of(body)
    ]
    own += [
        _parameter(each, Annotated[str | None, typer.Option(f"--{each}", help=f"The id of the {each}.")], needed=False)
        for each in sorted(body.within)
    ]
    if body.subject:
        words = typer.Argument(help=_ARGUMENTS[body.subject], metavar=body.subject.upper())
        own.append(_parameter("subject", Annotated[str, words]))
    _command(app, "add", f"Record: {body.words.lower()}.", add, own)


def _change(app: typer.Typer, body: type[Body]) -> None:
    def change(**given: Any) -> None:
        with installation() as opened:
            screen = Screen(
                opened, actor_for(opened, given["as_user"], clean_reason(given["reason"])), _now(), json=False
            )
            standing = standing_one(screen, given["lineage"], (body.kind,))
            made = record_next(screen, standing, _typed(body, given, {}))
        show_made(made, f"Recorded: {made.state}", json=given["json"])

    lineage = Annotated[str, typer.Argument(help="Its id, as `list` shows it.")]
    options = [_parameter(each.name, _option(each, required=False), needed=False) for each in fields_of(body)]
    words = "Record the next version: only what is given changes; what stood before stays in the record."
    _command(app, "change", words, change, [_parameter("lineage", lineage), *options])


def _list(app: typer.Typer, body: type[Body]) -> None:
    def of_subject(screen: Screen, name: str | None, limit: int = DEFAULT_REGISTER, history: bool = False) -> Casework:
        about = None if name is None else name_one(screen, name).id
        return screen.ask(CASEWORK_QUESTION, CaseworkOf(kinds=(body.kind,), about=about, history=history, limit=limit))

    if body.subject:

        @app.command("list")
        @reads
        def list_of(
            screen: Screen,
            name: Annotated[
                str | None, typer.Argument(help=_ARGUMENTS[body.subject], metavar=body.subject.upper())
            ] = None,
            limit: Limit = DEFAULT_REGISTER,
            history: History = False,
        ) -> None:
            """What is recorded, the newest first."""
            answer = of_subject(screen, name, limit, history)
            screen.show(answer, lambda: show_casework(answer))

        _ = list_of
        return

    @app.command("list")
    @reads
    def list_all(screen: Screen, limit: Limit = DEFAULT_REGISTER, history: History = False) -> None:
        """What is recorded, the newest first."""
        answer = of_subject(screen, None, limit, history)
        screen.show(answer, lambda: _show_all(body.kind, answer))

    _ = list_all


def _show(app: typer.Typer, body: type[Body]) -> None:
    @app.command()
    @reads
    def show(screen: Screen, lineage: Annotated[str, typer.Argument(help="Its id, as `list` shows it.")]) -> None:
        """One of them with what stood before it."""
        answer = screen.ask(CASEWORK_QUESTION, CaseworkOf(kinds=(body.kind,), lineage=lineage, history=True))
        screen.show(answer, lambda: show_casework(answer, whole=True))

    _ = show


def _command(
    app: typer.Typer, name: str, help: str, run: Callable[..., None], own: Sequence[inspect.Parameter]
) -> None:
    """Register a command with these parameters and those that every recording command takes."""
    parameters = [*own, *_COMMON]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # since a function may carry one
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    app.command(name, help=help)(run)


def _parameter(name: str, annotation: Any, *, needed: bool = True, default: object = None) -> inspect.Parameter:
    value = inspect.Parameter.empty if needed else default
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=value, annotation=annotation)


_COMMON = (
    _parameter("reason", Reason),
    _parameter("state", Annotated[str | None, typer.Option(help="The state that it takes.")], needed=False),
    _parameter(
        "ref",
        Annotated[list[str] | None, typer.Option(help="An item it rests on, REPORT_REF/ITEM_NO; repeatable.")],
        needed=False,
    ),
    _parameter("access", Narrower, needed=False),
    _parameter("as_user", AsUser, needed=False),
    _parameter("json", Json, needed=False, default=False),
)


def _option(field: TypedField, *, required: bool) -> Any:
    """The option of a field; what is typed in it is read by the model, so that a refusal has its words."""
    words = f"{field.label}. {field.hint}".strip()
    if field.choices:
        words = f"{words} One of: {', '.join(field.choices)}."
    if field.parts:
        words = f"{words} {'; '.join(field.parts)}: one entry a line."
    kind: Any = str if required else str | None
    return Annotated[kind, typer.Option(field.option, help=words)]


def _typed(body: type[Body], given: Mapping[str, Any], set_fields: Mapping[str, object]) -> TypedRecord:
    names = [each.name for each in fields_of(body)]
    return TypedRecord(
        {name: given[name] for name in names if given.get(name) is not None},
        clean_reason(given["reason"]),
        given["state"] or "",
        tuple(given["ref"] or ()),
        given["access"],
        set_fields,
    )


def _now() -> View:
    return View(today=today_in_wales())


def show_casework(answer: Casework, *, whole: bool = False) -> None:
    """Judgements in words, a paragraph each."""
    if not answer.recorded:
        out.print("Nothing is recorded that you may see.")
    for each in answer.recorded:
        out.print(escape(line_of(each)), highlight=False)
        if whole and each.cites:
            refs = ", ".join(f"{one.ref}{' (ended)' if one.ended else ''}" for one in each.cites)
            out.print(escape(f"  rests on {refs}"), highlight=False)
    if answer.shown < answer.total:
        out.print(f"{answer.shown} of {answer.total}; --limit shows more.")


def line_of(each: CaseworkShown) -> str:
    """One judgement: who it is about, what it says, its state, and who recorded it when and why."""
    about = "; ".join(label_with_refs(one.entity) for one in each.about)
    says = "; ".join(f"{field.label}: {text.replace(chr(10), ' / ')}" for field, text in shown_fields(each.body))
    stands = "" if each.stands else " (stands no longer)"
    when = written_moment(each.recorded_at)
    why = f": {each.reason}" if each.reason else ""
    return f"- {about}{': ' if about else ''}{says} [{each.state}{stands}; {each.author}, {when}{why}] {each.lineage}"


def _show_all(kind: JudgementKind, answer: Casework) -> None:
    if kind != "LeadContact":
        show_casework(answer)
        return
    for agency, leads in register(AGENCIES, answer.recorded, lambda each: str(getattr(each.body, "agency", ""))):
        out.print(escape(agency), highlight=False)
        for each in leads:
            out.print(escape(f"  {line_of(each)}"), highlight=False)
        if not leads:
            out.print("  no lead contact is recorded", highlight=False)


due_app = typer.Typer(rich_markup_mode=None)


@due_app.command()
@reads
def due(
    screen: Screen, overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False
) -> None:
    """What is due and overdue, and who does it: assessments, discussions, reviews, actions (protocol §5.6 to §5.9)."""
    found, answer = due_now(screen, time_ns() // 1_000_000, overdue=overdue)
    if screen.json:
        names = {"what", "subject", "due", "overdue", "who"}
        typer.echo(jsonlib.dumps([each.model_dump(mode="json", include=names) for each in found]))
        return
    for each in found:
        out.print(escape(_due_line(each)), highlight=False)
    if not found:
        out.print("Nothing is due that you may see.")
    if answer.shown < answer.total:
        out.print(f"Of {answer.total} records only the newest {answer.shown} were read.")


def _due_line(each: DueShown) -> str:
    by = f"by {each.due}" if each.due else "no time is set"
    notes = f" {' '.join(each.notes)}" if each.notes else ""
    over = "OVERDUE: " if each.overdue else ""
    return f"- {over}{each.what}: {each.subject}, {by}; {each.who} [{each.lineage or 'not recorded yet'}]{notes}"


network_app = kind_app(NetworkMemberBody, "Who works with a child, or with an adult (protocol §5.9.4).")
legal_status_app = kind_app(LegalStatusBody, "A child's legal status, from when and until when.")
placement_app = kind_app(PlacementBody, "Where a child lives, and in which household.")
responsibility_app = kind_app(ResponsibilityBody, "The authority responsible for a child, and the host authority.")
lead_app = kind_app(LeadContactBody, "The register of lead contacts of the ten agencies (protocol Appendix 1).")
referral_app = kind_app(ReferralBody, "Referrals to Social Services, of children recorded or not yet (protocol §5.5).")
deputy_app = kind_app(
    DeputyBody, "Who stands in for a lead contact, a chair or the owner of actions, from one day until another."
)
discussion_app = kind_app(DiscussionBody, "Strategy discussions of Social Services and police (protocol §5.8).")
