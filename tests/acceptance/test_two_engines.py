"""The same data answers with the same bytes on both engines, and with what an independent implementation answers.

One of them was restored, before it was loaded to its end, from a backup that was taken of the other in the middle of
its loading: so a restored graph answers every question like the one that was backed up.

That implementation is the oracle of the property test (tests/invariants), over what the stores hold. Each question is
asked with at least twenty sets of parameters that the oracle has something to say to, through an open View, one of good
grades only and one of a period.
"""

import json
from collections import defaultdict
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from graph.casework.writer import write_judgements
from graph.judgements.network import NetworkMemberBody, PlacementBody
from graph.model.recorded import CASEWORK_KINDS, Citation, JudgementRecord
from graph.model.view import BoundView, Lens, Reader, View
from graph.queries import QUESTIONS
from graph.queries.door import bind
from graph.settings import Settings
from graph.store import Store, Writer, open_sql
from graph.values.grade import grades_at_least
from tests.acceptance.loading import NOW, load_force
from tests.backup.meanwhile import TakenMeanwhile
from tests.conftest import wiped
from tests.ingest.support import load, table
from tests.invariants.comparing import Said, store_says, truth_says
from tests.invariants.dump import dump
from tests.invariants.force import Asked, Force, asked
from tests.invariants.oracle.asking import Truth

pytestmark = pytest.mark.engine

FEWEST, MOST_IN_A_VIEW = 20, 12
KINDS = ("pnc_id",)
OPERATOR = Reader("operator", "operator")
RECORDED_AT = 1_717_200_000_000


@dataclass(frozen=True)
class Both:
    """One force in both engines, and the truth of it through each View."""

    stores: tuple[Store, ...]
    force: Force
    truths: tuple[tuple[BoundView, Truth], ...]


@pytest.fixture(scope="module")
def both(embedded_engine: Store, neo4j_engine: Store, tmp_path_factory: pytest.TempPathFactory) -> Generator[Both]:
    """The demo force of 200 reports: loaded into one engine and backed up meanwhile; restored into the other and loaded
    to its end there."""
    stores = (wiped(embedded_engine), wiped(neo4j_engine))
    backup = TakenMeanwhile(stores[0], tmp_path_factory.mktemp("backup"))
    loaded = [load_force(stores[0], tmp_path_factory.mktemp("force"), reports=200, meanwhile=backup)]
    backup.restore(stores[1])
    loaded += [load_force(stores[1], tmp_path_factory.mktemp("force"), reports=200)]
    for store in stores:
        _load_organisations(store, tmp_path_factory.mktemp("organisations"))
        store.write(_record_casework)
        store.write(_cite_alike)
    forces: list[Force] = []
    for store in stores:
        with store.reading() as reading:
            forces.append(dump(reading))
            bounds = [bind(reading, OPERATOR, view) for view in _views(loaded[0].truth.last_day)]
    assert forces[0] == forces[1]
    yield Both(stores, forces[0], tuple((bound, Truth(forces[0], bound, KINDS)) for bound in bounds))
    for store in stores:
        wiped(store)


def _load_organisations(store: Store, folder: Path) -> None:
    """A dozen organisations, each named in an item of its own: the demo force records none."""
    stated = {"item_no": "1", "handling": "P", "recorded_at": "2024-01-05T09:00", "entity": "organisation"}
    rows = [{**stated, "report_ref": f"ORG-{n}", "name": f"Firm {n} Cabs"} for n in range(12)]
    settings = Settings(home=folder)
    sql = open_sql(settings)
    load(store, sql, settings, table(folder / "organisations.csv", rows), now=NOW)
    sql.dispose()


def _record_casework(writer: Writer) -> None:
    """Who works with each of a dozen children, and where each lives, on the word of the first item that names them."""
    rows = writer.read(
        "MATCH (e:Child)<-[:MENTIONS]-(i:Item) RETURN e.id AS id, min(i.id) AS item ORDER BY id LIMIT 12"
    )
    records = [
        JudgementRecord(
            id=f"{body.kind}:{place}",
            access="P||",
            recorded_at=RECORDED_AT + place,
            loaded_at=RECORDED_AT + place,
            author="an analyst",
            reason="as told",
            kind=body.kind,
            lineage=f"{body.kind}:{place}",
            about=body.about(),
            state="recorded",
            rests_on=(Citation(str(row["item"])),),
            properties=tuple(sorted(body.properties().items())),
        )
        for place, row in enumerate(rows)
        for body in (
            NetworkMemberBody(who=str(row["id"]), name="Sian Hughes", agency="Health"),
            PlacementBody(child=str(row["id"]), living="foster carers", source="a visit"),
        )
    ]
    write_judgements(writer, records)


