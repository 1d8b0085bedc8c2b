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
from graph.wording import joined, wording
from viz.pack.model import Pack, PackSection, PackStatement
from viz.pack.words import CATEGORIES, day_words, happened, listed, may_be, named_with, sentence

MOST = 6
"""Of each kind of thing, the latest so many; the sheet says how many there are."""
MOST_EPISODES = 5
STATED = {
    "description": wording("Looks"),
    "alias": wording("Also called"),
    "date_of_birth": wording("Born"),
    "sex": wording("Sex"),
    "age": wording("Age stated"),
}
NO_RETURN_INTERVIEW = wording("Return interviews are not recorded in Dolen: ask the responsible authority.")


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
        PackSection(wording("Contacts"), 1, tuple(_network(answers))),
        PackSection(wording("Last places"), 1, tuple(_latest(answers, ("premises",)))),
        PackSection(wording("Adults"), 1, tuple(_latest(answers, ("adult", "person"), _at_work(answers.near)))),
        PackSection(wording("Vehicles"), 1, tuple(_latest(answers, ("vehicle",)))),
        PackSection(wording("Phones and accounts"), 1, tuple(_latest(answers, ("phone", "account")))),
        PackSection(wording("Friends and other children"), 1, tuple(_friends(answers))),
        PackSection(wording("Missing before"), 1, tuple(_episodes(answers))),
    )
    return Pack(wording("If missing now: %(label)s", label=child.label), prepared_for, made, ())


def _who(answers: MissingAnswers) -> Iterator[PackStatement]:
    if answers.police_reference.strip():
        yield PackStatement(wording("Police reference: %(ref)s", ref=sentence(answers.police_reference)))
    for what, word in STATED.items():
        stated = [each for each in answers.card.stated if each.what == what]
        if stated:
            refs = tuple(dict.fromkeys(ref for each in stated for ref in each.items[-1:]))
            values = joined(
                "; ", (day_words(each.value) if what == "date_of_birth" else each.value for each in stated[:MOST])
            )
            yield PackStatement(
                wording("%(label)s: %(text)s", label=word, text=sentence(values)),
                refs[:MOST],
                (answers.card.entity.id,),
            )
    if answers.seraf.age is not None:
        low, high = answers.seraf.age.lowest, answers.seraf.age.highest
        yield PackStatement(
            wording("Age %(low)s.", low=low) if low == high else wording("Age %(low)s to %(high)s.", low=low, high=high)
        )
    if (stands := answers.seraf.standing) is not None:
        made = wording(
            "SERAF category %(category)s (%(words)s).", category=stands.category, words=CATEGORIES[stands.category]
        )
        yield PackStatement(joined("", (made, may_be(stands))))
    for kind in ("LegalStatus", "Placement", "Responsibility"):
        found = _holding(answers, kind)
        for each in found:
            fields = (
                wording("%(label)s: %(text)s", label=field.label, text=text) for field, text in shown_fields(each.body)
            )
            yield PackStatement(wording("%(text)s.", text=joined("; ", fields)))
        if not found and kind == "LegalStatus":
            yield PackStatement(wording("Legal status: not recorded. That is not the same as none."))


def _network(answers: MissingAnswers) -> Iterator[PackStatement]:
    found = _holding(answers, "NetworkMember")
    for each in found:
        if isinstance(each.body, NetworkMemberBody):
            part = f", {each.body.part}" if each.body.part else ""
            ring = each.body.telephone or wording("no telephone recorded")
            yield PackStatement(
                wording("%(who)s: %(ring)s.", who=f"{each.body.name}, {each.body.agency}{part}", ring=ring)
            )
    if not found:
        yield PackStatement(wording("Nobody who works with the child is recorded."))


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
                text = wording(
                    "%(label)s: %(text)s.",
                    label=named_with(each) if each.kind != "premises" else each.label,
                    text=happened(entry.item),
                )
                found[each.id] = PackStatement(text, (entry.item.ref,), (each.id, answers.card.entity.id))
    yield from _first(list(found.values()), MOST, wording("None is recorded."))


def _first(found: list[PackStatement], most: int, nothing: str) -> Iterator[PackStatement]:
    if not found:
        yield PackStatement(nothing)
    yield from found[:most]
    if len(found) > most:
        yield PackStatement(wording("The latest %(most)s of %(found)s.", most=most, found=len(found)))


def _friends(answers: MissingAnswers) -> Iterator[PackStatement]:
    if answers.police:
        yield from _latest(answers, ("child",))
    else:
        yield PackStatement(wording("Names of other children go to police only."))


def _episodes(answers: MissingAnswers) -> Iterator[PackStatement]:
    record = missing_of(answers.missing, answers.day)
    entries = {each.item.id: each for each in answers.missing.entries}
    found = [_episode(each, entries, answers) for each in record.episodes]
    yield from _first(found, MOST_EPISODES, wording("No earlier episode is recorded."))
    yield PackStatement(NO_RETURN_INTERVIEW)


def _episode(episode: Episode, entries: dict[str, TimelineEntry], answers: MissingAnswers) -> PackStatement:
    start, end = (_items(each, entries) for each in (episode.starts, episode.ends))
    began = wording("From %(item)s", item=happened(start[0].item)) if start else wording("Start not recorded")
    hours = (
        ""
        if episode.minutes is None
        else wording(
            " (%(hours)s h %(minutes)s min)", hours=episode.minutes // 60, minutes=f"{episode.minutes % 60:02}"
        )
    )
    now = wording(" Missing now.") if episode.missing_now else ""
    ended = (
        wording(" to %(item)s%(hours)s", item=happened(end[0].item), hours=hours)
        if end
        else wording("; end not recorded")
    )
    where = listed(dict.fromkeys(each.label for entry in end for each in entry.named if each.kind == "premises"))
    people = listed(
        dict.fromkeys(
            each.label
            for entry in end
            for each in entry.named
            if each.kind in ("adult", "person") or (each.kind == "child" and answers.police)
        )
    )
    found = wording(" Found at %(where)s.", where=where) if where else ""
    beside = wording(" Named there: %(people)s.", people=people) if people else ""
    refs = tuple(dict.fromkeys(each.item.ref for each in (*start, *end)))
    return PackStatement(joined("", (began, ended, ".", now, found, beside)), refs, (answers.card.entity.id,))


def _items(events: Iterable[object], entries: dict[str, TimelineEntry]) -> list[TimelineEntry]:
    return [entries[id] for each in events if (id := str(getattr(each, "id", ""))) in entries]
