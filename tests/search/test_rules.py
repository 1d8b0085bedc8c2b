"""What fits, how well, and why: each rule by itself, with what it must tell apart."""

from datetime import date

import pytest

from graph.search.births import find_birth
from graph.search.document import SearchDocument
from graph.search.query_parser import understand

TODAY = date(2026, 1, 1)


def document(what: str, **says: object) -> SearchDocument:
    """One document."""
    about = {"id": "x:1", "source": "m:1", "item": "i:1", "item_ref": "R-1/1", "report_ref": "R-1", "recorded_at": 0}
    return SearchDocument(what=what, **{**about, **says})  # type: ignore[arg-type]  # since each test gives what its kind has


def person(given: str, surname: str, *aliases: str, **says: object) -> SearchDocument:
    """Somebody."""
    return document("person", given=given, surname=surname, aliases=aliases, **says)


def score(text: str, thing: SearchDocument) -> float:
    """How well a text fits; 0 where it does not."""
    match = understand(text, TODAY).match(thing)
    return 0 if match is None else match.score


def why(text: str, thing: SearchDocument) -> tuple[str, ...]:
    """Why a text fits."""
    match = understand(text, TODAY).match(thing)
    assert match is not None
    return match.why


def in_order(text: str, *things: SearchDocument) -> bool:
    """Whether these fit, each less well than the one before it."""
    scores = [score(text, thing) for thing in things]
    return scores == sorted(set(scores), reverse=True) and scores[-1] > 0


def test_what_was_typed_exactly_fits_best() -> None:
    assert score("Gareth Moss", person("Gareth", "Moss", "Gaz")) == 1
    assert score("AB12 CDE", document("vehicle", vrm="AB12CDE")) == 1
    assert score("07700 900123", document("phone", number="+447700900123")) == 1
    assert score("@taz_99", document("account", platform="snapchat", handle="taz_99")) == 1
    assert score("CI-2024-01", document("item", report_ref="CI-2024-01", item_ref="CI-2024-01/1")) == 1


def test_names_in_the_order_of_how_well_they_fit() -> None:
    assert in_order(
        "Dafydd Evans",
        person("Dafydd", "Evans"),
        person("Evans", "Dafydd"),
        person("Dai", "Evans"),
        person("Dafydd", "Evanz"),
        person("Dyfedd", "Evanz"),
    )


@pytest.mark.parametrize(
    ("text", "given", "surname"),
    [
        ("Mohammed Ali", "محمد", "علي"),
        ("ali muhamad", "محمد", "علي"),
        ("Rustam Ivanov", "Рустам", "Иванов"),
        ("David Cohen", "דוד", "כהן"),
    ],
)
def test_a_name_in_another_script_is_found_by_its_latin_letters(text: str, given: str, surname: str) -> None:
    assert any("in another script" in each for each in why(text, person(given, surname)))
    assert in_order(f"{given} {surname}", person(given, surname))
    assert score("Lee Price", person(given, surname)) == 0


def test_a_rank_need_not_be_recorded() -> None:
    assert score("DS Bowen", person("", "Bowen")) == score("Bowen", person("", "Bowen")) > 0


def test_a_word_answers_once() -> None:
    assert score("Evans Evans", person("Gareth", "Evans")) == 0
    assert score("Evan Evans", person("Gareth", "Evans")) == 0


def test_of_three_words_one_may_be_missing_and_of_two_none() -> None:
    assert score("Gareth Wyn Moss", person("Gareth", "Moss")) > 0.6
    assert score("Gareth Quux", person("Gareth", "Moss")) == 0
    assert "“wyn” is not in the name" in why("Gareth Wyn Moss", person("Gareth", "Moss"))


def test_joining_words_need_not_be_typed() -> None:
    assert score("Gwenllian Huw", person("Gwenllian", "ap Huw")) > 0.95
    assert score("Gwenllian ap Huw", person("Gwenllian", "Huw")) > 0.95


