"""What is due and overdue, and who does it (protocol §5.6 to §5.9): a pure function of what people recorded, in a View.

referral              Social Services complete the assessment: 7 working days (§5.6)
with immediate concern, and of a discussion that is open: decided within 24 hours (§5.8)
referral, discussion  the referrer is informed of the outcome (§5.8); the protocol names no time
meeting               held urgently: the police information review, the next working day (§5.8, §6.3)
                      the review meeting on its day (§5.9.5)
action, enquiry       by its owner on its day
plan                  its review; at once, who is allocated, or decides by when (§5.9.6)
notice                a manager authorises it; its review on its day (Appendix 3)
search of premises    a manager reviews one that is incomplete, and an entry in an emergency the next working day
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.casework.deputies import deputies_on, with_deputies
from graph.casework.premises_register import search_line
from graph.judgements.enquiry import EnquiryBody
from graph.judgements.meeting import MeetingActionBody, MeetingBody, PlanBody
from graph.judgements.notice import NoticeBody
from graph.judgements.premises import PremisesSearchBody
from graph.judgements.referral import DiscussionBody, ReferralBody
from graph.model.recorded import JudgementKind
from graph.queries.casework.recorded import CaseworkShown
from graph.reading.parts import Part
from graph.rules.clock import Due, discussion_due, police_review_due, referral_due
from graph.values.when import Period, date_of, day_start, weekday_date, written_date
from graph.wording import Words, wording

KINDS_DUE: tuple[JudgementKind, ...] = (
    *("Referral", "StrategyDiscussion", "Meeting", "Action", "Plan"),
    *("Notice", "PremisesSearch", "Enquiry", "Deputy"),
)
"""What something can be due of, and the deputies of those who do it."""


class DueShown(Part):
    """Something that is due: what, about which child (`subject`), when (blank: the protocol has none), and who does it.

    `lineage` is the judgement that it comes from, blank where there is none yet of this child (`about`); `day` its day
    for sorting, `notes` what has to be known of the date.
    """

    what: Words
    subject: Words
    due: Words
    overdue: bool
    who: Words
    lineage: str
    kind: JudgementKind
    day: date | None
    notes: tuple[Words, ...] = ()
    about: str = ""


@dataclass(frozen=True)
class _Of:
    """The judgement that something is due of, and the moment at which this is asked."""

    each: CaseworkShown
    now: int

    @property
    def subject(self) -> str:
        """The people it is about, as its reader sees them."""
        return "; ".join(one.entity.label for one in self.each.about)

    def by_clock(self, what: str, who: str, due: Due, subject: str = "") -> DueShown:
        return self._made(what, who, due.shown, due.day, due.overdue(self.now), subject, due.notes)

    def on_day(self, what: str, who: str, day: date) -> DueShown:
        over = self.now >= day_start(date.fromordinal(day.toordinal() + 1))
        return self._made(what, who, weekday_date(day), day, over, "", ())

    def undated(self, what: str, who: str, subject: str = "", *, overdue: bool = False) -> DueShown:
        return self._made(what, who, "", None, overdue, subject, ())

    def _made(
        self, what: str, who: str, due: str, day: date | None, overdue: bool, subject: str, notes: tuple[str, ...]
    ) -> DueShown:
        return DueShown(
            what=what,
            subject=subject or self.subject,
            due=due,
            overdue=overdue,
            who=who,
            lineage=self.each.lineage,
            kind=self.each.kind,
            day=day,
            notes=notes,
        )


def due_list(recorded: Sequence[CaseworkShown], now: int, *, overdue: bool = False) -> list[DueShown]:
    """What is due at this moment (epoch milliseconds), the earliest first and what has no day last.

    Only what stands counts. `overdue`: that alone.
    """
    stands = [each for each in recorded if each.stands]
    deputies = deputies_on((each.body for each in stands), date_of(now))
    found = [one for each in stands for one in _due_of(each, stands, now) if one.overdue or not overdue]
    found = [one.model_copy(update={"who": with_deputies(one.who, deputies)}) for one in found]
    return sorted(found, key=lambda one: (one.day or date.max, one.what, one.subject, one.lineage))


def _due_of(each: CaseworkShown, stands: Sequence[CaseworkShown], now: int) -> Iterable[DueShown]:
    of = _Of(each, now)
    match each.body:
        case ReferralBody():
            return _of_referral(of, each.body, stands)
        case DiscussionBody():
            return _of_discussion(of, each.body)
        case MeetingBody():
            return _of_meeting(of, each.body, stands)
        case MeetingActionBody() if each.state == "open":
            return [of.on_day(wording("Action: %(what)s", what=each.body.what), _owner(each.body), each.body.due)]
        case EnquiryBody() if each.state == "open":
            return [of.on_day(wording("Enquiry: %(what)s", what=each.body.what), _owner(each.body), each.body.due)]
        case PlanBody() if each.state == "current":
            return _of_plan(of, each.body)
        case NoticeBody():
            return _of_notice(of, each.body)
        case PremisesSearchBody():
            return _of_search(of, each.body)
        case _:
            return []


def _owner(body: MeetingActionBody | EnquiryBody) -> str:
    return f"{body.owner}, {body.agency}" if body.agency else body.owner


def _of_notice(of: _Of, body: NoticeBody) -> list[DueShown]:
    if of.each.state == "prepared" and not body.not_allowed("authorised"):
        return [of.undated(wording("Authorise the abduction notice"), wording("Manager"))]
    lapsed = body.ends is not None and of.now >= body.ends
    if of.each.state in ("served", "reviewed") and body.review is not None and not lapsed:
        officer = "" if body.served is None else body.served.officer
        return [
            of.on_day(wording("Review of the abduction notice"), officer or wording("Officer in the case"), body.review)
        ]
    return []


def _of_search(of: _Of, body: PremisesSearchBody) -> list[DueShown]:
    line = search_line(of.each, body, of.each.about[0].entity)
    if of.each.state == "reviewed":
        return []
    found: list[DueShown] = []
    if line.review is not None:
        found.append(of.on_day(wording("Review of an entry in an emergency"), wording("Manager"), line.review))
    if line.words:
        what = (
            wording("Review of the search: incomplete")
            if body.day is None
            else wording("Review of the search on %(day)s: incomplete", day=written_date(body.day))
        )
        found.append(of.undated(what, wording("Manager")))
    return found


def _of_referral(of: _Of, body: ReferralBody, stands: Sequence[CaseworkShown]) -> list[DueShown]:
    subject = of.subject or body.name
    received = Period.parse(body.received_at)
    found: list[DueShown] = []
    if of.each.state in ("received", "reopened"):
        worker = body.worker or wording("Social Services")
        found.append(of.by_clock(wording("Assessment"), worker, referral_due(received), subject))
        discussed = any(isinstance(one.body, DiscussionBody) and one.body.referral == of.each.lineage for one in stands)
        if body.immediate and not discussed:
            due = discussion_due(received, immediate=True)
            found.append(
                of.by_clock(wording("Strategy discussion"), wording("Social Services and police"), due, subject)
            )
    if of.each.state == "no further action" and body.referrer_told is None:
        found.append(of.undated(wording("Inform the referrer of the outcome"), wording("Social Services"), subject))
    return found


def _of_discussion(of: _Of, body: DiscussionBody) -> list[DueShown]:
    if of.each.state == "open":
        due = discussion_due(Period.parse(body.started_at), immediate=body.immediate)
        return [of.by_clock(wording("Strategy discussion decides"), f"{body.social_services}; {body.police}", due)]
    if body.referrer_told is None:
        return [of.undated(wording("Inform the referrer of the outcome"), body.social_services)]
    return []


def _of_meeting(of: _Of, body: MeetingBody, stands: Sequence[CaseworkShown]) -> list[DueShown]:
    held, state = Period.parse(body.held_at), of.each.state
    subject = wording("Strategy meeting %(day)s", day=weekday_date(date_of(held.start_ms)))
    found: list[DueShown] = []
    if state in ("held", "agreed") and body.urgent_because and not body.reviewed_by:
        due = police_review_due(held)
        found.append(of.by_clock(wording("Police information review"), wording("Police"), due, subject))
    if state == "prepared":
        found.append(of.by_clock(wording("Strategy meeting"), body.chair, _at(held), subject))
    if state in ("held", "agreed") and body.next_review and not _reviewed(of.each, stands):
        due = Due(body.next_review, None, body.next_review, body.next_review, "§5.9.5")
        found.append(of.by_clock(wording("Review meeting"), body.chair, due, subject))
    return found


def _reviewed(meeting: CaseworkShown, stands: Sequence[CaseworkShown]) -> bool:
    """Whether a review of this meeting is prepared or was held."""
    return any(isinstance(one.body, MeetingBody) and one.body.review_of == meeting.lineage for one in stands)


def _at(held: Period) -> Due:
    day = date_of(held.start_ms)
    moment = held.start_ms if held.precision in ("minute", "instant") else None
    return Due(day, moment, day, day, "§5.9.2")


def _of_plan(of: _Of, body: PlanBody) -> list[DueShown]:
    found = [of.on_day(wording("Review of the plan"), body.worker or wording("Social Services"), body.review_at)]
    if not body.worker or not body.team:
        what = wording("Allocate a Social Services team and a named worker (§5.9.6)")
        if body.decides and body.decides_by is not None:
            found.append(of.on_day(what, body.decides, body.decides_by))
        else:
            found.append(of.undated(what, body.decides or wording("Social Services"), overdue=True))
    return found
