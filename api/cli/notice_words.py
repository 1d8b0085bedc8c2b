"""Notices as `dolen notice` prints them, for people and for programs."""

from datetime import datetime

from rich.markup import escape

from api.cli.context import out
from api.services.find_entity import label_with_refs
from graph.casework.notice_register import NoticeLine
from graph.reading.parts import EntityRef
from graph.rules.contact import ContactItem, ContactRecord
from graph.rules.grounds import NoticeCheck
from graph.values.when import LONDON, written_date, written_moment


def line_words(line: NoticeLine) -> list[str]:
    """A notice in lines: who, its state, and what falls due."""
    at = "" if line.address is None else f", {line.address.label}"
    until = "" if line.lapses is None else f"; lapses {written_moment(line.lapses)}"
    return [
        f"{line.shown.lineage} · {label_with_refs(line.child)} · {label_with_refs(line.adult)}{at}",
        f"   {line.words} by {line.shown.author}, {line.body.basis}{until}",
        *(f"   - {each.what}{'' if each.due is None else f' ({written_date(each.due)})'}" for each in line.due),
    ]


def plain_line(line: NoticeLine) -> dict[str, object]:
    """A notice for programs."""
    return {
        "id": line.shown.lineage,
        "version": line.shown.id,
        "state": line.shown.state,
        "lapsed": line.lapsed,
        "child": line.child.model_dump(),
        "adult": line.adult.model_dump(),
        "address": None if line.address is None else line.address.model_dump(),
        "basis": line.body.basis,
        "lapses": iso_moment(line.lapses),
        "due": [{"what": each.what, "due": None if each.due is None else each.due.isoformat()} for each in line.due],
    }


def plain_contact(found: ContactRecord) -> dict[str, object]:
    """Contact after a notice for programs."""
    return {
        "incidents": [
            {
                "state": each.state,
                "contact": each.lineage,
                "items": [item.ref for item in each.items],
                "repeats": each.repeats,
            }
            for each in found.incidents
        ],
        "reported": found.counted("reported"),
        "evidence_held": found.counted("evidence held"),
        "communication": [each.ref for each in found.communication],
        "after_the_notice_lapsed": [each.ref for each in found.lapsed],
        "not_shown_to_be_after_service": [each.ref for each in found.unclear],
        "suspected_false": [each.ref for each in found.left_out],
    }


def contact_words(found: ContactRecord) -> list[str]:
    """Contact after a notice in lines."""
    apart = (
        ("Communication, apart", found.communication),
        ("After the notice lapsed", found.lapsed),
        ("Not shown to be after service", found.unclear),
        ("Suspected to be false, counted for nothing", found.left_out),
    )
    return [
        f"Incidents of reported contact: {found.counted('reported')}; evidence held: {found.counted('evidence held')}.",
        *(
            f"- {_happened(each.items[0])}: {each.state}; {', '.join(item.ref for item in each.items)}"
            + (f"; not decided yet: {', '.join(each.repeats)}" if each.repeats else "")
            for each in found.incidents
        ),
        *(f"{words}: {', '.join(item.ref for item in items)}." for words, items in apart if items),
    ]


def _happened(item: ContactItem) -> str:
    return "not dated" if item.happened is None else item.happened.shown


def print_lines(*lines: str) -> None:
    """These lines as they are."""
    for line in lines:
        out.print(escape(line), highlight=False, soft_wrap=True)


def plain_check(found: NoticeCheck) -> dict[str, object]:
    """Grounds for programs."""
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


def show_check(found: NoticeCheck, child: EntityRef, adult: EntityRef) -> None:
    """Grounds in words."""
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
