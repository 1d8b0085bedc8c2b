"""Names, plates, postcodes and numbers for a fictional force.

Who somebody is in the demo and what somebody is called have nothing to do with one another: every family is named by
`draw_family`, which knows neither role nor concern. Towns are invented; postcode districts, plate tags and UPRNs are
well formed and of ranges never issued; phone numbers are only those reserved for fiction.
"""

from random import Random
from typing import NamedTuple

FIRST_PHONE, LAST_PHONE = 900_000, 900_999
"""The numbers 07700 900000 to 07700 900999 are reserved for fiction (Ofcom): 1,000 in all."""


class Community(NamedTuple):
    """The given names and surnames of one community, and its share of families."""

    share: float
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    surnames: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COMMUNITIES = (
    Community(
        0.44,
        _words(
            "Siân Carys Ffion Lowri Nia Megan Cerys Elin Mared Gwenllian Angharad Catrin Bethan Seren Heledd Rhiannon"
            " Tegan Eleri Mali Efa Non Lleucu Branwen Alaw"
        ),
        _words(
            "Rhys Gruffydd Llŷr Dafydd Ieuan Tomos Gethin Iestyn Owain Macsen Siôn Gareth Huw Aled Emyr Osian Gwilym"
            " Steffan Ifan Iwan Geraint Deiniol Hedd Cai"
        ),
        (
            *_words(
                "Jones Davies Williams Evans Pugh Morgan Llewellyn Parry Rees Griffiths Prosser Bowen Lloyd Vaughan"
                " Probert Gwynne Pritchard Howells Bevan Beynon Tudor Jenkins Hopkins Meredith Watkins Harries"
            ),
            "ap Huw",
            "ap Dafydd",
            "ap Rhys",
            "Lloyd-Price",
        ),
    ),
    Community(
        0.29,
        _words(
            "Chloe Emily Jessica Sophie Amber Holly Georgia Leah Paige Lauren Ellie Molly Daisy Ruby Grace Hannah"
            " Abigail Poppy Freya Skye"
        ),
        _words(
            "Jack Kyle Ryan Liam Connor Callum Jamie Adam Luke Daniel Josh Nathan Ben Lewis Toby Aaron Harry Mason"
            " Dylan Craig"
        ),
        _words(
            "Smith Brown Taylor Wilson Walker Carter Mills Hughes Thomas Cole Marsh Reid Barker Fletcher Hale Baxter"
            " Sutton Dyer Frost Hobbs Pearce Lane Webb Nash Ashton-Wells"
        ),
    ),
    Community(
        0.12,
        _words("Aisha Zara Maryam Fatima Sana Iqra Priya Simran Nadia Anjali Jasmine Hafsa Amina Ruksana Kiran"),
        _words("Imran Bilal Hamza Arjun Mohammed Yusuf Kabir Adeel Harpreet Ravi Tariq Zain Omar Vikram Faisal"),
        _words("Khan Hussain Begum Ahmed Patel Singh Kaur Malik Chowdhury Rahman Shah Iqbal Sharma Akhtar Miah"),
    ),
    Community(
        0.07,
        _words("Zuzanna Julia Oliwia Maja Natalia Kinga Weronika Aleksandra Hanna Wiktoria"),
        _words("Kacper Jakub Filip Szymon Mateusz Bartosz Oskar Dawid Paweł Marcin"),
        _words("Nowak Wójcik Mazur Kaczmarek Zając Wróbel Stępień Duda Pawlak Sikora Baran Szulc"),
    ),
    Community(
        0.05,
        _words("Hodan Ifrah Sagal Ayaan Idil Fadumo Nasra Sahra Hibaq Ladan"),
        _words("Abdi Liban Guled Mahad Khalid Bashir Warsame Sharmarke Idris Zakaria"),
        _words("Warsame Farah Abdullahi Jama Duale Elmi Hersi Nur Yusuf Guleid Samatar Omar"),
    ),
    Community(
        0.03,
        _words("Adaeze Ngozi Beatriz Inês Ioana Larisa Chiamaka Sofia"),
        _words("Emeka Tunde Tiago Rui Andrei Mihai Chidi Kwame"),
        _words("Okafor Adeyemi Ferreira Santos Popescu Ionescu Mensah Eze"),
    ),
)
_SHARES = tuple(community.share for community in COMMUNITIES)

