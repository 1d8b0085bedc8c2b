"""The tables of the projection: one canonical order, and replacing rows comes to the same as making them again."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.projection.tables import TABLES, Row, Tables
from graph.projection.texts import Texts
from graph.projection.vectors import distinct, joined, spans, starts_of
from tests.support.profiles import PROFILE

WORDS = st.text("ab é\U0001f600", max_size=3)
OWNERS = [f"item:{number}" for number in range(4)] + [f"judgement:{number}" for number in range(2)]


@st.composite
def says(draw: st.DrawFn, owner: str) -> dict[str, list[Row]]:
    """What one item or judgement says: rows of the tables that it may own."""
    kind = owner.partition(":")[0]
    rows: dict[str, list[Row]] = {}
    for table, columns in TABLES.items():
        if next(iter(columns)) == kind:
            others = list(columns.values())[1:]
            made = [
                draw(WORDS) if pool else draw(st.integers(-5, 5))
                for _ in range(draw(st.integers(0, 2)))
                for pool in others
            ]
            width = len(others)
            rows[table] = [(owner, *made[at : at + width]) for at in range(0, len(made), width)]
    return rows


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, dict[str, list[Row]]]]:
    """Changes one after another: what each owner that it writes says from then on; nothing where it is erased."""
    steps = draw(
        st.lists(st.lists(st.sampled_from(OWNERS), min_size=1, max_size=3, unique=True), min_size=1, max_size=5)
    )
    return [{owner: {} if draw(st.integers(0, 4)) == 0 else draw(says(owner)) for owner in owners} for owners in steps]


def together(said: dict[str, dict[str, list[Row]]]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    for each in said.values():
        for table, of_table in each.items():
            rows[table] += of_table
    return rows


@given(histories())
@PROFILE.settings(60)
def test_following_changes_makes_the_tables_that_reading_everything_again_makes(
    history: list[dict[str, dict[str, list[Row]]]],
) -> None:
    now: dict[str, dict[str, list[Row]]] = {}
    tables = Tables.of({})
    for change in history:
        now |= change
        tables = tables.replaced(change.keys(), together(change))

    again = Tables.of(together(now))

    assert tables.digest == again.digest
    assert {name: array.tolist() for name, array in tables.arrays().items()} == {
        name: array.tolist() for name, array in again.arrays().items()
    }


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8))
@PROFILE.settings(100)
def test_texts_are_sorted_and_found_and_keep_their_place_among_more(some: list[str], more: list[str]) -> None:
    texts = Texts.of(some)
    all_texts, renumbered = texts.with_more(more)

    assert list(texts) == sorted(set(some))
    assert [texts.find(text) for text in texts] == list(range(len(texts)))
    assert all(texts.find(text) is None for text in set(more) - set(some))
    assert list(all_texts) == sorted({*some, *more})
    assert [all_texts[number] for number in (range(len(texts)) if renumbered is None else renumbered)] == list(texts)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=10))
@PROFILE.settings(100)
def test_groups_are_named_by_their_smallest(edges: list[tuple[int, int]]) -> None:
    one, other = (np.array([edge[side] for edge in edges], dtype=np.int64) for side in (0, 1))
    groups = [{node} for node in range(8)]
    for edge in edges:
        whole = groups[edge[0]] | groups[edge[1]]
        for node in whole:
            groups[node] = whole

    assert joined(8, one, other).tolist() == [min(group) for group in groups]


def test_spans_list_the_rows_of_groups() -> None:
    starts = starts_of(np.array([0, 0, 2, 2, 2]), 4)

    rows, at = spans(starts, np.array([2, 1, 0], dtype=np.int64))

    assert starts.tolist() == [0, 2, 2, 5, 5]
    assert rows.tolist() == [2, 3, 4, 0, 1]
    assert at.tolist() == [0, 0, 0, 2, 2]
    assert distinct(np.array([3, 1, 3], dtype=np.int64)).tolist() == [1, 3]
    assert spans(starts, np.array([], dtype=np.int64))[0].tolist() == []
