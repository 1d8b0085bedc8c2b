"""Which of the records that a question met are one, as far as what it met says, and where it must look further.

To find out which records are one is dear where a record is much mentioned, since any of those items may identify it.
Mostly what was met is enough: two records of one component to which two of the items met give the same number.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from graph.identity.clusters import Clusters, Step, fetch_steps, identity_kinds
from graph.model.ids import DECIDED
from graph.model.view import FOREVER
from graph.reading.question import QueryContext

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Joining:
    """What is known of which records are one, and where to look further.

    `doubtful` names the components to look into, each with those of its records of which enough is met.
    """

    steps: list[Step]
    doubtful: dict[str, list[str]]


@dataclass
class Identified:
    """By which identifiers items name records, among the `kinds` that make records one."""

    kinds: tuple[str, ...]
    of: dict[str, set[str]]

    @classmethod
    def nothing(cls, context: QueryContext) -> "Identified":
        """Before anything is met."""
        return cls(tuple(f"{kind}:" for kind in identity_kinds(context)), {})

    def take(self, record: str, identifiers: Collection[str]) -> None:
        """A visible item gives this record these identifiers, by their ids."""
        for identifier in identifiers:
            if identifier.startswith(self.kinds):
                self.of.setdefault(record, set()).add(identifier)

    def make_one(self, records: Collection[str]) -> bool:
        """Whether they make all of these records one."""
        first, *others = records
        left, shared = set(others), set(self.of.get(first, ()))
        while joined := {record for record in left if not shared.isdisjoint(self.of.get(record, ()))}:
            left -= joined
            shared.update(*(self.of[record] for record in joined))
        return not left


def join_met(
    components: Mapping[str, str],
    identified: Identified,
    *,
    children: Collection[str] = NOBODY,
    maybe: Collection[str] = NOBODY,
    first: Callable[[str], int] = lambda _: FOREVER,
) -> Joining:
    """Which records are one, of those met (each with its component).

    In doubt are several of a component that no identifier met makes one or about which somebody decided, and those that
    may be children (`maybe`, while `children` are). One record met by itself is one entity, whatever it is joined to
    elsewhere; what that entity is called is seen to later. `first` says when the earliest item that names a record was
    recorded, as far as is known.
    """
    joined: dict[str, list[str]] = defaultdict(list)
    for record, component in components.items():
        if record != component:
            joined[component].append(record)
    several = {component: records for component, records in joined.items() if len(records) > 1}
    doubtful = {
        component
        for component, records in several.items()
        if component.startswith(DECIDED) or not identified.make_one(records)
    }
    doubtful |= {components[record] for record in maybe}
    known = {each: [record for record in joined[each] if record not in maybe] for each in {*several, *doubtful}}
    steps: list[Step] = []
    for records in known.values():
        for record in records:
            steps.append(Step("record", record, "child" if record in children else "", first(record)))
            steps += [Step("identifier", record, identifier, 0) for identifier in identified.of.get(record, ())]
    return Joining(steps, {component: known[component] for component in doubtful})


def settle(context: QueryContext, joining: Joining) -> Clusters:
    """Which records are one, after looking where that is in doubt: at most one statement."""
    return Clusters([*fetch_steps(context, joining.doubtful, joining.doubtful), *joining.steps])
