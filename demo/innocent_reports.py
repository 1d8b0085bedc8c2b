"""The innocent reports: what five agencies record of children's and families' days.

Each template writes one report in the words of the agency that makes it. Here the common places, the professionals and
the families come into very many records. Nothing here is planted; a few items voice a concern that leads nowhere.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from random import Random

from demo.names import NICKNAMES, partial_plate
from demo.people import HEALTH, MISSING, POLICE, SCHOOL, SOCIAL
from demo.population import LAST_DAY, Population
from demo.report_draft import ReportDraft, draw_marking, draw_markings
from demo.scene import Scene
from demo.weighted_choice import Wheel

LOOKS = (
    "in his 30s, dark jacket",
    "in his 40s, grey beard",
    "about 25, baseball cap",
    "in his 50s, local accent",
    "about 30, tall, tracksuit",
)

OPENS, OPEN_FOR = time(8), timedelta(hours=10)
"""When in the day records are made."""


def at_station(scene: Scene) -> ReportDraft:
    """Officers speak with young people where everybody passes."""
    draft = scene.draft(POLICE, "Patrol: young people spoken to")
    station, friends = scene.place("station"), scene.company(2)
    with_whom = f" with {' and '.join(friend.person.given for friend in friends)}" if friends else " alone"
    text = f"{scene.name} was{with_whom} at {station.name} at {scene.clock}, waiting for a lift. In good spirits."
    item = scene.item(draft, "sighting", text)
    child, place = item.child(scene.child), item.place(station)
    item.relate(child, "FREQUENTS", place)
    for friend in friends:
        item.relate(child, "ASSOCIATES_WITH", item.child(friend))
    item.professional(scene.staff(POLICE), "reporter")
    return draft


def at_takeaway(scene: Scene) -> ReportDraft:
    """A shop or takeaway where young people meet."""
    draft = scene.draft(POLICE, "Young people gathering in the evening")
    place, friends = scene.place("takeaway"), scene.company(1)
    also = f" and {friends[0].person.name}" if friends else ""
    come, stay = ("come", "stay") if friends else ("comes", "stays")
    text = f"Staff at {place.name} say that {scene.name}{also} {come} in most evenings and {stay} till closing."
    item = scene.item(draft, "sighting", text, "allegation")
    where = item.place(place)
    for child in (scene.child, *friends):
        item.relate(item.child(child), "FREQUENTS", where)
    if scene.rng.random() < 0.5:
        item.unidentified("witness", "", "member of staff")
    item.fact(scene.child, "R1")
    return draft


def missing_episode(scene: Scene) -> ReportDraft:
    """Reported missing, then found: two items, each with its own time, grade and handling."""
    rng, found = scene.rng, scene.place(scene.rng.choice(("station", "park", "shop", "station")))
    draft = scene.draft(MISSING, "Missing episode: reported and found")
    hours = rng.choice((3, 5, 8, 11, 20) if scene.recorded - scene.happened > timedelta(hours=30) else (2, 3, 5))
    first, second = draw_markings(rng, MISSING, 2)
    parent, late = scene.parent, "overnight" if hours > 10 else "late"
    text = f"{parent.name} rang at {scene.clock}: {scene.name} has not come home and is not answering the phone."
    item = draft.item("missing", text, first)
    child = item.child(scene.child, scene.legal_status)
    item.family(parent, child)
    item.relate(child, "LIVES_AT", item.place(scene.household.home, welsh=rng.random() < 0.3))
    scene.add_phone(item, child)
    if hours > 10:
        item.fact(scene.child, "S1")
    text = f"{scene.name} was found at {found.name}, {late}, safe and well, and says it was good to be away for a bit."
    item = draft.item("found", text, second, later=timedelta(hours=hours))
    item.relate(item.child(scene.child, scene.legal_status), "FREQUENTS", item.place(found))
    item.professional(scene.staff(POLICE))
    item.fact(scene.child, "R1")
    return draft


def missing_together(scene: Scene) -> ReportDraft:
    """Two friends missing at the same time."""
    friends = scene.company(1)
    if not friends:
        return missing_episode(scene)
    draft = scene.draft(MISSING, "Missing together")
    other, marking = friends[0], draw_marking(scene.rng, MISSING)
    names = f"{scene.name} and {other.person.name}"
    item = draft.item("missing", f"{names} left school together and have not come home.", marking)
    child, second = item.child(scene.child), item.child(other)
    item.relate(child, "ASSOCIATES_WITH", second)
    item.family(scene.parent, child)
    item.place(scene.child.school)
    item.fact(scene.child, "R1")
    text = f"{names} came home by themselves six hours later."
    item = draft.item("returned", text, marking, later=timedelta(hours=6))
    item.child(scene.child)
    item.child(other)
    return draft


def lift_from_parent(scene: Scene) -> ReportDraft:
    """A car outside the school that is a parent's."""
    draft = scene.draft(POLICE, "Vehicle check outside school")
    parent, school = scene.parent, scene.child.school
    vehicle = parent.vehicle
    if vehicle is None:
        return home_visit(scene)
    text = f"{vehicle.looks_first} {vehicle.vrm} outside {school.name} was {parent.name} collecting {scene.name}."
    item = scene.item(draft, "sighting", text)
    child = item.child(scene.child)
    adult = item.family(parent, child)
    item.relate(adult, "KEEPS", item.vehicle(vehicle))
    item.place(school)
    return draft


