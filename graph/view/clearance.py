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


def reads_everything(reading: Reading, reader: Reader) -> bool:
    """Whether every access text in use is one that this reader may see."""
    recorded = {str(row["access"]) for row in reading.read(RECORDED_ACCESS)}
    return len(clearance(reader, recorded)) == len(recorded)
