"""How Hypothesis runs here: the same forces in every run, or twenty times as many fresh ones when asked to be thorough.

    DOLEN_TEST_PROFILE=thorough pytest -n 2 --dist load tests/invariants/test_view.py

They come in parts, each a test of its own: a run of hours says how far it is, several processes share it, and what is
broken off has held as far as it came.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

THOROUGH = os.environ.get("DOLEN_TEST_PROFILE") == "thorough"
PARTS = 20 if THOROUGH else 1

in_parts = pytest.mark.parametrize("part", [f"part {number + 1} of {PARTS}" for number in range(PARTS)])
"""A test that draws its examples anew in each part."""

UNHURRIED = settings(
    deadline=None,
    database=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
)
"""An engine's pace, and how large a force is, are none of these tests' business."""


def profile(examples: int) -> settings:
    """So many examples a part; each run the same unless thorough."""
    return settings(UNHURRIED, max_examples=examples, derandomize=not THOROUGH)
