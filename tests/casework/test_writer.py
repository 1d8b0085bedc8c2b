"""The writer of judgements: nobody changes, ends or learns of what they cannot see by deciding something.

A force of four people: Ann and Bea are named openly, Cal only in an item of OPAL; Ann's second record too.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.audit import AuditLog, Entry, prepare_audit
from graph.casework.assessments import confirm
from graph.casework.considerations import agree, consider, decide_ceiling
from graph.casework.drafts import Draft
from graph.casework.lookup import lineage_of, versions_of
from graph.casework.versions import decide_version
from graph.casework.writer import CaseWriter
from graph.errors import Changed, NotFound, NotPermitted, ValueRefused
from graph.judgements.identity import DecisionBody
from graph.judgements.network import LeadContactBody, NetworkMemberBody
from graph.judgements.seraf import AssessmentBody
from graph.model.ids import pair_lineage, person_id, report_id
from graph.model.recorded import Citation, JudgementRecord
from graph.model.view import FOREVER, Reader, View
from graph.queries import Actor
from graph.queries.door import bind
from graph.settings import Settings
from graph.store import Store, changed_records, current_change, open_sql
from tests.ingest.support import NOW, load, table

ANN, BEA, CAL = (person_id("S", ref) for ref in ("N1", "N2", "N3"))
OPEN = Actor(Reader("an analyst", "analyst"), "an analyst")
OPAL = Actor(Reader("an analyst of OPAL", "analyst", frozenset({"OPAL"})), "an analyst of OPAL")
CHAIR = Actor(Reader("a chair", "chair"), "a chair")
NOBODY = person_id("S", "never recorded")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a data folder of the test's own."""
    return Settings(home=tmp_path)


@pytest.fixture
def sql(settings: Settings) -> Engine:
    """An SQL database of the test's own."""
    return open_sql(settings)


