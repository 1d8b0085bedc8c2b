"""Looks in the search index as a process of its own: `python -m tests.search.look_once MODE TEXT`.

The graph is that of the environment. MODE `look` prints the ids that fit. `write` stops after the first documents are
written and nothing is committed, and `commit` after the commit and before the stamp; both say so and wait to be killed.
"""

import sys

from graph.model.view import BoundView
from graph.search import open_search
from graph.search.files import IndexFolder, Stamp
from graph.settings import read_settings
from graph.store import open_store
from tests.search.indexing import open_view


def wait(*_: object) -> None:
    """Say that this is the moment, and wait."""
    print("now", flush=True)  # noqa: T201  since it is read by the test
    sys.stdin.read()


def put(_: IndexFolder, stamp: Stamp) -> None:
    """In the place of `IndexFolder.put`."""
    wait(stamp)


def main(mode: str, text: str) -> None:
    """Look, or stop at a bad moment."""
    settings = read_settings()
    store = open_store(settings)
    index = open_search(settings, store)
    if mode == "commit":
        IndexFolder.put = put  # type: ignore[method-assign]  # since a process is to stop just there
    if mode == "write":
        index.catch_up(wait)
    bound: BoundView = open_view()
    print(*(fit.id for fit in index.look(text, (), bound).found), flush=True)  # noqa: T201  since it is read by the test
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
