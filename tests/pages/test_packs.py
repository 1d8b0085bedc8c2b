"""The pack of a meeting: for its chair, for a recipient with a disclosure recorded, and for one family alone."""

import html
import re
import zipfile
from datetime import date
from io import BytesIO

import pypdfium2

from api.read_session import ReadSession
from api.services.cited_items import items_cited
from api.services.meeting_packs import meeting_pack, timeline_of
from api.services.record_judgement import meeting_now
from graph.judgements.disclosure import DisclosureBody
from graph.model.view import Reader, View
from graph.queries import Actor
from graph.queries.casework.recorded import CASEWORK_QUESTION, CaseworkOf
from tests.pages.conftest import REASON, Office
from tests.pages.picturing import send
from tests.pages.test_meetings import HELD, words
from tests.pages.test_meetings import _made as meeting_made
from tests.support.pdf_text import text_of
from tests.viz.examples import CAPTION
from tests.viz.hostile import HOSTILE
from viz.layout import lay_out_around

OPERATOR = Actor(Reader("operator", "operator"), "operator", REASON)
WHY = {"purpose": "to protect", "legal_basis": "s.47", "justification": "at risk of harm"}


def test_a_pack_states_what_its_items_say_and_each_recipient_has_their_own(office: Office) -> None:
    chair, manager = office.person("chair"), office.person("manager")
    children = [office.child_id(ref) for ref in office.truth.networks[1].children[:2]]
    at = {children[0]: (700.5, -20.0), children[1]: (-300.0, 45.0)}
    kept = {"name": "For the meeting", "picture": {"ids": children, "positions": at}}
    number = send(chair, "/api/v1/saved_views", kept).json()["number"]
    others = manager.browser.post(
        "/meetings/new", data={"csrf": manager.csrf, "child": children, **HELD, "picture": number}
    )
    assert others.status_code in (403, 404, 422), "a meeting keeps only a picture that its maker may open"
    meeting, parts = meeting_made(office, chair, picture=str(number))
    assert f'href="/explorer?saved={number}"' in chair.get(f"/meetings/{meeting}").text
    typed = {"csrf": chair.csrf, "facts": HOSTILE, "was-facts": ""}
    assert chair.browser.post(f"/meetings/{meeting}/save/{parts[0]}", data=typed).status_code == 303
    nurse = {"name": "N. Bowen", "agency": "Health", "may_receive": "P", "reason": REASON}
    made = manager.post("/casework/new/Recipient", **nurse).headers["location"]
    recipient = re.sub(r"^/casework/of/|\?.*$", "", made)
    place, read_session = (
        f"/meetings/{meeting}/pack",
        ReadSession(office.installation, OPERATOR, View(today=date(2026, 11, 20))),
    )

    own = chair.post(place, form="docx")
    assert own.headers["content-type"].endswith("wordprocessingml.document")
    document = zipfile.ZipFile(BytesIO(own.content)).read("word/document.xml").decode()
    assert "<script" not in document
    assert "{{7*7}}" in html.unescape(document), "a text is set as it is, and is no template"
    refused = chair.post(place, recipient=recipient, **{**WHY, "justification": " "})
    assert (refused.status_code, "Justification: it is blank." in words(refused.text)) == (422, True)
    shared = chair.post(place, recipient=recipient, **WHY)
    assert shared.content.startswith(b"%PDF")
    text = text_of(shared.content)
    assert ("For N. Bowen, Health" in text, "withheld" in text.lower()) == (True, False)

    [disclosure] = read_session.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Disclosure",))).recorded
    assert isinstance(disclosure.body, DisclosureBody)
    assert (disclosure.state, disclosure.body.recipient, disclosure.body.meeting) == ("shared", "N. Bowen", meeting)
    kept_back = {each.item for each in disclosure.body.withheld}
    given = {each.ref for each in disclosure.cites if each.code == ""}
    by_ref = {each.item.ref: each.item.access for each in items_cited(read_session.ask, [*kept_back, *given])}
    assert {by_ref[ref] for ref in given} == {"P||"}
    assert kept_back, "the demo force has items that a nurse may not receive"
    assert [ref for ref in kept_back if ref in text] == []

    drawn = meeting_pack(read_session, meeting, CAPTION)
    assert drawn.picture is not None
    layout = lay_out_around(drawn.picture, drawn.places)
    assert {id: layout.positions[id] for id in children} == at
    assert set(layout.positions) == {node.id for node in drawn.picture.nodes}
    _statements_are_found_in_what_they_cite(read_session, meeting)
    one = office.child_id(office.truth.networks[1].children[0])
    _one_family_reads_of_no_other_child(read_session, meeting, one)
    for each in (disclosure.lineage, recipient, *parts, meeting):
        office.installation.casework.withdraw(OPERATOR, each, "the test is over")


