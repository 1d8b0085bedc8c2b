"""A Neo4j server as a store."""

from graph.errors import SettingsWrong
from graph.settings import Settings
from graph.store.bolt import BoltStore, connect
from graph.store.driver import READ_ACCESS, ConfigurationError, Driver

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


class Neo4jStore(BoltStore):
    """The graph on a Neo4j 5 server or cluster. With `neo4j://` the driver sends what only reads to replicas."""

    engine = "neo4j"

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.store_database, settings.query_seconds, "query.log at the server")
        password = settings.store_password.get_secret_value()
        try:
            self._connected = connect(settings.store, settings.store_user, password)
        except (ConfigurationError, ValueError) as error:
            raise SettingsWrong(
                f"The setting 'store' cannot be used: {settings.store!r} is not the address of a graph server.",
                "Give 'embedded', or an address such as 'neo4j://server:7687'.",
            ) from error
        try:
            with self._errors.translated(), self._session(READ_ACCESS) as session:
                session.run("RETURN 1").consume()
        except BaseException:
            self._connected.close()
            raise

    def settle(self) -> None:
        """Measure the indexes and plan again.

        A plan made in the seconds after a bulk load, before the server has measured an index, takes it for empty and
        reads it from end to end; the server may keep to that plan for as long as it runs.
        """
        self.alter("CALL db.resampleOutdatedIndexes()")
        self.alter("CALL db.clearQueryCaches()")

    def forget_deleted(self) -> None:
        """Nothing: the files are the server's, whose administrator compacts them."""

    def close(self) -> None:
        """Close every connection."""
        self._connected.close()

    def _driver(self) -> Driver:
        return self._connected
