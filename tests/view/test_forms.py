"""Every form of the View's filter lets the same records pass, and those that the definition lets pass.

The form for statements is held to it on both engines by tests/contract/test_cypher.py.
"""

import numpy as np
import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from graph.model.view import FOREVER, UNDATED, BoundView
from graph.search.index_documents import prepare, schema
from graph.view.arrays import Coded, Columns, mask
from graph.view.clauses import CLEARED, HELD, SEEN, WORDED, Clause
from graph.view.cypher import seen
from graph.view.fields import passes
from graph.view.index import seen_by
from tests.invariants.force import Item
from tests.invariants.oracle.hiding import clearance_passes, item_passes
from tests.support.profiles import PROFILE
from tests.view.random_records import ACCESS, records, views

SCHEMA = schema()


def columns_of(items: list[Item]) -> Columns:
    def coded(texts: list[str]) -> Coded:
        each = sorted(set(texts))
        return Coded(np.array([each.index(text) for text in texts], dtype=np.int32), tuple(each))

    def times(moments: list[int | None]) -> np.ndarray:
        return np.array([UNDATED if moment is None else moment for moment in moments], dtype=np.int64)

    return {
        "access": coded([item.access for item in items]),
        "grade": coded([item.grade for item in items]),
        "origin": coded([item.origin for item in items]),
        "recorded_at": times([item.recorded_at for item in items]),
        "superseded_at": times([item.superseded_at for item in items]),
        "happened_from": times([item.happened_from for item in items]),
        "happened_to": times([item.happened_to for item in items]),
    }


def in_index(items: list[Item]) -> tantivy.Searcher:
    index = prepare(tantivy.Index(SCHEMA))
    writer = index.writer(15_000_000, 1)
    for number, item in enumerate(items):
        made = tantivy.Document()
        for name in ("access", "grade", "origin"):
            made.add_text(name, getattr(item, name))
        for name in ("recorded_at", "superseded_at", "happened_from", "happened_to"):
            if (moment := getattr(item, name)) is not None:
                made.add_integer(name, moment)
        made.add_text("standing", "yes" if item.superseded_at == FOREVER else "no")
        made.add_unsigned("order", number)
        writer.add_document(made)
    writer.commit()
    index.reload()
    return index.searcher()


def found(searcher: tantivy.Searcher, bound: BoundView) -> set[int]:
    asked = [(tantivy.Occur.Must, tantivy.Query.all_query()), *seen_by(bound, SCHEMA, ACCESS)]
    query = tantivy.Query.boolean_query(asked)
    return {order for order, _ in searcher.search(query, limit=1000, order_by_field="order").hits}


@given(st.lists(records(), min_size=1, max_size=12), views())
@PROFILE.settings(200)
def test_fields_and_arrays_let_pass_what_the_definition_lets_pass(items: list[Item], bound: BoundView) -> None:
    truth = [item_passes(item, bound) for item in items]

    assert [passes(item, bound, SEEN) for item in items] == truth
    assert mask(columns_of(items), bound, SEEN, len(items)).tolist() == truth
    assert mask(columns_of(items), bound, HELD, len(items)).tolist() == [clearance_passes(i, bound) for i in items]


def test_the_index_lets_pass_what_the_definition_lets_pass() -> None:
    """One index of many records, asked through many Views: to write one is expensive."""
    items: list[Item] = []
    compared: list[int] = []

    @given(st.lists(records(), min_size=150, max_size=150, unique=True))
    @PROFILE.settings(1)
    def make(made: list[Item]) -> None:
        items[:] = made

    make()
    searcher = in_index(items)

    @given(views())
    @PROFILE.settings(100)
    def holds(bound: BoundView) -> None:
        truth = {number for number, item in enumerate(items) if item_passes(item, bound)}
        compared.append(len(truth))
        assert found(searcher, bound) == truth

    holds()
    assert len(set(compared)) > 5


@pytest.mark.parametrize("clause", SEEN, ids=lambda clause: clause.name)
def test_every_clause_hides_something(clause: Clause) -> None:
    left = tuple(each for each in SEEN if each != clause)
    noticed: list[bool] = []

    @given(st.lists(records(), min_size=20, max_size=20), views())
    @PROFILE.settings(40)
    def look(items: list[Item], bound: BoundView) -> None:
        noticed.extend(passes(item, bound, left) != item_passes(item, bound) for item in items)

    look()
    assert any(noticed)


def test_clauses_contain_one_another() -> None:
    assert {*CLEARED} < {*HELD} < {*WORDED} < {*SEEN}
    assert seen("i").count(" AND ") == len(SEEN) - 1
