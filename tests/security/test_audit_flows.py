"""What each page leaves in the log, exactly; and that nothing is shown where nothing can be entered."""

from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from sqlalchemy import select, update

from graph.audit.checkpoint import HEAD_FILE
from graph.audit.tables import ENTRIES
from tests.invariants.crafted import crafted_cases
from tests.invariants.loading import load
from tests.pages.conftest import PASSWORD, REASON, Office
from tests.security.crawling import give_reasons

FORCE = crafted_cases()[0].force
CHILD = next(mention.entity for mention in FORCE.mentions if mention.said == "child")
HOUSE = next(entity.id for entity in FORCE.entities if entity.label == "Address")
CAR = next(entity.id for entity in FORCE.entities if entity.label == "Vehicle")
REPORT = FORCE.reports[0].id
ITEM = FORCE.items[0].ref

LINKED = ("person:bea", "person:ann-2", "person:bea-2", "person:cal")
"""The children linked with that child, the strongest first: her page asks whether any of them bears her name."""

Looked = tuple[str, str, tuple[str, ...]]
FLOWS: tuple[tuple[str, tuple[Looked, ...]], ...] = (
    (
        "/",
        (
            ("consult", "new_since", ()),
            ("consult", "children", ()),
            ("consult", "casework", ()),
            ("consult", "children", ()),
        ),
    ),
    (
        f"/child/{CHILD}",
        (
            ("consult", "child", (CHILD,)),
            ("consult", "case", (CHILD,)),
            ("consult", "timeline", (CHILD,)),
            ("consult", "timeline", (CHILD,)),
            ("consult", "casework", (CHILD,)),
            ("consult", "same_name", (CHILD, *LINKED)),
        ),
    ),
    (
        f"/premises/{HOUSE}",
        (("consult", "premises", (HOUSE,)), ("expand", "neighbours", (HOUSE,)), ("consult", "timeline", (HOUSE,))),
    ),
    (
        f"/vehicle/{CAR}",
        (("consult", "vehicle", (CAR,)), ("expand", "neighbours", (CAR,)), ("consult", "timeline", (CAR,))),
    ),
    (f"/report/{REPORT}", (("consult", "report", (REPORT,)), ("consult", "rests_on", (REPORT,)))),
    ("/due", (("consult", "casework", ()), ("consult", "children", ()))),
    (f"/items?ref={ITEM}", (("consult", "items", (ITEM,)),)),
    ("/premises-of-concern", (("consult", "premises_of_concern", ()),)),
    ("/adults-of-concern", (("consult", "adults_of_concern", ()),)),
    (f"/api/v1/linked_children?child={CHILD}", (("consult", "linked_children", (CHILD,)),)),
    ("/api/v1/find?text=somebody", (("search", "find", ()),)),
    ("/search?q=Somebody", (("search", "search", ()),)),
    (f"/explorer?id={HOUSE}", ()),
    (f"/explorer/card?id={HOUSE}", (("consult", "timeline", (HOUSE,)),)),
    ("/account", ()),
    ("/import", ()),
)
"""The pages, and what looking at each enters: action, question, subjects."""


@pytest.fixture(scope="module", autouse=True)
def force(office: Office) -> None:
    """The graph holds one small force for all of these."""
    load(office.installation.store, FORCE)
    office.installation.index.rebuild()


@contextmanager
def log_unwritable(office: Office) -> Generator[None]:
    """A log whose head in the data folder is damaged, so that nothing more can be entered."""
    head = office.installation.settings.home / HEAD_FILE
    kept = head.read_bytes()
    head.write_bytes(b"damaged")
    try:
        yield
    finally:
        head.write_bytes(kept)


@pytest.mark.parametrize(("address", "expected"), FLOWS)
def test_each_page_leaves_exactly_these_entries(office: Office, address: str, expected: tuple[Looked, ...]) -> None:
    analyst = office.person("analyst")
    give_reasons(analyst, [CHILD])
    before = office.log_length
    answer = analyst.browser.get(address)
    entries = office.entries_after(before)

    assert answer.status_code == 200, answer.text
    assert tuple((entry.action, entry.question, entry.subjects) for entry in entries) == expected
    assert {(entry.who, entry.acting_for, entry.outcome, entry.reason) for entry in entries} <= {
        ("analyst", "analyst", "allowed", REASON)
    }


