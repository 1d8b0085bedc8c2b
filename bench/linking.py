"""`dolen bench linking`: how many of the links that are really there does linked_children show, and how soon?

Children of the truth file are asked about (of a large force, some at random), and every line shown is compared with the
truth. Four words are used as follows, and no other:

- *truly linked*: a pair of the truth file. *Settled* pairs can be found from the records as they are; of the others
  somebody must first judge that two records are one person, so they are counted apart.
- *recall*: of the settled pairs of those asked about, each pair from both ends, the share that is shown.
- *of concern*: a line of the first band, through somebody or somewhere reported as a concern.
- *precision*: of the lines shown, the share that is truly linked. A decoy is false, and so is every innocent child,
  though many of those do share a friend, a school or a home with the child asked about.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from random import Random
from statistics import median

from rich.progress import track

from bench.bench import Bench, open_bench
from demo import Truth
from graph.queries import QUESTIONS
from graph.queries.entities.find import NameMatches, Words
from graph.queries.linking.linked_children import LinkedChild, LinkedChildren, OfChild
from graph.reading.question import LARGEST_LIMIT
from graph.rules.bands import OF_CONCERN

FIRST = 10
"""How many lines a person looks at first."""

ASKED = 200
"""About how many children are asked of a large force: all demo children, those of guilty hubs, and others at random."""

LISTED = 10
"""How many failures of each kind are listed one by one."""

OTHER_SEEDS, OTHER_REPORTS = (21, 22, 23, 24, 25), 2_000
"""Forces on which nothing was weighed: the rule of bands was, on seeds 11 to 15; the demo is of seed 1."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class LinkedLine:
    """One line of an answer. `other` is the child's main reference in the truth file, empty for an innocent child.

    `concern`: it is in the first band. `premises` are the items of both halves of each connection through premises.
    """

    other: str
    strength: float
    only_common: bool
    premises: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    concern: bool = False


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    def __str__(self) -> str:
        share = f"{self.part / self.whole:.1%}" if self.whole else "none to find"
        return f"{share} ({self.part:,} of {self.whole:,})"


@dataclass(frozen=True)
class HubShown:
    """One guilty hub: how many of the links through it are in the first ten of their children, and say so."""

    network: str
    kind: str
    shown: Share


@dataclass(frozen=True)
class Linking:
    """What linked_children was found to be worth. Lists of failings are whole; sentences about one failing each."""

    asked: int
    anywhere: Share
    in_first: Share
    of_concern: Share
    above: int
    ranks: tuple[int, ...]
    needing_judgement: Share
    precision: Share
    at_best: Share
    as_many: Share
    misses: tuple[str, ...]
    decoys: tuple[str, ...]
    common_only: tuple[str, ...]
    hubs: tuple[HubShown, ...]

    def lines(self) -> Iterable[str]:
        """The findings, for a person."""
        yield f"{self.asked:,} children asked about"
        yield f"Settled pairs shown in the first {FIRST}: {self.in_first}; anywhere: {self.anywhere}"
        yield f"Settled pairs in the first band: {self.of_concern}"
        yield f"Lines without concern above a settled pair with concern: {self.above}"
        if self.ranks:
            late = self.ranks[min(len(self.ranks) - 1, int(len(self.ranks) * 0.95))]
            yield f"Their place: median {median(self.ranks):.0f}, 95th percentile {late}, last {self.ranks[-1]}"
        yield f"Pairs that need a judgement first, shown all the same: {self.needing_judgement}"
        yield f"Lines in the first {FIRST} that are truly linked: {self.precision}; at best {self.at_best}"
        yield f"Of the first as many lines as are truly linked: {self.as_many}"
        yield f"Links through a common place alone in the first {FIRST} of a demo child: {len(self.common_only)}"
        for hub in self.hubs:
            yield f"Planted {hub.kind} ({hub.network}), its links in the first {FIRST}: {hub.shown}"
        yield from _some("Through a common place alone", self.common_only)
        yield from _some("Missed", self.misses)
        yield from _some(f"Decoys in the first {FIRST}", self.decoys)


def _some(title: str, failings: tuple[str, ...]) -> Iterable[str]:
    if failings:
        yield f"{title}: {len(failings)}" + (f", the first {LISTED}:" if len(failings) > LISTED else ":")
        yield from (f"  {each}" for each in failings[:LISTED])


