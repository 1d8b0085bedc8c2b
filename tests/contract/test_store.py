"""What every engine must do, so that everything above the store may forget which one it is."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from neo4j.exceptions import TransientError

from graph.errors import DolenError, StoreBusy, StoreError
from graph.settings import Settings
from graph.store import Follower, Store, Writer, changed_records, current_change, open_store
from tests.support.settings import as_environment

COUNT_ITEMS = "MATCH (i:Item) RETURN count(*) AS n"
VALUES: dict[str, object] = {
    "whole": 9007199254740991,
    "negative": -3,
    "fraction": 1.5,
    "yes": True,
    "no": False,
    "welsh": "Siân o Dŷ Gwyn, Llanfair-ŵ",
    "awkward": "'single' \"double\" $parameter \\backslash {brace} `tick`\n\ttab // not a comment",
    "empty": "",
    "texts": ["Gaz", "Gareth ap Siôn", ""],
    "numbers": [1, 2, 3],
    "none of them": [],
}


def create(item: str) -> Callable[[Writer], int]:
    """Work that writes one item and says the number of its change."""

    def work(writer: Writer) -> int:
        writer.write("CREATE (:Item {id: $id, change: $change})", id=item)
        return writer.change

    return work


def items(store: Store) -> set[tuple[object, object]]:
    """The (id, change) of every item."""
    return {(row["id"], row["change"]) for row in store.read("MATCH (i:Item) RETURN i.id AS id, i.change AS change")}


def test_every_kind_of_value_comes_back_as_it_was_written(store: Store) -> None:
    store.write(lambda writer: writer.write("CREATE (i:Item {id: 'i'}) SET i += $values", values=VALUES))

    [row] = store.read("MATCH (i:Item {id: 'i'}) RETURN properties(i) AS kept, i.missing AS missing")

    assert row == {"kept": {"id": "i", **VALUES}, "missing": None}


def test_a_parameter_comes_back_as_it_was_sent(store: Store) -> None:
    sent = {"text": "ŵ$x'", "list": [1, "a", None], "map": {"k": [True, None]}, "none": None}

    assert store.read("RETURN $sent AS sent", sent=sent) == [{"sent": sent}]


def test_a_value_never_becomes_cypher(store: Store) -> None:
    store.write(create("kept"))
    hostile = "x'}) DETACH DELETE (n) //"

    assert store.read("MATCH (i:Item {id: $id}) RETURN i.id AS id", id=hostile) == []
    assert {item for item, _ in items(store)} == {"kept"}


def test_nothing_of_a_failed_work_is_kept(store: Store) -> None:
    class Interrupted(DolenError):
        """What somebody's work raises."""

    def work(writer: Writer) -> None:
        create("half")(writer)
        raise Interrupted("The work stopped half-way.")

    before = current_change(store)
    with pytest.raises(Interrupted):
        store.write(work)

    assert items(store) == set()
    assert current_change(store) == before


def test_nothing_of_a_refused_statement_is_kept(store: Store) -> None:
    def work(writer: Writer) -> None:
        create("half")(writer)
        writer.write("THIS IS NOT CYPHER")

    with pytest.raises(StoreError, match="refused a statement"):
        store.write(work)

    assert items(store) == set()


def test_two_records_cannot_share_an_id(store: Store) -> None:
    store.write(create("one"))

    with pytest.raises(StoreError, match="already holds a record with the same id"):
        store.write(create("one"))

    assert {item for item, _ in items(store)} == {"one"}


def test_a_read_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="only reading is allowed"):
        store.read("CREATE (:Item {id: 'sneaked in'})")
    with store.reading() as reading, pytest.raises(StoreError, match="only reading is allowed"):
        reading.read("CREATE (:Item {id: 'sneaked in'})")

    assert items(store) == set()


def test_a_writer_reads_what_it_has_written(store: Store) -> None:
    def work(writer: Writer) -> object:
        create("new")(writer)
        [row] = writer.read("MATCH (i:Item {id: 'new'}) RETURN i.change = $change AS stamped")
        return row["stamped"]

    assert store.write(work) is True


def test_the_change_number_grows_and_stamps(store: Store) -> None:
    first, second = store.write(create("a")), store.write(create("b"))

    assert first < second == current_change(store)
    assert items(store) == {("a", first), ("b", second)}


def test_a_graph_never_written_to_is_at_change_nought(store: Store) -> None:
    assert current_change(store) == 0
    assert changed_records(store, after=0) == []


