"""A reason as pages, programs and the command line take it; the rule itself is `graph.rules.reasons`."""

from graph.audit.entry import storable
from graph.rules.reasons import justified

ADVICE = "Say in a few words why, for example: strategy meeting on 3 December."


def own_reason(text: str, *, is_demo: bool) -> str:
    """The reason of its own that what loads or changes has; made-up data alone needs none. Raises `ValueRefused`."""
    return "" if is_demo and text.strip() == "" else clean_reason(text)


def clean_reason(text: str) -> str:
    """A reason as it is kept, its spaces single. Raises `ValueRefused` for what says nothing, or too much."""
    return justified(storable(text), "reason", ADVICE)
