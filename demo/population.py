"""How the fictional force is peopled: towns, places, households, friends' circles, professionals.

Built once, from the seed; every report draws from it. Sizes are heavy-tailed: a few towns hold most people, a few
places most visits, a few children most reports. Nobody's part in a concern is decided here.
"""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from demo.names import (
    COLOURS,
    MODELS,
    MOST_TOWNS,
    PET_FORMS,
    Community,
    draw_family,
    draw_given,
    draw_handle,
    draw_vrm,
    phone_number,
    pnc_id,
    surname_of,
)
from demo.people import (
    HEALTH,
    POLICE,
    SCHOOL,
    SOCIAL,
    SYSTEMS,
    Child,
    DemoAccount,
    DemoAddress,
    Household,
    Person,
    Professional,
    Vehicle,
)
from demo.towns import Town, home_in
from demo.weighted_choice import Wheel, zipf

LAST_DAY = date(2026, 9, 30)
"""The last day of every demo force."""
QUARTER = timedelta(days=91)
WINDOW = 8
"""Quarters in which a friends' circle comes to notice."""
REPORTS_PER_CHILD, FEWEST_CHILDREN = 8, 28
HEAVIEST = 45.0
"""How often the heaviest child is drawn against the lightest: bounds the worst child's items."""
CIRCLE = 4
"""Friends in a circle, at most."""
DESK_PHONES, NETWORK_PHONES, PERSONAL_PHONES = 150, 400, 450
"""How the 1,000 numbers reserved for fiction are divided; people without one use accounts."""


class Numbers:
    """Hands out the reserved phone numbers, each once, within three shares."""

    def __init__(self, rng: Random) -> None:
        shuffled = [phone_number(number) for number in rng.sample(range(1000), 1000)]
        self.desk = shuffled[:DESK_PHONES]
        self.network = shuffled[DESK_PHONES : DESK_PHONES + NETWORK_PHONES]
        self.personal = shuffled[DESK_PHONES + NETWORK_PHONES :]

    @staticmethod
    def take(share: list[str]) -> str:
        """The next number of a share, or an empty text when the share is spent."""
        return share.pop() if share else ""


def quarters_of(size: int) -> int:
    """How many quarters a force of this many reports covers: two years, three, or five."""
    return 8 if size <= 2_000 else 12 if size <= 20_000 else 20


