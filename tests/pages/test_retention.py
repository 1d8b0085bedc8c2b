"""The page of what is due for review, and erasing on it."""

import html
from pathlib import Path

from api.services.alerts import register_of
from graph.model.ids import person_id
from graph.model.view import Reader
from tests.ingest.support import load
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


def test_what_changed_before_an_erasure_and_after_it_is_alerted_to_all_the_same(office: Office, tmp_path: Path) -> None:
    installation, analyst = office.installation, Reader("analyst", "analyst")
    said = {**ROW, "recorded_at": "2024-12-01T09:00:00Z"}
    home = {**said, "entity": "address", "role": "", "local_ref": "", "name": "", "address": "7 Erasure Road"}

    def bring(*children: str) -> None:
        for ref in children:
            child = {**said, "report_ref": f"IR-{ref}", "local_ref": f"PI-T{ref}", "name": f"Child {ref}"}
            rows = table(child, {**home, "report_ref": f"IR-{ref}", "postcode": "CF99 1ER"})
            (tmp_path / f"{ref}.csv").write_bytes(rows)
            done = load(installation.store, installation.sql, installation.settings, tmp_path / f"{ref}.csv")
            assert done.items == 1

    def links() -> set[frozenset[str]]:
        audience = installation.alerts.audience(analyst)
        found = register_of(installation).open_of(audience, "analyst")
        return {frozenset(each.fact.subjects) for each in found if each.fact.kind == "link new"}

    def pairs(one: str, *others: str) -> set[frozenset[str]]:
        return {frozenset(person_id(ROW["source_system"], f"PI-T{ref}") for ref in (one, other)) for other in others}

    bring("8101", "8102", "8103")
    before = links()
    bring("8104")  # and nobody reads alerts
    office.person("manager").post(
        "/retention/erase", name="PI-T8103", shared="yes", reason="The retention period is over"
    )
    bring("8105")

    assert links() - before == pairs("8104", "8101", "8102") | pairs("8105", "8101", "8102", "8104"), (
        "the alert of the child who is erased goes with them"
    )


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
