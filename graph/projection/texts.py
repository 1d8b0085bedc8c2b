"""A sorted list of texts, each once, as two arrays that can be mapped: a text's number is its place in the order."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.projection.vectors import Ints, Numbers


@dataclass(frozen=True, eq=False)
class Texts(Sequence[str]):
    """UTF-8 keeps the order of code points, so that numbers order as Python orders the texts."""

    offsets: Ints
    data: NDArray[np.uint8]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Texts":
        """These texts, sorted, each once."""
        return cls.of_bytes([text.encode() for text in sorted(set(texts))])

    @classmethod
    def of_bytes(cls, encoded: Sequence[bytes]) -> "Texts":
        """These texts, which are sorted and encoded."""
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(each) for each in encoded], out=offsets[1:])
        return cls(offsets, np.frombuffer(b"".join(encoded), dtype=np.uint8))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, number: int) -> str:  # type: ignore[override]  # since nobody slices it
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self.data[self.offsets[number] : self.offsets[number + 1]].tobytes().decode()

    def find(self, text: str) -> int | None:
        """The number of a text, None where it is not among them."""
        at = bisect_left(self, text)
        return at if at < len(self) and self[at] == text else None

    def kept(self, used: NDArray[np.bool_]) -> tuple["Texts", Numbers | None]:
        """Those in use, and for each old number the new one; None where all are."""
        if used.all():
            return self, None
        renumbered = (np.cumsum(used) - 1).astype(np.int32)
        lengths = np.diff(self.offsets)
        offsets = np.zeros(int(used.sum()) + 1, dtype=np.int64)
        np.cumsum(lengths[used], out=offsets[1:])
        return Texts(offsets, self.data[np.repeat(used, lengths)]), renumbered

    def with_more(self, texts: Iterable[str]) -> tuple["Texts", Numbers | None]:
        """These and others, and for each number of these the new one; None where nothing is added."""
        places = [(bisect_left(self, text), text.encode()) for text in sorted(set(texts))]
        new = [(at, text) for at, text in places if at == len(self) or self[at].encode() != text]
        if not new:
            return self, None
        renumbered = np.arange(len(self), dtype=np.int32)
        at = np.array([place for place, _ in new], dtype=np.int64)
        renumbered += np.searchsorted(at, renumbered, side="right").astype(np.int32)
        lengths = np.insert(np.diff(self.offsets), at, [len(text) for _, text in new])
        offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
        np.cumsum(lengths, out=offsets[1:])
        pieces: list[NDArray[np.uint8]] = []
        done = 0
        for place, text in new:
            upto = int(self.offsets[place])
            pieces += [self.data[done:upto], np.frombuffer(text, dtype=np.uint8)]
            done = upto
        return Texts(offsets, np.concatenate([*pieces, self.data[done:]])), renumbered
