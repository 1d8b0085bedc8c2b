"""What is recorded of a child and of the person to be served, as answers through one View give it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from graph.judgements.network import LegalStatusBody
from graph.model.kinds import PEOPLE
from graph.model.relations import LIVES_AT, RELATED_TO
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.entities.cards import EntityCard
from graph.reading.parts import ItemShown
from graph.rules.grounds import NoticeFacts, StatusStated, birth_date, relation_of
from graph.rules.notices import StatusRecorded
from graph.rules.roles import FAMILY
from graph.values.birth_date import BirthDate
from graph.values.when import Period, day_of

_SUSPECTED_FALSE = "E"


def status_refs(child: EntityCard) -> tuple[str, ...]:
    """The items that state a legal status of the child, as they are cited."""
    return tuple(sorted({ref for each in child.stated if each.what == "legal_status" for ref in each.items}))


def facts_of(
    child: EntityCard,
    adult: EntityCard,
    recorded: Iterable[CaseworkShown],
    items: Mapping[str, ItemShown],
    address: str | None = None,
) -> NoticeFacts:
    """The facts. `recorded` are judgements of the child's legal status, `items` those of `status_refs`, by citation."""
    between = [each for each in child.relations if each.other.id == adult.entity.id]
    return NoticeFacts(
        child_born=_born(child),
        statuses=tuple(
            status_of(each.body) for each in recorded if each.stands and isinstance(each.body, LegalStatusBody)
        ),
        stated=tuple(
            StatusStated(
                each.value,
                _when(item),
                ref,
                _day(child, "legal_from", ref),
                _day(child, "legal_until", ref),
                _said_in(child, "legal_authority", ref),
            )
            for each in child.stated
            if each.what == "legal_status"
            for ref in each.items
            if (item := items.get(ref)) is not None and not item.grade.endswith(_SUSPECTED_FALSE)
        ),
        relation=relation_of(each.relation for each in between if each.type == RELATED_TO),
        family=any(each.type == RELATED_TO for each in between) or bool(FAMILY & set(_values(adult, "role"))),
        adult_born=_born(adult),
        adult=adult.entity.kind == "adult",
        named=any(_values(adult, what) for what in ("name", "surname")),
        lives_there=tuple(
            sorted({each.item for each in child.relations if each.type == LIVES_AT and each.other.id == address})
        ),
    )


def status_of(body: LegalStatusBody) -> StatusRecorded:
    """A recorded legal status as the rules read it; the day on which it ended is not one on which it holds."""
    return StatusRecorded(
        body.status,
        None if body.since is None else Period.parse(body.since.isoformat()),
        None if body.until is None else body.until - timedelta(days=1),
        body.extended_days,
    )


def _when(item: ItemShown) -> Period:
    if item.happened_from is None or item.happened_to is None:
        return Period.parse(day_of(item.recorded_at))
    return Period(item.happened_from, item.happened_to, item.when or "", "range")


def _day(card: EntityCard, what: str, ref: str) -> Period | None:
    text = _said_in(card, what, ref)
    return Period.parse(text) if text else None


def _said_in(card: EntityCard, what: str, ref: str) -> str:
    """What an item states in a column; blank where it states nothing, or, in several mentions, several things."""
    values = [each.value for each in card.stated if each.what == what and ref in each.items]
    return values[0] if len(values) == 1 else ""


def _born(card: EntityCard) -> BirthDate | None:
    return birth_date(_values(card, "date_of_birth")) if card.entity.kind in PEOPLE else None


def _values(card: EntityCard, what: str) -> list[str]:
    return [each.value for each in card.stated if each.what == what]
