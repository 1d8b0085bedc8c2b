"""The commands of strategy meetings: prepared over children, shown whole, held, agreed and closed (protocol §5.9)."""

from typing import Annotated, get_args

import typer
from pydantic import TypeAdapter
from rich.markup import escape

from api.accounts import Accounts
from api.accounts.reasons import clean_reason
from api.cli.casework import kind_app, line_of
from api.cli.context import actor_for, installation, out
from api.cli.decisions import AsUser, Json, Reason, show_made
from api.cli.view_options import Screen, reads
from api.installation import Installation
from api.saved import SavedViews
from api.services.find_entity import label_with_refs, name_one
from api.services.police_review import (
    PoliceReview,
    ReviewOutcome,
    ReviewRecorded,
    record_police_review,
    review_police_information,
)
from api.services.record_judgement import cited, convene, meeting_now
from graph.casework.meeting import MeetingSeen, PartSeen
from graph.errors import NotFound, ValueRefused
from graph.judgements.meeting import MeetingActionBody, MeetingBody, MeetingPartBody, PlanBody, RiskBody
from graph.judgements.typed import read_typed
from graph.model.kinds import PEOPLE
from graph.model.view import View
from graph.view.options import today_in_wales

meeting_app = kind_app(MeetingBody, "Strategy meetings over children (protocol §5.9).", own=True)
part_app = kind_app(MeetingPartBody, "What a meeting recorded of each child and adult (protocol §5.9.5).")
risk_app = kind_app(RiskBody, "Risks of a child in a strategy meeting (protocol §5.9.5).")
action_app = kind_app(MeetingActionBody, "Actions of a strategy meeting, each with its owner (protocol §5.9.5).")
plan_app = kind_app(PlanBody, "The plan for a child (protocol §5.9.5, §5.9.6).")


@meeting_app.command()
def add(
    children: Annotated[list[str], typer.Argument(help="Children: an id, a record's own reference or a name each.")],
    held_at: Annotated[str, typer.Option(help="Date and time: 3 December 2026, 10:00.")],
    chair: Annotated[str, typer.Option(help="Who chairs (§5.9.3).")],
    reason: Reason,
    place: Annotated[str, typer.Option(help="Where.")] = "",
    adult: Annotated[list[str] | None, typer.Option(help="An adult of concern; repeatable.")] = None,
    review_of: Annotated[str | None, typer.Option(help="The id of the meeting whose plans it reviews.")] = None,
    picture: Annotated[int | None, typer.Option(help="A saved picture, by number, for the map of the pack.")] = None,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Prepare a strategy meeting: its header, and a part for each child and adult."""
    with installation() as opened:
        actor = actor_for(opened, as_user, clean_reason(reason))
        screen = Screen(opened, actor, View(today=today_in_wales()), json=False)
        ids = [name_one(screen, each, frozenset({"child"})).id for each in children]
        adults = [name_one(screen, each, PEOPLE).id for each in adult or ()]
        if review_of is not None:
            adults += [each.person.id for each in meeting_now(screen, review_of).adults]
        typed = {"held_at": held_at, "chair": chair, "place": place}
        if picture is not None:
            _check_picture(opened, screen, as_user, picture)
        kept = {"review_of": review_of, "picture": picture}
        header = read_typed(MeetingBody, typed, {name: value for name, value in kept.items() if value is not None})
        made = convene(screen, header, ids, adults, actor.reason)
    show_made(made, f"Prepared: {made.lineage}", json=json)


@meeting_app.command()
@reads
def show(screen: Screen, meeting: Annotated[str, typer.Argument(help="Its id, as `list` shows it.")]) -> None:
    """A meeting whole: the header, each part with its risks, actions and plan, as far as you may see."""
    found = meeting_now(screen, meeting)
    if screen.json:
        typer.echo(TypeAdapter(MeetingSeen).dump_json(found).decode())
        return
    for line in (line_of(found.header), *_parts("Child", found.children), *_parts("Adult", found.adults)):
        out.print(escape(line), highlight=False)


def _check_picture(opened: Installation, screen: Screen, as_user: str | None, picture: int) -> None:
    """Raises `NotFound` for a picture that there is not, or that an account may not open."""
    views = SavedViews(opened.sql, opened.log, opened.casework.now)
    if as_user is not None:
        views.open(screen.actor, Accounts(opened.sql).get(as_user), picture)
    elif not views.places(screen.actor, picture):
        raise NotFound(f"No saved picture has the number {picture}.", "The list of saved pictures shows it.")


@meeting_app.command("police-review")
@reads
def police_review(screen: Screen, meeting: Annotated[str, typer.Argument(help="Its id, as `list` shows it.")]) -> None:
    """What the chair of a meeting does not see about each person in it and each person invited (§6.3)."""
    found = review_police_information(screen, meeting)
    if screen.json:
        typer.echo(TypeAdapter(PoliceReview).dump_json(found).decode())
        return
    for person in found.people:
        invited = f", invited as {person.called}" if person.invited else ""
        out.print(
            escape(f"{label_with_refs(person.entity)}{invited}: {len(person.lacking)} not seen by the chair"),
            highlight=False,
        )
        for each in person.lacking:
            out.print(escape(f"  {each.item.ref} [{each.item.access}] {each.item.text}"), highlight=False)
        if person.read < person.total:
            out.print(f"  of {person.total} items the latest {person.read} were read")


@meeting_app.command("reviewed")
def reviewed(
    meeting: Annotated[str, typer.Argument(help="Its id, as `list` shows it.")],
    outcome: Annotated[str, typer.Option(help="shared, sanitised, refused or 'nothing to add'.")],
    justification: Annotated[str, typer.Option(help="Why (protocol §4).")],
    reason: Reason,
    given: Annotated[str, typer.Option(help="The words that were given, where it was sanitised.")] = "",
    ref: Annotated[list[str] | None, typer.Option(help="An item that is shared as it is; repeatable.")] = None,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Record the police information review: a disclosure that no chair reads, and in the header who and when."""
    chosen: ReviewOutcome | None = next((each for each in OUTCOMES if each == outcome), None)
    if chosen is None:
        raise ValueRefused("--outcome", outcome, "it is none.", f"One of {', '.join(OUTCOMES)}.")
    with installation() as opened:
        actor = actor_for(opened, as_user, clean_reason(reason))
        screen = Screen(opened, actor, View(today=today_in_wales()), json=False)
        items = tuple(each.item for each in cited(screen, ref or ()))
        made = record_police_review(screen, meeting, ReviewRecorded(chosen, justification, "", given, items), reason)
    show_made(made, "Recorded: police information reviewed", json=json)


OUTCOMES: tuple[ReviewOutcome, ...] = get_args(ReviewOutcome)


def _parts(what: str, parts: tuple[PartSeen, ...]) -> list[str]:
    return [line for each in parts for line in _part(what, each)]


def _part(what: str, part: PartSeen) -> list[str]:
    risks = [
        line
        for each in part.risks
        for line in (f"  risk {line_of(each.risk)}", *(f"    action {line_of(one)}" for one in each.actions))
    ]
    actions = [f"  action {line_of(each)}" for each in part.actions]
    plan = [] if part.plan is None else [f"  plan {line_of(part.plan)}"]
    return [f"{what} {label_with_refs(part.person)}", f"  {line_of(part.part)}", *risks, *actions, *plan]
