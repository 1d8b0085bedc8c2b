"""A small force's records as plain values: what the proof hides from, loads into an engine and answers from itself.

Everything here mirrors docs/data-model.md and nothing else: no derived label, no component, no view field that a
relationship repeats. Loading writes those; the oracle never looks at them.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph.judgements.body import Body
from graph.judgements.identity import VersionDecisionBody
from graph.model.ids import version_lineage
from graph.model.view import FOREVER, BoundView, Lens, View


@dataclass(frozen=True)
class Report:
    """A report, word for word. Without title and text it is one of which these, or something they speak of, are hidden.

    `waiting` are the numbers of items that were refused, of which its words may speak. `recorded_at`, `access` and
    `superseded_at` are the words' own.
    """

    id: str
    source_system: str
    ref: str
    title: str | None
    text: str | None
    recorded_at: int
    waiting: tuple[str, ...] = ()
    access: str = "P||"
    superseded_at: int = FOREVER


@dataclass(frozen=True)
class Item:
    """One version of one item."""

    id: str
    lineage: str
    report: str
    ref: str
    item_no: str
    text: str
    event: str
    kind: str
    grade: str
    access: str
    origin: str
    recorded_at: int
    superseded_at: int = FOREVER
    happened: str | None = None
    happened_from: int | None = None
    happened_to: int | None = None
    loaded_at: int | None = None


@dataclass(frozen=True)
class Entity:
    """A record: `label` is one of Person, Address, Vehicle, Phone, Account; `key` a plate's or number's."""

    id: str
    label: str
    key: str = ""


@dataclass(frozen=True)
class Mention:
    """One mention of an entity in an item. `stated` are the other things it says: (property, value)."""

    id: str
    item: str
    entity: str
    mention_no: str
    said: str
    label: str
    label_rank: int
    role: str = ""
    local_ref: str = ""
    name_key: str = ""
    stated: tuple[tuple[str, str | tuple[str, ...]], ...] = ()

    def says(self, what: str) -> tuple[str, ...]:
        """What this mention states under this name, each value; nothing where it states nothing."""
        value = dict(self.stated).get(what, ())
        return (value,) if isinstance(value, str) else value


@dataclass(frozen=True)
class Relation:
    """A relationship between two entities as one item states it."""

    id: str
    item: str
    type: str
    start: str
    end: str
    since: str = ""
    until: str = ""
    relation: str = ""
    at: int | None = None
    seconds: int | None = None


@dataclass(frozen=True)
class Identified:
    """An identifier that an item states of an entity."""

    id: str
    item: str
    entity: str
    identifier: str
    kind: str


@dataclass(frozen=True)
class Rest:
    """An item on which a judgement rests; `code` says which part of it."""

    code: str
    item: Item


@dataclass(frozen=True)
class Judgement:
    """One version of what somebody judged, of whichever kind. `says` is what its kind records: (property, value)."""

    id: str
    kind: str
    lineage: str
    about: tuple[str, ...]
    access: str
    recorded_at: int
    state: str
    replaces: tuple[str, ...] = ()
    says: tuple[tuple[str, object], ...] = ()
    rests: tuple[Rest, ...] = ()
    author: str = "an analyst"
    reason: str = "as judged"

    def said(self, what: str) -> Any:
        """What it records under this name, None where it records nothing."""
        return dict(self.says).get(what)


def decision(id: str, one: str, other: str, access: str, recorded_at: int, state: str = "same") -> Judgement:
    """A person's decision that two records are one, or are not."""
    first, second = sorted((one, other))
    says = (("one", first), ("two", second))
    return Judgement(
        id, "IdentityDecision", f"pair:{first}/{second}", (first, second), access, recorded_at, state, says=says
    )


def casework_judgement(id: str, body: Body, access: str, recorded_at: int, rests: tuple[Rest, ...] = ()) -> Judgement:
    """A judgement of casework, in the form in which its kind is stored."""
    says = tuple(sorted(body.properties().items()))
    return Judgement(id, body.kind, id, body.about(), access, recorded_at, "recorded", says=says, rests=rests)


