"""The file of a backup: lines of text, compressed in parts, each sealed in its place; optionally encrypted.

    DOLEN-BACKUP⏎
    {"format": 1, "encrypted": …, "salt": …, "check": …}⏎
    part, part, …, last part

A part is one byte (1 for the last), four bytes of length, and its body. The seal of a part covers the header, its
number and whether it is the last, so that a part that is changed, missing, added or moved is found, and so is a file
that was cut off. Without a passphrase the seal is a SHA-256, which finds damage and not malice. With one, the body is
encrypted and sealed by AES-256-GCM under a key that scrypt (RFC 7914; N=2^17, r=8, p=1) derives from the passphrase and
a salt made for this file; a second derived value, the check, recognises a wrong passphrase before anything is read.
"""

import hashlib
import hmac
import json
import secrets
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, cast

from graph.errors import BackupUnusable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"DOLEN-BACKUP\n"
FORMAT = 1
PART_BYTES = 1024 * 1024
"""Bytes of lines that are compressed into one part."""
_LONGEST_PART = 2 * PART_BYTES + 1024
_LONGEST_HEADER = 1024
_FRAME = struct.Struct(">BI")
_PLACE = struct.Struct(">BQ")
_MORE, _LAST = 0, 1
_NUMBER_BYTES, _NONCE_BYTES, _SALT_BYTES = 8, 12, 16
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**17, 8, 1
_MADE_BY_DOLEN = "Make another backup, or use another file."

AskPassphrase = Callable[[], str]
"""Asks for the passphrase of an encrypted backup; called once, and only where one is needed."""


@dataclass(frozen=True)
class Header:
    """What stands before the parts. `salt` and `check` are hexadecimal, and blank without a passphrase."""

    format: int
    encrypted: bool
    salt: str = ""
    check: str = ""

    def as_bytes(self) -> bytes:
        """As it stands in the file."""
        return MAGIC + json.dumps(asdict(self), sort_keys=True).encode("ascii") + b"\n"


class _Seal(Protocol):
    """How the body of a part is sealed, and opened again (None where it is not as it was sealed)."""

    def closed(self, body: bytes, place: bytes) -> bytes: ...

    def opened(self, body: bytes, place: bytes) -> bytes | None: ...


@dataclass(frozen=True)
class _Digest:
    """A SHA-256 before the body."""

    def closed(self, body: bytes, place: bytes) -> bytes:
        return hashlib.sha256(place + body).digest() + body

    def opened(self, body: bytes, place: bytes) -> bytes | None:
        digest, rest = body[:32], body[32:]
        return rest if hmac.compare_digest(digest, hashlib.sha256(place + rest).digest()) else None


@dataclass(frozen=True)
class _Cipher:
    """AES-256-GCM; the key is new for each file, so the number of a part, with which its place ends, is its nonce."""

    aead: "AESGCM"

    def closed(self, body: bytes, place: bytes) -> bytes:
        return self.aead.encrypt(_nonce(place), body, place)

    def opened(self, body: bytes, place: bytes) -> bytes | None:
        from cryptography.exceptions import InvalidTag

        try:
            return self.aead.decrypt(_nonce(place), body, place)
        except InvalidTag:
            return None


def pack(lines: Iterable[bytes], passphrase: str | None = None) -> Iterator[bytes]:
    """The bytes of a backup of these lines (none has a line end in it), a part at a time."""
    header, seal = _new_header(passphrase)
    top = header.as_bytes()
    yield top
    covered, number = hashlib.sha256(top).digest(), 0
    waiting = bytearray()

    def part(body: bytes, last: int) -> bytes:
        place = covered + _PLACE.pack(last, number)
        closed = seal.closed(zlib.compress(body, 6), place)
        return _FRAME.pack(last, len(closed)) + closed

    for line in lines:
        waiting += line
        waiting += b"\n"
        while len(waiting) > PART_BYTES:
            yield part(bytes(waiting[:PART_BYTES]), _MORE)
            del waiting[:PART_BYTES]
            number += 1
    yield part(bytes(waiting), _LAST)


