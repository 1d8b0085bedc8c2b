"""Premises of concern with their owner, and searches and visits of premises (protocol Appendix 3; PACE Code B)."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from graph.judgements.body import Body, Line, Note, When
from graph.model.recorded import JudgementKind
from graph.rules.law import REPEAT, Route
from graph.rules.searches import (
    POINTS,
    ConsentAnswer,
    ConsentAs,
    ConsentAsked,
    Emergency,
    PointDone,
    SearchPlanned,
    not_ready_to_search,
)
from graph.values.when import Period, date_of


class PremisesOfConcernBody(Body):
    """Premises of concern: the officer who owns them, who lives there, when children are there, markers, licences."""

    kind: ClassVar[JudgementKind] = "PremisesOfConcern"
    words: ClassVar[str] = "Premises of concern"
    subject: ClassVar[str] = "address"

    address: Line
    owner: Line
    occupiers: tuple[Line, ...] = ()
    times: Note = ""
    markers: Note = ""
    licences: Note = ""

    def not_allowed(self, state: str) -> tuple[str, ...]:
        """An open one has an owner."""
        return ("Name the officer who owns them.",) if state == "open" and not self.owner.strip() else ()


class SearchConsent(BaseModel):
    """What somebody at the premises answered, as what; `room` is the room that is theirs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: Line
    capacity: ConsentAs
    answer: ConsentAnswer = "asked for"
    room: Line = ""


class SearchPoint(BaseModel):
    """Whether one point of Code B was done."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Line
    done: PointDone

    @field_validator("code")
    @classmethod
    def _known(cls, code: str) -> str:
        if code not in POINTS:
            raise ValueError(f"write one of {', '.join(POINTS)}")
        return code


class PremisesSearchBody(Body):
    """A search of premises, or a visit; `at` and `until` are when it took place, as written, blank before it.

    `repeat`: the same premises or occupier were searched within twelve months before. `opened` is what was opened on
    a visit. Nobody but those who see confidential items reads it.
    """

    kind: ClassVar[JudgementKind] = "PremisesSearch"
    words: ClassVar[str] = "Search or visit of premises"
    subject: ClassVar[str] = "address"
    least_access: ClassVar[str] = "C||"

    address: Line
    what: Literal["search", "visit"] = "search"
    route: Route | None = None
    emergency: Emergency | None = None
    purpose: Note = ""
    extent: Note = ""
    consents: tuple[SearchConsent, ...] = ()
    points: tuple[SearchPoint, ...] = ()
    occupiers: tuple[Line, ...] = ()
    officers: Line = ""
    at: When = ""
    until: When = ""
    opened: tuple[Line, ...] = ()
    found: Note = ""
    seized: Note = ""
    child_present: Note = ""
    child_action: Note = ""
    repeat: bool = False
    repeat_reasons: tuple[Note, ...] = ()

    def not_allowed(self, state: str) -> tuple[str, ...]:
        """What makes it not ready. What took place is always recorded, once it is known when it did."""
        if state in ("ready", "ready as a repeat"):
            missing = not_ready_to_search(self.planned)
            if state == "ready" and self.repeat:
                return (f"It is a repeat: a manager makes it ready, with reasons. {REPEAT.sentence}", *missing)
            return missing
        if state in ("done", "refused", "consent withdrawn") and not self.at:
            return ("When it took place is missing.",)
        return ()

    @property
    def planned(self) -> SearchPlanned:
        """The search as the rules read it before it takes place."""
        return SearchPlanned(
            route=self.route,
            purpose=self.purpose,
            extent=self.extent,
            consents=self.asked,
            repeat=self.repeat,
            repeat_reasons=self.repeat_reasons,
        )

    @property
    def asked(self) -> tuple[ConsentAsked, ...]:
        """Who was asked, as what, and what they answered."""
        return tuple(ConsentAsked(each.who, each.capacity, each.answer, each.room) for each in self.consents)

    @property
    def done(self) -> dict[str, PointDone]:
        """Each point of Code B that is recorded, by code."""
        return {each.code: each.done for each in self.points}

    @property
    def day(self) -> date | None:
        """The day on which it took place; None before it."""
        return date_of(Period.parse(self.at).start_ms) if self.at else None
