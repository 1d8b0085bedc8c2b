"""The commands of abduction notices (protocol Appendix 3)."""

import json as jsonlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.markup import escape

from api.accounts.reasons import clean_reason
from api.cli.commands import WholeHelp
from api.cli.context import actor_for, installation, out
from api.cli.decisions import AsUser, Json, Reason, show_made
from api.cli.notice_words import (
    contact_words,
    line_words,
    plain_check,
    plain_contact,
    plain_line,
    print_lines,
    show_check,
)
from api.cli.view_options import Screen, reads
from api.read_session import ReadSession
from api.services.abduction_notices import (
    authorise_notice,
    change_notice,
    check_notice,
    decide_contact,
    notice_leaving,
    notice_with_contact,
    notices,
    one_notice,
    prepare_notice,
)
from api.services.find_entity import name_one
from api.services.languages import reading
from graph.errors import ValueRefused
from graph.judgements.notice import CONTACT_STATES
from graph.model.kinds import PEOPLE, Kind
from graph.model.recorded import JudgementRecord
from graph.model.view import View
from graph.rules.law import CAPACITIES
from graph.rules.notices import Relation
from graph.values.when import date_of, moment
from graph.view.options import today_in_wales
from viz.export import check_place

notice_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, cls=WholeHelp)

CHILD_KIND: frozenset[Kind] = frozenset({"child"})
PREMISES_KIND: frozenset[Kind] = frozenset({"premises"})

Child = Annotated[str, typer.Option("--child", help="The child: an id, a record's own reference or a name.")]
Adult = Annotated[str, typer.Option("--adult", help="The person the notice is served on.")]
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
        typer.echo(jsonlib.dumps(plain_check(found), ensure_ascii=False))
        return
    show_check(found, kept, served)


Notice = Annotated[str, typer.Argument(help="The id of a notice, as `dolen notice list` shows it.")]


@notice_app.command()
def prepare(
    child: Child,
    adult: Adult,
    relation: Annotated[str, typer.Option(help=f"Of the person to the child: {', '.join(get_args(Relation))}.")],
    status_source: Annotated[str, typer.Option(help="Where the child's legal status is known from.")],
    reason: Reason,
    address: Address = None,
    on: Annotated[str | None, typer.Option("--on", help="The day on which grounds are read; today without it.")] = None,
    basis: Annotated[str | None, typer.Option(help="s.2 or s.49, where grounds appear to be met for both.")] = None,
    status: Annotated[str | None, typer.Option(help="The legal status, where it is not recorded.")] = None,
    stated_by: Annotated[str, typer.Option(help="Who signs the statement.")] = "",
    stated_as: Annotated[str, typer.Option(help=f"As what: {', '.join(CAPACITIES)}.")] = "other",
    signed: Annotated[str | None, typer.Option(help="The day on which the statement was signed.")] = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="Holders of parental responsibility disagree.")] = False,
    suspected: Annotated[bool, typer.Option("--suspected", help="One of them is suspected.")] = False,
    unreachable: Annotated[bool, typer.Option("--unreachable", help="None of them can be reached.")] = False,
    advised: Annotated[str, typer.Option(help="The legal advice that was taken.")] = "",
    referred: Annotated[str, typer.Option(help="Of a person under 18: the referral in their own right.")] = "",
    review: Annotated[str | None, typer.Option(help="The day of its review.")] = None,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Prepare a notice; a manager authorises it. What it names is what `dolen notice draft` prints, and no more."""
    given: dict[str, object] = {
        "relation": relation,
        "status_source": status_source,
        "basis": basis,
        "status": status,
        "stated_by": stated_by,
        "stated_as": stated_as,
        "signed": signed,
        "disputed": disputed,
        "suspected": suspected,
        "unreachable": unreachable,
        "advised": advised,
        "referred": referred,
        "review": review,
    }
    with writing(as_user, reason) as read_session:
        kept, served = name_one(read_session, child, CHILD_KIND), name_one(read_session, adult, PEOPLE)
        place = None if address is None else name_one(read_session, address, PREMISES_KIND)
        day = read_session.view.today if on is None else date_of(moment(on))
        stated = {name: value for name, value in given.items() if value is not None}
        made = prepare_notice(read_session, kept, served, place, day, stated, read_session.actor.reason)
    show_version(made, json=json)


@notice_app.command()
def authorise(notice: Notice, reason: Reason, as_user: AsUser = None, json: Json = False) -> None:
    """Authorise a notice, as a manager. Refused without the signed statement of who may make it."""
    with writing(as_user, reason) as read_session:
        made = authorise_notice(read_session, notice, read_session.actor.reason)
    show_version(made, json=json)


@notice_app.command()
def serve(
    notice: Notice,
    at: Annotated[str, typer.Option(help="When it was served: 2026-05-01T18:00, or the day.")],
    by: Annotated[str, typer.Option(help="Who served it.")],
    how: Annotated[str, typer.Option(help="How, such as: in person at the door.")],
    reason: Reason,
    officer: Annotated[str, typer.Option(help="The officer in the case.")] = "",
    language: Annotated[str, typer.Option(help="In which language.")] = "",
    age_stated: Annotated[
        str, typer.Option(help="Whether the child's age was stated: yes, no, not known.")
    ] = "not known",
    explained: Annotated[str, typer.Option(help="Whether it was explained: yes, no, not known.")] = "not known",
    copy_given: Annotated[str, typer.Option(help="Whether a copy was given: yes, no, not known.")] = "not known",
    recording: Annotated[str, typer.Option(help="The reference of the recording.")] = "",
    informed: Annotated[list[str] | None, typer.Option(help="A holder informed: NAME=2026-05-01; repeatable.")] = None,
    not_informed: Annotated[list[str] | None, typer.Option(help="One who was not: NAME=because …; repeatable.")] = None,
    review: Annotated[str | None, typer.Option(help="The day of its review.")] = None,
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Record that a notice was served: when, how, who served it and who was informed. What is missing falls due."""
    served = {
        "at": at,
        "by": by,
        "how": how,
        "officer": officer,
        "language": language,
        "age_stated": age_stated,
        "explained": explained,
        "copy_given": copy_given,
        "recording": recording,
    }
    holders = [
        *({"who": who, "informed_on": day} for who, day in map(_pair, informed or ())),
        *({"who": who, "because": because} for who, because in map(_pair, not_informed or ())),
    ]
    with writing(as_user, reason) as read_session:
        changes = {"served": served, "informed": holders, **({} if review is None else {"review": review})}
        made = change_notice(
            read_session, one_notice(read_session, notice), "served", changes, read_session.actor.reason
        )
    show_version(made, json=json)


