"""The main job on the command line, on both engines: from a partner's form to the plan, the packs and the figures.

The walk in a browser, with the same people: docs/walks.md, "From a partner's form to a plan".
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from graph.settings import Settings
from graph.store import Store
from tests.acceptance.analyst import Analyst, Said
from tests.support.case import (
    AT_3,
    CONCERN,
    GIVEN,
    HELD_BACK,
    MISSING,
    NOT_ACCEPTED,
    PLAN,
    RECIPIENTS,
    REVIEW_ON,
    RISKS,
    TOLD,
    days_ago,
    unit_book,
)
from tests.support.pdf_text import text_of

pytestmark = pytest.mark.engine

WHY = ("--reason", "Strategy meeting")
GRADES = ("--source", "2", "--assessment", "B", "--handling", "P")


@pytest.fixture
def desk(store: Store, store_settings: Settings, tmp_path: Path) -> Analyst:
    """Somebody with what the unit knew, in a data folder of their own, on each engine in turn."""
    home = tmp_path / "home" if store.engine == "neo4j" else store_settings.home
    database = f"sqlite:///{tmp_path / 'accounts.db'}"
    desk = Analyst(store_settings.model_copy(update={"home": home, "sql": database}), store)
    home.mkdir(exist_ok=True)
    for name, role in (("keeper", "administrator"), ("home", "partner")):
        assert desk.dolen("user", "add", name, "--role", role, "--no-password").code == 0
    assert desk.dolen("ingest", unit_book(tmp_path)).code == 0
    return desk


def _id(said: Said) -> str:
    assert said.code == 0, said
    return said.out.split()[-1]


def _made(desk: Analyst, *words: str) -> str:
    return str(desk.dolen(*words, *WHY, "--json").json["lineage"])


def _accepted(desk: Analyst, form: dict[str, str], folder: Path, *more: str) -> str:
    file = folder / "form.json"
    file.write_text(json.dumps(form), encoding="utf-8")
    id = _id(desk.dolen("partner", "enter", file, "--from", "home", *WHY))
    return id if _id(desk.dolen("partner", "accept", id, *GRADES, *more, *WHY)) == f"PF-{id}" else ""


def _assess(desk: Analyst, child: str, folder: Path, day: int, **given: dict[str, object]) -> dict[str, Any]:
    indicators = [{"code": code, **more} for code, more in given.items()]
    told: dict[str, object] = {"assessed_at": str(days_ago(day)), "assessor": "C. Price", "agency": "Social Services"}
    file = folder / "assessment.json"
    file.write_text(json.dumps({**told, "indicators": indicators, "wishes": "To stay at the home."}), encoding="utf-8")
    _made(desk, "seraf", "assess", child, str(file))
    return desk.dolen("seraf", "show", child, "--json").json["standing"]


def _hold(desk: Analyst, meeting: str, outcome: str, *more: str) -> None:
    refused = desk.dolen("meeting", "change", meeting, "--state", "held", *WHY)
    assert (refused.code, "Nobody has reviewed the police information" in " ".join(refused.err.split())) == (1, True)
    why = ("--justification", "The source is protected.")
    assert desk.dolen("meeting", "reviewed", meeting, "--outcome", outcome, *more, *why, *WHY).code == 0
    assert desk.dolen("meeting", "change", meeting, "--state", "held", *WHY).code == 0


def test_from_a_partner_s_form_to_the_plan_and_the_figures(desk: Analyst, tmp_path: Path) -> None:
    form = _accepted(desk, CONCERN, tmp_path, "--role", "reported as concern")
    elin, first = f"PF-{form}/child", f"PF-{form}/1"
    linked = desk.dolen("linked", elin, "--json").json["linked"]
    assert {each["name"] for each in linked} == {"Nia Bevan", "Mali Ellis"}
    received = ("--received", f"{days_ago(18)}T09:30", "--child", elin)
    referral = _id(desk.dolen("partner", "refer", form, *received, *WHY))
    for again in (("accept", form, "--source", "1", *GRADES[2:]), ("decline", form), ("refer", form, *received)):
        assert "already" in desk.dolen("partner", *again, *WHY).err, "it was settled, and referred, once"
    assert [each["what"] for each in desk.dolen("due", "--json").json] == ["Assessment"]

    judged: dict[str, dict[str, object]] = {code: {"status": status} for code, status in AT_3.items()}
    judged["R2"]["items"] = [first]
    judged |= {code: {"status": "not assessed", "note": note} for code, note in NOT_ACCEPTED.items()}
    standing = _assess(desk, elin, tmp_path, 14, **judged)
    assert (standing["category"], standing["ceiling"]) == (3, 4)
    assert desk.dolen("referral", "change", referral, "--state", "assessed", *WHY).code == 0
    gone = _accepted(desk, MISSING, tmp_path, "--known-as", elin)
    suggested = desk.dolen("seraf", "suggest", elin, "--json").json["suggestions"]
    assert {"S1"} <= {each["code"] for each in suggested}
    judged["S1"] = {"status": "present", "items": [f"PF-{gone}/2", f"PF-{gone}/3"]}
    assert _assess(desk, elin, tmp_path, 5, **judged)["category"] == 4

    three = ("meeting", "add", elin, "WK-1", "WK-2", "--chair", "C. Price", "--held-at")
    meeting = _made(desk, *three, f"{days_ago(4)}T10:00")
    lacking = desk.dolen("meeting", "police-review", meeting, "--json").json["people"]
    assert {one["item"]["ref"] for each in lacking for one in each["lacking"]} == {"UB-3/1"}
    _hold(desk, meeting, "sanitised", "--given", GIVEN)
    _agree(desk, meeting, elin, first)
    _share(desk, meeting, tmp_path)
    review = _made(desk, *three, f"{days_ago(1)}T10:00", "--review-of", meeting)
    _hold(desk, review, "nothing to add")
    _figures(desk)

    withdrawn = desk.dolen("withdraw", first, "--reason", "It was another car", "--json").json
    named = sorted(each["kind"] for each in withdrawn["rested_on"])
    assert named == ["Assessment", "Assessment", "Disclosure", "Disclosure", "Disclosure", "Referral", "Risk"]
    inform = desk.dolen("disclosure", "to-inform", "--json").json
    informed = {"H. Powell", *(name for name, _, _ in RECIPIENTS)}
    assert {(each["recipient"], *each["items"]) for each in inform} == {(name, first) for name in informed}


def _agree(desk: Analyst, meeting: str, elin: str, item: str) -> None:
    """Minutes are agreed once each risk has an action, each child a plan and wishes; until then what lacks is said."""
    refused = desk.dolen("meeting", "change", meeting, "--state", "agreed", *WHY)
    said = " ".join(refused.err.split())
    assert (refused.code, "S1" in said, "there is no plan" in said) == (1, True, True)
    for code, (what, owner, agency) in RISKS.items():
        cites = ("--ref", item) if code == "R2" else ()
        risk = _made(desk, "risk", "add", elin, "--meeting", meeting, "--code", code, "--text", code, *cites)
        todo = ("--what", what, "--owner", owner, "--agency", agency, "--due", str(days_ago(-7)))
        _made(desk, "action", "add", elin, "--meeting", meeting, "--risk", risk, *todo)
    shown = desk.dolen("meeting", "show", meeting, "--json").json
    [own] = [each["part"]["lineage"] for each in shown["children"] if elin in each["person"]["refs"]]
    _made(desk, "part", "change", own, "--attendance", "H. Powell; Social Services")
    for part in shown["children"]:
        plan = ("--plan", PLAN, "--review-at", str(REVIEW_ON), "--worker", "H. Powell", "--direct-work-by", "H. Powell")
        _made(desk, "plan", "add", part["person"]["id"], "--meeting", meeting, *plan)
        _made(desk, "part", "change", part["part"]["lineage"], "--wishes", "To be left alone by the man.")
    assert desk.dolen("meeting", "change", meeting, "--state", "agreed", *WHY).code == 0


def _share(desk: Analyst, meeting: str, folder: Path) -> None:
    """Each of two recipients has what they may receive, and nobody what is held back."""
    why = ("--purpose", "Plan", "--legal-basis", "Children Act 2004, s.28", "--justification", "They take part.")
    texts: list[str] = []
    for name, agency, may in RECIPIENTS:
        _made(desk, "recipient", "add", "--name", name, "--agency", agency, "--may-receive", may)
        file = folder / f"{agency}.pdf"
        assert desk.dolen("pack", meeting, "-o", file, "--for", name, *why, *WHY).code == 0
        texts.append(" ".join(text_of(file.read_bytes()).split()))
    assert [(TOLD in text, HELD_BACK in text) for text in texts] == [(False, False), (True, False)]


def _figures(desk: Analyst) -> None:
    """Two meetings, one of them a review, over three children; one episode before the plan."""
    said = " ".join(desk.dolen("monitoring", "--first", str(days_ago(60)), *WHY).out.split())
    for figure in ("Strategy meetings held: 2", "review meetings: 1", "Children involved: 3"):
        assert figure in said
    assert re.search(r"before and after a plan began.*?- before: 1 - after: 0", said)
