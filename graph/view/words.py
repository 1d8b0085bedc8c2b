"""A View in plain words, for the log, for pictures and for every page."""

from graph.model.view import FOREVER, View
from graph.values.when import written_day, written_moment


def describe(view: View) -> str:
    """What is counted, in one line."""
    lens = view.lens
    said = [
        "everything known today" if view.known_at >= FOREVER - 1 else f"as known on {written_moment(view.known_at)}"
    ]
    if lens.has_period:
        start = "the beginning" if lens.start is None else written_day(lens.start)
        end = "now" if lens.end is None else written_day(lens.end - 1)
        said.append(f"what happened from {start} to {end}")
    if lens.grades is not None:
        said.append(f"grades {', '.join(sorted(lens.grades)) or 'none'}")
    if lens.without:
        said.append(f"without {', '.join(sorted(lens.without))}")
    said.append("with possible matches" if lens.with_possible else "confirmed identities only")
    return "; ".join(said)
