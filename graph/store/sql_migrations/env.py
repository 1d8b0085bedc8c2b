"""How Alembic runs the steps of this folder: on the connection that `graph.store.sql_upgrade` hands over."""

from alembic import context

from graph.store.sql import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    sqlalchemy_module_prefix="",  # so that a drafted step reads `Column(String)`
)
context.run_migrations()