def traffic_stop(scene: Scene) -> ReportDraft:
    """A stop check without a child in it."""
    draft = scene.draft(POLICE, "Stop check")
    adult = scene.population.adults.draw(scene.rng)
    vehicle = adult.vehicle or scene.population.new_vehicle(scene.rng)
    premises = scene.place("licensed premises")
    text = f"{vehicle.looks_first} {vehicle.vrm} stopped near {premises.name}. Driver {adult.name}. All in order."
    item = scene.item(draft, "sighting", text)
    driver = item.person(adult, "adult", "other")
    item.relate(driver, "DRIVES", item.vehicle(vehicle))
    item.place(premises)
    return draft


def unknown_man(scene: Scene) -> ReportDraft:
    """A concern that leads nowhere: an unidentified man, half a plate, a street."""
    rng, vehicle = scene.rng, scene.population.new_vehicle(scene.rng)
    plate = partial_plate(rng, vehicle.vrm)
    draft = scene.draft(POLICE, "Member of the public: concern about a vehicle")
    alias = rng.choice(NICKNAMES) if rng.random() < 0.3 else ""
    called = f", called {alias}," if alias else ""
    looks = rng.choice(LOOKS)
    text = f"A man {looks}{called} in a {vehicle.looks} offered {scene.name} a lift, declined. Plate: {plate}."
    item = scene.item(draft, "sighting", text, "allegation")
    item.child(scene.child)
    man = item.unidentified("reported as concern", alias, looks)
    item.relate(man, "DRIVES", item.vehicle(vehicle, plate))
    return draft


def unknown_man_at_hub(scene: Scene) -> ReportDraft:
    """The same at a common place, now and then, about children of no planted network."""
    draft = scene.draft(POLICE, "Concern at a public place")
    place, looks = scene.place("station"), scene.rng.choice(LOOKS)
    text = f"A man {looks} was asking {scene.name} for a phone number at {place.name}. Walked off when spoken to."
    item = scene.item(draft, "sighting", text, "allegation")
    item.child(scene.child)
    item.unidentified("reported as concern", "", looks)
    item.place(place)
    return draft


def home_visit(scene: Scene) -> ReportDraft:
    """A social worker's visit; the desk phone is in the record."""
    rng, parent = scene.rng, scene.parent
    draft = scene.draft(SOCIAL, "Home visit")
    worker = scene.staff(SOCIAL)
    said, codes = rng.choice(
        (
            ("Things are calmer at home. Enjoys cooking and would like to see more of the grandparents.", ("V6",)),
            ("Feels let down by friends and says so. Would like help with sleeping.", ("V7", "R12")),
            ("There were arguments about staying out late. Both want this to stop.", ("V6", "R1")),
            ("Talked about the years before, when there was violence at home. Feels safe now.", ("V3",)),
            ("Chatty, showed a new guitar. No worries raised.", ()),
        )
    )
    text = f"{worker.name} visited {scene.name} and {parent.name} at home. {said}"
    item = scene.item(draft, "status", text)
    child = item.child(scene.child, scene.legal_status)
    item.family(parent, child)
    item.relate(child, "LIVES_AT", item.place(scene.household.home, welsh=rng.random() < 0.3))
    item.professional(worker)
    item.fact(scene.child, *codes)
    return draft


