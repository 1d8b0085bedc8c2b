"""What the projection says of a force through a View is what the oracle says of the force without the hidden.

The oracle (tests/invariants/oracle) deletes the hidden first and knows no View. A clause taken from the filter, and
proposals followed against the lens, must each be noticed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest

from graph.model.view import BoundView, View
from graph.projection.derived import Derived
from graph.projection.extract import rows_of_items, rows_of_judgements
from graph.projection.projection import tables_of
from graph.projection.seen import Seen
from graph.projection.tables import Row, Tables
from graph.projection.visible import AppliedClauses
from graph.store import Store
from graph.view.clauses import HELD, SEEN
from tests.invariants.crafted import crafted_cases
from tests.invariants.force import Case, Entity, Force, Item, Judgement, Mention, decision
from tests.invariants.loading import load
from tests.invariants.making import TODAY
from tests.invariants.oracle.hiding import hide
from tests.invariants.oracle.world import World
from tests.invariants.pool import pool
from tests.support.profiles import PROFILE


def rows_of(force: Force) -> dict[str, list[Row]]:
    """The rows of a force, made of its records by hand: what reading the store should give."""
    stated = {(each.item, each.entity, each.identifier, each.kind) for each in force.identified}
    named = {(each.item, each.entity) for each in force.mentions}
    items = {item.id: item for item in force.items} | {
        rest.item.id: rest.item for each in force.judgements for rest in each.rests
    }
    undated = -9_007_199_254_740_991
    return {
        "items": [
            (
                *(each.id, each.ref, each.report, each.access, each.grade, each.origin, each.event),
                *(each.recorded_at, each.recorded_at if each.loaded_at is None else each.loaded_at, each.superseded_at),
                undated if each.happened_from is None else each.happened_from,
                undated if each.happened_to is None else each.happened_to,
            )
            for each in items.values()
        ],
        "mentions": [
            (
                *(each.item, each.entity, each.said, each.role),
                next(iter(each.says("premises_kind")), ""),
                *(each.label, each.label_rank, each.local_ref),
                *(next(iter(each.says(what)), "") for what in ("sex", "date_of_birth", "age")),
            )
            for each in force.mentions
        ],
        "identified": [each for each in stated if each[:2] in named],
        "possible": [(each.item_a, each.item_b, each.start, each.end) for each in force.possible],
        "judgements": [
            (each.id, each.kind, each.access, each.recorded_at, each.state, " ".join(each.replaces), 0, _kept(each))
            for each in force.judgements
        ],
        "about": [(each.id, entity) for each in force.judgements for entity in each.about],
    }


def _kept(judgement: Judgement) -> str:
    """The days of a common place; of what decides a category all that it says; of other kinds nothing."""
    if judgement.kind == "CommonPlace":
        body = json.loads(judgement.said("body"))
        kept = {name: body[name] for name in ("since", "until") if name in body}
    elif judgement.kind in ("Assessment", "Considered"):
        every = {"id": judgement.id, "replaces": judgement.replaces, "state": judgement.state}
        kept = {**every, "recorded_at": judgement.recorded_at, **dict(judgement.says)}
    else:
        return ""
    kept = {name: value for name, value in kept.items() if value is not None}
    return json.dumps(kept, sort_keys=True) if kept else ""


@dataclass(frozen=True)
class Whole:
    """All that `Seen` says of who is visible, and what they are called."""

    items: frozenset[str]
    entities: frozenset[tuple[str, tuple[str, ...], str, str, tuple[str, ...], bool, tuple[str, ...], bool]]
    beside: frozenset[tuple[str, str, str]]


def through(seen: Seen) -> Whole:
    entities = seen.entities.tolist()
    named = {entity: seen.named(entity) for entity in entities}
    return Whole(
        frozenset(seen.item_id(item) for item in seen.items.tolist()),
        frozenset(
            (
                each.id,
                tuple(seen.record_id(record) for record in seen.clusters.records(entity).tolist()),
                each.kind,
                each.label,
                each.refs,
                each.possible,
                each.premises_kinds,
                seen.is_common(entity),
            )
            for entity, each in named.items()
        ),
        frozenset(
            (each.id, named[other].id, seen.item_id(item))
            for entity, each in named.items()
            for other, beside in seen.beside(entity).items()
            for item in beside.items.tolist()
        ),
    )


@cache
def truth_of(case: Case) -> Whole:
    world = World(hide(case.force, case.bound), case.bound.view.today, case.identity_kinds)
    entities = {id: world.ref(id) for id in world.cluster_ids}
    return Whole(
        frozenset(world.item),
        frozenset(
            (
                *(id, world.cluster[id].records, ref.kind, ref.label, ref.refs, ref.possible),
                *(world.premises_kinds(id), world.common(id)),
            )
            for id, ref in entities.items()
        ),
        frozenset(
            (one, other, item)
            for item, clusters in world.named.items()
            for one in clusters
            for other in clusters
            if one != other
        ),
    )


def made_cases() -> Iterator[Case]:
    yield from crafted_cases()
    yield from pool(PROFILE.forces)


def before_a_decision() -> Case:
    """Two records as they were known before somebody decided that they are one."""
    items = tuple(
        Item(f"item:{n}", f"lineage:{n}", "report:1", f"R/{n}", n, "", "", "", "2C", "P||", "report:1", 100)
        for n in "12"
    )
    mentions = tuple(Mention(f"mention:{n}", f"item:{n}", f"person:{n}", "1", "child", f"Child {n}", 1) for n in "12")
    people = tuple(Entity(f"person:{n}", "Person") for n in "12")
    decided = decision("decision:1", "person:1", "person:2", "P||", 300)
    force = Force(items=items, entities=people, mentions=mentions, judgements=(decided,))
    return Case(force, BoundView(View(TODAY, 200), ("P||",)), (), ())


def test_the_projection_says_what_the_oracle_says() -> None:
    hidden = 0
    for case in made_cases():
        tables = Tables.of(rows_of(case.force))
        said = through(Seen(Derived(tables), case.bound, case.identity_kinds))
        assert said == truth_of(case)
        hidden += len(said.items) < len(case.force.items)

    assert hidden > PROFILE.forces / 2


@pytest.mark.parametrize(
    "filters",
    [
        *(AppliedClauses(seen=tuple(each for each in SEEN if each != clause)) for clause in SEEN),
        *(AppliedClauses(held=tuple(each for each in HELD if each != clause)) for clause in HELD),
        AppliedClauses(follows_lens=False),
    ],
    ids=[*(f"seen: {each.name}" for each in SEEN), *(f"held: {each.name}" for each in HELD), "lens"],
)
def test_a_clause_that_is_missing_is_noticed(filters: AppliedClauses) -> None:
    assert any(
        through(Seen(Derived(Tables.of(rows_of(case.force))), case.bound, case.identity_kinds, filters))
        != truth_of(case)
        for case in (before_a_decision(), *made_cases())
    )


def test_either_engine_gives_the_tables_of_what_is_recorded(store: Store) -> None:
    for case in (*crafted_cases()[:2], *pool(3)):
        load(store, case.force)

        read = tables_of(store)

        truth = rows_of(case.force)
        judgements = [each.id for each in case.force.judgements]
        with_says = {row[0]: row for row in rows_of_judgements(store, judgements)["judgements"]}
        expected = Tables.of(replace_says(truth, with_says))
        assert {name: array.tolist() for name, array in read.arrays().items()} == {
            name: array.tolist() for name, array in expected.arrays().items()
        }
        assert read.digest == expected.digest


def replace_says(rows: dict[str, list[Row]], read: dict[str | int, Row]) -> dict[str, list[Row]]:
    """With what is kept of each assessment as it was read: what that comes to is compared in tests/invariants."""
    judgements = [(*row[:-2], *read[row[0]][-2:]) for row in rows["judgements"]]
    return {**rows, "judgements": judgements}


def test_an_item_that_is_not_there_has_no_rows(store: Store) -> None:
    assert not any(rows_of_items(store, ["item:never recorded"]).values())
    assert not any(rows_of_judgements(store, []).values())


def test_a_view_of_nothing_shows_nothing() -> None:
    case = replace(crafted_cases()[0], force=Force())

    assert through(Seen(Derived(Tables.of({})), case.bound, case.identity_kinds)) == truth_of(case)
