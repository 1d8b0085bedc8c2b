"""Which engine the settings name, opened and brought up to date."""

from urllib.parse import urlsplit

from graph.errors import SettingsWrong
from graph.settings import Settings
from graph.store.embedded import EmbeddedStore
from graph.store.migrations import Upgrading, migrate
from graph.store.neo4j import SCHEMES, Neo4jStore
from graph.store.protocol import Store


def open_store(settings: Settings, upgrading: Upgrading | None = None) -> Store:
    """The graph that the settings name, with its schema brought up to date. Close it when done.

    `upgrading` receives the progress, where a later version of Dolen has much to change.

    Raises `StoreUnavailable` where the engine cannot be started or reached, `StoreOutOfStep` where a later version of
    Dolen has written the graph, `SettingsWrong` where `store` names no engine.
    """
    store = open_as_found(settings)
    try:
        migrate(store, upgrading=upgrading)
    except BaseException:
        store.close()
        raise
    return store


def open_as_found(settings: Settings) -> EmbeddedStore | Neo4jStore:
    """The graph that the settings name, whatever its schema; for a restore, which makes it. Raises as `open_store`."""
    if settings.store == "embedded":
        return EmbeddedStore(settings)
    if urlsplit(settings.store).scheme in SCHEMES:
        return Neo4jStore(settings)
    raise SettingsWrong(
        f"The setting 'store' cannot be used: {settings.store!r} names no graph engine.",
        "Give 'embedded', or an address such as 'neo4j://server:7687'.",
    )