def placement(scene: Scene) -> ReportDraft:
    """A placement in a care home or with foster carers."""
    draft = scene.draft(SOCIAL, "Placement")
    place = scene.place(scene.rng.choice(("care home", "care home", "placement")))
    text = f"{scene.name} moved to {place.name} today, with own choice of room. Contact with family agreed weekly."
    item = scene.item(draft, "placement", text)
    child = item.child(scene.child, scene.legal_status or scene.rng.choice(("care-order", "accommodated")))
    item.relate(child, "LIVES_AT", item.place(place), f"since={scene.happened.date().isoformat()}")
    item.professional(scene.staff(SOCIAL))
    item.fact(scene.child, "V2")
    return draft


def assessment(scene: Scene) -> ReportDraft:
    """A SERAF assessment; its indicators go to the assessment table."""
    draft = scene.draft(SOCIAL, "SERAF assessment completed")
    worker = scene.staff(SOCIAL)
    text = (
        f"SERAF completed with {scene.name}. Wishes: to be asked first, and to keep seeing friends. Shared as agreed."
    )
    item = scene.item(draft, "status", text, "opinion")
    item.child(scene.child, scene.legal_status)
    item.professional(worker)
    item.professional(scene.staff(POLICE), phone=False)
    draft.assesses, draft.author = scene.child, worker.name
    return draft


def parent_rings(scene: Scene) -> ReportDraft:
    """A call to the desk of a social worker."""
    worker, parent = scene.staff(SOCIAL), scene.parent
    draft = scene.draft(SOCIAL, "Call from a parent")
    text = f"{parent.name} rang {worker.name}, worried about {scene.name}'s late nights and who the new friends are."
    item = scene.item(draft, "call", text, "opinion")
    child = item.child(scene.child)
    caller = item.family(parent, child)
    item.professional(worker, phone=False)
    if parent.phone and worker.phone:
        phone, desk = item.phone(parent.phone), item.phone(worker.phone)
        item.relate(caller, "USES", phone)
        seconds = scene.rng.randrange(60, 900)
        item.relate(phone, "CALLED", desk, f"at={scene.minute}", f"seconds={seconds}")
    item.fact(scene.child, "R1")
    return draft


def absent(scene: Scene) -> ReportDraft:
    """Absence from school, now and then recorded in Welsh."""
    draft = scene.draft(SCHOOL, "Absence from school")
    school, teacher = scene.child.school, scene.staff(SCHOOL)
    if scene.rng.random() < 0.2:
        text = (
            f"Nid yw {scene.name} wedi bod yn {school.name} ers dydd Llun. Ffoniwyd y cartref; bydd galwad arall yfory."
        )
    else:
        days = scene.rng.choice(("two", "three", "five"))
        text = f"{scene.name} has missed {days} days at {school.name} without a reason given. Usually likes coming in."
    item = scene.item(draft, "status", text)
    child = item.child(scene.child, on_record=scene.rng.random() < 0.95)
    item.relate(child, "FREQUENTS", item.place(school, welsh=scene.rng.random() < 0.3))
    item.professional(teacher, "reporter")
    item.fact(scene.child, "R14")
    return draft


def group_chat(scene: Scene) -> ReportDraft:
    """A friends' group chat reported to a teacher."""
    draft = scene.draft(SCHOOL, "Friends' group chat")
    account = scene.population.circle_accounts[scene.child.circle]
    friends = scene.company(1)
    text = f"{scene.name} showed a teacher the group chat '{account.handle}'. Friendly, up late; some unkind words."
    item = scene.item(draft, "other", text)
    handle = item.account(account)
    for child in (scene.child, *friends):
        item.relate(item.child(child), "USES", handle)
    item.professional(scene.staff(SCHOOL), "reporter")
    item.place(scene.child.school)
    item.fact(scene.child, "R10")
    return draft