PET_FORMS = {
    "Gareth": "Gaz",
    "Dafydd": "Dai",
    "Mohammed": "Mo",
    "Gruffydd": "Gruff",
    "Daniel": "Danny",
    "Jamie": "Jay",
    "Nathan": "Nate",
    "Geraint": "Ger",
    "Gwenllian": "Gwen",
    "Angharad": "Anj",
    "Rhiannon": "Rhi",
    "Jessica": "Jess",
    "Zuzanna": "Zuza",
    "Mateusz": "Mati",
    "Aleksandra": "Ola",
    "Callum": "Cal",
    "Maryam": "Mimi",
    "Khalid": "Kal",
    "Steffan": "Steff",
    "Harpreet": "Harry",
}
"""Forms by which people call one another; recorded as aliases."""

NICKNAMES = ("Taz", "Smiler", "Dex", "Jonno", "Big T", "Coach", "Reds", "Bear", "Zee", "Ace", "Finn", "Skip")
"""Names of men known only by a nickname."""


def draw_family(rng: Random) -> tuple[Community, str]:
    """A community, by its share, and a surname of it."""
    community = rng.choices(COMMUNITIES, _SHARES)[0]
    return community, rng.choice(community.surnames)


def draw_given(rng: Random, community: Community, sex: str) -> str:
    """A given name of this community for `F` or `M`."""
    return rng.choice(community.girls if sex == "F" else community.boys)


def surname_of(family: str, sex: str) -> str:
    """The family's surname as one member bears it: `ap Huw` for a son is `ferch Huw` for a daughter."""
    return family.replace("ap ", "ferch ", 1) if sex == "F" and family.startswith("ap ") else family


_TOWN_HEADS = _words("Aber Pont Tre Caer Pen Cwm Ynys Porth Nant Llan Maes Bryn Rhos Bod Glan Coed Cefn Dol Allt Craig")
_TOWN_TAILS = _words(
    "llyn arwen felin onnen celyn hebog rhedyn arian castan wennol ddraig eithin dulas gwynedd heulfan sgadan hafren"
    " marchog cadno afallen"
)
MOST_TOWNS = len(_TOWN_HEADS) * len(_TOWN_TAILS)


def town_name(number: int) -> str:
    """The name of the invented town of this number, from 0 to `MOST_TOWNS` − 1: Aberllyn, Pontarwen, Trefelin, …"""
    row, column = divmod(number, len(_TOWN_HEADS))
    return _TOWN_HEADS[column] + _TOWN_TAILS[(column + row) % len(_TOWN_TAILS)]


STREETS = (
    ("High Street", "Heol Fawr"),
    ("Station Road", "Ffordd yr Orsaf"),
    ("Church Street", "Stryd yr Eglwys"),
    ("School Lane", "Lôn yr Ysgol"),
    ("Mill Road", "Heol y Felin"),
    ("Park Terrace", "Teras y Parc"),
    ("Castle Street", "Stryd y Castell"),
    ("Market Square", "Sgwâr y Farchnad"),
    ("Chapel Row", "Rhes y Capel"),
    ("Riverside", "Glan yr Afon"),
    ("Harbour Road", "Ffordd yr Harbwr"),
    ("Quarry Road", "Heol y Chwarel"),
    ("Meadow Close", "Clos y Ddôl"),
    ("Oak Grove", "Llwyn Derw"),
    ("Bridge Street", "Stryd y Bont"),
    ("Hill View", "Golwg y Bryn"),
    ("Maes Gwyn", ""),
    ("Bryn Awel", ""),
    ("Tan y Coed", ""),
    ("Heol Penlan", ""),
    ("Ffordd Celyn", ""),
    ("Lôn Eithin", ""),
    ("Rhodfa'r Graig", ""),
    ("Clos Gwenallt", ""),
)
"""Streets of every invented town, each with the Welsh name it also carries, where it carries one."""

