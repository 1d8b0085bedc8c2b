"""Bringing files in on the page: tried first, then loaded, and what was refused corrected there."""

import re
import time
from typing import Any

import pytest

from api.imports.imports import safe_name
from api.imports.upload_dir import FOLDER
from tests.pages.conftest import Office, Person
from tests.pages.uploading import ROW, send, settled, table
from tests.support.html_tree import read_html


def entries(office: Office, since: int) -> list[tuple[str, str, str, str, str | None]]:
    """(who, action, question, outcome, reason) since."""
    return [(e.who, e.action, e.question, e.outcome, e.reason) for e in office.entries_after(since)]


def test_files_are_tried_then_loaded_and_then_found(office: Office) -> None:
    person = office.person("analyst")
    before = office.log_length
    today = {**ROW, "recorded_at": ""}
    sent = send(person, table(today), reason="  June   book ")
    checked = settled(person, sent.headers["location"])

    assert "Would be loaded: 1 report, 1 item, 1 mention." in read_html(checked.text).text
    assert person.get("/api/v1/find", text="PI-T9001").json()["entities"] == []
    loading = person.post(f"{sent.headers['location']}/load")
    loaded = settled(person, loading.headers["location"])
    assert "Loaded: 1 report, 1 item, 1 mention." in read_html(loaded.text).text
    [onward] = [link for link in read_html(loaded.text).find("a") if link.text.startswith("Show what is new")]
    [news] = read_html(person.get(onward["href"]).text).find("section", **{"aria-labelledby": "news"})
    assert news.text.startswith(("Loaded in the last seven days", "Loaded since you were last here"))
    assert re.search(r"\b[1-9]\d* items? in [1-9]\d* reports?\.", news.text)
    assert [entity["label"] for entity in person.get("/api/v1/find", text="PI-T9001").json()["entities"]] == [
        "Cerys Prawf"
    ]
    assert [entry for entry in entries(office, before) if entry[2] == "ingest"] == [
        ("analyst", "alter", "ingest", outcome, "June book") for outcome in ("intended", "done") * 2
    ]
    assert list((office.installation.settings.home / FOLDER).rglob("*.csv")) == [], "the upload is deleted"
    [newest] = [row for row in read_html(person.get("/import").text).find("tr") if "run-" in row.text][:1]
    assert "analyst" in newest.text
    assert "1 report" in newest.text
    other = read_html(office.person("manager").get("/import").text)
    assert "1 report" not in other.text, "what another person's files contained is shown only to that person"


def test_refused_rows_are_corrected_on_the_page_and_loaded(office: Office) -> None:
    person = office.person("manager")
    wrong = {**ROW, "report_ref": "=9002", "local_ref": "PI-T9002", "source_grade": "9"}
    place = send(person, table({**ROW, "report_ref": "IR-9003"}, wrong)).headers["location"]
    checked = read_html(settled(person, place).text)
    assert "1 row refused" in checked.text
    assert [cell.text for cell in checked.find("tbody")[-1].everything() if cell.name in ("th", "td")][:2] == [
        "source grade",
        "9",
    ]
    person.post(f"{place}/load")
    loaded = read_html(settled(person, place).text)
    form = {
        field["name"]: field["value"]
        for field in loaded.find("input", css_class="govuk-input")
        if field.attributes.get("name", "").startswith("cell-")
    }
    [file] = loaded.find("input", name="file")
    assert form["cell-0-source_grade"] == "9"
    assert form["cell-0-report_ref"] == "=9002", "shown as it was given"
    refused = person.post(f"{place}/correct", file=file["value"], row="0", **{**form, "cell-0-source_grade": "8"})
    checked = read_html(settled(person, refused.headers["location"]).text)
    [grade] = checked.find("input", name="cell-0-source_grade")
    assert (grade["value"], "govuk-input--error" in grade["class"]) == ("8", True), (
        "a refused correction can be corrected"
    )
    [file] = checked.find("input", name="file")
    place = refused.headers["location"]
    again = person.post(f"{place}/correct", file=file["value"], row="0", **{**form, "cell-0-source_grade": "2"})
    settled(person, again.headers["location"])
    person.post(f"{again.headers['location']}/load")
    done = read_html(settled(person, again.headers["location"]).text)

    assert "Loaded: 1 report, 1 item, 1 mention." in done.text
    assert len(person.get("/api/v1/find", text="PI-T9002").json()["entities"]) == 1


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"no,table\n1,2\n", "x.csv", "Stopped: x.csv:"),
        ("no,table\n1,2\n".encode("utf-16"), "x.csv", "Stopped: x.csv: 'no'"),
        (b"MZ", "x.exe", "Dolen does not read this kind of file"),
        (b"", "x.zip", "Stopped: x.zip"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_told_in_a_sentence(
    office: Office, content: bytes, name: str, said: str
) -> None:
    person = office.person("analyst")
    page = settled(person, send(person, content, name).headers["location"])

    assert said in read_html(page.text).text
    assert "Traceback" not in page.text
    assert str(office.installation.settings.home) not in page.text, "no path of the machine is shown"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../audit.key", "audit.key"),
        ("..\\..\\dolen.sqlite", "dolen.sqlite"),
        ("/etc/passwd", "passwd"),
        ("..", "file"),
        (".csv", "csv"),
        ("", "file"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("Mehefin – Siân.csv", "Mehefin _ Siân.csv"),
        ("x" * 300 + ".csv", "x" * 80 + ".csv"),
        ("$(reboot);`id`.csv", "__reboot___id_.csv"),
    ],
)
def test_a_file_s_name_is_never_a_path(name: str, kept: str) -> None:
    assert safe_name(name) == kept
    assert "/" not in safe_name(name)


