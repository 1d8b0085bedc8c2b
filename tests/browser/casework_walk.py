"""The main job from a partner's form to the figures, in a browser: what each person does, as docs/walks.md shows it."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from graph.ingest.run import ingest
from graph.model.view import Reader
from tests.browser.desks import Desk, Site
from tests.browser.walking import Walk
from tests.support.case import (
    AT_3,
    CONCERN,
    GIVEN,
    MISSING,
    NOT_ACCEPTED,
    PLAN,
    RECIPIENTS,
    REVIEW_ON,
    RISKS,
    days_ago,
    unit_book,
)


def load_known(site: Site, folder: Path) -> None:
    """Load what the unit knew."""
    installation = site.installation
    loaded = ingest(
        [unit_book(folder)],
        installation.store,
        installation.sql,
        installation.settings,
        author="analyst",
        reader=Reader("analyst", "analyst"),
    )
    assert loaded.refusals == ()
    installation.index.catch_up()


@dataclass
class Job:
    """The walk, its people at their desks, and what they made on the way."""

    walk: Walk
    partner: Desk
    analyst: Desk
    chair: Desk
    manager: Desk
    child: str = ""
    item: str = ""
    meeting: str = ""
    packs: list[bytes] = field(default_factory=list[bytes])

    def at(self, desk: Desk) -> Page:
        """Let this person go on, and give their page."""
        self.walk.desk = desk
        return desk.page

    def fill(self, form: str, **given: str) -> None:
        """Fill in a form's fields, each found by its name within this part of the page."""
        for name, value in given.items():
            self.walk.type_in(self.walk.page.locator(f"{form} [name={name}]:not([type=hidden])").first, value)

    def press(self, name: str) -> None:
        """Press the first button of this name."""
        self.walk.click(self.walk.page.get_by_role("button", name=name).first)

    def go(self, path: str) -> None:
        """Open a page by its address, which a bookmark or the navigation gives."""
        self.walk.desk.go(path)


def send_the_form(job: Job) -> None:
    """The home sends its form."""
    job.at(job.partner)
    job.go("/partner")
    job.walk.click(job.walk.page.get_by_role("link", name="Concern about a child"))
    job.fill("main form", **CONCERN)
    job.walk.look()
    job.press("Send it")
    expect(job.walk.page.locator("main")).to_contain_text("Concern about a child")


def grade_it(job: Job) -> None:
    """An analyst grades the form and sees what it linked."""
    page = job.at(job.analyst)
    job.go("/forms-received")
    job.walk.click(page.get_by_role("link", name="Elin Parry"))
    accept = "section[aria-labelledby=accept]"
    job.fill(accept, source="2", assessment="B", handling="P", role="reported as concern", reason="Graded today")
    job.walk.look(page.locator("#accept"))
    job.press("Accept it")
    expect(page.locator("main")).to_contain_text("Accepted by")
    job.walk.look()
    job.walk.click(page.get_by_role("link", name="Elin Parry").first)
    job.child = page.url.partition("/child/")[2].partition("?")[0].partition("#")[0]
    job.walk.look(page.locator("#linked"))
    linked = page.locator("main section", has=page.locator("#linked"))
    expect(linked).to_contain_text("Nia Bevan")
    expect(linked).to_contain_text("Mali Ellis")


def refer(job: Job) -> None:
    """A referral is made of the form, and its clock runs."""
    page = job.at(job.analyst)
    job.go("/forms-received")
    job.walk.click(page.get_by_role("link", name="Concern about a child").first)
    job.fill("section[aria-labelledby=refer]", received_at=f"{days_ago(18)}T09:30")
    job.press("Make a referral")
    expect(page.get_by_role("link", name="The referral that was made of it")).to_be_visible()
    job.go("/due")
    expect(page.locator("main")).to_contain_text("Elin Parry")
    job.walk.look()


