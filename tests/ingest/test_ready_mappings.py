"""Every ready mapping loads a small file of its kind. Needs no engine."""

import json
from pathlib import Path

from graph.ingest.map.mapping import load_mapping
from graph.ingest.preview import Preview
from tests.ingest.test_cases import entities, mentions, seen


def by(name: str, *paths: Path) -> Preview:
    """What these files become by a built-in mapping; nothing of them is refused."""
    found = seen(*paths, mapping=load_mapping(name, Path("nowhere")))
    assert [str(each.refusal) for each in found.findings.refused] == []
    return found


def written(path: Path, text: str) -> Path:
    """A file with this text."""
    path.write_text(text, encoding="utf-8")
    return path


def relations(found: Preview) -> set[tuple[str, str]]:
    """Who states which relation."""
    return {(m.mention.label, relation.kind) for m in mentions(found) for relation in m.relations}


def test_a_call_log(tmp_path: Path) -> None:
    text = "caller;called;time;seconds;direction\n07700 900101;07700 900102;1 Mawrth 2026 21:05;1:03;out\n"
    found = by("call-log", written(tmp_path / "calls.csv", text))

    assert entities(found, "Phone") == {"phone:+447700900101", "phone:+447700900102"}
    [call] = [relation for m in mentions(found) for relation in m.relations]
    assert (call.kind, call.seconds, call.at) == ("CALLED", 63, 1_772_399_100_000)


def test_a_list_of_people(tmp_path: Path) -> None:
    head = "Ref,Surname,Forenames,Date of birth,Address,Postcode,Telephone,Vehicle,Notes"
    text = f"{head}\nN1,Price,Ann,4/3/2009,1 Heol Fawr,CF10 1AA,07700 900101,AB12 CDE,Seen.\nN2,Rees,Al,,,,,,\n"
    found = by("nominals", written(tmp_path / "people.csv", text))

    assert relations(found) == {("Ann Price", "LIVES_AT"), ("Ann Price", "USES")}
    assert entities(found, "Vehicle") == {"vehicle:AB12CDE"}
    assert {m.mention.label for m in mentions(found) if m.mention.entity.label == "Person"} == {"Ann Price", "Al Rees"}


def test_an_export_of_a_records_system(tmp_path: Path) -> None:
    files = {
        "persons": "PersonID,Surname,Forenames,DOB,Sex\nP1,Price,Ann,04/03/2009,F\n",
        "addresses": "AddressID,Address,Postcode\nA1,1 Heol Fawr,CF10 1AA\n",
        "vehicles": "VehicleID,VRM,Make,Model,Colour\nV1,AB12 CDE,VW,Golf,silver\n",
        "telephones": "TelephoneID,Number\nT1,07700 900101\n",
        "logs": "LogID,Date,Text,Grade,Handling\nL1,01/03/2026 21:05,Seen together.,2,P\nL2,02/03/2026,Nobody.,2,P\n",
        "links": "LogID,EntityType,EntityID,Role\nL1,Person,P1,Child at risk\nL1,Address,A1,\nL1,Vehicle,V1,\n"
        "L1,Telephone,T1,\n",
    }
    found = by("niche-like", *(written(tmp_path / f"{name}.csv", text) for name, text in files.items()))

    assert {item.item.ref: len(item.mentions) for item in found.items} == {"L1/1": 4, "L2/1": 0}
    assert {m.mention.recorded.role for m in mentions(found)} == {"child at risk", None}


def test_people_of_followthemoney(tmp_path: Path) -> None:
    people = [
        {"id": "a", "schema": "Person", "caption": "Ann Price", "properties": {"name": ["Ann Price", "A. Price"]}},
        {"id": "b", "schema": "Company", "caption": "Price Ltd", "properties": {"name": ["Price Ltd"]}},
        {
            "id": "c",
            "schema": "Person",
            "caption": "Al",
            "properties": {"name": ["Al Rees"], "phone": ["+447700900101"]},
        },
    ]
    text = "".join(json.dumps(each) + "\n" for each in people)
    found = by("followthemoney", written(tmp_path / "entities.jsonl", text))

    assert [m.mention.label for m in mentions(found)] == ["Ann Price", "Al Rees", "07700 900101"]


def test_people_of_a_stix_bundle(tmp_path: Path) -> None:
    objects = [
        {"type": "identity", "id": "identity--1", "identity_class": "individual", "name": "Ann Price"},
        {"type": "identity", "id": "identity--2", "identity_class": "organization", "name": "Price Ltd"},
        {"type": "malware", "id": "malware--3", "name": "Other"},
    ]
    bundle = json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects}, indent=1)
    found = by("stix-people", written(tmp_path / "bundle.json", bundle))

    assert [(m.mention.label, m.mention.entity.local_ref) for m in mentions(found)] == [("Ann Price", "identity--1")]


def test_a_list_of_ties(tmp_path: Path) -> None:
    text = "source\ttarget\trelation\nAnn Price\tAl Rees\tfriend\nAl Rees\tBo Bell\tcousin\n"
    found = by("edge-list", written(tmp_path / "ties.tsv", text))

    assert len(entities(found, "Person")) == 3
    assert relations(found) == {("Ann Price", "ASSOCIATES_WITH"), ("Al Rees", "ASSOCIATES_WITH")}
