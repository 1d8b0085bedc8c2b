"""The mention table into the graph, on both engines: what is written, and that a second load writes nothing."""

from pathlib import Path

from sqlalchemy import Engine

from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import dump, load, pairs, table

CAR_PARK = (
    {
        "report_ref": "R1",
        "source_system": "NICHE",
        "recorded_at": "2024-03-02T10:00",
        "happened_from": "2024-03-01",
        "title": "Car park",
        "report_text": "What was seen at the car park.",
        "item_no": "1",
        "event": "sighting",
        "item_text": "Cerys got into a silver Golf.",
        "source_grade": "2",
        "assessment": "C",
        "handling": "P",
        "mention_no": "1",
        "entity": "child",
        "role": "child at risk",
        "local_ref": "N1",
        "name": "Cerys Vaughan",
        "date_of_birth": "2010-05-01",
        "relations": "LIVES_AT:2|since=2024-01; ASSOCIATES_WITH:3|relation=friend",
    },
    {"mention_no": "2", "entity": "address", "address": "12 Heol Fawr", "postcode": "CF10 1AA"},
    {"mention_no": "3", "entity": "adult", "role": "suspected", "alias": "Taz", "relations": "DRIVES:4;USES:5"},
    {"mention_no": "4", "entity": "vehicle", "colour": "silver", "make": "Volkswagen", "model": "Golf"},
    {"mention_no": "5", "entity": "phone", "phone": "07700 900123"},
)


