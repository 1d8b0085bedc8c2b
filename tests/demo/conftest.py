"""One small demo force, written once and read back as any ingest would read it."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo import ForceFiles, Truth, read_truth, write_force

REPORT_AND_ITEM = (
    "source_system", "title", "report_text", "recorded_at", "happened_from", "happened_to", "event", "item_text",
    "source_grade", "assessment", "handling", "conditions", "compartment", "kind", "origin",
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A force as written: its files, its rows with the repeated cells filled from the row above, its truth."""

    files: ForceFiles
    rows: list[dict[str, str]]
    assessments: list[dict[str, str]]
    truth: Truth


def filled(path: Path) -> list[dict[str, str]]:
    """The rows, each blank report or item cell filled from the row above within its item."""
    rows: list[dict[str, str]] = []
    above: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            same = (row["report_ref"], row["item_no"]) == (above.get("report_ref"), above.get("item_no"))
            same_report = row["report_ref"] == above.get("report_ref")
            for column in REPORT_AND_ITEM:
                of_report = column in REPORT_AND_ITEM[:3]
                if row[column] == "" and (same or (of_report and same_report)):
                    row[column] = above[column]
            rows.append(row)
            above = row
    return rows


def written(folder: Path, reports: int, seed: int = 1) -> Written:
    """Writes a force and reads it back."""
    files = write_force(folder, reports, seed)
    with files.assessments.open(encoding="utf-8", newline="") as file:
        assessments = list(csv.DictReader(file))
    return Written(files, filled(files.mentions), assessments, read_truth(files.truth))


@pytest.fixture(scope="session", params=(200, 3_000))
def force(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A force of the smallest size, and a larger one."""
    return written(tmp_path_factory.mktemp("force"), request.param)
