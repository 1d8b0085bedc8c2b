"""What counts as a reason that somebody can later be asked about (Data Protection Act 2018 s.62).

A machine cannot tell a true reason from a false one; it can refuse what says nothing: a full stop, one word, one letter
over and over.
"""

import re

from graph.errors import ValueRefused

LONGEST = 500
FEWEST_WORDS = 2
_WORD = re.compile(r"[^\W\d_]{2,}")


def justified(text: str, field: str = "justification") -> str:
    """A justification with its spaces single. Raises `ValueRefused` naming the field where it says nothing."""
    cleaned = " ".join(text.split())
    if len(cleaned) > LONGEST:
        raise ValueRefused(field, f"{cleaned[:40]}…", f"it is longer than {LONGEST} characters.")
    words = {word.casefold() for word in _WORD.findall(cleaned) if len(set(word.casefold())) > 1}
    if len(words) < FEWEST_WORDS:
        advice = "State in a few words why each recipient needs it, such as: for the strategy meeting on 3 December."
        raise ValueRefused(field, cleaned, "it gives no reason." if cleaned else "it is blank.", advice)
    return cleaned
