import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ValueRefused
from graph.values.grade import Grade, all_grade_keys, grades_at_least


def test_every_key_reads_back_as_itself() -> None:
    keys = all_grade_keys()

    assert len(keys) == 24
    assert {"2C", "2-", "-C", "--"} <= keys
    assert {Grade.parse(key).key for key in keys} == keys
    assert {(key, Grade.from_cells(key[0], key[1]).key) for key in keys} == {(key, key) for key in keys}


@pytest.mark.parametrize(("text", "key"), [(" 2c ", "2C"), ("2/C", "2C"), ("2", "2-"), ("C", "-C"), ("", "--")])
def test_a_grade_in_one_piece(text: str, key: str) -> None:
    assert (Grade.parse(text).key, Grade.parse(text).legacy) == (key, "")


def test_a_missing_grade_stays_missing() -> None:
    assert Grade.parse("") == Grade(None, None) == Grade.from_cells("", " ")
    assert (Grade().key, Grade().words, Grade().shown) == ("--", "not graded", "not graded")


def test_words_are_plain() -> None:
    assert Grade.parse("1A").words == "reliable source; known directly"
    assert Grade.parse("3-").words == "source not reliable; not assessed"
    assert Grade.parse("-E").words == "source not graded; suspected to be false"
    assert Grade.parse("-E").suspected_false


@pytest.mark.parametrize(
    ("text", "key"), [("B/2/1", "1A"), ("B21", "1A"), ("C3", "3B"), ("E41", "2D"), ("a55", "1E"), ("D/4/2", "3D")]
)
def test_a_legacy_grade_is_kept_beside_its_conversion(text: str, key: str) -> None:
    grade = Grade.parse(text)

    assert (grade.key, grade.legacy, len(grade.warnings)) == (key, text, 1)
    assert grade.shown == f"{text} (5x5x5), read as {key}"


def test_legacy_cells_are_told_by_their_letters_and_figures() -> None:
    assert (Grade.from_cells("B", "2").key, Grade.from_cells("B", "2").legacy) == ("1A", "B/2")
    assert (Grade.from_cells("B", "").key, Grade.from_cells("", "3").key) == ("1-", "-B")


@pytest.mark.parametrize("text", ["4A", "2F", "AA", "22", "2C2", "good"])
def test_an_unknown_grade_is_refused(text: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        Grade.parse(text)
    assert (refused.value.field, refused.value.value) == ("grade", text)


@pytest.mark.parametrize(
    ("cells", "field"),
    [(("4", "A"), "source_grade"), (("2", "F"), "assessment"), (("2", "2"), "assessment"), (("B", "C"), "assessment")],
)
def test_the_cell_that_is_wrong_is_named(cells: tuple[str, str], field: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        Grade.from_cells(*cells)
    assert refused.value.field == field


def test_2c_takes_in_source_1_and_2_and_assessment_a_to_c() -> None:
    graded = {"1A", "1B", "1C", "2A", "2B", "2C"}
    half = {"1-", "2-", "-A", "-B", "-C"}

    assert grades_at_least("2C", graded_only=False) == graded | half | {"--"}
    assert grades_at_least("2C", graded_only=True) == graded | half


def test_a_limit_of_one_half_asks_nothing_of_the_other() -> None:
    assert {key for key in all_grade_keys() if key[0] in "12-"} == grades_at_least("2")
    assert {key for key in all_grade_keys() if key[1] in "ABC-"} == grades_at_least("-C")


@given(st.sampled_from(sorted(all_grade_keys() - {"--"})), st.booleans())
def test_a_limit_passes_itself_and_nothing_worse(limit: str, graded_only: bool) -> None:
    passed = grades_at_least(limit, graded_only=graded_only)

    assert limit in passed
    assert {key for key in passed if "-" not in limit + key and (key[0] > limit[0] or key[1] > limit[1])} == set()


@pytest.mark.parametrize("limit", ["", "--", "B21", "9Z"])
def test_a_limit_has_to_be_a_grade(limit: str) -> None:
    with pytest.raises(ValueRefused):
        grades_at_least(limit)
