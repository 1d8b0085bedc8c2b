"""What counts as a reason that somebody can later be asked about (Data Protection Act 2018 s.62).

A machine cannot tell a true reason from a false one; it can refuse what says nothing: a full stop, one word, one letter
over and over.
"""

import re

from graph.errors import ValueRefused
from graph.wording import wording

LONGEST = 500
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"\d+")
FOR_RECIPIENTS = wording(
    "State in a few words why each recipient needs it, such as: for the strategy meeting on 3 December."
)


def justified(text: str, field: str = "justification", advice: str = FOR_RECIPIENTS) -> str:
    """A reason with its spaces single. Raises `ValueRefused` naming the field where it says nothing, or too much."""
    cleaned = " ".join(text.split())
    if cleaned == "":
        raise ValueRefused(field, text, wording("it is blank."), advice)
    if len(cleaned) > LONGEST:
        raise ValueRefused(
            field, f"{cleaned[:40]}…", wording("it is longer than %(longest)s characters.", longest=LONGEST)
        )
    if not is_reason(cleaned):
        raise ValueRefused(field, cleaned[:40], wording("it gives no reason. Give at least two words."), advice)
    return cleaned


def is_reason(text: str) -> bool:
    """Whether a text could be a reason at all.

    It has at least two different words of two letters or more, or one such word with a number ("Meeting 12"): whether
    they make sense is for the auditor to judge.
    """
    words = {word.casefold() for word in _WORD.findall(text)}
    words = {word for word in words if len(set(word)) > 1}
    return len(words) >= 2 or (len(words) == 1 and _NUMBER.search(text) is not None)