class Population:
    """All people and things that innocent reports name; planted networks are drawn from the people."""

    def __init__(self, size: int, seed: int) -> None:
        self._rng = Random(f"{seed}:population")
        self.quarters = quarters_of(size)
        self.first_day = LAST_DAY - QUARTER * self.quarters
        self.numbers = Numbers(self._rng)
        self._people = 0
        self._band = 6 if size <= 2_000 else 1
        self._open: dict[tuple[str, int], int] = {}
        self._wanted = max(FEWEST_CHILDREN, size // REPORTS_PER_CHILD)

        towns = min(MOST_TOWNS, max(3, size // 2_500))
        shares = [(rank + 1) ** -0.9 for rank in range(towns)]
        expected = [round(self._wanted * share / sum(shares)) for share in shares]
        self.towns = [Town(number, children) for number, children in enumerate(expected)]
        self.professionals = [self._professionals_of(town) for town in self.towns]

        self.circles: list[list[int]] = []
        self.circle_accounts: list[DemoAccount] = []
        self._circle_quarters: list[range] = []
        self.households: list[Household] = []
        self.children: list[Child] = []
        self._people_towns(Wheel(range(towns), shares))
        self.adults = zipf([adult for household in self.households for adult in household.adults], 0.4)
        self._by_quarter = self._wheels()

    def draw_child(self, rng: Random, day: date) -> Child:
        """A child who comes to notice around this day, the heavier the likelier."""
        quarter = min((day - self.first_day) // QUARTER, self.quarters - 1)
        return self.children[self._by_quarter[quarter].draw(rng)]

    def friends(self, child: Child) -> list[Child]:
        """The others of the child's circle, apart from brothers and sisters."""
        others = (self.children[number] for number in self.circles[child.circle])
        return [other for other in others if other.household != child.household]

    def new_person(self, rng: Random, sex: str, born: date, family: tuple[Community, str] | None = None) -> Person:
        """Somebody new to the records, named by chance or of a given family."""
        community, surname = family or draw_family(rng)
        given = draw_given(rng, community, sex)
        return self._record(rng, given, surname, sex, born, vehicle=None)

    def _record(self, rng: Random, given: str, surname: str, sex: str, born: date, vehicle: Vehicle | None) -> Person:
        self._people += 1
        known = rng.random() < 0.6
        return Person(
            number=self._people,
            given=given,
            surname=surname_of(surname, sex),
            sex=sex,
            born=born,
            alias=PET_FORMS.get(given, "") if rng.random() < 0.6 else "",
            pnc_id=pnc_id(rng.randrange(2018, 2026), self._people * 37 + 1_000_003) if known else "",
            phone=Numbers.take(self.numbers.personal) if rng.random() < 0.5 else "",
            vehicle=vehicle,
        )

    def _people_towns(self, wheel: Wheel[int]) -> None:
        while len(self.children) < self._wanted:
            self._household(self.towns[wheel.draw(self._rng)])

    def _household(self, town: Town) -> None:
        """One household. In every fortieth, two children are twins; in another, father and son share their name."""
        rng, number = self._rng, len(self.households)
        twins, namesakes = number % 40 == 3, number % 40 == 5
        family = community, surname = draw_family(rng)
        grown = [sex for sex, share in (("F", 0.85), ("M", 0.6)) if rng.random() < share or (sex == "M" and namesakes)]
        adults = tuple(self._parent(sex, family) for sex in grown or ["F"])
        first = len(self.children)
        count = 2 if twins else rng.choices((1, 2, 3), (0.55, 0.33, 0.12))[0]
        used: set[str] = set()
        born, sex = self._born(), rng.choice("FM")
        births = [born]
        for place in range(count):
            if place and not twins:
                while any(abs((born - other).days) < 330 for other in births):
                    born = self._born()
                births.append(born)
                sex = rng.choice("FM")
            if namesakes and place == 0:
                sex, given = "M", next(adult.given for adult in adults if adult.sex == "M")
            else:
                given = draw_given(rng, community, sex)
                while given in used:
                    given = draw_given(rng, community, sex)
            used.add(given)
            person = self._record(rng, given, surname, sex, born, vehicle=None)
            self._join(person, number, town)
        home = home_in(town, rng)
        self.households.append(Household(home, adults, range(first, len(self.children))))

    def _parent(self, sex: str, family: tuple[Community, str]) -> Person:
        """A parent or other grown member of a household, some with a car."""
        rng = self._rng
        born = date(1972, 1, 1) + timedelta(days=rng.randrange(6200))
        given = draw_given(rng, family[0], sex)
        vehicle = self.new_vehicle(rng) if rng.random() < 0.5 else None
        return self._record(rng, given, family[1], sex, born, vehicle)

    def _born(self) -> date:
        """A day of birth that makes a child 10 to 15 at the start of some circle's quarters, so under 18 throughout."""
        last_start = self.first_day + QUARTER * (self.quarters - WINDOW)
        year = self._rng.randrange(self.first_day.year - 15, last_start.year - 10)
        return date(year, 1, 1) + timedelta(days=self._rng.randrange(365))

    def _join(self, person: Person, household: int, town: Town) -> None:
        """Puts a child into a school and, there, into a circle of about the same age."""
        rng = self._rng
        school = town.draw("school", rng)
        key = (school.address, person.born.year // self._band)
        circle = self._open.get(key)
        if circle is None or len(self.circles[circle]) >= CIRCLE:
            circle = self._open[key] = len(self.circles)
            self.circles.append([])
            self.circle_accounts.append(DemoAccount(*draw_handle(rng)))
            self._circle_quarters.append(self._window(person.born.year))
        weight = min(rng.paretovariate(1.35), HEAVIEST)
        self.circles[circle].append(len(self.children))
        quarters = self._circle_quarters[circle]
        self.children.append(
            Child(len(self.children), person, household, town.number, school, circle, quarters, weight)
        )

    def _window(self, birth_year: int) -> range:
        starts = [
            quarter
            for quarter in range(self.quarters - WINDOW + 1)
            if 11 <= (self.first_day + QUARTER * quarter).year - birth_year <= 15
        ]
        start = self._rng.choice(starts)
        return range(start, start + WINDOW)

    def _wheels(self) -> list[Wheel[int]]:
        present: dict[int, list[int]] = defaultdict(list)
        for child in self.children:
            for quarter in child.quarters:
                present[quarter].append(child.number)
        everybody = list(range(len(self.children)))
        return [
            Wheel(here, [self.children[number].weight for number in here])
            for here in (present.get(quarter) or everybody for quarter in range(self.quarters))
        ]

    def new_vehicle(self, rng: Random) -> Vehicle:
        """A vehicle new to the records."""
        make, model = rng.choice(MODELS)
        return Vehicle(draw_vrm(rng), make, model, rng.choice(COLOURS))

    def _professionals_of(self, town: Town) -> dict[str, list[Professional]]:
        """The town's officers, social workers, teachers and nurses; the first of each agency has a desk phone."""
        return {
            system: [self._professional(town, system, job, place) for place in range(count)]
            for system, job, count in (
                (POLICE, "officer", 2),
                (SOCIAL, "social worker", 2),
                (SCHOOL, "teacher", 2),
                (HEALTH, "nurse", 1),
            )
        }

    def _professional(self, town: Town, system: str, job: str, place: int) -> Professional:
        rng = self._rng
        community, surname = draw_family(rng)
        name = f"{draw_given(rng, community, rng.choice('FM'))} {surname}"
        phone = Numbers.take(self.numbers.desk) if place == 0 else ""
        return Professional(name, job, system, f"{SYSTEMS[system]}-W{town.number:03}{place}", phone)


def hubs_of(population: Population) -> list[DemoAddress]:
    """The places that very many people visit and that mean little by themselves."""
    return [place for town in population.towns for place in town.hubs]