def hospital(scene: Scene) -> ReportDraft:
    """A visit to hospital."""
    draft = scene.draft(HEALTH, "Emergency department attendance")
    place, parent = scene.place("hospital"), scene.parent
    why, codes = scene.rng.choice(
        (
            ("a sprained wrist from football", ()),
            ("stomach pain, settled", ()),
            ("after drinking alcohol; home with family", ("R9",)),
            ("low mood; follow-up offered and accepted", ("R4",)),
        )
    )
    text = f"{scene.name} was seen at {place.name} with {parent.name}: {why}."
    item = scene.item(draft, "status", text)
    child = item.child(scene.child, on_record=scene.rng.random() < 0.95)
    item.family(parent, child)
    item.place(place)
    item.professional(scene.staff(HEALTH))
    item.fact(scene.child, *codes)
    return draft


def taxi_home(scene: Scene) -> ReportDraft:
    """A taxi office that takes many children to school and home."""
    draft = scene.draft(SCHOOL, "School transport")
    office = scene.place("taxi office")
    text = f"{scene.name} was brought home by {office.name}, the school's transport, after the last bus was missed."
    item = scene.item(draft, "other", text)
    item.child(scene.child)
    item.place(office)
    item.professional(scene.staff(SCHOOL), "reporter")
    item.place(scene.child.school)
    return draft


def hotel_stay(scene: Scene) -> ReportDraft:
    """A family in temporary accommodation."""
    draft = scene.draft(SOCIAL, "Temporary accommodation")
    hotel, parent = scene.place("hotel"), scene.parent
    text = f"{parent.name} and {scene.name} are at {hotel.name} for a week while the boiler at home is replaced."
    item = scene.item(draft, "placement", text)
    child = item.child(scene.child)
    adult, place = item.family(parent, child), item.place(hotel)
    item.relate(child, "LIVES_AT", place)
    item.relate(adult, "LIVES_AT", place)
    item.fact(scene.child, "R11")
    return draft


TEMPLATES: tuple[tuple[float, Callable[[Scene], ReportDraft]], ...] = (
    (9, at_station),
    (9, at_takeaway),
    (12, missing_episode),
    (4, missing_together),
    (5, lift_from_parent),
    (7, traffic_stop),
    (2.5, unknown_man),
    (0.25, unknown_man_at_hub),
    (14, home_visit),
    (3, placement),
    (5, assessment),
    (6, parent_rings),
    (10, absent),
    (5, group_chat),
    (6, hospital),
    (3, taxi_home),
    (1, hotel_stay),
)
"""How often each kind of report is made, against the others."""


def daily_reports(population: Population, count: int, seed: int, planted: frozenset[int]) -> Iterator[ReportDraft]:
    """This many innocent reports in the order of recording, a few each day.

    A concern at a common place is never about a child of a planted network (`planted`, by number).
    """
    rng = Random(f"{seed}:daily")
    wheel = Wheel([template for _, template in TEMPLATES], [weight for weight, _ in TEMPLATES])
    start = population.first_day + timedelta(days=30)
    days = (LAST_DAY - start).days
    for number in range(count):
        day, part = divmod(days * (number + rng.random()) / count, 1)
        recorded = datetime.combine(start + timedelta(days=day), OPENS) + part * OPEN_FOR
        scene = scene_at(population, rng, recorded)
        template = wheel.draw(rng)
        if template is unknown_man_at_hub and scene.child.number in planted:
            template = home_visit
        yield template(scene)


def scene_at(population: Population, rng: Random, recorded: datetime) -> Scene:
    """A scene about a child who comes to notice around this time; it mostly happened within the days before."""
    ago = timedelta(days=rng.choice((1, 1, 1, 2, 3, 6, 14)))
    happened = datetime.combine(recorded.date() - ago, time(rng.choice((15, 16, 18, 19, 20, 21, 21, 22)))) + timedelta(
        minutes=rng.randrange(60)
    )
    return Scene.of(population, rng, population.draw_child(rng, recorded.date()), recorded, happened)
