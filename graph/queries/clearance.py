"""The half of a View that only depends on who reads: the access texts in use that the reader may see.

The door binds it for a question; ingest and casework bind it for what an author looks up before writing, since nobody
learns of what they cannot see by writing either.
"""

from typing import LiteralString

from graph.model.view import Reader
from graph.rules.visibility import clearance
from graph.store import Reading

RECORDED_ACCESS: LiteralString = "MATCH (a:Access) RETURN a.id AS access"


def access_in_use(reading: Reading, reader: Reader) -> tuple[str, ...]:
    """Those of the access texts in use that this reader may see, sorted."""
    return clearance(reader, [str(row["access"]) for row in reading.read(RECORDED_ACCESS)])


def cleared(variable: LiteralString) -> LiteralString:
    """The reader may see this item, judgement or relationship, whether it stands or has ended."""
    return f"{variable}.access IN $access"


def worded(variable: LiteralString) -> LiteralString:
    """A version of a report's own words passes the clearance, and waits for no item that was refused."""
    return (
        f"({variable}.access IN $access AND {variable}.recorded_at <= $known_at"
        f" AND {variable}.superseded_at > $known_at AND size(coalesce({variable}.waiting, [])) = 0)"
    )