def _judge(job: Job, page: Page, codes: dict[str, str], refs: dict[str, str], wishes: str) -> None:
    for code, status in codes.items():
        job.walk.type_in(page.locator(f"#status-{code}"), status)
    for code, ref in refs.items():
        job.walk.type_in(page.locator(f"#refs-{code}"), ref)
    job.walk.type_in(page.locator("#agency"), "Social Services")
    job.walk.type_in(page.locator("#wishes"), wishes)
    job.press("Record the assessment")
    expect(page.get_by_text("The assessment is recorded.")).to_be_visible()


def assess_at_3(job: Job) -> None:
    """The chair records the assessment: category 3, ceiling 4."""
    page = job.at(job.chair)
    job.go(f"/child/{job.child}/assess")
    report = page.locator("main").inner_text().partition("PF-")[2].split("/")[0]
    job.item = f"PF-{report}/1"
    job.walk.type_in(page.locator("#note-S4"), NOT_ACCEPTED["S4"])
    page.locator("#assessed_at").fill(days_ago(14).isoformat())
    _judge(job, page, AT_3, {"R2": job.item}, "She wants to stay at the home.")
    expect(page.locator("main")).to_contain_text("3: moderate risk (may be 4)")
    job.walk.look()
    job.go("/due")
    job.walk.click(page.get_by_role("link", name="Assessment").first)
    job.fill("section[aria-labelledby=change]", state="assessed", reason="Assessed at 3")
    job.press("Record")
    expect(page.get_by_text("It is recorded.")).to_be_visible()


def go_missing(job: Job) -> None:
    """The home reports that she was missing overnight, and the analyst knows the child already."""
    page = job.at(job.partner)
    job.go("/partner/new/concern")
    job.fill("main form", **MISSING)
    job.press("Send it")
    page = job.at(job.analyst)
    job.go("/forms-received")
    job.walk.click(page.get_by_role("link", name="Elin Parry").first)
    accept = "section[aria-labelledby=accept]"
    job.fill(accept, source="2", assessment="B", handling="P", known_as=job.child, reason="Graded today")
    job.press("Accept it")
    expect(page.locator("main")).to_contain_text("Accepted by")
    job.go(f"/child/{job.child}#missing")
    expect(page.locator("section", has=page.locator("#missing-figure")).locator(".dolen-card__figure")).to_have_text(
        "1"
    )
    job.walk.look(page.locator("#missing"))


def assess_at_4(job: Job) -> None:
    """Being missing overnight is suggested as an indicator; the chair judges it, and the category is 4."""
    page = job.at(job.chair)
    job.go(f"/child/{job.child}/assess")
    expect(page.locator("section[aria-labelledby=suggested]")).to_contain_text("S1")
    job.walk.look(page.locator("#suggested"))
    job.walk.type_in(page.locator("#status-S1"), "present")
    job.walk.click(page.locator("label[for=cite-S1]"))
    page.locator("#assessed_at").fill(days_ago(5).isoformat())
    _judge(job, page, {}, {}, "She is afraid of the man and wants to stay at the home.")
    expect(page.locator("main")).to_contain_text("4: significant risk")


def review_three(job: Job) -> None:
    """The chair reviews the three children."""
    page = job.at(job.chair)
    job.go("/reviews/new")
    for name in ("Elin Parry", "Nia Bevan", "Mali Ellis"):
        job.walk.type("#typed", name)
        page.keyboard.press("Enter")
        job.walk.click(page.locator("[role=status]").get_by_role("button", name="Add").first)
    job.walk.type("#title", "Arcade")
    job.press("Save and open the review")
    if "/reason" in page.url:
        job.chair.say_why()
    expect(page.locator(".dolen-card")).to_have_count(3)
    job.walk.look()


def prepare_the_meeting(job: Job) -> None:
    """A meeting is made of the review by one press."""
    page = job.at(job.chair)
    job.walk.click(page.get_by_role("link", name="Make a meeting of it"))
    job.fill("main form", held_at=f"{days_ago(4)}T10:00", chair="chair")
    job.press("Prepare the meeting")
    job.meeting = page.url.rpartition("/")[2].partition("?")[0].partition("#")[0]
    expect(page.locator("main")).to_contain_text("The police information is not reviewed yet.")
    job.walk.look()


