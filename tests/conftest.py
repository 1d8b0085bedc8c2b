"""The engines that tests run on, one of each for the whole session, wiped between tests; and the browser.

A test that asks for `store` runs twice, on the embedded engine and on Neo4j, and passes on both or fails; so does one
that asks for `sql_settings` or `sql`, on SQLite and on PostgreSQL.
"""

import gc
import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from pydantic import SecretStr
from sqlalchemy import Engine

from graph.settings import Settings
from graph.store import Store, Writer, open_sql, open_store
from graph.store.lease import EngineFolder
from tests.support.forces import Forces
from tests.support.hurry import durable_environment, hurry
from tests.support.neo4j.server import Neo4jServer
from tests.support.postgresql.server import PostgresServer
from tests.support.stages import Stages

ENGINES = ("embedded", "neo4j")
SQL_DATABASES = ("sqlite", "postgresql")
CHROMIUM = (Path("/usr/lib/chromium/chromium-headless-shell"), Path("/usr/bin/chromium"))
"""Debian's browser: the first of these that is there. Both are one release; the first has no windows to draw."""

hurry()

# How fast a machine is, and what else it does, is no test's business.
settings.register_profile("unhurried", deadline=None, suppress_health_check=(HealthCheck.too_slow,))
settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    """Tests run in stages, see there."""
    config.pluginmanager.register(Stages(), "dolen-stages")


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: looking for what of it is garbage, over and over, took a
    fourteenth of the processor time of tests that make many objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def embedded_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an embedded engine that ends as soon as it is closed."""
    return Settings(home=tmp_path_factory.mktemp("embedded"), engine_linger=0, engine_memory=768)


@pytest.fixture(scope="session")
def embedded_engine(embedded_settings: Settings) -> Generator[Store]:
    """The session's embedded engine, as the last test left it; tests ask for `embedded_store`."""
    store = open_store(embedded_settings)
    yield store
    store.close()


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Neo4jServer]:
    """The session's Neo4j server. Where it cannot run, the tests that need it fail."""
    server = Neo4jServer(tmp_path_factory.mktemp("neo4j"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def neo4j_settings(neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that name the session's Neo4j server."""
    home = tmp_path_factory.mktemp("neo4j-home")
    return Settings(home=home, store=neo4j_server.uri, store_password=SecretStr(neo4j_server.password))


@pytest.fixture(scope="session")
def neo4j_engine(neo4j_settings: Settings) -> Generator[Store]:
    """The session's Neo4j server, as the last test left it; tests ask for `neo4j_store`."""
    store = open_store(neo4j_settings)
    yield store
    store.close()


@pytest.fixture(scope="session")
def forces(tmp_path_factory: pytest.TempPathFactory) -> Forces:
    """Forces that are loaded once in a run, to be copied."""
    folder = tmp_path_factory.getbasetemp()
    return Forces(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


@pytest.fixture
def durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that this test starts force what they write to the disk, as an installation does."""
    for name, value in durable_environment().items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def embedded_store(embedded_engine: Store) -> Store:
    """An empty graph on the embedded engine."""
    return wiped(embedded_engine)


@pytest.fixture
def neo4j_store(neo4j_engine: Store) -> Store:
    """An empty graph on Neo4j."""
    return wiped(neo4j_engine)


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest) -> Store:
    """An empty graph, on each engine in turn."""
    return request.getfixturevalue(f"{request.param}_store")


@pytest.fixture
def store_settings(store: Store, request: pytest.FixtureRequest) -> Settings:
    """The settings by which another command would open the same graph, in a data folder that holds nothing but its
    engine: accounts, alerts and files of the graph before it would be taken for this one's, as it counts its changes
    from the beginning again."""
    settings: Settings = request.getfixturevalue(f"{store.engine}_settings")
    folder = EngineFolder(settings.home)
    for place in settings.home.iterdir():
        if place not in (folder.root, folder.logs):
            shutil.rmtree(place) if place.is_dir() else place.unlink()
    return settings


@pytest.fixture(scope="session")
def postgres_server() -> Generator[PostgresServer]:
    """The session's PostgreSQL server. Where it cannot run, the tests that need it fail."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(params=SQL_DATABASES)
def sql_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Settings]:
    """Settings that name an empty SQL database, on each kind in turn, and a data folder that is there.

    On PostgreSQL it has its tables already where the test asks for `sql` too: applying the steps takes longer there
    than most of these tests.
    """
    if request.param == "sqlite":
        yield Settings(home=tmp_path)
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        with server.database(ready="sql" in request.fixturenames) as address:
            yield Settings(home=tmp_path, sql=address)


@pytest.fixture
def sql(sql_settings: Settings) -> Generator[Engine]:
    """An SQL database with the tables that this version of Dolen expects, on each kind in turn."""
    engine = open_sql(sql_settings)
    yield engine
    engine.dispose()


def wiped(store: Store) -> Store:
    """The same store, with nothing in it but its schema and no change made yet."""

    def work(writer: Writer) -> None:
        writer.write("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")

    store.write(work)
    return store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder of a test's own."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def browser() -> Generator[Browser]:
    """Debian's Chromium, one for all tests of a run. Its absence is a failure: a page nobody opened is not tested."""
    found = next((path for path in CHROMIUM if path.exists()), None)
    if found is None:
        pytest.fail("The browser tests need Debian's Chromium. Install it: apt-get install chromium-headless-shell.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(found), args=["--no-sandbox"])
        yield opened
        opened.close()
