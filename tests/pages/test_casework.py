"""What people record on pages: one form for every kind, corrected on top of what was seen, with what stood before."""

import html
import re

import pytest

from api.services import due
from graph.errors import NotFound
from graph.model.view import Reader
from graph.queries import Actor
from tests.pages.conftest import REASON, Office, Person

NEW = "/casework/new"


def _child(office: Office) -> str:
    return str(office.child_id(office.truth.networks[1].children[0]))


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def _withdraw(office: Office, *lineages: str) -> None:
    actor = Actor(Reader("operator", "operator"), "operator")
    for lineage in lineages:
        office.installation.casework.withdraw(actor, lineage, "the test is over")


def _add(person: Person, child: str, **form: str) -> str:
    """Somebody works with a child; the id under which it is recorded."""
    given = {"about": child, "reason": REASON, "name": "Sian Hughes", "agency": "Health", **form}
    assert person.post(f"{NEW}/NetworkMember", **given).status_code == 303
    page = person.look_at("child", child).text
    return re.findall(r"/casework/of/(networkmember:[0-9a-f]+)", page)[0]


def test_who_works_with_a_child_is_recorded_corrected_and_ended(office: Office) -> None:
    chair, child = office.person("chair"), _child(office)
    chair.look_at("child", child)
    lineage = _add(chair, child, part="school nurse", since="2026-03-02")
    page = _words(chair.look_at("child", child).text)
    assert "Name Sian Hughes Agency Health Their part school nurse From 2 March 2026" in page
    assert "Legal status Not recorded. That is not the same as none." in page

    place = f"/casework/of/{lineage}"
    shown = chair.get(place).text
    [seen] = re.findall(r'name="seen" value="([^"]+)"', shown)
    form = {"seen": seen, "case": child, "reason": REASON, "name": "Siân Hughes", "agency": "Health", "part": ""}
    assert chair.post(place, **form, state="recorded").status_code == 303
    stale = chair.post(place, **form, state="recorded")
    corrected = chair.get(place).text

    assert stale.status_code == 409
    assert "A newer version was recorded by chair meanwhile; nothing was written." in _words(stale.text)
    now, _, before = _words(corrected).partition("What was recorded, the newest first")
    assert ("Siân Hughes" in now, "Their part school nurse" in now) == (True, False)
    assert "Their part school nurse" in before
    _withdraw(office, lineage)
    assert "Siân Hughes" not in chair.look_at("child", child).text


def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(office: Office) -> None:
    chair, child = office.person("chair"), _child(office)
    chair.look_at("child", child)
    sent = chair.post(f"{NEW}/LegalStatus", about=child, reason=REASON, status="in care", source="the order <b>")
    unreasoned = chair.post(f"{NEW}/LegalStatus", about=child, reason=".", status="epo", source="the order")
    blank = chair.post(f"{NEW}/LegalStatus", about=child, reason=REASON, source="the order")

    assert (sent.status_code, unreasoned.status_code, blank.status_code) == (422, 422, 422)
    assert "Legal status: write one of care-order" in _words(sent.text)
    assert "the order &lt;b&gt;" in sent.text
    assert "gives no reason" in _words(unreasoned.text)
    assert "Legal status: it is not given." in _words(blank.text)
    assert chair.csrf not in sent.text.replace(f'value="{chair.csrf}"', "")


def test_a_citation_that_its_author_cannot_read_is_refused_like_one_that_was_never_there(office: Office) -> None:
    chair, child = office.person("chair"), _child(office)
    chair.look_at("child", child)
    given = {"about": child, "reason": REASON, "name": "Sian Hughes", "agency": "Health"}
    refused = chair.post(f"{NEW}/NetworkMember", **given, refs="NO-SUCH/1")

    assert refused.status_code == 422
    assert "No item is recorded as 'NO-SUCH/1' in what you may see." in _words(refused.text)


def test_the_register_has_its_ten_rows_and_a_lead_stands_in_its_own(office: Office) -> None:
    chair = office.person("chair")
    empty = chair.get("/casework/lead-contacts").text
    assert empty.count("Not recorded") == 10
    assert chair.get(f"{NEW}/LeadContact", agency="Probation").text.count("selected") == 1
    form = {"agency": "Probation", "name": "T. Bevan", "telephone": "07700 900222", "reason": REASON}
    assert chair.post(f"{NEW}/LeadContact", **form).status_code == 303
    page = chair.get("/casework/lead-contacts").text

    assert page.count("Not recorded") == 9
    assert re.search(r"Probation T\. Bevan 07700 900222", _words(page))
    _withdraw(office, *re.findall(r"/casework/of/(leadcontact:[0-9a-f]+)", page))


def test_a_referral_is_due_until_it_is_assessed_and_a_chair_alone_ends_it(office: Office) -> None:
    analyst, chair, child = office.person("analyst"), office.person("chair"), _child(office)
    analyst.look_at("child", child)
    form = {
        "child": child,
        "received_at": "2026-11-06T21:00",
        "referrer": "A. Morgan",
        "concern": "seen with an older man",
        "reason": REASON,
    }
    made = analyst.post(f"{NEW}/Referral", **form).headers["location"]
    lineage = made.removeprefix("/casework/of/").partition("?")[0]
    assert "the end of Tuesday 17 November 2026" in _words(chair.get("/due").text)
    assert "What is due (1)" in _words(chair.get("/").text)

    shown = analyst.get(f"/casework/of/{lineage}").text
    [seen] = re.findall(r'name="seen" value="([^"]+)"', shown)
    change = {**form, "seen": seen, "case": child, "state": "no further action"}
    refused = analyst.post(f"/casework/of/{lineage}", **change)
    assert refused.status_code == 422
    assert "Ask somebody in the role chair." in _words(refused.text)
    chair.look_at("child", child)
    assert chair.post(f"/casework/of/{lineage}", **change).status_code == 303
    due = _words(chair.get("/due").text)
    assert ("17 November" in due, "Inform the referrer of the outcome" in due) == (False, True)
    _withdraw(office, lineage)
    assert "Nothing is due that you may see." in _words(chair.get("/due").text)


def test_a_list_made_from_a_part_of_the_records_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    analyst, child = office.person("analyst"), _child(office)
    analyst.look_at("child", child)
    form = {"child": child, "received_at": "2026-11-06T21:00", "referrer": "A. Morgan", "concern": "seen with a man"}
    made = [analyst.post(f"{NEW}/Referral", **form, reason=REASON).headers["location"] for _ in range(2)]
    assert "were read" not in _words(analyst.get("/due").text)

    monkeypatch.setattr(due, "LARGEST_REGISTER", 1)
    for page in ("/due", "/"):
        assert "Of 2 records only the newest 1 were read." in _words(analyst.get(page).text)
    _withdraw(office, *(each.removeprefix("/casework/of/").partition("?")[0] for each in made))


def test_nothing_is_recorded_about_somebody_who_is_hidden_or_of_no_kind(office: Office) -> None:
    chair = office.person("chair")
    hidden = chair.get(f"{NEW}/NetworkMember", about="person:0000000000000000")
    none, own = chair.get(f"{NEW}/Assessment"), chair.get(f"{NEW}/Meeting")
    other = chair.get("/casework/of/networkmember:none")

    assert [each.status_code for each in (hidden, none, own, other)] == [303, 404, 404, 404]
    assert NotFound.__name__ not in other.text
