"""How Hypothesis runs here: 100 forces an engine, the same in every run; 2,000 fresh ones when asked to be thorough.

DOLEN_TEST_PROFILE=thorough pytest tests/invariants
"""

import os

from hypothesis import HealthCheck, settings

THOROUGH = os.environ.get("DOLEN_TEST_PROFILE") == "thorough"

UNHURRIED = settings(
    deadline=None,
    database=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
)
"""An engine's pace, and how large a force is, are none of these tests' business."""


def profile(examples: int, thorough: int) -> settings:
    """So many examples, or so many when thorough; each run the same unless thorough."""
    return settings(UNHURRIED, max_examples=thorough if THOROUGH else examples, derandomize=not THOROUGH)
