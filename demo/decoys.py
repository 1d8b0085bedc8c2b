"""Reports that look like a link and are none, and the ordinary lives of the children whose cases are shown first.

Four kinds of decoy: one source repeated in three reports; items suspected to be false; items that contradict one
another; a stay at a guilty hotel at another time and for another reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Literal

from demo.innocent_reports import at_takeaway, home_visit, missing_episode
from demo.networks import KnownAdult, NetworkPlan
from demo.people import POLICE, SCHOOL, SOCIAL, Child, DemoAddress, Vehicle
from demo.population import Population
from demo.report_draft import ReportDraft
from demo.scene import Scene
from demo.table import Marking

DecoyKind = Literal["one source", "suspected false", "contradicted", "another time"]

VISITED_BEFORE = 300
"""Days between a family's stay at a hotel and the planted network's meetings there."""


@dataclass(frozen=True, slots=True, eq=False)
class DecoyPlan:
    """A pair of children (or visitors and the children of a network) who look linked through `connector`."""

    kind: DecoyKind
    connector: KnownAdult | Vehicle | DemoAddress


def one_source(
    children: tuple[Child, Child], adult: KnownAdult, origin: str, start: date, rng: Random
) -> Iterator[ReportDraft]:
    """Three reports of one and the same person's word."""
    plan = DecoyPlan("one source", adult)
    first, second = children
    name = adult.person.name
    for number, about in enumerate(((first,), (second,), (first, second))):
        names = " and ".join(child.person.name for child in about)
        draft = _police(start + timedelta(days=6 * number), "Information received", rng, origin)
        text = f"Somebody who has rung before says that {name} spends time with {names}. Heard from others."
        item = draft.item("other", text, Marking("2", "D"), "allegation")
        man = item.person(adult.person, "adult", "reported as concern")
        for child in about:
            item.relate(item.child(child), "ASSOCIATES_WITH", man)
            item.tie(child, plan)
        yield draft


def suspected_false(children: tuple[Child, Child], vehicle: Vehicle, start: date, rng: Random) -> Iterator[ReportDraft]:
    """Two reports made out of ill will, and graded so."""
    plan = DecoyPlan("suspected false", vehicle)
    for number, child in enumerate(children):
        draft = _police(start + timedelta(days=5 * number), "Information received: malice suspected", rng)
        text = (
            f"A caller in dispute with a neighbour says that {child.person.name} was in the neighbour's {vehicle.vrm}."
        )
        item = draft.item("sighting", text, Marking("3", "E"), "allegation")
        mentioned, car = item.child(child), item.vehicle(vehicle)
        item.relate(mentioned, "USES", car)
        item.tie(child, plan)
        yield draft


def contradicted(children: tuple[Child, Child], vehicle: Vehicle, start: date, rng: Random) -> Iterator[ReportDraft]:
    """Two sightings of a car; the school's register then says that one of the children was in class."""
    plan = DecoyPlan("contradicted", vehicle)
    for number, child in enumerate(children):
        draft = _police(start + timedelta(days=3 * number), "Child seen in a vehicle", rng)
        text = f"{child.person.name} was perhaps the passenger of {vehicle.looks} {vehicle.vrm} at about 11:00."
        item = draft.item("sighting", text, Marking("3", "D"), "opinion")
        mentioned, car = item.child(child), item.vehicle(vehicle)
        item.relate(mentioned, "USES", car)
        item.tie(child, plan)
        yield draft
    child = children[0]
    recorded = datetime.combine(start + timedelta(days=8), time(10, 30))
    draft = ReportDraft(SCHOOL, recorded, start, "Register checked")
    text = f"The register shows {child.person.name} in class all that day, and a teacher remembers it."
    item = draft.item("status", text, Marking())
    item.relate(item.child(child), "FREQUENTS", item.place(child.school))
    yield draft


def another_time(
    visitors: tuple[Child, ...], network: NetworkPlan, population: Population, rng: Random
) -> Iterator[ReportDraft]:
    """Families who stayed at the guilty hotel most of a year before."""
    plan = DecoyPlan("another time", network.premises)
    for number, child in enumerate(visitors):
        day = network.start - timedelta(days=VISITED_BEFORE - 9 * number)
        recorded = datetime.combine(day + timedelta(days=1), time(9, 45))
        draft = ReportDraft(SOCIAL, recorded, day, "Temporary accommodation")
        parent = rng.choice(population.households[child.household].adults)
        hotel_name = network.premises.name
        text = f"{parent.name} and {child.person.name} are at {hotel_name} while water damage at home is seen to."
        item = draft.item("placement", text, Marking())
        mentioned, hotel = item.child(child), item.place(network.premises)
        item.family(parent, mentioned)
        item.relate(mentioned, "LIVES_AT", hotel)
        item.tie(child, plan)
        yield draft


def everyday(population: Population, child: Child, rng: Random, start: date) -> Iterator[ReportDraft]:
    """A full ordinary life for a child whose case is shown first: friends, takeaways, home."""
    for number, template in enumerate((at_takeaway, home_visit, at_takeaway, missing_episode, at_takeaway)):
        day = start + timedelta(days=9 * number + rng.randrange(7))
        recorded = datetime.combine(day + timedelta(days=2), time(rng.randrange(9, 17), rng.randrange(60)))
        happened = datetime.combine(day, time(rng.randrange(17, 21), rng.randrange(60)))
        yield template(replace(Scene.of(population, rng, child, recorded, happened), sociable=True))


def _police(day: date, title: str, rng: Random, origin: str = "") -> ReportDraft:
    happened = datetime.combine(day, time(rng.randrange(9, 22), rng.randrange(60)))
    return ReportDraft(
        POLICE, datetime.combine(day + timedelta(days=1), time(11, rng.randrange(60))), happened, title, origin
    )
