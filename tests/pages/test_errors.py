"""Errors beneath a page are reported in plain words, with a status that says whose it is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from tests.pages.conftest import Office


@contextmanager
def without_sessions(office: Office) -> Iterator[None]:
    """The database loses what it holds of sessions, and gets it back."""
    with office.installation.sql.begin() as sql:
        sql.execute(text("ALTER TABLE sessions RENAME TO sessions_gone"))
    try:
        yield
    finally:
        with office.installation.sql.begin() as sql:
            sql.execute(text("ALTER TABLE sessions_gone RENAME TO sessions"))


@pytest.mark.parametrize("path", ["/", "/search?text=Rhys", "/api/v1/find?text=Rhys"])
def test_a_database_that_fails_is_said_and_nothing_of_it_is_shown(office: Office, path: str) -> None:
    person = office.person("analyst")
    with without_sessions(office):
        answer = person.browser.get(path)

    assert answer.status_code == 503
    assert "The database for accounts and the audit log does not answer" in answer.text
    assert "sessions" not in answer.text.lower()
    assert person.browser.get("/").status_code == 200
