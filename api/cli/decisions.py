"""The commands by which somebody decides: same, not-same, undo, withdraw; and those that show what was decided."""

import json as jsonlib
from typing import Annotated

import typer
from rich.markup import escape

from api.accounts.reasons import clean_reason
from api.cli.context import actor_for, installation, out
from api.cli.view_options import Screen, reads
from api.installation import Installation
from api.services.find_entity import find, label_with_refs, name_one
from api.services.withdrawal import withdraw
from graph.errors import Ambiguous, ValueRefused
from graph.identity.decisions import DecisionsOf, IdentityDecisions, RecordShown
from graph.judgements.kinds import BODIES
from graph.model.kinds import PEOPLE
from graph.model.recorded import JudgementKind, JudgementRecord
from graph.model.view import View
from graph.queries import QUESTIONS, Actor
from graph.queries.casework.rests_on import RESTS_ON, Resting, RestsOn
from graph.queries.entities.items import Citations
from graph.reading.question import DEFAULT_LIMIT, LARGEST_LIMIT
from graph.values.when import written_moment
from graph.view.options import today_in_wales

decisions_app = typer.Typer(rich_markup_mode=None)

Record = Annotated[str, typer.Argument(help="A record: its id, its own reference, or a name that only one has.")]
Reason = Annotated[str, typer.Option(help="Why; kept with the decision, and in the log.")]
Narrower = Annotated[
    str | None,
    typer.Option("--access", help="Who may read it, more restricted than by default: handling|conditions|compartment."),
]
AsUser = Annotated[str | None, typer.Option("--as", help="Decide as this account: with its role and what it may see.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@decisions_app.command()
def same(
    one: Record, other: Record, reason: Reason, access: Narrower = None, as_user: AsUser = None, json: Json = False
) -> None:
    """Decide that two records are one person, or one place."""
    _decide_identity(one, other, "same", reason, access, as_user, json=json)


@decisions_app.command("not-same")
def not_same(
    one: Record, other: Record, reason: Reason, access: Narrower = None, as_user: AsUser = None, json: Json = False
) -> None:
    """Decide that two records are not one, whatever identifier they share."""
    _decide_identity(one, other, "not same", reason, access, as_user, json=json)


@decisions_app.command()
def undo(
    decision: Annotated[str, typer.Argument(help="The id of a decision, as `dolen decisions` shows it.")],
    reason: Reason,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Reverse a decision: it no longer applies, and stays in the record."""
    _withdraw(decision, reason, as_user, "No longer stands", json=json)


@decisions_app.command("withdraw")
def withdraw_one(
    name: Annotated[
        str,
        typer.Argument(help="An item (REPORT_REF/ITEM_NO), a report's reference, or the id of any, or of a judgement."),
    ],
    reason: Reason,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Withdraw an item, a whole report or a judgement, and say what rested on it; loading again restores nothing."""
    _withdraw(name, reason, as_user, "Withdrawn", json=json)


@decisions_app.command("rests-on")
@reads
def rests_on(
    screen: Screen,
    name: Annotated[
        str,
        typer.Argument(help="An item (REPORT_REF/ITEM_NO), a report's reference, or the id of any, or of a judgement."),
    ],
    limit: Annotated[int, typer.Option(help="How many judgements to show.", min=1, max=LARGEST_LIMIT)] = DEFAULT_LIMIT,
) -> None:
    """What people decided because of an item, a report or a judgement, and who withdrew it."""
    answer = screen.ask(RESTS_ON, RestsOn(id=_meant(screen, name), limit=limit))
    screen.show(answer, lambda: _show_resting(answer, "rests on it"))


@decisions_app.command()
@reads
def decisions(
    screen: Screen,
    name: Record,
    limit: Annotated[int, typer.Option(help="How many decisions to show.", min=1, max=LARGEST_LIMIT)] = DEFAULT_LIMIT,
) -> None:
    """Who decided what about whether records are one, when and why."""
    entity = name_one(screen, name)
    answer = screen.ask(QUESTIONS["identity_decisions"], DecisionsOf(id=entity.id, limit=limit))
    screen.show(answer, lambda: _show(answer))


def _decide_identity(
    one: str, other: str, state: str, reason: str, access: str | None, as_user: str | None, *, json: bool
) -> None:
    with installation() as opened:
        actor = acting(opened, as_user, reason)
        screen = screen_of(opened, actor)
        ends = [_record_meant(screen, text, alone=state == "not same") for text in (one, other)]
        if ends[0].id == ends[1].id:
            raise ValueRefused("record", other, "this is the same record as the first.", "Name two records.")
        made = opened.casework.decide_identity(actor, ends[0].id, ends[1].id, state, reason, access=access)
        _make_findable(opened)
    show_made(made, f"Decided: {state}", json=json)


def acting(opened: Installation, as_user: str | None, reason: str) -> Actor:
    """Who decides, as which account and why. Raises `ValueRefused` for a reason that is none."""
    return actor_for(opened, as_user, clean_reason(reason))


def screen_of(opened: Installation, actor: Actor) -> Screen:
    """The View of today, in which a command that decides looks up what it is about."""
    return Screen(opened, actor, View(today=today_in_wales()), json=False)


def _record_meant(screen: Screen, text: str, *, alone: bool) -> RecordShown:
    """The record that the words mean: by its id or reference, otherwise the entity's oldest.

    `alone`: the answer must be one record, so a name that several records of one entity share is ambiguous.
    """
    entity = name_one(screen, text, None if text.startswith("premises:") else PEOPLE)
    records = screen.ask(QUESTIONS["identity_decisions"], DecisionsOf(id=entity.id)).records
    meant = [each for each in records if text == each.id or text.casefold() in {ref.casefold() for ref in each.refs}]
    if len(meant) == 1:
        return meant[0]
    if alone and len(records) > 1:
        raise Ambiguous(text, tuple((each.id, "record", f"{each.label} {' '.join(each.refs)}") for each in records))
    return records[0]


def _withdraw(name: str, reason: str, as_user: str | None, words: str, *, json: bool) -> None:
    with installation() as opened:
        actor = acting(opened, as_user, reason)
        screen = screen_of(opened, actor)
        done = withdraw(screen, _meant(screen, name), reason)
    if json:
        rested = [each.model_dump(mode="json") for each in done.rested.rests]
        typer.echo(jsonlib.dumps({"withdrawn": [_plain(each) for each in done.made], "rested_on": rested}))
        return
    for each in done.made:
        what = dict(each.properties).get("ref", each.lineage)
        out.print(escape(f"{words}: {what}. {each.id}, access {each.access}."))
    _show_resting(done.rested, "rested on it")


def _meant(screen: Screen, text: str) -> str:
    """The id that the words mean: an item that is cited so, a report of this reference, otherwise the words themselves.

    Raises `Ambiguous`, which lists several.
    """
    if "/" in text:
        found = screen.ask(QUESTIONS["items"], Citations(refs=(text,))).items
        if len(found) > 1:
            raise Ambiguous(text, tuple((each.item.id, "item", each.source_system) for each in found))
        if found:
            return found[0].item.id
    reports = [each for each in find(screen, text).reports if each.ref == text]
    if len(reports) > 1:
        raise Ambiguous(text, tuple((each.id, "report", each.source_system) for each in reports))
    return reports[0].id if reports else text


def _make_findable(opened: Installation) -> None:
    opened.index.catch_up()


def show_made(made: JudgementRecord, words: str, *, json: bool) -> None:
    if json:
        typer.echo(jsonlib.dumps(_plain(made)))
        return
    out.print(escape(f"{words}. {made.id}, access {made.access}."))


def _plain(made: JudgementRecord) -> dict[str, object]:
    said: dict[str, object] = {"id": made.id, "lineage": made.lineage, "state": made.state, "access": made.access}
    return said | {"about": list(made.about), "replaces": list(made.replaces)}


_KINDS = {
    "Assessment": "SERAF assessment",
    "Considered": "what was considered",
    "IdentityDecision": "decision about records",
    "VersionDecision": "decision about one reference",
    "Withdrawal": "withdrawal",
}


def kind_words(kind: JudgementKind) -> str:
    """What a kind of judgement is called."""
    return _KINDS.get(kind) or BODIES[kind].words


def _show_resting(answer: Resting, words: str) -> None:
    for each in answer.withdrawn:
        out.print(escape(f"Withdrawn by {each.author}, {written_moment(each.recorded_at)}: {each.reason}"))
    if not answer.rests:
        out.print(f"Nothing that you may see {words}.")
        return
    out.print(escape(f"What {words} ({answer.shown} of {answer.total}):"))
    for each in answer.rests:
        about = "; ".join(label_with_refs(one) for one in each.about)
        cited = f", by {', '.join(each.items)}" if each.items else ""
        when = written_moment(each.recorded_at)
        out.print(
            escape(f"- {kind_words(each.kind)} ({each.state}): {about}; {each.author}, {when}{cited} [{each.id}]")
        )


def _show(answer: IdentityDecisions) -> None:
    out.print(escape(f"{answer.entity.label}: {len(answer.records)} record{'s' * (len(answer.records) != 1)}"))
    for record in answer.records:
        out.print(escape(f"- {record.label} {' '.join(record.refs)} ({record.id})"))
    for each in answer.decisions:
        stands = "" if each.stands else " (no longer stands)"
        when = written_moment(each.recorded_at)
        out.print(
            escape(
                f"{each.state}: {each.one.label} ({each.one.id}) and {each.two.label} ({each.two.id}){stands};"
                f" {each.author}, {when}: {each.reason} [{each.id}]"
            )
        )
    for lineage in answer.to_decide:
        out.print(escape(f"A decision is asked for: {lineage} contradicts what else joins the two."))
