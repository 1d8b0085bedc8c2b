"""One audience's View before and after some changes, and what is found there: the findings of which alerts are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from graph.alerts.watches import OwnWatch
from graph.model.recorded import JudgementKind
from graph.model.view import Reader
from graph.projection import Seen
from graph.queries.casework.alerts_shown import AlertFact
from graph.reading.question import QueryContext


@dataclass(frozen=True)
class Finding:
    """What an alert reports, the records (items, versions of judgements) whose change brought it, and the watch."""

    fact: AlertFact
    causes: frozenset[str]
    watch: str = ""


@dataclass(frozen=True)
class AudienceStep:
    """One audience's View before and after some changes, and the records that these wrote, by kind."""

    before: Seen
    after: QueryContext
    items: frozenset[str]
    judgements: frozenset[str]
    today: date
    watches: tuple[OwnWatch, ...] = ()
    """The watches of this audience's owners."""
    chair: Callable[[str], Reader | None] = lambda _: None
    """The account of who chairs a meeting, as a reader, by its name; None where nobody's account is called so."""

    @property
    def now(self) -> Seen:
        """The View after the changes."""
        return self.after.seen

    @cached_property
    def new_items(self) -> frozenset[str]:
        """The items written that are visible now."""
        return frozenset(id for id in self.items if self.now.item(id) is not None)

    @cached_property
    def ended_items(self) -> frozenset[str]:
        """The items that were visible and are no longer."""
        return frozenset(id for id in self.items if self.before.item(id) is not None and self.now.item(id) is None)

    @cached_property
    def new_judgements(self) -> Mapping[str, tuple[str, tuple[int, ...]]]:
        """The versions of judgements written that are visible now: kind and records."""
        return {id: judged for id in self.judgements if (judged := self.now.judged(id)) is not None}

    @cached_property
    def decided(self) -> Mapping[str, set[str]]:
        """The records about which somebody decided whether they are one, each with the decisions."""
        found: dict[str, set[str]] = {}
        for id, (kind, records) in self.new_judgements.items():
            if kind == "IdentityDecision":
                for record in records:
                    found.setdefault(self.now.record_id(record), set()).add(id)
        return found

    def gained_items(self, record: str) -> set[str]:
        """The items about the entity of a record now that were not about it before: new ones, and those of records that
        somebody decided to be the same."""
        return _items_about(self.now, record) - _items_about(self.before, record)

    def judged_about(self, kinds: tuple[JudgementKind, ...]) -> frozenset[int]:
        """The entities that a visible judgement of these kinds is about: nothing is read about any other."""
        if kinds not in self._judged:
            self._judged[kinds] = self.now.judged_about(kinds)
        return self._judged[kinds]

    @cached_property
    def _judged(self) -> dict[tuple[JudgementKind, ...], frozenset[int]]:
        return {}

    @property
    def is_felt(self) -> bool:
        """Whether this audience sees anything of the changes."""
        return bool(self.new_items or self.ended_items or self.new_judgements)


def _items_about(seen: Seen, record: str) -> set[str]:
    number = seen.record(record)
    items = () if number is None else seen.items_of(seen.cluster(number)).tolist()
    return {seen.item_id(item) for item in items}
