"""Bytes to lines of UTF-8 text, in bounded memory: a line that is too long is passed over and said to be so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MAX_LINE = 4 * 1024 * 1024
"""The longest line, and the longest row of several lines, in bytes; a whole report fits many times over."""

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its end. Bytes that are not UTF-8 are kept as surrogates (`broken`); `too_long` has no text."""

    number: int
    text: str
    broken: bool = False
    too_long: bool = False


def read_lines(stream: IO[bytes]) -> Iterator[Line]:
    """The lines of a file, numbered from 1; a byte order mark at its start is not text."""
    number = 0
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        if number == 1 and raw.startswith(_BOM):
            raw = raw[len(_BOM) :]
        if len(raw) > MAX_LINE:
            _pass_over(stream, raw)
            yield Line(number, "", too_long=True)
            continue
        try:
            yield Line(number, raw.decode())
        except UnicodeDecodeError:
            yield Line(number, raw.decode(errors="surrogateescape"), broken=True)


def broken_as_written(text: str) -> str:
    r"""Text with bytes that are not UTF-8, in a form that can be shown and written: `Si\xf4n`."""
    return text.encode(errors="surrogateescape").decode(errors="backslashreplace")


def is_broken(text: str) -> bool:
    """Whether this text holds bytes that are not UTF-8."""
    return any("\udc80" <= character <= "\udcff" for character in text)


def _pass_over(stream: IO[bytes], read: bytes) -> None:
    """Go to the end of the line without keeping it."""
    while read and not read.endswith(b"\n"):
        read = stream.readline(MAX_LINE)
