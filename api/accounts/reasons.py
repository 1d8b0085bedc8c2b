"""A reason as pages, programs and the command line take it; the rule itself is `graph.rules.reasons`."""

from graph.audit.entry import storable
from graph.rules.reasons import justified

ADVICE = "Say in a few words why, for example: strategy meeting on 3 December."


def clean_reason(text: str) -> str:
    """A reason as it is kept, its spaces single. Raises `ValueRefused` for what says nothing, or too much."""
    return justified(storable(text), "reason", ADVICE)