def test_an_hour_from_signing_in_to_signing_out_is_there_line_by_line(office: Office) -> None:
    before = office.log_length
    visitor = office.visitor()
    visitor.post("/sign-in", data={"name": "chair", "password": "not the password"})
    chair = office.person("chair")
    chair.get(f"/premises/{HOUSE}")
    chair.get(f"/child/{CHILD}")
    chair.post("/reason", case=CHILD, reason="Review of three")
    chair.get("/audit")
    chair.post("/sign-out")

    assert [(e.who, e.question, e.outcome, e.reason) for e in office.entries_after(before)] == [
        ("chair", "sign-in", "refused", ""),
        ("chair", "sign-in", "allowed", ""),
        ("chair", "reason", "allowed", REASON),
        ("chair", "premises", "allowed", REASON),
        ("chair", "neighbours", "allowed", REASON),
        ("chair", "timeline", "allowed", REASON),
        ("chair", "reason", "allowed", "Review of three"),
        ("chair", "GET /audit", "refused", ""),
        ("chair", "sign-out", "allowed", ""),
    ]


def test_nothing_is_shown_where_nothing_can_be_entered(office: Office) -> None:
    analyst, auditor, keeper = (office.person(role, reason="") for role in ("analyst", "auditor", "administrator"))
    give_reasons(analyst, ["any", CHILD])
    words = {item.text for item in FORCE.items} | {"house", "Title"}
    with log_unwritable(office):
        reading = {address: analyst.browser.get(address) for address, entered in FLOWS if entered}
        log = auditor.get("/audit")
        added = keeper.post("/accounts/add", name="n.unlogged", role="analyst", password=PASSWORD)
        signed = office.visitor().post("/sign-in", data={"name": "chair", "password": PASSWORD})
        exported = auditor.post("/audit/export", form="csv", reason="weekly")
        checked = auditor.post("/audit/verify")

    assert {address: answer.status_code for address, answer in reading.items()} == dict.fromkeys(reading, 503)
    assert not any(word in answer.text for answer in reading.values() for word in words if len(word) > 8)
    assert [answer.status_code for answer in (log, added, signed, exported)] == [503] * 4
    assert "dolen_session" not in signed.cookies
    assert keeper.get("/accounts").text.count("n.unlogged") == 0
    assert (checked.status_code, "findings" in checked.text or "finding" in checked.text) == (200, True)
    assert analyst.browser.get(f"/premises/{quote(HOUSE)}").status_code == 200, "and it goes on afterwards"


def test_real_data_is_neither_loaded_nor_access_changed_without_a_reason_of_its_own(office: Office) -> None:
    analyst, keeper, manager = (office.person(role, reason="") for role in ("analyst", "administrator", "manager"))
    secret = {"X-CSRF-Token": analyst.csrf}
    files = {"files": ("one.csv", b"report_ref\nR1\n", "text/csv")}
    before = office.log_length
    for why in ("", "."):
        page = analyst.browser.post("/import", data={"csrf": analyst.csrf, "reason": why}, files=files)
        bare = {"X-Dolen-Reason": why} if why else {}
        sent = analyst.browser.post("/api/v1/imports", files=files, headers={**secret, **bare})
        added = keeper.post("/accounts/add", name="n.why", role="analyst", password=PASSWORD, reason=why)
        reset = keeper.post("/accounts/of/chair/reset", password=PASSWORD, reason=why)
        made = manager.post("/access/make", name="Operation Why", owner="manager", reason=why)
        assert [each.status_code for each in (page, sent, added, reset, made)] == [422, 400, 422, 422, 422]
        assert all(
            "Give at least two words" in each.text or "blank" in each.text for each in (page, added, reset, made)
        )
    assert office.log_length == before, "nothing was done"

    assert keeper.post("/accounts/add", name="n.why", role="auditor", password=PASSWORD).status_code == 303
    assert {(entry.question, entry.reason) for entry in office.entries_after(before)} == {("user add", REASON)}


def test_a_line_that_was_changed_is_told_to_the_auditor_in_words(office: Office) -> None:
    auditor = office.person("auditor", reason="")
    with office.installation.sql.begin() as connection:
        number = connection.execute(select(ENTRIES.c.number).order_by(ENTRIES.c.number.desc()).limit(1)).scalar_one()
        who = connection.execute(select(ENTRIES.c.who).where(ENTRIES.c.number == number)).scalar_one()
        connection.execute(update(ENTRIES).where(ENTRIES.c.number == number).values(who="somebody else"))
    report = auditor.post("/audit/verify").text
    with office.installation.sql.begin() as connection:
        connection.execute(update(ENTRIES).where(ENTRIES.c.number == number).values(who=who))

    assert f"Entry {number} is not as it was written: it was changed, moved or put in by something else." in report
    assert "each in its place" in auditor.post("/audit/verify").text