@notice_app.command()
def review(
    notice: Notice,
    reason: Reason,
    next_on: Annotated[str, typer.Option("--next", help="The day of the next review.")],
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Record that a notice was reviewed, and when it is reviewed next."""
    with writing(as_user, reason) as read_session:
        made = change_notice(
            read_session, one_notice(read_session, notice), "reviewed", {"review": next_on}, read_session.actor.reason
        )
    show_version(made, json=json)


@notice_app.command()
def withdraw(notice: Notice, reason: Reason, as_user: AsUser = None, json: Json = False) -> None:
    """Withdraw a notice; it stays in the record. One that was authorised is withdrawn by a manager."""
    with writing(as_user, reason) as read_session:
        line = one_notice(read_session, notice)
        made = read_session.installation.casework.withdraw(
            read_session.actor, line.shown.lineage, read_session.actor.reason
        )
    show_version(made, json=json)


@notice_app.command("list")
@reads
def list_notices(
    screen: Screen,
    about: Annotated[
        str | None, typer.Option("--about", help="Only those about this child, person or address.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Only those with something due.")] = False,
) -> None:
    """The notices that stand, what falls due first."""
    entity = None if about is None else name_one(screen, about).id
    lines = [each for each in notices(screen, entity) if each.due or not due]
    if screen.json:
        typer.echo(jsonlib.dumps([plain_line(each) for each in lines], ensure_ascii=False))
        return
    print_lines(f"Notices: {len(lines)}.", *(text for each in lines for text in line_words(each)))


@notice_app.command()
@reads
def draft(
    screen: Screen,
    notice: Notice,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file ending in .docx or .pdf.")] = None,
    language: Annotated[str, typer.Option(help="The language of the document: en or cy.")] = "en",
) -> None:
    """The words of a notice as it would be served: no placement, informant, other child or intelligence is in them."""
    if output is not None:
        check_place(output, (".docx", ".pdf"))
    line = one_notice(screen, notice)
    if output is not None:
        form = "docx" if output.suffix.lower() == ".docx" else "pdf"
        screen.installation.exit.put_at(notice_leaving(screen, line, form, reading(language)), output)
        out.print(escape(str(output)), soft_wrap=True)
        return
    text = line.text
    if screen.json:
        typer.echo(jsonlib.dumps(asdict(text), ensure_ascii=False))
        return
    print_lines(text.title, "", *text.paragraphs, "", *(f"{each}: ____" for each in text.completed), "", text.foot)


@notice_app.command()
@reads
def contact(screen: Screen, notice: Notice) -> None:
    """Contact recorded after a notice was served, incidents and not reports, and what a named person decided of it."""
    shown = notice_with_contact(screen, notice)
    if screen.json:
        typer.echo(jsonlib.dumps(None if shown.contact is None else plain_contact(shown.contact), ensure_ascii=False))
        return
    if shown.contact is None:
        print_lines("It is not recorded as served.")
        return
    print_lines(*contact_words(shown.contact))
    if shown.cut:
        print_lines("The child is named in more items than are read at once: the oldest were left unread.")


@notice_app.command()
def decide(
    notice: Notice,
    items: Annotated[list[str], typer.Argument(help="The items that report it: REPORT_REF/ITEM_NO.")],
    what: Annotated[str, typer.Option("--as-what", help=f"One of: {', '.join(CONTACT_STATES)}.")],
    reason: Reason,
    evidence: Annotated[str, typer.Option(help="The evidential material that is held.")] = "",
    same_as: Annotated[str, typer.Option(help="An item whose incident these repeat.")] = "",
    as_user: AsUser = None,
    json: Json = False,
) -> None:
    """Decide, as a named person, what items are that report contact. An intelligence grade is not evidence."""
    with writing(as_user, reason) as read_session:
        made = decide_contact(
            read_session, notice, items, what, read_session.actor.reason, evidence=evidence, same_as=same_as
        )
    show_version(made, json=json)


@contextmanager
def writing(as_user: str | None, reason: str) -> Generator[ReadSession]:
    """Everything that is known now, for somebody who gives a reason for what they record."""
    with installation() as opened:
        yield ReadSession(opened, actor_for(opened, as_user, clean_reason(reason)), View(today=today_in_wales()))


def show_version(made: JudgementRecord, *, json: bool) -> None:
    """The version that was recorded, by the id of all its versions."""
    if json:
        show_made(made, "", json=True)
        return
    out.print(escape(f"{made.lineage}: {made.state}, access {made.access}."), highlight=False)


def _pair(text: str) -> tuple[str, str]:
    who, between, rest = text.partition("=")
    if not between or not who.strip() or not rest.strip():
        raise ValueRefused(
            "informed",
            text,
            "it names nobody, or gives neither a day nor a reason.",
            "Write NAME=2026-05-01 or NAME=why.",
        )
    return who.strip(), rest.strip()
