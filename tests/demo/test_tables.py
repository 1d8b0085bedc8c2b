"""Every row of a demo force is what the mention table says a row is."""

import csv
import re
from collections import defaultdict

from demo.names import pnc_id
from demo.table import COLUMNS, PREMISES_KINDS
from graph.ingest.columns import MENTION_CELLS
from graph.rules.roles import ROLES
from tests.demo.conftest import Written

ENTITIES = {"child", "adult", "person", "address", "vehicle", "phone", "account"}
RELATIONS = {
    "LIVES_AT", "FREQUENTS", "WORKS_AT", "USES", "KEEPS", "DRIVES", "ASSOCIATES_WITH", "RELATED_TO", "PARTNER_OF",
    "CALLED",
}  # fmt: skip
CALLED_FOR = {"address": "address", "vehicle": "vrm", "phone": "phone", "account": "handle"}
NUMBER = re.compile(r"(?<!\d)0\d[\d ]{8,12}\d")


def mentions(force: Written) -> dict[str, dict[str, dict[str, str]]]:
    """The rows by report and mention number."""
    reports: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for row in force.rows:
        assert row["mention_no"] not in reports[row["report_ref"]], row
        reports[row["report_ref"]][row["mention_no"]] = row
    return reports


def test_the_columns_are_those_of_the_mention_table(force: Written) -> None:
    with force.files.mentions.open(encoding="utf-8", newline="") as file:
        header = tuple(next(csv.reader(file)))

    assert header == COLUMNS
    assert len(header) == len(set(header)) == 17 + len(MENTION_CELLS)


def test_cells_hold_words_of_the_format(force: Written) -> None:
    found = {
        column: {row[column] for row in force.rows}
        for column in (
            "entity", "role", "event", "kind", "source_grade", "assessment", "handling", "premises_kind",
            "legal_status", "compartment", "sex",
        )
    }  # fmt: skip

    assert found["entity"] == ENTITIES
    assert found["role"] <= {*ROLES, ""}
    assert found["event"] == {"sighting", "missing", "found", "returned", "call", "placement", "status", "other"}
    assert found["kind"] <= {"fact", "allegation", "opinion", "inference"}
    assert found["source_grade"] == {"", "1", "2", "3"}
    assert found["assessment"] == {"", "A", "B", "C", "D", "E"}
    assert found["handling"] == {"P", "C"}
    assert found["premises_kind"] <= {*PREMISES_KINDS, ""}
    assert found["legal_status"] <= {"", "care-order", "interim-care-order", "accommodated", "none"}
    assert found["compartment"] <= {"", "OPAL"}
    assert found["sex"] <= {"", "F", "M"}


def test_only_police_systems_grade(force: Written) -> None:
    graded = {(row["source_system"], row["source_grade"] != "", row["assessment"] != "") for row in force.rows}

    assert graded == {
        ("police-intel", True, True),
        ("missing-persons", True, True),
        ("social-services", False, False),
        ("education", False, False),
        ("health", False, False),
    }


def test_each_mention_says_what_its_entity_is_known_by(force: Written) -> None:
    bare = [row for row in force.rows if row["entity"] in CALLED_FOR and not row[CALLED_FOR[row["entity"]]]]
    nameless = [
        row
        for row in force.rows
        if row["entity"] in ("child", "adult", "person")
        and not (row["name"] or row["given_name"] or row["alias"] or row["description"])
    ]

    assert bare == []
    assert nameless == []


def test_relations_lead_to_mentions_of_the_same_item(force: Written) -> None:
    for report in mentions(force).values():
        for row in report.values():
            for stated in filter(None, row["relations"].split("; ")):
                kind, _, target = stated.split("|")[0].partition(":")
                assert kind in RELATIONS
                assert report[target]["item_no"] == row["item_no"]
                if kind == "CALLED":
                    assert {row["entity"], report[target]["entity"]} == {"phone"}
                    assert re.search(r"\|at=\d{4}-\d\d-\d\dT\d\d:\d\d\|seconds=\d+$", stated)


def test_a_missing_cell_never_follows_a_present_one_within_a_report(force: Written) -> None:
    """So that a reader which fills blank cells from the row above reads the same."""
    above: dict[str, str] = {}
    for row in force.rows:
        if row["report_ref"] == above.get("report_ref"):
            lost = {c for c in ("source_grade", "assessment", "conditions", "compartment", "origin") if above[c]}
            assert all(row[column] for column in lost), row
        above = row


