"""Which step a judgement may take, and whose step it is: one table for all kinds (docs/data-model.md, "Judgements").

A judgement begins where no version of it stands for its author (`None`), and every later version names the state that
it leaves. Who may take a step is a matter of the role; whether the author may see what is judged is not decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import NotPermitted, ValueRefused
from graph.model.recorded import WITHDRAWN, JudgementKind
from graph.model.view import Role

OPERATOR: frozenset[Role] = frozenset({"operator"})
"""The local operator of the command line, who holds the data folder, may take every step."""


@dataclass(frozen=True)
class CaseStep:
    """One step from a state (None: there is no version yet) to another, and the roles that may take it."""

    before: str | None
    after: str
    roles: frozenset[Role]


def _steps(before: tuple[str | None, ...], after: tuple[str, ...], *roles: Role) -> tuple[CaseStep, ...]:
    return tuple(CaseStep(one, other, OPERATOR.union(roles)) for one in before for other in after)


def _recorded(*roles: Role) -> tuple[CaseStep, ...]:
    """The steps of what is recorded, corrected and withdrawn by the same people."""
    return _steps((None, "recorded"), ("recorded",), *roles) + _steps(("recorded",), (WITHDRAWN,), *roles)


_DURING: tuple[JudgementKind, ...] = ("NetworkMember", "LegalStatus", "Placement", "Responsibility", "CommonPlace")
_CONTACT = ("reported", "evidence held", "not contact", "same incident", "communication")
_READY = ("ready", "ready as a repeat")
_TOOK_PLACE = ("done", "refused", "consent withdrawn")
_DECISIONS = ("same", "not same", "unsure")

STEPS: Mapping[JudgementKind, tuple[CaseStep, ...]] = {
    # A chair or an analyst assesses, corrects and confirms (protocol §5.6).
    "Assessment": _recorded("analyst", "chair"),
    # Whether two records are one person is the analyst's judgement, or a manager's.
    "IdentityDecision": _steps((None, *_DECISIONS), _DECISIONS, "analyst", "manager")
    + _steps(_DECISIONS, (WITHDRAWN,), "analyst", "manager"),
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
    # The register of lead contacts is the force's own (protocol Appendix 1).
    "LeadContact": _recorded("analyst", "chair", "manager"),
}


def check_step(kind: JudgementKind, before: str | None, after: str, role: Role) -> None:
    """Whether this role may take this step.

    Raises `ValueRefused` for a step that the kind does not have, `NotPermitted` for one that is not this role's.
    """
    step = next((each for each in STEPS[kind] if (each.before, each.after) == (before, after)), None)
    if step is None:
        was = "there is none yet" if before is None else f"it is {before!r}"
        raise ValueRefused("state", after, f"this cannot follow: {was}.")
    if role not in step.roles:
        raise _not_permitted(role, step.roles)


def check_role(kind: JudgementKind, role: Role) -> None:
    """Whether this role takes any step of this kind at all. Raises `NotPermitted`."""
    if not may_decide(kind, role):
        raise _not_permitted(role, frozenset[Role]().union(*(step.roles for step in STEPS[kind])))


def may_decide(kind: JudgementKind, role: Role) -> bool:
    """Whether this role takes any step of this kind; for what a page offers."""
    return any(role in step.roles for step in STEPS[kind])


def _not_permitted(role: Role, roles: frozenset[Role]) -> NotPermitted:
    allowed = " or ".join(sorted(roles - OPERATOR))
    return NotPermitted(f"The role {role!r} does not decide this.", f"Ask somebody in the role {allowed}.")
