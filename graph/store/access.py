"""A node for every access text in use, by which a reader's clearance is bound."""

from collections.abc import Iterable
from typing import LiteralString

from graph.store.protocol import Writer

_THERE: LiteralString = "UNWIND $ids AS id MATCH (a:Access {id: id}) RETURN a.id AS id"
_CREATE: LiteralString = "UNWIND $ids AS id CREATE (a:Access {id: id, change: $change})"


def ensure_access(writer: Writer, texts: Iterable[str]) -> None:
    """Write down the access texts that are not in use yet."""
    wanted = sorted(set(texts))
    there = {row["id"] for row in writer.read(_THERE, ids=wanted)}
    if missing := [text for text in wanted if text not in there]:
        writer.write(_CREATE, ids=missing)
