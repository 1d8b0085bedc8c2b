"""Deputies on a day: pure functions of what people recorded, in a View."""

import re
from collections.abc import Iterable
from datetime import date

from graph.judgements.body import Body
from graph.judgements.deputy import DeputyBody
from graph.values.when import written_date
from graph.wording import joined, wording

_BETWEEN_NAMES = re.compile(r"[;,]")


def deputies_on(bodies: Iterable[Body], day: date) -> list[DeputyBody]:
    """Those of what stands that hold on this day, by name."""
    found = [each for each in bodies if isinstance(each, DeputyBody) and each.holds(day)]
    return sorted(found, key=lambda each: (each.name.casefold(), each.deputy.casefold(), each.until))


def with_deputies(who: str, deputies: Iterable[DeputyBody]) -> str:
    """People as they are recorded ("D. Pugh, Police; S. Hughes"), with those who stand in for them."""
    names = {part.strip().casefold() for part in (who, *_BETWEEN_NAMES.split(who))}
    mine = [each for each in deputies if each.name.casefold() in names]
    deputies_words = (
        wording("deputy until %(day)s: %(name)s", day=written_date(each.until), name=each.deputy) for each in mine
    )
    return joined("; ", [who, *deputies_words]) if mine else who
