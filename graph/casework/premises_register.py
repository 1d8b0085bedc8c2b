"""Premises of concern and their searches: who owns them, what was found, and what falls due.

Pure functions of answers that obey the View, so that the register obeys it too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.judgements.notice import NoticeBody
from graph.judgements.premises import PremisesOfConcernBody, PremisesSearchBody
from graph.model.recorded import JudgementKind
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.lists.concern import Concern
from graph.reading.parts import EntityRef
from graph.rules.searches import ConsentCovers, covered, incomplete, is_repeat, is_search, relied_on, review_after
from graph.values.when import Period, written_date
from graph.wording import wording

PREMISES_KINDS: tuple[JudgementKind, ...] = ("PremisesOfConcern", "PremisesSearch", "Notice")
NO_ACTION = wording("No action is recorded yet: no notice, visit or search.")
TOOK_PLACE = frozenset({"done", "refused", "consent withdrawn", "reviewed"})


@dataclass(frozen=True)
class SearchLine:
    """A search or visit, with what of it is incomplete, what consent covered, and by when a manager reviews it."""

    shown: CaseworkShown
    body: PremisesSearchBody
    address: EntityRef
    incomplete: tuple[str, ...]
    words: str
    covers: ConsentCovers
    a_search: str
    review: date | None


@dataclass(frozen=True)
class PremisesLine:
    """Premises with what is registered of them (None: nothing stands open) and their searches, the latest first."""

    address: EntityRef
    registered: PremisesOfConcernBody | None
    shown: CaseworkShown | None
    searches: tuple[SearchLine, ...]
    due: tuple[str, ...]


def premises_lines(recorded: Sequence[CaseworkShown]) -> tuple[PremisesLine, ...]:
    """Every premises of an answer for `PREMISES_KINDS`, those with something due first."""
    by: dict[str, list[CaseworkShown]] = {}
    refs: dict[str, EntityRef] = {}
    kept_from: set[str] = set()
    for each in recorded:
        if each.stands and isinstance(each.body, NoticeBody):
            kept_from |= {about.entity.id for about in each.about}
        if each.stands and isinstance(each.body, PremisesOfConcernBody | PremisesSearchBody):
            [about] = each.about
            refs[about.entity.id] = about.entity
            by.setdefault(about.entity.id, []).append(each)
    lines = [_line(refs[id], of_it, noticed=id in kept_from) for id, of_it in by.items()]
    return tuple(sorted(lines, key=lambda each: (not each.due, each.address.label, each.address.id)))


def unregistered(concerns: Iterable[Concern], lines: Iterable[PremisesLine]) -> tuple[Concern, ...]:
    """Premises that join children, in the order of the ranking, of which none stands open with an owner."""
    owned = {each.address.id for each in lines if each.registered is not None}
    return tuple(each for each in concerns if each.children and not each.common and each.entity.id not in owned)


def earlier_searches(
    line: PremisesLine | None, every: Iterable[PremisesLine], occupiers: Iterable[str]
) -> tuple[SearchLine, ...]:
    """Searches and visits that took place at these premises, or of one of these occupiers elsewhere, latest first."""
    names = {each.casefold() for each in occupiers}
    found = [
        each
        for other in every
        for each in other.searches
        if each.shown.state in TOOK_PLACE
        and (
            (line is not None and other.address.id == line.address.id)
            or names & {name.casefold() for name in each.body.occupiers}
        )
    ]
    return tuple(sorted(found, key=lambda each: (each.body.day or date.min, each.shown.id), reverse=True))


def repeats(line: PremisesLine | None, every: Iterable[PremisesLine], occupiers: Iterable[str], day: date) -> bool:
    """Whether a search of these premises, or of one of these occupiers elsewhere, took place within twelve months."""
    return is_repeat(day, (each.body.day for each in earlier_searches(line, every, occupiers) if each.body.day))


def _line(address: EntityRef, recorded: Sequence[CaseworkShown], *, noticed: bool) -> PremisesLine:
    opened = [each for each in recorded if isinstance(each.body, PremisesOfConcernBody) and each.state == "open"]
    searches = sorted(
        (search_line(each, each.body, address) for each in recorded if isinstance(each.body, PremisesSearchBody)),
        key=lambda each: (each.body.day or date.max, each.shown.id),
        reverse=True,
    )
    body = opened[0].body if opened else None
    due = [*((wording("Two versions stand: decide which."),) if len(opened) > 1 else ())]
    if not any(isinstance(each.body, PremisesOfConcernBody) for each in recorded):
        due.append(wording("Name an owner, or close it with a reason."))
    if opened and not noticed and not any(each.shown.state in TOOK_PLACE for each in searches):
        due.append(NO_ACTION)
    for each in searches:
        due += _due(each)
    return PremisesLine(
        address=address,
        registered=body if isinstance(body, PremisesOfConcernBody) else None,
        shown=opened[0] if opened else None,
        searches=tuple(searches),
        due=tuple(due),
    )


def search_line(shown: CaseworkShown, body: PremisesSearchBody, address: EntityRef) -> SearchLine:
    """A search or visit, read by the rules."""
    took_place = shown.state in TOOK_PLACE
    counts = took_place and (body.what == "search" or bool(is_search(body.opened)))
    reviewed = review_after(body.emergency, Period.parse(body.at)) if took_place and body.at else None
    return SearchLine(
        shown=shown,
        body=body,
        address=address,
        incomplete=incomplete(body.route, body.done) if counts else (),
        words=relied_on(body.route, body.done) if counts else "",
        covers=covered(body.asked),
        a_search=is_search(body.opened) if body.what == "visit" else "",
        review=None if reviewed is None else reviewed.day,
    )


def _due(search: SearchLine) -> list[str]:
    if search.shown.state == "reviewed":
        return []
    day = wording("of %(day)s", day=written_date(search.body.day)) if search.body.day else wording("that is planned")
    due: list[str] = (
        [wording("Search %(day)s: %(words)s A manager reviews it.", day=day, words=search.words)]
        if search.words
        else []
    )
    if search.review is not None:
        due.append(
            wording("Entry %(day)s: a manager reviews it by %(review)s.", day=day, review=written_date(search.review))
        )
    if search.body.child_present.strip() and not search.body.child_action.strip():
        due.append(wording("Search %(day)s: a child was there and no action is recorded.", day=day))
    return due