def test_a_joining_word_that_is_short_for_a_name_is_one_where_it_stands_first() -> None:
    assert in_order("Al Evans", person("Al", "Evans"), person("Alexander", "Evans"), person("Zoe", "Evans"))
    assert score("Al Evans", person("", "Evans")) < 0.8
    assert score("Hassan al Rahman", person("Hassan", "Rahman")) > 0.95


def test_a_short_word_may_not_be_mistyped() -> None:
    assert score("Amy Fox", person("Any", "Fix")) == 0


def test_an_initial_stands_for_a_name_beside_another_and_never_alone() -> None:
    assert score("G Moss", person("Gareth", "Moss")) > 0.8
    assert score("Gareth Moss", person("G", "Moss")) > 0.8
    assert score("Gareth", person("G", "Moss")) == 0


def test_a_date_of_birth_decides_between_people_of_one_name() -> None:
    assert in_order(
        "Gareth Evans 4/3/1979",
        person("Gareth", "Evans", born="1979-03-04"),
        person("Gareth", "Evans", born="1979"),
        person("Gareth", "Evans", born="1979-04-03"),
        person("Gareth", "Evans"),
        person("Gareth", "Evans", born="1980-03-04"),
        person("Gareth", "Evans", born="1994-10-22"),
    )


@pytest.mark.parametrize(
    ("text", "born", "rest"),
    [
        ("Evans 04/03/1979", "1979-03-04", "Evans"),
        ("Evans 4.3.79", "1979-03-04", "Evans"),
        ("Evans 4-3-09", "2009-03-04", "Evans"),
        ("Evans dob 1979-03-04", "1979-03-04", "Evans"),
        ("4th March 1979 Evans", "1979-03-04", "Evans"),
        ("Evans born in March 1979", "1979-03", "Evans"),
        ("Evans b. 1979", "1979", "Evans"),
        ("Evans d.o.b. 1979", "1979", "Evans"),
        ("Evans 31/02/1979", "1979", "Evans"),
        ("Evans 31 February 1979", "1979", "Evans"),
        ("Evans 04-Mar-1979", "1979-03-04", "Evans"),
        ("Evans 1979/03/04", "1979-03-04", "Evans"),
        ("Evans 1979-3-4", "1979-03-04", "Evans"),
        ("Evans 4th of March 1979", "1979-03-04", "Evans"),
        ("Evans March 4, 1979", "1979-03-04", "Evans"),
        ("Evans 4 Mawrth 1979", "1979-03-04", "Evans"),
        ("Jade Marshall 1979", "1979", "Jade Marshall"),
        ("Julie 1979", "1979", "Julie"),
    ],
)
def test_dates_of_birth_as_they_are_typed(text: str, born: str, rest: str) -> None:
    birth = find_birth(text, TODAY)

    assert birth is not None
    assert (birth.born.key, birth.rest) == (born, rest)


@pytest.mark.parametrize("text", ["Evans", "Evans 1850", "Evans 2027", "07700 900123", "Evans 12/2025/3"])
def test_what_is_no_date_of_birth(text: str) -> None:
    birth = find_birth(text, TODAY)

    assert birth is None or birth.born.key == "2025"


def test_a_year_alone_says_too_little_of_who_is_known_to_the_year_only() -> None:
    assert score("born 4 March 1979", person("Gareth", "Evans", born="1979")) == 0
    assert score("born 4 March 1979", person("Gareth", "Evans", born="1979-03")) > 0.8
    assert score("born 4 March 1979", person("Gareth", "Evans", born="1979-04-03")) > 0.8


def test_plates_in_the_order_of_how_well_they_fit() -> None:
    assert in_order(
        "AB12 CDE",
        document("vehicle", vrm="AB12CDE"),
        document("vehicle", vrm="AB12COE"),
        document("vehicle", vrm="A812COE"),
        document("vehicle", vrm="AB12CDX"),
        document("vehicle", vrm="AB1"),
    )


