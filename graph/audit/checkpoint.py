"""What of the log is kept outside the database, in the data folder: the key, the head, and the lock.

    audit.key     the chain's key, 32 random bytes in hexadecimal; made once, never replaced, never in the database;
                  it may lie apart from the data folder
    audit.head    how many lines there are and the code of the last one, sealed with the key
    audit.lock    held by the process that adds a line, so that line and head are written as one

Count and head can be sent elsewhere after each line (`HeadCopy`): where a database and a folder were both put back to
an earlier moment, the copy still names the lines that are gone.

All three can be read by the folder's owner only. The head is replaced whole (written aside, flushed, renamed), so a
crash leaves either the old one or the new one.
"""

import hmac
import json
import logging
import os
import secrets
import socket
import syslog
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from logging.handlers import SYSLOG_UDP_PORT
from pathlib import Path
from urllib.parse import urlsplit

from graph.audit.chain import START, fingerprint, seal_head
from graph.errors import AuditUnavailable
from graph.store.files import locked

KEY_FILE = "audit.key"
HEAD_FILE = "audit.head"
LOCK_FILE = "audit.lock"
SYSLOG = "syslog"
SYSLOG_AT = "syslog://"
_SENT = f"<{syslog.LOG_AUTH | syslog.LOG_INFO}>dolen: "
"""What a message to a syslog server begins with: facility and priority (RFC 3164 §4.1.1), and the program's name."""
_PRIVATE = 0o600
_LOCK_SECONDS = 30.0
_LOCK_PAUSE = 0.005
_log = logging.getLogger("dolen")


@dataclass(frozen=True)
class Head:
    """How many lines were written, and the code of the last of them."""

    count: int
    mac: str


EMPTY = Head(0, START)


@dataclass(frozen=True)
class HeadRead:
    """The head file as found: the head, or None and in `trouble` why it cannot be relied on."""

    head: Head | None
    trouble: str = ""
    wrong_key: bool = False


def start_keeping(folder: Path, key_file: Path) -> None:
    """Make the key and the head of an empty log, unless there is a key: that is never touched.

    The key is written last, so that a start cut short is simply made again: a head missing beside a key was lost.
    """
    if key_file.exists():
        return
    text = secrets.token_hex(32)
    keep_head(folder, bytes.fromhex(text), EMPTY)
    _replace(key_file.parent, key_file.name, text)


def read_key(path: Path) -> bytes:
    """The chain's key. Raises `AuditUnavailable` where it is missing, damaged, or open to other users."""
    try:
        open_to_others = path.stat().st_mode & 0o077 != 0
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        raise AuditUnavailable(
            f"The key of the audit log, {path}, is missing.",
            "Run `dolen init` on a new data folder; on one in use, restore the file from your backup.",
        ) from None
    except (OSError, ValueError) as error:
        raise AuditUnavailable(
            f"The key of the audit log, {path}, cannot be read: {error}.", "Restore the file from your backup."
        ) from None
    if len(key) != 32:
        raise AuditUnavailable(
            f"The key of the audit log, {path}, is not a whole key.", "Restore the file from your backup."
        )
    if open_to_others:
        raise AuditUnavailable(
            f"The key of the audit log, {path}, can be read by other users of this machine.", f"Run: chmod 600 {path}"
        )
    return key


def read_head(folder: Path, key: bytes) -> HeadRead:
    """The count and head as last kept outside the database."""
    path = folder / HEAD_FILE
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        head, seal, named = Head(int(kept["count"]), str(kept["head"])), str(kept["seal"]), str(kept["key"])
    except FileNotFoundError:
        return HeadRead(None, f"{path} is missing")
    except (OSError, ValueError, KeyError, TypeError):
        return HeadRead(None, f"{path} is not as Dolen writes it")
    if named != fingerprint(key):
        return HeadRead(None, f"{path} was sealed with another key than {KEY_FILE}", wrong_key=True)
    if not hmac.compare_digest(seal, seal_head(key, head.count, head.mac)):
        return HeadRead(None, f"{path} was changed by something other than Dolen")
    return HeadRead(head)


