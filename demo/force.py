"""The demo force: a fictional Welsh force of a chosen size, the same for the same size and seed, to the byte.

What is planted is planned first and held (a few per cent of all reports); the innocent reports are made one at a time
and merged with it by the time of recording. So a million reports stream through bounded memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import merge
from pathlib import Path
from random import Random

from demo.decoys import VISITED_BEFORE, another_time, contradicted, everyday, one_source, suspected_false
from demo.innocent_reports import assessment as assessment_report
from demo.innocent_reports import daily_reports
from demo.ledger import FactsBook, TruthLedger
from demo.network_reports import NetworkReports
from demo.networks import NetworkPlan, NetworkPlanner
from demo.people import SYSTEMS
from demo.population import LAST_DAY, Population, hubs_of
from demo.report_draft import ReportDraft
from demo.scene import Scene
from demo.table import ForceTables, Report
from demo.truth import Hub, Truth
from graph.errors import OutOfBounds, RunStopped

FEWEST, MOST = 200, 1_000_000
"""How many reports a demo force may have."""


@dataclass(frozen=True)
class ForceFiles:
    """Where a demo force was written."""

    mentions: Path
    assessments: Path
    truth: Path


class Force:
    """A demo force of `size` reports. Its reports can be taken once; its truth is known when all have been taken.

    Raises `OutOfBounds` for a size below `FEWEST` or above `MOST`.
    """

    def __init__(self, size: int, seed: int = 1) -> None:
        if not FEWEST <= size <= MOST:
            raise OutOfBounds(
                f"A demo force has {FEWEST} to {MOST} reports; {size} were asked for.", "Choose a number between them."
            )
        self._size, self._seed = size, seed
        self._population = Population(size, seed)
        planner = NetworkPlanner(self._population, size, seed)
        self._plans = planner.plan()
        self._demo = self._worth_showing()
        self._planted = self._plant(planner)
        self._kept = frozenset(planner.taken)
        self._ledger = TruthLedger(self._population.children, self._kept)
        self._given = 0

    def reports(self) -> Iterator[Report]:
        """All reports in the order of recording, each made as it is taken."""
        facts = FactsBook(self._seed)
        daily = daily_reports(self._population, self._size - len(self._planted), self._seed, self._kept)
        counts: dict[tuple[str, int], int] = {}
        for draft in merge(self._planted, daily, key=_when):
            key = draft.system, draft.recorded.year
            counts[key] = counts.get(key, 0) + 1
            ref = f"{SYSTEMS[draft.system]}-{key[1] % 100}-{counts[key]:06}"
            child = draft.assesses
            assessed = None if child is None else facts.assess(child, draft, draft.author)
            facts.note(draft, ref)
            self._ledger.note(draft, ref)
            self._given += 1
            yield draft.finish(ref, assessed)

    def truth(self) -> Truth:
        """What is really so. Raises `OutOfBounds` while reports are still to be taken."""
        if self._given != self._size:
            raise OutOfBounds("The truth of a demo force is known when all its reports have been taken.")
        ledger = self._ledger
        guilty = {plan.premises.address for plan in self._plans if plan.guilty}
        return Truth(
            reports=self._size,
            seed=self._seed,
            first_day=self._population.first_day,
            last_day=LAST_DAY,
            demo_children=tuple(ledger.ref(number) for number in self._demo),
            children=ledger.children(),
            networks=ledger.networks(self._plans),
            pairs=ledger.pairs(),
            guilty_hubs=ledger.guilty_hubs(self._plans),
            innocent_hubs=tuple(
                Hub(kind=place.kind, address=place.address, postcode=place.postcode)
                for place in hubs_of(self._population)
                if place.address not in guilty
            ),
            decoys=ledger.decoys(self._plans),
        )

    def _worth_showing(self) -> list[int]:
        """The children shown first, by number: each network of the newest group has two fully reported children; of
        these the one with more friends, and from the first network the other one too."""
        couples = [
            sorted(plan.children[:2], key=lambda child: -len(self._population.friends(child)))
            for plan in self._plans[:3]
        ]
        return [couple[0].number for couple in couples] + [couples[0][1].number]

    def _plant(self, planner: NetworkPlanner) -> list[ReportDraft]:
        """Every planted report, in the order of recording."""
        rng = Random(f"{self._seed}:planted")
        drafts: list[ReportDraft] = []
        for plan in self._plans:
            drafts.extend(NetworkReports(plan, rng).reports())
            drafts.extend(self._assessments(plan, rng))
            drafts.extend(self._decoys(plan, planner, rng))
            if plan.guilty and plan.premises.kind == "hotel":
                visitors = planner.bystanders(plan.town, plan.start - timedelta(days=VISITED_BEFORE), 3)
                drafts.extend(another_time(visitors, plan, self._population, rng))
        for number in self._demo:
            child = self._population.children[number]
            start = self._plans[0].start - timedelta(days=40)
            drafts.extend(everyday(self._population, child, rng, start))
        return sorted(drafts, key=_when)

    def _assessments(self, plan: NetworkPlan, rng: Random) -> Iterator[ReportDraft]:
        """Most children of a network are assessed when its reports have come in; those who are shown, always."""
        day = plan.start + timedelta(days=plan.days + 6)
        for child in plan.children:
            if child.number in self._demo or rng.random() < 0.6:
                at = datetime.combine(day, time(10, rng.randrange(60)))
                yield assessment_report(Scene.of(self._population, rng, child, at, at - timedelta(days=1)))

    def _decoys(self, plan: NetworkPlan, planner: NetworkPlanner, rng: Random) -> Iterator[ReportDraft]:
        """One decoy a network, of each kind in turn, near it in place and time and about other children."""
        pair = planner.bystanders(plan.town, plan.start, 2)
        if len(pair) < 2:
            return
        first, second = pair
        start: date = plan.start + timedelta(days=rng.randrange(5, 25))
        match plan.number % 3:
            case 0:
                yield from one_source((first, second), planner.new_adult(), f"S-{plan.number + 101}", start, rng)
            case 1:
                yield from suspected_false((first, second), self._population.new_vehicle(rng), start, rng)
            case _:
                yield from contradicted((first, second), self._population.new_vehicle(rng), start, rng)


def generate(size: int, seed: int = 1) -> Iterator[Report]:
    """The reports of a demo force, in the order of recording. Raises `OutOfBounds` for a size that is not offered."""
    return Force(size, seed).reports()


def write_force(folder: Path, reports: int, seed: int = 1) -> ForceFiles:
    """Writes `mentions.csv`, `assessments.csv` and `truth.json` into the folder, which is made where it is missing.

    Raises `OutOfBounds` for a size that is not offered, `RunStopped` where the folder cannot be written to.
    """
    force = Force(reports, seed)
    files = ForceFiles(folder / "mentions.csv", folder / "assessments.csv", folder / "truth.json")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            files.mentions.open("w", encoding="utf-8", newline="") as mentions,
            files.assessments.open("w", encoding="utf-8", newline="") as assessments,
        ):
            tables = ForceTables(mentions, assessments)
            for report in force.reports():
                tables.write(report)
        files.truth.write_text(force.truth().model_dump_json(indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise RunStopped(
            f"The demo force cannot be written to {folder}: {error.strerror or error}.", "Choose another folder."
        ) from None
    return files


def _when(draft: ReportDraft) -> datetime:
    return draft.recorded
