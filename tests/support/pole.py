"""The published POLE example, which Dolen does not ship: where it lies, and what is in it; and a small look-alike."""

import csv
import os
import zipfile
from io import TextIOWrapper
from pathlib import Path

ARCHIVE = "pole-data-importer.zip"
LOOKALIKE = Path(__file__).parents[1] / "ingest" / "pole_lookalike"
Row = dict[str, str]


def pole_archive() -> Path:
    """The example's ZIP in the folder that DOLEN_TEST_POLE names. Without it the tests that need it fail."""
    folder = os.environ.get("DOLEN_TEST_POLE", "")
    archive = (Path(folder or "nowhere") / ARCHIVE).resolve()
    assert archive.is_file(), f"DOLEN_TEST_POLE names no folder with {ARCHIVE} (it says {folder!r})"
    return archive


def pole_rows(name: str) -> list[Row]:
    """The rows of one of its files, by the middle of its name: `nodes.Person`, `relationships.KNOWS`."""
    with zipfile.ZipFile(pole_archive()) as archive, archive.open(f"crime-investigation.{name}.csv") as file:
        return list(csv.DictReader(TextIOWrapper(file, encoding="utf-8-sig", newline="")))


def lookalike_archive(folder: Path, without: str = "") -> Path:
    """An invented, small example as such a ZIP, perhaps without a file; in this folder."""
    path = folder / ARCHIVE
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(LOOKALIKE.glob("*.csv")):
            if file.name != without:
                archive.write(file, file.name)
        archive.writestr("neo4j_importer_model.json", "{}")
    return path
