"""`dolen log`: items that somebody types or pastes, with what they mention; and what each changes."""

import json as jsonlib
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.prompt import Confirm

from api.cli.context import err, out, reason_of_its_own
from api.cli.tables import counted
from api.cli.view_options import Screen, reads
from api.services.find_entity import label_with_refs
from api.services.log_entries import (
    EntryGiven,
    EntryRecorded,
    Marked,
    MentionProposal,
    Proposals,
    entry_recorded,
    new_reference,
    propose,
    read_mark,
    record_entry,
)
from graph.errors import ValueRefused
from graph.model.schema import EVENTS, ITEM_KINDS
from graph.rules.alerts import KIND_WORDS

log_app = typer.Typer(rich_markup_mode=None)

EVERYTHING = "all"


@log_app.command()
@reads
def log(
    screen: Screen,
    file: Annotated[
        Path | None, typer.Argument(help="A text file; without it, standard input. A line `---` begins another item.")
    ] = None,
    propose_only: Annotated[
        bool, typer.Option("--propose", help="Only show what the text seems to mention; nothing is stored.")
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(help="Accept what is proposed for these words, or `all` of which each means one; repeatable."),
    ] = None,
    mark: Annotated[
        list[str] | None,
        typer.Option(help="A mention marked by hand: 'child: Ann Rees | role=child at risk | item=2'; repeatable."),
    ] = None,
    happened: Annotated[
        str, typer.Option(help="When it happened: 1 March 2026, 1 March 2026 21:30, or a range 2026-03-01/2026-03-04.")
    ] = "",
    event: Annotated[str, typer.Option(help=f"What kind of event: {', '.join(EVENTS)}.")] = "",
    kind: Annotated[str, typer.Option(help=f"What kind of statement: {', '.join(ITEM_KINDS)}.")] = "",
    grade: Annotated[str, typer.Option(help="Source and assessment, such as 2C; blank: not graded.")] = "",
    handling: Annotated[str, typer.Option(help="P or C; blank: the most restricted.")] = "",
    conditions: Annotated[str, typer.Option(help="Conditions of C, parted by `;`.")] = "",
    compartment: Annotated[str, typer.Option(help="The compartment whose members alone read it.")] = "",
    title: Annotated[str, typer.Option(help="A title for the report.")] = "",
    entry: Annotated[
        str,
        typer.Option(help="The reference of an entry whose recording stopped, to complete it; it is not stored twice."),
    ] = "",
) -> None:
    """Record items that are typed or pasted, with what they mention, and say at once what they change."""
    text = _text_of(file)
    found = propose(screen, text)
    if propose_only:
        _show_proposals(found, json=screen.json)
        return
    reason = reason_of_its_own(screen.installation, screen.actor.reason)
    by_hand = [read_mark(each) for each in mark or ()]
    taken = _accepted(found, accept or []) if accept or screen.json or not _at_terminal() else _asked(found)
    cells = {
        "title": title,
        "happened_from": happened,
        "event": event,
        "kind": kind,
        "source_grade": grade[:1],
        "assessment": grade[1:],
        "handling": handling,
        "conditions": conditions,
        "compartment": compartment,
    }
    marks = (*(each.mark for each in taken), *by_hand)
    ref = record_entry(screen, EntryGiven(entry or _new_reference(), text, cells, marks), reason)
    _show(entry_recorded(screen, ref), marks, [each for each in found.mentions if each not in taken], json=screen.json)


def _new_reference() -> str:
    """A reference; it is shown before anything is stored, so that an entry that stops halfway can be completed."""
    ref = new_reference(time.time_ns() // 1_000_000)
    err.print(f"Recorded as {ref}; if this stops, repeat it with --entry {ref}.", highlight=False, soft_wrap=True)
    return ref


def _text_of(file: Path | None) -> str:
    if file is None or str(file) == "-":
        return sys.stdin.read()
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueRefused("file", str(file), f"it cannot be read as text: {error}.", "Save it as UTF-8.") from None


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _accepted(found: Proposals, words: list[str]) -> list[MentionProposal]:
    """The proposals of these words. Raises `ValueRefused` for words that propose nothing, or several people."""
    taken: list[MentionProposal] = []
    for word in words:
        meant = [each for each in found.mentions if word in (each.mark.value, each.mark.known)]
        if word == EVERYTHING:
            meant = [each for each in found.mentions if not _is_one_of_several(each, found)]
        elif not meant:
            raise ValueRefused("--accept", word, "nothing is proposed for it.", "`dolen log --propose` shows what is.")
        elif several := [each for each in meant if word != each.mark.known and _is_one_of_several(each, found)]:
            ids = ", ".join(f"{label_with_refs(each.known)} {each.mark.known}" for each in several if each.known)
            raise ValueRefused("--accept", word, f"it may mean any of {ids}.", "Give the id.")
        taken += [each for each in meant if each not in taken]
    return taken


def _is_one_of_several(one: MentionProposal, found: Proposals) -> bool:
    same = (each for each in found.mentions if (each.mark.value, each.mark.item) == (one.mark.value, one.mark.item))
    return sum(each.mark.known != "" for each in same) > 1


def _asked(found: Proposals) -> list[MentionProposal]:
    return [each for each in found.mentions if Confirm.ask(escape(f"{_words(each)}?"), console=err, default=False)]


def _words(each: MentionProposal) -> str:
    meant = f" is {each.known.kind} {label_with_refs(each.known)} [{each.mark.known}]" if each.known else ""
    return f"Item {each.mark.item}: {each.mark.entity} {each.mark.value}{meant}"


def _show_proposals(found: Proposals, *, json: bool) -> None:
    if json:
        plain = [
            {**vars(each.mark), "known": None if each.known is None else each.known.model_dump(mode="json")}
            for each in found.mentions
        ]
        typer.echo(jsonlib.dumps({"mentions": plain, "days": list(found.days)}, ensure_ascii=False))
        return
    if not found.mentions:
        out.print("Nothing is proposed. Mark what it mentions with --mark.")
    for each in found.mentions:
        out.print(escape(_words(each)), soft_wrap=True)
    for day in found.days:
        out.print(f"It gives the day {day}: --happened {day}")


def _show(done: EntryRecorded, marks: tuple[Marked, ...], left: list[MentionProposal], *, json: bool) -> None:
    report = done.report
    if json:
        changed = [
            {"id": line.alert.id, **line.shown.model_dump(mode="json", exclude={"place"})} for line in done.lines
        ]
        items = [{"id": item.id, "ref": item.ref} for item in report.items]
        plain = {"report": report.id, "ref": report.ref, "items": items, "mentions": len(marks), "changes": changed}
        typer.echo(jsonlib.dumps(plain, ensure_ascii=False))
        return
    stored = f"{counted(len(report.items), 'item')}, {counted(len(marks), 'mention')}"
    out.print(escape(f"Stored as {report.ref}: {stored}."))
    for each in left:
        out.print(escape(f"Not accepted, and not stored as a mention: {_words(each)}"), soft_wrap=True)
    if not done.lines:
        out.print("It links nobody newly, and touches no notice, watch, premises or meeting that you may see.")
    for line in done.lines:
        out.print(escape(f"- {KIND_WORDS[line.shown.kind]}: {line.shown.sentence}"), soft_wrap=True)
        out.print(escape(f"  {', '.join(line.shown.items)}; for {line.owner} [{line.alert.id}]"), soft_wrap=True)
