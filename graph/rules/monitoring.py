"""Figures for monitoring (protocol §7): pure counts of facts, true as they are, suppressed only for publication.

One meeting over three children is 1 meeting and 3 children. A child counts once a period: by the highest category and
the age on the day of the child's meetings in it, and by the authority responsible on that day; children placed in the
area of another authority stand apart. Before and after a plan are two counts beside each other; neither says why.

For publication each count below 5 but 0 is "fewer than 5", and where that leaves one cell of a table to be found by
subtraction, the next smallest is suppressed with it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from graph.wording import wording

NOT_ASSESSED, NOT_KNOWN, NOT_RECORDED = wording("not assessed"), wording("not known"), wording("not recorded")
AGE_BANDS = ("under 13", "13 to 15", "16 and 17", wording("18 or over"), NOT_KNOWN)
CATEGORIES = ("1", "2", "3", "4", NOT_ASSESSED)
FEWEST = 5
SUPPRESSED = wording("fewer than %(fewest)s", fewest=FEWEST)
ALSO_SUPPRESSED = "suppressed"
WINDOW_DAYS = 90
"""Days before and after the beginning of a plan in which missing episodes are counted: our choice, stated with it."""

Count = int | str
"""A number, or the words that stand for it in what is published."""


@dataclass(frozen=True)
class ChildAtMeeting:
    """A child whose part a meeting has: category and age on its day, the responsible authority, and the host."""

    child: str
    category: int | None
    age: int | None
    responsible: str = ""
    host: str = ""


@dataclass(frozen=True)
class MeetingFact:
    """A strategy meeting that was held."""

    day: date
    review: bool
    children: tuple[ChildAtMeeting, ...]


@dataclass(frozen=True)
class ClockFact:
    """One clock: which, the day on which it started, and whether it was met (None: it is still open)."""

    which: str
    started: date
    met: bool | None


@dataclass(frozen=True)
class DeficitFact:
    """Something that was missing in the service: what, on which day, of which agency where one is recorded."""

    what: str
    day: date
    agency: str = ""


@dataclass(frozen=True)
class PlanFact:
    """A child's plan: when it began, the categories before and now, and the days on which missing episodes began."""

    child: str
    began: date
    before: int | None
    now: int | None
    missing: tuple[date, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What figures are made from; all of it, since a figure of a part is not the figure."""

    meetings: tuple[MeetingFact, ...] = ()
    clocks: tuple[ClockFact, ...] = ()
    deficits: tuple[DeficitFact, ...] = ()
    risks: tuple[tuple[str, str, date], ...] = ()
    """(child, indicator, day) of each risk that a meeting recorded."""
    plans: tuple[PlanFact, ...] = ()


@dataclass(frozen=True)
class Asked:
    """The period, both days in it, and the children counted: of one responsible authority, of one age band, or all."""

    first: date
    last: date
    area: str = ""
    age_band: str = ""

    def holds(self, day: date) -> bool:
        """Whether a day is in the period."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class FigureTable:
    """One table: its heading, a note on how it counts, and its rows of words and count. `whole`: its rows add up."""

    heading: str
    rows: tuple[tuple[str, Count], ...]
    note: str = ""
    whole: bool = False


def figures(facts: Facts, asked: Asked, today: date) -> tuple[FigureTable, ...]:
    """The tables of a period. The first is what the board is sent (§7): meetings, children, deficits in service."""
    meetings = [
        MeetingFact(each.day, each.review, tuple(one for one in each.children if _wanted(one, asked)))
        for each in facts.meetings
        if asked.holds(each.day)
    ]
    meetings = [each for each in meetings if each.children]
    children = _children(meetings)
    deficits = [each for each in facts.deficits if asked.holds(each.day)]
    plans = [
        each for each in facts.plans if asked.holds(each.began) and (each.child in children or not _narrowed(asked))
    ]
    return (
        FigureTable(
            wording("The board’s return"),
            (
                (wording("Strategy meetings held"), len(meetings)),
                (wording("of these, review meetings"), sum(each.review for each in meetings)),
                (wording("Children involved"), len(children)),
                (wording("Deficits in service recorded"), len(deficits)),
            ),
            wording("A meeting over several children counts once; a child counts once in the period."),
        ),
        _table(
            wording("Children by category"), CATEGORIES, (_category(each) for each in children.values()), whole=True
        ),
        _table(wording("Children by age"), AGE_BANDS, (age_band(each.age) for each in children.values()), whole=True),
        _named(wording("Children by responsible authority"), (_area(each) for each in children.values()), whole=True),
        *_clocks([each for each in facts.clocks if asked.holds(each.started)]),
        _named(wording("Deficits in service"), (_deficit(each) for each in deficits), whole=True),
        _named(wording("Risks recorded, by children"), _risks(facts.risks, asked, children)),
        *_plans(plans, today),
    )


def age_band(age: int | None) -> str:
    """The band of an age in whole years."""
    if age is None:
        return NOT_KNOWN
    return AGE_BANDS[0] if age < 13 else AGE_BANDS[1] if age < 16 else AGE_BANDS[2] if age < 18 else AGE_BANDS[3]


def for_publication(tables: Iterable[FigureTable]) -> tuple[FigureTable, ...]:
    """The same with small numbers suppressed."""
    return tuple(
        FigureTable(each.heading, _suppressed(each.rows, whole=each.whole), each.note, each.whole) for each in tables
    )


def _suppressed(rows: Sequence[tuple[str, Count]], *, whole: bool) -> tuple[tuple[str, Count], ...]:
    small = {name for name, count in rows if isinstance(count, int) and 0 < count < FEWEST}
    others = sorted((count, name) for name, count in rows if isinstance(count, int) and count >= FEWEST)
    also = {others[0][1]} if whole and len(small) == 1 and others else set[str]()
    return tuple(
        (name, SUPPRESSED if name in small else ALSO_SUPPRESSED if name in also else count) for name, count in rows
    )


def _narrowed(asked: Asked) -> bool:
    return bool(asked.area or asked.age_band)


def _wanted(child: ChildAtMeeting, asked: Asked) -> bool:
    of_area = not asked.area or child.responsible.casefold() == asked.area.casefold()
    return of_area and (not asked.age_band or age_band(child.age) == asked.age_band)


def _children(meetings: Iterable[MeetingFact]) -> dict[str, ChildAtMeeting]:
    """Each child once: at the meeting of their highest category, the earliest of these."""
    found: dict[str, ChildAtMeeting] = {}
    for meeting in sorted(meetings, key=lambda each: each.day):
        for child in meeting.children:
            known = found.get(child.child)
            if known is None or (child.category or 0) > (known.category or 0):
                found[child.child] = child
    return found


def _category(child: ChildAtMeeting) -> str:
    return NOT_ASSESSED if child.category is None else str(child.category)


def _area(child: ChildAtMeeting) -> str:
    name = child.responsible or NOT_RECORDED
    return wording("%(name)s, placed in the area of %(host)s", name=name, host=child.host) if child.host else name


def _deficit(deficit: DeficitFact) -> str:
    return f"{deficit.what}: {deficit.agency}" if deficit.agency else deficit.what


def _risks(risks: Iterable[tuple[str, str, date]], asked: Asked, children: Mapping[str, ChildAtMeeting]) -> list[str]:
    wanted = {(child, code) for child, code, day in risks if asked.holds(day) and child in children}
    return [code for _, code in sorted(wanted)]


def _clocks(clocks: Iterable[ClockFact]) -> list[FigureTable]:
    by_clock: dict[str, Counter[str]] = defaultdict(Counter)
    for each in clocks:
        by_clock[each.which]["met" if each.met else "still open" if each.met is None else "not met"] += 1
    return [
        FigureTable(
            which,
            tuple((name, by_clock[which][name]) for name in ("met", wording("not met"), wording("still open"))),
            whole=True,
        )
        for which in sorted(by_clock)
    ]


def _plans(plans: Sequence[PlanFact], today: date) -> list[FigureTable]:
    moved = Counter(_moved(each) for each in plans)
    before = after = 0
    for each in plans:
        days = min(WINDOW_DAYS, max(0, (today - each.began).days))
        span = timedelta(days=days)
        before += sum(each.began - span <= day < each.began for day in each.missing)
        after += sum(each.began <= day < each.began + span for day in each.missing)
    note = wording(
        "Missing episodes that began in the %(window_days)s days before and after, or as many days as have passed."
        " Beside each other, not one because of the other.",
        window_days=WINDOW_DAYS,
    )
    return [
        FigureTable(
            wording("Category before a plan and now"),
            tuple(
                (name, moved[name])
                for name in (
                    wording("lower now"),
                    wording("the same"),
                    wording("higher now"),
                    wording("not comparable"),
                )
            ),
            whole=True,
        ),
        FigureTable(
            wording("Missing episodes before and after a plan began"), (("before", before), ("after", after)), note
        ),
    ]


def _moved(plan: PlanFact) -> str:
    if plan.before is None or plan.now is None:
        return wording("not comparable")
    return (
        wording("lower now")
        if plan.now < plan.before
        else wording("higher now")
        if plan.now > plan.before
        else wording("the same")
    )


def _table(heading: str, names: Sequence[str], found: Iterable[str], *, whole: bool = False) -> FigureTable:
    counted = Counter(found)
    return FigureTable(heading, tuple((name, counted[name]) for name in names), whole=whole)


def _named(heading: str, found: Iterable[str], *, whole: bool = False) -> FigureTable:
    counted = Counter(found)
    return FigureTable(heading, tuple((name, counted[name]) for name in sorted(counted)), whole=whole)
