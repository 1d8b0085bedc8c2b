"""Words of a fixed list in a cell."""

import pytest

from graph.errors import ValueRefused
from graph.ingest.normalise.values import one_of
from graph.model.schema import LEGAL_STATUSES

STATED = (
    "care-order interim-care-order epo police-protection accommodated supervision-order special-guardianship"
    " child-arrangements placement-order remand ward secure s20-england care-leaver not-known none"
)


def test_each_legal_status_is_taken_and_another_is_refused_with_the_list() -> None:
    assert [one_of("legal_status", word.upper(), LEGAL_STATUSES) for word in STATED.split()] == STATED.split()
    with pytest.raises(ValueRefused) as refused:
        one_of("legal_status", "looked after", LEGAL_STATUSES)
    assert all(word in refused.value.reason for word in STATED.split())
