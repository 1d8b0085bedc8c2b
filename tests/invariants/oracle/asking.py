"""The truth: every registered question, answered from a force in memory.

    truth = Truth(force, bound, identity_kinds)
    truth.ask(asked("linked_children", child="person:…"))

A question that is registered and has no line in `ORACLES` fails the property test.
"""

from collections.abc import Callable, Collection
from functools import partial

from graph.model.view import BoundView
from graph.reading.question import Answer
from tests.invariants.force import Asked, Force
from tests.invariants.oracle.alerts import alerts_shown
from tests.invariants.oracle.calls import calls
from tests.invariants.oracle.cards import card, links_among, neighbours
from tests.invariants.oracle.cases import linked_cases
from tests.invariants.oracle.casework import casework
from tests.invariants.oracle.concern import of_concern_among
from tests.invariants.oracle.connecting import connecting_network
from tests.invariants.oracle.decisions import identity_decisions
from tests.invariants.oracle.groups import bridges, case_groups
from tests.invariants.oracle.hiding import hide
from tests.invariants.oracle.links import case, linked_children, shared
from tests.invariants.oracle.lists import children, duplicate_references, new_since, origins_seen
from tests.invariants.oracle.missing_together import missing_together
from tests.invariants.oracle.not_known_yet import not_known_yet
from tests.invariants.oracle.paths import paths
from tests.invariants.oracle.resting import rests_on
from tests.invariants.oracle.same_name import same_name
from tests.invariants.oracle.searching import search
from tests.invariants.oracle.seraf_shown import shown_of
from tests.invariants.oracle.suggested import suggested
from tests.invariants.oracle.told import evidence, find, items, known_phrases, report, timeline, together
from tests.invariants.oracle.what_if import what_if
from tests.invariants.oracle.world import World

ORACLES: dict[str, Callable[..., Answer]] = {
    "linked_children": linked_children,
    "shared_adults": partial(shared, kinds=("adult", "person")),
    "shared_premises": partial(shared, kinds=("premises",)),
    "shared_vehicles": partial(shared, kinds=("vehicle",)),
    "shared_phones": partial(shared, kinds=("phone", "account")),
    "case": case,
    "linked_cases": linked_cases,
    "children": children,
    "new_since": new_since,
    "not_known_yet": not_known_yet,
    "origins_seen": origins_seen,
    "duplicate_references": duplicate_references,
    "child": partial(card, kinds=("child",)),
    "adult": partial(card, kinds=("adult", "person")),
    "premises": partial(card, kinds=("premises",)),
    "vehicle": partial(card, kinds=("vehicle",)),
    "phone": partial(card, kinds=("phone", "account")),
    "organisation": partial(card, kinds=("organisation",)),
    "neighbours": neighbours,
    "links_among": links_among,
    "paths": paths,
    "connecting_network": connecting_network,
    "case_groups": case_groups,
    "bridges": bridges,
    "calls": calls,
    "missing_together": missing_together,
    "premises_of_concern": partial(of_concern_among, kinds=("premises",)),
    "adults_of_concern": partial(of_concern_among, kinds=("adult", "person")),
    "vehicles_of_concern": partial(of_concern_among, kinds=("vehicle",)),
    "phones_of_concern": partial(of_concern_among, kinds=("phone", "account")),
    "evidence": evidence,
    "together": together,
    "seraf": shown_of,
    "suggested": suggested,
    "rests_on": rests_on,
    "what_if": what_if,
    "alerts_shown": alerts_shown,
    "same_name": same_name,
    "casework": casework,
    "timeline": timeline,
    "report": report,
    "identity_decisions": identity_decisions,
    "items": items,
    "find": find,
    "known_phrases": known_phrases,
    "search": search,
}


class Truth:
    """What a force says through one View: the hidden is deleted first, then the rest is asked openly."""

    def __init__(self, force: Force, bound: BoundView, identity_kinds: Collection[str]) -> None:
        self.reduced = hide(force, bound)
        self._world = World(self.reduced, bound.view.today, identity_kinds)

    def knows(self, id: str) -> bool:
        """Whether anything visible has this id."""
        return id in self._world.cluster or any(report.id == id for report in self.reduced.reports)

    def ask(self, asked: Asked) -> Answer:
        """The answer. Raises `NotFound` and `OutOfBounds` as the question does, in words of its own."""
        return ORACLES[asked.question](self._world, **asked.values())


def ask(force: Force, bound: BoundView, identity_kinds: Collection[str], asked: Asked) -> Answer:
    """The answer to a single question; for several about one force, build one `Truth`."""
    return Truth(force, bound, identity_kinds).ask(asked)
