"""A backup as a file that leaves: everything that is recorded, so only the operator of this machine may take it.

Only `viz.export` asks for its bytes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.backup import BackupSource, Opening, backup_lines, line_bytes, pack
from graph.model.view import Role
from viz.network import Caption

EVERYTHING = "everything that is recorded"
"""Through which View a backup leaves."""


@dataclass(frozen=True)
class BackupFile:
    """The graph of one change number with the SQL database of its moment; encrypted where there is a passphrase."""

    source: BackupSource
    passphrase: str | None
    progress: Callable[[int, int], None]

    @property
    def ending(self) -> str:
        """Any: a force names its backups as it likes."""
        return ""

    @property
    def media(self) -> str:
        """The kind of file."""
        return "application/octet-stream"

    @property
    def readers(self) -> frozenset[Role]:
        """The operator of this machine, who can read the data folder anyway."""
        return frozenset({"operator"})

    def in_bytes(self, caption: Caption, entry: int) -> Iterator[bytes]:
        """A part at a time."""
        opening = Opening(caption.made_by, caption.made_at.isoformat(), caption.marking, entry)
        return pack(map(line_bytes, backup_lines(self.source, opening, self.progress)), self.passphrase)
