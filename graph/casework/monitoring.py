"""The facts that monitoring counts (protocol §7), from what people recorded, read by somebody who sees everything."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from graph.casework.meeting import HELD, day_of_meeting
from graph.judgements.meeting import MeetingActionBody, MeetingBody, MeetingPartBody, PlanBody, RiskBody
from graph.judgements.network import ResponsibilityBody
from graph.judgements.referral import DiscussionBody, ReferralBody
from graph.model.recorded import JudgementKind
from graph.queries.casework.recorded import CaseworkShown
from graph.rules.clock import Due, discussion_due, referral_due
from graph.rules.indicators import CATALOGUE
from graph.rules.missing import MissingRecord
from graph.rules.monitoring import ChildAtMeeting, ClockFact, DeficitFact, Facts, MeetingFact, PlanFact
from graph.values.when import Period, date_of, day_start
from graph.wording import wording

KINDS_COUNTED: tuple[JudgementKind, ...] = (
    *("Meeting", "MeetingPart", "Risk", "Action", "Plan"),
    *("Referral", "StrategyDiscussion", "Responsibility"),
)
"""What figures are made from, with the versions that stood before."""
REFERRAL_CLOCK = wording("Assessment within 7 working days of the referral (§5.6)")
DISCUSSION_CLOCK = wording("Strategy discussion decided within 24 hours (§5.8)")
ASSESSED = frozenset({"assessed", "no further action"})


def facts_of(
    recorded: Sequence[CaseworkShown],
    now: int,
    category_of: Callable[[str], int | None],
    missing_of: Callable[[str], MissingRecord],
) -> Facts:
    """The facts, from every version of `KINDS_COUNTED`; `category_of` and `missing_of` are asked about each child with
    a plan: the category now, and the missing episodes."""
    standing = [each for each in recorded if each.stands]
    meetings = {each.lineage: each for each in standing if isinstance(each.body, MeetingBody) and each.state in HELD}
    areas = _areas(standing)
    parts: dict[str, list[ChildAtMeeting]] = defaultdict(list)
    for each in standing:
        if isinstance(each.body, MeetingPartBody) and each.body.of == "child" and each.body.meeting in meetings:
            day = day_of_meeting(meetings[each.body.meeting])
            child = _child(each)
            responsible, host = areas(child, day)
            parts[each.body.meeting].append(ChildAtMeeting(child, each.body.category, each.body.age, responsible, host))
    first = _first_versions(recorded)
    return Facts(
        meetings=tuple(
            MeetingFact(day_of_meeting(each), bool(_header(each).review_of), tuple(parts[lineage]))
            for lineage, each in sorted(meetings.items())
        ),
        clocks=(*_referrals(recorded, standing, now), *_discussions(standing, now)),
        deficits=(*_deficits(standing, now), *_absences(meetings, standing)),
        risks=tuple(
            sorted(
                (_child(each), _risk_words(each.body), date_of(first[each.lineage].recorded_at))
                for each in standing
                if isinstance(each.body, RiskBody)
            )
        ),
        plans=tuple(_plans(standing, first, meetings, parts, category_of, missing_of)),
    )


def _header(each: CaseworkShown) -> MeetingBody:
    assert isinstance(each.body, MeetingBody)
    return each.body


def _child(each: CaseworkShown) -> str:
    """The child as an entity, whichever of its records the judgement names."""
    return each.about[0].entity.id


def _risk_words(body: RiskBody) -> str:
    return f"{body.code} {CATALOGUE[body.code].text}" if body.code else wording("in words of its own")


def _first_versions(recorded: Iterable[CaseworkShown]) -> Mapping[str, CaseworkShown]:
    found: dict[str, CaseworkShown] = {}
    for each in recorded:
        known = found.get(each.lineage)
        if known is None or each.recorded_at < known.recorded_at:
            found[each.lineage] = each
    return found


def _areas(standing: Iterable[CaseworkShown]) -> Callable[[str, date], tuple[str, str]]:
    of_child: dict[str, list[ResponsibilityBody]] = defaultdict(list)
    for each in standing:
        if isinstance(each.body, ResponsibilityBody):
            of_child[_child(each)].append(each.body)

    def on(child: str, day: date) -> tuple[str, str]:
        found = next((each for each in of_child[child] if each.holds(day)), None)
        return ("", "") if found is None else (found.responsible, found.host)

    return on


def _referrals(recorded: Iterable[CaseworkShown], standing: Iterable[CaseworkShown], now: int) -> list[ClockFact]:
    ended: dict[str, int] = {}
    for each in recorded:
        if each.kind == "Referral" and each.state in ASSESSED:
            ended[each.lineage] = min(each.recorded_at, ended.get(each.lineage, each.recorded_at))
    return [
        _clock(REFERRAL_CLOCK, received, referral_due(received), ended.get(each.lineage), now)
        for each in standing
        if isinstance(each.body, ReferralBody)
        for received in (Period.parse(each.body.received_at),)
    ]


def _discussions(standing: Iterable[CaseworkShown], now: int) -> list[ClockFact]:
    found: list[ClockFact] = []
    for each in standing:
        if isinstance(each.body, DiscussionBody):
            started = Period.parse(each.body.started_at)
            decided = Period.parse(each.body.decided_at).start_ms if each.body.decided_at else None
            if each.state == "decided" and decided is None:
                decided = each.recorded_at
            due = discussion_due(started, immediate=each.body.immediate)
            found.append(_clock(DISCUSSION_CLOCK, started, due, decided, now))
    return found


def _clock(which: str, started: Period, due: Due, ended: int | None, now: int) -> ClockFact:
    late = due.overdue(now if ended is None else ended)
    met = None if ended is None and not late else not late
    return ClockFact(which, date_of(started.start_ms), met)


def _deficits(standing: Iterable[CaseworkShown], now: int) -> Iterable[DeficitFact]:
    for each in standing:
        body = each.body
        day = date_of(each.recorded_at)
        if isinstance(body, RiskBody) and each.state == "no action possible now":
            yield DeficitFact(wording("A risk for which no action is possible now"), day)
        elif isinstance(body, MeetingActionBody) and each.state == "dropped":
            yield DeficitFact(wording("An action that was dropped"), day, body.agency)
        elif isinstance(body, MeetingActionBody) and each.state == "open" and _over(body.due, now):
            yield DeficitFact(wording("An action overdue"), body.due, body.agency)
        elif isinstance(body, PlanBody) and each.state == "current" and not body.worker:
            yield DeficitFact(wording("A plan without an allocated worker (§5.9.6)"), day)


def _absences(meetings: Mapping[str, CaseworkShown], standing: Iterable[CaseworkShown]) -> Iterable[DeficitFact]:
    """The agencies that were invited to a meeting and were in no part of it; none where nobody's presence is recorded,
    since that says nothing of anybody's absence."""
    present: dict[str, set[str]] = defaultdict(set)
    for each in standing:
        if isinstance(each.body, MeetingPartBody):
            present[each.body.meeting] |= {_plain(one.agency or one.name) for one in each.body.attendance}
    for lineage, header in sorted(meetings.items()):
        invited = {_plain(one.agency or one.name): one.agency or one.name for one in _header(header).invited}
        if present[lineage]:
            for absent in sorted(set(invited) - present[lineage]):
                yield DeficitFact(
                    wording("An agency that was invited and absent"), day_of_meeting(header), invited[absent]
                )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _over(due: date, now: int) -> bool:
    return now >= day_start(date.fromordinal(due.toordinal() + 1))


def _plans(
    standing: Iterable[CaseworkShown],
    first: Mapping[str, CaseworkShown],
    meetings: Mapping[str, CaseworkShown],
    parts: Mapping[str, Sequence[ChildAtMeeting]],
    category_of: Callable[[str], int | None],
    missing_of: Callable[[str], MissingRecord],
) -> Iterable[PlanFact]:
    for each in standing:
        if isinstance(each.body, PlanBody):
            child = _child(each)
            at_meeting = [one.category for one in parts.get(each.body.meeting, ()) if one.child == child]
            episodes = missing_of(child).episodes
            began = (min((s.earliest for s in one.starts if s.earliest is not None), default=None) for one in episodes)
            meeting = meetings.get(each.body.meeting)
            recorded = date_of(first[each.lineage].recorded_at)
            yield PlanFact(
                child=child,
                began=recorded if meeting is None else min(recorded, day_of_meeting(meeting)),
                before=at_meeting[0] if at_meeting else None,
                now=category_of(child),
                missing=tuple(sorted(date_of(start) for start in began if start is not None)),
            )
