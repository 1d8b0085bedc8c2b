import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ValueRefused
from graph.values.name import LONGEST, PersonName, names_nobody
from tests.values.strategies import parsed, words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Gareth Evans", ("Gareth", "Evans", ())),
        ("Evans, Gareth", ("Gareth", "Evans", ())),
        ("EVANS Gareth", ("Gareth", "EVANS", ())),
        ("Mr Gareth Evans", ("Gareth", "Evans", ())),
        ("Evans, Mr Gareth", ("Gareth", "Evans", ())),
        ('Gareth "Gaz" Evans', ("Gareth", "Evans", ("Gaz",))),
        ("Gareth ‘Gaz’ Evans", ("Gareth", "Evans", ("Gaz",))),
        ("Gareth (Gaz) Evans", ("Gareth", "Evans", ("Gaz",))),
        ("Gareth Evans aka Gaz", ("Gareth", "Evans", ("Gaz",))),
        ("Gareth Evans, a.k.a. Gaz, Gazza", ("Gareth", "Evans", ("Gaz", "Gazza"))),
        ("aka Taz", ("", "", ("Taz",))),
        ("Taz", ("Taz", "", ())),
        ("Siôn ap Rhys", ("Siôn", "ap Rhys", ())),
        ("Mair ferch Dafydd", ("Mair", "ferch Dafydd", ())),
        ("Mary Ann Jones-Evans", ("Mary Ann", "Jones-Evans", ())),
        ("Pat O'Brien", ("Pat", "O'Brien", ())),
        ("Muhammad bin Ali", ("Muhammad", "bin Ali", ())),
        ("DS Bowen", ("", "Bowen", ())),
        ("PC 1234 Davies", ("", "Davies", ())),
        ("1234 PC Davies", ("", "Davies", ())),
        ("PC Rhys Davies 1234", ("Rhys", "Davies", ())),
        ("Det Sgt Mari Bowen", ("Mari", "Bowen", ())),
        ("Di Williams", ("Di", "Williams", ())),
        ("DI WILLIAMS", ("DI", "WILLIAMS", ())),
        ("John Constable", ("John", "Constable", ())),
        ("Junior Davies", ("Junior", "Davies", ())),
    ],
)
def test_a_whole_name_is_cut_into_its_parts(text: str, parts: tuple[str, str, tuple[str, ...]]) -> None:
    name = PersonName.parse(text)

    assert (name.given, name.surname, name.aliases) == parts
    assert (name.original, name.warnings) == (text, ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siân Evans", "SIAN EVANS"),
        ("Mary Jones-Evans", "Jones Evans, Mary"),
        ("Pat O'Brien", "Pat O Brien"),
        ("Pat MacDonald", "Pat Mac Donald"),
        ('Gareth "Gaz" Evans', "Evans, Gareth"),
    ],
)
def test_one_name_however_it_is_written(one: str, other: str) -> None:
    assert PersonName.parse(one).key == PersonName.parse(other).key
    assert PersonName.parse(one).agrees(PersonName.parse(other))


@pytest.mark.parametrize(
    "text",
    ["Gareth Prosser Jr", "Gareth Prosser, Jr", "Prosser, Gareth Jr", "Gareth Prosser Jnr.", "Gareth Prosser Junior"],
)
def test_a_father_and_a_son_of_one_name_are_told_apart_and_neither_is_called_junior(text: str) -> None:
    son, father = PersonName.parse(text), PersonName.parse("Gareth Prosser Snr")

    assert (son.given, son.surname, son.key, son.formal) == (
        "Gareth",
        "Prosser",
        "prosser, gareth",
        "Gareth Prosser Jr",
    )
    assert (son.compare(father), son.compare(PersonName.parse("Gareth Prosser"))) == ("different", "same")


@pytest.mark.parametrize(
    ("given_name", "surname"), [("DS", "Bowen"), ("PC 1234", "Bowen"), ("", "DS Bowen"), ("Ms", "Bowen")]
)
def test_a_rank_in_a_cell_of_a_name_is_no_part_of_it(given_name: str, surname: str) -> None:
    name = PersonName.from_parts(given_name, surname)

    assert (name.given, name.surname) == ("", "Bowen")


