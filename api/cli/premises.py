"""The commands of premises: which join most children, which are of concern and who owns them, and their searches."""

import inspect
import json as jsonlib
from typing import Annotated, Any, get_args

import typer
from rich.markup import escape

from api.cli.commands import WholeHelp
from api.cli.context import out
from api.cli.decisions import AsUser, Json, Reason
from api.cli.notice import PREMISES_KIND, show_version, writing
from api.cli.tables import show_concerns
from api.cli.view_options import Limit, Screen, reads
from api.services.find_entity import label_with_refs, name_one
from api.services.premises import (
    SEARCH_STATES,
    close_premises,
    open_premises,
    premises_line,
    premises_register,
    record_search,
    review_search,
)
from graph.casework.premises_register import PremisesLine, SearchLine, unregistered
from graph.errors import ValueRefused
from graph.queries.lists.concern import PREMISES_OF_CONCERN, Most
from graph.reading.question import DEFAULT_LIMIT
from graph.rules.law import Route
from graph.rules.searches import POINTS, ConsentAnswer, ConsentAs, Emergency, PointDone, route_words

premises_app = typer.Typer(rich_markup_mode=None, cls=WholeHelp, invoke_without_command=True)

Name = Annotated[str, typer.Argument(help="The premises: an id, an address, or a name that only one has.")]


@reads
def _ranking(screen: Screen, limit: Limit = DEFAULT_LIMIT) -> None:
    answer = screen.ask(PREMISES_OF_CONCERN, Most(limit=limit))
    screen.show(answer, lambda: show_concerns(answer, "Premises of concern"))


def _ranked_unless_more_is_asked(ctx: typer.Context, **given: Any) -> None:
    """Premises ranked by how many children they connect and by the evidence; those of concern, and searches."""
    if ctx.invoked_subcommand is None:
        _ranking(**given)


_OF_RANKING = list(inspect.signature(_ranking).parameters.values())
_CONTEXT = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
_ranked_unless_more_is_asked.__signature__ = inspect.Signature([_CONTEXT, *_OF_RANKING])  # type: ignore[attr-defined]  # since a function may carry one
_ranked_unless_more_is_asked.__annotations__ = {each.name: each.annotation for each in (_CONTEXT, *_OF_RANKING)}
premises_app.callback()(_ranked_unless_more_is_asked)


@premises_app.command("list")
@reads
def list_premises(screen: Screen, limit: Limit = DEFAULT_LIMIT) -> None:
    """Premises of concern with their owner and what falls due; then those that join children and nobody owns."""
    lines = premises_register(screen)
    ranked = unregistered(screen.ask(PREMISES_OF_CONCERN, Most(limit=limit)).concerns, lines)
    if screen.json:
        without = [{"premises": each.entity.model_dump(), "children": each.total} for each in ranked]
        typer.echo(jsonlib.dumps({"premises": [_plain(each) for each in lines], "no_owner": without}))
        return
    _print(f"Premises with something recorded: {len(lines)}.", *(text for each in lines for text in _words(each)))
    _print(f"Premises that join children and have no owner, of the {limit} ranked highest: {len(ranked)}.")
    _print(*(f"- {label_with_refs(each.entity)}: {each.total} children" for each in ranked))


@premises_app.command()
@reads
def show(screen: Screen, name: Name) -> None:
    """What is recorded of premises: owner, who lives there, markers, and each search with what is incomplete."""
    address = name_one(screen, name, PREMISES_KIND)
    line = premises_line(screen, address)
    if screen.json:
        typer.echo(jsonlib.dumps(None if line is None else _plain(line)))
        return
    if line is None:
        _print(f"{label_with_refs(address)}: nothing is recorded of it as premises of concern, and no search.")
        return
    _print(*_words(line), *(text for each in line.searches for text in _search_words(each)))


