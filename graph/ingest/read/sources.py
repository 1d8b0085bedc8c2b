"""Where tables come from: files, folders and members of ZIPs, each looked at before it is read, and within bounds."""

import gzip
import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from graph.errors import RunStopped
from graph.ingest.read.packed import open_zip, packed_too_tightly
from graph.ingest.reading_limits import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, MAX_WORKBOOK, MIB, SMALL, Watch

KINDS = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), "csv"),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), "xlsx"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), "jsonl"),
    ".zip": "zip",
}
"""A file's kind by the ending of its name: text in columns, a workbook, JSON, or several files packed."""

PACKED = ".gz"
"""The ending of a single file that is packed."""


_ZIP_START = b"PK\x03\x04"
_OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"
_GZIP_START = b"\x1f\x8b"
_NOTES = ".txt"
"""Text that may be a table; in a ZIP or a folder it mostly is not, and is read only when it is given itself."""


@dataclass(frozen=True)
class Source:
    """Something that can be opened as bytes, again and again: a file, or a member of a ZIP."""

    name: str
    path: Path
    watch: Watch
    member: str = ""

    @property
    def own_name(self) -> str:
        name = PurePosixPath(self.member or self.path.name).name
        return name[: -len(PACKED)] if _is_packed(name) else name

    @property
    def seekable(self) -> bool:
        """Whether its bytes can be read in any order as they are."""
        return not self.member and not _is_packed(self.path.name)

    @property
    def kind(self) -> str:
        return _kind(self.own_name)

    @contextmanager
    def open(self) -> Generator[IO[bytes]]:
        with _readable(self.name):
            if not self.member:
                with self.path.open("rb") as stream:
                    if _is_packed(self.path.name):
                        yield _unpacked(self.name, stream, self.path.stat().st_size)
                    else:
                        yield stream
                return
            with open_zip(self.path) as archive, archive.open(self.member) as stream:
                yield stream


def unread_members(paths: Sequence[Path]) -> list[str]:
    """The files in ZIPs that are no tables, and so are not read."""
    zips = [file for path in paths for file in _files(path) if _kind(file.name) == "zip"]
    return [f"{file.name}/{name}" for file in zips for name in _own_members(file) if not _is_member_table(name)]


def digest_of(paths: Sequence[Path]) -> str:
    """A digest of the files' contents, by which an interrupted run is found again."""
    total = hashlib.blake2b(digest_size=16)
    for path in [file for given in paths for file in _files(given)]:
        with _readable(path.name), path.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "blake2b").digest())
    return total.hexdigest()


def _kind(name: str) -> str:
    kind = KINDS.get(PurePosixPath(name.lower().removesuffix(PACKED)).suffix, "")
    return "" if _is_packed(name) and kind == "zip" else kind


def is_workbook(name: str) -> bool:
    """Whether a file of this name holds sheets."""
    return _kind(name) == "xlsx"


def _is_packed(name: str) -> bool:
    return name.lower().endswith(PACKED)


def _is_table(name: str) -> bool:
    """Whether a file in a ZIP or a folder is taken for a table by its name."""
    return _kind(name) not in {"", "zip"} and not name.lower().endswith(_NOTES)


def _is_member_table(name: str) -> bool:
    return _is_table(name) and not _is_packed(name)


def _unpacked(name: str, stream: IO[bytes], size: int) -> IO[bytes]:
    """What a GZ file holds, read no further than a file may unpack to."""
    return io.BufferedReader(_Unpacked(name, stream, min(MAX_UNPACKED, max(SMALL, MAX_RATIO * size))))


class _Unpacked(io.RawIOBase):
    """A packed stream that stops above a limit."""

    def __init__(self, name: str, stream: IO[bytes], most: int) -> None:
        super().__init__()
        self._name = name
        self._packed = gzip.GzipFile(fileobj=stream)
        self._left = most

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]  # the base class names a wider buffer
        """Fill the buffer. Raises `RunStopped` above the limit."""
        given = self._packed.read(len(buffer))
        self._left -= len(given)
        if self._left < 0:
            raise RunStopped(
                f"{self._name}: it unpacks to more than {MAX_RATIO} times what it holds packed, which is the most.",
                "Give the file itself, or in several parts.",
            )
        buffer[: len(given)] = given
        return len(given)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        named = sorted(file for file in path.iterdir() if file.is_file())
        return [file for file in named if _is_table(file.name) or _kind(file.name) == "zip"]
    if not path.exists():
        raise RunStopped(f"{path}: there is no such file.", "Check the name and the folder.")
    return [path]


