"""The one way out: whatever leaves as a file is checked, marked, entered in the log, and only then made.

    Exit.hand_over     a file for a browser, whole before its first byte is sent
    Exit.put_at        a file on this machine, written beside its place and moved there whole, for its owner only
    Exit.shown         a picture within a page, which was looked at through the door: marked, and entered there

What can leave says of itself what kind of file it is, who may take it away, and, once it is handed a caption and the
number of its entry, its bytes. Nothing but this module asks for these.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

from graph.audit import AuditLog, Entry
from graph.errors import FileNotWritten, NotPermitted
from graph.model.view import Role
from graph.queries import Actor
from graph.values.when import LONDON
from viz.network import Caption

CHUNK = 64 * 1024
IN_MEMORY = 16 * 1024 * 1024
"""Bytes above which a file that is handed over is kept on the disk, without a name, until it is sent."""


class Leaves(Protocol):
    """Something that can leave as a file."""

    @property
    def ending(self) -> str:
        """What the file's name ends in, with its dot; blank where any name will do."""
        ...

    @property
    def media(self) -> str:
        """The media type of the file, for the browser."""
        ...

    @property
    def readers(self) -> frozenset[Role]:
        """The roles that may export it."""
        ...

    def in_bytes(self, caption: Caption, entry: int) -> Iterator[bytes]:
        """The file, marked with its caption; `entry` is the number of its entry in the log."""
        ...


@dataclass(frozen=True)
class Export:
    """One export: what leaves, who takes it away and why, through which View, and what the log calls it and its
    subjects."""

    what: str
    content: Leaves
    actor: Actor
    view: str
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outgoing:
    """A file that was checked, marked and entered. Nothing but `Exit` makes one."""

    name: str
    media: str
    file: IO[bytes]

    def chunks(self) -> Iterator[bytes]:
        """Its bytes; nothing of it stays on the disk once they were read."""
        with self.file:
            while chunk := self.file.read(CHUNK):
                yield chunk


@dataclass(frozen=True)
class Exit:
    """The way out of one installation. `folder` takes what is too large for memory; `now` gives the time."""

    log: AuditLog
    marking: str
    folder: Path
    data_note: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(LONDON)

    def hand_over(self, leaving: Export, name: str) -> Outgoing:
        """A file for a browser, under this name and the ending of its kind.

        Raises `NotPermitted` for a role that may not take it away (entered as refused), and `AuditUnavailable` where
        it cannot be entered; then there is no file.
        """
        file = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(self.folder))  # noqa: SIM115  # it is closed when it was sent
        for part in self._let_out(leaving):
            file.write(part)
        file.seek(0)
        return Outgoing(f"{name}{leaving.content.ending}", leaving.content.media, file)

    def put_at(self, leaving: Export, path: Path, *, replace: bool = True) -> None:
        """A file at a path, readable by its owner only: whole or not at all, an existing one stays until then.

        Raises as `hand_over`; `FileNotWritten` as `check_place`, and for a folder that cannot be written in.
        """
        check_place(path, (leaving.content.ending,) if leaving.content.ending else (), replace=replace)
        try:
            handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        except OSError as error:
            raise _unwritable(path, error) from error
        try:
            with os.fdopen(handle, "wb") as file:
                for part in self._let_out(leaving):
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except OSError as error:
            raise _unwritable(path, error) from error
        finally:
            Path(beside).unlink(missing_ok=True)

    def shown(self, content: Leaves, actor: Actor, view: str) -> bytes:
        """A picture within a page. Raises `NotPermitted`."""
        self._check(Export("picture", content, actor, view))
        return b"".join(content.in_bytes(self._caption(actor, view), 0))

    def _let_out(self, leaving: Export) -> Iterator[bytes]:
        """Check, mark, enter; and only then the first byte."""
        self._check(leaving)
        caption = self._caption(leaving.actor, leaving.view)
        number = self.log.enter(_entry(leaving))
        yield from leaving.content.in_bytes(caption, number)

    def _check(self, leaving: Export) -> None:
        role = leaving.actor.reader.role
        if role not in leaving.content.readers:
            self.log.enter(_entry(leaving, refused=True))
            raise NotPermitted(f"The role {role!r} does not take this away.", "Ask a manager for the role you need.")

    def _caption(self, actor: Actor, view: str) -> Caption:
        return Caption(self.marking, actor.who, self.now(), view, self.data_note)


def check_place(path: Path, endings: tuple[str, ...], *, replace: bool = True) -> None:
    """Raises `FileNotWritten` for another ending (where it matters), a folder that is missing, and, unless it is to be
    replaced, a file that is there; before anything is asked or entered."""
    if endings and path.suffix.lower() not in endings:
        raise FileNotWritten(
            f"{path.name!r} does not end in a kind of file that can be written here.",
            f"Use one of {', '.join(endings)}.",
        )
    if not path.parent.is_dir():
        raise FileNotWritten(f"The folder {str(path.parent)!r} does not exist.", "Make it, or choose another.")
    if not replace and path.exists():
        raise FileNotWritten(f"There is a file {str(path)!r} already.", "Give another name.")


def _entry(leaving: Export, *, refused: bool = False) -> Entry:
    actor = leaving.actor
    return Entry(
        who=actor.who,
        action="refuse" if refused else "export",
        question=leaving.what,
        subjects=leaving.subjects,
        view=leaving.view,
        reason=actor.reason,
        outcome="refused" if refused else "allowed",
        acting_for=None if actor.reader.name == actor.who else actor.reader.name,
        compartments=actor.compartments,
    )


def _unwritable(path: Path, error: OSError) -> FileNotWritten:
    reason = error.strerror or type(error).__name__
    return FileNotWritten(
        f"{str(path)!r} cannot be written: {reason.lower()}.", "Choose a folder in which you may write."
    )