def different(one: Item, other: Item, access: str, recorded_at: int) -> Judgement:
    """A decision that two items under one reference are different ones."""
    items = sorted((one, other), key=lambda item: item.id)
    body = VersionDecisionBody(report=one.report, ref=one.ref, items=tuple(item.id for item in items))
    rests = tuple(Rest("", item) for item in items)
    made = casework_judgement(f"versiondecision:{other.id}", body, access, recorded_at, rests)
    return replace(made, lineage=version_lineage(one.report, one.ref), state="different")


@dataclass(frozen=True)
class Possible:
    """A machine's proposal that two records are one, between a mention in each of two items."""

    id: str
    start: str
    end: str
    item_a: str
    item_b: str


def assessment(id: str, child: str, access: str, recorded_at: int, **says: object) -> Judgement:
    """A SERAF assessment of a child."""
    stated = tuple(sorted((name, value) for name, value in says.items() if value != ""))
    return Judgement(id, "Assessment", id, (child,), access, recorded_at, "recorded", says=stated)


def considered(id: str, of: Judgement, access: str, recorded_at: int, outcome: str) -> Judgement:
    """A decision on what an assessment leaves open."""
    copied = ("category", "ceiling", "category_stated", "assessed_at", "assessed_at_ms")
    says = {name: of.said(name) for name in copied if of.said(name) is not None}
    says |= {"entity": of.about[0], "question": "ceiling", "outcome": outcome, "assessment": of.id}
    stated = tuple(sorted(says.items()))
    return Judgement(
        id, "Considered", f"considered:{of.lineage}", of.about, access, recorded_at, "decided", says=stated
    )


def agreement(id: str, of: Judgement, access: str, recorded_at: int, outcome: str) -> Judgement:
    """Whether the authority of an assessment agreed that it may answer ours."""
    says = {"entity": of.about[0], "question": "authority", "outcome": outcome, "assessment": of.id}
    says["authority"] = of.said("authority")
    lineage = f"considered:authority/{of.about[0]}"
    return Judgement(
        id, "Considered", lineage, of.about, access, recorded_at, "decided", says=tuple(sorted(says.items()))
    )


def not_held(id: str, child: str, access: str, recorded_at: int) -> Judgement:
    """That no meeting is held about a child."""
    says = (("entity", child), ("outcome", "not held"), ("question", "no meeting"))
    return Judgement(
        id, "Considered", f"considered:no meeting/{child}", (child,), access, recorded_at, "decided", says=says
    )


@dataclass(frozen=True)
class Force:
    """Everything that is recorded."""

    reports: tuple[Report, ...] = ()
    items: tuple[Item, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    identified: tuple[Identified, ...] = ()
    possible: tuple[Possible, ...] = ()
    judgements: tuple[Judgement, ...] = ()

    def access_in_use(self) -> tuple[str, ...]:
        """Every access text that something carries, sorted."""
        carrying = (*self.items, *self.judgements, *(each for each in self.reports if each.title or each.text))
        rested_on = (rest.item for each in self.judgements for rest in each.rests)
        return tuple(sorted({each.access for each in (*carrying, *rested_on)}))


@dataclass(frozen=True)
class Asked:
    """One question, by id, and its parameters by the names that docs/questions.md gives them."""

    question: str
    given: tuple[tuple[str, object], ...]

    def values(self) -> dict[str, object]:
        """The parameters by name."""
        return dict(self.given)


def asked(question: str, **given: object) -> Asked:
    """A question as it is asked."""
    return Asked(question, tuple(given.items()))


@dataclass(frozen=True)
class Case:
    """A force, the View through which it is asked, the identifiers that make records one, and what is asked."""

    force: Force
    bound: BoundView
    identity_kinds: tuple[str, ...]
    asked: tuple[Asked, ...]


def open_view(force: Force, today: date) -> BoundView:
    """The View that hides nothing of a force."""
    return BoundView(View(today, FOREVER - 1, Lens(with_possible=True)), force.access_in_use())
