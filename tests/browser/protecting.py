"""From a notice to the next meeting in a browser: what an analyst, a manager and a chair do, page by page."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import Browser, expect

from graph.model.ids import person_id, report_id
from tests.browser.desks import Desk, Site, seat
from tests.browser.walking import HEIGHT, WIDTH, Walk
from tests.ingest.support import load, table

TODAY = datetime.now(UTC).date()
SERVED, LAST_WEEK = TODAY - timedelta(days=20), TODAY - timedelta(days=7)
CHILD, ADULT = person_id("WALK", "N3"), person_id("WALK", "N2")
REASON = "Strategy meeting 12"
REPORTED = "At 22:10 Beca Wyn (N3) and Marc Tilley left 12 Heol Fawr in a silver AB12 CDE."
PLACE = {"entity": "address", "address": "12 Heol Fawr, Trefddu", "postcode": "CF99 9AA"}
KNOWN: tuple[dict[str, str], ...] = (
    {"report_ref": "W-1", "entity": "child", "local_ref": "N3", "name": "Beca Wyn"}
    | {"date_of_birth": f"{TODAY.year - 13}-01-15", "legal_status": "none"},
    {"report_ref": "W-1", "entity": "adult", "local_ref": "N2", "name": "Marc Tilley"}
    | {"role": "reported as concern", "date_of_birth": "1988-02-03"},
    {"report_ref": "W-2", "entity": "child", "local_ref": "N4", "name": "Dai Puw"},
    {"report_ref": "W-2", **PLACE},
)
"""Beca and a man, and another child at an address."""


@dataclass
class Office:
    """Three people at work."""

    analyst: Desk
    manager: Desk
    chair: Desk

    @classmethod
    def opened(cls, browser: Browser, site: Site, folder: Path) -> "Office":
        """Signed in, with what is known loaded, and reasons given for the child."""
        installation = site.installation
        every = [
            {"source_system": "WALK", "item_no": "1", "handling": "P", "source_grade": "2", "assessment": "C", **row}
            for row in KNOWN
        ]
        load(installation.store, installation.sql, installation.settings, table(folder / "known.csv", every))
        desks = [seat(browser, site, role, WIDTH, HEIGHT) for role in ("analyst", "manager", "chair")]
        for desk in desks:
            desk.give_reason(CHILD)
            desk.give_reason(ADULT)
        return cls(*desks)

    def served(self) -> str:
        """A notice prepared, authorised and served; the address of its page."""
        form = {"child": CHILD, "adult": ADULT, "relation": "no relation", "basis": "s.2", "status": "none"}
        stated = {"status_source": "Social Services, by phone", "stated_by": "G. Wyn", "reason": REASON}
        stated |= {"stated_as": "parental responsibility", "signed": SERVED.isoformat()}
        made = self.analyst.post("/notices/new", **form, **stated)
        notice = unquote(made.headers["location"]).partition("?")[0]
        self.manager.post(f"{notice}/authorise", reason="grounds checked today")
        service = {"at": f"{SERVED}T18:00", "by": "PC Rees", "how": "in person", "reason": REASON}
        self.analyst.post(f"{notice}/serve", **service)
        return notice

    def record(self, text: str, *marks: str) -> str:
        """An entry of the log, with what is proposed for these words; the address of its page."""
        form = {"text": text, "happened_from": f"{LAST_WEEK}T22:10", "event": "sighting", "handling": "P"}
        read = self.analyst.post("/log", **form, do="propose").text()
        boxes = re.findall(r'name="(take-\d+)" value="([^"]*)"', read)
        taken = {name: value for name, value in boxes if any(value.endswith(f"|{mark}") for mark in marks)}
        assert len(taken) == len(marks)
        [entry] = re.findall(r'name="entry" value="([^"]*)"', read)
        return self.analyst.post("/log", **form, **taken, entry=entry, do="store", reason="rung in").headers["location"]

    def searched(self, place: str) -> None:
        """Premises of concern, searched at night without all points of Code B."""
        opened = {"address": place, "owner": "DS Lewis", "reason": REASON}
        self.analyst.post("/premises-of-concern/open", **opened)
        search = {"address": place, "purpose": "to find the child", "extent": "all rooms", "route": "consent"}
        asked = {"who-1": "A. Prys", "capacity-1": "tenant", "reason": REASON}
        night = {"state": "done", "at": f"{TODAY - timedelta(days=1)}T23:30", "point-in-writing": "not done"}
        self.analyst.post("/premises-of-concern/search", **search, **asked, **night, **{"answer-1": "consents"})

    def repeated(self, place: str) -> None:
        """The search is reviewed by a manager, and made ready again with its reasons."""
        page = self.manager.fetched(f"/premises-of-concern/of/{place}").text()
        [lineage] = set(re.findall(r"why-(premisessearch:[0-9a-f]+)", page))
        self.manager.post("/premises-of-concern/review", address=place, search=lineage, reason=REASON)
        again = {"address": place, "purpose": "to find the child", "extent": "all rooms", "route": "consent"}
        asked = {"who-1": "A. Prys", "capacity-1": "tenant", "answer-1": "asked for", "reason": REASON}
        why = {"state": "ready", "repeat_reasons": "a child was seen there"}
        self.manager.post("/premises-of-concern/search", **again, **asked, **why)

    def met(self) -> str:
        """A meeting over the child and the man; the address of its page."""
        form = {"child": CHILD, "held_at": f"{TODAY + timedelta(days=3)}T10:00", "chair": "chair", "reason": REASON}
        meeting = self.chair.post("/meetings/new", **form).headers["location"].partition("?")[0]
        self.chair.give_reason(unquote(meeting).removeprefix("/meetings/"))
        self.chair.post(f"{meeting}/adult", person=ADULT)
        return meeting


def walk_from_notice_to_meeting(browser: Browser, site: Site, folder: Path) -> Walk:
    """The walk; each page is looked at, and says what the rules say by hand."""
    office = Office.opened(browser, site, folder)
    walk = Walk("protecting", office.analyst)
    page, desk = walk.page, office.analyst
    notice = office.served()
    desk.post("/watches", kind="plate", what="AB1? ??E", reason="seen at the school")
    desk.go("/alerts")
    desk.go(notice)
    expect(page.get_by_role("heading", level=1)).to_have_text("Served: Beca Wyn")
    expect(page.locator("main")).to_contain_text("Incidents of reported contact: 0")
    walk.look()

    desk.go("/log")
    page.get_by_label("What is reported").fill(REPORTED)
    page.get_by_label("When it happened").fill(f"{LAST_WEEK}T22:10")
    page.get_by_label("Event").select_option("sighting")
    page.get_by_label("Handling").select_option("P")
    page.get_by_role("button", name="Continue").click()
    for words in ("Beca Wyn", "Marc Tilley", "AB12 CDE"):
        page.get_by_role("checkbox", name=re.compile(words)).check()
    page.get_by_label("Mention 1").select_option("address")
    page.get_by_label("Name, plate, number or address").first.fill("12 Heol Fawr, Trefddu, CF99 9AA")
    page.get_by_label("Reason").fill("rung in by the home")
    assert desk.wrong() == []
    walk.look(page.locator("#proposed"))
    page.get_by_role("button", name="Store it").click()
    changes = page.locator("main")
    expect(changes).to_contain_text("What it changes (3)")
    for words in ("Contact of Marc Tilley", "Dai Puw", "AB1? ??E"):
        expect(changes).to_contain_text(words)
    assert desk.wrong() == []
    walk.look()
    entry = page.url.rpartition("/")[2]

    desk.go(notice)
    expect(page.locator("main")).to_contain_text("Incidents of reported contact: 1")
    page.locator("summary", has_text="Decide about reported contact").click()
    page.locator("#state").select_option("evidence held")
    page.locator("#evidence").fill("CCTV of the street, exhibit 4")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator("main")).to_contain_text("Incidents of reported contact: 0. Evidence held: 1")
    office.record("Beca Wyn was seen with Marc Tilley that evening.", "Beca Wyn", "Marc Tilley")
    desk.go(notice)
    expect(page.locator("main")).to_contain_text("Incidents of reported contact: 0. Evidence held: 1")
    walk.look(page.locator("#contact"))

    hits = desk.asked("search?text=12+Heol+Fawr+Trefddu&kinds=premises")["hits"]
    [place] = [str(each["id"]) for each in hits if each["label"].startswith("12 Heol Fawr, Trefddu")]
    office.searched(place)
    desk.go(f"/premises-of-concern/of/{place}")
    expect(page.locator("main")).to_contain_text("Incomplete: take advice before relying on it.")
    walk.look()
    office.repeated(place)

    meeting = office.met()
    office.chair.go(meeting)
    expect(office.chair.page.locator("main")).to_contain_text("Abduction notice (")
    walk.desk = office.chair
    walk.look(office.chair.page.locator("p", has_text="Options:").first)

    walk.desk = desk
    desk.post(f"/rests-on/{report_id('Dolen log', entry)}/withdraw", reason="another house")
    desk.go("/alerts")
    alerts = page.locator("main")
    expect(alerts).to_contain_text("are no longer linked: what linked them was withdrawn or corrected.")
    expect(alerts).to_contain_text("An item on which a judgement rests was withdrawn or corrected")
    assert desk.wrong() == []
    walk.look()
    return walk
