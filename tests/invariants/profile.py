"""The parts of the proof: as many as the profile says, each a test of its own that makes its forces anew.

A run of hours so says how far it is, several processes share it, and what is broken off has held as far as it came.
"""

import pytest

from tests.support.profiles import PROFILE

in_parts = pytest.mark.parametrize("part", [f"part {number + 1} of {PROFILE.parts}" for number in range(PROFILE.parts)])
"""A test that makes its examples anew in each part."""
