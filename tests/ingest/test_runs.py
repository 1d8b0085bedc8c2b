"""The record of each loading, on SQLite and on PostgreSQL."""

from collections import Counter

from sqlalchemy import Engine

from graph.ingest.runs import RunCounts, Runs


def test_a_run_is_found_again_until_it_has_ended(sql: Engine) -> None:
    runs = Runs(sql)
    first = runs.begin("d1", "mentions", "a.price", 1_767_614_400_000)
    counted = RunCounts(reports=3, items=5, created=Counter({"person": 2}))
    runs.committed(first, 2, counted)

    resumed = runs.begin("d1", "mentions", "a.price", 1_767_614_500_000)
    assert (resumed.id, resumed.started, resumed.batches, resumed.counts) == (first.id, first.started, 2, counted)
    assert runs.begin("d1", "mentions", "b.evans", 1_767_614_600_000).id != first.id
    runs.finish(first, 1_767_614_700_000)
    again = runs.begin("d1", "mentions", "a.price", 1_767_614_800_000)

    assert again.id != first.id
    assert [(run.started, run.finished) for run in runs.list()] == [
        (1_767_614_800_000, None),
        (1_767_614_600_000, None),
        (1_767_614_400_000, 1_767_614_700_000),
    ]