def review_police_information(job: Job) -> None:
    """An analyst reviews what the chair does not see."""
    page = job.at(job.analyst)
    job.go(f"/meetings/{job.meeting}")
    job.walk.click(page.get_by_role("link", name="Review the police information"))
    expect(page.locator("main")).to_contain_text("UB-3")
    job.fill(
        "main form",
        outcome="sanitised",
        given=GIVEN,
        justification="The chair needs to know of premises; the source is protected.",
    )
    job.walk.look(page.locator("fieldset").nth(1))
    job.press("Record the review")
    expect(page.locator("main")).to_contain_text("Police information reviewed by analyst")


def hold_the_meeting(job: Job) -> None:
    """What is typed while people talk: wishes, risks with their actions, plans."""
    page = job.at(job.chair)
    job.go(f"/meetings/{job.meeting}")
    for code, (what, owner, agency) in RISKS.items():
        job.walk.click(page.get_by_role("button", name=f": {code} "))
        risk = page.locator(".dolen-recorded", has=page.get_by_text(f"{code} ", exact=False)).first
        job.walk.click(risk.get_by_text("Add an action").first)
        for name, value in {"what": what, "owner": owner, "agency": agency, "due": days_ago(-7).isoformat()}.items():
            job.walk.type_in(risk.locator(f"[name={name}]"), value)
        job.walk.click(risk.get_by_role("button", name="Add an action"))
        expect(page.get_by_text(what)).to_be_visible()
    children = page.locator("section", has=page.locator("h2[id^=child-]"))
    expect(children).to_have_count(3)
    for index in range(3):
        child = children.nth(index)
        job.walk.click(child.get_by_text("Make a plan").first)
        job.walk.type_in(child.locator("select[name=plan]"), PLAN)
        job.walk.type_in(child.locator("form[action*=Plan] [name=review_at]"), REVIEW_ON.isoformat())
        job.walk.click(child.get_by_role("button", name="Make a plan"))
    for index in range(3):
        child = children.nth(index)
        _type_and_leave(job, child.locator("textarea[name=wishes]").first, "To be left alone by the man.")
        _type_and_leave(job, child.locator("[name=worker]").first, "H. Powell")
        _type_and_leave(job, child.locator("[name=team]").first, "Children's team")
    elin = page.locator("section", has=page.get_by_role("heading", name="Elin Parry"))
    _type_while_cut_off(job, elin.locator("[name=direct_work]").first, "H. Powell")
    job.walk.look(page.locator("#child-1"))
    job.walk.click(page.locator("form[action$='/adult']").get_by_role("button", name="Add a part").first)
    _type_and_leave(job, page.locator("select[name=prosecution]").first, "not known")
    job.walk.look(page.locator("#adults"))


def _type_while_cut_off(job: Job, field: Locator, value: str) -> None:
    """What is typed while no server answers, whether it was killed or the connection is cut, is saved afterwards."""
    page, saves = job.walk.page, "**/save/**"
    page.route(saves, lambda route: route.abort("connectionrefused"))
    field.fill(value)
    field.blur()
    said = field.locator("xpath=ancestor::div[contains(@class,'govuk-form-group')]").locator("[data-saved]")
    expect(said).to_contain_text("Not saved: no connection.")
    page.unroute(saves)
    expect(said).to_have_text("Saved")
    page.reload()
    expect(field).to_have_value(value)
    job.walk.fields += 1


def _type_and_leave(job: Job, field: Locator, value: str) -> None:
    job.walk.type_in(field, value)
    field.blur()
    expect(
        field.locator("xpath=ancestor::div[contains(@class,'govuk-form-group')]").locator("[data-saved]")
    ).to_have_text("Saved")


def agree_the_minutes(job: Job) -> None:
    """The meeting is recorded as held, and its minutes are agreed."""
    page = job.at(job.chair)
    job.go(f"/meetings/{job.meeting}")
    job.press("Record as held")
    expect(page.locator("main")).to_contain_text("Strategy meeting, held")
    job.press("Agree the minutes")
    expect(page.locator("main")).to_contain_text("Strategy meeting, agreed")
    job.walk.look(page.locator("#state"))


