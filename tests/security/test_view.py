"""Hiding equals never having recorded, at the pages and the API: what a chair is shown, byte for byte.

The same signed-in person asks every address twice: over a force with hidden records, and over the same force as it
would be if those had never been recorded. Nothing may differ: no page, no count, no order, no error, no status.
"""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import delete

from graph.alerts.tables import ACTS, ALERTS, AUDIENCES, STATE
from graph.model.view import Reader
from graph.queries.door import bind
from graph.view.options import ViewOptions, today_in_wales
from tests.invariants.crafted import crafted_cases
from tests.invariants.force import Force
from tests.invariants.loading import load
from tests.invariants.oracle.hiding import hide
from tests.invariants.pool import pool
from tests.pages.conftest import Office, Person
from tests.security.crawling import give_reasons

PAGES = {
    "Person": ("child", "adult"),
    "Address": ("premises",),
    "Vehicle": ("vehicle",),
    "Phone": ("phone",),
    "Account": ("phone",),
}
PEOPLE = 4
"""Of how many records of people each page is asked; of other things half as many."""
FORCES = {
    "a hidden identity": crafted_cases()[0].force,
    "a hidden item that repeats what is seen": crafted_cases()[2].force,
    "hidden assessments": crafted_cases()[6].force,
    "records of chance": max((case.force for case in pool(12)), key=lambda force: len(force.mentions)),
}


def asked(force: Force) -> Iterator[str]:
    """Pages and API answers about what is recorded, hidden or not, and about what is not."""
    yield from (
        "/",
        "/premises-of-concern",
        "/adults-of-concern",
        "/vehicles-of-concern",
        "/child/absent",
        "/report/absent",
    )
    yield from ("/api/v1/children", "/api/v1/premises_of_concern", "/api/v1/adults_of_concern")
    hidden_first = sorted(force.entities, key=lambda entity: (-_hidden(force, entity.id), entity.id))
    for label, kinds in PAGES.items():
        of_kind = [entity.id for entity in hidden_first if entity.label == label]
        for id in of_kind[: PEOPLE if label == "Person" else PEOPLE // 2]:
            for kind in kinds:
                yield f"/{kind}/{quote(id, safe=':')}"
                yield f"/api/v1/{kind}?{urlencode({'id': id})}"
            yield f"/explorer/card?{urlencode({'id': id})}"
            yield f"/api/v1/neighbours?{urlencode({'id': id})}"
            yield f"/api/v1/timeline?{urlencode({'id': id})}"
            yield f"/api/v1/find?{urlencode({'text': id})}"
    for report in force.reports[:3]:
        yield f"/report/{quote(report.id, safe=':')}"
        yield f"/api/v1/report?{urlencode({'id': report.id})}"
    yield f"/items?{urlencode([('ref', item.ref) for item in force.items[:20]])}"
    names = sorted({value for mention in force.mentions for value in mention.says("name")})
    for words in (*names[:4], *(report.ref for report in force.reports[:2])):
        yield f"/search?{urlencode({'q': words})}"
        yield f"/api/v1/search?{urlencode({'text': words})}"
    for ref in sorted({mention.local_ref for mention in force.mentions if mention.local_ref})[:3]:
        yield f"/api/v1/find?{urlencode({'text': ref})}"


def _hidden(force: Force, id: str) -> int:
    """How many mentions of an entity stand in a compartment."""
    items = {item.id for item in force.items if not item.access.endswith("||")}
    return sum(mention.entity == id and mention.item in items for mention in force.mentions)


def answers_to(person: Person, addresses: list[str]) -> dict[str, tuple[int, str, str]]:
    """The status, kind and text of each answer."""
    answers = {address: person.browser.get(address) for address in addresses}
    return {
        address: (answer.status_code, answer.headers.get("content-type", ""), answer.text)
        for address, answer in answers.items()
    }


def forget_alerts(office: Office) -> None:
    """As if nobody had read alerts before: of two forces, one loaded in place of the other, neither is news."""
    with office.installation.sql.begin() as connection:
        for each in (ACTS, ALERTS, AUDIENCES, STATE):
            connection.execute(delete(each))


@pytest.mark.parametrize("name", FORCES)
def test_a_chair_is_told_what_they_would_be_had_the_hidden_never_been_recorded(office: Office, name: str) -> None:
    force, store = FORCES[name], office.installation.store
    chair = office.person("chair")
    give_reasons(chair, ["absent", *(entity.id for entity in force.entities)])
    addresses = list(dict.fromkeys(asked(force)))
    load(store, force)
    office.installation.index.rebuild()
    with store.reading() as reading:
        bound = bind(reading, Reader("chair", "chair"), ViewOptions().view(today_in_wales()))
    forget_alerts(office)
    through = answers_to(chair, addresses)
    forget_alerts(office)
    load(store, hide(force, bound))
    office.installation.index.rebuild()
    without = answers_to(chair, addresses)

    assert {address for address in addresses if through[address] != without[address]} == set()
    statuses = {status for status, _, _ in through.values()}
    assert statuses == {200, 404} or statuses == {200, 404, 409}
    assert any(kind == "application/json" and status == 200 for status, kind, _ in through.values())


def test_what_is_hidden_and_what_is_absent_are_refused_in_the_same_words(office: Office) -> None:
    store = office.installation.store
    force = next(case.force for case in crafted_cases() if any(each.id.endswith("-3") for each in case.force.entities))
    load(store, force)
    with store.reading() as reading:
        bound = bind(reading, Reader("chair", "chair"), ViewOptions().view(today_in_wales()))
    seen = {entity.id for entity in hide(force, bound).entities}
    hidden = [entity for entity in force.entities if entity.id not in seen]
    chair = office.person("chair")
    give_reasons(chair, ["absent", *(entity.id for entity in hidden)])

    assert hidden, "the force has somebody a chair may not know of"
    for entity in hidden:
        for kind in PAGES[entity.label]:
            for address in (f"/{kind}/ID", f"/api/v1/{kind}?id=ID", "/api/v1/neighbours?id=ID", "/report/ID"):
                one, none = (
                    chair.browser.get(address.replace("ID", quote(id, safe=":"))) for id in (entity.id, "absent")
                )
                assert one.status_code == none.status_code == 404
                assert one.text.replace(entity.id, "absent").replace(quote(entity.id), "absent") == none.text
