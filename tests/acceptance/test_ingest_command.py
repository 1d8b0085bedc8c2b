"""Loading by the command line: what it says to programs, what it refuses, and that once is enough."""

import csv
from pathlib import Path

import pytest

from tests.acceptance.analyst import Analyst, typed
from tests.acceptance.desk import Desk

pytestmark = pytest.mark.engine

COLUMNS = (
    "report_ref,source_system,recorded_at,item_no,item_text,source_grade,assessment,handling,"
    "mention_no,entity,role,local_ref,name,vrm"
)
SCHOOL = Path(__file__).parents[1] / "ingest" / "cases" / "faults" / "15-path-through-school.csv"
FIELDS = {
    "run", "reports", "items", "mentions", "created", "unchanged", "unseen", "quarantined", "quarantine_file", "alerts",
    "seconds",
}  # fmt: skip
KINDS = {
    "report", "item", "mention", "child", "adult", "person", "address", "vehicle", "phone", "account", "organisation",
    "relationship",
}  # fmt: skip


def table(path: Path, *, wrong: bool) -> Path:
    """A table of one report with a child, an adult and a car; perhaps with a row whose grade is none."""
    ref = path.stem
    child = f"1,child,child at risk,{ref}-C,Nia Prys,"
    rows = [
        f"{ref}-1,police,2026-03-01T10:00,1,Seen together in a car.,2,B,P,{child}",
        f"{ref}-1,,,1,,,,,2,adult,suspected,{ref}-A,Carl Nash,",
        f"{ref}-1,,,1,,,,,3,vehicle,,,,AB12 CDE",
    ]
    if wrong:
        rows.append(f"{ref}-2,police,2026-03-02T10:00,1,Seen again.,7,B,P,{child}")
    path.write_text("\n".join([COLUMNS, *rows, ""]), encoding="utf-8")
    return path


def test_what_a_run_says_to_programs(desk: Desk) -> None:
    assert set(desk.loaded) == FIELDS
    assert set(desk.loaded["created"]) == KINDS
    assert (desk.loaded["reports"], desk.loaded["quarantined"], desk.loaded["quarantine_file"]) == (200, 0, None)


def test_a_dry_run_says_what_would_come_and_leaves_nothing(analyst: Analyst, tmp_path: Path) -> None:
    path = table(tmp_path / "dry.csv", wrong=False)
    said = analyst.dolen("ingest", path, "--dry-run")
    missing = analyst.dolen("show", "dry-C")
    real = analyst.dolen("ingest", path, "--json").json

    assert said.code == 0
    assert said.out.startswith("Would load 1 report, 1 item, 3 mentions")
    assert missing.code == 1
    assert {kind: count for kind, count in real["created"].items() if count} == {
        "report": 1, "item": 1, "mention": 3, "child": 1, "adult": 1, "vehicle": 1,
    }  # fmt: skip


def test_loading_again_creates_nothing(analyst: Analyst, tmp_path: Path) -> None:
    path = table(tmp_path / "again.csv", wrong=False)
    first = analyst.dolen("ingest", path, "--json").json
    again = analyst.dolen("ingest", path, "--json").json

    assert sum(first["created"].values()) > 0
    assert (sum(again["created"].values()), again["unchanged"]) == (0, 3)


def test_a_refused_row_stays_out_and_can_be_corrected(analyst: Analyst, tmp_path: Path) -> None:
    path = table(tmp_path / "wrong.csv", wrong=True)
    said = analyst.dolen("ingest", path, "--json").json
    quarantine = Path(said["quarantine_file"])
    rows = list(csv.reader(quarantine.open(encoding="utf-8-sig", newline="")))
    corrected = tmp_path / "corrected.csv"
    with corrected.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["2" if cell == "7" else cell for cell in row] for row in rows])
    loaded = analyst.dolen("ingest", corrected, "--json").json

    assert said["quarantined"] == 1
    assert quarantine.is_relative_to(analyst.settings.home)
    assert (loaded["quarantined"], loaded["created"]["item"]) == (0, 1)


def test_strict_exits_1_where_a_row_is_refused(analyst: Analyst, tmp_path: Path) -> None:
    said = analyst.dolen("ingest", table(tmp_path / "strict.csv", wrong=True), "--strict")
    fine = analyst.dolen("ingest", table(tmp_path / "fine.csv", wrong=False), "--strict")

    assert (said.code, fine.code) == (1, 0)
    assert "Refused: source_grade '7': 1 row, first strict.csv, line 5: " in " ".join(said.out.split())


