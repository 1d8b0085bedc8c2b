"""A SERAF category in words, with the highest that it may be."""

from graph.rules.seraf import CATEGORY_NAMES
from graph.wording import joined, wording


def seraf_words(category: int | None, ceiling: int | None) -> str:
    """A category beside a name: `SERAF 3`, `SERAF 2 (may be 4)`, `SERAF not assessed`, which is not Category 1."""
    if category is None:
        return wording("SERAF not assessed")
    if ceiling is not None and ceiling > category:
        return wording("SERAF %(category)s (may be %(ceiling)s)", category=category, ceiling=ceiling)
    return wording("SERAF %(category)s", category=category)


def category_words(
    category: int | None, assessed: str = "", *, ceiling: int | None = None, provisional: bool = False
) -> str:
    """A category as people read it: `1: no risk indicator recorded, 5 October`, `2: mild risk (may be 3), 5 October`.

    `assessed` is the day as it is to be shown. None is `not assessed`, which is not Category 1.
    """
    if category is None:
        return wording("not assessed")
    shown: str = wording("%(category)s: %(name)s", category=category, name=CATEGORY_NAMES[category])
    if ceiling is not None and ceiling > category:
        shown = wording("%(category)s (may be %(ceiling)s)", category=shown, ceiling=ceiling)
    if provisional:
        shown = wording("%(category)s (provisional: not everything was assessed)", category=shown)
    return joined(", ", (shown, assessed)) if assessed else shown