def test_statements_are_counted(store: Store) -> None:
    before = store.statements
    with store.reading() as reading:
        reading.read("RETURN 1 AS one")
        reading.read("RETURN 2 AS two")

        assert reading.statements == 2

    def work(writer: Writer) -> int:
        create("a")(writer)
        return writer.statements

    assert store.write(work) == 2, "raising the change counter is a statement too"
    store.read(COUNT_ITEMS)
    assert store.statements - before == 5


def test_threads_write_one_after_another(store: Store) -> None:
    names = [f"{thread}-{number}" for thread in range(4) for number in range(8)]

    with ThreadPoolExecutor(4) as pool:
        changes = list(pool.map(lambda name: store.write(create(name)), names))

    assert sorted(changes) == list(range(min(changes), min(changes) + len(names))), "no number twice, none left out"
    assert items(store) == set(zip(names, changes, strict=True))


def test_processes_write_one_after_another(store: Store, store_settings: Settings) -> None:
    commands = [
        subprocess.Popen(
            (sys.executable, "-m", "tests.contract.write_many", name, "6"), env=as_environment(store_settings)
        )
        for name in ("one", "other")
    ]
    assert [command.wait(120) for command in commands] == [0, 0]

    written = items(store)
    assert {item for item, _ in written} == {f"{name}-{number}" for name in ("one", "other") for number in range(6)}
    assert len({change for _, change in written}) == 12


def test_work_is_done_again_after_a_conflict(store: Store) -> None:
    attempts: list[int] = []

    def work(writer: Writer) -> None:
        attempts.append(writer.change)
        create(f"attempt {len(attempts)}")(writer)
        if len(attempts) == 1:
            raise TransientError("another transaction was quicker")

    store.write(work)

    assert len(attempts) == 2
    assert {item for item, _ in items(store)} == {"attempt 2"}, "the first attempt left nothing"


def test_a_writer_who_waits_too_long_is_told_so(store: Store, store_settings: Settings) -> None:
    holding, release = threading.Event(), threading.Event()

    def hold(writer: Writer) -> None:
        create("slow")(writer)
        holding.set()
        release.wait(60)

    impatient = open_store(store_settings.model_copy(update={"query_seconds": 1}))
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(store.write, hold)
        holding.wait(30)
        try:
            with pytest.raises(StoreBusy, match="more than 1 seconds"):
                impatient.write(create("impatient"))
        finally:
            release.set()
        slow.result(30)
    impatient.close()

    assert {item for item, _ in items(store)} == {"slow"}


def test_the_feed_returns_whole_changes_of_items_and_judgements_in_order(store: Store) -> None:
    def several(items: str = "", judgements: str = "") -> int:
        def work(writer: Writer) -> int:
            writer.write("UNWIND $ids AS id CREATE (:Item {id: id, change: $change})", ids=list(items))
            writer.write(
                "UNWIND $ids AS id CREATE (:Judgement:Withdrawal {id: id, change: $change})", ids=list(judgements)
            )
            return writer.change

        return store.write(work)

    first, second, third, last = several("ba"), several("cde", "z"), several("", "yx"), several("f")
    written = [
        [(first, "a"), (first, "b"), (second, "c"), (second, "d"), (second, "e"), (second, "z")],
        [(third, "x"), (third, "y"), (last, "f")],
    ]

    pages = list(Follower(store, 0, limit=3).pages())
    assert [[(each.change, each.id) for each in page] for page in pages] == written
    assert {each.id for page in pages for each in page if each.kind == "judgement"} == set("xyz")
    assert changed_records(store, after=last) == []


def test_a_judgement_beyond_a_page_of_items_waits_for_its_turn(store: Store) -> None:
    """A kind with few records must not carry the page past what a kind with many has returned."""
    changes = [store.write(create(f"item {number}")) for number in range(5)]
    store.write(lambda writer: writer.write("CREATE (:Judgement {id: 'late', change: $change})"))

    follower = Follower(store, 0, limit=2)
    pages = follower.pages()

    assert [each.change for each in next(pages)] == changes[:2]
    assert follower.after == 0, "a page that its reader has not finished is read again"
    assert [each.change for each in next(pages)] == changes[2:4]
    assert [each.id for each in next(pages)] == ["item 4", "late"]


def test_a_follower_goes_on_from_where_it_was_and_past_changes_that_wrote_neither(store: Store) -> None:
    store.write(create("a"))
    store.write(lambda writer: writer.write("CREATE (:Name {id: 'n', change: $change})"))
    follower = Follower(store, 0)

    assert [[each.id for each in page] for page in follower.pages(current_change(store))] == [["a"]]
    assert follower.after == current_change(store)
    store.write(create("b"))
    assert [[each.id for each in page] for page in follower.pages()] == [["b"]]
