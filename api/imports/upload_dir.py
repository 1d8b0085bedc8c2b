"""Where files lie that people upload, until they are loaded, given up, or have been kept for long enough.

    HOME/incoming/ID/NUMBER/NAME      for each import a folder; the files in it under names that Dolen chose
    HOME/incoming/ID/mapping.toml     what their columns are, where that was chosen on the page; choices.json as it was

Several processes serve one data folder: each finds the files by the import's id (`api.imports.imports`), whichever of
them received the upload.
"""

import shutil
import time
from pathlib import Path

FOLDER = "incoming"
_UNCLAIMED_SECONDS = 24 * 60 * 60
"""How long a folder without an import may be one that is just being received."""


class Incoming:
    """The folder for uploads of one installation. Only its owner may read what lies in it."""

    def __init__(self, home: Path) -> None:
        self._root = home / FOLDER
        self._root.mkdir(exist_ok=True, mode=0o700, parents=True)

    def aside(self, id: str, number: int, name: str) -> Path:
        """Where the file of this number and name of an import goes; its folder is made."""
        folder = self._root / id / str(number)
        for each in (folder.parent, folder):
            each.mkdir(exist_ok=True, mode=0o700)
        return folder / name

    def paths(self, id: str) -> tuple[Path, ...]:
        """The files of an import, in the order in which they came; none once they are deleted."""
        files = [file for file in (self._root / id).glob("*/*") if file.is_file()]
        return tuple(sorted(files, key=lambda file: int(file.parent.name)))

    def mapping(self, id: str) -> Path:
        """Where the mapping lies that was made for the files of an import."""
        return self._root / id / "mapping.toml"

    def choices(self, id: str) -> Path:
        """Where the choices lie from which that mapping was made."""
        return self._root / id / "choices.json"

    def delete(self, id: str) -> None:
        """Delete the files of an import."""
        shutil.rmtree(self._root / id, ignore_errors=True)

    def clear(self, known: frozenset[str]) -> None:
        """Delete what belongs to no import: what a killed process or an earlier version of Dolen left."""
        for each in self._root.iterdir():
            if each.name in known or time.time() - each.stat().st_mtime < _UNCLAIMED_SECONDS:
                continue
            if each.is_dir():
                shutil.rmtree(each, ignore_errors=True)
            else:
                each.unlink(missing_ok=True)
