"""Stages come one after the other, the longest first in each; what they took is printed above pytest's own summary."""

import subprocess
import sys
from pathlib import Path

from tests.support.stages import LONG, Ran, in_order, report_lines

ROOT = Path(__file__).parents[2]


def test_stages_folders_and_files_come_in_order() -> None:
    files = [
        ("tests/browser/test_b.py", "browsers", 9),
        ("tests/rules/test_small.py", "rules", 2),
        ("tests/rules/test_large.py", "rules", 8),
        ("tests/values/test_v.py", "rules", 20),
        ("tests/store/test_s.py", "engines", 1),
        ("tests/invariants/test_view.py", "engines", 1),
    ]

    assert in_order(files) == [
        "tests/values/test_v.py",
        "tests/rules/test_large.py",
        "tests/rules/test_small.py",
        "tests/invariants/test_view.py",
        "tests/store/test_s.py",
        "tests/browser/test_b.py",
    ]


def test_every_long_file_is_there() -> None:
    assert [file for file in LONG if not (ROOT / file).is_file()] == []


def test_shares_and_the_ten_slowest_are_told() -> None:
    ran = [Ran(f"t{number:02}", "rules", 1.0) for number in range(10)]
    ran += [Ran("slow", "browsers", 60.0), Ran("middling", "engines", 30.0)]

    assert report_lines(ran) == [
        " 10%  rules: 10 s of all processes in 10 tests",
        " 30%  engines: 30 s of all processes in 1 tests",
        " 60%  browsers: 60 s of all processes in 1 tests",
        "",
        " 60.0 s  slow",
        " 30.0 s  middling",
        *(f"  1.0 s  t{number:02}" for number in range(8)),
    ]


def test_a_run_of_processes_ends_with_them_and_pytest_s_summary(tmp_path: Path) -> None:
    three = "def test_one(): pass\n\ndef test_other(): pass\n\ndef test_engine(forces): assert False, 'left out'\n"
    (tmp_path / "test_three.py").write_text(three, encoding="utf-8")
    command = ("-m", "pytest", "-q", "-n1", "-m", "not engine", "-p", "tests.conftest", f"--rootdir={ROOT}", tmp_path)
    done = subprocess.run((sys.executable, *command), cwd=ROOT, capture_output=True, text=True, check=False)

    *lines, last = done.stdout.strip().splitlines()
    assert done.returncode == 0, done.stdout
    assert last.startswith("2 passed")
    assert any("rules: 0 s of all processes in 2 tests" in line for line in lines[-8:])
