"""A View in plain words, for the log, for pictures and for every page."""

from graph.model.view import FOREVER, View
from graph.values.when import written_day, written_moment
from graph.wording import joined, wording


def describe(view: View) -> str:
    """What is counted, in one line."""
    lens = view.lens
    said = [
        wording("everything known today")
        if view.known_at >= FOREVER - 1
        else wording("as known on %(known_at)s", known_at=written_moment(view.known_at))
    ]
    if lens.has_period:
        start = wording("the beginning") if lens.start is None else written_day(lens.start)
        end = wording("now") if lens.end is None else written_day(lens.end - 1)
        said.append(wording("what happened from %(start)s to %(end)s", start=start, end=end))
    if lens.grades is not None:
        said.append(wording("grades %(grades)s", grades=joined(", ", sorted(lens.grades)) or wording("none")))
    if lens.without:
        said.append(wording("without %(origins)s", origins=joined(", ", sorted(lens.without))))
    said.append(wording("with possible matches") if lens.with_possible else wording("confirmed identities only"))
    return joined("; ", said)
