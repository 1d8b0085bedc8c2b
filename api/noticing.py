"""Abduction notices from whatever face: what is recorded of a child and a person, asked through the door."""

from collections.abc import Iterator
from datetime import date

from api.sight import Sight
from graph.casework.notice_facts import facts_of, status_refs
from graph.model.schema import Kind
from graph.queries.answers import EntityCard, EntityRef
from graph.queries.cards import ADULT, CHILD, OfEntity
from graph.queries.casework import CASEWORK_QUESTION, LARGEST_REGISTER, CaseworkOf
from graph.queries.cited import ITEMS_CITED, MOST_REFS, Citations
from graph.queries.items import ItemShown
from graph.rules.grounds import NoticeCheck, NoticeFacts, check_grounds


def check_notice(sight: Sight, child: str, adult: EntityRef, address: str | None, day: date) -> NoticeCheck:
    """Whether grounds for a notice appear to be met on a day. Raises `NotFound` where somebody is hidden."""
    return check_grounds(gather_facts(sight, child, adult, address), day)


def gather_facts(sight: Sight, child: str, adult: EntityRef, address: str | None) -> NoticeFacts:
    """What this reader sees of the child, of the person and of the child's legal status. Raises `NotFound`."""
    card = sight.ask(CHILD, OfEntity(id=child))
    recorded = sight.ask(
        CASEWORK_QUESTION, CaseworkOf(kinds=("LegalStatus",), about=child, limit=LARGEST_REGISTER)
    ).recorded
    items = dict(_items(sight, status_refs(card)))
    return facts_of(card, person_card(sight, adult.id, adult.kind), recorded, items, address)


def person_card(sight: Sight, id: str, kind: Kind) -> EntityCard:
    """What is recorded of a person, child or not. Raises `NotFound`."""
    return sight.ask(CHILD if kind == "child" else ADULT, OfEntity(id=id))


def _items(sight: Sight, refs: tuple[str, ...]) -> Iterator[tuple[str, ItemShown]]:
    for start in range(0, len(refs), MOST_REFS):
        for cited in sight.ask(ITEMS_CITED, Citations(refs=refs[start : start + MOST_REFS])).items:
            yield cited.item.ref, cited.item
