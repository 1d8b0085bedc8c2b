"""Everything that people put in is a `Recorded`: an item, a report's words, a judgement, a decision about identity.

Each carries the same few fields, so that there is one filter (who may see it, and since when), one way of versioning
and one rule of erasure. A *judgement* has no stored end: a version names those it `replaces`, the ones that its author
saw standing, and in a View those versions stand that no visible version replaces. So two people who do not see each
other's version both have one in force, and a reader who sees both is asked for a decision.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar, get_args

JudgementKind = Literal[
    "Assessment",
    "Considered",
    "IdentityDecision",
    "VersionDecision",
    "Withdrawal",
    "NetworkMember",
    "LegalStatus",
    "Placement",
    "Responsibility",
    "LeadContact",
    "CommonPlace",
    "Notice",
    "Contact",
    "PremisesOfConcern",
    "PremisesSearch",
    "Referral",
    "StrategyDiscussion",
    "Meeting",
    "MeetingPart",
    "Risk",
    "Action",
    "Plan",
    "Recipient",
    "Disclosure",
    "Disruption",
    "Enquiry",
    "Deputy",
]
"""What people decide; also the second label of its node, beside :Judgement, and its `record_kind`."""

JUDGEMENT_KINDS: tuple[JudgementKind, ...] = get_args(JudgementKind)

_ELSEWHERE = ("Assessment", "Considered", "IdentityDecision", "VersionDecision", "Withdrawal")

CASEWORK_KINDS: tuple[JudgementKind, ...] = tuple(kind for kind in JUDGEMENT_KINDS if kind not in _ELSEWHERE)
"""The kinds that the question `casework` gives; the others have questions of their own."""

WITHDRAWN = "withdrawn"
"""The state of a version by which a judgement stops to stand without another in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What every record carries.

    `access` is the one canonical text of handling, conditions and compartments. `recorded_at` is as stated by the
    source, `loaded_at` when it came into this graph (both epoch milliseconds, UTC). `author` is the account or the
    operating system's user who put it in.
    """

    id: str
    access: str
    recorded_at: int
    loaded_at: int
    author: str
    agency: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """An item on which a judgement rests; `code` says which part of it, such as an indicator of SERAF."""

    item: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementRecord(Recorded):
    """One version of one judgement. `about` are the entities that it judges; `properties` is what its kind stores."""

    kind: JudgementKind
    lineage: str
    about: tuple[str, ...]
    state: str
    replaces: tuple[str, ...] = ()
    rests_on: tuple[Citation, ...] = ()
    properties: tuple[tuple[str, object], ...] = ()


class Version(Protocol):
    """A version of a judgement, in whatever form it was read."""

    @property
    def id(self) -> str: ...

    @property
    def replaces(self) -> Iterable[str]: ...

    @property
    def state(self) -> str: ...


VersionT = TypeVar("VersionT", bound=Version)


def standing(versions: Iterable[VersionT]) -> list[VersionT]:
    """Of the versions that a View shows, those that stand: replaced by none of the others, and not withdrawn."""
    every = list(versions)
    replaced = {id for version in every for id in version.replaces}
    return [each for each in every if each.id not in replaced and each.state != WITHDRAWN]
