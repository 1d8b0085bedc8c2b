"""How a report is put together before it has a reference: items, mentions, relations, and what the truth file keeps.

Each agency writes in its own way: the police with given name and surname apart and sometimes without accents, partners
with one full name; dates of birth are sometimes a year, a month or a school year; some records carry a PNC ID.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from demo.people import (
    GRADING,
    HEALTH,
    MISSING,
    POLICE,
    SCHOOL,
    SOCIAL,
    SYSTEMS,
    Child,
    DemoAccount,
    DemoAddress,
    Person,
    Professional,
    Vehicle,
)
from demo.table import Assessment, Item, Marking, Mention, Report
from graph.model.columns import AsRecorded

WITH_PNC_ID = frozenset({POLICE, MISSING, SOCIAL})
"""Systems whose records of one person share the PNC ID, where the person has one."""
_ORDER = {system: place for place, system in enumerate(SYSTEMS)}


@dataclass(frozen=True, slots=True)
class Tie:
    """What a planted item says: this child with this connecting entity.

    `counts` is false for what is suspected to be false; `settled` is false where the record must first be judged the
    same as another (no reference, another system's record, a partial plate).
    """

    child: int
    connector: object
    item_no: int
    counts: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A SERAF indicator that an item speaks of, for a child."""

    child: int
    code: str
    item_no: int


def settled_child(person: Person, system: str) -> bool:
    """Whether this system's record of the child is one with the police's without anybody's judgement."""
    return system == POLICE or (person.pnc_id != "" and system in WITH_PNC_ID)


@lru_cache(maxsize=4096)
def _alias(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def _plain(text: str) -> str:
    """Without accents, as some systems keep names."""
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


def draw_marking(rng: Random, system: str) -> Marking:
    """A grade and handling such as this system gives; partners do not grade."""
    if system == POLICE:
        source, assessment = rng.choices("123", (25, 60, 15))[0], rng.choices("ABCDE", (24, 25, 30, 18, 3))[0]
        at = rng.random()
        if at < 0.012:
            return Marking(source, assessment, "C", "A2", "OPAL")
        if at < 0.28:
            return Marking(source, assessment, "C", rng.choice(("A1", "A3", "S2", "A1;S2", "S1")))
        return Marking(source, assessment)
    if system == MISSING:
        return Marking(rng.choice("112"), rng.choice("AAB"))
    return Marking(handling="C", conditions="S2") if rng.random() < 0.15 else Marking()


def draw_markings(rng: Random, system: str, count: int) -> list[Marking]:
    """Markings for the items of one report, in the order in which they may stand."""
    return sorted((draw_marking(rng, system) for _ in range(count)), key=lambda marking: marking.filled)


class ItemDraft:
    """One item as it is being written. Each method that adds a mention returns its number."""

    def __init__(
        self,
        draft: "ReportDraft",
        number: int,
        event: str,
        text: str,
        kind: str,
        marking: Marking,
        happened: date | datetime | None,
    ) -> None:
        self.number = number
        self._draft = draft
        self._happened = happened
        self._event, self._text, self._kind, self._marking = event, text, kind, marking
        self._mentions: list[Mention] = []
        self._relations: dict[int, list[str]] = {}

    @property
    def counts(self) -> bool:
        """Whether it is anything but suspected to be false."""
        return self._marking.assessment != "E"

    def person(
        self, person: Person, entity: str, role: str, *, on_record: bool = True, legal_status: str = "", looks: str = ""
    ) -> int:
        """Somebody, as this agency writes them down; `on_record` gives their reference in its system."""
        system = self._draft.system
        born, age = self._born(person)
        apart = system in GRADING
        folded = apart and person.number % 3 == 0
        given, surname = (_plain(person.given), _plain(person.surname)) if folded else (person.given, person.surname)
        return self._add(
            Mention(
                self._draft.next_mention(),
                entity,
                AsRecorded(
                    role=role,
                    legal_status=legal_status,
                    local_ref=person.ref(system) if on_record else "",
                    name="" if apart else f"{given} {surname}",
                    given_name=given if apart else "",
                    surname=surname if apart else "",
                    alias=_alias(person.alias) if apart else (),
                    date_of_birth=born if on_record else "",
                    age=age,
                    sex=person.sex,
                    description=looks,
                    pnc_id=person.pnc_id if on_record and system in WITH_PNC_ID else "",
                ),
            )
        )

    def child(self, child: Child, legal_status: str = "", *, on_record: bool = True) -> int:
        """A child, in the role of one who may be at risk."""
        if on_record:
            self._draft.named.add(child.number)
        return self.person(child.person, "child", "child at risk", legal_status=legal_status, on_record=on_record)

    def family(self, person: Person, child_no: int, role: str = "family") -> int:
        """A parent of the child mentioned before."""
        number = self.person(person, "adult", role)
        self.relate(number, "RELATED_TO", child_no, f"relation={'mother' if person.sex == 'F' else 'father'}")
        return number

    def unidentified(self, role: str, alias: str, looks: str, *, given: str = "", sex: str = "M") -> int:
        """Somebody known only by looks, a nickname or a first name, so that nobody can say who it is."""
        number = self._draft.next_mention()
        said = AsRecorded(role=role, given_name=given, alias=_alias(alias), sex=sex, description=looks)
        return self._add(Mention(number, "person", said))

    def professional(self, who: Professional, role: str = "professional", *, phone: bool = True) -> int:
        """Somebody in the course of their work; one record in four also has the desk phone."""
        number = self._add(
            Mention(
                self._draft.next_mention(),
                "adult",
                AsRecorded(
                    role=role,
                    local_ref=who.local_ref if who.system == self._draft.system else "",
                    name=who.name,
                    description=who.job,
                ),
            )
        )
        if phone and who.phone and (number + self._draft.recorded.minute) % 4 == 0:
            self.relate(number, "USES", self.phone(who.phone))
        return number

    def place(self, place: DemoAddress, *, welsh: bool = False) -> int:
        """An address, in its Welsh form where asked for and known."""
        return self._add(
            Mention(
                self._draft.next_mention(),
                "address",
                AsRecorded(
                    address=place.welsh if welsh and place.welsh else place.address,
                    postcode=place.postcode,
                    uprn=place.uprn,
                    premises_kind=place.kind,
                ),
            )
        )

    def vehicle(self, vehicle: Vehicle, vrm: str = "") -> int:
        """A vehicle; `vrm` is the partial plate where no more was seen."""
        return self._add(
            Mention(
                self._draft.next_mention(),
                "vehicle",
                AsRecorded(vrm=vrm or vehicle.vrm, make=vehicle.make, model=vehicle.model, colour=vehicle.colour),
            )
        )

    def phone(self, number: str) -> int:
        """A telephone number."""
        return self._add(Mention(self._draft.next_mention(), "phone", AsRecorded(phone=number)))

    def account(self, account: DemoAccount) -> int:
        """A handle on a platform."""
        return self._add(
            Mention(self._draft.next_mention(), "account", AsRecorded(platform=account.platform, handle=account.handle))
        )

    def relate(self, first: int, kind: str, second: int, *details: str) -> None:
        """States a relationship between two mentions of this item."""
        self._relations.setdefault(first, []).append("|".join((f"{kind}:{second}", *details)))

    def fact(self, child: Child, *codes: str) -> None:
        """Notes the SERAF indicators that the item speaks of, where an assessment may cite it freely."""
        if self.counts and self._marking.handling == "P":
            self._draft.facts.extend(Fact(child.number, code, self.number) for code in codes)

    def tie(self, child: Child, connector: object, *, settled: bool = True) -> None:
        """Notes for the truth file that the item puts the child with a connecting entity."""
        certain = settled and settled_child(child.person, self._draft.system)
        self._draft.ties.append(Tie(child.number, connector, self.number, self.counts, certain))

    def finish(self) -> Item:
        """The item as it goes into the report."""
        mentions = tuple(
            mention._replace(relations="; ".join(self._relations[mention.mention_no]))
            if mention.mention_no in self._relations
            else mention
            for mention in self._mentions
        )
        origin = self._draft.origin
        happened = _written(self._happened)
        return Item(self.number, self._event, self._text, self._marking, self._kind, origin, mentions, happened)

    def _add(self, mention: Mention) -> int:
        self._mentions.append(mention)
        return mention.mention_no

    def _born(self, person: Person) -> tuple[str, str]:
        """Date of birth as this system has it, and the age where it has none."""
        if person.alias and person.born.year < 2000 and person.number % 2:
            return "", str(person.age(self._draft.day))
        match (person.number * 31 + _ORDER[self._draft.system] * 7) % 24:
            case 0:
                return str(person.born.year), ""
            case 1:
                return person.born.isoformat()[:7], ""
            case 2 if self._draft.system in (SCHOOL, HEALTH):
                start = person.born.year - (person.born.month < 9)
                return f"{start}-09-01/{start + 1}-08-31", ""
            case 3:
                return "", str(person.age(self._draft.day))
            case _:
                return person.born.isoformat(), ""


class ReportDraft:
    """A report being written. `happened` is None where nobody could say when; `origin` marks a shared source.

    `assesses` is the child whose assessment the report records, and `author` then the assessor.
    """

    def __init__(
        self, system: str, recorded: datetime, happened: date | datetime | None, title: str, origin: str = ""
    ) -> None:
        self.system = system
        self.recorded = recorded
        self.title = title
        self.origin = origin
        self.ties: list[Tie] = []
        self.facts: list[Fact] = []
        self.named: set[int] = set()
        self.assesses: Child | None = None
        self.author = ""
        self._happened = happened
        self._items: list[ItemDraft] = []
        self._mentions = 0

    @property
    def day(self) -> date:
        """The day on which it was recorded."""
        return self.recorded.date()

    def item(
        self, event: str, text: str, marking: Marking, kind: str = "fact", *, later: timedelta = timedelta()
    ) -> ItemDraft:
        """A further item, which happened so much later than the report's first; undated where that is undated."""
        happened = None if self._happened is None else self._happened + later
        item = ItemDraft(self, len(self._items) + 1, event, text, kind, marking, happened)
        self._items.append(item)
        return item

    def next_mention(self) -> int:
        """The number of the next mention, unique within the report."""
        self._mentions += 1
        return self._mentions

    def finish(self, ref: str, assessment: Assessment | None = None) -> Report:
        """The report under its reference."""
        return Report(
            ref=ref,
            source_system=self.system,
            recorded_at=self.recorded.isoformat(timespec="minutes"),
            title=self.title,
            items=tuple(item.finish() for item in self._items),
            assessment=assessment,
        )


def _written(when: date | datetime | None) -> str:
    if when is None:
        return ""
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()