def _cite_alike(writer: Writer) -> None:
    """Two items of each of a dozen reports come under one reference."""
    rows = writer.read(
        "MATCH (r:Report)-[:CONTAINS]->(i:Item) WITH r, min(i.id) AS one, max(i.id) AS other"
        " WHERE one < other RETURN one AS one, other AS other ORDER BY one LIMIT 12"
    )
    writer.write(
        "UNWIND $rows AS row MATCH (a:Item {id: row.one}) MATCH (b:Item {id: row.other})"
        " SET b.ref = a.ref, b.lineage = a.lineage, b.change = $change",
        rows=[dict(row) for row in rows],
    )


def _views(today: date) -> tuple[View, ...]:
    start = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=400)
    return (
        View(today=today),
        View(today=today, lens=Lens(grades=grades_at_least("2C", graded_only=False))),
        View(today=today, lens=Lens(start=int(start.timestamp() * 1000))),
    )


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_both_engines_give_the_same_bytes_and_the_truth(question: str, both: Both) -> None:
    compared = 0
    for bound, truth in both.truths:
        true = _worth_asking(question, both.force, truth)
        for store in both.stores:
            with store.reading() as reading:
                said = {each: store_says(reading, bound, KINDS, each) for each in true}
            assert said == true, (store.engine, bound.view)
        compared += len(true)

    assert compared >= FEWEST