def take_packs(job: Job) -> None:
    """A pack for each of two recipients, each what they may receive."""
    page = job.at(job.manager)
    for name, agency, may in RECIPIENTS:
        job.go("/casework/new/Recipient")
        job.fill("main form", name=name, agency=agency, may_receive=may, reason="Strategy meeting")
        job.press("Record")
    page = job.at(job.chair)
    for name in (f"{name}, {agency}" for name, agency, _ in RECIPIENTS):
        job.go(f"/meetings/{job.meeting}/pack")
        job.walk.type_in(
            page.locator("#recipient"), page.locator("#recipient option", has_text=name).get_attribute("value") or ""
        )
        job.fill("main form", purpose="Plan for three children", legal_basis="Children Act 2004, s.28")
        job.walk.type("#justification", "They take part in the plan.")
        if name.startswith("N"):
            job.walk.look()
        job.walk.clicks += 1
        with page.expect_download() as leaving:
            page.get_by_role("button", name="Make the pack").click()
        job.packs.append(Path(leaving.value.path()).read_bytes())


def hold_the_review(job: Job) -> None:
    """The review meeting is prepared from the first one and held."""
    page = job.at(job.chair)
    job.go(f"/meetings/{job.meeting}")
    job.walk.click(page.get_by_role("link", name="Prepare the review meeting"))
    job.fill("main form", held_at=f"{days_ago(1)}T10:00", chair="chair")
    job.press("Prepare the meeting")
    review = page.url.rpartition("/")[2].partition("#")[0]
    expect(page.locator("main")).to_contain_text("Agree a return interview")
    job.walk.look()
    analyst = job.at(job.analyst)
    job.go(f"/meetings/{review}/police-review")
    job.fill("main form", outcome="nothing to add", justification="Nothing new since the meeting.")
    job.press("Record the review")
    expect(analyst.locator("main")).to_contain_text("Police information reviewed by analyst")
    job.at(job.chair)
    job.go(f"/meetings/{review}")
    job.press("Record as held")
    expect(page.locator("main")).to_contain_text("Strategy meeting, held")


def count(job: Job) -> None:
    """The figures of two months: two meetings, three children."""
    page = job.at(job.manager)
    job.go(f"/monitoring?first={days_ago(60)}")
    job.walk.look(page.get_by_text("The board’s return").first)
    said = page.locator("main").inner_text()
    for figure in ("Strategy meetings held\t2", "of these, review meetings\t1", "Children involved\t3", "before\t1"):
        assert figure in said, said


def withdraw_the_source(job: Job) -> None:
    """The form's first item is withdrawn; what was decided because of it is named."""
    page = job.at(job.analyst)
    job.go(f"/items?ref={job.item}")
    job.walk.click(page.locator("article.dolen-item").get_by_role("link").first)
    job.walk.click(page.get_by_role("link", name=f"What rests on it, or withdraw it {job.item}"))
    job.fill("main form", reason="The home says that it was another car.")
    job.press("Withdraw")
    expect(page.locator("main")).to_contain_text("1 item is withdrawn.")
    said = page.locator("main").inner_text()
    named = {what: said.count(f"\n{what}") for what in ("SERAF assessment", "Referral", "Risk", "Disclosure")}
    assert named == {"SERAF assessment": 2, "Referral": 1, "Risk": 1, "Disclosure": 2}, said
    job.walk.look()
    job.at(job.manager)
    job.go("/disclosures")
    expect(job.walk.page.locator("main")).to_contain_text(job.item)
    job.walk.look()


STEPS = (
    send_the_form, grade_it, refer, assess_at_3, go_missing, assess_at_4, review_three, prepare_the_meeting,
    review_police_information, hold_the_meeting, agree_the_minutes, take_packs, hold_the_review, count,
    withdraw_the_source,
)  # fmt: skip
CHAIR_S_PART = STEPS[6:12]
"""From the review to the packs: what a chair does in one sitting."""
