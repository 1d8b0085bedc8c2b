"""The file of a backup: it gives back its lines, and whatever is wrong with it is said in a sentence before use."""

import hashlib
import os
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from graph.backup import archive as form
from graph.backup.archive import FORMAT, PART_BYTES, Archive, pack
from graph.errors import BackupUnusable

WORDS = "three random words"
LINES = [b'["one",1]', "Siân ⏎".encode(), b"", os.urandom(3).hex().encode() * PART_BYTES]
"""The last goes over several parts."""


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes guessing slow would make these tests slow; `dolen backup` is tested with it (tests/acceptance)."""
    monkeypatch.setattr("graph.backup.archive._SCRYPT_N", 16)


@pytest.fixture(params=[None, WORDS], ids=["plain", "encrypted"])
def passphrase(request: pytest.FixtureRequest) -> str | None:
    """Without and with one."""
    return request.param


def written(path: Path, lines: Iterable[bytes], passphrase: str | None = None) -> Path:
    path.write_bytes(b"".join(pack(lines, passphrase)))
    return path


def opened(path: Path, passphrase: str | None = None) -> Archive:
    return Archive(path, None if passphrase is None else lambda: passphrase)


def test_lines_come_back_as_often_as_they_are_read(tmp_path: Path, passphrase: str | None) -> None:
    archive = opened(written(tmp_path / "b", LINES, passphrase), passphrase)

    assert list(archive.lines()) == LINES
    assert list(archive.lines()) == LINES


def test_nothing_is_a_backup_of_nothing(tmp_path: Path, passphrase: str | None) -> None:
    assert list(opened(written(tmp_path / "b", [], passphrase), passphrase).lines()) == []


def test_an_encrypted_backup_shows_nothing_of_its_lines(tmp_path: Path) -> None:
    line = b"Gwen Hub lives at 4 School Road" * 40

    assert line[:40] not in written(tmp_path / "b", [line], WORDS).read_bytes()


def test_two_backups_of_the_same_lines_are_encrypted_under_different_keys(tmp_path: Path) -> None:
    one, other = (written(tmp_path / name, [b"x"], WORDS).read_bytes() for name in "ab")

    assert one[-16:] != other[-16:]


def refusal(path: Path, passphrase: str | None = None) -> str:
    """Why the file is refused; it must be."""
    with pytest.raises(BackupUnusable) as caught:
        list(opened(path, passphrase).lines())
    return caught.value.message


def test_every_place_at_which_a_file_is_cut_off_is_noticed(tmp_path: Path, passphrase: str | None) -> None:
    whole = written(tmp_path / "whole", LINES, passphrase).read_bytes()
    cut = tmp_path / "cut"
    for length in (len(whole) - 1, len(whole) // 2, whole.index(b"}") + 3, whole.index(b"}") + 2):
        cut.write_bytes(whole[:length])
        assert "ends in the middle" in refusal(cut, passphrase), length


def test_a_changed_byte_is_noticed_wherever_it_is(tmp_path: Path, passphrase: str | None) -> None:
    whole = written(tmp_path / "whole", LINES, passphrase).read_bytes()
    changed = tmp_path / "changed"
    start = whole.index(b"}") + 2
    for at in (start, start + 1, start + 5, start + 40, len(whole) // 2, len(whole) - 1):
        changed.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert "damaged" in refusal(changed, passphrase) or "ends in the middle" in refusal(changed, passphrase), at


def parts_of(whole: bytes) -> tuple[bytes, list[bytes]]:
    """The header and the parts of a file."""
    at = whole.index(b"}") + 2
    header, parts = whole[:at], list[bytes]()
    while at < len(whole):
        length = 5 + int.from_bytes(whole[at + 1 : at + 5], "big")
        parts.append(whole[at : at + length])
        at += length
    return header, parts


@pytest.mark.parametrize(
    "rearranged",
    [
        lambda parts: [parts[1], parts[0], *parts[2:]],
        lambda parts: [parts[0], *parts[2:]],
        lambda parts: [parts[0], parts[0], *parts[1:]],
        lambda parts: [*parts, parts[-1]],
    ],
    ids=["moved", "left out", "doubled", "added"],
)
def test_parts_that_were_rearranged_are_noticed(
    tmp_path: Path, passphrase: str | None, rearranged: Callable[[list[bytes]], list[bytes]]
) -> None:
    header, parts = parts_of(written(tmp_path / "whole", LINES, passphrase).read_bytes())
    assert len(parts) > 3
    other = tmp_path / "other"
    other.write_bytes(header + b"".join(rearranged(parts)))

    assert "damaged" in refusal(other, passphrase)


def test_a_part_that_would_unpack_to_far_more_is_refused(tmp_path: Path) -> None:
    header, seal = form._new_header(None)  # as a file made to harm would be
    place = hashlib.sha256(header.as_bytes()).digest() + form._PLACE.pack(1, 0)
    body = seal.closed(zlib.compress(b"\n" * (50 * PART_BYTES)), place)
    path = tmp_path / "bomb"
    path.write_bytes(header.as_bytes() + form._FRAME.pack(1, len(body)) + body)

    assert "does not unpack" in refusal(path)


def test_another_file_is_called_so(tmp_path: Path) -> None:
    for content in (b"", b"report_ref,item_no\n", b"DOLEN"):
        (tmp_path / "b").write_bytes(content)
        assert "is not a backup that Dolen wrote" in refusal(tmp_path / "b")
    assert "cannot be read: no such file" in refusal(tmp_path / "none")


def test_a_backup_of_a_later_form_is_called_so(tmp_path: Path) -> None:
    whole = written(tmp_path / "b", LINES).read_bytes()
    (tmp_path / "b").write_bytes(whole.replace(b'"format": 1', b'"format": %d' % (FORMAT + 1), 1))

    assert "later version of Dolen" in refusal(tmp_path / "b")


def test_a_damaged_header_is_called_so(tmp_path: Path) -> None:
    whole = written(tmp_path / "b", LINES).read_bytes()
    (tmp_path / "b").write_bytes(whole.replace(b'"format": 1', b'"format": x', 1))

    assert "header" in refusal(tmp_path / "b")


def test_a_passphrase_is_asked_for_only_where_one_is_needed(tmp_path: Path) -> None:
    def ask() -> str:
        raise AssertionError

    plain = Archive(written(tmp_path / "plain", [b"x"]), ask)

    assert list(plain.lines()) == [b"x"]
    assert "is encrypted" in refusal(written(tmp_path / "encrypted", [b"x"], WORDS))


def test_a_wrong_passphrase_is_called_so(tmp_path: Path) -> None:
    path = written(tmp_path / "b", [b"x"], WORDS)

    assert "passphrase is not the one" in refusal(path, "three other words")