def test_numbers_are_only_those_reserved_for_fiction(force: Written) -> None:
    given = {row["phone"] for row in force.rows if row["phone"]}
    written = {number for row in force.rows for number in NUMBER.findall(row["report_text"] + row["item_text"])}

    assert all(re.fullmatch(r"07700 900\d{3}", number) for number in given | written)
    assert 3 <= len(given) <= 1000


def test_plates_postcodes_and_uprns_are_well_formed_and_never_issued(force: Written) -> None:
    plates = {row["vrm"] for row in force.rows if row["vrm"]}
    postcodes = {row["postcode"] for row in force.rows if row["postcode"]}
    uprns = {row["uprn"] for row in force.rows if row["uprn"]}

    assert {plate for plate in plates if not re.fullmatch(r"[A-Z?][Z?][\d?]{2} [A-Z?]{3}", plate)} == set()
    assert any("?" in plate for plate in plates)
    assert {each for each in postcodes if not re.fullmatch(r"(LL|CF|SA)8[4-9] \d[A-Z]{2}", each)} == set()
    assert {each for each in uprns if not re.fullmatch(r"9999\d{8}", each)} == set()


def test_pnc_ids_carry_the_right_letter_and_join_records_of_several_systems(force: Written) -> None:
    records: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in force.rows:
        if row["pnc_id"]:
            records[row["pnc_id"]].add((row["source_system"], row["local_ref"]))

    assert pnc_id(2003, 62845) == "2003/0062845E"
    assert pnc_id(2003, 10_062_845) == "2003/0062845E"
    assert {each for each in records if each != pnc_id(int(each[:4]), int(each[5:12]))} == set()
    assert any(len({system for system, _ in joined}) > 1 for joined in records.values())
    assert all(
        len({ref for s, ref in joined if s == system}) == 1 for joined in records.values() for system, _ in joined
    )


def test_one_uprn_has_at_most_its_english_and_its_welsh_form(force: Written) -> None:
    forms: dict[str, set[str]] = defaultdict(set)
    for row in force.rows:
        if row["uprn"]:
            forms[row["uprn"]].add(row["address"])

    assert {len(each) for each in forms.values()} == {1, 2}


def test_nothing_happened_after_it_was_recorded(force: Written) -> None:
    for row in force.rows:
        for when in (row["happened_from"], row["happened_to"]):
            assert when <= row["recorded_at"]
        assert row["happened_to"] == "" or row["happened_from"] <= row["happened_to"] or row["happened_from"] == ""


def test_assessments_cite_items_of_the_table_about_a_child_of_the_table(force: Written) -> None:
    items = {f"{row['report_ref']}/{row['item_no']}": row["handling"] for row in force.rows}
    children = {(row["source_system"], row["local_ref"]) for row in force.rows if row["entity"] == "child"}
    codes = {f"{letter}{n}" for letter, most in (("V", 7), ("R", 15), ("S", 7)) for n in range(1, most + 1)}

    assert len(force.assessments) > 20
    for row in force.assessments:
        assert (row["source_system"], row["child_ref"]) in children
        assert row["code"] in codes
        assert row["status"] in {"present", "suspected", "absent", "not assessed"}
        assert {items[ref] for ref in filter(None, row["item_refs"].split(";"))} <= {"P"}
        assert row["access"] == "P||"


def test_every_missing_child_of_a_dated_report_is_found_or_returns_later_in_it(force: Written) -> None:
    events: dict[str, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for row in force.rows:
        if row["entity"] == "child" and row["event"] in ("missing", "found", "returned"):
            ended = "start" if row["event"] == "missing" else "end"
            events[row["report_ref"]][ended].add((row["local_ref"], row["happened_from"]))

    assert len(events) > 10
    for report in events.values():
        starts, ends = sorted(report["start"]), sorted(report["end"])
        assert [ref for ref, _ in starts] == [ref for ref, _ in ends]
        assert all(start < end or (start, end) == ("", "") for (_, start), (_, end) in zip(starts, ends, strict=True))


def test_each_item_says_itself_when_it_was_recorded_and_when_it_happened(force: Written) -> None:
    """Neither passes from one item of a report to the next where the tables are read."""
    with force.files.mentions.open(encoding="utf-8", newline="") as file:
        firsts = {f"{row['report_ref']}/{row['item_no']}": row for row in reversed(list(csv.DictReader(file)))}

    assert all(row["recorded_at"] for row in firsts.values())
    undated = [ref for ref, row in firsts.items() if not row["happened_from"]]
    assert 0 < len(undated) < 0.06 * len(firsts), "about 3 in 100 reports are undated, and nothing else"


def test_assessments_say_when_they_were_recorded(force: Written) -> None:
    assert {row["recorded_at"] == row["assessed_at"] for row in force.assessments} == {True}
