"""The graph engine, whichever it is: opened by settings, read by statements, written by one author at a time."""

from graph.store.feed import Follower, RecordChange, changed_records, current_change
from graph.store.migrations import Upgrade, Upgrading
from graph.store.opening import open_store
from graph.store.protocol import Reading, Row, Store, Writer
from graph.store.sql import insert_missing, metadata, open_sql

__all__ = [
    "Follower",
    "Reading",
    "RecordChange",
    "Row",
    "Store",
    "Upgrade",
    "Upgrading",
    "Writer",
    "changed_records",
    "current_change",
    "insert_missing",
    "metadata",
    "open_sql",
    "open_store",
]
