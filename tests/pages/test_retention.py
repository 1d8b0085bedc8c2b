"""The page of what is due for review, and erasing on it."""

import html

from tests.pages.conftest import Office
from tests.pages.uploading import ROW, send, settled, table
from tests.support.html_tree import read_html

GOES = {**ROW, "report_ref": "IR-8001", "recorded_at": "2001-03-01", "local_ref": "PI-T8001", "name": "Taliesin Prawf"}


def test_a_manager_sees_what_is_due_erases_it_and_the_log_says_so(office: Office) -> None:
    manager = office.person("manager")
    place = send(manager, table(GOES), "old.csv").headers["location"]
    settled(manager, place)
    manager.post(f"{place}/load")
    settled(manager, place)
    listed = read_html(manager.get("/retention").text)
    before = read_html(manager.get("/retention/erase", name="PI-T8001").text)
    told = manager.post("/retention/erase", name="PI-T8001", reason="Taliesin Prawf is too old")
    log = office.log_length
    done = manager.post("/retention/erase", name="PI-T8001", reason="The retention period is over")
    entries = office.entries_after(log)

    assert "Taliesin Prawf" in listed.text
    assert "1 item, 0 judgements" in " ".join(before.text.split())
    assert (told.status_code, "repeats what is to be erased" in html.unescape(told.text)) == (422, True)
    assert (done.status_code, "1 item, 0 judgements" in " ".join(read_html(done.text).text.split())) == (200, True)
    assert [(e.action, e.question, e.outcome) for e in entries if e.question == "records"] == [
        ("erase", "records", "intended"),
        ("erase", "records", "done"),
    ]
    assert "Taliesin Prawf" not in manager.get("/retention").text
    assert manager.get("/retention/erase", name="PI-T8001").status_code == 404
    assert manager.get("/api/v1/find", text="Taliesin Prawf").json()["entities"] == []


def test_who_does_not_see_everything_is_refused_in_the_same_words(office: Office) -> None:
    manager = office.person("manager")
    office.installation.store.write(
        lambda writer: writer.write("CREATE (a:Access {id: $id, change: $change})", id="P||SECRET", change=1)
    )
    refused = [manager.get("/retention"), manager.get("/retention/erase", name="PI-T9")]
    office.installation.store.write(lambda writer: writer.write("MATCH (a:Access {id: $id}) DELETE a", id="P||SECRET"))

    assert [each.status_code for each in refused] == [403, 403]
    assert "by somebody who sees everything that is recorded" in html.unescape(refused[1].text)
    assert office.person("analyst").get("/retention").status_code == 403