def test_names_that_are_only_alike_stay_apart() -> None:
    alike = {"Dai Evans", "David Evans", "Dafydd Evans", "D Evans", "Dafydd Efans", "Dafydd ab Evans", "Evans Dafydd"}

    assert len({PersonName.parse(text).key for text in alike}) == len(alike)


@given(words, words)
def test_the_key_reads_back_and_does_not_hang_on_how_the_name_is_written(given_name: str, surname: str) -> None:
    name = parsed(lambda _: PersonName.from_parts(given_name, surname), "")

    if isinstance(name, ValueRefused):
        assert name.reason
    else:
        assert PersonName.parse(name.key).key == name.key
        assert PersonName.from_parts(f" {given_name.upper()} ", f"{surname.upper()}  ").key == name.key


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_is_a_name_or_refused_with_a_reason(text: str) -> None:
    name = parsed(PersonName.parse, text)

    if isinstance(name, ValueRefused):
        assert name.reason
    else:
        assert name.key
        assert '"' not in name.given + name.surname


def test_keys_of_names_in_part() -> None:
    cells = (("Taz", ""), ("Anne-Marie", ""), ("", "Evans"), ("", "", "Gaz"))
    keys = {PersonName.from_parts(*parts).key for parts in cells}

    assert keys == {"taz", ", anne marie", "evans,", '"gaz"'}
    assert {PersonName.parse(key).key for key in keys} == keys
    assert {PersonName.parse(text).full for text in ("Taz", "G Evans", "Gareth E")} == {False}
    assert PersonName.parse("Gareth Evans").full


def test_an_alias_in_the_given_name_is_moved_and_flagged() -> None:
    name = PersonName.from_parts('Gareth "Gaz"', "Evans", "Gazza; Gaz")

    assert (name.given, name.surname, name.aliases) == ("Gareth", "Evans", ("Gaz", "Gazza"))
    assert name.warnings == ("an alias stood in the given name; it is kept as an alias",)
    assert (name.shown, name.formal) == ('Gareth "Gaz" "Gazza" Evans', "Gareth Evans")


def test_cells_that_say_nothing_are_blank() -> None:
    name = PersonName.from_parts("unknown", "Evans", "n/k")

    assert (name.given, name.surname, name.aliases) == ("", "Evans", ())


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Gareth Evans", "Gareth Evans", "same"),
        ("Gareth Evans", "Evans Gareth", "swapped"),
        ("Gareth Evans", "G Evans", "initials"),
        ('Gareth "Gaz" Evans', "Gaz", "alias"),
        ('Gareth "Gaz" Evans', 'Gary "Gaz" Jones', "alias"),
        ("Gareth", "Gareth Evans", "part"),
        ("Gareth Evans", "Rhys Evans", "different"),
        ("G Evans", "G Jones", "different"),
    ],
)
def test_likeness(one: str, other: str, likeness: str) -> None:
    first, second = PersonName.parse(one), PersonName.parse(other)

    assert (first.compare(second), second.compare(first)) == (likeness, likeness)


def test_search_keys_are_what_people_type() -> None:
    assert PersonName.parse('Siôn "Shonny" ap Rhys').search_keys() == {
        "sion ap rhys",
        "ap rhys sion",
        "s ap rhys",
        "ap rhys s",
        "sion",
        "rhys",
        "sion rhys",
        "shonny",
        "shonny ap rhys",
    }
    assert {"jones", "evans", "mary evans", "mary jones", "m jones evans"} <= (
        PersonName.parse("Mary Jones-Evans").search_keys()
    )


@pytest.mark.parametrize("text", ["", "unknown", "N/K", "Unidentified male", "not known", "-", "..."])
def test_what_names_nobody_is_refused(text: str) -> None:
    assert names_nobody(text)
    with pytest.raises(ValueRefused, match="names nobody"):
        PersonName.parse(text)


def test_lengths_of_the_minimum_standard() -> None:
    assert PersonName.from_parts("G" * LONGEST, "E" * LONGEST).full
    for parts, field in ((("G" * 36, "Evans"), "given_name"), (("Gareth", "E" * 36), "surname")):
        with pytest.raises(ValueRefused) as refused:
            PersonName.from_parts(*parts)
        assert refused.value.field == field


def test_figures_in_a_name_are_kept_with_a_warning() -> None:
    assert PersonName.parse("Gareth Evans2").warnings == ("there are figures in the name",)
