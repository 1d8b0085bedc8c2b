"""A command that opens the graph and keeps it until stopped: `python -m tests.store.hold`.

Says `open PORT ENGINE SUPERVISOR` once it has the graph; ends when its standard input closes.
"""

import sys

from graph.settings import read_settings
from graph.store import open_store
from graph.store.lease import EngineFolder, read_endpoint


def main() -> None:
    """Hold the graph that the environment names."""
    settings = read_settings()
    store = open_store(settings)
    endpoint = read_endpoint(EngineFolder(settings.home))
    assert endpoint is not None
    print("open", endpoint.port, endpoint.engine_pid, endpoint.supervisor_pid, flush=True)  # noqa: T201  since it is read by the test
    sys.stdin.read()
    store.close()


if __name__ == "__main__":
    main()
