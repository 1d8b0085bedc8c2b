"""Assessments that were hard, loaded from files and asked for through the questions.

The tables in `seraf_cases/` are invented: mentions of eleven children, their assessments (a.csv), and a later one
(b.csv). What is right was written down before the code.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from graph.errors import NotFound
from graph.model.ids import person_id
from graph.model.view import Reader, View
from graph.queries import QUESTIONS
from graph.queries.casework.seraf import SerafShown
from graph.queries.door import bind
from graph.queries.lists.children import Children
from graph.reading.parts import SerafBeside
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import load, read_table, table
from tests.invariants.comparing import asking_of

CASES = Path(__file__).with_name("seraf_cases")
MENTIONS, FIRST, LATER = (CASES / name for name in ("mentions.csv", "a.csv", "b.csv"))


def _noon(month: int, day: int) -> int:
    return int(datetime(2026, month, day, 12, tzinfo=UTC).timestamp() * 1000)


LOADED = _noon(11, 28)
OPERATOR = Reader("operator", "operator")
CHAIR = Reader("a chair", "chair")


def _ask(store: Store, question: str, reader: Reader = OPERATOR, view: View | None = None, **given: object) -> Any:
    registered = QUESTIONS[question]
    view = view or View(today=date(2026, 11, 28))
    with store.reading() as reading:
        asking = asking_of(reading, bind(reading, reader, view), (), walks=registered.walks)
        return registered.work(asking, registered.parameters(**given))


def _beside(store: Store, ref: str, reader: Reader = OPERATOR, view: View | None = None) -> SerafBeside | None:
    return _ask(store, "child", reader, view, id=person_id("T", ref)).seraf


def _shown(store: Store, ref: str, reader: Reader = OPERATOR, view: View | None = None) -> SerafShown:
    return _ask(store, "seraf", reader, view, id=person_id("T", ref))


def _support(store: Store, ref: str) -> tuple[str, ...]:
    standing = _shown(store, ref).standing
    assert standing is not None
    return standing.support


@pytest.fixture
def loaded(embedded_store: Store, sql: Engine, settings: Settings) -> Store:
    """The three files, one after the other."""
    for file in (MENTIONS, FIRST, LATER):
        load(embedded_store, sql, settings, file, now=LOADED)
    return embedded_store


def test_one_row_of_another_agency_lowers_nothing(loaded: Store) -> None:
    """CA: 4 by Social Services, then "V1 present" alone by Education, which answers nothing of it."""
    beside = _beside(loaded, "CA")

    assert beside is not None
    assert (beside.category, beside.agency, beside.assessed_at) == (4, "Social Services", "2026-10-05")
    assert [
        (each.category, each.agency, each.assessed_at, each.unanswered) for each in _shown(loaded, "CA").beside
    ] == [(1, "Education", "2026-11-05", ("V2", "S1"))]
    listed: Children = _ask(loaded, "children")
    assert ("CA",) in [child.entity.refs for child in listed.children]


def test_without_access_and_citations_it_is_read_as_the_child_is(
    embedded_store: Store, sql: Engine, settings: Settings
) -> None:
    """CB: no `access` and nothing cited: P, as the one item that names the child; the load says so."""
    load(embedded_store, sql, settings, MENTIONS, now=LOADED)

    summary = load(embedded_store, sql, settings, FIRST, now=LOADED)

    [warning] = [each.reason for each in summary.warnings if "it cites no item and states no access" in each.reason]
    assert "recorded as P||" in warning
    for reader in (OPERATOR, CHAIR):
        beside = _beside(embedded_store, "CB", reader)
        assert beside is not None
        assert beside.category == 4


def test_an_assessment_of_a_hidden_item_is_hidden_with_it(loaded: Store) -> None:
    """CE: it takes the access of the one item that it cites, which is confidential: no chair reads either."""
    beside = _beside(loaded, "CE")

    assert beside is not None
    assert beside.category == 4
    with pytest.raises(NotFound):
        _beside(loaded, "CE", CHAIR)


@pytest.mark.parametrize("order", [(FIRST, LATER), (LATER, FIRST)], ids=["as given", "the later file first"])
def test_of_several_on_one_day_the_highest_stands(
    order: tuple[Path, ...], embedded_store: Store, sql: Engine, settings: Settings
) -> None:
    """CD: 4, then 1 by a second assessor and by a third: one day's assessments answer one another in no order."""
    for file in (MENTIONS, *order):
        load(embedded_store, sql, settings, file, now=LOADED)

    beside = _beside(embedded_store, "CD")

    assert beside is not None
    assert (beside.category, beside.assessor, beside.agency) == (4, "P. Evans", "Social Services")
    shown = _shown(embedded_store, "CD")
    assert shown.standing is not None
    assert shown.standing.assessor == "P. Evans"
    assert {(each.category, each.assessor) for each in shown.beside} == {(1, "Q. Jones"), (1, "R. Smith")}