def test_a_run_is_logged_with_its_intent_and_its_outcome(analyst: Analyst, tmp_path: Path) -> None:
    path = table(tmp_path / "logged.csv", wrong=False)
    before = analyst.log_length()
    for why in ((), ("--reason", ".")):
        refused = typed(analyst.settings, ["ingest", path, *why], cwd=tmp_path)
        assert (refused.code, "Say in a few words why" in " ".join(refused.err.split())) == (1, True)
    assert analyst.log_length() == before, "nothing was loaded"
    run = analyst.dolen("ingest", path, "--json", "--reason", "Weekly transfer").json["run"]
    intent, outcome = analyst.log_after(before)

    assert (intent.action, intent.outcome, intent.reason) == ("alter", "intended", "Weekly transfer")
    assert (outcome.outcome, outcome.closes, outcome.subjects) == ("done", intent.number, (f"run:{run}",))


def unreadable(folder: Path) -> dict[str, list[str | Path]]:
    """Files that cannot be taken in, and how they are named on the command line."""
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "binary.csv").write_bytes(bytes(range(256)) * 20)
    (folder / "empty.csv").write_bytes(b"")
    (folder / "not.xlsx").write_bytes(b"not a workbook")
    (folder / "not.zip").write_bytes(b"not an archive")
    (folder / "strange.csv").write_text("colour,size\nred,3\n", encoding="utf-8")
    return {
        "missing": [folder / "missing.csv"],
        "a folder": [folder],
        "no table": [folder / "picture.png"],
        "binary": [folder / "binary.csv"],
        "empty": [folder / "empty.csv"],
        "no workbook": [folder / "not.xlsx"],
        "no archive": [folder / "not.zip"],
        "other columns": [folder / "strange.csv"],
        "unknown mapping": [folder / "strange.csv", "--mapping", "nowhere"],
    }


def test_what_cannot_be_read_is_refused_in_a_sentence(analyst: Analyst, tmp_path: Path) -> None:
    for what, words in unreadable(tmp_path).items():
        said = analyst.dolen("ingest", *words)

        assert (said.code, said.out) == (1, ""), (what, said)
        assert said.err.strip().endswith("."), (what, said)
        assert 20 < len(said.err) < 600, (what, said)


def test_a_load_as_a_user_is_theirs_and_reads_through_their_clearance(analyst: Analyst, tmp_path: Path) -> None:
    for name, role in (("l.parry", "analyst"), ("c.bevan", "chair")):
        assert analyst.dolen("user", "add", name, "--role", role, "--no-password").code == 0
    path = tmp_path / "as.csv"
    row = "as-1,police,2026-03-01T10:00,{},Seen.,2,B,P,1,child,child at risk,as-C,Nia Prys,,{}"
    path.write_text("\n".join([f"{COLUMNS},compartment", row.format(1, ""), row.format(2, "OPAL")]), encoding="utf-8")
    before = analyst.log_length()

    loaded = analyst.dolen("ingest", path, "--json", "--as", "l.parry")
    refused = analyst.dolen("ingest", path, "--as", "c.bevan")
    entry = analyst.log_after(before)[0]

    assert (loaded.json["unseen"], loaded.json["created"]["item"]) == (1, 1)
    assert entry.acting_for == "l.parry"
    assert (refused.code, "does not load files" in refused.err) == (1, True)


def test_a_path_through_a_school_says_so_and_the_one_that_avoids_it_stands_beside_it(analyst: Analyst) -> None:
    assert analyst.dolen("ingest", SCHOOL, "--strict").code == 0
    said = analyst.dolen("paths", "T15-C1", "T15-C2").out
    found = analyst.dolen("paths", "T15-C1", "T15-C2", "--json").json
    [path] = found["paths"]

    assert [entity["label"] for entity in path["entities"]][1].startswith("Ysgol Gyfun Aberllyn")
    assert path["common"] == [{"id": path["entities"][1]["id"], "children": 39}]
    assert [entity["label"] for entity in found["avoiding"]["entities"]] == [
        "Gwen Hub", "Owen Tudor", "Rhys Caradog", "Mali Hub"
    ]  # fmt: skip
    assert found["avoiding"]["common"] == []
    assert "a common place, shared by 39 children" in " ".join(said.split())