def sources(path: Path, watch: Watch) -> Iterator[Source]:
    for file in _files(path):
        source = Source(file.name, file, watch)
        if not source.kind:
            known = f"{', '.join(repr(ending) for ending in KINDS)}, or in one of these and '{PACKED}'"
            raise RunStopped(f"{file.name}: Dolen does not read this kind of file.", f"Its name must end in {known}.")
        if source.kind == "zip":
            yield from (Source(f"{file.name}/{member}", file, watch, member) for member in _members(file))
        else:
            yield source


def _members(file: Path) -> list[str]:
    """The tables in a ZIP, by name."""
    return [name for name in _own_members(file) if _is_member_table(name)]


def _own_members(file: Path) -> list[str]:
    """The files in a ZIP, by name; what its maker's system put beside them (`__MACOSX`) is passed over."""
    if not file.stat().st_size:
        raise RunStopped(f"{file.name}: the file is empty.", "Copy or make it again.")
    with _readable(file.name), open_zip(file) as archive:
        listed = [member for member in archive.infolist() if not member.is_dir()]
    if len(listed) > MAX_MEMBERS:
        raise RunStopped(
            f"{file.name}: it holds {len(listed):,} files; the most is {MAX_MEMBERS:,}.", "Give it in several parts."
        )
    for member in listed:
        _check_member(f"{file.name}/{member.filename}", member)
    total = sum(member.file_size for member in listed)
    if total > MAX_UNPACKED:
        raise RunStopped(
            f"{file.name}: it unpacks to {total // MIB:,} MiB; the most is {MAX_UNPACKED // MIB:,} MiB.",
            "Give it in several parts.",
        )
    names = [member.filename for member in listed if not member.filename.startswith("__MACOSX/")]
    return sorted(name for name in names if not PurePosixPath(name).name.startswith("."))


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
    """Raises `RunStopped` for a member that cannot be read, or says the same thing over and over."""
    if member.flag_bits & 0x1:
        raise RunStopped(f"{name}: it is locked with a password.", "Unlock the ZIP first.")
    if _kind(name) == "xlsx" and member.file_size > MAX_WORKBOOK:
        raise RunStopped(
            f"{name}: the workbook has {member.file_size // MIB:,} MiB; the most is {MAX_WORKBOOK // MIB:,} MiB.",
            "Give it in several parts, as CSV UTF-8.",
        )
    if why := packed_too_tightly(member):
        raise RunStopped(f"{name}: {why}", "Give the file itself, or make the ZIP again.")


@contextmanager
def _readable(name: str) -> Generator[None]:
    """What the system says about a file that cannot be read, in plain words."""
    try:
        yield
    except (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile):
        packed = "GZ" if _is_packed(name) else "ZIP"
        raise RunStopped(f"{name}: it is not a whole {packed} file.", "Copy or make it again.") from None
    except NotImplementedError:
        raise RunStopped(f"{name}: the ZIP is packed in a way that Dolen does not read.", "Make it again.") from None
    except OSError as error:
        reason = error.strerror or error
        raise RunStopped(f"{name}: it cannot be read ({reason}).", "Copy it again, or look who may read it.") from None


def check_kind(source: Source, start: bytes) -> None:
    """Raises `RunStopped` where a file's first bytes show that it is empty, or not what its name says."""
    if not start.strip():
        raise RunStopped(f"{source.name}: the file is empty.", "Give a file with a line of columns and a row.")
    packed, old = start.startswith(_ZIP_START), start.startswith(_OLD_EXCEL_START)
    ending = PurePosixPath(source.own_name).suffix.removeprefix(".").upper()
    if source.kind == "xlsx":
        if not packed and not old:
            if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
                raise RunStopped(
                    f"{source.name}: it is named {ending} and is a web page or XML, as some systems export.",
                    "Open it in a spreadsheet program and save it as XLSX.",
                )
            raise RunStopped(
                f"{source.name}: it is named {ending} and is no workbook.", "If it is text, name it '.csv'."
            )
    elif packed or old or start.startswith(_GZIP_START):
        raise RunStopped(
            f"{source.name}: it is named {ending} and is a spreadsheet or a ZIP.",
            "Save the sheet as 'CSV UTF-8', or give the file its own ending ('.xlsx', '.zip', '.gz').",
        )