def _statements_are_found_in_what_they_cite(read_session: ReadSession, meeting: str) -> None:
    """Each item that a statement cites names somebody that it is about, each of those is named by one, and the annex
    has the words of all."""
    pack = meeting_pack(read_session, meeting, CAPTION)
    about = {id for each in pack.statements() for id in each.about}
    items = {id: {entry.item.ref for entry in timeline_of(read_session.ask, id).entries} for id in about}
    cited = [each for each in pack.statements() if each.about]
    assert len(cited) > 20
    for each in cited:
        named = [items[id] & set(each.refs) for id in each.about]
        assert all(named), each
        assert set().union(*named) == set(each.refs), each
    assert set(pack.refs) == {each.ref for each in pack.items}


def _one_family_reads_of_no_other_child(read_session: ReadSession, meeting: str, child: str) -> None:
    alone = meeting_pack(read_session, meeting, CAPTION, only=child)
    text = " ".join((alone.title, *(each.shown for each in alone.statements()), *(each.text for each in alone.items)))
    others = [each.person.label for each in meeting_now(read_session, meeting).children if each.person.id != child]
    assert len(others) == 1
    assert [name for name in others if name in text] == []
    assert alone.items
    assert not any(each.heading.startswith(("Links", "Shared", "Adult")) for each in alone.sections)


def test_the_sheet_of_a_missing_child_is_two_presses_away_and_a_disclosure(office: Office) -> None:
    analyst, manager = office.person("analyst"), office.person("manager")
    child = office.child_id(office.truth.networks[1].children[1])
    page = analyst.look_at("child", child).text
    assert f'href="/child/{child}/missing"' in page
    assert "No recipient is recorded." in words(analyst.get(f"/child/{child}/missing").text)
    made = [
        manager.post("/casework/new/Recipient", name=name, agency=agency, reason=REASON, **more).headers["location"]
        for name, agency, more in (
            ("DC Lewis", "Police", {"may_receive": "P and C", "police": "yes"}),
            ("R. Owen", "Education", {"may_receive": "P"}),
        )
    ]
    police, school = (re.sub(r"^/casework/of/|\?.*$", "", each) for each in made)

    form = analyst.get(f"/child/{child}/missing").text
    assert form.index(police) < form.index(school), "police are offered first"
    [preset] = re.findall(r'<textarea[^>]*name="justification"[^>]*>([^<]+)<', form)
    sent = {"justification": html.unescape(preset), "police_reference": "OIC 12/26"}
    sheets = [analyst.post(f"/child/{child}/missing", recipient=each, **sent) for each in (police, school)]
    assert [len(pypdfium2.PdfDocument(each.content)) for each in sheets] == [1, 1]
    first, other = (text_of(each.content) for each in sheets)
    assert ("OIC 12/26" in first, "Missing before" in first) == (True, True)
    assert "Names of other children go to police only." in other
    blank = analyst.post(f"/child/{child}/missing", recipient=police, justification=" ")
    assert (blank.status_code, "Justification: it is blank." in words(blank.text)) == (422, True)

    read_session = ReadSession(office.installation, OPERATOR, View(today=date(2026, 11, 20)))
    shared = read_session.ask(CASEWORK_QUESTION, CaseworkOf(kinds=("Disclosure",), about=child)).recorded
    assert {each.state for each in shared} == {"shared"}
    assert [each.body.recipient for each in shared if isinstance(each.body, DisclosureBody)] == ["R. Owen", "DC Lewis"]
    for each in (*(one.lineage for one in shared), police, school):
        office.installation.casework.withdraw(OPERATOR, each, "the test is over")
