"""The planted networks: who and what is shared, and among which children. What is reported of them is in `concern`.

Three networks make a group: near one another in place and time, and the last of them shares a phone or account with the
first. In some groups the first network's premises are a hotel and the second's a care home: guilty hubs, which look
like any other hotel or home but for what is reported of them on overlapping dates. Who is drawn has nothing to do with
names; a child is drawn by town, age and date.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from demo.names import NICKNAMES, draw_handle
from demo.people import Child, DemoAccount, DemoAddress, Person, Vehicle
from demo.population import LAST_DAY, QUARTER, WINDOW, Numbers, Population
from demo.towns import Town, home_in

GROUP = 3
ENOUGH = 5
"""Free children of a town for each that is wanted, before the whole force is looked through."""
HUBBED_GROUPS = 8
"""Every eighth group has guilty hubs; the first has."""
CHILDREN = {"hotel": 5, "care home": 4}
_KINDS_OF_OTHERS = ("flat", "takeaway", "flat", "licensed premises", "flat")


@dataclass(frozen=True, slots=True, eq=False)
class KnownAdult:
    """An adult of concern; `nickname`, where there is one, is all that others know."""

    person: Person
    nickname: str


@dataclass(frozen=True, slots=True, eq=False)
class NetworkPlan:
    """One planted network. `guilty` says that its premises are a guilty hub; `borrowed` is the first network's contact
    that the last network of a group also has. `premises` is this network's own copy: what is planted at the same place
    at another time is another tie."""

    number: int
    children: tuple[Child, ...]
    adults: tuple[KnownAdult, ...]
    premises: DemoAddress
    guilty: bool
    vehicle: Vehicle
    contact: str | DemoAccount
    borrowed: str | DemoAccount | None
    town: Town
    start: date
    days: int


def networks_wanted(size: int) -> int:
    """Three at 200 reports, and then slower than the force grows."""
    return 3 * max(1, round((size / 200) ** 0.7))


class NetworkPlanner:
    """Draws the networks of a force, and the children of its decoys."""

    def __init__(self, population: Population, size: int, seed: int) -> None:
        self._population = population
        self._rng = Random(f"{seed}:networks")
        self._wanted = networks_wanted(size)
        self.taken: set[int] = set()
        self._in_town: dict[int, list[Child]] = defaultdict(list)
        for child in population.children:
            self._in_town[child.town].append(child)

    def plan(self) -> list[NetworkPlan]:
        """All planted networks, group by group."""
        plans: list[NetworkPlan] = []
        for group in range(self._wanted // GROUP):
            town, start = self._where_and_when(group)
            first: NetworkPlan | None = None
            for place in range(GROUP):
                hub = ("hotel", "care home", "")[place] if group % HUBBED_GROUPS == 0 else ""
                borrowed = first.contact if first is not None and place == GROUP - 1 else None
                plan = self._network(len(plans), town, start + timedelta(days=7 * place), hub, borrowed)
                first = first or plan
                plans.append(plan)
        return plans

    def bystanders(self, town: Town, when: date, count: int) -> tuple[Child, ...]:
        """Children of no network, for what only looks like one."""
        return self._children(town, when, count, on_record=False)

    def _where_and_when(self, group: int) -> tuple[Town, date]:
        """The first group is the newest and in the largest town: it is the one that a first look is shown."""
        rng, population = self._rng, self._population
        if group == 0:
            return population.towns[0], LAST_DAY - timedelta(days=110)
        child = population.draw_child(rng, population.first_day + timedelta(days=rng.randrange(200, 600)))
        quarter = rng.choice(child.quarters[2:-1])
        return population.towns[child.town], population.first_day + QUARTER * quarter

    def _network(
        self, number: int, town: Town, start: date, hub: str, borrowed: str | DemoAccount | None
    ) -> NetworkPlan:
        rng = self._rng
        count = CHILDREN.get(hub, 4 if number < GROUP else rng.choice((3, 4, 4, 5, 6)))
        children = self._children(town, start, count, on_record=hub != "")
        adults = self._adults(rng.choice((1, 2, 2, 3)), {child.person.name for child in children})
        number_given = Numbers.take(self._population.numbers.network)
        contact = number_given if number_given and number % 5 != 4 else DemoAccount(*draw_handle(rng))
        return NetworkPlan(
            number=number,
            children=children,
            adults=adults,
            premises=replace(self._premises(number, town, hub)),
            guilty=hub != "",
            vehicle=self._population.new_vehicle(rng),
            contact=contact,
            borrowed=borrowed,
            town=town,
            start=start,
            days=rng.randrange(24, 38) if hub else rng.randrange(35, 70),
        )

    def _premises(self, number: int, town: Town, hub: str) -> DemoAddress:
        """A guilty hotel is one of its own, a guilty care home one of the town's; other premises flats, mostly."""
        if hub == "hotel":
            return town.new_place("hotel", "Gwesty'r Bont" if number % 2 == 0 else "The Quarry Lodge", 40 + number % 50)
        if hub == "care home":
            return town.draw("care home", self._rng)
        kind = _KINDS_OF_OTHERS[number % len(_KINDS_OF_OTHERS)]
        return home_in(town, self._rng, flat=True) if kind == "flat" else town.draw(kind, self._rng)

    def _adults(self, count: int, taken: set[str]) -> tuple[KnownAdult, ...]:
        """Adults that no reader could confuse with one another, or with a child of the network."""
        adults: list[KnownAdult] = []
        while len(adults) < count:
            adult = self.new_adult()
            called = {adult.person.name, adult.nickname or adult.person.given}
            if not called & taken:
                taken = taken | called
                adults.append(adult)
        return tuple(adults)

    def new_adult(self) -> KnownAdult:
        """An adult new to the records."""
        rng = self._rng
        sex = "M" if rng.random() < 0.8 else "F"
        person = self._population.new_person(rng, sex, date(1970, 1, 1) + timedelta(days=rng.randrange(12_000)))
        nickname = rng.choice(NICKNAMES) if sex == "M" and rng.random() < 0.5 else ""
        return KnownAdult(replace(person, alias=nickname or person.alias), nickname)

    def _children(self, town: Town, when: date, count: int, *, on_record: bool) -> tuple[Child, ...]:
        """Children who come to notice then, of different households and circles, and of this town, as far as may be;
        with `on_record`, above all those whose records in several systems share a PNC ID."""
        quarter = min(max((when - self._population.first_day) // QUARTER, 0), self._population.quarters - 1)
        near = self._in_town[town.number]
        free = self._free(self._rng.sample(near, min(len(near), 500)), quarter)
        if len(free) < ENOUGH * count:
            free += self._free(self._far(), quarter)
        if on_record:
            free.sort(key=lambda child: child.person.pnc_id == "")
        found: list[Child] = []
        homes: set[int] = set()
        circles: set[int] = set()
        for apart in (True, False):
            for child in free:
                if len(found) == count:
                    break
                if child.household not in homes and not (apart and child.circle in circles):
                    found.append(child)
                    homes.add(child.household)
                    circles.add(child.circle)
        self.taken.update(child.number for child in found)
        return tuple(found)

    def _free(self, pool: list[Child], quarter: int) -> list[Child]:
        return [child for child in pool if quarter in child.quarters and child.number not in self.taken]

    def _far(self) -> list[Child]:
        children = self._population.children
        return self._rng.sample(children, min(len(children), 200 * WINDOW))