@pytest.mark.parametrize(
    ("text", "vrm", "fits"),
    [
        ("AB1? ??E", "AB12CDE", True),
        ("AB1? ??E", "AB12CDK", False),
        ("AB1? ??E", "AB12CDEF", False),
        ("AB*E", "AB12CDE", True),
        ("*CDE", "AB12CDE", True),
        ("*CDE", "AB12CDX", False),
        ("2CD", "AB12CDE", True),
        ("CDE12", "AB12CDE", False),
        ("AB12 CDE", "AB1???E", True),
        ("AB12 CDE", "XB1???E", False),
        ("A8I2 COF", "AB12CDE", False),
        ("XX", "AB12CDE", False),
    ],
)
def test_which_plates_fit(text: str, vrm: str, fits: bool) -> None:
    assert (score(text, document("vehicle", vrm=vrm)) > 0) == fits


def test_what_was_taken_for_a_plate_and_is_one_no_longer_spoils_no_search() -> None:
    assert score("NK", document("vehicle", vrm="NK")) > 0
    assert score("van", document("vehicle", vrm="NK", looks="white van")) > 0


def test_a_misread_character_is_named() -> None:
    assert why("AB12 COE", document("vehicle", vrm="AB12CDE"))[1] == "O may be a misread D"


def test_numbers_in_the_order_of_how_well_they_fit() -> None:
    assert in_order(
        "07700 900123",
        document("phone", number="+447700900123"),
        document("phone", number="+447700900132"),
        document("phone", number="+447700900145"),
    )
    number = document("phone", number="+447700900123")
    assert score("900123", number) > score("0123", number) > 0
    assert score("77009", number) > 0
    assert score("0012", number) == 0


@pytest.mark.parametrize("text", ["07700 900", "07700 9001", "+44 7700", "0044 7700 900", "07700"])
def test_a_number_is_found_by_how_it_begins_as_it_is_written(text: str) -> None:
    assert score("07700 900123", document("phone", number="+447700900123")) == 1
    assert score(text, document("phone", number="+447700900123")) > 0.5
    assert score(text, document("phone", number="+441632960123")) == 0


def test_a_foreign_and_an_unread_number_are_found_by_their_digits() -> None:
    assert score("+353 85 012 3456", document("phone", number="+353850123456")) == 1
    assert score("00353 85 012 3456", document("phone", number="+353850123456")) == 1
    assert score("3456", document("phone", number="+353850123456")) > 0.5
    assert score("60060", document("phone", number="raw:60060")) == 1


FLAT = document("address", address="Flat 1, 8 Ffordd y Bryn, Aberdulas", postcode="CF99 2BB")


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("flat 1, 8 ffordd y bryn", True),
        ("8 Bryn Road", True),
        ("Bryn Road", True),
        ("8 ffordd bryn cf99 2bb", True),
        ("CF992BB", True),
        ("CF99 2", True),
        ("CF99 3", False),
        ("flat 2, 8 ffordd y bryn", False),
        ("9 ffordd y bryn", False),
        ("8a ffordd y bryn", False),
        ("8 ffordd y bryn caerdydd", True),
        ("ffordd y mor", False),
    ],
)
def test_which_addresses_fit(text: str, fits: bool) -> None:
    assert (score(text, FLAT) > 0) == fits


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Unit B2", "Unit B2, Dock Road"),
        ("Flat A1", "Flat A1, 3 High Street"),
        ("A470", "Lay-by, A470"),
        ("M4 J33", "Services, M4 J33"),
    ],
)
def test_what_looks_like_the_beginning_of_a_postcode_may_be_something_else(text: str, address: str) -> None:
    assert score(text, document("address", address=address)) > 0
    assert score(text, document("address", address="Elsewhere", postcode="CF99 1AA")) == 0


def test_a_district_may_be_typed_first() -> None:
    assert score("CF99 Ffordd y Bryn", FLAT) > 0
    assert score("CF98 Ffordd y Bryn", FLAT) == 0


