import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ValueRefused
from graph.values.access import Access, compartment_name

accesses = st.builds(
    Access,
    handling=st.sampled_from(["P", "C", ""]),
    conditions=st.frozensets(st.sampled_from(["A1", "A2", "A3", "S1", "S2"])),
    compartments=st.frozensets(st.sampled_from(["OPAL", "ONYX", "AFON"])),
)


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (("P", "", ""), "P||"),
        (("c", "s2; a1", "Opal"), "C|A1+S2|OPAL"),
        (("", "", ""), "||"),
        (("C", "A1,A1", " opal ; Afon Wen "), "C|A1|AFON WEN+OPAL"),
    ],
)
def test_cells_have_one_canonical_text(cells: tuple[str, str, str], text: str) -> None:
    assert Access.from_cells(*cells).text == text


@given(accesses)
def test_the_text_reads_back_as_the_same(access: Access) -> None:
    assert Access.parse(access.text) == access
    assert Access.parse(access.text).text == access.text == access.key


@given(st.lists(accesses, min_size=1, max_size=4))
def test_a_union_is_at_least_as_restricted_as_each(every: list[Access]) -> None:
    union = Access.union(every)

    assert all(union.covers(each) for each in every)
    assert union == Access.union(reversed(every)) == Access.union([union, *every])


def test_missing_handling_is_the_most_restricted_then_c_then_p() -> None:
    missing, conditional, permitted = Access.parse("||"), Access.parse("C|A1|"), Access.parse("P||OPAL")

    assert Access.union([permitted, conditional]).text == "C|A1|OPAL"
    assert Access.union([permitted, conditional, missing]).text == "|A1|OPAL"
    assert Access.union([]).text == "||"
    assert not permitted.covers(conditional)


def test_unknown_conditions_are_kept_with_a_warning() -> None:
    access = Access.from_cells("C", "A1;Z9")

    assert (access.text, len(access.warnings)) == ("C|A1+Z9|", 1)
    assert len(Access.parse("P|A1|").warnings) == 1


def test_it_is_written_in_plain_words() -> None:
    assert Access.parse("C|A1+S2|OPAL").shown == "Handling C, conditions A1 and S2, compartment OPAL"
    assert Access.parse("||").shown == "No handling recorded: most restricted"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("P", "access"),
        ("P|||", "access"),
        ("X||", "handling"),
        ("C|too long|", "conditions"),
        ("P||;", "compartment"),
    ],
)
def test_refusals_say_which_part_is_wrong(text: str, field: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        Access.parse(text)
    assert refused.value.field == field


@given(st.text(max_size=50))
def test_a_compartments_name_is_its_own_canonical_form(text: str) -> None:
    try:
        name = compartment_name(text)
    except ValueRefused:
        name = "REFUSED"
    assert compartment_name(name) == name
