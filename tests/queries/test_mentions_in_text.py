"""Marking the mentions in a text: every character stays, and only what a mention says is marked."""

from hypothesis import given
from hypothesis import strategies as st

from graph.queries.entities.mentions_in_text import Piece, marked
from graph.queries.entities.report import ItemNamed
from graph.reading.parts import EntityRef


def entity(id: str, kind: str = "adult") -> EntityRef:
    return EntityRef(id=id, kind=kind, label=id, refs=(), possible=False)  # type: ignore[arg-type]  # the tests give kinds by name


def naming(id: str, *words: str, kind: str = "adult") -> ItemNamed:
    return ItemNamed(item="item:1", entity=entity(id, kind), category=None, ceiling=None, roles=(), words=words)


def found(text: str, *named: ItemNamed) -> list[tuple[str, str]]:
    return [(piece.text, piece.entity.id) for piece in marked(text, named) if piece.entity is not None]


def test_whole_words_whatever_their_case() -> None:
    assert found("TAZ met Tazmin, then Taz.", naming("taz", "Taz")) == [("TAZ", "taz"), ("Taz", "taz")]


def test_the_longer_name_is_marked() -> None:
    named = (naming("ann", "Ann"), naming("ann jones", "Ann Jones"))

    assert found("Ann Jones saw Ann", *named) == [("Ann Jones", "ann jones"), ("Ann", "ann")]


def test_a_plate_or_a_number_however_it_is_spaced() -> None:
    named = (naming("golf", "AB12 CDE", kind="vehicle"), naming("phone", "07700 900123", kind="phone"))

    assert found("ab12cde rang 07700900123", *named) == [("ab12cde", "golf"), ("07700900123", "phone")]


def test_what_an_address_begins_with() -> None:
    installation = naming("house", "Tŷ Derw, 1 Station Road, Aberllyn", kind="premises")

    assert found("Seen at Tŷ Derw in Aberllyn", installation) == [("Tŷ Derw", "house")]
    assert found("at Tŷ Derw, 1 Station Road at 21:28", installation) == [("Tŷ Derw, 1 Station Road", "house")]


def test_nothing_is_marked_where_nothing_is_named() -> None:
    assert marked("Nobody came.", ()) == (Piece("Nobody came."),)
    assert found("a b c", naming("a", "a")) == []


TEXTS = st.text(st.sampled_from("aAbB Tŷ.,<&1 \n"), max_size=60)


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_the_pieces_are_the_text(text: str, words: list[str]) -> None:
    pieces = marked(text, [naming(f"n{number}", word) for number, word in enumerate(words)])

    assert "".join(piece.text for piece in pieces) == text
