"""The keyed chain: what makes a changed, moved, dropped or invented line show. Pure functions of values.

    mac(n) = HMAC-SHA256(key, previous(n) ‖ line(n))        previous(n) = mac(n - 1)        previous(1) = START

A line covers its own number, so that a line moved to another place no longer fits. Free text is not in the line; a
commitment to it is, so that the text can be erased and the line still stands:

    commitment = HMAC-SHA256(key, salt ‖ text)              the salt lies beside the text and is erased with it

Without its salt a commitment reveals nothing, not even whether a guessed name was the one searched for.
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass

START = "0" * 64
_FIRST_FORM, _LINE_FORM = 1, 2


@dataclass(frozen=True, kw_only=True)
class ChainLine:
    """One line as it is chained: everything but the free text.

    `at` is UTC in milliseconds; `subjects` and `recipients` are the text of a JSON list, exactly as stored. So is
    `compartments`, those its reader was in, and `sealed` is the text of a JSON object; lines of the first form have
    neither (None).
    """

    number: int
    at: int
    who: str
    acting_for: str | None
    action: str
    question: str
    subjects: str
    recipients: str
    view: str
    outcome: str
    closes: int | None
    commitment: str
    compartments: str | None = None
    sealed: str | None = None


@dataclass(frozen=True)
class Link:
    """A line with its place in the chain, as the database holds it."""

    line: ChainLine
    previous: str
    mac: str


def seal_line(key: bytes, previous: str, line: ChainLine) -> Link:
    """The line bound to the one before it."""
    return Link(line, previous, _hmac(key, bytes.fromhex(previous) + _canonical(_covered(line))))


def line_holds(key: bytes, link: Link) -> bool:
    """Whether the line is as it was written, at the number and after the predecessor that it names."""
    try:
        return hmac.compare_digest(seal_line(key, link.previous, link.line).mac, link.mac)
    except (ValueError, TypeError):
        return False  # a predecessor or a code that is no hexadecimal text was not written by Dolen


def commit_to(key: bytes, salt: str, reason: str, words: str) -> str:
    """The commitment to the free text of one line; `salt` is random hexadecimal text kept beside that text."""
    return _hmac(key, _canonical({"salt": salt, "reason": reason, "words": words}))


def seal_head(key: bytes, count: int, head: str) -> str:
    """The code that shows a count and a head kept outside the database to be ours."""
    return _hmac(key, _canonical({"count": count, "head": head}))


def seal_state(key: bytes, subject: str, state: str) -> str:
    """The code of something kept outside the log, such as an account, as it stood when an entry sealed it."""
    return _hmac(key, _canonical({"subject": subject, "state": state}))


def fingerprint(key: bytes) -> str:
    """A name for the key by which a wrong one is recognised; the key cannot be had from it."""
    return _hmac(key, b"fingerprint")[:16]


def _covered(line: ChainLine) -> dict[str, object]:
    """What a line's code covers: everything of it, as lines of its form were first written."""
    values = asdict(line)
    if line.compartments is None and line.sealed is None:
        del values["compartments"], values["sealed"]
        return {"form": _FIRST_FORM, **values}
    return {"form": _LINE_FORM, **values}


def _canonical(values: dict[str, object]) -> bytes:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _hmac(key: bytes, message: bytes) -> str:
    return hmac.new(key, message, hashlib.sha256).hexdigest()
