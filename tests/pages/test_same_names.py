"""How many different children the records of a list may be."""

from api.services.same_names import perhaps
from graph.reading.parts import EntityRef


def ref(id: str) -> EntityRef:
    """Somebody."""
    return EntityRef(id=id, kind="child", label="Lowri Meredith", refs=(), possible=False)


def test_all_who_bear_one_name_may_be_one_child_and_nobody_else_of_the_list_is() -> None:
    alike = {"a": [ref("b")], "b": [ref("a"), ref("c")], "c": [ref("b")], "e": [ref("z")]}

    assert perhaps(alike, ("a", "b", "c", "d", "e")) == 3
    assert perhaps({}, ("a", "b")) == 2
    assert perhaps({}, ()) == 0
