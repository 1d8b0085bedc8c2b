"""A picture that leaves as a file, in one of its forms. Only `viz.export` asks for its bytes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from graph.model.view import Role
from graph.reading.question import READERS
from viz.document import as_pdf
from viz.i2 import as_anx, as_i2_table
from viz.image import as_png
from viz.interactive import as_html
from viz.interchange import as_gexf, as_graphml
from viz.layout import lay_out
from viz.network import Caption, Network
from viz.positions import Layout
from viz.svg import as_svg
from viz.tables import entities_csv, links_csv
from viz.workbook import as_xlsx

Writer = Callable[[Network, Layout], bytes]

PICTURES: Mapping[str, tuple[str, Writer]] = {
    "html": ("text/html; charset=utf-8", lambda network, layout: as_html(network, layout).encode()),
    "svg": ("image/svg+xml", lambda network, layout: as_svg(network, layout).encode()),
    "png": ("image/png", as_png),
    "pdf": ("application/pdf", as_pdf),
    "graphml": ("application/xml", as_graphml),
    "gexf": ("application/xml", as_gexf),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "anx": ("application/xml", as_anx),
    "csv": ("text/csv; charset=utf-8", as_i2_table),
}
FORMS: Mapping[str, tuple[str, Writer]] = {
    **PICTURES,
    "entities.csv": ("text/csv; charset=utf-8", entities_csv),
    "links.csv": ("text/csv; charset=utf-8", links_csv),
}
"""Every form of a picture: the kind of file, and what writes it."""


@dataclass(frozen=True)
class PictureFile:
    """A network as a file of a form; laid out here unless `layout` is given."""

    network: Network
    form: str
    layout: Layout | None = None

    @property
    def ending(self) -> str:
        """What the file's name ends in."""
        return f".{self.form.rpartition('.')[2]}"

    @property
    def media(self) -> str:
        """The kind of file."""
        return FORMS[self.form][0]

    @property
    def readers(self) -> frozenset[Role]:
        """Every role that reads intelligence."""
        return READERS

    def in_bytes(self, caption: Caption, entry: int) -> Iterator[bytes]:
        """The picture under this caption, whatever it was drawn under before."""
        _ = entry
        network = replace(self.network, caption=caption)
        yield FORMS[self.form][1](network, lay_out(network) if self.layout is None else self.layout)