_DISTRICTS = tuple(f"{area}{number}" for number in range(80, 90) for area in ("LL", "CF", "SA") if number > 83)
_UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
POSTCODES = len(_DISTRICTS) * 10 * len(_UNIT_LETTERS) ** 2


def postcode(number: int) -> str:
    """The well-formed postcode of this number, from 0 to `POSTCODES` − 1, in districts that do not exist."""
    number, last = divmod(number, len(_UNIT_LETTERS))
    number, first = divmod(number, len(_UNIT_LETTERS))
    district, sector = divmod(number, 10)
    return f"{_DISTRICTS[district]} {sector}{_UNIT_LETTERS[first]}{_UNIT_LETTERS[last]}"


def uprn(number: int) -> str:
    """Twelve digits, above every UPRN in use."""
    return f"{999_900_000_000 + number}"


_TAG_LETTERS = "CCCCCABDEFGHKLMNPRSVWY"
_PLATE_LETTERS = "BCDFGHJKLMNPRSTVWXY"
_AGES = tuple(f"{year:02}" for first in (8, 58) for year in range(first, first + 18))


def draw_vrm(rng: Random) -> str:
    """A plate in the current style whose tag ends in Z, which is never issued: `CZ19 RTD`."""
    return f"{rng.choice(_TAG_LETTERS)}Z{rng.choice(_AGES)} " + "".join(rng.choices(_PLATE_LETTERS, k=3))


def partial_plate(rng: Random, vrm: str) -> str:
    """The plate as somebody remembers it: two or three characters unknown, `CZ1? ??D`."""
    forgotten = rng.choice(((3, 5, 6), (3, 5), (5, 6), (2, 3)))
    return "".join("?" if place in forgotten else letter for place, letter in enumerate(vrm))


def phone_number(number: int) -> str:
    """The number reserved for fiction at this place, from 0 to 999."""
    digits = FIRST_PHONE + number
    if not FIRST_PHONE <= digits <= LAST_PHONE:
        raise IndexError(number)
    return f"07700 {digits}"


_PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


def pnc_id(year: int, serial: int) -> str:
    """A PNC ID, `YYYY/NNNNNNND`; D is the letter for the two-digit year and serial, modulus 23.

    A serial of more than seven figures begins again from nought, as a force of a million reports needs.
    """
    within = serial % 10_000_000
    return f"{year}/{within:07}{_PNC_LETTERS[(year % 100 * 10_000_000 + within) % 23]}"


PLATFORMS = ("Pixlo", "Chwedl", "Gwib")
"""Invented messaging and picture-sharing services."""

_HANDLE_HEADS = _words(
    "seren_ glas_ cwtch_ bach_ haul_ tonnau_ dreigiau_ nos_ lleuad_ hapus_ miwsig_ pel_ sgwad_ ffoto_"
)
MODELS = (
    ("Volkswagen", "Golf"),
    ("Ford", "Focus"),
    ("Vauxhall", "Corsa"),
    ("Audi", "A3"),
    ("BMW", "3 Series"),
    ("Ford", "Transit"),
    ("Seat", "Leon"),
    ("Peugeot", "208"),
    ("Toyota", "Yaris"),
    ("Škoda", "Octavia"),
)
COLOURS = ("silver", "black", "white", "grey", "blue", "red")


def draw_handle(rng: Random) -> tuple[str, str]:
    """A platform and a handle on it."""
    return rng.choice(PLATFORMS), f"{rng.choice(_HANDLE_HEADS)}{rng.randrange(10_000_000):07}"