class Archive:
    """A backup that is there, to be read from its beginning as often as need be.

    Raises `BackupUnusable` for a file that is no backup, or of a later form, or another passphrase's.
    """

    def __init__(self, path: Path, ask: AskPassphrase | None = None) -> None:
        self.path = path
        with self._file() as file:
            self.header = _read_header(file, path)
        self._seal = _seal_of(self.header, path, ask)

    def lines(self) -> Iterator[bytes]:
        """Every line, without its end. Raises `BackupUnusable` where the file is damaged or ends too soon."""
        rest = bytearray()
        for body in self._bodies():
            rest += body
            *whole, last = rest.split(b"\n")
            yield from (bytes(each) for each in whole)
            rest = bytearray(last)
        if rest:
            raise self._damaged("its last line has no end")

    def _bodies(self) -> Iterator[bytes]:
        covered, number = hashlib.sha256(self.header.as_bytes()).digest(), 0
        with self._file() as file:
            file.seek(len(self.header.as_bytes()))
            while True:
                last, body = self._part(file, number)
                opened = self._seal.opened(body, covered + _PLACE.pack(last, number))
                if opened is None:
                    raise self._damaged(f"part {number + 1:,} is not as it was written")
                yield self._unpacked(opened, number)
                if last == _LAST:
                    break
                number += 1
            if file.read(1):
                raise self._damaged("something follows its last part")

    def _part(self, file: IO[bytes], number: int) -> tuple[int, bytes]:
        frame = file.read(_FRAME.size)
        if len(frame) == _FRAME.size:
            last, length = _FRAME.unpack(frame)
            if last not in (_MORE, _LAST) or length > _LONGEST_PART:
                raise self._damaged(f"part {number + 1:,} is not as it was written")
            body = file.read(length)
            if len(body) == length:
                return last, body
        raise BackupUnusable(
            f"The backup {str(self.path)!r} ends in the middle: it was cut off, or not written to its end.",
            _MADE_BY_DOLEN,
        )

    def _unpacked(self, body: bytes, number: int) -> bytes:
        unpacking = zlib.decompressobj()
        try:
            unpacked = unpacking.decompress(body, PART_BYTES + 1)
        except zlib.error:
            unpacked = None
        if unpacked is None or len(unpacked) > PART_BYTES or not unpacking.eof or unpacking.unused_data:
            raise self._damaged(f"part {number + 1:,} does not unpack")
        return unpacked

    def _file(self) -> IO[bytes]:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise BackupUnusable(
                f"The backup {str(self.path)!r} cannot be read: {(error.strerror or str(error)).lower()}."
            ) from error

    def _damaged(self, how: str) -> BackupUnusable:
        return BackupUnusable(f"The backup {str(self.path)!r} is damaged: {how}.", _MADE_BY_DOLEN)


def _nonce(place: bytes) -> bytes:
    return place[-_NUMBER_BYTES:].rjust(_NONCE_BYTES, b"\0")


def _new_header(passphrase: str | None) -> tuple[Header, _Seal]:
    if passphrase is None:
        return Header(FORMAT, encrypted=False), _Digest()
    salt = secrets.token_bytes(_SALT_BYTES)
    key, check = _derive(passphrase, salt)
    return Header(FORMAT, encrypted=True, salt=salt.hex(), check=check), _cipher(key)


def _read_header(file: IO[bytes], path: Path) -> Header:
    if file.read(len(MAGIC)) != MAGIC:
        raise BackupUnusable(
            f"{str(path)!r} is not a backup that Dolen wrote.", "Give a file that `dolen backup` made."
        )
    line = file.readline(_LONGEST_HEADER)
    try:
        given = cast("dict[str, object]", json.loads(line))
        form = given["format"]
    except (ValueError, TypeError, KeyError):
        form, given = None, dict[str, object]()
    if isinstance(form, int) and form > FORMAT:
        raise BackupUnusable(
            f"A later version of Dolen wrote the backup {str(path)!r}: its form is {form}, this one knows {FORMAT}.",
            "Restore it with that version, or a newer one.",
        )
    header = Header(FORMAT, given.get("encrypted") is True, str(given.get("salt", "")), str(given.get("check", "")))
    if form != FORMAT or header.as_bytes() != MAGIC + line:
        raise BackupUnusable(f"The backup {str(path)!r} is damaged: its header is not as written.", _MADE_BY_DOLEN)
    return header


def _seal_of(header: Header, path: Path, ask: AskPassphrase | None) -> _Seal:
    if not header.encrypted:
        return _Digest()
    if ask is None:
        raise BackupUnusable(
            f"The backup {str(path)!r} is encrypted.", "Give the file of its passphrase with --passphrase-file."
        )
    try:
        salt = bytes.fromhex(header.salt)
    except ValueError:
        raise BackupUnusable(
            f"The backup {str(path)!r} is damaged: its header is not as written.", _MADE_BY_DOLEN
        ) from None
    key, check = _derive(ask(), salt)
    if not hmac.compare_digest(check, header.check):
        raise BackupUnusable(
            f"The passphrase is not the one with which the backup {str(path)!r} was made.", "Nothing was changed."
        )
    return _cipher(key)


def _derive(passphrase: str, salt: bytes) -> tuple[bytes, str]:
    """The key of a file, and the check (hexadecimal) that recognises its passphrase."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    derived = Scrypt(salt=salt, length=64, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P).derive(passphrase.encode("utf-8"))
    return derived[:32], derived[32:].hex()


def _cipher(key: bytes) -> _Cipher:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return _Cipher(AESGCM(key))
