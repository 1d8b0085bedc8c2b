"""Sample people who may sign in to the demo force, one in each role. They exist in a demo folder and nowhere else."""

import secrets
import time
from dataclasses import dataclass

from api.accounts import ACCOUNT_ROLES, AccountRole, Administration
from api.installation import Installation

WORDS = (
    "harbour",
    "lantern",
    "meadow",
    "copper",
    "thistle",
    "orchard",
    "pebble",
    "saddle",
    "willow",
    "ferry",
    "kettle",
)


@dataclass(frozen=True)
class SampleSignIn:
    """A name and a password to sign in with."""

    name: str
    role: AccountRole
    password: str


def sample_sign_ins(demo: Installation, by: str) -> tuple[SampleSignIn, ...]:
    """An account in each role, with a new password of three random words: the demo is nobody's secret, its door is."""
    keeping = Administration(demo.sql, demo.log, lambda: time.time_ns() // 1_000_000)
    known = {account.name for account in keeping.accounts.list()}
    password = " ".join(secrets.SystemRandom().sample(WORDS, 3))
    for role in ACCOUNT_ROLES:
        if role in known:
            keeping.reset(by, role, password)
        else:
            keeping.add(by, role, role, password=password)
    return tuple(SampleSignIn(role, role, password) for role in ACCOUNT_ROLES)
