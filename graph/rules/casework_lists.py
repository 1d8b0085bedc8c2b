"""Lists that are made from what people recorded: pure functions of what a View shows."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

EntryT = TypeVar("EntryT")


def register(
    rows: Sequence[str], entries: Iterable[EntryT], row_of: Callable[[EntryT], str]
) -> list[tuple[str, list[EntryT]]]:
    """The entries under their rows, each row standing there though it is empty, such as the ten of Appendix 1."""
    found: dict[str, list[EntryT]] = {row: [] for row in rows}
    for entry in entries:
        found[row_of(entry)].append(entry)
    return list(found.items())
