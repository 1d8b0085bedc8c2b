"""Where tables come from: files, folders and members of ZIPs, each looked at before it is read, and within bounds."""

import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from graph.errors import RunStopped
from graph.ingest.limits import MAX_LINES, MAX_MEMBERS, MAX_UNPACKED, MAX_WORKBOOK, MIB, Watch
from graph.ingest.packed import open_zip, packed_too_tightly

KINDS = {".csv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl", ".ndjson": "jsonl", ".zip": "zip"}
"""A file's kind by the ending of its name."""


_ZIP_START = b"PK\x03\x04"
_OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Source:
    """Something that can be opened as bytes, again and again: a file, or a member of a ZIP."""

    name: str
    path: Path
    watch: Watch
    member: str = ""

    @property
    def own_name(self) -> str:
        return PurePosixPath(self.member or self.path.name).name

    @property
    def kind(self) -> str:
        return _kind(self.own_name)

    @contextmanager
    def open(self) -> Generator[IO[bytes]]:
        with _readable(self.name):
            if not self.member:
                with self.path.open("rb") as stream:
                    yield stream
                return
            with open_zip(self.path) as archive, archive.open(self.member) as stream:
                yield stream


def unread_members(paths: Sequence[Path]) -> list[str]:
    """The files in ZIPs that are no tables, and so are not read."""
    zips = [file for path in paths for file in _files(path) if _kind(file.name) == "zip"]
    return [f"{file.name}/{name}" for file in zips for name in _own_members(file) if _kind(name) in {"", "zip"}]


def digest_of(paths: Sequence[Path]) -> str:
    """A digest of the files' contents, by which an interrupted run is found again."""
    total = hashlib.blake2b(digest_size=16)
    for path in [file for given in paths for file in _files(given)]:
        with _readable(path.name), path.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "blake2b").digest())
    return total.hexdigest()


def _kind(name: str) -> str:
    return KINDS.get(PurePosixPath(name).suffix.lower(), "")


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.iterdir() if _kind(file.name) and file.is_file())
    if not path.exists():
        raise RunStopped(f"{path}: there is no such file.", "Check the name and the folder.")
    return [path]


def sources(path: Path, watch: Watch) -> Iterator[Source]:
    for file in _files(path):
        source = Source(file.name, file, watch)
        if not source.kind:
            known = "'.csv', '.xlsx', '.jsonl' or '.zip'"
            raise RunStopped(f"{file.name}: Dolen does not read this kind of file.", f"Its name must end in {known}.")
        if source.kind == "zip":
            yield from (Source(f"{file.name}/{member}", file, watch, member) for member in _members(file))
        else:
            yield source


def _members(file: Path) -> list[str]:
    """The tables in a ZIP, by name."""
    return [name for name in _own_members(file) if _kind(name) not in {"", "zip"}]


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


def check_lines(source: Source) -> None:
    """Raises `RunStopped` for too many lines: an early word on what would take hours to refuse row by row."""
    lines = 0
    with source.open() as stream:
        while chunk := stream.read(MIB):
            lines += chunk.count(b"\n")
            source.watch.check_given_up()
            if lines > MAX_LINES:
                raise RunStopped(
                    f"{source.name}: it has more than {MAX_LINES:,} lines, which is the most.",
                    "Give it in several parts; delete the blank lines at its end.",
                )


@contextmanager
def _readable(name: str) -> Generator[None]:
    """What the system says about a file that cannot be read, in plain words."""
    try:
        yield
    except (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError):
        raise RunStopped(f"{name}: it is not a whole ZIP file.", "Copy or make it again.") from None
    except NotImplementedError:
        raise RunStopped(f"{name}: the ZIP is packed in a way that Dolen does not read.", "Make it again.") from None
    except OSError as error:
        reason = error.strerror or error
        raise RunStopped(f"{name}: it cannot be read ({reason}).", "Copy it again, or look who may read it.") from None


def check_kind(source: Source, start: bytes) -> None:
    """Raises `RunStopped` where a file's first bytes show that it is empty, or not what its name says."""
    if not start.strip():
        raise RunStopped(f"{source.name}: the file is empty.", "Give a file with a line of columns and a row.")
    packed = start.startswith(_ZIP_START)
    if source.kind == "xlsx":
        if start.startswith(_OLD_EXCEL_START):
            raise RunStopped(f"{source.name}: it is locked, or in the format of before 2007.", "Save it again as XLSX.")
        if not packed:
            raise RunStopped(f"{source.name}: it is named XLSX and is no workbook.", "If it is text, name it '.csv'.")
    elif packed or start.startswith(_OLD_EXCEL_START):
        raise RunStopped(
            f"{source.name}: it is named {source.kind.upper()} and is a spreadsheet or a ZIP.",
            "Save the sheet as 'CSV UTF-8', or give the file its own ending ('.xlsx', '.zip').",
        )
    elif start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in start:
        raise RunStopped(f"{source.name}: its text is UTF-16 or no text, not UTF-8.", "Save it as 'CSV UTF-8'.")
