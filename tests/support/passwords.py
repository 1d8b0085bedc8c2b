"""Passwords that cost next to nothing to check, for tests that sign people in and are about something else.

By design a real hash takes 64 MiB and a fifth of a second of processor time; `tests/accounts/test_passwords.py` tests
that it does. Inside `cheap_passwords` the algorithm is the same and its cost the least.
"""

from collections.abc import Generator
from contextlib import contextmanager
from functools import partial

import pytest
from argon2 import PasswordHasher


@contextmanager
def cheap_passwords() -> Generator[None]:
    """Until the block ends, every new `Passwords` hashes at the least cost that argon2 allows."""
    with pytest.MonkeyPatch.context() as patch:
        least = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr("argon2.PasswordHasher", least)
        yield
