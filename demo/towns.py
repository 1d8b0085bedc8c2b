"""The invented towns of the fictional force and the places in them."""

from random import Random

from demo.names import STREETS, postcode, town_name, uprn
from demo.people import DemoAddress
from demo.weighted_choice import zipf

# kind, names, children for each further one, at most
_PLACES = (
    ("school", ("Ysgol Bryn {}", "Ysgol Glan {}", "Ysgol Uwchradd {}"), 400, 30),
    ("hospital", ("Ysbyty {}",), 10_000, 2),
    ("station", ("{} railway station", "{} bus station"), 2_000, 4),
    ("taxi office", ("{} Cars", "Ceir {}", "Station Taxis {}"), 1_000, 6),
    ("care home", ("Tŷ Derw", "Tŷ Onnen", "Tŷ Celyn", "Tŷ Bedwen"), 300, 40),
    ("placement", ("foster home",), 60, 200),
    ("takeaway", ("Golden Grill", "Neptune Fish Bar", "Pizza Corner", "Caffi Glas", "Best Kebab", "Wok Inn"), 60, 60),
    ("park", ("{} Park", "Parc y {}"), 300, 10),
    ("shop", ("{} Stores", "Siop y Sgwâr", "{} Retail Park"), 150, 30),
    ("hotel", ("The {} Lodge", "Gwesty {}"), 600, 20),
    ("licensed premises", ("The Lamb", "Yr Afr", "The Railway Arms"), 300, 40),
)
HUB_KINDS = ("school", "hospital", "station", "taxi office", "care home")
"""Kinds of place that very many people visit."""


_UPRNS_A_TOWN, _PLACE_UPRNS = 200_000, 10_000


class Town:
    """An invented town with its places, for an expected number of children who come to notice."""

    def __init__(self, number: int, children: int) -> None:
        self.number = number
        self.name = town_name(number)
        self.homes = 0
        self._count = 0
        self._places = {
            kind: [self._place(kind, names, nth) for nth in range(min(most, 1 + children // each))]
            for kind, names, each, most in _PLACES
        }
        self._wheels = {kind: zipf(places) for kind, places in self._places.items()}

    @property
    def hubs(self) -> list[DemoAddress]:
        """The places that very many people visit."""
        return [place for kind in HUB_KINDS for place in self._places[kind]]

    def draw(self, kind: str, rng: Random) -> DemoAddress:
        """A place of this kind, the first of its kind the likeliest."""
        return self._wheels[kind].draw(rng)

    def postcode_of(self, street: int) -> str:
        """One postcode a street."""
        return postcode((self.number * len(STREETS) + street) * 7)

    def _place(self, kind: str, names: tuple[str, ...], nth: int) -> DemoAddress:
        return self.new_place(kind, names[nth % len(names)].format(self.name), nth + 1)

    def new_place(self, kind: str, name: str, number: int) -> DemoAddress:
        """A named place of this town. Every second one has a UPRN on record, and then its Welsh address too."""
        self._count += 1
        street = self._count * 5 % len(STREETS)
        english, welsh = STREETS[street]
        before = "" if kind == "placement" else f"{name}, "
        known = self._count % 2 == 0
        return DemoAddress(
            kind=kind,
            name=name,
            address=f"{before}{number} {english}, {self.name}",
            welsh=f"{before}{number} {welsh}, {self.name}" if welsh and known else "",
            postcode=self.postcode_of(street),
            uprn=uprn(self.number * _UPRNS_A_TOWN + self._count) if known else "",
        )


def home_in(town: Town, rng: Random, flat: bool = False) -> DemoAddress:
    """A private address that nobody else has."""
    street = town.homes % len(STREETS)
    number = 2 + street * 17 % 60 + town.homes // len(STREETS)
    town.homes += 1
    english, welsh = STREETS[street]
    before = f"Flat {rng.randrange(1, 7)}, " if flat or rng.random() < 0.2 else ""
    known = rng.random() < 0.5
    return DemoAddress(
        kind="home",
        name=f"{before.lower()}{number} {english}",
        address=f"{before}{number} {english}, {town.name}",
        welsh=f"{before.replace('Flat', 'Fflat')}{number} {welsh}, {town.name}" if welsh and known else "",
        postcode=town.postcode_of(street),
        uprn=uprn(town.number * _UPRNS_A_TOWN + _PLACE_UPRNS + town.homes) if known else "",
    )
