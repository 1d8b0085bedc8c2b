"""A fixed pool of forces and Views, the same in every run: for what is asked many times over."""

from collections.abc import Iterator
from functools import cache

from hypothesis import Phase, given, settings

from tests.invariants.comparing import Said, truth_says
from tests.invariants.force import Asked, Case, open_view
from tests.invariants.making import TODAY, cases
from tests.invariants.oracle.asking import Truth
from tests.invariants.parameter_sets import parameter_sets
from tests.support.profiles import PROFILE


@cache
def pool(size: int) -> tuple[Case, ...]:
    """So many cases, as Hypothesis makes them when it is told to leave nothing to chance."""
    made: list[Case] = []

    @settings(PROFILE.settings(size), derandomize=True, phases=(Phase.generate,))
    @given(cases())
    def gather(case: Case) -> None:
        made.append(case)

    gather()
    return tuple(made)


class Oracle:
    """What the oracle says about one force through its View and through the open one, each answer made once."""

    def __init__(self, case: Case) -> None:
        self._through = Truth(case.force, case.bound, case.identity_kinds)
        self._openly = Truth(case.force, open_view(case.force, TODAY), case.identity_kinds)
        self._sets = parameter_sets(case.force)
        self._said: dict[Asked, tuple[Said, Said]] = {}

    def where_hiding_matters(self, question: str) -> Iterator[tuple[Asked, Said]]:
        """What one question can be asked and the View answers otherwise than the open View, with the View's answer."""
        for asked in self._sets[question]:
            if asked not in self._said:
                self._said[asked] = truth_says(self._through, asked), truth_says(self._openly, asked)
            through, openly = self._said[asked]
            if through != openly:
                yield asked, through
