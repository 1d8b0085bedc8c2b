"""The graph as arrays: what questions walk, derived from the store, followed by change number, mapped into memory.

    store ──(extract)──> rows ──(tables)──> columns ──(files)──> HOME/projection/…/
                                               └──(seen)──> what a View leaves visible

`Projection.seen` is the only way to the columns: it applies the one filter (`graph.view`), and everything that it
returns is computed from what passes. An import contract holds that nothing else opens them.
"""

from graph.projection.concern import Ranked, Ranking
from graph.projection.links import Links
from graph.projection.projection import Projection, Snapshot, open_projection
from graph.projection.seen import Named, Seen

__all__ = ["Links", "Named", "Projection", "Ranked", "Ranking", "Seen", "Snapshot", "open_projection"]
