"""A fixed pool of forces and Views, the same in every run: for what is asked many times over."""

from functools import cache

from hypothesis import Phase, given, settings

from tests.invariants.comparing import truth_says
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


def hiding_matters(case: Case, question: str) -> list[Asked]:
    """What one question can be asked about this force that the View answers otherwise than the open View."""
    through = Truth(case.force, case.bound, case.identity_kinds)
    openly = Truth(case.force, open_view(case.force, TODAY), case.identity_kinds)
    sets = parameter_sets(case.force)[question]
    return [asked for asked in sets if truth_says(through, asked) != truth_says(openly, asked)]
