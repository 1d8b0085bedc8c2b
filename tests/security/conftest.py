"""Applications over forces of a test's own, on one embedded engine."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
from fastapi.testclient import TestClient

from api.accounts import Administration
from api.app import create_app
from api.installation import Installation
from demo import Truth
from graph.settings import Settings
from tests.pages.conftest import PASSWORD, ROLES, Clock, Office
from tests.support.passwords import cheap_passwords


@contextmanager
def office_in(home: Path) -> Generator[Office]:
    """An application over an empty graph, with an account of each role."""
    installation = Installation(Settings(home=home, engine_linger=0, engine_memory=512))
    clock = Clock()
    keeping = Administration(installation.sql, installation.log, clock)
    for role in ROLES:
        keeping.add("tests", role, role, password=PASSWORD)
    app = create_app(installation, clock)
    with TestClient(app):
        yield Office(installation, cast(Truth, None), clock, app)
    installation.close()


@pytest.fixture(scope="package", autouse=True)
def quick_sign_in() -> Generator[None]:
    """Signing in costs next to nothing here."""
    with cheap_passwords():
        yield


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Generator[Office]:
    """An application whose graph each test fills for itself."""
    with office_in(tmp_path_factory.mktemp("security")) as opened:
        yield opened
