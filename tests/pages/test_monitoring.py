"""The page of figures: made by somebody who sees everything, refused to others in the same words, as a file."""

import csv
import html
from io import BytesIO, StringIO

import openpyxl

from tests.pages.conftest import Office

REFUSED = "Figures are made by somebody who sees everything that is recorded."


def test_a_manager_who_sees_everything_makes_the_figures(office: Office) -> None:
    page = html.unescape(office.person("manager").get("/monitoring", first="2026-01-01", last="2026-03-31").text)

    assert "Figures, 1 January 2026 to 31 March 2026" in page
    for heading in ("The board’s return", "Children by category", "Deficits in service"):
        assert heading in page
    swapped = office.person("manager").get("/monitoring", first="2026-03-31", last="2026-01-01")
    assert (swapped.status_code, "ends before it begins" in swapped.text) == (422, True)


def test_the_file_leaves_through_the_one_way_out_with_its_reason(office: Office) -> None:
    manager, before = office.person("manager"), office.log_length
    without = manager.post("/monitoring/export", form="csv", reason=".")
    table = manager.post("/monitoring/export", form="csv", reason="for the board", published="yes")
    book = manager.post("/monitoring/export", form="xlsx", reason="for the board")

    assert (without.status_code, "It gives no reason" in html.unescape(without.text)) == (422, True)
    rows = list(csv.DictReader(StringIO(table.content.decode("utf-8-sig"))))
    assert {row["Marking"] for row in rows} == {"OFFICIAL-SENSITIVE"}
    assert all("for publication" in row["Figures"] for row in rows)
    assert ("The board’s return", "Strategy meetings held", "0") in {
        (row["Table"], row["What"], row["Count"]) for row in rows
    }
    sheet = openpyxl.load_workbook(BytesIO(book.content))["Figures"]
    assert [cell.value for cell in sheet[1]] == ["Table", "What", "Count", "How it counts"]
    exports = [each for each in office.entries_after(before) if each.action == "export"]
    assert [(each.question, each.reason) for each in exports] == [("figures", "for the board")] * 2


def test_who_does_not_see_everything_is_refused_in_the_same_words(office: Office) -> None:
    """A record in a compartment that the manager is not a member of."""
    manager = office.person("manager")
    texts = office.installation.store.read("MATCH (a:Access) RETURN a.id AS id")
    assert not any(str(each["id"]).endswith("|SECRET") for each in texts)
    office.installation.store.write(
        lambda writer: writer.write("CREATE (a:Access {id: $id, change: $change})", id="P||SECRET", change=1)
    )
    refused = manager.get("/monitoring")
    exported = manager.post("/monitoring/export", form="csv", reason="for the board")
    office.installation.store.write(lambda writer: writer.write("MATCH (a:Access {id: $id}) DELETE a", id="P||SECRET"))

    assert (refused.status_code, exported.status_code) == (403, 403)
    assert REFUSED in html.unescape(refused.text)
    assert REFUSED in html.unescape(exported.text)
    assert office.person("chair").get("/monitoring").status_code == 403
