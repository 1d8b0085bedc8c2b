"""Who of a page's list bears the name of another of it and may be the same person."""

from collections import defaultdict
from collections.abc import Iterable

from api.web.request_context import ANY_CASE, RequestContext
from graph.identity.same_name import SAME_NAME, Among
from graph.reading.parts import EntityRef
from graph.reading.question import MOST_AMONG


def alike_among(who: RequestContext, ids: Iterable[str], case: str = ANY_CASE) -> dict[str, list[EntityRef]]:
    """By id: the others of the list who bear the same name. Nothing is asked about fewer than two."""
    listed = tuple(dict.fromkeys(ids))[:MOST_AMONG]
    found: dict[str, list[EntityRef]] = defaultdict(list)
    if len(listed) > 1:
        for pair in who.ask(SAME_NAME, Among(ids=listed), case=case).pairs:
            found[pair.one.id].append(pair.two)
            found[pair.two.id].append(pair.one)
    return dict(found)
