"""Random records and Views that often nearly agree: few values, and moments beside one another."""

from datetime import date

from hypothesis import strategies as st

from graph.model.view import FOREVER, BoundView, Lens, View
from tests.invariants.force import Item

ACCESS, GRADES, ORIGINS = ("P||", "C|A1|", "C||otter"), ("1A", "2C", "--"), ("caller", "school")
_MOMENTS = st.integers(0, 6)
_TIMES = st.none() | st.tuples(_MOMENTS, st.integers(1, 3)).map(lambda at: (at[0], at[0] + at[1]))


@st.composite
def records(draw: st.DrawFn) -> Item:
    """An item; what else it says is not looked at."""
    happened = draw(_TIMES)
    return Item(
        id="",
        lineage="",
        report="",
        ref="",
        item_no="",
        text="",
        event="",
        kind="",
        grade=draw(st.sampled_from(GRADES)),
        access=draw(st.sampled_from(ACCESS)),
        origin=draw(st.sampled_from(ORIGINS)),
        recorded_at=draw(_MOMENTS),
        superseded_at=draw(_MOMENTS | st.just(FOREVER)),
        happened_from=None if happened is None else happened[0],
        happened_to=None if happened is None else happened[1],
    )


@st.composite
def views(draw: st.DrawFn) -> BoundView:
    """A View bound to a clearance, often the open one in all but one respect."""
    lens = Lens(
        start=draw(st.none() | _MOMENTS),
        end=draw(st.none() | _MOMENTS),
        grades=draw(st.none() | st.frozensets(st.sampled_from(GRADES))),
        without=draw(st.just(frozenset()) | st.frozensets(st.sampled_from(ORIGINS))),
    )
    view = View(date(2024, 9, 1), draw(st.just(FOREVER - 1) | _MOMENTS), lens)
    return BoundView(view, tuple(sorted(draw(st.just(frozenset(ACCESS)) | st.frozensets(st.sampled_from(ACCESS))))))
