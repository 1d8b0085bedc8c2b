"""What is typed means one thing, or a list of what it could mean; a report is found as an entity is."""

import pytest

from tests.acceptance.analyst import Analyst

pytestmark = pytest.mark.engine

TABLE = """report_ref,source_system,item_no,item_text,handling,compartment,mention_no,entity,local_ref,name
R-7,police,1,Seen in town.,P,,1,adult,A-1,Ann Price
R-7,social services,1,Seen at home.,P,,1,adult,A-2,Bo Lee
R-8,police,1,Seen at work.,P,,1,adult,R-8,Cy Rees
R-9,police,1,Seen by the sea.,P,,1,adult,A-3,Di Moss
R-9,partner,1,Seen by few.,P,OPAL,1,adult,A-4,Ed Lane
"""


@pytest.fixture(scope="module")
def named(analyst: Analyst, tmp_path_factory: pytest.TempPathFactory) -> Analyst:
    """An analyst with reports whose references are not theirs alone."""
    path = tmp_path_factory.mktemp("named") / "a.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert analyst.dolen("ingest", path, "--strict").code == 0
    assert analyst.dolen("user", "add", "a.price", "--role", "analyst", "--no-password").code == 0
    return analyst


def test_a_reference_of_two_reports_lists_them_and_each_opens_by_its_id(named: Analyst) -> None:
    said = named.dolen("show", "R-7")
    listed = [line.split() for line in said.err.splitlines() if line.startswith("  report:")]
    texts = [named.dolen("show", report).out for report, *_ in listed]

    assert (said.code, said.out) == (2, "")
    assert sorted(" ".join(words[1:]) for words in listed) == ["report R-7 (police)", "report R-7 (social services)"]
    assert sorted("Seen in town." in text for text in texts) == [False, True]
    assert sorted("Seen at home." in text for text in texts) == [False, True]


def test_a_reference_of_a_report_and_of_a_person_lists_both(named: Analyst) -> None:
    said = named.dolen("show", "R-8")

    assert said.code == 2
    assert sorted(line.split(":")[0].strip() for line in said.err.splitlines()[1:]) == ["person", "report"]


def test_what_is_hidden_makes_nothing_ambiguous(named: Analyst) -> None:
    openly, hidden = named.dolen("show", "R-9"), named.dolen("show", "R-9", "--as", "a.price")

    assert (openly.code, hidden.code) == (2, 0)
    assert "Seen by the sea." in hidden.out
    assert "few" not in hidden.out
