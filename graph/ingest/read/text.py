"""What a text file is written in: its encoding, its line ends, and a view of it as UTF-8 with ordinary line ends.

Read as UTF-8 wherever that is possible. Recognised otherwise: UTF-16 and UTF-32 by their byte order mark or by the zero
bytes between letters, and the older sets of a single byte by charset-normalizer, among those that are met in Wales and
in files from abroad. A file in which some text is valid UTF-8 and some is not stays UTF-8: its damaged cells are
refused one by one. What was recognised, rather than known, is said in a note.
"""

import codecs
import io
from dataclasses import dataclass
from typing import IO

from charset_normalizer import from_bytes

from graph.errors import RunStopped
from graph.ingest.read.sources import Source
from graph.ingest.reading_limits import MAX_LINE, MAX_LINES, MIB

UTF_8 = "utf-8"
_MARKS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ["cp1252", "iso8859_14", "cp1250", "cp1251", "cp1254", "cp1256", "cp850", "mac_roman"]
_USUAL = "cp1252"
_TEXT = bytes(range(32, 256)) + b"\t\n\r\x0b\x0c"
"""What text is made of; other bytes are in it by accident."""
_SAMPLE = 64 * 1024
"""The most bytes of lines that are not UTF-8 by which the encoding is recognised."""
_SHOWN = {
    "cp1252": "Windows-1252",
    "iso8859_14": "ISO 8859-14 (Celtic)",
    "mac_roman": "Mac Roman",
    "cp850": "CP850 (DOS)",
}
_WESTERN = ("cp1252", "iso8859_14", "mac_roman", "cp850")
"""The sets of Western Europe, the likeliest first."""
_LETTERS = frozenset("ÀÁÂÄÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜàáâäçèéêëìíîïñòóôöùúûüÿßŵŷŴŶ")
"""Letters of Welsh, French, German and Spanish beyond ASCII."""
_SIGNS = frozenset("£€–—‘’“”…°·\xa0½¼¾©®")
_PLAUSIBLE = 0.75
"""Which part of what is beyond ASCII reads as words, from which on a set of Western Europe is taken."""


@dataclass(frozen=True, slots=True)
class TextFormat:
    """How a text file is written; `note` is what somebody should know about it, or nothing."""

    encoding: str = UTF_8
    old_line_ends: bool = False
    note: str = ""

    def opened(self, name: str, stream: IO[bytes]) -> IO[bytes]:
        """The same text as UTF-8. What is read of it raises `RunStopped` where it is not text of this encoding."""
        if self.encoding == UTF_8 and not self.old_line_ends:
            return stream
        return io.BufferedReader(_Recoded(name, stream, self), 64 * 1024)


def survey(source: Source, stated: str = "") -> TextFormat:
    """Read a text file once for how it is written; `stated` is its encoding where it is not UTF-8 or UTF-16.

    Raises `RunStopped` for too many lines (an early word on what would take hours to refuse row by row), for bytes
    that are no text, and what the watch raises.
    """
    with source.open() as stream:
        start = stream.read(4096)
    encoding = _by_first_bytes(start)
    if encoding is None and _is_no_text(start):
        raise RunStopped(f"{source.name}: it is not text.", "Give a table as CSV, XLSX, XLS, ODS or JSON.")
    lines, returns, good, bad = _counted(source, look_at_text=encoding is None)
    old = lines == 0 and returns > 0
    if encoding is not None:
        return TextFormat(encoding, old, "" if encoding == UTF_8 else f"it is {encoding.upper()} text")
    if not bad or good:
        return TextFormat(UTF_8, old)
    if stated:
        return TextFormat(stated, old, f"it is not UTF-8 text and was read as {shown_encoding(stated)}, as is stated")
    encoding = _recognised(bad)
    return TextFormat(
        encoding,
        old,
        f"it is not UTF-8 text and was read as {shown_encoding(encoding)}: check names with accents, or state its"
        " `encoding`",
    )


def known_encoding(name: str) -> str:
    """The encoding of this name, such as `cp850` or `Mac Roman`, as Python calls it. Raises `ValueError` for none."""
    try:
        found = codecs.lookup("".join(name.split()).replace("MacRoman", "mac_roman"))
        "a".encode(found.name)  # refused by what recodes bytes and no text, such as base64
    except (LookupError, UnicodeError):
        raise ValueError(f"there is no encoding {name!r}; such as cp1252, cp850, mac_roman") from None
    return found.name.replace("-", "_")


def shown_encoding(encoding: str) -> str:
    """An encoding as people know it."""
    return _SHOWN.get(encoding, encoding)