def test_a_name_that_climbs_out_stays_in_its_folder(office: Office) -> None:
    home = office.installation.settings.home
    key = (home / "audit.key").read_bytes()
    person = office.person("analyst")
    place = send(person, b"gone", "../../audit.key").headers["location"]
    settled(person, place)

    assert (home / "audit.key").read_bytes() == key


def test_an_import_is_its_owner_s_alone(office: Office) -> None:
    person, other = office.person("analyst"), office.person("manager")
    place = send(person, table({**ROW, "report_ref": "IR-9004"})).headers["location"]
    settled(person, place)
    absent = other.get("/import/0000000000000000")

    for path in (place, f"{place}/load", f"{place}/give-up", f"{place}/correct"):
        answer = other.get(path) if path == place else other.post(path)
        assert (answer.status_code, read_html(answer.text).find("main")[0].text) == (
            404,
            read_html(absent.text).find("main")[0].text,
        )
    assert person.post(f"{place}/give-up").headers["location"] == "/import"
    assert person.get(place).status_code == 404


@pytest.mark.parametrize("form", [{"mapping": "/etc/passwd.toml"}, {"mapping": "no-such"}])
def test_a_mapping_is_one_of_the_list(office: Office, form: dict[str, str]) -> None:
    answer = send(office.person("analyst"), table(ROW), **form)

    assert answer.status_code == 422
    assert "There is no mapping of this name" in answer.text


def test_an_upload_that_is_too_large_is_refused_and_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = office.installation.settings.model_copy(update={"upload_megabytes": 1})
    monkeypatch.setattr(office.installation, "settings", small)
    person = office.person("analyst")
    before = set((office.installation.settings.home / FOLDER).rglob("*.*"))
    answer = send(person, b"x" * (1024 * 1024 + 1))
    nothing = person.browser.post("/import", data={"csrf": person.csrf, "reason": "June book"}, files=_no_file())

    assert (answer.status_code, nothing.status_code) == (422, 422)
    assert "larger than 1 MiB" in answer.text
    assert "Choose a CSV, XLSX" in nothing.text
    assert set((office.installation.settings.home / FOLDER).rglob("*.*")) == before
    assert person.browser.post("/reason", content=b"x" * (17 * 1024 * 1024)).status_code == 413


def test_files_without_the_session_s_secret_are_not_kept(office: Office) -> None:
    person = office.person("analyst")
    answer = person.browser.post("/import", data={"csrf": "guess"}, files={"files": ("x.csv", table(ROW))})

    assert answer.status_code == 403
    assert office.visitor().post("/import", files={"files": ("x.csv", table(ROW))}).status_code == 401


