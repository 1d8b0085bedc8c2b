"""From a notice to the next meeting on the command line, on both engines: what comes in is logged, and says what it
changes. What is right is said by hand, from the rows of the first test's table."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph.ingest.columns import MENTION_COLUMNS
from graph.settings import Settings
from graph.store import Store
from tests.acceptance.analyst import Analyst

REASON = ("--reason", "checked against the file")
TODAY = datetime.now(UTC).date()
SERVED, LAST_WEEK = TODAY - timedelta(days=20), TODAY - timedelta(days=7)
ROWS = (
    ("R1", "child", "N3", {"name": "Beca Wyn", "date_of_birth": f"{TODAY.year - 13}-01-15", "legal_status": "none"}),
    ("R1", "adult", "N2", {"name": "Marc Tilley", "date_of_birth": "1988-02-03", "role": "reported as concern"}),
    ("R2", "child", "N4", {"name": "Dai Puw"}),
    ("R2", "address", "", {"address": "12 Heol Fawr, Trefddu", "postcode": "CF99 9AA"}),
)
"""Beca and a man; another child at an address."""
SEEN = "At 22:10 Beca Wyn (N3) and Marc Tilley left 12 Heol Fawr in a silver AB12 CDE."


@pytest.fixture
def analyst(store: Store, store_settings: Settings, tmp_path: Path) -> Analyst:
    """Somebody at work on one of the engines."""
    working = Analyst(store_settings, store)
    path = tmp_path / "known.csv"
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, MENTION_COLUMNS)
        writer.writeheader()
        for number, (report, entity, ref, cells) in enumerate(ROWS):
            item = {"source_system": "S", "report_ref": report, "item_no": "1", "handling": "P"}
            graded = {"source_grade": "2", "assessment": "C", "mention_no": str(number)}
            writer.writerow({**item, **graded, "entity": entity, "local_ref": ref, **cells})
    assert working.dolen("ingest", path).code == 0
    return working


def _file(analyst: Analyst, name: str, text: str) -> Path:
    path = Path(analyst.settings.home) / name
    path.write_text(text, encoding="utf-8")
    return path


def _log(analyst: Analyst, text: str, *words: str) -> dict[str, Any]:
    entry = ("log", _file(analyst, "entry.txt", text), "--happened", f"{LAST_WEEK}T22:10", "--event", "sighting")
    return analyst.dolen(*entry, "--grade", "2C", "--handling", "P", *words, "--json", *REASON).json


def _kinds(said: dict[str, Any]) -> list[str]:
    return sorted(each["kind"] for each in said["changes"])


def _served_notice(analyst: Analyst) -> str:
    stated = ("--relation", "no relation", "--status-source", "Social Services, by phone", "--stated-by", "G. Wyn")
    signed = ("--stated-as", "parental responsibility", "--signed", SERVED.isoformat())
    notice = analyst.dolen("notice", "prepare", "--child", "N3", "--adult", "N2", *stated, *signed, *REASON, "--json")
    name = str(notice.json["lineage"])
    assert analyst.dolen("notice", "authorise", name, *REASON).code == 0
    service = ("--at", f"{SERVED}T18:00", "--by", "PC Rees", "--how", "in person", "--not-informed", "G. Wyn=not found")
    assert analyst.dolen("notice", "serve", name, *service, *REASON).code == 0
    return name


def test_from_a_notice_to_the_next_meeting(analyst: Analyst) -> None:
    notice = _served_notice(analyst)
    assert analyst.dolen("watch", "add", "plate", "AB1?", "??E", *REASON).code == 0
    assert analyst.dolen("alerts", "--json").json == {"alerts": [], "total": 0}

    proposed = analyst.dolen("log", _file(analyst, "entry.txt", SEEN), "--propose", "--json").json["mentions"]
    assert {(each["entity"], each["value"]) for each in proposed} >= {("child", "Beca Wyn"), ("vehicle", "AB12 CDE")}
    first = _log(analyst, SEEN, "--accept", "all", "--mark", "address: 12 Heol Fawr, Trefddu, CF99 9AA")
    assert _kinds(first) == ["contact after notice", "link new", "watch"]
    sentences = " ".join(each["sentence"] for each in first["changes"])
    assert "AB1? ??E" in sentences
    assert "Beca Wyn" in sentences
    assert "Dai Puw (N4)" in sentences
    alerts = analyst.dolen("alerts", "--json").json
    assert {each["id"] for each in first["changes"]} == {each["id"] for each in alerts["alerts"]}
    _owned_and_closed(analyst, alerts["alerts"])

    contact = ("notice", "contact", notice, "--json")
    [item] = first["items"]
    assert (analyst.dolen(*contact).json["reported"], analyst.dolen(*contact).json["evidence_held"]) == (1, 0)
    decided = ("--as-what", "evidence held", "--evidence", "CCTV of the street, exhibit 4")
    assert analyst.dolen("notice", "decide", notice, item["ref"], *decided, *REASON).code == 0
    second = _log(analyst, "Beca Wyn was seen with Marc Tilley that evening.", "--accept", "all")
    [incident] = analyst.dolen(*contact).json["incidents"]
    assert (incident["state"], incident["repeats"]) == ("evidence held", [second["items"][0]["ref"]])

    hits = analyst.dolen("search", "Heol Fawr", "--json").json["hits"]
    [place] = [each["id"] for each in hits if each["kind"] == "premises"]
    _searched_at_night(analyst, place)

    options = {each["code"]: each for each in analyst.dolen("options", "N2", "--json").json["options"]}
    assert [each["state"] for each in options["notice"]["tried"]] == ["served"]
    assert (options["shpo"]["grounds"], "a conviction" in options["shpo"]["missing"]) == (False, True)

    corrected = analyst.dolen("withdraw", item["ref"], "--reason", "another house").out
    assert "Contact" in corrected
    kinds = [each["kind"] for each in analyst.dolen("alerts", "--json").json["alerts"]]
    assert (kinds.count("link lost"), kinds.count("link new")) == (1, 0)
    assert "basis withdrawn" in kinds


def _owned_and_closed(analyst: Analyst, alerts: list[dict[str, Any]]) -> None:
    """An alert is for the child's officer, else for the duty analyst, and is closed with a reason."""
    duty = "the duty analyst"
    assert {each["owner"] for each in alerts} == {duty}
    assert analyst.dolen("network", "add", "N3", "--name", "DC Hughes", "--agency", "Police", *REASON).code == 0
    [watch] = [each["id"] for each in alerts if each["kind"] == "watch"]
    assert "it gives no reason" in " ".join(
        analyst.dolen("alerts", "--acknowledge", watch, "--reason", ".").err.split()
    )
    left = analyst.dolen("alerts", "--acknowledge", watch, *REASON, "--json").json["alerts"]
    assert {each["kind"]: each["owner"] for each in left} == {
        "contact after notice": "DC Hughes",
        "link new": "DC Hughes",
    }


def _searched_at_night(analyst: Analyst, place: str) -> None:
    """Premises of concern, searched at 23:00 without all points; it goes to a manager, and is repeated with reasons."""
    assert analyst.dolen("premises", "open", place, "--owner", "DS Lewis", *REASON).code == 0
    search = ("premises", "search", place, *REASON, "--json", "--route", "consent", "--purpose", "to find the child")
    search = (*search, "--extent", "all rooms")
    night = (f"{TODAY - timedelta(days=1)}T23:00", "A. Prys:tenant:consents")
    done = analyst.dolen(*search, "--state", "done", "--at", night[0], "--consent", night[1]).json
    [line] = analyst.dolen("premises", "list", "--json").json["premises"]
    assert line["searches"][0]["words"] == "Incomplete: take advice before relying on it."
    assert any("A manager reviews it" in each for each in line["due"])
    assert analyst.dolen("premises", "review", done["lineage"], *REASON).code == 0
    ready = (*search, "--state", "ready", "--consent", "A. Prys:tenant")
    assert "It is a repeat" in " ".join(analyst.dolen(*ready).err.split()) or analyst.dolen(*ready).code == 1
    assert analyst.dolen(*ready, "--repeat-reason", "a child was seen there").json["state"] == "ready as a repeat"
