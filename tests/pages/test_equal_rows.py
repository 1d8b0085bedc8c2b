"""Rows of a table that read alike are one row."""

from api.pages.words import equal_rows
from graph.queries.entities.cards import RelationShown
from graph.reading.parts import EntityRef


def frequents(place: str, item: str, grade: str = "2C", since: str = "") -> RelationShown:
    """A relation as one item states it."""
    other = EntityRef(id=place, kind="premises", label=place, refs=(), possible=False)
    more = {"relation": "", "since": since, "until": "", "at": None, "seconds": None}
    return RelationShown.model_validate(
        {"type": "FREQUENTS", "towards": True, "other": other, "item": item, "grade": grade, **more}
    )


def test_relations_that_differ_in_their_item_alone_are_one_row() -> None:
    stated = [
        frequents("hotel", "R1/1"),
        frequents("hotel", "R2/1", "1A"),
        frequents("park", "R3/1"),
        frequents("hotel", "R4/1", since="2026-03"),
        frequents("hotel", "R5/1"),
    ]

    items = [[each.item for each in rows] for rows in equal_rows(stated)]
    assert items == [["R1/1", "R2/1", "R5/1"], ["R3/1"], ["R4/1"]]