def test_refused_rows_are_corrected_so_many_at_a_time(office: Office) -> None:
    person = office.person("manager")
    wrong = [{**ROW, "report_ref": f"IR-{n}", "local_ref": f"PI-M{n}", "entity": "boat"} for n in range(9100, 9130)]
    place = send(person, table({**ROW, "report_ref": "IR-9099"}, *wrong)).headers["location"]
    settled(person, place)
    person.post(f"{place}/load")
    first = read_html(settled(person, place).text)
    [more] = [link["href"] for link in first.find("a") if link.text == "The next refused rows"]
    second = read_html(person.browser.get(more).text)
    whole = second.find("fieldset")[0].within("form")
    [file], [start] = whole.find("input", name="file"), whole.find("input", name="start")
    form = {"file": file["value"], "start": start["value"], "row": "29", "cell-29-entity": "child"}
    again = person.post(f"{place}/correct", **form).headers["location"]
    checked = read_html(settled(person, again).text)

    assert (len(first.find("fieldset")), len(second.find("fieldset"))) == (25, 5)
    assert "IR-9129" in {field.attributes.get("value") for field in second.find("input")}
    assert "Would be loaded: 1 report, 1 item, 1 mention." in checked.text
    assert "1 row refused" not in checked.text
    none = person.post(f"{place}/correct", file=file["value"], start="25")
    assert (none.status_code, "Tick at least one row" in none.text) == (422, True)


def test_a_program_brings_files_in_by_the_same_steps(office: Office) -> None:
    person = office.person("analyst")
    secret = {"x-csrf-token": person.csrf}
    files = {"files": ("api.csv", table({**ROW, "report_ref": "IR-9005", "local_ref": "PI-T9005"}), "text/csv")}
    refused = [
        person.browser.post("/api/v1/imports", files=files),
        person.browser.post("/api/v1/imports", headers=secret, json={"files": []}),
        person.browser.post("/api/v1/imports", headers=secret, files=files, data={"mapping": "../x.toml"}),
        office.person("chair").get("/api/v1/imports/1"),
        office.person("manager").get("/api/v1/imports/1"),
    ]
    sent = person.browser.post("/api/v1/imports", headers=secret, files=files, data={"reason": "nightly transfer"})
    place = f"/api/v1/imports/{sent.json()['id']}"
    checked = told_when(person, place, "checked")
    person.browser.post(f"{place}/load", headers=secret)
    loaded = told_when(person, place, "loaded")

    assert [answer.status_code for answer in refused] == [403, 400, 400, 403, 404]
    assert {answer.headers["content-type"] for answer in refused} == {"application/problem+json"}
    assert sent.status_code == 202
    assert (checked["tried"]["reports"], checked["loaded"]) == (1, None)
    assert loaded["loaded"] == {"reports": 1, "items": 1, "mentions": 1, "refused": 0, "refusals": []}
    assert len(person.get("/api/v1/find", text="PI-T9005").json()["entities"]) == 1


def test_a_program_says_why_it_looks(office: Office) -> None:
    person = office.person("analyst", reason="")
    secret = {"x-csrf-token": person.csrf}
    before = person.get("/api/v1/premises_of_concern").status_code
    without = person.browser.post("/api/v1/reason", json={"case": "any", "reason": "nightly"})
    given = person.browser.post("/api/v1/reason", headers=secret, json={"case": "any", "reason": " nightly  look "})

    assert (before, without.status_code) == (428, 403)
    assert given.json() == {"case": "any", "reason": "nightly look"}
    assert person.get("/api/v1/premises_of_concern").status_code == 200
    assert person.browser.post("/api/v1/reason", headers=secret, json={"case": "any", "reason": " "}).status_code == 400


def told_when(person: Person, place: str, state: str) -> dict[str, Any]:
    """What is shown of an import in this state; the time that a test may take ends the wait."""
    while (found := person.get(place).json())["state"] != state:
        assert found["state"] != "stopped", found
        time.sleep(0.2)
    return found


def _no_file() -> dict[str, Any]:
    return {"files": ("", b"", "application/octet-stream")}