def bench_linking(bench: Bench) -> None:
    """Ask about the children of the truth file, and say what was found."""
    for line in _measure(bench).lines():
        bench.console.print(line, highlight=False, soft_wrap=True)


def bench_linking_elsewhere(bench: Bench) -> None:
    """The same of five forces of other seeds, in few words."""
    others: list[Linking] = []
    for seed in OTHER_SEEDS:
        with open_bench(OTHER_REPORTS, bench.folder, bench.console, seed=seed) as other:
            others.append(_measure(other))
    for line in summary_of(others):
        bench.console.print(line, highlight=False, soft_wrap=True)


def summary_of(others: Collection[Linking]) -> Iterable[str]:
    """What several forces came to."""
    each = ", ".join(str(one.in_first) for one in others)
    yield f"{len(others)} forces of {OTHER_REPORTS:,} reports and other seeds:"
    yield f"  settled pairs shown in the first {FIRST}: {_total([one.in_first for one in others])} ({each})"
    yield f"  settled pairs in the first band: {_total([one.of_concern for one in others])}"
    yield f"  lines without concern above a settled pair with concern: {sum(one.above for one in others)}"


def _total(shares: Collection[Share]) -> Share:
    return Share(sum(each.part for each in shares), sum(each.whole for each in shares))


def _measure(bench: Bench) -> Linking:
    truth = bench.truth
    chosen = chosen_children(truth)
    references = {record.local_ref: child.ref for child in truth.children for record in child.records}
    asked = track(chosen, "Linked children…", console=bench.console, transient=True)
    shown = {ref: lines_of(references, answer) for ref in asked if (answer := _ask(bench, ref)) is not None}
    return measured(truth, chosen, shown)


def chosen_children(truth: Truth) -> list[str]:
    """The children to ask about, by main reference, sorted; the same for the same force."""
    refs = [child.ref for child in truth.children]
    named = {*truth.demo_children, *(ref for hub in truth.guilty_hubs for pair in hub.pairs for ref in pair)}
    return sorted(named | set(Random(1).sample(refs, min(ASKED, len(refs)))))


def _ask(bench: Bench, ref: str) -> LinkedChildren | None:
    """The children linked with the one who is called so; None where no child is."""
    found: NameMatches = bench.ask(QUESTIONS["find"], Words(text=ref))
    ids = [entity.id for entity in found.entities if entity.kind == "child"]
    return bench.ask(QUESTIONS["linked_children"], OfChild(child=ids[0], limit=LARGEST_LIMIT)) if ids else None


def lines_of(references: Mapping[str, str], answer: LinkedChildren) -> tuple[LinkedLine, ...]:
    """An answer as it is compared; `references` gives the main reference of every planted child's record."""
    return tuple(_line(references, linked) for linked in answer.linked)


def _line(references: Mapping[str, str], linked: LinkedChild) -> LinkedLine:
    return LinkedLine(
        other=next((references[ref] for ref in linked.refs if ref in references), ""),
        strength=linked.strength,
        only_common=all(via.common for via in linked.via),
        concern=linked.band == OF_CONCERN,
        premises=tuple(
            (frozenset(via.items[0]), frozenset(via.items[1])) for via in linked.via if via.kind == "premises"
        ),
    )


