"""What counts as a reason. A pure rule: a reason is at least two words of letters, so that `.` and `asdf` are none."""

import re

from graph.audit.entry import storable
from graph.errors import ValueRefused

LONGEST_REASON = 500
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"\d+")


def clean_reason(text: str) -> str:
    """A reason as it is kept, its spaces single. Raises `ValueRefused` for what says nothing, or too much.

    It has at least two different words of two letters or more, or one such word with a number ("Meeting 12"): whether
    they make sense is for the auditor to judge.
    """
    cleaned = " ".join(storable(text).split())
    advice = "Say in a few words why, for example: strategy meeting on 3 December."
    if cleaned == "":
        raise ValueRefused("reason", text, "it is blank.", advice)
    if len(cleaned) > LONGEST_REASON:
        raise ValueRefused("reason", f"{cleaned[:40]}…", f"it is longer than {LONGEST_REASON} characters.")
    if not is_reason(cleaned):
        raise ValueRefused("reason", cleaned[:40], "it says nothing: give at least two words.", advice)
    return cleaned


def is_reason(text: str) -> bool:
    """Whether a text could be a reason at all."""
    words = {word.casefold() for word in _WORD.findall(text)}
    words = {word for word in words if len(set(word)) > 1}
    return len(words) >= 2 or (len(words) == 1 and _NUMBER.search(text) is not None)