def _by_first_bytes(start: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    even, odd = start[0::2], start[1::2]
    enough = len(start) // 5
    if odd.count(0) > enough and even.count(0) == 0:
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > enough and odd.count(0) == 0 else None


def _is_no_text(start: bytes) -> bool:
    controls = start.translate(None, _TEXT)
    return len(controls) > len(start) // 50 and "\ufffd" in start.decode(errors="replace")[:-1]


def _counted(source: Source, *, look_at_text: bool) -> tuple[int, int, bool, bytes]:
    """Line feeds, carriage returns, whether some line beyond ASCII is UTF-8, and a sample of those that are not."""
    lines = returns = 0
    good = False
    bad: list[bytes] = []
    kept = 0
    rest = b""
    with source.open() as stream:
        while chunk := stream.read(MIB):
            source.watch.check_given_up()
            lines += chunk.count(b"\n")
            returns += chunk.count(b"\r") if not lines else 0
            if lines > MAX_LINES:
                raise RunStopped(
                    f"{source.name}: it has more than {MAX_LINES:,} lines, which is the most.",
                    "Give it in several parts; delete the blank lines at its end.",
                )
            if not look_at_text or (chunk.isascii() and not rest):
                continue
            whole, _, rest = (rest + chunk).rpartition(b"\n")
            rest = rest if len(rest) <= MAX_LINE else b""
            for line in () if whole.isascii() else whole.split(b"\n"):
                good, kept = _look_at(line, bad, kept, good=good)
    if look_at_text:
        good, kept = _look_at(rest, bad, kept, good=good)
    return lines, returns, good, b"\n".join(bad)


def _look_at(line: bytes, bad: list[bytes], kept: int, *, good: bool) -> tuple[bool, int]:
    if line.isascii():
        return good, kept
    try:
        line.decode()
    except UnicodeDecodeError:
        if kept < _SAMPLE:
            bad.append(line[:_SAMPLE])
        return good, kept + len(line)
    return True, kept


def _recognised(sample: bytes) -> str:
    """The set of a single byte that these lines are written in."""
    plausible = {encoding: _plausible(sample, encoding) for encoding in _WESTERN}
    likeliest = max(_WESTERN, key=lambda encoding: (plausible[encoding], -_WESTERN.index(encoding)))
    if plausible[likeliest] >= _PLAUSIBLE:
        return likeliest
    best = from_bytes(sample[:_SAMPLE], cp_isolation=_SINGLE_BYTE).best()
    found = _USUAL if best is None else best.encoding
    return _USUAL if found in _WESTERN else found


def _plausible(sample: bytes, encoding: str) -> float:
    """Which part of what is beyond ASCII, read in this set, stands where such letters and signs stand; at most 1.

    A letter stands beside one of ASCII, and is no capital after a small one; a sign stands at the edge of a word, or is
    an apostrophe. Words of nothing else are of another alphabet.
    """
    text = f" {sample.decode(encoding, errors='replace')} "
    found = [
        _fits(text[at - 1], character, text[at + 1]) for at, character in enumerate(text) if not character.isascii()
    ]
    return sum(found) / len(found) if found else 0.0


def _fits(before: str, character: str, after: str) -> float:
    plain = [each for each in (before, after) if each.isascii() and each.isalpha()]
    if character in _LETTERS:
        capital_within = character.isupper() and before.islower()
        return 1.0 if plain and not capital_within else -1.0
    between = before.isalpha() and after.isalpha()
    return 1.0 if character in _SIGNS and (not between or character in "’–—") else -1.0


class _Recoded(io.RawIOBase):
    """A stream of text in another encoding, or with old line ends, as UTF-8 with line feeds.

    What has no meaning in a set of a single byte stays that byte, which is not UTF-8: its cell is refused.
    """

    def __init__(self, name: str, stream: IO[bytes], written: TextFormat) -> None:
        super().__init__()
        self._name, self._encoding = name, written.encoding
        self._stream = stream
        single = not written.encoding.startswith(("utf-16", "utf-32"))
        self._decoder = codecs.getincrementaldecoder(written.encoding)("surrogateescape" if single else "replace")
        self._old = written.old_line_ends
        self._ready = b""
        self._done = False

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]  # the base class names a wider buffer
        """Fill the buffer with what comes next; 0 at the end."""
        while not self._ready and not self._done:
            chunk = self._stream.read(64 * 1024)
            self._done = not chunk
            try:
                text = self._decoder.decode(chunk, final=self._done)
                self._ready = (text.replace("\r", "\n") if self._old else text).encode(UTF_8, "surrogateescape")
            except UnicodeError:
                raise RunStopped(
                    f"{self._name}: it is not text in the encoding {shown_encoding(self._encoding)}, which is stated.",
                    "State the encoding that it is written in, or none, or save the file as 'CSV UTF-8'.",
                ) from None
        given = self._ready[: len(buffer)]
        self._ready = self._ready[len(given) :]
        buffer[: len(given)] = given
        return len(given)
