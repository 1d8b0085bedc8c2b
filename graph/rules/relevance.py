"""Which of those named beside somebody a reader should look at first. It orders a picture; it is no measure of guilt.

    belief      how well the items that name both tie them together (`strength.half`), × COMMON for a common place;
                or, where it is more, the belief in those of the items that allege a concern
    children    × 1/3 where no other child is named there in an item of concern, rising to 1 for four or more

What any item of concern ties to the subject stands before everything else, so a school with a hundred harmless items
comes after a hotel with one report. The weights are judgements of this project.
"""

from collections.abc import Iterable

from graph.rules.strength import COMMON, PLACES

MOST_CHILDREN = 4
"""From so many other children on, more add nothing."""

WITHOUT = 0.2
"""What is left, for its size, of a link without any item of concern."""

ENOUGH = 2.0
"""The strengths of links that together make an entity as large as any."""


def relevance(belief: float, of_concern: float, *, common: bool, children: int) -> float:
    """How relevant somebody or something named beside a subject is, from 0 to 1, rounded.

    `belief` in the items that name both and `of_concern` in those of them that allege a concern, each from 0 to 1;
    `children` counts the other children named there in items of concern.
    """
    tie = max(belief * (COMMON if common else 1.0), of_concern)
    return round(tie * (2 + min(children, MOST_CHILDREN)) / (2 + MOST_CHILDREN), PLACES)


def prominence(links_with_children: Iterable[tuple[float, bool]]) -> float:
    """How large an entity of a picture is drawn beside the children in it, from 0 (as it is) to 1 (largest), rounded.

    For each child that it is linked with: the strength of the link, and whether an item of the link alleges a concern.
    """
    weights = sorted(strength * (1.0 if concern else WITHOUT) for strength, concern in links_with_children)
    return round(min(sum(weights) / ENOUGH, 1.0), PLACES)
