"""Who is a caller from outside at a placement, by the rule of casework."""

import pytest

from graph.model.kinds import Kind
from graph.rules.placements import is_outside


@pytest.mark.parametrize(
    ("kind", "now", "before", "outside"),
    [
        ("adult", (), (), True),
        ("person", ("reported as concern",), (), True),
        ("vehicle", (), (), True),
        ("vehicle", (), ("carer",), False),
        ("adult", ("carer",), (), False),
        ("adult", (), ("family",), False),
        ("adult", ("suspected",), ("family",), False),
        ("adult", ("witness",), (), False),
        ("person", (), ("witness",), True),
        ("child", (), (), False),
        ("phone", (), (), False),
    ],
)
def test_a_caller_is_outside(kind: Kind, now: tuple[str, ...], before: tuple[str, ...], outside: bool) -> None:
    assert is_outside(kind, now, before) == outside
