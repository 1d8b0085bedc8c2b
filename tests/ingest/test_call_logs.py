"""Four call logs, loaded together by the mapping that `dolen look` writes: the graph shares what a count shares."""

import csv
from collections import Counter
from pathlib import Path

from sqlalchemy import Engine

from graph.ingest.map.starter import look
from graph.settings import Settings
from graph.store import Store
from tests.ingest.support import load
from tests.ingest.test_cases import CASES, german

CALLS = sorted((CASES / "calls").glob("*.csv"))
SHARED = {
    "+4915729308610": 4,
    **dict.fromkeys(("+491510702341", "+491510745751", "+4915162234170", "+4915794772181", "+4916283461833"), 3),
    **dict.fromkeys(("+491704935395", "+491722702462", "+4917704686206"), 3),
}
"""With how many of the four a phone was in contact, of those with more than one; counted with pandas."""
CALLED = "MATCH (a:Phone)-[:CALLED]->(b:Phone) RETURN a.number AS a, b.number AS b"


def _by_hand() -> dict[str, set[str]]:
    """By the phone that each log is of, the phones it was in contact with."""
    contacts: dict[str, set[str]] = {}
    for path in CALLS:
        with path.open(encoding="utf-8") as stream:
            pairs = [
                (german(row["Anrufer"]), german(row["Angerufener"])) for row in csv.DictReader(stream, delimiter=";")
            ]
        [(own, calls)] = Counter(number for pair in pairs for number in pair).most_common(1)
        assert calls == len(pairs)
        contacts[own] = {number for pair in pairs for number in pair} - {own}
    return contacts


def test_four_call_logs_share_in_the_graph_the_phones_that_they_share_by_hand(
    embedded_store: Store, sql: Engine, settings: Settings, tmp_path: Path
) -> None:
    mapping = tmp_path / "calls.toml"
    mapping.write_text(look(CALLS)[0].mapping)
    summary = load(embedded_store, sql, settings, *CALLS, mapping=str(mapping))

    expected = _by_hand()
    found: dict[str, set[str]] = {own: set() for own in expected}
    for row in embedded_store.read(CALLED):
        for one, other in ((row["a"], row["b"]), (row["b"], row["a"])):
            if one in found:
                found[str(one)].add(str(other))
    assert (summary.quarantined, summary.items, summary.created["phone"]) == (0, 393, 34)
    assert found == expected
    reached = Counter(number for numbers in found.values() for number in numbers)
    assert {number: times for number, times in reached.items() if times > 1} == SHARED