def test_a_grade_lowers_no_category(loaded: Store) -> None:
    """CI stands at 4 although all that it rests on is graded 2E, and is marked so."""
    beside, shown = _beside(loaded, "CI"), _shown(loaded, "CI")

    assert beside is not None
    assert beside.category == 4
    assert shown.standing is not None
    assert "rests on information suspected to be false: reassess" in shown.standing.support
    [given] = shown.indicators
    assert (given.code, given.status, [(item.ref, item.grade) for item in given.items]) == (
        "S1", "present", [("T-9/1", "2E")],
    )  # fmt: skip
    assert "an item" not in " ".join(shown.standing.support)


def test_one_of_19_is_given_both_sets_of_actions(loaded: Store) -> None:
    """CC, born on 1 January 2007."""
    shown = _shown(loaded, "CC")

    assert shown.standing is not None
    assert shown.age is not None
    assert (shown.standing.category, shown.age.lowest, shown.age.highest) == (4, 19, 19)
    as_adult = " ".join(each.text for each in shown.actions.adult)
    assert "Pathway or other work plan" in as_adult
    assert "Police Public Protection Unit" in as_adult
    assert any("multi-agency meeting" in each.text for each in shown.actions.child)


def test_a_recorded_care_leaver_is_given_the_pathway_plan(loaded: Store) -> None:
    """CC, whose legal status an item states; CI, at the same category, has none."""
    leaver, other = _shown(loaded, "CC").actions, _shown(loaded, "CI").actions

    assert any("housing, money, education and work" in each.text for each in leaver.adult)
    assert leaver.note.endswith("Care leaver: the pathway plan applies.")
    assert (other.adult, other.note) == ((), "")


def test_what_it_rests_on_is_corrected(loaded: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    """A later version of CA's item in the same source: the assessment stands, and asks to be made again."""
    assert _support(loaded, "CA") == ()
    rows = read_table(MENTIONS)
    first = {**rows[0], "item_text": "Child A seen, said later to have been another.", "recorded_at": "2026-11-27"}
    corrected = tmp_path / "corrected.csv"
    table(corrected, [first], list(first))

    load(loaded, sql, settings, corrected, now=LOADED + 1000)

    assert _support(loaded, "CA") == ("an item it rests on was withdrawn or corrected: reassess",)
    beside = _beside(loaded, "CA")
    assert beside is not None
    assert beside.category == 4


def test_what_is_closed_with_a_reason_counts_no_more(loaded: Store) -> None:
    """CJ: S1 is closed, R8 suspected."""
    beside = _beside(loaded, "CJ")

    assert beside is not None
    assert (beside.category, beside.ceiling) == (2, 2)


def test_before_the_load_nothing_was_known(loaded: Store) -> None:
    """The file has no `recorded_at`: made on 5 October, loaded on 28 November, known from the load."""
    then = View(today=date(2026, 11, 28), known_at=_noon(10, 6))

    assert _beside(loaded, "CA", view=then) is None
    assert _shown(loaded, "CA", view=then).standing is None
    listed: Children = _ask(loaded, "children", view=then)
    assert listed.children == ()
    everybody: Children = _ask(loaded, "children", view=then, categories=(), not_assessed=True)
    assert [child.seraf for child in everybody.children] == [None] * 11


def test_what_is_not_an_assessment_is_refused(embedded_store: Store, sql: Engine, settings: Settings) -> None:
    """CK: an "other" without a note that says what it is is refused; with one it is recorded."""
    load(embedded_store, sql, settings, MENTIONS, now=LOADED)

    summary = load(embedded_store, sql, settings, FIRST, now=LOADED)

    refused = read_table(Path(summary.quarantine_file or ""))
    assert [(row["child_ref"], row["assessed_at"], row["field"]) for row in refused] == [("CK", "2026-10-05", "note")]
    beside = _beside(embedded_store, "CK")
    assert beside is not None
    assert (beside.category, beside.assessed_at) == (4, "2026-10-06")


def test_a_child_is_listed_by_the_category_that_a_file_states(
    loaded: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    """CH: the table gives 1 for V1 alone, a scored form states 3, and the higher stands: on the list of 3 and 4."""
    row = {"child_ref": "CH", "source_system": "T", "assessed_at": "2026-10-05", "assessor": "P. Evans"}
    row |= {"agency": "Social Services", "code": "V1", "status": "present", "note": "", "item_refs": "T-8/1"}
    row |= {"category_stated": "3", "method": "a scored form, version 2"}
    stated = tmp_path / "stated.csv"
    table(stated, [row], list(row))
    load(loaded, sql, settings, stated, now=LOADED)

    listed: Children = _ask(loaded, "children", categories=(3,))

    assert [child.entity.refs for child in listed.children] == [("CH",)]
    shown = _shown(loaded, "CH").standing
    assert shown is not None
    assert (shown.category, shown.category_stated, shown.method) == (3, 3, "a scored form, version 2")
