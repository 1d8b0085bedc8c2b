"""A data folder with a log in it, on SQLite as an installation has it by default, and on PostgreSQL."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.audit import AuditLog, prepare_audit


@pytest.fixture
def engine(sql: Engine) -> Engine:
    """The database that the log is kept in."""
    return sql


@pytest.fixture
def log(engine: Engine, tmp_path: Path) -> AuditLog:
    prepare_audit(engine, tmp_path)
    return AuditLog(engine, tmp_path)
