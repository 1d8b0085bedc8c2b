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
_WELSH = frozenset("ŵŷŴŶ")
_SAMPLE = 64 * 1024
"""The most bytes of lines that are not UTF-8 by which the encoding is recognised."""
_SHOWN = {"cp1252": "Windows-1252", "iso8859_14": "ISO 8859-14 (Celtic)", "mac_roman": "Mac Roman"}


@dataclass(frozen=True, slots=True)
class TextFormat:
    """How a text file is written; `note` is what somebody should know about it, or nothing."""

    encoding: str = UTF_8
    old_line_ends: bool = False
    note: str = ""

    def opened(self, stream: IO[bytes]) -> IO[bytes]:
        """The same text as UTF-8."""
        if self.encoding == UTF_8 and not self.old_line_ends:
            return stream
        return io.BufferedReader(_Recoded(stream, self), 64 * 1024)


def survey(source: Source) -> TextFormat:
    """Read a text file once for how it is written.

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
    encoding = _recognised(bad)
    shown = _SHOWN.get(encoding, encoding)
    return TextFormat(encoding, old, f"it is not UTF-8 text and was read as {shown}: check names with accents")


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
    if any(letter in sample.decode("iso8859_14", errors="ignore") for letter in _WELSH):
        usual = sample.decode(_USUAL, errors="replace")
        if not usual.isascii() and all(letter not in usual for letter in "\ufffd€“”‘’–—"):
            return "iso8859_14"
    best = from_bytes(sample[:_SAMPLE], cp_isolation=_SINGLE_BYTE).best()
    found = _USUAL if best is None else best.encoding
    if found in ("cp1250", "cp1254", "mac_roman", "cp850") and _reads_as_words(sample):
        return _USUAL
    return found


def _reads_as_words(sample: bytes) -> bool:
    """Whether, read as Windows-1252, all beyond ASCII is a letter of Western Europe or a usual sign."""
    usual = set(sample.decode(_USUAL, errors="replace")) - set(map(chr, range(128)))
    return usual <= set("ÀÁÂÄÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜàáâäçèéêëìíîïñòóôöùúûüÿŸß£€–—‘’“”…°·\xa0½¼¾é©®")


class _Recoded(io.RawIOBase):
    """A stream of text in another encoding, or with old line ends, as UTF-8 with line feeds.

    What has no meaning in a set of a single byte stays that byte, which is not UTF-8: its cell is refused.
    """

    def __init__(self, stream: IO[bytes], written: TextFormat) -> None:
        super().__init__()
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
            text = self._decoder.decode(chunk, final=self._done)
            self._ready = (text.replace("\r", "\n") if self._old else text).encode(UTF_8, "surrogateescape")
        given = self._ready[: len(buffer)]
        self._ready = self._ready[len(given) :]
        buffer[: len(given)] = given
        return len(given)
