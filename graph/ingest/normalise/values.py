"""Readings of single cells that ingest needs beside `graph.values`; each refusal names its column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.errors import ValueRefused
from graph.values.access import Access
from graph.values.account import OnlineAccount
from graph.values.address import Address
from graph.values.birth_date import BirthDate
from graph.values.damage import whole
from graph.values.grade import Grade
from graph.values.name import PersonName, names_nobody
from graph.values.phone import Phone
from graph.values.text import may_be_a_name, says_nothing, tidy
from graph.values.vrm import Vrm
from graph.values.when import Period

OLDEST = 120
_PNC = re.compile(r"((?:19|20)\d{2})/?(\d{1,7})([A-Z])")
_PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_AGE = re.compile(r"(\d{1,3})(?:s|\+)?(?: ?[-–] ?(\d{1,3})s?)?")

cached_phone = lru_cache(maxsize=65536)(Phone.parse)
cached_vrm = lru_cache(maxsize=65536)(Vrm.parse)
cached_address = lru_cache(maxsize=65536)(Address.parse)
cached_birth_date = lru_cache(maxsize=65536)(BirthDate.parse)
cached_grade = lru_cache(maxsize=1024)(Grade.from_cells)
cached_access = lru_cache(maxsize=4096)(Access.from_cells)
cached_period = lru_cache(maxsize=65536)(Period.parse)


def one_of(column: str, value: str | None, known: Sequence[str]) -> str | None:
    """One of a fixed list of words, letter case aside. Raises `ValueRefused` listing them."""
    if value is None:
        return None
    word = value.casefold()
    if word not in known:
        raise ValueRefused(column, value, f"it must be one of: {', '.join(known)}.")
    return word


def read_period(column: str, text: str) -> Period:
    """A date, time or range. Raises `ValueRefused` naming the column."""
    try:
        return cached_period(text)
    except ValueRefused as error:
        raise ValueRefused(column, text, error.reason, error.advice) from None


def read_age(text: str) -> tuple[str, ...]:
    """What is odd about an age as recorded: `15`, `30s`, `14-16`. Raises `ValueRefused` for one nobody reaches."""
    match = _AGE.fullmatch(tidy(text))
    if match is None:
        return () if says_nothing(text) else ("it is not an age in years; kept as recorded",)
    if max(int(years) for years in match.groups() if years) > OLDEST:
        raise ValueRefused("age", text, f"nobody is older than {OLDEST}.")
    return ()


@lru_cache(maxsize=65536)
def read_pnc_id(text: str) -> tuple[str, tuple[str, ...]]:
    """The canonical PNC ID (`2004/1234567F`), and what is odd about it. Raises `ValueRefused`.

    The check letter is the remainder by 23 of the year's last two figures and the seven of the number; which remainder
    has which letter is general knowledge, unconfirmed. So a letter that looks wrong is kept, with a warning.
    """
    match = _PNC.fullmatch(re.sub(r"\s", "", tidy(text)).upper())
    if match is None:
        raise ValueRefused("pnc_id", text, "it must read YYYY/NNNNNNN and a letter: 2004/1234567F.")
    year, number, letter = match[1], match[2].zfill(7), match[3]
    expected = _PNC_LETTERS[int(year[2:] + number) % len(_PNC_LETTERS)]
    odd = () if letter == expected else (f"its check letter should be {expected}: a figure may be mistyped",)
    return f"{year}/{number}{letter}", odd


@dataclass(frozen=True, slots=True)
class ReadName:
    """A person's name, with what is derived from it once: its key, and how a mention shows it."""

    name: PersonName
    key: str
    shown: str
    named: bool


@lru_cache(maxsize=65536)
def read_name(name: str, given: str, surname: str, alias: str) -> ReadName | None:
    """A person's name from its four cells; None where they name nobody. Raises `ValueRefused`.

    Given name and surname of their own go before the whole name; what the whole name says of aliases is kept.
    """
    aliases = [alias] if alias else []
    whole: PersonName | None = None
    if name and not names_nobody(name):
        whole = PersonName.parse(name)
        aliases = [*whole.aliases, *aliases]
        if not given and not surname:
            given, surname = whole.given, whole.surname
    given = "" if names_nobody(given) and not (may_be_a_name(given) and not says_nothing(surname)) else given
    if not (given or surname or any(not says_nothing(each) for each in aliases)):
        return None
    read = PersonName.from_parts(given, surname, ";".join(aliases))
    if whole is not None and whole.suffix and not read.suffix:
        read = replace(read, suffix=whole.suffix)
    named = bool(read.given or read.surname)
    return ReadName(read, read.key, read.formal if named else " / ".join(read.aliases), named)


@dataclass(frozen=True, slots=True)
class ReadAccount:
    """An account with its identity; `number` where it is a phone's, as a WhatsApp account is."""

    platform: str
    handle: str
    number: Phone | None = None


def read_account(platform: str, handle: str) -> ReadAccount:
    """An account from its two cells, however it is written: a handle, the address of its page, or a phone number.

    Raises `ValueRefused`.
    """
    if says_nothing(handle):
        raise ValueRefused("handle", handle, "an account is known by its handle.", "Leave the row out without one.")
    read = OnlineAccount.parse(platform, handle)
    if says_nothing(read.platform):
        raise ValueRefused(
            "platform", platform, "many people use the same handle on different platforms.", "Give the platform."
        )
    if read.by_number and (number := _number_of(read.handle)) is not None:
        return ReadAccount(read.platform, number.key, number)
    return ReadAccount(read.platform, read.handle)


def _number_of(handle: str) -> Phone | None:
    """The phone whose number a handle is; None where it is none that can be relied on."""
    try:
        phone = cached_phone(whole(handle) or handle)
    except ValueRefused:
        return None
    return phone if phone.is_known_form else None