@premises_app.command("open")
def open_one(
    name: Name,
    owner: Annotated[str, typer.Option(help="The officer who owns them.")],
    reason: Reason,
    occupier: Annotated[list[str] | None, typer.Option(help="Who lives there; repeatable.")] = None,
    times: Annotated[str | None, typer.Option(help="When children are there: days and hours.")] = None,
    markers: Annotated[str | None, typer.Option(help="Markers for the safety of officers.")] = None,
    licences: Annotated[str | None, typer.Option(help="Licences.")] = None,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Record premises of concern with the officer who owns them, or change what is recorded."""
    given = {"owner": owner, "occupiers": occupier, "times": times, "markers": markers, "licences": licences}
    with writing(as_user, reason) as read_session:
        address = name_one(read_session, name, PREMISES_KIND)
        stated = {field: value for field, value in given.items() if value is not None}
        made = open_premises(read_session, address, stated, read_session.actor.reason)
    show_version(made, json=json)


@premises_app.command()
def close(name: Name, reason: Reason, as_user: AsUser = None, json: Json = False) -> None:
    """Close premises of concern, with the reason."""
    with writing(as_user, reason) as read_session:
        made = close_premises(read_session, name_one(read_session, name, PREMISES_KIND), read_session.actor.reason)
    show_version(made, json=json)


@premises_app.command()
def search(
    name: Name,
    state: Annotated[str, typer.Option(help=f"One of: {', '.join(SEARCH_STATES)}.")],
    reason: Reason,
    of: Annotated[str, typer.Option(help="The id of the search that was made ready.")] = "",
    visit: Annotated[bool, typer.Option("--visit", help="It was a visit.")] = False,
    route: Annotated[str | None, typer.Option(help=f"By what: {', '.join(get_args(Route))}.")] = None,
    emergency: Annotated[str | None, typer.Option(help=f"Entry to {' or to '.join(get_args(Emergency))}.")] = None,
    purpose: Annotated[str | None, typer.Option(help="Its purpose.")] = None,
    extent: Annotated[str | None, typer.Option(help="Which rooms, and for what.")] = None,
    consent: Annotated[
        list[str] | None,
        typer.Option(
            help=f"WHO:AS:ANSWER:ROOM, repeatable. AS: {', '.join(get_args(ConsentAs))}."
            f" ANSWER: {', '.join(get_args(ConsentAnswer))}. ROOM: theirs, where it is one."
        ),
    ] = None,
    point: Annotated[
        list[str] | None,
        typer.Option(help=f"CODE=DONE, repeatable. {', '.join(POINTS)}; DONE: {', '.join(get_args(PointDone))}."),
    ] = None,
    occupier: Annotated[list[str] | None, typer.Option(help="An occupier; repeatable.")] = None,
    officers: Annotated[str | None, typer.Option(help="The officers.")] = None,
    at: Annotated[str | None, typer.Option(help="When it took place.")] = None,
    until: Annotated[str | None, typer.Option(help="Until when.")] = None,
    opened: Annotated[list[str] | None, typer.Option(help="A room, cupboard or phone that was opened.")] = None,
    found: Annotated[str | None, typer.Option(help="What was found.")] = None,
    seized: Annotated[str | None, typer.Option(help="What was seized.")] = None,
    child_present: Annotated[str | None, typer.Option(help="Which child was there.")] = None,
    child_action: Annotated[str | None, typer.Option(help="What was done for the child.")] = None,
    repeat_reason: Annotated[list[str] | None, typer.Option(help="Why a repeat is proportionate; repeatable.")] = None,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Make a search ready, which is refused where something is missing; or record what took place, which never is."""
    given: dict[str, object] = {
        "what": "visit" if visit else None,
        "route": route,
        "emergency": emergency,
        "purpose": purpose,
        "extent": extent,
        "consents": None if consent is None else [_consent(each) for each in consent],
        "points": None if point is None else [_point(each) for each in point],
        "occupiers": occupier,
        "officers": officers,
        "at": at,
        "until": until,
        "opened": opened,
        "found": found,
        "seized": seized,
        "child_present": child_present,
        "child_action": child_action,
        "repeat_reasons": repeat_reason,
    }
    with writing(as_user, reason) as read_session:
        address = name_one(read_session, name, PREMISES_KIND)
        stated = {field: value for field, value in given.items() if value is not None}
        made = record_search(read_session, address, state, stated, read_session.actor.reason, of=of)
    show_version(made, json=json)


@premises_app.command()
def review(
    search_id: Annotated[str, typer.Argument(help="The id of a search, as `dolen premises show` shows it.")],
    reason: Reason,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Record, as a manager, that a search was reviewed."""
    with writing(as_user, reason) as read_session:
        made = review_search(read_session, search_id, read_session.actor.reason)
    show_version(made, json=json)


def _consent(text: str) -> dict[str, str]:
    parts = [each.strip() for each in text.split(":")]
    if not 2 <= len(parts) <= 4:
        raise ValueRefused("consent", text, "write WHO:AS, WHO:AS:ANSWER or WHO:AS:ANSWER:ROOM.")
    return dict(zip(("who", "capacity", "answer", "room"), parts, strict=False))


def _point(text: str) -> dict[str, str]:
    code, between, done = text.partition("=")
    if not between:
        raise ValueRefused("point", text, "write CODE=done, CODE=not done or CODE=not known.")
    return {"code": code.strip(), "done": done.strip()}


def _words(line: PremisesLine) -> list[str]:
    body = line.registered
    said = (
        ()
        if body is None
        else (
            ("Owner", body.owner),
            ("Who lives there", ", ".join(body.occupiers)),
            ("When children are there", body.times),
            ("Markers", body.markers),
            ("Licences", body.licences),
        )
    )
    return [
        f"{label_with_refs(line.address)}: {'of concern' if body else 'not open as premises of concern'}",
        *(f"   {words}: {value}" for words, value in said if value),
        *(f"   - {each}" for each in line.due),
    ]


def _search_words(search: SearchLine) -> list[str]:
    body = search.body
    rooms = "the whole" if search.covers.whole else ", ".join(search.covers.rooms) or "nothing"
    return [
        f"{search.shown.lineage} · {body.what} {body.at or 'planned'} · {search.shown.state}"
        f"{' · a repeat' if body.repeat else ''}",
        f"   {route_words(body.route, body.emergency)}",
        *((f"   Consent covers {rooms}.", *(f"   {each}" for each in search.covers.reasons)) if body.consents else ()),
        *((f"   {search.a_search}",) if search.a_search else ()),
        *((f"   {search.words}",) if search.words else ()),
        *(f"   - {each}" for each in search.incomplete),
        *(f"   {words}: {said}" for words, said in (("Found", body.found), ("Seized", body.seized)) if said),
    ]


def _plain(line: PremisesLine) -> dict[str, object]:
    return {
        "premises": line.address.model_dump(),
        "registered": None if line.registered is None else line.registered.model_dump(mode="json"),
        "due": line.due,
        "searches": [
            {
                "id": each.shown.lineage,
                "state": each.shown.state,
                "incomplete": each.incomplete,
                "words": each.words,
                "consent_covers": {
                    "whole": each.covers.whole,
                    "rooms": each.covers.rooms,
                    "shared": each.covers.shared,
                    "reasons": each.covers.reasons,
                },
                "a_search": each.a_search,
                "review_by": None if each.review is None else each.review.isoformat(),
                **each.body.model_dump(mode="json", exclude={"address"}),
            }
            for each in line.searches
        ],
    }


def _print(*lines: str) -> None:
    for line in lines:
        out.print(escape(line), highlight=False, soft_wrap=True)
