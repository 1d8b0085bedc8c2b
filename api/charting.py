"""What is on the explorer's screen, as a picture for export. Only drawing code imports this; see `api.drawing`."""

from api.drawing import caption_of
from api.routes.charts import OnScreen
from api.sight import Sight
from graph.queries.charts.links_among import LinksAmong
from viz.chart import Chart, ChartGroup, ChartNote, charted
from viz.layout import Layout
from viz.network import Network


def network_of(sight: Sight, answer: LinksAmong, on_screen: OnScreen) -> tuple[Network, Layout]:
    """The network of the answer, laid out as on the screen."""
    chart = Chart(
        title=on_screen.title,
        places={each.id: each.at for each in on_screen.entities},
        links=frozenset(frozenset(pair) for pair in on_screen.links),
        groups=tuple(ChartGroup(each.id, each.name, each.members, each.at) for each in on_screen.groups),
        notes=tuple(ChartNote(each.id, each.text, each.at) for each in on_screen.notes),
    )
    return charted(answer, chart, caption_of(sight))
