"""Many numbers as few texts: an entry that erases the words of a million others names them as `1-1000000`."""

from collections.abc import Iterable

Range = tuple[int, int]
"""The first number and the last."""


def ranges_of(numbers: Iterable[int]) -> tuple[Range, ...]:
    """The numbers, each once, as runs without a gap."""
    runs: list[Range] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(runs)


def range_texts(ranges: Iterable[Range]) -> tuple[str, ...]:
    """`7` for one number, `3-5` for several."""
    return tuple(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def range_of(text: str) -> Range:
    """The run that a text names."""
    first, _, last = text.partition("-")
    return int(first), int(last or first)
