"""A data folder with a log in it, on SQLite as an installation has it by default."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.audit import AuditLog, prepare_audit
from graph.settings import Settings
from graph.store.sql import open_sql


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_sql(Settings(home=tmp_path))
    yield engine
    engine.dispose()


@pytest.fixture
def log(engine: Engine, tmp_path: Path) -> AuditLog:
    prepare_audit(engine, tmp_path)
    return AuditLog(engine, tmp_path)
