"""The page of one child, adult, premises, vehicle, phone or account; of one report; and items by reference."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Annotated
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from api.pages.casework.judgements import network_shown, of_network
from api.pages.limits import IN_PART
from api.pages.templating import page
from api.services.alerts import alerts_of
from api.services.cited_items import items_cited
from api.services.pictures import linked_picture, shown
from api.services.same_names import alike_among, perhaps
from api.web.request_context import ANY_CASE, Limit, Reading, RequestContext
from graph.casework.options import option_of
from graph.casework.who_is import who_is
from graph.model.kinds import ENTITY_KINDS, PEOPLE
from graph.queries.casework.rests_on import RESTS_ON, RestsOn
from graph.queries.entities.cards import CARDS, CHILD, EntityCard
from graph.queries.entities.items import ITEMS_CITED, MOST_REFS, Citations, ItemCited
from graph.queries.entities.mentions_in_text import marked, named_in
from graph.queries.entities.neighbours import NEIGHBOURS, NearEntity
from graph.queries.entities.report import REPORT
from graph.queries.entities.timeline import MISSING_EVENTS, TIMELINE, Timeline, TimelineOf, missing_of
from graph.queries.linking.case import CASE, Case
from graph.queries.linking.linked_children import LINKED_CHILDREN, OfChild
from graph.reading.question import LARGEST_LIMIT, Ask, OfEntity, Question
from graph.rules.cases import may_decide

router = APIRouter()


IN_PICTURE = 6
"""Linked children that the small picture of a child's page shows."""


@router.get("/child/{id:path}/network.svg")
def child_picture(who: Reading, id: str) -> Response:
    """The children most strongly linked with this one, and the strongest of what links them, as a small picture."""
    linked = who.ask(LINKED_CHILDREN, OfChild(child=id, limit=IN_PICTURE), case=id)
    title = f"Network of {linked.child.name}"
    read_session = who.read_session(id)
    return Response(
        shown(read_session, linked_picture(read_session, [linked], title, most=3)), media_type="image/svg+xml"
    )


@router.get("/child/{id:path}")
def child(who: Reading, id: str, limit: Limit = IN_PART, paper: bool = False) -> HTMLResponse:
    """A child: category, linked children and why, what is shared, missing episodes, timeline, what is recorded.

    `paper`: as it is printed, with nothing cut and the words of the items cited in an annex.
    """
    limit = LARGEST_LIMIT if paper else limit
    of_child, of_case = Ask(CHILD, OfEntity(id=id)), Ask(CASE, OfChild(child=id, limit=limit))
    events, recorded = Ask(TIMELINE, TimelineOf(id=id, limit=limit)), of_network(id)
    episodes = Ask(TIMELINE, TimelineOf(id=id, events=MISSING_EVENTS, limit=LARGEST_LIMIT))
    found = who.ask_all(of_child, of_case, events, episodes, recorded, case=id)
    card, links, reported = found.of(of_child), found.of(of_case), found.of(episodes)
    alike = alike_among(who.read_session(id), (card.entity.id, *(each.id for each in links.linked.linked)))
    missing = missing_of(reported, who.view.today)
    items = {entry.item.id: entry.item for entry in reported.entries}
    people = network_shown(who, found.of(recorded))
    return page(
        who,
        "child.html",
        card=card,
        links=links,
        alike=alike,
        different=perhaps(alike, (each.id for each in links.linked.linked)),
        timeline=found.of(events),
        reported=reported,
        missing=missing,
        missing_items=items,
        alerts=alerts_of(who.read_session(id), about=(card.entity.id,)),
        case=id,
        paper=paper,
        annex=_annex(who, found.of(events), _cited_by(links, card), case=id) if paper else (),
        who_is=who_is(card, who.view.today, chain.from_iterable(people["network"].values())),
        **people,
    )


def _annex(who: RequestContext, timeline: Timeline, refs: Iterable[str], case: str = ANY_CASE) -> list[ItemCited]:
    """The items that a page cites beside those of its timeline, which stand there in their own words already."""
    known = {entry.item.ref for entry in timeline.entries}
    return items_cited(who.read_session(case).ask, set(refs) - known)


