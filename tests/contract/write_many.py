"""A command that writes: `python -m tests.contract.write_many NAME COUNT` makes COUNT changes of one item each."""

import sys

from graph.settings import read_settings
from graph.store import Writer, open_store


def main(name: str, count: int) -> None:
    """Write items called NAME-0, NAME-1, … into the graph that the environment names."""
    store = open_store(read_settings())
    for number in range(count):

        def work(writer: Writer, number: int = number) -> None:
            writer.write("CREATE (:Item {id: $id, change: $change})", id=f"{name}-{number}")

        store.write(work)
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
