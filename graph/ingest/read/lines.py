"""Bytes to lines of UTF-8 text, in bounded memory: a line that is too long is passed over and reported as such."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from graph.errors import RunStopped
from graph.ingest.reading_limits import MAX_ENDLESS, MAX_LINE, MIB, Blanks, Watch

_BOM = b"\xef\xbb\xbf"
_OFTEN = 256
"""Lines after which the watch is asked again."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line with its end. Bytes that are not UTF-8 are kept as surrogates (`broken`); `too_long` has no text."""

    number: int
    text: str
    broken: bool = False
    too_long: bool = False


def read_lines(name: str, stream: IO[bytes], watch: Watch) -> Iterator[TextLine]:
    """The lines of a file, numbered from 1; a byte order mark at its start is not text.

    Raises `RunStopped` for a line without an end and for too many blank ones, and what the watch raises.
    """
    number = 0
    blanks = Blanks(name)
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        if number % _OFTEN == 0 or len(raw) > MIB:
            watch.check(name)
        if number == 1 and raw.startswith(_BOM):
            raw = raw[len(_BOM) :]
        if raw.isspace():
            blanks.blank(number)
        else:
            blanks.filled()
        if len(raw) > MAX_LINE:
            _pass_over(name, number, stream, raw, watch)
            yield TextLine(number, "", too_long=True)
            continue
        try:
            yield TextLine(number, raw.decode())
        except UnicodeDecodeError:
            yield TextLine(number, raw.decode(errors="surrogateescape"), broken=True)


def broken_as_written(text: str) -> str:
    r"""Text with bytes that are not UTF-8, in a form that can be shown and written: `Si\xf4n`."""
    return text.encode(errors="surrogateescape").decode(errors="backslashreplace")


def is_broken(text: str) -> bool:
    """Whether this text holds bytes that are not UTF-8."""
    return any("\udc80" <= character <= "\udcff" for character in text)


def _pass_over(name: str, number: int, stream: IO[bytes], read: bytes, watch: Watch) -> None:
    """Go to the end of the line without keeping it."""
    passed = len(read)
    while read and not read.endswith(b"\n"):
        read = stream.readline(MAX_LINE)
        passed += len(read)
        watch.check(name)
        if passed > MAX_ENDLESS:
            raise RunStopped(
                f"{name}, line {number}: the line goes on for more than {MAX_ENDLESS // MIB} MiB.",
                "Save the file as CSV UTF-8 or JSON Lines, one row a line.",
            )
