"""How much is tried by the tests that try many examples, by the variable DOLEN_TEST_PROFILE.

ci          every crafted case and 25 made ones, the same in every run; what is meant where nothing is said
nightly     four times as much, drawn again in every run
thorough    2,000 forces an engine for the proof, twenty times as much elsewhere
"""

import os
from dataclasses import dataclass

from hypothesis import HealthCheck, settings

VARIABLE = "DOLEN_TEST_PROFILE"


@dataclass(frozen=True)
class Profile:
    """One of the above: forces that are made in each part of the proof, parts, times as much of what else is tried."""

    forces: int
    parts: int
    times: int
    fresh: bool
    """Whether examples are drawn again in every run."""

    def settings(self, examples: int) -> settings:
        """So many examples of Hypothesis. An engine's pace, and how large an example is, are no test's business."""
        return settings(
            deadline=None,
            database=None,
            derandomize=not self.fresh,
            max_examples=examples,
            suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
        )


PROFILES = {
    "ci": Profile(forces=25, parts=1, times=1, fresh=False),
    "nightly": Profile(forces=100, parts=1, times=4, fresh=True),
    "thorough": Profile(forces=100, parts=20, times=20, fresh=True),
}


def chosen(name: str) -> Profile:
    """The profile of this name; empty: `ci`. Raises `ValueError` for another."""
    if (name or "ci") not in PROFILES:
        raise ValueError(f"{VARIABLE} is {name!r}, which is not one of {', '.join(PROFILES)}.")
    return PROFILES[name or "ci"]


PROFILE = chosen(os.environ.get(VARIABLE, ""))