def measured(truth: Truth, asked: Collection[str], shown: Mapping[str, tuple[LinkedLine, ...]]) -> Linking:
    """Compare what was shown about the children asked about, by main reference, with the truth.

    A child who was asked about but has no rows was not found.
    """
    true = {pair for pair in _both_ways((pair.first, pair.second) for pair in truth.pairs) if pair[0] in asked}
    settled = true & _both_ways((pair.first, pair.second) for pair in truth.pairs if pair.settled)
    seeming = {pair: decoy.kind for decoy in truth.decoys for pair in _both_ways(decoy.pairs)}
    places = {
        (child, line.other): place
        for child, lines in shown.items()
        for place, line in reversed(list(enumerate(lines, 1)))
        if line.other
    }
    planted = sorted({child for child, _ in settled})
    partners = {child: sum(1 for one, _ in true if one == child) for child in planted}
    first = [(child, line) for child in planted for line in shown.get(child, ())[:FIRST]]
    best = [(child, line) for child in planted for line in shown.get(child, ())[: partners[child]]]
    found = settled & places.keys()
    concerned = {pair for pair in found if shown[pair[0]][places[pair] - 1].concern}
    return Linking(
        asked=len(asked),
        anywhere=Share(len(found), len(settled)),
        in_first=Share(_count(found, lambda pair: places[pair] <= FIRST), len(settled)),
        of_concern=Share(len(concerned), len(settled)),
        above=sum(not line.concern for child, other in concerned for line in shown[child][: places[child, other] - 1]),
        ranks=tuple(sorted(places[pair] for pair in found)),
        needing_judgement=Share(len((true - settled) & places.keys()), len(true - settled)),
        precision=Share(_true_of(first, true), len(first)),
        at_best=Share(sum(min(FIRST, partners[child]) for child in planted), len(first)),
        as_many=Share(_true_of(best, true), len(best)),
        misses=tuple(_missed(truth, shown, places, settled)),
        decoys=tuple(
            f"{child} and {line.other}: {seeming[child, line.other]}, in place {place}, strength {line.strength:.3f}"
            for child, lines in sorted(shown.items())
            for place, line in enumerate(lines[:FIRST], 1)
            if (child, line.other) in seeming
        ),
        common_only=tuple(
            f"{child}: place {place}, strength {line.strength:.3f}"
            for child in truth.demo_children
            for place, line in enumerate(shown.get(child, ())[:FIRST], 1)
            if line.only_common
        ),
        hubs=tuple(_hubs(truth, shown)),
    )


def _both_ways(pairs: Iterable[Pair]) -> set[Pair]:
    return {each for first, second in pairs for each in ((first, second), (second, first))}


def _count(pairs: Iterable[Pair], which: Callable[[Pair], bool]) -> int:
    return sum(1 for pair in pairs if which(pair))


def _true_of(lines: list[tuple[str, LinkedLine]], true: set[Pair]) -> int:
    return sum((child, line.other) in true for child, line in lines)


def _missed(
    truth: Truth, shown: Mapping[str, tuple[LinkedLine, ...]], places: Mapping[Pair, int], settled: set[Pair]
) -> Iterable[str]:
    """One sentence for each settled pair that is not in the first ten, nearest misses last."""
    through: dict[Pair, str] = {}
    for pair in truth.pairs:
        kinds = ", ".join(sorted({each.connector.kind for each in pair.through if each.settled}))
        through.update(dict.fromkeys(_both_ways([(pair.first, pair.second)]), kinds))
    for child, other in sorted(settled, key=lambda pair: (-places.get(pair, LARGEST_LIMIT + 1), pair)):
        place = places.get((child, other))
        if child not in shown:
            yield f"{child} and {other}: no child is found by {child}"
        elif place is None:
            yield f"{child} and {other} (through {through[child, other]}): not shown"
        elif place > FIRST:
            line = shown[child][place - 1]
            yield f"{child} and {other} (through {through[child, other]}): place {place}, strength {line.strength:.3f}"


def _hubs(truth: Truth, shown: Mapping[str, tuple[LinkedLine, ...]]) -> Iterable[HubShown]:
    """Each guilty hub with the links through it: in the first ten, with the hub among the connections."""
    halves: dict[str, dict[Pair, tuple[set[str], set[str]]]] = defaultdict(dict)
    for pair in truth.pairs:
        for each in pair.through:
            first, second = set(each.first_items), set(each.second_items)
            halves[each.connector.key][pair.first, pair.second] = first, second
            halves[each.connector.key][pair.second, pair.first] = second, first
    for hub in truth.guilty_hubs:
        wanted = halves[hub.address]
        linked = _both_ways(hub.pairs)
        part = sum(
            any(line.other == other and _through(line, wanted[child, other]) for line in shown.get(child, ())[:FIRST])
            for child, other in linked
        )
        yield HubShown(hub.network, hub.kind, Share(part, len(linked)))


def _through(line: LinkedLine, halves: tuple[set[str], set[str]]) -> bool:
    """Whether some premises join both halves by the planted items."""
    return any(first & halves[0] and second & halves[1] for first, second in line.premises)
