"""The made-up people, vehicles, premises, phones, accounts and reports of these tests, and what must find them.

`people.csv`, `things.csv`, `reports.csv` are the population and `pairs.csv` the searches: each a text, how it was
typed, and the person or thing it must find, by reference or label. Its author wrote
them before the rules.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.search.document import SearchDocument
from graph.search.extract import mention_document
from graph.values.address import Address
from graph.values.phone import Phone
from graph.values.vrm import Vrm

FOLDER = Path(__file__).parent
RECORDED = 1_710_000_000_000

Row = dict[str, str]


@dataclass(frozen=True)
class Pair:
    """One search: in which way it is typed, what is typed, and the reference or the label of what must be found."""

    way: str
    text: str
    expected: str


@dataclass(frozen=True)
class Known:
    """One document, and the reference or the label by which the pairs know it."""

    document: SearchDocument
    name: str


def rows_of(table: str) -> list[Row]:
    """A table's rows."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def pairs() -> tuple[Pair, ...]:
    """Every search."""
    return tuple(Pair(row["way"], row["query"], row["expected"]) for row in rows_of("pairs"))


def label_of(row: Row) -> str:
    """What a thing is called."""
    match row["entity"]:
        case "address":
            return Address.parse(row["address"], row["postcode"]).shown
        case "vehicle":
            looks = " ".join(row[name] for name in ("colour", "make", "model") if row[name])
            return Vrm.parse(row["vrm"]).shown if row["vrm"] else looks
        case "phone":
            return Phone.parse(row["phone"]).shown
        case _:
            return f"{row['handle']} ({row['platform']})"


@cache
def population() -> tuple[Known, ...]:
    """Every document."""
    known: list[Known] = []
    for number, row in enumerate([*rows_of("people"), *rows_of("things")]):
        name = row.get("local_ref") or label_of(row)
        says: dict[str, object] = {what: value for what, value in row.items() if value and what != "entity"}
        says |= {"id": f"mention:{number}", "said": row["entity"]}
        if "alias" in says:
            says["alias"] = row["alias"].split(";")
        item: dict[str, object] = {
            "id": f"item:{number}",
            "ref": f"R-1/{number}",
            "report_ref": "R-1",
            "recorded_at": RECORDED,
        }
        known.append(Known(mention_document(says, f"record:{number}", item), name))
    for number, row in enumerate(rows_of("reports")):
        ref = f"{row['report_ref']}/{row['item_no']}"
        document = SearchDocument(
            what="item",
            id=f"report:{row['report_ref']}",
            source=f"item:report-{number}",
            item=f"item:report-{number}",
            item_ref=ref,
            report_ref=row["report_ref"],
            recorded_at=RECORDED,
            text=row["item_text"],
        )
        known.append(Known(document, row["report_ref"]))
    return tuple(known)


def as_table() -> list[Row]:
    """The population as rows of a mention table."""
    document = [row for table in ("people", "things") for row in rows_of(table)]
    about = {"source_system": "TEST", "recorded_at": "2024-03-09", "source_grade": "2", "assessment": "B"}
    rows: list[Row] = []
    for number, row in enumerate(document):
        place = {"report_ref": f"P-{number // 8:04}", "item_no": "1", "mention_no": str(number % 8 + 1)}
        rows.append({**about, "handling": "P", **place, **row})
    return rows + [{**about, "handling": "P", **row} for row in rows_of("reports")]
