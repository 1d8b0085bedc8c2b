"""What is noted while a force's reports are written: which items tie people to what, for truth and assessments."""

from collections import defaultdict
from itertools import combinations
from random import Random

from demo.decoys import DecoyPlan
from demo.networks import KnownAdult, NetworkPlan
from demo.people import POLICE, SYSTEMS, Child, DemoAccount, DemoAddress, Vehicle
from demo.report_draft import WITH_PNC_ID, ReportDraft, Tie
from demo.table import AssessedIndicator, Assessment
from demo.truth import Decoy, GuiltyHub, RecordRef, TrueChild, TrueNetwork, TruePair, TruthConnector, TruthHalf

_CODES = tuple(f"{letter}{number}" for letter, most in (("V", 7), ("R", 15), ("S", 7)) for number in range(1, most + 1))
_CODES_KEPT, _ITEMS_KEPT = 6, 2


class FactsBook:
    """The newest items that speak of SERAF indicators, a few a child, for the assessments that cite them."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(f"{seed}:assessments")
        self._items: dict[int, dict[str, list[str]]] = {}

    def note(self, draft: ReportDraft, ref: str) -> None:
        """Keeps what the report says of indicators."""
        for fact in draft.facts:
            codes = self._items.setdefault(fact.child, {})
            if fact.code in codes or len(codes) < _CODES_KEPT:
                codes[fact.code] = [*codes.get(fact.code, ()), f"{ref}/{fact.item_no}"][-_ITEMS_KEPT:]

    def assess(self, child: Child, draft: ReportDraft, assessor: str) -> Assessment:
        """The assessment that this report records: what was noted, and some that were looked for and not found."""
        rng, noted = self._rng, self._items.get(child.number, {})
        found = [
            AssessedIndicator(code, "present" if rng.random() < 0.7 else "suspected", "as reported", tuple(noted[code]))
            for code in sorted(noted, key=_CODES.index)
        ]
        others = sorted(rng.sample([code for code in _CODES if code not in noted], 4), key=_CODES.index)
        asked = [
            AssessedIndicator(code, "absent", "asked and talked about", ())
            if rng.random() < 0.6
            else AssessedIndicator(code, "not assessed", "", ())
            for code in others
        ]
        at = draft.recorded.isoformat(timespec="minutes")
        indicators = tuple(sorted(found + asked, key=lambda each: _CODES.index(each.code)))
        return Assessment(child.person.ref(draft.system), draft.system, at, assessor, "Social Services", indicators)


class TruthLedger:
    """Collects the planted ties with their item references and writes the truth file from them."""

    def __init__(self, children: list[Child], kept: frozenset[int]) -> None:
        self._children = children
        self._kept = kept
        self._systems: dict[int, set[str]] = defaultdict(set)
        self._ties: dict[object, dict[int, list[tuple[str, Tie]]]] = {}

    def note(self, draft: ReportDraft, ref: str) -> None:
        """Keeps the report's ties, and where planted children have records."""
        for child in draft.named & self._kept:
            self._systems[child].add(draft.system)
        for tie in draft.ties:
            held = self._ties.setdefault(tie.connector, {}).setdefault(tie.child, [])
            held.append((f"{ref}/{tie.item_no}", tie))

    def ref(self, number: int) -> str:
        """A planted child's main reference: that of the police where they have one, else one joined by PNC ID."""
        return next(iter(self.child(number).joined))

    def child(self, number: int) -> TrueChild:
        """A planted child with all records."""
        person = self._children[number].person
        systems = [system for system in SYSTEMS if system in self._systems[number]]
        main = systems[0]
        joined = [s for s in systems if person.pnc_id and {s, main} <= WITH_PNC_ID] or [main]
        return TrueChild(
            ref=person.ref(main),
            name=person.name,
            records=tuple(RecordRef(source_system=system, local_ref=person.ref(system)) for system in systems),
            joined=tuple(person.ref(system) for system in joined),
        )

    def children(self) -> tuple[TrueChild, ...]:
        """All planted children, in order."""
        return tuple(self.child(number) for number in sorted(self._systems))

    def pairs(self) -> tuple[TruePair, ...]:
        """All pairs that are truly linked, sorted by reference."""
        through: dict[tuple[str, str], list[TruthHalf]] = defaultdict(list)
        for connector, held in self._ties.items():
            if isinstance(connector, DecoyPlan):
                continue
            for first, second in combinations(sorted(held, key=self.ref), 2):
                through[self.ref(first), self.ref(second)].append(
                    TruthHalf(
                        connector=connector_of(connector),
                        first_items=tuple(item for item, _ in held[first]),
                        second_items=tuple(item for item, _ in held[second]),
                        settled=all(any(tie.settled for _, tie in held[child]) for child in (first, second)),
                    )
                )
        return tuple(
            TruePair(first=pair[0], second=pair[1], through=tuple(links), settled=any(each.settled for each in links))
            for pair, links in sorted(through.items())
        )

    def networks(self, plans: list[NetworkPlan]) -> tuple[TrueNetwork, ...]:
        """The planted networks."""
        return tuple(
            TrueNetwork(
                id=network_id(plan),
                children=tuple(self.ref(child.number) for child in plan.children),
                shared=tuple(
                    connector_of(each)
                    for each in (*plan.adults, plan.premises, plan.vehicle, plan.contact)
                    if len(self._ties.get(each, {})) > 1
                ),
            )
            for plan in plans
        )

    def guilty_hubs(self, plans: list[NetworkPlan]) -> tuple[GuiltyHub, ...]:
        """The guilty hubs with the pairs of their networks."""
        return tuple(
            GuiltyHub(
                network=network_id(plan),
                kind=plan.premises.kind,
                address=plan.premises.address,
                postcode=plan.premises.postcode,
                pairs=tuple(sorted(combinations(sorted(self.ref(number) for number in self._ties[plan.premises]), 2))),
            )
            for plan in plans
            if plan.guilty
        )

    def decoys(self, plans: list[NetworkPlan]) -> tuple[Decoy, ...]:
        """The decoys, in the order in which they came up."""
        tied_at: dict[object, list[int]] = {plan.premises: [child.number for child in plan.children] for plan in plans}
        return tuple(
            Decoy(
                kind=decoy.kind,
                connector=connector_of(decoy.connector),
                pairs=self._seeming(sorted(held), tied_at[decoy.connector] if decoy.kind == "another time" else []),
                items=tuple(item for noted in held.values() for item, _ in noted),
            )
            for decoy, held in self._ties.items()
            if isinstance(decoy, DecoyPlan)
        )

    def _seeming(self, held: list[int], network: list[int]) -> tuple[tuple[str, str], ...]:
        """The pairs that a decoy seems to link: its children with one another, or with those of a network."""
        couples = [(one, other) for one in held for other in network] if network else list(combinations(held, 2))
        return tuple(sorted((min(pair), max(pair)) for pair in ((self.ref(a), self.ref(b)) for a, b in couples)))


def network_id(plan: NetworkPlan) -> str:
    """The name of a planted network in the truth file."""
    return f"network-{plan.number + 1}"


def connector_of(connector: object) -> TruthConnector:
    """What is shared, as the truth file names it."""
    match connector:
        case KnownAdult(person=person):
            return TruthConnector(kind="adult", key=person.ref(POLICE), label=person.name)
        case DemoAddress():
            return TruthConnector(kind="premises", key=connector.address, label=connector.name)
        case Vehicle():
            return TruthConnector(kind="vehicle", key=connector.vrm, label=connector.looks)
        case DemoAccount():
            return TruthConnector(
                kind="account", key=f"{connector.platform}/{connector.handle}", label=connector.handle
            )
        case _:
            return TruthConnector(kind="phone", key=str(connector), label=str(connector))
