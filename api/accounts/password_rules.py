"""Which passwords are refused when they are chosen: the advice of the National Cyber Security Centre, as a function.

Three random words, at least twelve characters, and none of the passwords that everybody tries first. Nothing is asked
of capitals, digits or signs, nothing expires, and a password may be pasted: rules of that kind lead people to
`Summer2026!` (ncsc.gov.uk, "Three random words" and "Password policy: updating your approach").

A password is also refused where digits, signs and repetition are all that keeps it apart from one or two words that
everybody tries (`Password12345`, `welcome-wales!`, `abcabcabcabc`), where it runs along the keyboard, and where it
contains the account's own name or "dolen".
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files

from api.accounts.account import Account
from api.accounts.errors import PasswordRefused

SHORTEST = 12
LONGEST = 256
FEWEST_DIFFERENT = 5

_ADVICE = "Choose three random words, such as three things that you can see from here, and write them in a row."
_RUNS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz" * 2, "qwertyuiopasdfghjklzxcvbnm" * 2, "1qaz2wsx3edc4rfv5tgb")
# `p@55w0rd` is read as `password`.
_LOOKALIKES = str.maketrans("013457@$", "oieastas")
_SHORTEST_NAME = 4


def normal_form(password: str) -> str:
    """The password as it is hashed: a letter with an accent is the same however a keyboard composes it (ŵ, ŷ)."""
    return unicodedata.normalize("NFC", password)


def refuse_weak(password: str, account: Account) -> None:
    """Raise `PasswordRefused`, saying what to do, where the password is too easily guessed; otherwise do nothing."""
    text = normal_form(password)
    folded = text.casefold()
    if len(text) < SHORTEST:
        raise PasswordRefused(f"This password is too short: it has {len(text)} of {SHORTEST} characters.", _ADVICE)
    if len(text) > LONGEST:
        raise PasswordRefused(f"This password is longer than {LONGEST} characters.", "Choose a shorter one.")
    if len(set(folded)) < FEWEST_DIFFERENT or any(folded in run or folded[::-1] in run for run in _RUNS):
        raise PasswordRefused("This password repeats a few characters or runs along the keyboard.", _ADVICE)
    if not any(character.isalpha() for character in folded):
        raise PasswordRefused("This password is a number or a date, and those are quickly guessed.", _ADVICE)
    if any(name in _squeezed(folded) for name in _own_names(account)):
        raise PasswordRefused("This password contains your own name, or the name of this program.", _ADVICE)
    if _is_common(folded, _own_words(account)):
        raise PasswordRefused("This password is one of those that everybody tries first.", _ADVICE)


def _own_names(account: Account) -> set[str]:
    """The account's whole names, and the program's, as they would stand within a password."""
    names = {_squeezed(name.casefold()) for name in (account.name, account.name.split("@")[0], account.display_name)}
    return {name for name in names if len(name) >= _SHORTEST_NAME} | {"dolen"}


def _own_words(account: Account) -> frozenset[str]:
    """The words that the account's names are made of."""
    return frozenset(re.findall(r"[^\W\d_]+", f"{account.name} {account.display_name}".casefold()))


def _is_common(folded: str, own: frozenset[str]) -> bool:
    """Whether nothing but digits, signs and repetition stands beside one or two words that everybody tries."""
    known = common_words() | own
    inner = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    readings = (inner, inner.translate(_LOOKALIKES))
    return any(_is_made_of(_once(re.sub(r"[\W\d_]+", "", text)), known, 2) for text in readings)


def _is_made_of(letters: str, words: frozenset[str], most: int) -> bool:
    """Whether the letters are at most so many of the words in a row."""
    if letters in words:
        return True
    return most > 1 and any(
        letters[:end] in words and _is_made_of(letters[end:], words, most - 1) for end in range(1, len(letters))
    )


def _once(letters: str) -> str:
    """`catcatcat` is `cat`."""
    return re.sub(r"^(.+?)\1+$", r"\1", letters)


def _squeezed(folded: str) -> str:
    return re.sub(r"[\W_]+", "", folded)


@cache
def common_words() -> frozenset[str]:
    """The commonest passwords, without the digits that people put behind them."""
    lines = files("api.accounts").joinpath("common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
