"""`dolen clock`: due dates on the command line, and dates that are none. Needs no engine."""

from pathlib import Path

import pytest

from graph.settings import Settings
from tests.acceptance.analyst import Said, typed


def clock(folder: Path, *words: str) -> Said:
    return typed(Settings(home=folder / "home"), ["clock", *words], cwd=folder)


def test_a_program_is_given_the_due_date_and_how_far_the_calendar_reaches(tmp_path: Path) -> None:
    assert clock(tmp_path, "referral", "2026-12-17", "--json").json == {
        "due": "2026-12-30",
        "calendar_until": "2028-12-31",
        "notes": [],
    }
    assert clock(tmp_path, "discussion", "2026-10-24T12:00", "--json").json["due"] == "2026-10-25T11:00+00:00"


def test_a_person_is_given_it_in_a_sentence(tmp_path: Path) -> None:
    assert " ".join(clock(tmp_path, "referral", "2026-11-06T21:00").out.split()) == (
        "Assessment due by the end of Tuesday 17 November 2026 (protocol §5.6: 7 working days; day 1 is Monday 9"
        " November 2026)."
    )
    assert "without delay" in clock(tmp_path, "discussion", "2026-11-06T21:00", "--immediate").out
    assert "31 December 2028" in " ".join(clock(tmp_path, "referral", "2028-12-29").out.split())


@pytest.mark.parametrize("when", ["tomorrow", "31/11/2026", "2026-02-30", "2026-11"])
def test_what_is_no_day_is_refused_in_a_sentence(tmp_path: Path, when: str) -> None:
    said = clock(tmp_path, "referral", when)

    assert (said.code, said.out) == (1, "")
    assert when in said.err
    assert not (tmp_path / "home").exists(), "nothing is written"