def keep_head(folder: Path, key: bytes, head: Head) -> None:
    """Replace the head file, whole and flushed to disk. Call it under `only_writer`."""
    kept = {
        "count": head.count,
        "head": head.mac,
        "key": fingerprint(key),
        "seal": seal_head(key, head.count, head.mac),
    }
    _replace(folder, HEAD_FILE, json.dumps(kept, sort_keys=True) + "\n")


@dataclass(frozen=True)
class HeadCopy:
    """Where count and head are sent after each line; blank: nowhere.

    A file, which a line is added to; `syslog`, this machine's own; `syslog://HOST:PORT`, a server's by UDP (port 514).

    What cannot be sent is said in the program's own log, and stops nobody's work: `verify` finds the copy behind.
    """

    place: str = ""

    def send(self, key: bytes, head: Head) -> None:
        """Send the head. Call it under `only_writer`, so that heads are sent in their order."""
        if not self.place:
            return
        said = json.dumps({"count": head.count, "head": head.mac, "seal": seal_head(key, head.count, head.mac)})
        try:
            if self.place == SYSLOG:
                syslog.openlog("dolen", 0, syslog.LOG_AUTH)
                syslog.syslog(syslog.LOG_INFO, f"audit head {said}")
            elif self.place.startswith(SYSLOG_AT):
                send_to_server(self.place, f"audit head {said}")
            else:
                descriptor = os.open(self.place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _PRIVATE)
                with os.fdopen(descriptor, "w", encoding="ascii") as file:
                    file.write(said + "\n")
        except (OSError, ValueError) as error:  # the latter where the address is none
            _log.warning("the head of the audit log could not be sent to %s: %s", self.place, error)

    def latest(self, key: bytes) -> HeadRead | None:
        """The last head in the file, as found; None where none is sent to a file."""
        if self.place in ("", SYSLOG) or self.place.startswith(SYSLOG_AT):
            return None
        try:
            with Path(self.place).open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - 1000))
                kept = json.loads(file.read().decode("ascii").splitlines()[-1])
            head, seal = Head(int(kept["count"]), str(kept["head"])), str(kept["seal"])
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return HeadRead(None, f"the copy of the head at {self.place} cannot be read")
        if not hmac.compare_digest(seal, seal_head(key, head.count, head.mac)):
            return HeadRead(None, f"the copy of the head at {self.place} was changed by something other than Dolen")
        return HeadRead(head)


def send_to_server(address: str, message: str) -> None:
    """Send one message to the syslog server of a `syslog://HOST:PORT`, by UDP. Raises `OSError`, `ValueError`."""
    parts = urlsplit(address)
    if not parts.hostname:
        raise ValueError("no server is named")
    port = SYSLOG_UDP_PORT if parts.port is None else parts.port
    family, kind, protocol, _, to = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as sending:
        sending.sendto(f"{_SENT}{message}".encode(), to)


@contextmanager
def only_writer(folder: Path) -> Generator[None]:
    """Hold the lock among all threads and processes of this machine; the kernel frees it when a holder is killed.

    Raises `AuditUnavailable` when another writer holds it for half a minute.
    """
    busy = AuditUnavailable(
        "Another process has held the audit log for half a minute.", "Try again, or see `dolen doctor`."
    )
    with locked(folder / LOCK_FILE, seconds=_LOCK_SECONDS, busy=busy, pause=_LOCK_PAUSE):
        yield


def _replace(folder: Path, name: str, text: str) -> None:
    """Write the file aside, readable by its owner only, flush it, and put it in place at one stroke."""
    aside = folder / f"{name}.new"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / name)
    holding = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(holding)
    finally:
        os.close(holding)