def test_every_row_becomes_what_it_says(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    summary = load(store, sql, settings, table(tmp_path / "a.csv", CAR_PARK))

    made = {kind: count for kind, count in summary.created.items() if count}
    once = dict.fromkeys(("report", "item", "child", "adult", "address", "vehicle", "phone"), 1)
    assert made == {**once, "mention": 5, "relationship": 4}
    assert (summary.reports, summary.items, summary.mentions, summary.quarantined) == (1, 1, 5, 0)
    mentions = store.read(
        "MATCH (:Item)-[m:MENTIONS]->(:Entity) RETURN m.mention_no AS no, m.label AS label, m.label_rank AS rank"
    )
    assert {(row["no"], row["label"], row["rank"]) for row in mentions} == {
        ("1", "Cerys Vaughan", 0),
        ("2", "12 Heol Fawr, CF10 1AA", 0),
        ("3", "Taz", 1),
        ("4", "silver Volkswagen Golf", 2),
        ("5", "07700 900123", 0),
    }
    assert pairs(store, "LIVES_AT") == {("Cerys Vaughan", "12 Heol Fawr, CF10 1AA")}
    assert pairs(store, "DRIVES") == {("Taz", "silver Volkswagen Golf")}


def test_an_item_repeats_its_view_fields_on_what_it_states(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    load(store, sql, settings, table(tmp_path / "a.csv", CAR_PARK))

    [item] = store.read("MATCH (i:Item) RETURN properties(i) AS says")
    [stated] = store.read("MATCH (:Person)-[r:LIVES_AT]->(:Address) RETURN properties(r) AS says")
    shared = ("access", "recorded_at", "superseded_at", "grade", "origin", "happened_from", "happened_to")
    says, repeated = item["says"], stated["says"]
    assert isinstance(says, dict)
    assert isinstance(repeated, dict)
    assert {name: says[name] for name in shared} == {name: repeated[name] for name in shared}
    assert (says["access"], says["grade"], says["ref"], repeated["since"]) == ("P||", "2C", "R1/1", "2024-01")
    assert {row["id"] for row in store.read("MATCH (a:Access) RETURN a.id AS id")} == {"P||"}


def test_a_second_load_changes_nothing(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    undated = [{**row, "recorded_at": ""} for row in CAR_PARK]
    file = table(tmp_path / "a.csv", undated)
    load(store, sql, settings, file)
    before = dump(store)

    again = load(store, sql, settings, file, now=1_800_000_000_000)

    assert (sum(again.created.values()), again.unchanged, again.quarantined) == (0, 5, 0)
    assert dump(store) == before


def test_lines_put_in_above_do_not_renumber_a_register(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    columns = ("entity", "local_ref", "name")
    people = [{"entity": "adult", "local_ref": "1", "name": "Ann Price"}, {"entity": "adult", "name": "Jo Bell"}]
    file = table(tmp_path / "people.csv", people, columns)
    load(store, sql, settings, file)

    table(file, [{"entity": "adult", "local_ref": "0", "name": "Al Rees"}, *people], columns)
    again = load(store, sql, settings, file)

    assert (again.created["item"], again.created["adult"], again.unchanged) == (1, 1, 2)
    assert {row["ref"] for row in store.read("MATCH (r:Report) RETURN r.ref AS ref")} == {"people"}


def test_missing_handling_stays_missing(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> None:
    rows = [{"report_ref": "R1", "item_no": "1", "entity": "adult", "name": "Ann Price"}]
    load(store, sql, settings, table(tmp_path / "a.csv", rows))

    [item] = store.read("MATCH (i:Item) RETURN i.access AS access, i.grade AS grade, i.handling AS handling")
    assert item == {"access": "||", "grade": "--", "handling": None}


def test_a_relation_may_lead_to_another_item_of_the_report(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    rows = [
        {"report_ref": "R1", "item_no": "1", "mention_no": "1", "entity": "child", "name": "Bo Lee"},
        {
            "item_no": "2",
            "item_text": "Two.",
            "mention_no": "2",
            "entity": "adult",
            "name": "Al Rees",
            "relations": "ASSOCIATES_WITH:1",
        },
    ]
    load(store, sql, settings, table(tmp_path / "a.csv", rows))

    mentioned = store.read(
        "MATCH (i:Item {item_no: '2'})-[m:MENTIONS]->(:Entity) RETURN m.mention_no AS no, m.label AS l"
    )
    assert {(row["no"], row["l"]) for row in mentioned} == {("2", "Al Rees"), ("1*", "Bo Lee")}
    assert pairs(store, "ASSOCIATES_WITH") == {("Al Rees", "Bo Lee")}


def test_identifiers_join_records_into_one_component(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    def person(ref: str, entity: str, pnc_id: str) -> dict[str, str]:
        return {"report_ref": ref, "item_no": "1", "entity": entity, "local_ref": ref, "name": ref, "pnc_id": pnc_id}

    load(store, sql, settings, table(tmp_path / "a.csv", [person("Ann", "child", "2004/1234567F")]))
    load(store, sql, settings, table(tmp_path / "b.csv", [person("Annie", "person", "2004/1234568G")]))
    load(store, sql, settings, table(tmp_path / "c.csv", [person("Annie", "person", "2004/1234567F")]))

    rows = store.read("MATCH (p:Person) RETURN p.id AS id, p.component AS component, labels(p) AS labels")
    assert len(rows) == 2
    assert {row["component"] for row in rows} == {"joined:" + min(str(row["id"]) for row in rows)}
    assert [sorted(row["labels"]) for row in rows] == [["Child", "Entity", "Person"]] * 2


def test_a_vehicle_in_part_and_a_person_without_a_reference_are_their_own(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    rows = [
        {"report_ref": ref, "item_no": "1", "mention_no": str(no), "entity": entity, "name": name, "vrm": vrm}
        for ref in ("R1", "R2")
        for no, (entity, name, vrm) in enumerate(
            [("adult", "Al Rees", ""), ("vehicle", "", "AB1? ???"), ("vehicle", "", "AB12 CDE")]
        )
    ]
    summary = load(store, sql, settings, table(tmp_path / "a.csv", rows))

    assert (summary.created["adult"], summary.created["vehicle"]) == (2, 3)


def test_a_record_called_otherwise_later_keeps_all_it_had(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    def item(no: str, *said: str) -> list[dict[str, str]]:
        head = {
            "report_ref": "R1",
            "source_system": "S",
            "item_no": no,
            "item_text": no,
            "local_ref": "7",
            "name": "Bo Lee",
        }
        return [{**head, "entity": each, "mention_no": each} for each in said]

    load(store, sql, settings, table(tmp_path / "a.csv", item("1", "person")))
    load(store, sql, settings, table(tmp_path / "b.csv", item("2", "child", "adult")))

    [person] = store.read("MATCH (p:Person) RETURN labels(p) AS labels")
    assert sorted(person["labels"]) == ["Adult", "Child", "Entity", "Person"]
    items = store.read("MATCH (i:Item)-[:MENTIONS]->(:Person:Child) RETURN i.item_no AS no")
    assert sorted(str(row["no"]) for row in items) == ["1", "2", "2"]
