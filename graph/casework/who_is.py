"""Who or what a page is about, in one row under its heading: enough to tell two of one name apart at a glance."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal

from graph.errors import ValueRefused
from graph.judgements.network import LegalStatusBody, NetworkMemberBody, PlacementBody
from graph.model.relations import LIVES_AT
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.entities.cards import EntityCard
from graph.values.birth_date import BirthDate

What = Literal["age", "born", "sex", "alias", "home", "placement", "legal", "worker", "vehicle", "premises", "last"]
MOST = 3
"""Values that are shown of one kind; what is recorded further down has all."""


@dataclass(frozen=True)
class IdentityLine:
    """One thing that says who somebody is: its values as they are recorded, and how many more there are."""

    what: What
    values: tuple[str, ...]
    more: int = 0


def who_is(card: EntityCard, day: date, casework: Iterable[CaseworkShown] = ()) -> tuple[IdentityLine, ...]:
    """The row for an entity on a day. `casework`: what people recorded of a child, of which what holds now is shown."""
    born = _born(card)
    now = [each.body for each in casework if each.stands and each.state != "withdrawn"]
    found: tuple[tuple[What, Iterable[str]], ...] = (
        ("age", (_age(each, day) for each in born)),
        ("born", (each.original for each in born)),
        ("sex", _stated(card, "sex")),
        ("alias", _stated(card, "alias")),
        ("home", (each.other.label for each in card.relations if each.type == LIVES_AT and not each.until)),
        ("placement", (each.living for each in now if isinstance(each, PlacementBody) and each.holds(day))),
        (
            "legal",
            (each.status.replace("-", " ") for each in now if isinstance(each, LegalStatusBody) and each.holds(day)),
        ),
        ("worker", (_worker(each) for each in now if isinstance(each, NetworkMemberBody) and each.holds(day))),
        (
            "vehicle",
            [" ".join(filter(None, (*_stated(card, "colour"), *_stated(card, "make"), *_stated(card, "model"))))],
        ),
        ("premises", _stated(card, "premises_kind")),
        ("last", filter(None, [card.last])),
    )
    lines: list[IdentityLine] = []
    for what, given in found:
        if values := tuple(dict.fromkeys(filter(None, given))):
            lines.append(IdentityLine(what, values[:MOST], max(0, len(values) - MOST)))
    return tuple(lines)


def _stated(card: EntityCard, what: str) -> list[str]:
    """The values of this kind, those that most items state first."""
    stated = [each for each in card.stated if each.what == what]
    return [each.value for each in sorted(stated, key=lambda each: (-len(each.items), each.value))]


def _born(card: EntityCard) -> list[BirthDate]:
    """The dates of birth stated, without any that only says less exactly what another says."""
    dates: list[BirthDate] = []
    for text in _stated(card, "date_of_birth"):
        with suppress(ValueRefused):
            dates.append(BirthDate.recorded(text))
    return [each for each in dates if not any(_is_within(other, each) for other in dates)]


def _is_within(narrow: BirthDate, wide: BirthDate) -> bool:
    held = wide.earliest <= narrow.earliest and narrow.latest <= wide.latest
    return held and (narrow.earliest, narrow.latest) != (wide.earliest, wide.latest)


def _age(born: BirthDate, day: date) -> str:
    """How old somebody born then is: `15`, or `14–15` where the day is not known."""
    lowest, highest = born.age_on(day)
    return str(lowest) if lowest == highest else f"{lowest}–{highest}"


def _worker(body: NetworkMemberBody) -> str:
    return f"{body.name} ({body.part or body.agency})"
