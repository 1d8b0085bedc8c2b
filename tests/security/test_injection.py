"""Recorded words are shown as words: whatever stands in a column, no page takes an element or an attribute from it."""

import csv
import io
import re
from collections.abc import Generator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from graph.ingest.columns import MENTION_COLUMNS
from tests.pages.conftest import Office, Person
from tests.pages.uploading import ROW, send, settled, table
from tests.security.conftest import office_in
from tests.security.crawling import addresses, give_reasons, holdings
from tests.support.html_tree import Element, read_html

ATTACK = (
    "=zq{number}\"'><x-evil onload=evil() style='x'></p></td><script>evil()</script><img src=//evil.example>{{{{7*7}}}}"
)
NEVER_SHOWN = {"mention_no", "origin"}
"""What stands on no page: the number of a mention, and a source, which is kept as a mark made from its name."""
MARK = re.compile(r"=?zq(\d+)", re.IGNORECASE)


def attack(column: str) -> str:
    """The hostile words of a column, marked with its number."""
    return ATTACK.format(number=MENTION_COLUMNS.index(column))


def hostile_rows() -> list[dict[str, str]]:
    """A row for each column that is hostile in that one alone, and some that are hostile in whatever may be."""
    alone = [
        {
            **ROW,
            "report_ref": f"IR-{number}",
            "local_ref": f"PI-Z{number}",
            "happened_from": "2026-01-05",
            column: attack(column),
        }
        for number, column in enumerate(MENTION_COLUMNS)
    ]
    kinds = (
        {"entity": "child", "role": "child at risk"},
        {"entity": "adult", "role": "suspected"},
        {"entity": "address", "role": "", "name": "", "local_ref": "", "address": attack("address")},
        {"entity": "vehicle", "role": "", "name": "", "local_ref": "", "vrm": "AB12 CDE"},
        {"entity": "phone", "role": "", "name": "", "local_ref": "", "phone": "07700 900123"},
        {"entity": "account", "role": "", "name": "", "local_ref": "", "handle": attack("handle")},
    )
    words = ("title", "report_text", "item_text", "description", "make", "model", "colour", "premises_kind", "platform")
    together = [
        {
            **ROW,
            "report_ref": attack("report_ref"),
            "source_system": attack("source_system"),
            "title": attack("title"),
            "item_text": attack("item_text"),
            "mention_no": str(number),
            **kind,
            **{word: attack(word) for word in allowed if word in words},
        }
        for number, (kind, allowed) in enumerate(
            zip(
                kinds,
                (
                    ("description",),
                    ("description",),
                    ("premises_kind",),
                    ("make", "model", "colour"),
                    (),
                    ("platform",),
                ),
                strict=True,
            ),
            1,
        )
    ]
    return [*alone, *together]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Generator[Office]:
    """An application with nothing but these words: among what other tests leave, pages would be passed over."""
    with office_in(tmp_path_factory.mktemp("injection")) as opened:
        yield opened


def intruders(page: Element) -> list[str]:
    """What of a page comes from the data: an element, an attribute, or an address that leads elsewhere."""
    found: list[str] = []
    for each in page.everything():
        ours = each.attributes.get("src", "").startswith("/static/")
        if each.name == "x-evil" or (each.name == "script" and not ours):
            found.append(f"<{each.name}>")
        for name, value in each.attributes.items():
            led = name in ("href", "src", "action", "hx-get", "hx-post", "formaction")
            if name.startswith("on") or name == "style" or (led and not (value.startswith(("/", "#")) or drawn(value))):
                found.append(f"{each.name} {name}={value}")
            if led and value.startswith("//"):
                found.append(f"{each.name} {name}={value}")
    return found


def drawn(value: str) -> bool:
    """An icon of ours, drawn where it stands, without a word of the data."""
    return value.startswith("data:image/svg+xml,") and "evil" not in unquote(value)


def walk(person: Person, start: list[str], most: int) -> dict[str, str]:
    """The HTML of these addresses, and of those their links lead to, as far as so many pages."""
    waiting, seen = list(start), dict[str, str]()
    while waiting and len(seen) < most:
        place = waiting.pop(0)
        if place in seen:
            continue
        answer = person.browser.get(place)
        if answer.headers["content-type"].startswith("text/html"):
            seen[place] = answer.text
            links = [link.attributes.get("href", "") for link in read_html(answer.text).find("a")]
            waiting += [
                link for link in links if link.startswith(("/report", "/child", "/items", "/premises", "/adult"))
            ]
    return seen


def test_no_recorded_word_becomes_an_element_or_an_attribute_of_any_page(office: Office) -> None:
    person = office.person("analyst")
    sent = send(person, table(*hostile_rows()), name="<x-evil onload=evil()>.csv", reason=attack("title"))
    place = sent.headers["location"]
    checked = settled(person, place).text
    person.post(f"{place}/load")
    loaded = settled(person, place).text
    held = holdings(office.installation.store)
    give_reasons(person, held.entities)
    searches = ["/search?q=zq", "/search?q=Cerys", *(f"/explorer?id={quote(id)}" for id in held.entities[:3])]
    pages = {
        "checked": checked,
        "loaded": loaded,
        **walk(person, [*searches, *(a for a in addresses(held) if "/api/" not in a)], 400),
    }
    pages["audit"] = office.person("auditor", reason="").get("/audit").text
    found = {place: wrong for place, page in pages.items() if (wrong := intruders(read_html(page)))}
    shown = {int(number) for page in pages.values() for number in MARK.findall(unquote(page))}

    assert found == {}
    assert len(held.entities) > 5
    missing = {column for number, column in enumerate(MENTION_COLUMNS) if number not in shown}
    assert missing <= NEVER_SHOWN, "the words of each column are shown somewhere: loaded, or refused with their reason"
    assert not any("49" in match for page in pages.values() for match in re.findall(r"evil\.example&gt;(.{6})", page))


def test_no_cell_of_a_file_of_refused_rows_is_a_formula(office: Office) -> None:
    files = list((office.installation.settings.home / "quarantine").glob("*.csv"))
    cells = [cell for file in files for row in csv.reader(io.StringIO(text_of(file))) for cell in row]

    assert len(cells) > 100
    assert {cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and cell != "-"} == set()


def text_of(file: Path) -> str:
    """What a file of refused rows holds."""
    return file.read_text(encoding="utf-8-sig")