def test_where_no_postcode_is_recorded_an_address_is_found_with_one_and_less_well() -> None:
    typed = "8 Ffordd y Bryn, Aberdulas CF99 2BB"
    known, unknown, other = (
        document("address", address="8 Ffordd y Bryn, Aberdulas", postcode=code)
        for code in ("CF99 2BB", "", "CF99 3AA")
    )

    assert in_order(typed, known, unknown)
    assert "no postcode is recorded" in why(typed, unknown)
    assert score(typed, other) == 0


def test_a_form_of_a_street_word_is_named() -> None:
    assert "“road” is a form of “ffordd”" in why("8 Bryn Road", FLAT)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("silver golf", True),
        ("golfs", True),
        ("docks golf", True),
        ('"silver golf"', True),
        ('"golf silver"', False),
        ("silver polo", False),
        ("parkked", True),
        ("goof", False),
        ("park dock see", True),
        ("parking parks seeing docked", True),
        ("park harbour", False),
        ("harbour or docks", True),
        ("harbour OR dock golf", True),
        ("harbour or docks polo", False),
        ("harbour or quay", False),
        ("any of: harbour, quay, golf", True),
        ("any of harbour quay polo", False),
        ("porfa neu docks", True),
        ('"silver polo" or "silver golf"', True),
        ('"golf silver" or polo', False),
        ("or golf", True),
    ],
)
def test_which_texts_fit(text: str, fits: bool) -> None:
    item = document("item", text="She was seen in a silver Golf, parked by the docks.")
    assert (score(text, item) > 0) == fits


def test_a_text_says_where_and_shows_the_words_around() -> None:
    text = "x " * 60 + "She was seen in a silver Golf by the docks. " + "y " * 60
    [reason] = why("golf silver", document("item", text=text))

    assert reason.startswith("the words of item R-1/1: “…")
    assert "silver Golf by the docks" in reason
    assert len(reason) < 140


def test_words_that_stand_far_apart_are_each_shown() -> None:
    text = "The golf was parked. " + "x " * 80 + "Then vodka was handed over. " + "y " * 80
    [reason] = why("vodka golf", document("item", text=text))

    assert "The golf was parked." in reason
    assert "Then vodka was handed over." in reason
    assert len(reason) < 240


def test_a_slip_is_named_in_words_as_they_are_written() -> None:
    assert why("parkked", document("item", text="It was parked."))[1] == "“parkked” is one letter away from “parked”"


def test_any_of_several_words_asks_for_words_and_nothing_else() -> None:
    said = [meaning.said for meaning in understand('vape or "gold tooth" hotel', TODAY).meanings]

    assert said == [
        'words of reports: vape or "gold tooth", and hotel',
        'a description of a person or a vehicle: vape or "gold tooth", and hotel',
    ]
    assert score("silver or gold van", document("vehicle", vrm="AB12CDE", looks="silver van")) > 0
    assert score("black or gold van", document("vehicle", vrm="AB12CDE", looks="silver van")) == 0


def test_a_description_is_found_by_its_words_and_the_alias_beside_them() -> None:
    taz = document("person", aliases=("Taz",), looks="male 30s silver Golf")

    assert score("silver golf taz", taz) > score("silver golf", taz) > score("golf", taz) > 0
    assert score("silver golf gaz", taz) == 0


@pytest.mark.parametrize("ref", ["CI-2024-01", "ci 2024 01", "ci202401"])
def test_a_reference_with_or_without_its_marks(ref: str) -> None:
    assert score(ref, document("item", report_ref="CI-2024-01", item_ref="CI-2024-01/1")) >= 0.96
    assert score(ref, person("A", "B", refs=("CI-2024-01",))) >= 0.96


def test_what_is_typed_is_explained_in_words() -> None:
    said = [meaning.said for meaning in understand("Gareth Evans 1994", TODAY).meanings]

    assert "a name, in any order: gareth evans, born 1994" in said
    assert "words of reports: Gareth Evans 1994" in said


def test_every_reason_is_plain_english_and_nothing_else() -> None:
    for text in ("Dafydd Evanz 1979", "AB1? ??E", "900123", "8 Bryn Road", "taz"):
        for meaning in understand(text, TODAY).meanings:
            assert "_" not in meaning.said.replace(text, "")
