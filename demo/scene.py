"""What a report is about: a child, those around the child, and when."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from demo.people import MISSING, POLICE, Child, DemoAddress, Household, Person, Professional
from demo.population import Population
from demo.report_draft import ItemDraft, ReportDraft, draw_marking
from demo.towns import Town

_IN_CARE = 0.12
_STATUSES = ("care-order", "interim-care-order", "accommodated", "accommodated")


@dataclass(frozen=True, slots=True)
class Scene:
    """One child's surroundings at one time, as a template draws on them; a `sociable` child is never without friends
    where there are any."""

    population: Population
    rng: Random
    child: Child
    household: Household
    town: Town
    recorded: datetime
    happened: datetime
    sociable: bool = False

    @classmethod
    def of(cls, population: Population, rng: Random, child: Child, recorded: datetime, happened: datetime) -> "Scene":
        """The scene of this child."""
        household = population.households[child.household]
        return cls(population, rng, child, household, population.towns[child.town], recorded, happened)

    @property
    def name(self) -> str:
        """The child's name."""
        return self.child.person.name

    @property
    def parent(self) -> Person:
        """One of the adults at home."""
        return self.rng.choice(self.household.adults)

    @property
    def clock(self) -> str:
        """The time of day as a log says it."""
        return f"{self.happened:%H:%M}"

    @property
    def minute(self) -> str:
        """When it happened, to the minute."""
        return self.happened.isoformat(timespec="minutes")

    @property
    def legal_status(self) -> str:
        """The child's legal status where the record says one; about one in eight is looked after."""
        if (self.child.person.number * 37) % 100 < _IN_CARE * 100:
            return _STATUSES[self.child.person.number % len(_STATUSES)]
        return ""

    def place(self, kind: str) -> DemoAddress:
        """A place of this kind in the child's town."""
        return self.town.draw(kind, self.rng)

    def staff(self, system: str) -> Professional:
        """Somebody who works for this agency in the child's town."""
        return self.rng.choice(self.population.professionals[self.town.number][system])

    def company(self, most: int) -> list[Child]:
        """Up to this many of the child's friends; often nobody."""
        friends = self.population.friends(self.child)
        count = most if self.sociable else self.rng.randrange(most + 1)
        return self.rng.sample(friends, min(len(friends), count))

    def draft(self, system: str, title: str) -> ReportDraft:
        """A new report. Police logs know the minute, partners the day, some nobody knows."""
        when = self.happened if system in (POLICE, MISSING) else self.happened.date()
        return ReportDraft(system, self.recorded, None if self.rng.random() < 0.03 else when, title)

    def item(self, draft: ReportDraft, event: str, text: str, kind: str = "fact") -> ItemDraft:
        """The draft's only item, graded as its agency grades."""
        return draft.item(event, text, draw_marking(self.rng, draft.system), kind)

    def add_phone(self, item: ItemDraft, child: int) -> None:
        """The child's own phone, where one is known."""
        if self.child.person.phone:
            item.relate(child, "USES", item.phone(self.child.person.phone))