def _worth_asking(question: str, force: Force, truth: Truth) -> dict[Asked, Said]:
    """Parameter sets to which the truth is an answer that is not empty, with it: evenly from all there are."""
    candidates = [asked(question, **given) for given in _candidates(question, force)]
    step = max(1, len(candidates) // (4 * MOST_IN_A_VIEW))
    true: dict[Asked, Said] = {}
    for each in candidates[::step]:
        said = truth_says(truth, each)
        if len(true) < MOST_IN_A_VIEW and said.what.startswith("{") and _tells(json.loads(said.what)):
            true[each] = said
    return true


def _tells(answer: dict[str, object]) -> bool:
    """Whether an answer, or an answer that is part of it, lists anything."""
    parts = [answer, *(value for value in answer.values() if isinstance(value, dict) and "total" in value)]
    return any(isinstance(value, list) and value for part in parts for value in part.values())


def _candidates(question: str, force: Force) -> Iterable[dict[str, object]]:
    """What a question can be asked about this force."""
    named = {kind: sorted({m.entity for m in force.mentions if m.said in kind.split()}) for kind in SAID.values()}
    children, everybody = named["child"], sorted({mention.entity for mention in force.mentions})
    match question:
        case "linked_children" | "shared_adults" | "shared_premises" | "shared_vehicles" | "shared_phones" | "case":
            return ({"child": child, "limit": limit} for child in children for limit in (3, 1000))
        case "missing_together":
            return ({"child": child, "limit": limit} for child in _missing_alike(force) for limit in (1, 2, 3, 1000))
        case "linked_cases":
            return (
                {"children": tuple(children[start : start + 3]), "since_ms": force.items[start].recorded_at, "limit": n}
                for start in range(len(children) - 3)
                for n in (3, 1000)
            )
        case "child" | "adult" | "premises" | "vehicle" | "phone" | "organisation":
            return ({"id": id} for id in named[SAID[question]])
        case "seraf" | "suggested":
            return ({"id": child} for child in children)
        case "casework":
            lists = ({"kinds": (kind,), "limit": n} for kind in ("Placement", "NetworkMember") for n in (1, 99))
            return (*lists, *({"kinds": CASEWORK_KINDS, "about": child} for child in children))
        case "rests_on":
            rested = sorted({rest.item.id for each in force.judgements for rest in each.rests})
            return ({"id": id, "limit": limit} for id in rested for limit in (1, 1000))
        case "alerts_shown":
            pairs = [(a, b) for a, b in product(children[::3], children[::5]) if a != b]
            made = [{"kind": kind, "subjects": pair} for pair in pairs for kind in ("link new", "link lost")]
            return ({"facts": tuple(map(json.dumps, made[start : start + 30]))} for start in range(0, len(made), 30))
        case "what_if":
            origins = sorted({item.origin for item in force.items})
            return (
                *({"what": "report", "id": report.id, "limit": 1000} for report in force.reports[::9]),
                *({"what": "origin", "id": origin} for origin in origins[::9]),
            )
        case "origins_seen":
            return ({"marks": (mark, "origin:none")} for mark in sorted({item.origin for item in force.items}))
        case "duplicate_references":
            return ({"decided": decided, "limit": limit} for decided in (False, True) for limit in range(1, 25))
        case "neighbours" | "timeline" | "identity_decisions":
            return ({"id": id, "limit": limit} for id in everybody for limit in (2, 1000))
        case "links_among" | "same_name":
            return ({"ids": tuple(everybody[start : start + 60])} for start in range(0, len(everybody) - 60, 7))
        case "paths":
            return ({"start": a, "end": b, "limit": 20} for a, b in product(everybody[::17], everybody[::19]) if a != b)
        case "connecting_network":
            step = range(0, len(everybody) - 40, 11)
            return ({"ids": (everybody[n], everybody[n + 17], everybody[n + 38]), "most": 2} for n in step)
        case "case_groups":
            some = ({"children": tuple(children[start : start + 12]), "least": 0.05} for start in range(0, 60, 9))
            return (*some, *({"limit": limit, "least": 0.1, "concern": limit > 2} for limit in (2, 1000)))
        case "bridges":
            some = ({"children": tuple(children[start : start + 40])} for start in range(0, 60, 5))
            return (*some, *({"limit": limit, "concern": limit > 2} for limit in (2, 1000)))
        case "calls":
            phones = sorted({m.entity for m in force.mentions if m.said == "phone"})
            return ({"ids": (id,), "limit": limit} for id in (*phones, *everybody[::5]) for limit in (2, 1000))
        case "evidence" | "together":
            together = {(m.entity, n.entity) for m, n in product(force.mentions, repeat=2) if m.item == n.item}
            pairs = ((a, b) for a, b in sorted(together) if a != b)
            return ({"start": a, "end": b} if question == "evidence" else {"ids": (a, b)} for a, b in pairs)
        case "children":
            return (
                {"categories": categories, "not_assessed": not_assessed, "to_decide": to_decide, "limit": limit}
                for categories in ((1, 2, 3, 4), (3, 4), (2,))
                for not_assessed in (False, True)
                for to_decide in (False, True)
                for limit in (5, 50, 500)
            )
        case "new_since":
            moments = sorted({item.recorded_at for item in force.items})
            return (
                {"since_ms": moment, "by": by, "limit": limit}
                for moment in moments[::14]
                for by in ("loaded", "recorded")
                for limit in (3, 1000)
            )
        case (
            "premises_of_concern" | "adults_of_concern" | "vehicles_of_concern" | "phones_of_concern" | "not_known_yet"
        ):
            return ({"limit": limit} for limit in range(1, 1 + 2 * MOST_IN_A_VIEW))
        case "report":
            return ({"id": report.id} for report in force.reports)
        case "items":
            refs = sorted({item.ref for item in force.items})
            return ({"refs": tuple(refs[start : start + 20])} for start in range(0, len(refs), 20))
        case "find" | "search":
            return ({"text": mention.label} for mention in force.mentions if mention.label_rank == 0)
        case "known_phrases":
            labels = [
                mention.label for mention in force.mentions if mention.label_rank == 0 and len(mention.label) <= 120
            ]
            return ({"phrases": tuple(labels[start : start + 20])} for start in range(0, len(labels) - 20, 5))
        case _:
            pytest.fail(f"Nothing here says what {question!r} is to be asked with; add it to _candidates.")


def _missing_alike(force: Force) -> list[str]:
    """Children that items report as missing on a day on which others were."""
    days: dict[int, set[str]] = defaultdict(set)
    begun = {item.id: item.happened_from for item in force.items if item.event == "missing"}
    for mention in force.mentions:
        begin = begun.get(mention.item)
        if mention.said == "child" and begin is not None:
            days[begin // 86_400_000].add(mention.entity)
    return sorted({child for children in days.values() if len(children) > 1 for child in children})


SAID = {
    "child": "child",
    "adult": "adult person",
    "premises": "address",
    "vehicle": "vehicle",
    "phone": "phone account",
    "organisation": "organisation",
}
