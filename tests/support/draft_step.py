"""Drafts the next numbered step of the SQL database from what the rooms declare and the steps do not make yet.

    python -m tests.support.draft_step "what it brings"

Read the draft, put it into the house's style, and keep it: a step that has been released is never changed.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.command import revision
from alembic.config import Config

from graph.settings import Settings
from graph.store import open_sql
from graph.store.sql_upgrade import known_steps
from tests.support.tables import every_declared_table

FOLDER = Path(__file__).parents[2] / "graph" / "store" / "sql_migrations"


def draft(words: str) -> None:
    """Write the file of the step."""
    every_declared_table()
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with TemporaryDirectory() as home:
        engine = open_sql(Settings(home=Path(home), sql=""))
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            revision(config, words, autogenerate=True, rev_id=f"{int(known_steps()[-1]) + 1:04d}")
        engine.dispose()


if __name__ == "__main__":
    draft(sys.argv[1])
