"""What is reported of the planted networks.

Each tie of a child with what is shared rests on one to four items of one to three reports; reports are independent
unless they carry the same `origin`. Texts say where, when, and who was seen; nothing more.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from demo.innocent_reports import LOOKS
from demo.names import partial_plate
from demo.networks import KnownAdult, NetworkPlan
from demo.people import GRADING, HEALTH, MISSING, POLICE, SCHOOL, SOCIAL, Child, DemoAccount
from demo.report_draft import WITH_PNC_ID, ItemDraft, ReportDraft, draw_markings
from demo.table import Marking

PLACE, VEHICLE, CONTACT, ADULT = "premises", "vehicle", "contact", "adult"
_SYSTEMS = {
    PLACE: (POLICE, POLICE, MISSING, SOCIAL, SOCIAL),
    VEHICLE: (POLICE, POLICE, POLICE, SOCIAL, SCHOOL),
    CONTACT: (POLICE, SOCIAL, SOCIAL, HEALTH, POLICE),
    ADULT: (POLICE, POLICE, SOCIAL, HEALTH),
}
_TITLES = {
    PLACE: "Child seen at an address of concern",
    VEHICLE: "Child seen in a vehicle",
    CONTACT: "Contact that causes concern",
    ADULT: "Adult seen with a child",
}


class NetworkReports:
    """Writes the reports of one planted network."""

    def __init__(self, plan: NetworkPlan, rng: Random) -> None:
        self._plan = plan
        self._rng = rng

    def reports(self) -> Iterator[ReportDraft]:
        """Every report of the network, in no particular order."""
        for place, child in enumerate(self._plan.children):
            facets = self._facets(place)
            while facets:
                first = facets.pop(0)
                both = bool(facets) and self._rng.random() < 0.8
                yield self._report(child, [first, facets.pop(0)] if both else [first])
        if self._plan.borrowed is not None:
            yield self._report(self._plan.children[0], [CONTACT], contact=self._plan.borrowed)

    def _facets(self, place: int) -> list[str]:
        """What this child is reported with: every child with something, each thing with two children at least."""
        here = [PLACE] if self._plan.guilty or place % 3 != 2 else []
        moved = [VEHICLE] if place % 2 == 0 or place == 1 else []
        called = [CONTACT] if place % 2 == 1 or place == 0 else []
        met = [ADULT] if place in (0, 1) or self._rng.random() < 0.5 else []
        again = [PLACE] * (1 + (place < 2)) if self._plan.guilty else []
        return here + moved + called + met + again

    def _report(self, child: Child, facets: list[str], contact: str | DemoAccount | None = None) -> ReportDraft:
        rng, plan = self._rng, self._plan
        choices = [system for system in _SYSTEMS[facets[0]] if not plan.guilty or system in WITH_PNC_ID]
        system = rng.choice(choices)
        day = plan.start + timedelta(days=rng.randrange(plan.days))
        happened = datetime.combine(day, time(rng.randrange(17, 23), rng.randrange(60)))
        recorded = datetime.combine(
            day + timedelta(days=rng.choice((1, 1, 2, 4))), time(rng.randrange(8, 19), rng.randrange(60))
        )
        when = happened if system in GRADING else day
        draft = ReportDraft(system, recorded, when, _TITLES[facets[0]])
        for facet, marking in zip(facets, self._markings(system, len(facets)), strict=True):
            match facet:
                case "premises":
                    self._at_premises(draft, child, marking, happened)
                case "vehicle":
                    self._in_vehicle(draft, child, marking, happened)
                case "contact":
                    self._contact(draft, child, marking, happened, contact or plan.contact)
                case _:
                    self._with_adult(draft, child, marking, happened)
        return draft

    def _markings(self, system: str, count: int) -> list[Marking]:
        """Grades as in any report, except that a planted item is never suspected to be false, and a guilty hub has no
        unreliable source: a rumour could not tell it from any other place."""
        better = {"3": "2"} if self._plan.guilty else {}
        likelier = {"E": "C", "D": "C"} if self._plan.guilty else {"E": "C"}
        return [
            replace(
                drawn,
                source_grade=better.get(drawn.source_grade, drawn.source_grade),
                assessment=likelier.get(drawn.assessment, drawn.assessment),
            )
            for drawn in draw_markings(self._rng, system, count)
        ]

    def _at_premises(self, draft: ReportDraft, child: Child, marking: Marking, happened: datetime) -> None:
        rng, premises = self._rng, self._plan.premises
        named = rng.choice(self._plan.adults) if rng.random() < 0.7 else None
        looks = rng.choice(LOOKS)
        who = self._written(draft, named) if named else f"a man {looks}"
        others = [other for other in self._plan.children if other is not child]
        friend = rng.choice(others) if rng.random() < 0.35 else None
        both = f"{child.person.name} and {friend.person.name} were" if friend else f"{child.person.name} was"
        text = f"{both} seen at {premises.name} at {happened:%H:%M} with {who}, and left after midnight."
        item = draft.item("sighting", text, marking, "fact" if rng.random() < 0.6 else "allegation")
        place = item.place(premises, welsh=rng.random() < 0.3)
        adult = self._adult(item, draft, named, looks)
        if named is not None:
            item.relate(adult, "FREQUENTS", place)
        for each in [child, *([friend] if friend else [])]:
            item.relate(item.child(each), "FREQUENTS", place)
            item.tie(each, premises)
            if named is not None:
                item.tie(each, named, settled=draft.system == POLICE)
            item.fact(each, "S1" if draft.system == MISSING else "R1")

    def _in_vehicle(self, draft: ReportDraft, child: Child, marking: Marking, happened: datetime) -> None:
        rng, vehicle = self._rng, self._plan.vehicle
        named = self._plan.adults[0] if rng.random() < 0.6 else None
        looks = rng.choice(LOOKS)
        who = self._written(draft, named) if named else f"a man {looks}"
        part = rng.random() < 0.12
        plate = partial_plate(rng, vehicle.vrm) if part else vehicle.vrm
        text = f"{child.person.name} got into a {vehicle.looks}, {plate}, at {happened:%H:%M}. Driver: {who}."
        item = draft.item("sighting", text, marking)
        mentioned = item.child(child)
        car = item.vehicle(vehicle, plate if part else "")
        adult = self._adult(item, draft, named, looks)
        item.relate(adult, "DRIVES", car)
        item.relate(mentioned, "USES", car)
        item.tie(child, vehicle, settled=not part)
        if named is not None:
            item.tie(child, named, settled=draft.system == POLICE)
        item.fact(child, "S4")

    def _contact(
        self, draft: ReportDraft, child: Child, marking: Marking, happened: datetime, contact: str | DemoAccount
    ) -> None:
        rng = self._rng
        named = self._plan.adults[-1] if rng.random() < 0.4 else None
        count = rng.randrange(6, 40)
        shown = f"calls from {contact}" if isinstance(contact, str) else f"messages from {contact.handle}"
        whose = f" {self._written(draft, named)} is said to use it." if named else " Nobody could say whose it is."
        text = f"{child.person.name} showed a worker {count} {shown}, most of them after 22:00.{whose}"
        item = draft.item("call", text, marking, "fact")
        mentioned = item.child(child)
        if isinstance(contact, str):
            reached = item.phone(contact)
            own = child.person.phone
            if own:
                phone = item.phone(own)
                item.relate(mentioned, "USES", phone)
                at = f"at={happened.isoformat(timespec='minutes')}"
                item.relate(reached, "CALLED", phone, at, f"seconds={rng.randrange(5, 600)}")
        else:
            reached = item.account(contact)
        if named is not None:
            item.relate(self._adult(item, draft, named, ""), "USES", reached)
            item.tie(child, named, settled=draft.system == POLICE)
        item.tie(child, contact)
        item.fact(child, "R3")

    def _with_adult(self, draft: ReportDraft, child: Child, marking: Marking, happened: datetime) -> None:
        named = self._rng.choice(self._plan.adults)
        who = self._written(draft, named)
        name = child.person.name
        text, code = self._rng.choice(
            (
                (f"{who} has given {name} lifts and phone credit, most lately that evening.", "S5"),
                (
                    f"{who} rang the door at {happened:%H:%M} and asked for {name}. Nobody at home knows who this is.",
                    "R2",
                ),
                (f"{name} speaks of {who} as a friend and asked staff not to tell anybody. {who} is an adult.", "S2"),
            )
        )
        item = draft.item("sighting", text, marking, "allegation")
        mentioned = item.child(child)
        adult = self._adult(item, draft, named, "")
        item.relate(mentioned, "ASSOCIATES_WITH", adult)
        item.tie(child, named, settled=draft.system == POLICE)
        item.fact(child, code)

    def _written(self, draft: ReportDraft, adult: KnownAdult | None) -> str:
        """The police have the name; partners often only what the child calls somebody."""
        if adult is None:
            return ""
        return adult.person.name if draft.system == POLICE else adult.nickname or adult.person.given

    def _adult(self, item: ItemDraft, draft: ReportDraft, named: KnownAdult | None, looks: str) -> int:
        if named is None:
            return item.unidentified("reported as concern", "", looks)
        role = "suspected" if draft.system == POLICE and self._rng.random() < 0.3 else "reported as concern"
        if draft.system == POLICE:
            return item.person(named.person, "adult", role)
        given = "" if named.nickname else named.person.given
        usual = LOOKS[named.person.number % len(LOOKS)] if named.person.sex == "M" else ""
        return item.unidentified(role, named.nickname, usual, given=given, sex=named.person.sex)
