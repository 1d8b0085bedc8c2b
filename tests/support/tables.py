"""The SQL tables that all rooms declare together."""

import importlib
import pkgutil

import api
import graph
from graph.store import metadata


def every_declared_table() -> set[str]:
    """The tables of all rooms, each of which declares its own when it is imported."""
    for package in (graph, api):
        for room in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not room.name.startswith("graph.store.sql_migrations"):
                importlib.import_module(room.name)
    return set(metadata.tables)
