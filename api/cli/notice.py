"""The commands of abduction notices (protocol Appendix 3)."""

import json as jsonlib
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.commands import WholeHelp
from api.cli.context import out
from api.cli.naming import label_with_refs, name_one
from api.cli.viewing import Screen, reads
from api.noticing import check_notice
from graph.model.schema import PEOPLE, Kind
from graph.queries.answers import EntityRef
from graph.rules.grounds import NoticeCheck
from graph.values.when import LONDON, date_of, moment, written_moment

notice_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, cls=WholeHelp)

CHILD_KIND: frozenset[Kind] = frozenset({"child"})
PREMISES_KIND: frozenset[Kind] = frozenset({"premises"})

Child = Annotated[str, typer.Option("--child", help="The child: an id, a record's own reference or a name.")]
Adult = Annotated[str, typer.Option("--adult", help="The person whom the notice is served on.")]
Address = Annotated[str | None, typer.Option("--address", help="The address from which the child is kept.")]


@notice_app.callback()
def notice() -> None:
    """Abduction notices (protocol Appendix 3): grounds, drafts, service, and what falls due. A person decides."""


@notice_app.command()
@reads
def check(
    screen: Screen,
    child: Child,
    adult: Adult,
    on: Annotated[str, typer.Option("--on", help="The day, such as 2026-11-28.")],
    address: Address = None,
) -> None:
    """Whether grounds for a notice appear to be met on a day, by which basis, why, and what is missing."""
    kept, served = name_one(screen, child, CHILD_KIND), name_one(screen, adult, PEOPLE)
    place = None if address is None else name_one(screen, address, PREMISES_KIND)
    found = check_notice(screen, kept.id, served, None if place is None else place.id, date_of(moment(on)))
    if screen.json:
        typer.echo(jsonlib.dumps(_plain(found), ensure_ascii=False))
        return
    _show_check(found, kept, served)


def _plain(found: NoticeCheck) -> dict[str, object]:
    return {
        "grounds": found.grounds,
        "basis": ", ".join(found.met) or None,
        "until": iso_moment(found.until),
        "reasons": found.reasons,
        "missing": found.missing,
        "before_service": found.before_service,
        "who_may_state": found.who_may_state,
        "bases": [
            {
                "basis": each.basis,
                "met": each.met,
                "until": iso_moment(each.until),
                "reasons": each.reasons,
                "missing": each.missing,
            }
            for each in found.bases
        ],
    }


def iso_moment(ms: int | None) -> str | None:
    """A moment in London time with its offset, `2027-05-01T00:00+01:00`."""
    return None if ms is None else datetime.fromtimestamp(ms / 1000, LONDON).isoformat(timespec="minutes")


def _show_check(found: NoticeCheck, child: EntityRef, adult: EntityRef) -> None:
    lines = [f"{label_with_refs(child)}; to be served: {label_with_refs(adult)}"]
    for each in found.bases:
        until = "" if each.until is None else f", until {written_moment(each.until)}"
        lines.append(f"{each.words[:1].upper()}{each.words[1:]}{until}")
    for heading, part in (
        ("Why", found.reasons),
        ("Missing", found.missing),
        ("Before it is served", found.before_service),
        ("Who may state", found.who_may_state),
    ):
        lines += [f"{heading}:", *(f"- {line}" for line in part)] if part else []
    for line in (*lines, "A person decides, with legal advice."):
        out.print(escape(line), highlight=False, soft_wrap=True)
