"""A SQL database and settings of a test's own."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.settings import Settings
from graph.store import open_sql


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a data folder of the test's own; the store is given apart."""
    return Settings(home=tmp_path / "home")


@pytest.fixture
def sql(settings: Settings) -> Engine:
    """An empty SQL database."""
    return open_sql(settings)
