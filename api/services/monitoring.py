"""Figures for monitoring, from whatever face: made by somebody who sees everything, refused to others (protocol §7)."""

from dataclasses import dataclass
from datetime import date

from api.read_session import ReadSession
from api.services.record_judgement import today
from graph.audit import Entry
from graph.casework.monitoring import KINDS_COUNTED, facts_of
from graph.errors import NotPermitted, ValueRefused
from graph.model.view import Role
from graph.queries.casework.recorded import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.queries.casework.seraf import SERAF
from graph.queries.entities.timeline import MISSING_EVENTS, TIMELINE, TimelineOf, missing_of
from graph.reading.question import LARGEST_LIMIT, OfEntity
from graph.rules.missing import MissingRecord
from graph.rules.monitoring import AGE_BANDS, Asked, FigureTable, figures, for_publication
from graph.values.when import written_date
from graph.view.clearance import reads_everything

MAKERS: frozenset[Role] = frozenset({"manager", "operator"})


@dataclass(frozen=True)
class Figures:
    """The tables of a period, and what they are called."""

    title: str
    tables: tuple[FigureTable, ...]


def read_asked(first: str, last: str, area: str, age_band: str, day: date) -> Asked:
    """What was asked for; blank days are the year up to today. Raises `ValueRefused` naming the field."""
    if age_band and age_band not in AGE_BANDS:
        raise ValueRefused("age_band", age_band[:80], f"the bands are {', '.join(AGE_BANDS)}.")
    start = _day("first", first) if first else date(day.year, 1, 1)
    end = _day("last", last) if last else day
    if end < start:
        raise ValueRefused("last", last, "the period ends before it begins.", "Swap the two days.")
    return Asked(start, end, area.strip(), age_band)


def figures_now(read_session: ReadSession, asked: Asked, now: int, *, published: bool) -> Figures:
    """The figures of a period. Raises `NotPermitted`, always in the same words, where the reader does not see
    everything that is recorded; and `OutOfBounds` where more is recorded than is read at once."""
    check_sees_everything(read_session)
    everything = today(read_session)
    answer = everything.ask(CASEWORK_QUESTION, CaseworkOf(kinds=KINDS_COUNTED, history=True, limit=LARGEST_REGISTER))

    def category(child: str) -> int | None:
        standing = everything.ask(SERAF, OfEntity(id=child)).standing
        return None if standing is None else standing.category

    def missing(child: str) -> MissingRecord:
        of = TimelineOf(id=child, events=MISSING_EVENTS, limit=LARGEST_LIMIT)
        return missing_of(everything.ask(TIMELINE, of), read_session.view.today)

    tables = figures(facts_of(answer.whole, now, category, missing), asked, read_session.view.today)
    return Figures(title_of(asked, published=published), for_publication(tables) if published else tables)


def check_sees_everything(read_session: ReadSession, question: str = "figures", done: str = "Figures are made") -> None:
    """Raises `NotPermitted`, always in the same words, where the reader does not see everything that is recorded."""
    reader = read_session.actor.reader
    with read_session.installation.store.reading() as reading:
        if reader.role in MAKERS and reads_everything(reading, reader):
            return
    read_session.installation.log.enter(
        Entry(
            who=read_session.actor.who,
            action="refuse",
            question=question,
            reason=read_session.actor.reason,
            outcome="refused",
        )
    )
    raise NotPermitted(
        f"{done} by somebody who sees everything that is recorded.",
        "Ask the operator, or a manager who is a member of every compartment.",
    )


def title_of(asked: Asked, *, published: bool) -> str:
    """`Figures, 1 January 2026 to 31 March 2026, Gwynedd, for publication`."""
    parts = (
        f"Figures, {written_date(asked.first)} to {written_date(asked.last)}",
        asked.area,
        f"aged {asked.age_band}" if asked.age_band else "",
        "for publication: small numbers suppressed" if published else "",
    )
    return ", ".join(each for each in parts if each)


def _day(field: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueRefused(field, text[:80], "it is not a date. Write it as 2026-11-03.") from None
