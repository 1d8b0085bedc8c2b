"""ZIP files opened within bounds: their list of members is read as a whole, so its length is looked at first."""

import io
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graph.errors import RunStopped
from graph.ingest.reading_limits import MAX_DIRECTORY, MAX_RATIO, MIB, SMALL

_READ = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Ways of packing that unpack piece by piece; a few bytes of the others fill the memory at once."""


@contextmanager
def open_zip(path: Path) -> Generator[zipfile.ZipFile]:
    """A ZIP file. Raises `RunStopped` where its list of members is too long, and what `zipfile` raises."""
    with path.open("rb") as stream, bounded_zip(path.name, stream) as archive:
        yield archive


@contextmanager
def bounded_zip(name: str, stream: IO[bytes]) -> Generator[zipfile.ZipFile]:
    """The same of an open stream that can seek; the stream stays open, at its start."""
    directory = _Directory(name, stream)
    with zipfile.ZipFile(directory) as archive:
        directory.read_any = True
        yield archive
    stream.seek(0)


def packed_too_tightly(member: zipfile.ZipInfo) -> str:
    """Why a member is not unpacked: it says the same thing over and over, or is packed another way; or nothing."""
    if member.compress_type not in _READ:
        return "it is packed in a way that Dolen does not read (ZIP files are packed by 'deflate')."
    if member.file_size <= SMALL or member.file_size <= MAX_RATIO * member.compress_size:
        return ""
    times = member.file_size // max(member.compress_size, 1)
    return (
        f"it unpacks to {member.file_size // MIB:,} MiB, {times:,} times what it holds packed; the most is "
        f"{MAX_RATIO} times."
    )


class _Directory(io.RawIOBase):
    """A stream that gives no more at once than a list of members may hold, until the list is read."""

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        super().__init__()
        self._name = name
        self._stream = stream
        self.read_any = False

    def read(self, size: int = -1, /) -> bytes:
        """Raises `RunStopped` for too long a list."""
        if size > MAX_DIRECTORY and not self.read_any:
            raise RunStopped(
                f"{self._name}: its list of files takes {size // MIB:,} MiB; the most is {MAX_DIRECTORY // MIB} MiB.",
                "Give it in several parts.",
            )
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Where it is."""
        return self._stream.tell()

    def seekable(self) -> bool:
        """It can."""
        return True