@pytest.fixture
def casework(store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> CaseWriter:
    """The writer over a small force."""
    child = {"source_system": "S", "item_no": "1", "entity": "child", "handling": "P"}
    rows = [
        {**child, "report_ref": "R1", "local_ref": "N1", "name": "Ann Rees"},
        {**child, "report_ref": "R2", "local_ref": "N2", "name": "Bea Rees"},
        {**child, "report_ref": "R3", "local_ref": "N3", "name": "Cal Rees", "compartment": "OPAL"},
    ]
    load(store, sql, settings, table(tmp_path / "a.csv", rows))
    prepare_audit(sql, settings.home)
    return CaseWriter(store, AuditLog(sql, settings.home), lambda: NOW + 1000)


def _everything(store: Store) -> list[dict[str, object]]:
    found = store.read("MATCH (j:Judgement) RETURN j.id AS id, properties(j) AS said")
    return sorted(found, key=lambda row: str(row["id"]))


def _refusal(work: Callable[[], object]) -> str:
    with pytest.raises(NotFound) as refused:
        work()
    return str(refused.value)


def test_a_hidden_subject_is_refused_in_the_words_of_one_that_was_never_there(
    casework: CaseWriter, store: Store
) -> None:
    hidden = _refusal(lambda: casework.decide_identity(OPEN, ANN, CAL, "same", "the same name"))
    absent = _refusal(lambda: casework.decide_identity(OPEN, ANN, NOBODY, "same", "the same name"))

    assert hidden.replace(CAL, "?") == absent.replace(NOBODY, "?")
    assert _everything(store) == []


def test_a_decision_takes_the_access_by_which_its_subjects_are_read(casework: CaseWriter) -> None:
    assert casework.decide_identity(OPEN, ANN, BEA, "not same", "sisters").access == "P||"
    assert casework.decide_identity(OPAL, ANN, CAL, "same", "the same name").access == "P||OPAL"


def test_the_access_shown_before_saving_is_taken_and_may_be_narrower_never_beyond_its_author(
    casework: CaseWriter, store: Store
) -> None:
    offered = casework.offered_access(OPEN, (ANN, BEA))
    assert (offered.default.text, offered.narrower) == ("P||", ()), "OPAL is not offered to who is not in it"
    within = casework.offered_access(OPAL, (ANN, BEA))
    assert [each.text for each in within.narrower] == ["P||OPAL"]

    narrow = casework.decide_identity(OPAL, ANN, BEA, "same", "one school", access="P||OPAL")
    assert narrow.access == "P||OPAL"
    with pytest.raises(ValueRefused, match="could not read it yourself"):
        casework.decide_identity(OPEN, ANN, BEA, "same", "one school", access="P||OPAL")
    with pytest.raises(ValueRefused, match="wider"):
        casework.decide_identity(OPAL, ANN, CAL, "same", "one school", access="P||")
    hidden, absent = (_refusal(lambda id=id: casework.offered_access(OPEN, (ANN, id))) for id in (CAL, NOBODY))
    assert hidden.replace(CAL, "?") == absent.replace(NOBODY, "?")
    assert [row["id"] for row in _everything(store)] == [narrow.id]


def test_a_judgement_is_never_wider_than_what_it_cites(casework: CaseWriter, store: Store) -> None:
    [row] = store.read("MATCH (i:Item {ref: 'R3/1'}) RETURN i.id AS id")
    first, second = sorted((ANN, BEA))
    body = DecisionBody(one=first, two=second)
    draft = Draft(
        lineage=pair_lineage(ANN, BEA), state="same", about=(ANN, BEA), body=body, cites=(Citation(str(row["id"])),)
    )

    assert casework.record(OPAL, draft).access == "P||OPAL"
    with pytest.raises(NotFound):
        casework.record(OPEN, draft)
    with pytest.raises(ValueRefused, match="wider than that of what it rests on"):
        casework.record(OPAL, replace(draft, access="P||", lineage="another"))


def test_the_second_of_two_who_write_at_once_is_shown_what_differs(casework: CaseWriter, store: Store) -> None:
    first = casework.decide_identity(OPEN, ANN, BEA, "same", "one date of birth", replaces=())

    with pytest.raises(Changed) as refused:
        casework.decide_identity(OPEN, ANN, BEA, "not same", "twins", replaces=())

    differences = {each.field: (each.standing, each.wanted) for each in refused.value.differences}
    assert differences == {"state": ("same", "not same"), "reason": ("one date of birth", "twins")}
    assert [row["id"] for row in _everything(store)] == [first.id]


def test_who_does_not_see_a_version_neither_replaces_it_nor_is_held_up_by_it(
    casework: CaseWriter, store: Store
) -> None:
    hidden = casework.record(
        OPAL,
        Draft(
            lineage=pair_lineage(ANN, BEA),
            state="same",
            about=(ANN, BEA),
            body=DecisionBody(one=min(ANN, BEA), two=max(ANN, BEA)),
            access="P||OPAL",
        ),
    )
    before = {row["id"]: row["said"] for row in _everything(store)}

    open_one = casework.decide_identity(OPEN, ANN, BEA, "not same", "sisters")

    assert open_one.replaces == ()
    assert {row["id"]: row["said"] for row in _everything(store) if row["id"] == hidden.id} == before
    assert casework.decide_identity(OPAL, ANN, BEA, "unsure", "two opinions").replaces == tuple(
        sorted((hidden.id, open_one.id))
    )


def test_withdrawing_a_hidden_judgement_reads_like_withdrawing_none(casework: CaseWriter, store: Store) -> None:
    hidden = casework.decide_identity(OPAL, ANN, CAL, "same", "the same name")
    before = _everything(store)

    refused = _refusal(lambda: casework.withdraw(OPEN, hidden.id, "wrong"))
    absent = _refusal(lambda: casework.withdraw(OPEN, "identitydecision:none", "wrong"))

    assert refused.replace(hidden.id, "?") == absent.replace("identitydecision:none", "?")
    assert _everything(store) == before


def test_a_judgement_about_somebody_hidden_is_neither_withdrawn_nor_in_the_way(
    casework: CaseWriter, store: Store
) -> None:
    [row] = store.read("MATCH (i:Item {ref: 'R1/1'}) RETURN i.id AS id")
    lineage = pair_lineage(ANN, CAL)
    body = DecisionBody(one=min(ANN, CAL), two=max(ANN, CAL))
    cites = (Citation(str(row["id"])),)
    about_cal = casework.record(OPAL, Draft(lineage=lineage, state="same", about=(ANN, CAL), body=body, cites=cites))
    before = _everything(store)
    assert about_cal.access == "P||", "its readers are those of the item that it cites, not of its subject"

    for name in (about_cal.id, lineage):
        refused = _refusal(lambda name=name: casework.withdraw(OPEN, name, "wrong"))
        absent = _refusal(lambda: casework.withdraw(OPEN, "identitydecision:none", "wrong"))
        assert refused.replace(name, "?") == absent.replace("identitydecision:none", "?")
    assert _everything(store) == before
    with store.reading() as reading:
        for actor, seen in ((OPEN, {}), (OPAL, {lineage: [about_cal.id]})):
            bound = bind(reading, actor.reader, View(date(2026, 11, 28)))
            found = versions_of(reading, bound, (lineage,))
            assert {each: [version.id for version in versions] for each, versions in found.items()} == seen
            assert lineage_of(reading, bound, about_cal.id) == (lineage if seen else None)


def test_undoing_leaves_the_decision_and_lets_it_stand_no_longer(casework: CaseWriter, store: Store) -> None:
    made = casework.decide_identity(OPEN, ANN, BEA, "same", "one date of birth")

    undone = casework.withdraw(OPEN, made.id, "two dates of birth")

    assert (undone.state, undone.replaces) == ("withdrawn", (made.id,))
    assert {row["id"] for row in _everything(store)} == {made.id, undone.id}
    again = casework.decide_identity(OPEN, ANN, BEA, "same", "one after all")
    assert again.replaces == (), "nothing stands that it could replace"


def test_a_chair_does_not_decide_who_is_one(casework: CaseWriter, store: Store) -> None:
    with pytest.raises(NotPermitted):
        casework.decide_identity(CHAIR, ANN, BEA, "same", "one date of birth")

    assert _everything(store) == []


def _may_be_3(casework: CaseWriter, access: str) -> JudgementRecord:
    """An assessment of Ann, who is named openly: category 2, which may be 3."""
    body = AssessmentBody.read(
        {
            "child": ANN,
            "child_ref": "N1",
            "assessed_at": "2026-10-05",
            "assessed_at_ms": NOW - 1000,
            "assessed_until_ms": NOW,
            "assessor": "P. Evans",
            "indicators": [{"code": code, "status": "present"} for code in ("V1", "V2", "R1")],
        }
    )
    return casework.record(
        OPAL, Draft(lineage="assessment:ann", state="recorded", about=(ANN,), body=body, access=access)
    )


def test_a_decision_on_the_ceiling_is_read_by_who_reads_the_assessment_and_refused_to_others(
    casework: CaseWriter,
) -> None:
    assessment = _may_be_3(casework, "P||OPAL")
    hidden = _refusal(lambda: decide_ceiling(casework, OPEN, assessment.id, "stays", "read with Health"))
    absent = _refusal(lambda: decide_ceiling(casework, OPEN, "assessment:none", "stays", "read with Health"))
    assert hidden.replace(assessment.id, "?") == absent.replace("assessment:none", "?")

    made = decide_ceiling(casework, OPAL, assessment.id, "stays", "read with Health")

    assert (made.access, made.about, made.state) == ("P||OPAL", (ANN,), "decided")
    said = dict(made.properties)
    assert {name: said[name] for name in ("category", "ceiling", "outcome")} == {
        "category": 2,
        "ceiling": 3,
        "outcome": "stays",
    }
    again = decide_ceiling(casework, OPAL, assessment.id, "higher", "the school rang")
    assert again.replaces == (made.id,)
    assert casework.withdraw(OPAL, again.id, "wrong child").state == "withdrawn"
    casework.withdraw(OPAL, assessment.id, "wrong child")
    gone = _refusal(lambda: decide_ceiling(casework, OPAL, assessment.id, "stays", "late"))
    assert gone == hidden


def test_an_agreement_between_authorities_is_read_by_who_reads_the_assessment_and_refused_to_others(
    casework: CaseWriter,
) -> None:
    ours = _may_be_3(casework, "P||OPAL")
    body = AssessmentBody.from_properties(dict(ours.properties)).model_copy(update={"authority": "Bristol"})
    theirs = casework.record(
        OPAL, Draft(lineage="assessment:theirs", state="recorded", about=(ANN,), body=body, access="P||OPAL")
    )
    hidden = _refusal(lambda: agree(casework, OPEN, theirs.id, "agreed", "their manager, by phone"))
    absent = _refusal(lambda: agree(casework, OPEN, "assessment:none", "agreed", "their manager, by phone"))
    assert hidden.replace(theirs.id, "?") == absent.replace("assessment:none", "?")
    with pytest.raises(ValueRefused, match="our own authority"):
        agree(casework, OPAL, ours.id, "agreed", "their manager, by phone")

    made = agree(casework, OPAL, theirs.id, "agreed", "their manager, by phone")
    again = agree(casework, OPAL, theirs.id, "not agreed", "taken back in writing")

    assert (made.access, made.about, made.state) == ("P||OPAL", (ANN,), "decided")
    said = dict(made.properties)
    assert (said["question"], said["outcome"], said["authority"]) == ("authority", "agreed", "Bristol")
    assert again.replaces == (made.id,)


def test_a_decision_about_what_was_changed_since_is_not_written(casework: CaseWriter, store: Store) -> None:
    read = _may_be_3(casework, "P||OPAL")
    body = AssessmentBody.from_properties(dict(read.properties))
    later = Draft(
        lineage=read.lineage, state="recorded", about=(ANN,), body=body, access="P||OPAL", replaces=(read.id,)
    )
    casework.record(OPAL, later)
    before = _everything(store)

    with pytest.raises(Changed, match="since you read it"):
        decide_ceiling(casework, OPAL, read.id, "stays", "read with Health")
    assert _everything(store) == before


def test_who_decides_what_was_considered_depends_on_the_question(casework: CaseWriter, store: Store) -> None:
    with pytest.raises(NotPermitted, match=r"in the role chair[.]"):
        consider(casework, OPEN, ANN, "no meeting", "not held", "no new item since June")
    with pytest.raises(ValueRefused):
        consider(casework, CHAIR, ANN, "ceiling", "stays", "of no assessment")
    assert _everything(store) == []

    made = consider(casework, CHAIR, ANN, "no meeting", "not held", "no new item since June")
    later = consider(casework, CHAIR, ANN, "no meeting", "held", "two new items")

    assert (made.access, later.replaces) == ("P||", (made.id,))
    with pytest.raises(NotPermitted):
        casework.withdraw(OPEN, later.id, "not mine to withdraw")


def test_a_withdrawn_item_ends_and_loading_its_row_again_does_not_restore_it(
    casework: CaseWriter, store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    [row] = store.read("MATCH (i:Item {ref: 'R1/1'}) RETURN i.id AS id")
    casework.withdraw_item(OPEN, str(row["id"]), "recorded about somebody else")

    again = load(store, sql, settings, tmp_path / "a.csv")

    [item] = store.read("MATCH (i:Item {ref: 'R1/1'}) RETURN i.superseded_at AS ended, count(i) AS n")
    assert item == {"ended": NOW + 1000, "n": 1}
    assert again.created["item"] == 0


def test_the_feed_brings_each_judgement_with_the_items_that_its_change_ended(
    casework: CaseWriter, store: Store
) -> None:
    before = current_change(store)
    [row] = store.read("MATCH (i:Item {ref: 'R2/1'}) RETURN i.id AS id")

    made = casework.decide_identity(OPEN, ANN, BEA, "same", "one date of birth")
    undone = casework.withdraw(OPEN, made.id, "two dates of birth")
    ended = casework.withdraw_item(OPEN, str(row["id"]), "recorded about somebody else")

    results = [(each.change - before, each.kind, each.id) for each in changed_records(store, before)]
    assert [each for each in results if each[1] == "judgement"] == [
        (1, "judgement", made.id),
        (2, "judgement", undone.id),
        (3, "judgement", ended.id),
    ]
    assert (3, "item", row["id"]) in results


@pytest.fixture
def twice(casework: CaseWriter, store: Store, sql: Engine, settings: Settings, tmp_path: Path) -> list[str]:
    """The items under R3/1: one of OPAL, then an open one, whose loader could not see the first; as both see them."""
    row = {"source_system": "S", "item_no": "1", "entity": "child", "handling": "P", "report_ref": "R3"}
    path = table(tmp_path / "b.csv", [{**row, "local_ref": "N1", "name": "Ann Rees", "item_text": "Seen alone."}])
    load(store, sql, settings, path, reader=OPEN.reader, now=NOW + 500)
    assert casework.now() == NOW + 1000
    found = store.read("MATCH (i:Item {ref: 'R3/1'}) RETURN i.id AS id, i.access AS access")
    return [str(row["id"]) for row in sorted(found, key=lambda row: str(row["access"]), reverse=True)]


def _stand(store: Store) -> set[str]:
    rows = store.read("MATCH (i:Item {ref: 'R3/1'}) WHERE i.superseded_at = $never RETURN i.id AS id", never=FOREVER)
    return {str(row["id"]) for row in rows}


def test_of_two_items_under_one_reference_somebody_who_sees_both_decides(
    casework: CaseWriter, store: Store, twice: list[str]
) -> None:
    hidden, known = twice
    assert _stand(store) == {hidden, known}
    with pytest.raises(NotPermitted):
        decide_version(casework, replace(CHAIR, reader=replace(OPAL.reader, role="chair")), twice, known, "as asked")
    for items, stands in (([known], known), (twice, "item:none")):
        with pytest.raises(ValueRefused):
            decide_version(casework, OPAL, items, stands, "as asked")
    assert _everything(store) == []

    different = decide_version(casework, OPAL, twice, None, "two sightings")
    assert (different.access, different.state, _stand(store)) == ("P||OPAL", "different", {hidden, known})
    made = decide_version(casework, OPAL, twice, hidden, "the open one was typed from memory")

    assert (made.state, made.replaces, _stand(store)) == ("stands", (different.id,), {hidden})
    assert {each.item for each in made.rests_on} == {hidden, known}
    with pytest.raises(Changed, match="than you saw"):
        decide_version(casework, OPAL, twice, None, "late")
    with pytest.raises(ValueRefused, match="cannot follow"):
        casework.withdraw(OPAL, made.id, "what ended has ended")


def test_who_sees_one_of_two_under_a_reference_neither_decides_nor_learns_of_the_other(
    casework: CaseWriter, store: Store, twice: list[str]
) -> None:
    hidden, known = twice
    guessed = _refusal(lambda: decide_version(casework, OPEN, [known, hidden], known, "a guess"))
    absent = _refusal(lambda: decide_version(casework, OPEN, [known, "item:none"], known, "a guess"))

    assert guessed.replace(hidden, "?") == absent.replace("item:none", "?")
    assert (_everything(store), _stand(store)) == ([], {hidden, known})
    made = decide_version(casework, OPAL, twice, None, "two sightings")
    gone = _refusal(lambda: casework.withdraw(OPEN, made.id, "a guess"))
    assert gone.replace(made.id, "?") == _refusal(lambda: casework.withdraw(OPEN, "none", "a guess")).replace(
        "none", "?"
    )


def test_an_item_of_a_compartment_is_not_withdrawn_by_who_cannot_see_it(casework: CaseWriter, store: Store) -> None:
    [row] = store.read("MATCH (i:Item {ref: 'R3/1'}) RETURN i.id AS id, i.superseded_at AS until")
    with pytest.raises(NotFound):
        casework.withdraw_item(OPEN, str(row["id"]), "a guess")

    assert store.read("MATCH (i:Item {ref: 'R3/1'}) RETURN i.id AS id, i.superseded_at AS until") == [row]


def test_withdrawing_a_report_ends_what_its_author_sees_and_betrays_nothing_hidden(
    casework: CaseWriter, store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    """Two reports alike, but that one of them has an item more in a compartment, and so other words too."""
    item = {"source_system": "S", "entity": "child", "handling": "P", "title": "Zebra", "mention_no": "1"}
    rows = [
        {**item, "report_ref": ref, "item_no": number, "local_ref": f"{ref}-{number}", "compartment": compartment}
        for ref, numbers in (("R8", "12"), ("R9", "123"))
        for number in numbers
        for compartment in ["OPAL" if number == "3" else ""]
    ]
    load(store, sql, settings, table(tmp_path / "b.csv", rows))
    results: list[object] = []
    for ref in ("R8", "R9"):
        made = casework.withdraw_report(OPEN, report_id("S", ref), "recorded twice over")
        with pytest.raises(ValueRefused) as again:
            casework.withdraw_report(OPEN, report_id("S", ref), "recorded twice over")
        said = sorted((str(dict(each.properties)["ref"]), each.access, each.reason) for each in made)
        results.append(repr((said, str(again.value))).replace(ref, "R"))
    load(store, sql, settings, tmp_path / "b.csv")

    assert results[0] == results[1]
    assert "('R/1', 'P||', 'recorded twice over'), ('R/2'" in str(results[0])
    ends = store.read("MATCH (i:Item) WHERE left(i.ref, 2) IN ['R8', 'R9'] RETURN i.ref AS ref, i.superseded_at AS at")
    ended = NOW + 1000
    assert {(row["ref"], row["at"]) for row in ends} == {
        ("R8/1", ended),
        ("R8/2", ended),
        ("R9/1", ended),
        ("R9/2", ended),
        ("R9/3", FOREVER),
    }
    words = store.read("MATCH (w:Words {title: 'Zebra'}) RETURN w.access AS access, w.superseded_at AS at")
    assert {(row["access"], row["at"]) for row in words} == {("P||", ended), ("P||OPAL", FOREVER)}


def test_a_report_of_hidden_items_is_withdrawn_in_the_words_of_one_that_was_never_there(
    casework: CaseWriter, store: Store
) -> None:
    hidden, absent = report_id("S", "R3"), report_id("S", "none")

    refused = [_refusal(lambda id=id: casework.withdraw_report(OPEN, id, "a guess")) for id in (hidden, absent)]

    assert refused[0].replace(hidden, "?") == refused[1].replace(absent, "?")
    assert store.read("MATCH (i:Item {ref: 'R3/1'}) RETURN i.superseded_at AS at") == [{"at": FOREVER}]
    assert _everything(store) == []


def test_an_item_that_a_correction_ended_keeps_its_end(
    casework: CaseWriter, store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    cells = {"source_system": "S", "report_ref": "R9", "item_no": "1", "entity": "child", "local_ref": "N9"}
    for name, text in (("first", "First."), ("second", "Second.")):
        moment = NOW + (10 if name == "second" else 0)
        load(store, sql, settings, table(tmp_path / f"{name}.csv", [{**cells, "item_text": text}]), now=moment)
    [first] = store.read("MATCH (i:Item {text: 'First.'}) RETURN i.id AS id, i.superseded_at AS at")

    with pytest.raises(ValueRefused, match="nothing left to withdraw"):
        casework.withdraw_item(OPEN, str(first["id"]), "wrong name")

    assert first["at"] == NOW + 10
    assert store.read("MATCH (i:Item {text: 'First.'}) RETURN i.id AS id, i.superseded_at AS at") == [first]


def test_each_write_is_entered_before_and_after(casework: CaseWriter) -> None:
    made = casework.decide_identity(OPEN, ANN, BEA, "same", "one date of birth")

    done, intended = casework.log.read(2).entries
    assert (intended.outcome, intended.action, set(intended.subjects)) == ("intended", "combine", {ANN, BEA})
    assert (done.outcome, done.closes, made.id in done.subjects) == ("done", intended.number, True)
    assert done.reason == "one date of birth"


def test_verify_names_a_write_that_was_killed_between_its_intent_and_the_write(
    casework: CaseWriter, settings: Settings
) -> None:
    if (pid := os.fork()) == 0:
        log = AuditLog(open_sql(settings), settings.home)
        with log.change(Entry(who="an analyst", action="combine", question="IdentityDecision", subjects=(ANN, BEA))):
            os._exit(9)
    os.waitpid(pid, 0)

    [orphan] = casework.log.verify().problems
    assert (orphan.kind, orphan.number) == ("orphan", casework.log.read(1).entries[0].number)


def test_what_is_given_beyond_the_form_or_too_long_is_refused_by_its_field() -> None:
    with pytest.raises(ValueRefused) as refused:
        AssessmentBody.read({"child": "x", "blame": "y"})
    assert refused.value.field in ("blame", "child_ref")
    with pytest.raises(ValueRefused, match="two"):
        DecisionBody.read({"one": "a", "two": "b" * 500})


def _loaded_assessment(casework: CaseWriter, actor: Actor, *, cites: tuple[str, ...] = ()) -> JudgementRecord:
    """As a file gives it: V1 absent, found in these items."""
    body = AssessmentBody.read(
        {
            "child": ANN,
            "child_ref": "N1",
            "assessed_at": "2024-06-01",
            "assessed_at_ms": 1,
            "assessed_until_ms": 2,
            "assessor": "P. Evans",
            "indicators": [{"code": "V1", "status": "absent", "note": "the school was asked", "items": cites}],
            "loaded": True,
        }
    )
    draft = Draft(lineage="assessment:1", state="recorded", about=(ANN,), body=body, agency="Social Services")
    return casework.record(actor, draft)


def test_a_second_person_confirms_what_a_file_said_and_nothing_else_of_it_changes(
    casework: CaseWriter, store: Store
) -> None:
    [row] = store.read("MATCH (i:Item {ref: 'R1/1'}) RETURN i.id AS id")
    loaded = _loaded_assessment(casework, OPEN, cites=(str(row["id"]),))

    made = confirm(casework, CHAIR, loaded.id, "the file is that of Social Services")

    [before, after] = [row["said"] for row in sorted(_everything(store), key=lambda row: row["id"] == made.id)]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    differs = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert differs == {"id", "author", "change", "reason", "replaces", "confirmed_by", "loaded_by"}
    assert (after["confirmed_by"], after["loaded_by"]) == ("a chair", "an analyst")
    assert made.replaces == (loaded.id,)
    assert made.rests_on == loaded.rests_on != ()
    assert casework.log.read(1).entries[0].reason == "the file is that of Social Services"
    with pytest.raises(ValueRefused, match="has confirmed it already"):
        confirm(casework, OPAL, made.id, "once more")


def test_its_own_loader_does_not_confirm_it_nor_a_role_that_does_not_assess(casework: CaseWriter, store: Store) -> None:
    loaded = _loaded_assessment(casework, OPEN)

    with pytest.raises(ValueRefused, match="a second person"):
        confirm(casework, OPEN, loaded.id, "I am sure")
    with pytest.raises(ValueRefused, match="a second person"):
        confirm(casework, replace(CHAIR, who=OPEN.who), loaded.id, "I am sure, as the chair")
    with pytest.raises(NotPermitted):
        confirm(casework, Actor(Reader("a manager", "manager"), "a manager"), loaded.id, "it is right")

    assert [row["id"] for row in _everything(store)] == [loaded.id]


def test_confirming_a_hidden_assessment_reads_like_confirming_none(casework: CaseWriter, store: Store) -> None:
    [row] = store.read("MATCH (i:Item {ref: 'R3/1'}) RETURN i.id AS id")
    hidden = _loaded_assessment(casework, OPAL, cites=(str(row["id"]),))

    refused = _refusal(lambda: confirm(casework, CHAIR, hidden.id, "it is right"))
    absent = _refusal(lambda: confirm(casework, CHAIR, "assessment:none", "it is right"))

    assert refused.replace(hidden.id, "?") == absent.replace("assessment:none", "?")
    assert [row["id"] for row in _everything(store)] == [hidden.id]


def test_what_is_about_nobody_is_open_and_a_correction_never_widens(casework: CaseWriter) -> None:
    lead = LeadContactBody(agency="Police", name="R. Owen", telephone="07700 900001")
    works = NetworkMemberBody(who=ANN, name="Sian Hughes", agency="Health")
    opal = casework.record(OPAL, Draft.of(works, "recorded", access="P||OPAL"))
    corrected = works.model_copy(update={"name": "Siân Hughes"})
    again = casework.record(OPAL, Draft.of(corrected, "recorded", on=(opal,)))

    assert casework.record(CHAIR, Draft.of(lead, "recorded")).access == "P||"
    assert (opal.access, again.access) == ("P||OPAL", "P||OPAL")
    with pytest.raises(ValueRefused, match="wider"):
        casework.record(OPAL, Draft.of(corrected, "recorded", on=(again,), access="P||"))
