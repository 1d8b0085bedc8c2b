"""Deciding on the command line: whether two records are one, taking it back, and withdrawing an item."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.ingest.columns import MENTION_COLUMNS
from graph.store import Writer
from tests.acceptance.analyst import Analyst

REASON = ("--reason", "checked against the file")
TODAY = datetime.now(UTC).date()
SECRET = "Seen by the neighbour at number 9, who asked not to be named."
NOTICE_PEOPLE = (
    ("child", "N1", {"name": "Cari Prosser", "date_of_birth": "2011-05-01", "legal_status": "accommodated"}),
    ("adult", "N2", {"name": "Marc Tilley", "date_of_birth": "1988-02-03", "role": "reported as concern"}),
    ("child", "N3", {"name": "Beca Wyn", "date_of_birth": f"{TODAY.year - 13}-01-15", "legal_status": "none"}),
    ("address", "A1", {"address": "12 Heol Fawr, Trefddu", "postcode": "CF99 9AA"}),
)
"""A girl born in 2011 and a man, and one of 12 or 13, named together in one item."""


@pytest.fixture(scope="module")
def loaded(analyst: Analyst) -> Analyst:
    """Two records of children and a man named by an item of each; two records share a PNC ID."""
    shared = {"source_system": "S", "item_no": "1", "handling": "P", "source_grade": "1", "assessment": "A"}
    rows = []
    for report, child, name, man in (("R1", "C1", "Ann Rees", "M1"), ("R2", "C2", "Bea Lloyd", "M2")):
        head = {**shared, "report_ref": report}
        rows.append({**head, "mention_no": "1", "entity": "child", "local_ref": child, "name": name})
        rows.append({**head, "mention_no": "2", "entity": "adult", "local_ref": man, "name": f"Gareth {man}"})
    for report, person in (("R3", "T1"), ("R4", "T2")):
        head = {**shared, "report_ref": report, "mention_no": "1", "entity": "adult", "local_ref": person}
        rows.append({**head, "name": f"Twin {person}", "pnc_id": "2004/1234567X"})
    for number, (entity, ref, cells) in enumerate(NOTICE_PEOPLE, 1):
        head = {**shared, "report_ref": "R5", "mention_no": str(number), "entity": entity, "local_ref": ref}
        rows.append({**head, "item_text": SECRET, **cells})
    _load(analyst, "small.csv", rows)
    return analyst


def _load(analyst: Analyst, name: str, rows: list[dict[str, str]]) -> None:
    path = Path(analyst.settings.home) / name
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, MENTION_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    assert analyst.dolen("ingest", path, *REASON).code == 0


def _linked(analyst: Analyst) -> set[str]:
    answer = analyst.dolen("linked", "C1", "--json", *REASON).json
    return {ref for child in answer["linked"] for ref in child["refs"]}


def _records(analyst: Analyst, name: str) -> int:
    return len(analyst.dolen("decisions", name, "--json", *REASON).json["records"])


def test_two_records_decided_to_be_one_link_two_children_until_it_is_taken_back(loaded: Analyst) -> None:
    assert _linked(loaded) == set()

    made = loaded.dolen("same", "M1", "M2", "--json", *REASON).json
    assert _linked(loaded) == {"C2"}
    shown = " ".join(loaded.dolen("decisions", "M1", *REASON).out.split())
    assert "same: Gareth M" in shown
    assert "checked against the file" in shown

    assert loaded.dolen("undo", made["id"], *REASON).code == 0
    assert _linked(loaded) == set()
    assert "(no longer stands)" in " ".join(loaded.dolen("decisions", "M1", *REASON).out.split())


def test_records_that_share_an_identifier_are_told_apart_by_a_decision(loaded: Analyst) -> None:
    before = _records(loaded, "T1")

    made = loaded.dolen("not-same", "T1", "T2", "--json", *REASON).json
    apart = _records(loaded, "T1")
    loaded.dolen("undo", made["lineage"], *REASON)

    assert (before, apart, _records(loaded, "T1")) == (2, 1, 2)


def test_a_withdrawn_item_links_nobody_and_stays_withdrawn(loaded: Analyst) -> None:
    assert loaded.dolen("show", "C2", *REASON).code == 0
    asked = loaded.dolen("what-if", "--report", "R2", "--json", *REASON).json
    assert asked["items"] == ["R2/1"]
    assert ["C2"] in [each["entity"]["refs"] for each in asked["parted"] if not each["into"]]

    withdrawn = loaded.dolen("withdraw", "R2/1", "--json", *REASON)
    again = loaded.dolen("ingest", Path(loaded.settings.home) / "small.csv", *REASON)

    assert withdrawn.code == 0, withdrawn
    assert loaded.dolen("show", "C2", *REASON).code == 1
    assert again.code == 0
    [made] = withdrawn.json["withdrawn"]
    assert withdrawn.json["rested_on"] == []
    for name in (made["lineage"].removeprefix("withdrawal:"), "R2/1"):
        shown = " ".join(loaded.dolen("rests-on", name, *REASON).out.split())
        assert "Withdrawn by" in shown
        assert "checked against the file" in shown


def test_a_whole_report_is_withdrawn(loaded: Analyst) -> None:
    """Its one item is the last: nothing is left to withdraw a second time."""
    withdrawn = loaded.dolen("withdraw", "R4", *REASON)
    again = loaded.dolen("withdraw", "R4", *REASON)

    assert "Withdrawn: R4/1." in withdrawn.out
    assert "Nothing that you may see rested on it." in " ".join(withdrawn.out.split())
    assert again.code == 1
    assert loaded.dolen("show", "T2", *REASON).code == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("same", "M1", "nobody"), 1, "in what you may see"),
        (("same", "C1", "C1"), 1, "the same record as the first"),
        (("undo", "identitydecision:none"), 1, "Nothing is recorded as"),
        (("withdraw", "R9/1"), 1, "Nothing is recorded as"),
        (("rests-on", "R9/1"), 1, "Nothing is recorded as"),
        (("what-if", "--same", "identitydecision:none"), 1, "There is no record of a decision about records"),
        (("what-if", "--report", "R1", "--same", "x"), 1, "it asks about one thing"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_a_sentence(
    loaded: Analyst, words: tuple[str, ...], code: int, said: str
) -> None:
    refused = loaded.dolen(*words, *REASON)

    assert refused.code == code
    assert said in refused.err.replace("\n", " ")


def test_a_decision_without_a_reason_is_refused(loaded: Analyst) -> None:
    assert loaded.dolen("same", "M1", "M2").code == 2
    assert "it is blank" in loaded.dolen("same", "M1", "M2", "--reason", " ").err.replace("\n", " ")
    assert "it gives no reason" in loaded.dolen("same", "M1", "M2", "--reason", ".").err.replace("\n", " ")


def test_a_lowering_file_waits_until_a_second_person_confirms_it(
    loaded: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """4 by S1; then a file that says S1 is absent: 4 stands until somebody who did not load the file confirms it."""
    path = Path(loaded.settings.home) / "assessed.csv"
    rows = [
        "C1,S,2026-10-01,P. Evans,Social Services,S1,present,",
        "C1,S,2026-10-20,Q. Jones,Social Services,S1,absent,seen",
    ]
    path.write_text("\n".join(("child_ref,source_system,assessed_at,assessor,agency,code,status,note", *rows, "")))
    assert loaded.dolen("ingest", path, *REASON).code == 0
    said = loaded.dolen("seraf", "show", "C1", "--json", *REASON).json
    [waiting] = said["beside"]
    assert (said["standing"]["category"], waiting["category"], waiting["waiting"]) == (4, 1, True)
    assert f"dolen seraf confirm {waiting['id']}" in " ".join(loaded.dolen("seraf", "show", "C1", *REASON).out.split())

    own = loaded.dolen("seraf", "confirm", waiting["id"], *REASON)
    assert own.code == 1
    assert "a second person confirms it" in own.err.replace("\n", " ")
    monkeypatch.setenv("LOGNAME", "somebody-else")
    assert loaded.dolen("seraf", "confirm", waiting["id"], *REASON).code == 0

    after = loaded.dolen("seraf", "show", "C1", "--json", *REASON).json
    assert (after["standing"]["category"], after["standing"]["confirmed_by"], after["beside"]) == (
        1,
        "somebody-else",
        [],
    )


def _checks(analyst: Analyst) -> dict[str, dict[str, object]]:
    said = analyst.dolen("doctor", "--json")
    return {check["what"]: check for check in json.loads(said.out)}


def test_doctor_finds_a_decision_that_the_graph_has_lost_and_a_counter_that_was_put_back(loaded: Analyst) -> None:
    made = loaded.dolen("not-same", "M1", "T1", "--json", *REASON).json
    before = _checks(loaded)

    def lose(writer: Writer) -> None:
        writer.write("MATCH (j:Judgement {id: $id}) DETACH DELETE j", id=made["id"])
        writer.write("MATCH (c:Change {id: 'change'}) SET c.number = 1")

    loaded.store.write(lose)
    after = _checks(loaded)

    assert before["graph"]["good"]
    assert before["log and graph"]["good"]
    assert not after["graph"]["good"]
    assert not after["log and graph"]["good"]
    assert made["id"] in str(after["log and graph"]["finding"])


def test_grounds_for_a_notice_are_shown_with_what_is_missing(loaded: Analyst) -> None:
    check = ("notice", "check", "--child", "N1", "--adult", "N2", "--on", "2026-11-28", *REASON)

    found = loaded.dolen(*check, "--json").json
    assert (found["grounds"], found["basis"], found["until"]) == ("yes", "s.2", "2027-05-01T00:00+01:00")
    assert found["missing"] == ["relation of the person served to the child"]
    assert "a person with parental responsibility" in found["who_may_state"][0]
    said = " ".join(loaded.dolen(*check).out.split())
    assert "Grounds appear to be met (s.2; check with legal), until 1 May 2027, 00:00" in said
    assert "eligible" not in said

    older = loaded.dolen(*check[:-4], "--on", "2027-05-01", *REASON, "--json").json
    assert (older["grounds"], older["basis"], older["until"]) == ("no", None, None)
    assert any("s.76" in reason for reason in older["reasons"])


def test_a_notice_is_prepared_authorised_served_and_contact_that_comes_in_late_is_found(loaded: Analyst) -> None:
    served, later = TODAY - timedelta(days=20), TODAY - timedelta(days=10)
    stated = ("--relation", "no relation", "--status-source", "Social Services, by phone", "--stated-by", "G. Wyn")
    stated = (*stated, "--stated-as", "parental responsibility", *REASON, "--json")
    prepare = ("notice", "prepare", "--child", "N3", "--adult", "N2", *stated)

    unsigned = loaded.dolen(*prepare).json["lineage"]
    refused = loaded.dolen("notice", "authorise", unsigned, *REASON)
    assert refused.code == 1
    assert "not authorised without the signed statement" in " ".join(refused.err.split())
    assert loaded.dolen("notice", "withdraw", unsigned, *REASON).code == 0

    notice = loaded.dolen(*prepare, "--signed", served.isoformat()).json["lineage"]
    assert loaded.dolen("notice", "authorise", notice, *REASON).code == 0
    words = loaded.dolen("notice", "draft", notice).out
    assert "Beca Wyn" in words
    assert "Marc Tilley" in words
    assert not [
        each for each in (SECRET[:20], "number 9", "G. Wyn", "Social Services", "Cari", "none", "R5") if each in words
    ]

    document = Path(loaded.settings.home) / "notice.docx"
    assert loaded.dolen("notice", "draft", notice, "-o", document, *REASON).code == 0
    assert document.read_bytes().startswith(b"PK")

    serve = ("notice", "serve", notice, "--by", "PC Rees", "--how", "in person", *REASON, "--json")
    assert (
        loaded.dolen(*serve, "--at", f"{served}T18:00", "--not-informed", "G. Wyn=could not be found in time").code == 0
    )
    assert loaded.dolen("notice", "contact", notice, "--json").json["reported"] == 0

    head = {"source_system": "S", "handling": "P", "source_grade": "2", "assessment": "C", "event": "sighting"}
    logs = [("R7", f"{later}T22:10"), ("R8", later.isoformat()), ("R9", f"{served}T09:00")]
    _load(
        loaded,
        "late.csv",
        [
            {**head, "report_ref": ref, "item_no": "1", "mention_no": no, "entity": kind, "local_ref": who}
            | {"happened_from": when, "name": name}
            for ref, when in logs
            for no, kind, who, name in (("1", "child", "N3", "Beca Wyn"), ("2", "adult", "N2", "Marc Tilley"))
        ],
    )
    found = loaded.dolen("notice", "contact", notice, "--json").json
    assert (found["reported"], found["evidence_held"]) == (1, 0)
    assert [each["items"] for each in found["incidents"]] == [["R8/1", "R7/1"]]
    assert "R9/1" in found["not_shown_to_be_after_service"]

    decide = ("notice", "decide", notice, "R7/1", "--as-what", "evidence held", *REASON)
    ungrounded = loaded.dolen(*decide)
    assert "an intelligence grade is not evidence" in " ".join(ungrounded.err.split())
    assert loaded.dolen(*decide, "--evidence", "CCTV of the hotel, exhibit 4").code == 0
    [incident] = loaded.dolen("notice", "contact", notice, "--json").json["incidents"]
    assert (incident["state"], incident["repeats"]) == ("evidence held", ["R8/1"])

    [line] = [each for each in loaded.dolen("notice", "list", "--json").json if each["id"] == notice]
    assert (line["state"], line["basis"], line["lapsed"]) == ("served", "s.2", False)
    assert any("language" in each["what"] for each in line["due"])

    tried = ("disruption", "add", "N2", "--option", "prosecution", "--officer", "DS Lewis", "--crime-number", "42/1")
    assert loaded.dolen(*tried, *REASON).code == 0
    found = {each["code"]: each for each in loaded.dolen("options", "N2", "--json").json["options"]}
    assert (found["notice"]["grounds"], [each["state"] for each in found["notice"]["tried"]]) == (True, ["served"])
    assert any("Beca Wyn" in each and "s.2" in each for each in found["notice"]["notes"])
    assert [each["crime_number"] for each in found["prosecution"]["tried"]] == ["42/1"]
    assert not found["shpo"]["grounds"]
    assert "a conviction" in found["shpo"]["missing"]
    reckless = loaded.dolen(
        "disruption", "add", "N2", "--option", "shpo", "--officer", "DS Lewis", "--state", "no plan", *REASON
    )
    assert reckless.code == 1


def test_premises_are_owned_and_a_search_without_all_points_is_recorded_as_incomplete(loaded: Analyst) -> None:
    hits = loaded.dolen("search", "Heol Fawr", "--json").json["hits"]
    [place] = [each["id"] for each in hits if each["kind"] == "premises"]
    search = ("premises", "search", place, *REASON, "--json")

    assert loaded.dolen("premises", "open", place, "--owner", "DS Lewis", "--occupier", "M. Tilley", *REASON).code == 0
    unready = loaded.dolen(*search, "--state", "ready", "--purpose", "to look for the child")
    assert unready.code == 1
    assert "Its extent is missing." in " ".join(unready.err.split())

    done = ("--state", "done", "--at", f"{TODAY - timedelta(days=3)}T23:00", "--route", "consent")
    done = (*done, "--purpose", "to look for the child", "--extent", "all rooms", "--point", "in-writing=not done")
    asked = ("--consent", "A. Prys:tenant:consents:the front room", "--consent", "B. Rees:tenant:refuses")
    made = loaded.dolen(*search, *done, *asked).json
    assert (made["state"], made["access"]) == ("done", "C||")

    [shown] = loaded.dolen("premises", "show", place, "--json").json["searches"]
    assert shown["words"] == "Incomplete: take advice before relying on it."
    assert "Not done: consent was given in writing." in shown["incomplete"]
    assert shown["consent_covers"]["rooms"] == ["the front room"]
    assert not shown["consent_covers"]["shared"]

    again = (*search, "--state", "ready", "--purpose", "to look for the child", "--extent", "all rooms")
    again = (*again, "--route", "consent", "--consent", "A. Prys:tenant")
    unwelcome = loaded.dolen(*again, "--repeat-reason", "to make the child unwelcome")
    assert "never the only one" in " ".join(unwelcome.err.split())
    assert loaded.dolen(*again, "--repeat-reason", "a child was seen there").json["state"] == "ready as a repeat"

    [line] = loaded.dolen("premises", "list", "--json").json["premises"]
    assert line["registered"]["owner"] == "DS Lewis"
    assert any("A manager reviews it" in each for each in line["due"])
    [ready] = loaded.dolen("disruption", "ready", "--json").json
    assert ready["missing"] == [
        "when children are there",
        "markers for the safety of officers, or that there are none",
        "a manager's review of an earlier search that is incomplete",
    ]
    assert loaded.dolen("premises", "review", made["lineage"], *REASON).code == 0
    [line] = loaded.dolen("premises", "list", "--json").json["premises"]
    assert not line["due"]


def test_who_works_with_a_child_a_referral_and_what_is_due(loaded: Analyst) -> None:
    made = loaded.dolen("network", "add", "C1", "--name", "Sian Hughes", "--agency", "Health", "--json", *REASON).json
    changed = loaded.dolen("network", "change", made["lineage"], "--telephone", "07700 900123", "--json", *REASON).json
    [member] = loaded.dolen("network", "list", "C1", "--json", *REASON).json["recorded"]
    assert (member["id"], member["replaces"]) == (changed["id"], [made["id"]])
    assert (member["body"]["name"], member["body"]["telephone"]) == ("Sian Hughes", "07700 900123")
    assert "Probation no lead contact is recorded" in " ".join(loaded.dolen("lead", "list", *REASON).out.split())

    received = ("--child", "C1", "--received-at", "2026-11-06T21:00", "--referrer", "A. Morgan")
    refused = loaded.dolen("referral", "add", *received, "--concern", "a man", "--ref", "R99/1", *REASON)
    assert (refused.code, "No item is recorded as 'R99/1'" in refused.err) == (1, True)
    referral = loaded.dolen("referral", "add", *received, "--concern", "a man", "--ref", "R1/1", "--json", *REASON).json
    [due] = loaded.dolen("due", "--json", *REASON).json
    assert due["subject"] == "Ann Rees"
    assert (due["what"], due["due"]) == ("Assessment", "the end of Tuesday 17 November 2026")
    ended = loaded.dolen("referral", "change", referral["lineage"], "--state", "assessed", "--json", *REASON).json
    assert ended["state"] == "assessed"
    assert loaded.dolen("due", "--json", *REASON).json == []
    assert "Referral (assessed): Ann Rees" in " ".join(loaded.dolen("rests-on", "R1/1", *REASON).out.split())


def test_a_meeting_from_its_risks_to_agreed_minutes(loaded: Analyst) -> None:
    made = loaded.dolen(
        *("meeting", "add", "C1", "--held-at", "2026-11-06T10:00", "--chair", "M. Price", "--json"), *REASON
    ).json
    meeting = ("--meeting", made["lineage"])
    early = loaded.dolen("meeting", "change", made["lineage"], "--state", "held", *REASON)
    assert (early.code, "Nobody has reviewed the police information" in early.err) == (1, True)
    urgent = ("--urgent-because", "Ann is missing now", "--next-review", "2026-12-04")
    assert loaded.dolen("meeting", "change", made["lineage"], "--state", "held", *urgent, *REASON).code == 0
    due = loaded.dolen("due", "--overdue", "--json", *REASON).json
    assert ("Police information review", "the end of Monday 9 November 2026") in [
        (each["what"], each["due"]) for each in due
    ]

    risk = loaded.dolen("risk", "add", "C1", *meeting, "--code", "S1", "--text", "missing", "--json", *REASON).json
    plan = ("--plan", "care and support", "--review-at", "2026-12-04")
    assert loaded.dolen("plan", "add", "C1", *meeting, *plan, *REASON).code == 0
    agree = ("meeting", "change", made["lineage"], "--state", "agreed", *REASON)
    refused = loaded.dolen(*agree)
    assert "the risk 'missing' has no action" in " ".join(refused.err.split())
    assert "wishes and feelings are not recorded" in " ".join(refused.err.split())
    unreasoned = loaded.dolen("risk", "change", risk["lineage"], "--state", "gone", "--reason", "")
    assert (unreasoned.code, refused.code) == (1, 1)

    ownerless = loaded.dolen(
        *(
            "action",
            "add",
            "C1",
            *meeting,
            "--what",
            "ring",
            "--owner",
            "",
            "--agency",
            "Police",
            "--due",
            "2026-12-01",
        ),
        *REASON,
    )
    assert "owner '': it is not given" in " ".join(ownerless.err.split())
    action = ("--what", "ring the home", "--owner", "R. Owen", "--agency", "Police", "--due", "2026-12-01")
    assert loaded.dolen("action", "add", "C1", *meeting, "--risk", risk["lineage"], *action, *REASON).code == 0
    [part] = loaded.dolen("meeting", "show", made["lineage"], "--json", *REASON).json["children"]
    assert [len(each["actions"]) for each in part["risks"]] == [1]
    wishes = ("part", "change", part["part"]["lineage"], "--wishes", "not sought, because Ann is missing", *REASON)
    assert loaded.dolen(*wishes).code == 0
    assert loaded.dolen(*agree).code == 0
    late = loaded.dolen(*wishes)
    assert (late.code, "the minutes are agreed" in " ".join(late.err.split())) == (1, True)
    closing = loaded.dolen("meeting", "change", made["lineage"], "--state", "closed", *REASON)
    assert "the plan is current" in " ".join(closing.err.split())
