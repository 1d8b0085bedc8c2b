"""Who and what the reports of a fictional force name: people, professionals, vehicles, places, accounts.

Entities only: how they come about is `population`; what part anybody plays is said by each mention alone.
"""

from dataclasses import dataclass
from datetime import date

POLICE, MISSING, SOCIAL, SCHOOL, HEALTH = (
    "police-intel",
    "missing-persons",
    "social-services",
    "education",
    "health",
)
SYSTEMS = {POLICE: "PI", MISSING: "MP", SOCIAL: "SS", SCHOOL: "ED", HEALTH: "HE"}
"""Source systems and the letters that begin their references."""
GRADING = frozenset({POLICE, MISSING})
"""Systems that grade what they record; partners' professional information has no grade."""

_SCRAMBLE = {POLICE: (7, 3), MISSING: (11, 5), SOCIAL: (13, 8), SCHOOL: (17, 2), HEALTH: (19, 7)}
_REFS = 1_000_003


@dataclass(frozen=True, slots=True, eq=False)
class Vehicle:
    """A vehicle with its full plate."""

    vrm: str
    make: str
    model: str
    colour: str

    @property
    def looks(self) -> str:
        """`silver Volkswagen Golf`."""
        return f"{self.colour} {self.make} {self.model}"

    @property
    def looks_first(self) -> str:
        """The same at the head of a sentence."""
        return f"{self.colour.capitalize()} {self.make} {self.model}"


@dataclass(frozen=True, slots=True, eq=False)
class DemoAddress:
    """An address; `name` is how a text speaks of it. `welsh` is the same address in Welsh, or empty; both forms are
    recorded with the one UPRN. A place may have no UPRN on record."""

    kind: str
    name: str
    address: str
    welsh: str
    postcode: str
    uprn: str


@dataclass(frozen=True, slots=True, eq=False)
class DemoAccount:
    """A handle on a platform."""

    platform: str
    handle: str


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Somebody on record: `pnc_id`, `phone`, `alias` and `vehicle` where known."""

    number: int
    given: str
    surname: str
    sex: str
    born: date
    alias: str = ""
    pnc_id: str = ""
    phone: str = ""
    vehicle: Vehicle | None = None

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given} {self.surname}"

    def ref(self, system: str) -> str:
        """The person's reference in a source system; no two systems' references say that it is the same person."""
        step, start = _SCRAMBLE[system]
        return f"{SYSTEMS[system]}-P{(self.number * step * 40_009 + start * 104_729) % _REFS:07}"

    def age(self, day: date) -> int:
        """Completed years on this day."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, slots=True, eq=False)
class Professional:
    """Somebody who is in many records because of their work. `local_ref` is within their own agency's system."""

    name: str
    job: str
    system: str
    local_ref: str
    phone: str


@dataclass(frozen=True, slots=True, eq=False)
class Child:
    """A child with household, school and friends' circle (children by number); `quarters` are those of their reports.

    `weight` is how often, against others, they come to notice.
    """

    number: int
    person: Person
    household: int
    town: int
    school: DemoAddress
    circle: int
    quarters: range
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Household:
    """Those who live at one private address."""

    home: DemoAddress
    adults: tuple[Person, ...]
    children: range