def _cited_by(links: Case, card: EntityCard) -> Iterator[str]:
    """What a child's page cites: behind each link and everything that is shared, and where something is stated."""
    for linked in links.linked.linked:
        yield from (ref for via in linked.via for half in via.items for ref in half)
    for shared in (links.adults, links.premises, links.vehicles, links.phones):
        yield from (ref for each in shared.shared for other in each.children for half in other.items for ref in half)
    yield from _stating(card)


def _stating(card: EntityCard) -> Iterator[str]:
    """The items in which something is stated about an entity."""
    yield from (ref for each in card.stated for ref in each.items)
    yield from (each.item for each in card.relations)


_OF_PEOPLE = {each.page for each in ENTITY_KINDS if each.kind in PEOPLE}


def _entity_page(kind: str, question: Question[OfEntity, EntityCard]) -> None:
    @router.get(f"/{kind}/{{id:path}}", name=kind)
    def entity(who: Reading, id: str, limit: Limit = IN_PART, paper: bool = False) -> HTMLResponse:
        limit = LARGEST_LIMIT if paper else limit
        of_entity, beside = Ask(question, OfEntity(id=id)), Ask(NEIGHBOURS, NearEntity(id=id, limit=limit))
        events, recorded = Ask(TIMELINE, TimelineOf(id=id, limit=limit)), of_network(id)
        found = who.ask_all(of_entity, beside, events, *((recorded,) if kind in _OF_PEOPLE else ()))
        card = found.of(of_entity)
        return page(
            who,
            "entity.html",
            card=card,
            near=found.of(beside),
            timeline=found.of(events),
            paper=paper,
            annex=_annex(who, found.of(events), _stating(card)) if paper else (),
            who_is=who_is(card, who.view.today),
            has_options=option_of(card.entity.kind) is not None,
            **(network_shown(who, found.of(recorded)) if kind in _OF_PEOPLE else {}),
        )

    _ = entity


for _page, _card in {each.page: each.card for each in ENTITY_KINDS if each.kind != "child"}.items():
    _entity_page(_page, CARDS[_card])


@router.get("/report/{id:path}")
def report(who: Reading, id: str) -> HTMLResponse:
    """A report, word for word where the whole of it is visible, and its items with their grades."""
    of_report, of_what_rests = Ask(REPORT, OfEntity(id=id)), Ask(RESTS_ON, RestsOn(id=id, limit=IN_PART))
    found = who.ask_all(of_report, of_what_rests)
    may = may_decide("Withdrawal", who.role)
    return page(
        who,
        "report.html",
        report=found.of(of_report),
        resting=found.of(of_what_rests),
        may_withdraw=may,
        marked=marked,
        named_in=named_in,
    )


@router.get("/items")
def items(who: Reading, ref: Annotated[list[str], Query(min_length=1)], case: str = ANY_CASE) -> HTMLResponse:
    """The items that these references cite; as a part of a page where a page asks, for the reason of its case.

    Of more than one question takes, the first are shown, and a link leads to the others.
    """
    refs = tuple(dict.fromkeys(ref))
    cited = who.ask(ITEMS_CITED, Citations(refs=refs[:MOST_REFS]), case=case)
    rest = refs[MOST_REFS:]
    return page(who, "items.html", cited=cited, without_href=_without(who), rest=rest, total=len(refs), case=case)


def _without(who: RequestContext) -> Callable[[str], str]:
    """The page on which these items are shown, looked at as if an item's source had never spoken."""
    own = str(who.request.url)
    try:
        shown_on = urlsplit(who.request.headers.get("HX-Current-URL", own))
    except ValueError:
        shown_on = urlsplit(own)
    given = parse_qsl(shown_on.query)

    def without(origin: str) -> str:
        return f"{shown_on.path}?{urlencode([*given, ('without', origin)])}"

    return without
