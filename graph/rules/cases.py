"""Which step a judgement may take, and whose step it is: one table for all kinds (docs/data-model.md, "Judgements").

A judgement begins where no version of it stands for its author (`None`), and every later version names the state that
it leaves. Who may take a step is a matter of the role; whether the author may see what is judged is not decided here.
A step may be limited to one `matter` of its kind: who decides what was considered depends on the question.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import NotPermitted, ValueRefused
from graph.model.recorded import WITHDRAWN, JudgementKind
from graph.model.view import Role
from graph.rules.considered import ConsideredQuestion
from graph.wording import wording

OPERATOR: frozenset[Role] = frozenset({"operator"})
"""The local operator of the command line, who holds the data folder, may take every step."""


@dataclass(frozen=True)
class CaseStep:
    """One step from a state (None: there is no version yet) to another, and the roles that may take it.

    Those of `owners` may take it only on what is theirs, such as an action that they own.
    `matter`: the part of the kind that it belongs to; None for every one.
    """

    before: str | None
    after: str
    roles: frozenset[Role]
    owners: frozenset[Role] = frozenset()
    matter: str | None = None


def _steps(
    before: tuple[str | None, ...], after: tuple[str, ...], *roles: Role, matter: str | None = None
) -> tuple[CaseStep, ...]:
    return tuple(CaseStep(one, other, OPERATOR.union(roles), matter=matter) for one in before for other in after)


def _recorded(*roles: Role) -> tuple[CaseStep, ...]:
    """The steps of what is recorded, corrected and withdrawn by the same people."""
    return _steps((None, "recorded"), ("recorded",), *roles) + _steps(("recorded",), (WITHDRAWN,), *roles)


def _within(states: tuple[str, ...], *roles: Role) -> tuple[CaseStep, ...]:
    """The steps by which something is corrected without leaving its state."""
    return tuple(CaseStep(state, state, OPERATOR.union(roles)) for state in states)


def _owners(before: str | None, after: str, owners: tuple[Role, ...], *roles: Role) -> tuple[CaseStep, ...]:
    """A step that these roles take, and those of `owners` on what is theirs."""
    return (CaseStep(before, after, OPERATOR.union(roles), frozenset(owners)),)


_RISK = ("identified", "no action possible now", "gone")
_DURING: tuple[JudgementKind, ...] = ("NetworkMember", "LegalStatus", "Placement", "Responsibility", "CommonPlace")
_CONTACT = ("reported", "evidence held", "not contact", "same incident", "communication")
_READY = ("ready", "ready as a repeat")
_TOOK_PLACE = ("done", "refused", "consent withdrawn")
_DISCLOSED = ("shared", "sanitised", "refused", "nothing to add")
_DECISIONS = ("same", "not same", "unsure")

CONSIDERED_BY: Mapping[ConsideredQuestion, tuple[Role, ...]] = {
    "ceiling": ("analyst", "chair"),
    # What authorities agree about a child's assessments is recorded by those who assess (protocol §5.6).
    "authority": ("analyst", "chair"),
    "second look": ("analyst", "chair"),
    # The chair calls the meeting (protocol §5.9), and decides about an interview there (§5.9.7).
    "no meeting": ("chair",),
    "interview": ("chair",),
    "NRM": ("analyst", "chair"),
    "no action": ("manager",),
}

STEPS: Mapping[JudgementKind, tuple[CaseStep, ...]] = {
    # A chair or an analyst assesses, corrects and confirms (protocol §5.6).
    "Assessment": _recorded("analyst", "chair"),
    # Whether two records are one person is the analyst's judgement, or a manager's.
    "IdentityDecision": _steps((None, *_DECISIONS), _DECISIONS, "analyst", "manager")
    + _steps(_DECISIONS, (WITHDRAWN,), "analyst", "manager"),
    # Of the items under one reference, what does not stand ends for good; that they are different can be undone.
    "VersionDecision": _steps((None, "different"), ("stands", "different"), "analyst")
    + _steps(("different",), (WITHDRAWN,), "analyst"),
    # An item is withdrawn for good: loading its row again does not restore it.
    "Withdrawal": _steps((None,), ("made",), "analyst", "manager"),
    # Professionals, placement and responsibility for a child: each from one day until another.
    **dict.fromkeys(_DURING, _recorded("analyst", "chair")),
    # An analyst prepares a notice, a manager authorises it (protocol Appendix 3); what was served is always recorded.
    "Notice": (
        *_steps((None, "prepared"), ("prepared",), "analyst"),
        *_steps(("prepared",), ("authorised",), "manager"),
        *_steps(("authorised", "served"), ("served",), "analyst", "manager"),
        *_steps(("served", "reviewed"), ("reviewed", "lapsed"), "analyst", "manager"),
        *_steps(("prepared",), (WITHDRAWN,), "analyst", "manager"),
        *_steps(("authorised", "served", "reviewed"), (WITHDRAWN,), "manager"),
    ),
    # Contact after service is reported until a named person decides.
    "Contact": (
        *_steps((None, *_CONTACT), _CONTACT, "analyst", "manager"),
        *_steps(_CONTACT, (WITHDRAWN,), "analyst", "manager"),
    ),
    # Premises of concern have an officer who owns them. A repeated search is made ready by a manager, and what took
    # place is recorded whether or not it was made ready (PACE Code B).
    "PremisesOfConcern": (
        *_steps((None, "open", "closed"), ("open",), "analyst", "manager"),
        *_steps(("open",), ("closed", WITHDRAWN), "analyst", "manager"),
    ),
    "PremisesSearch": (
        *_steps((None, "ready"), ("ready",), "analyst", "manager"),
        *_steps((None, "ready", "ready as a repeat"), ("ready as a repeat",), "manager"),
        *_steps((None, *_READY, *_TOOK_PLACE), _TOOK_PLACE, "analyst", "manager"),
        *_steps(_TOOK_PLACE, ("reviewed",), "manager"),
        *_steps((*_READY, *_TOOK_PLACE, "reviewed"), (WITHDRAWN,), "manager"),
    ),
    # What a recipient may receive is a manager's to record.
    "Recipient": _recorded("manager"),
    # Who shares or refuses records it with its justification (protocol §4).
    "Disclosure": _steps((None,), _DISCLOSED, "analyst", "chair", "manager")
    + _within(_DISCLOSED, "analyst", "chair", "manager")
    + _steps(_DISCLOSED, (WITHDRAWN,), "manager"),
    # The register of lead contacts is the force's own (protocol Appendix 1).
    "LeadContact": _recorded("analyst", "chair", "manager"),
    # Only Social Services (a chair) record that nothing further is done, with the reason (protocol §5.6).
    "Referral": _steps((None, "received", "reopened"), ("received",), "analyst", "chair")
    + _steps(("received", "reopened"), ("assessed",), "analyst", "chair")
    + _steps(("received", "reopened", "assessed"), ("no further action",), "chair")
    + _steps(("assessed", "no further action"), ("reopened",), "analyst", "chair")
    + _within(("reopened", "assessed", "no further action"), "analyst", "chair")
    + _steps(("received", "reopened", "assessed", "no further action"), (WITHDRAWN,), "chair"),
    # Within 24 hours, or without delay (protocol §5.8).
    "StrategyDiscussion": _steps((None, "open"), ("open", "decided"), "analyst", "chair")
    + _within(("decided",), "analyst", "chair")
    + _steps(("open", "decided"), (WITHDRAWN,), "chair"),
    # Prepared, held (the minutes are a draft), agreed, closed (protocol §5.9); an analyst makes the police review.
    "Meeting": _steps((None,), ("prepared",), "analyst", "chair")
    + _within(("prepared", "held"), "analyst", "chair", "manager")
    + _steps(("prepared", "agreed"), ("held",), "chair")
    + _steps(("held",), ("agreed",), "chair")
    + _steps(("agreed",), ("closed",), "chair")
    + _steps(("closed",), ("agreed",), "chair")
    + _steps(("prepared", "held"), (WITHDRAWN,), "chair"),
    # Two may type: the chair and a minute taker.
    "MeetingPart": _recorded("analyst", "chair"),
    "Risk": _steps((None, *_RISK), _RISK, "analyst", "chair") + _steps(_RISK, (WITHDRAWN,), "chair"),
    # The owner of an action marks it as done.
    "Action": _steps((None, "open"), ("open",), "analyst", "chair")
    + _owners("open", "done", ("analyst", "manager"), "chair")
    + _steps(("open", "done"), ("dropped",), "chair")
    + _steps(("done", "dropped"), ("open",), "chair")
    + _within(("done",), "chair")
    + _steps(("open", "done", "dropped"), (WITHDRAWN,), "chair"),
    "Plan": _steps((None, "current"), ("current",), "analyst", "chair")
    + _steps(("current",), ("ended",), "chair")
    + _steps(("ended",), ("current",), "chair")
    + _steps(("current", "ended"), (WITHDRAWN,), "chair"),
    # Police or a meeting open an option; not to act is a manager's decision, with its reason (protocol Appendix 3).
    "Disruption": _steps((None, "open"), ("open",), "analyst", "chair", "manager")
    + _steps(("open", "done", "refused"), ("done", "refused"), "analyst", "manager")
    + _steps((None, "open", "not pursued"), ("not pursued",), "manager")
    + _steps(("done", "refused", "not pursued"), ("open",), "manager")
    + _steps(("open", "done", "refused", "not pursued"), (WITHDRAWN,), "manager"),
    # What is not known yet is given to somebody to find out, who says what they found.
    "Enquiry": _steps((None, "open"), ("open",), "analyst", "chair", "manager")
    + _owners("open", "done", ("chair",), "analyst", "manager")
    + _steps(("open", "done"), ("dropped",), "analyst", "manager")
    + _steps(("done", "dropped"), ("open",), "analyst", "manager")
    + _within(("done",), "analyst", "manager")
    + _steps(("open", "done", "dropped"), (WITHDRAWN,), "analyst", "manager"),
    # Everybody hands over what is theirs, and a manager what is anybody's.
    "Deputy": _owners(None, "recorded", ("analyst", "chair"), "manager")
    + _owners("recorded", "recorded", ("analyst", "chair"), "manager")
    + _steps(("recorded",), (WITHDRAWN,), "manager"),
    # Who decides what was considered depends on the question.
    "Considered": tuple(
        step
        for matter, roles in CONSIDERED_BY.items()
        for step in _steps((None, "decided"), ("decided",), *roles, matter=matter)
        + _steps(("decided",), (WITHDRAWN,), *roles, matter=matter)
    ),
}


REASONED: Mapping[JudgementKind, frozenset[str]] = {
    "Disruption": frozenset({"refused", "not pursued"}),
    "Referral": frozenset({"no further action", "reopened"}),
    "Risk": frozenset({"no action possible now", "gone"}),
    "Action": frozenset({"dropped"}),
    "Enquiry": frozenset({"dropped"}),
    "Plan": frozenset({"ended"}),
    "Meeting": frozenset({"closed"}),
}
"""The states that nothing enters without a reason."""


def check_reason(kind: JudgementKind, after: str, reason: str) -> None:
    """Whether a reason is given where one is needed. Raises `ValueRefused`."""
    if after in REASONED.get(kind, ()) and not reason.strip():
        raise ValueRefused(
            "reason", "", wording("%(after)s is recorded with its reason.", after=repr(after)), wording("Write why.")
        )


def states_after(kind: JudgementKind, before: str | None, role: Role) -> tuple[str, ...]:
    """The states that this role may take it to, in the order of the table; for what a form offers."""
    found = (each for each in STEPS[kind] if each.before == before and role in each.roles | each.owners)
    return tuple(dict.fromkeys(each.after for each in found))


def check_step(
    kind: JudgementKind, before: str | None, after: str, role: Role, matter: str | None = None, *, owns: bool = False
) -> None:
    """Whether this role may take this step; `owns` says that what is judged is the author's own.

    Raises `ValueRefused` for a step that the kind does not have, `NotPermitted` for one that is not this role's.
    """
    step = next((each for each in _of(kind, matter) if (each.before, each.after) == (before, after)), None)
    if step is None:
        was = wording("there is none yet") if before is None else wording("it is %(before)s", before=repr(before))
        raise ValueRefused("state", after, wording("this cannot follow: %(was)s.", was=was))
    if role not in step.roles and not (owns and role in step.owners):
        raise _not_permitted(role, step.roles)


def check_role(kind: JudgementKind, role: Role, matter: str | None = None) -> None:
    """Whether this role takes any step of this kind, or of this matter of it, at all. Raises `NotPermitted`."""
    if not may_decide(kind, role, matter):
        steps = _of(kind, matter)
        raise _not_permitted(role, frozenset[Role]().union(*(step.roles | step.owners for step in steps)))


def may_decide(kind: JudgementKind, role: Role, matter: str | None = None) -> bool:
    """Whether this role takes any step of this kind, or of this matter of it; for what a page offers."""
    return any(role in step.roles | step.owners for step in _of(kind, matter))


def _of(kind: JudgementKind, matter: str | None) -> list[CaseStep]:
    return [each for each in STEPS[kind] if matter is None or each.matter in (None, matter)]


def _not_permitted(role: Role, roles: frozenset[Role]) -> NotPermitted:
    allowed = " or ".join(sorted(roles - OPERATOR))
    return NotPermitted(
        wording("The role %(role)s does not decide this.", role=repr(role)),
        wording("Ask somebody in the role %(allowed)s.", allowed=allowed),
    )
