"""The list of what was erased, apart from the graph: a restored backup, which brings it back, is gone through again.

It lies beside the audit log's key, or where a setting says, and holds ids that reveal nothing (digests and random
ones), when, who, and the number of the log's entry. A line is on disk before anything is deleted, so an erasure
that was cut off can be completed from it.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.erasure.records import ErasedIds
from graph.errors import SettingsWrong
from graph.settings import Settings

FILE = "erased.jsonl"


@dataclass(frozen=True)
class Erasure:
    """One erasure: when (epoch milliseconds), by which person, the entry of the log that says why, and the records."""

    at: int
    who: str
    entry: int
    ids: ErasedIds


@dataclass(frozen=True)
class Ledger:
    """The file of an installation's erasures."""

    path: Path

    def add(self, erasure: Erasure) -> None:
        """Add a line, and wait until it is on disk."""
        line = json.dumps({**asdict(erasure), "ids": {name: list(ids) for name, ids in asdict(erasure.ids).items()}})
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> tuple[Erasure, ...]:
        """Every erasure, the oldest first; a last line that was cut off is passed over. Raises `SettingsWrong`."""
        if not self.path.is_file():
            return ()
        lines = self.path.read_text(encoding="ascii").split("\n")
        found: list[Erasure] = []
        for number, line in enumerate(lines, 1):
            try:
                if line:
                    said = json.loads(line)
                    ids = ErasedIds(**{name: tuple(map(str, given)) for name, given in said.pop("ids").items()})
                    found.append(Erasure(**said, ids=ids))
            except (ValueError, TypeError, KeyError):
                if number < len(lines):
                    raise SettingsWrong(
                        f"The list of what was erased, {self.path}, cannot be read in line {number}.",
                        "Put your copy of it there.",
                    ) from None
        return tuple(found)

    def all_ids(self) -> ErasedIds:
        """Everything that was ever erased."""
        every = [each.ids for each in self.read()]
        return ErasedIds(
            tuple(sorted({id_ for ids in every for id_ in ids.items})),
            tuple(sorted({id_ for ids in every for id_ in ids.judgements})),
            tuple(sorted({id_ for ids in every for id_ in ids.reports})),
            tuple(sorted({id_ for ids in every for id_ in ids.versions})),
        )


def ledger_of(settings: Settings) -> Ledger:
    """The list of an installation."""
    return Ledger(settings.erasure_list or settings.home / FILE)
