"""Saying on the page what the columns of a file are: chosen, tried, corrected, saved for others."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from tests.pages.conftest import REASON, Office, Person
from tests.pages.uploading import ROW, send, settled, table
from tests.support.html_tree import Element, read_html

MAIL = (
    b"OFFICIAL-SENSITIVE;;;;\n"
    b"Wer;Geboren;Rufnummer;Part;Am\n"
    b"Cerys Post;25/03/2009;07700 900471;Victim;5. Mai 2026\n"
    b"Dafydd Post;04/01/1990;07700 900471;Suspect;6. Mai 2026\n"
)
CHOSEN = {
    "target-0": "name",
    "target-1": "date_of_birth",
    "form-1": "%d/%m/%Y",
    "target-2": "USES:phone",
    "target-3": "role",
    "word-3-0": "suspected",
    "word-3-1": "child at risk",
    "target-4": "happened_from",
    "form-4": "%d. %B %Y",
    "source": "MAIL",
    "entity": "person",
    "region": "GB",
}


def sent(person: Person, name: str = "mail.csv", content: bytes = MAIL) -> str:
    """A file whose columns are not known, sent and stopped; its address."""
    place = send(person, content, name).headers["location"]
    page = read_html(settled(person, place).text)
    assert "Choose what the columns are" in page.text
    return place


def chosen(page: Element, name: str) -> str:
    """What a select shows as chosen."""
    [select] = page.find("select", name=name)
    picked = [option for option in select.find("option") if "selected" in option.attributes]
    return picked[0]["value"] if picked else ""


def test_an_unknown_file_is_described_tried_and_loaded(office: Office) -> None:
    person = office.person("analyst")
    place = sent(person)
    first = read_html(person.get(f"{place}/columns").text)
    outcome = person.browser.post(
        f"{place}/columns/outcome", data={"csrf": person.csrf, **CHOSEN}, headers={"HX-Request": "true"}
    )
    used = person.post(f"{place}/columns", **CHOSEN)
    checked = read_html(settled(person, used.headers["location"]).text)
    again = read_html(person.get(f"{place}/columns").text)
    person.post(f"{place}/load")
    loaded = read_html(settled(person, place).text)

    assert "columns named on line 2" in first.text
    assert (chosen(first, "target-2"), chosen(first, "target-0")) == ("phone", "")
    assert "<html" not in outcome.text
    rows = [row.text for row in read_html(outcome.text).find("tr")][1:]
    assert ["Cerys Post" in row for row in rows] == [True, False], rows
    assert "child at risk" in rows[0]
    assert "5 May 2026" in rows[0]
    assert "07700 900471" in rows[1]
    assert "Would be loaded: 1 report, 2 items, 4 mentions." in checked.text
    assert (chosen(again, "target-2"), chosen(again, "word-3-1")) == ("USES:phone", "child at risk")
    assert "Loaded: 1 report, 2 items, 4 mentions." in loaded.text
    found = person.get("/api/v1/find", text="07700 900471").json()["entities"]
    assert [entity["kind"] for entity in found] == ["phone"]
    assert person.get(f"{place}/columns").status_code == 404, "its files are deleted"


def test_what_is_wrong_with_a_choice_is_shown_with_the_outcome(office: Office) -> None:
    person = office.person("analyst")
    place = sent(person)
    twice = person.post(f"{place}/columns", **{**CHOSEN, "target-1": "name"})
    bad = person.post(f"{place}/columns", text='name = "x"\n[columns]\n"Wer" = "nmae"\n')
    tried = person.post(f"{place}/columns/outcome", **{**CHOSEN, "target-2": "happened_to"})

    assert twice.status_code == 422
    assert "two columns would become the same one" in read_html(twice.text).text
    assert bad.status_code == 422
    assert "did you mean 'name'" in read_html(bad.text).text
    assert '"Wer" = "nmae"' in read_html(bad.text).find("textarea")[0].text, "what was written stands again"
    assert tried.status_code == 200
    assert "is not a date" in read_html(tried.text).text


def test_a_saved_mapping_is_chosen_by_a_colleague(office: Office) -> None:
    person, colleague = office.person("analyst"), office.person("manager")
    place = sent(person, "partner.csv")
    before = office.log_length
    saved = {**CHOSEN, "save": "yes", "name": "partner-mail", "title": "What the partner sends by e-mail"}
    assert person.post(f"{place}/columns", **saved).status_code == 303
    settled(person, place)
    taken = person.post(f"{place}/columns", **saved)
    again = person.post(f"{place}/columns", **{**saved, "replace": "yes", "title": "What the partner sends"})
    settled(person, place)
    entry = next(each for each in office.entries_after(before) if each.question == "mapping")
    listed = read_html(colleague.get("/import/mappings").text)
    theirs = send(colleague, MAIL.replace(b"Post", b"Prys"), "other.csv", mapping="partner-mail").headers["location"]
    checked = read_html(settled(colleague, theirs).text)

    assert (taken.status_code, "There is a mapping of this name" in taken.text) == (422, True)
    assert again.status_code == 303
    assert (entry.who, entry.action, entry.words) == ("analyst", "alter", "partner-mail")
    assert "What the partner sends" in listed.text
    assert '"Rufnummer" = "USES:phone"' in listed.text
    assert "Would be loaded: 1 report, 2 items, 4 mentions." in checked.text


def test_a_saved_mapping_is_deleted_with_a_reason_and_one_that_is_built_in_stays(office: Office) -> None:
    person = office.person("manager")
    place = sent(person, "gone.csv")
    assert person.post(f"{place}/columns", **{**CHOSEN, "save": "yes", "name": "gone-mail"}).status_code == 303
    settled(person, place)
    before = office.log_length
    at = "/import/mappings/gone-mail/delete"
    unsaid = person.post(at, **{"reason-gone-mail": ""})
    done = person.post(at, **{"reason-gone-mail": "The partner sends another layout"})
    entries = [each for each in office.entries_after(before) if each.question == "mapping"]
    left = read_html(person.get("/import/mappings").text).text

    assert (unsaid.status_code, "There is a problem" in unsaid.text) == (422, True)
    assert done.status_code == 303
    assert "gone-mail" not in left
    assert [(e.outcome, e.words, e.reason) for e in entries if e.closes] == [
        ("done", "gone-mail", "The partner sends another layout")
    ]
    assert [person.post(f"/import/mappings/{name}/delete", **{f"reason-{name}": "Not needed any more"}).status_code
            for name in ("gone-mail", "call-log", "..%2Fcall-log")] == [404, 404, 404]  # fmt: skip
    assert "call-log" in left


def test_files_of_one_layout_are_described_once_and_of_several_divided(office: Office) -> None:
    person = office.person("analyst")
    other = b"Caller;Called;Time;Seconds\n07700 900471;07700 900472;2026-05-05T10:00;63\n"
    files = [("a.csv", MAIL), ("calls.csv", other), ("b.csv", MAIL.replace(b"Post", b"Puw"))]
    given = {"csrf": person.csrf, "reason": REASON}
    sending = [("files", (name, content, "text/csv")) for name, content in files]
    place = person.browser.post("/import", data=given, files=sending).headers["location"]
    settled(person, place)
    asked = read_html(person.get(f"{place}/columns").text)
    divided = person.post(f"{place}/layouts")
    start = read_html(person.get("/import").text)
    made = [link["href"] for link in start.find("a") if link["href"].startswith("/import/") and ".csv" in link.text]
    two, one = [each for each in made if "calls.csv" in settled(person, each).text], made
    first = next(each for each in one if "a.csv" in read_html(person.get(each).text).text)
    form = read_html(person.get(f"{first}/columns").text)
    used = person.post(f"{first}/columns", **CHOSEN)

    assert "a.csv, b.csv" in asked.text
    assert (divided.status_code, divided.headers["location"]) == (303, "/import")
    assert person.get(place).status_code == 404
    assert len(two) == 1
    assert "and 1 more of this layout" in form.text
    assert (
        "Would be loaded: 2 reports, 4 items, 8 mentions."
        in read_html(settled(person, used.headers["location"]).text).text
    )


def test_a_mapping_as_text_says_what_selects_cannot(office: Office) -> None:
    person = office.person("analyst")
    place = sent(person, "text.csv")
    text = """name = "two-kinds"
    [files]
    row = "*"
    [[items]]
    each = "row"
    [items.cells]
    source_system = "MAIL"
    [[items.mentions]]
    when = { "row.Part" = "Victim" }
    [items.mentions.cells]
    entity = "child"
    name = "{row.Wer}"
    [[items.mentions]]
    else = true
    [items.mentions.cells]
    entity = "adult"
    name = "{row.Wer}"
    """
    used = person.post(f"{place}/columns", text=text)
    checked = read_html(settled(person, used.headers["location"]).text)
    again = read_html(person.get(f"{place}/columns").text)

    assert "Would be loaded: 1 report, 2 items, 2 mentions." in checked.text
    assert 'when = { "row.Part" = "Victim" }' in again.find("textarea")[0].text


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_a_file_s_columns_are_is_its_owner_s_alone(office: Office, method: str) -> None:
    place = sent(office.person("analyst"), f"{method}.csv")
    other = office.person("manager")

    assert getattr(other, method)(f"{place}/columns").status_code == 404


def test_a_table_of_dolen_s_own_needs_no_choice(office: Office) -> None:
    person = office.person("analyst")
    place = send(person, table({**ROW, "report_ref": "IR-9400"})).headers["location"]

    assert "columns are" not in read_html(settled(person, place).text).text


def test_a_sheet_of_a_workbook_with_several_layouts_is_described_by_itself(office: Office) -> None:
    book = Workbook()
    people, cars = book.active, book.create_sheet("Cars")
    assert people is not None
    people.title = "People"
    for sheet, rows in (
        (people, (("Ref", "Name"), ("W1", "Mari Puw"))),
        (cars, (("Ref", "Registration"), ("W2", "AB12 CDE"))),
    ):
        for row in rows:
            sheet.append(row)
    packed = BytesIO()
    book.save(packed)
    person = office.person("analyst")
    sending = [("files", ("book.xlsx", packed.getvalue(), "application/octet-stream"))]
    place = person.browser.post("/import", data={"csrf": person.csrf, "reason": REASON}, files=sending)
    place = place.headers["location"]
    settled(person, place)
    asked = read_html(person.get(f"{place}/columns").text)
    [link] = [each["href"] for each in asked.find("a") if "Cars" in each.text]
    form = read_html(person.get(link).text)
    assert "Registration" in form.text
    assert "Name" not in [each.text for each in form.find("th")]
    used = person.post(f"{place}/columns", sheet="Cars", **{"target-0": "report_ref", "target-1": "vrm"}, source="W")

    assert "1 item" in read_html(settled(person, used.headers["location"]).text).text
    assert "several layouts" in person.post(f"{place}/columns", source="W").text
