"""The sheet of a child who is missing, on one page: what those who look for them need, each with its item.

who and what they look like · legal status, where they live, contacts · last places, adults, vehicles, phones
friends (their names go to police only) · earlier episodes, with their hours and where they ended
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from graph.judgements.network import During, NetworkMemberBody
from graph.judgements.typed import shown_fields
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.casework.seraf import SerafShown
from graph.queries.entities.cards import EntityCard
from graph.queries.entities.neighbours import Neighbours
from graph.queries.entities.timeline import Timeline, TimelineEntry, missing_of
from graph.rules.missing import Episode
from graph.rules.roles import NOT_CONNECTING
from viz.pack.model import Pack, PackSection, PackStatement
from viz.pack.words import CATEGORIES, day_words, happened, listed, may_be, named_with, sentence

MOST = 6
"""Of each kind of thing, the latest so many; the sheet says how many there are."""
MOST_EPISODES = 5
STATED = {"description": "Looks", "alias": "Also called", "date_of_birth": "Born", "sex": "Sex", "age": "Age stated"}
NO_RETURN_INTERVIEW = "Return interviews are not recorded in Dolen: ask the responsible authority."


@dataclass(frozen=True)
class MissingAnswers:
    """What the recipient's View answered about the child. `police_reference` is typed by who makes the sheet."""

    card: EntityCard
    seraf: SerafShown
    timeline: Timeline
    missing: Timeline
    near: Neighbours
    recorded: tuple[CaseworkShown, ...]
    day: date
    police: bool
    police_reference: str = ""


def missing_sheet(answers: MissingAnswers, prepared_for: str) -> Pack:
    """The sheet, without an annex: it has one page."""
    child = answers.card.entity
    made = (
        PackSection(named_with(child), 1, tuple(_who(answers))),
        PackSection("Contacts", 1, tuple(_network(answers))),
        PackSection("Last places", 1, tuple(_latest(answers, ("premises",)))),
        PackSection("Adults", 1, tuple(_latest(answers, ("adult", "person"), _at_work(answers.near)))),
        PackSection("Vehicles", 1, tuple(_latest(answers, ("vehicle",)))),
        PackSection("Phones and accounts", 1, tuple(_latest(answers, ("phone", "account")))),
        PackSection("Friends and other children", 1, tuple(_friends(answers))),
        PackSection("Missing before", 1, tuple(_episodes(answers))),
    )
    return Pack(f"If missing now: {child.label}", prepared_for, made, ())


def _who(answers: MissingAnswers) -> Iterator[PackStatement]:
    if answers.police_reference.strip():
        yield PackStatement(f"Police reference: {sentence(answers.police_reference)}")
    for what, word in STATED.items():
        stated = [each for each in answers.card.stated if each.what == what]
        if stated:
            refs = tuple(dict.fromkeys(ref for each in stated for ref in each.items[-1:]))
            values = "; ".join(
                day_words(each.value) if what == "date_of_birth" else each.value for each in stated[:MOST]
            )
            yield PackStatement(f"{word}: {sentence(values)}", refs[:MOST], (answers.card.entity.id,))
    if answers.seraf.age is not None:
        low, high = answers.seraf.age.lowest, answers.seraf.age.highest
        yield PackStatement(f"Age {low}." if low == high else f"Age {low} to {high}.")
    if (stands := answers.seraf.standing) is not None:
        yield PackStatement(f"SERAF category {stands.category} ({CATEGORIES[stands.category]}).{may_be(stands)}")
    for kind in ("LegalStatus", "Placement", "Responsibility"):
        found = _holding(answers, kind)
        for each in found:
            yield PackStatement("; ".join(f"{field.label}: {text}" for field, text in shown_fields(each.body)) + ".")
        if not found and kind == "LegalStatus":
            yield PackStatement("Legal status: not recorded. That is not the same as none.")


def _network(answers: MissingAnswers) -> Iterator[PackStatement]:
    found = _holding(answers, "NetworkMember")
    for each in found:
        if isinstance(each.body, NetworkMemberBody):
            part = f", {each.body.part}" if each.body.part else ""
            ring = each.body.telephone or "no telephone recorded"
            yield PackStatement(f"{each.body.name}, {each.body.agency}{part}: {ring}.")
    if not found:
        yield PackStatement("Nobody who works with the child is recorded.")


def _holding(answers: MissingAnswers, kind: str) -> list[CaseworkShown]:
    return [
        each
        for each in answers.recorded
        if each.kind == kind and isinstance(each.body, During) and each.body.holds(answers.day)
    ]


def _at_work(near: Neighbours) -> frozenset[str]:
    """Those who are named with the child in their work alone."""
    return frozenset(each.entity.id for each in near.neighbours if each.roles and set(each.roles) <= NOT_CONNECTING)


def _latest(answers: MissingAnswers, kinds: Collection[str], without: Collection[str] = ()) -> Iterator[PackStatement]:
    """What the latest items name with the child, each once, with when that was last."""
    found: dict[str, PackStatement] = {}
    for entry in answers.timeline.entries:
        for each in entry.named:
            if each.kind in kinds and each.id not in found and each.id not in without:
                text = f"{named_with(each) if each.kind != 'premises' else each.label}: {happened(entry.item)}."
                found[each.id] = PackStatement(text, (entry.item.ref,), (each.id, answers.card.entity.id))
    yield from _first(list(found.values()), MOST, "None is recorded.")


def _first(found: list[PackStatement], most: int, nothing: str) -> Iterator[PackStatement]:
    if not found:
        yield PackStatement(nothing)
    yield from found[:most]
    if len(found) > most:
        yield PackStatement(f"The latest {most} of {len(found)}.")


def _friends(answers: MissingAnswers) -> Iterator[PackStatement]:
    if answers.police:
        yield from _latest(answers, ("child",))
    else:
        yield PackStatement("Names of other children go to police only.")


def _episodes(answers: MissingAnswers) -> Iterator[PackStatement]:
    record = missing_of(answers.missing, answers.day)
    entries = {each.item.id: each for each in answers.missing.entries}
    found = [_episode(each, entries, answers) for each in record.episodes]
    yield from _first(found, MOST_EPISODES, "No earlier episode is recorded.")
    yield PackStatement(NO_RETURN_INTERVIEW)


def _episode(episode: Episode, entries: dict[str, TimelineEntry], answers: MissingAnswers) -> PackStatement:
    start, end = (_items(each, entries) for each in (episode.starts, episode.ends))
    began = f"From {happened(start[0].item)}" if start else "Start not recorded"
    hours = "" if episode.minutes is None else f" ({episode.minutes // 60} h {episode.minutes % 60:02} min)"
    now = " Missing now." if episode.missing_now else ""
    ended = f" to {happened(end[0].item)}{hours}" if end else "; end not recorded"
    where = listed(dict.fromkeys(each.label for entry in end for each in entry.named if each.kind == "premises"))
    people = listed(
        dict.fromkeys(
            each.label
            for entry in end
            for each in entry.named
            if each.kind in ("adult", "person") or (each.kind == "child" and answers.police)
        )
    )
    found = f" Found at {where}." if where else ""
    beside = f" Named there: {people}." if people else ""
    refs = tuple(dict.fromkeys(each.item.ref for each in (*start, *end)))
    return PackStatement(f"{began}{ended}.{now}{found}{beside}", refs, (answers.card.entity.id,))


def _items(events: Iterable[object], entries: dict[str, TimelineEntry]) -> list[TimelineEntry]:
    return [entries[id] for each in events if (id := str(getattr(each, "id", ""))) in entries]
