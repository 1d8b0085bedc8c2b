"""Nobody changes, ends or learns of what they cannot see by loading: a force with hidden records and its twin without.

The same files are loaded by a reader of lower clearance into both. All that is reported to them, all that they may see
afterwards, and the look-ups sent for them with the rows these returned, are the same; and nothing hidden has changed
for those who see it. The twin keeps the ends that hidden corrections gave to visible records, which are as visible.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import LiteralString, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from graph.ingest.resolve import lookup
from graph.ingest.run import IngestSummary
from graph.ingest.write.statements import let_words_wait
from graph.model.view import FOREVER, BoundView, Reader, View
from graph.settings import Settings
from graph.store import Store, Writer, open_sql
from graph.store.supersede import end_items, end_words
from tests.ingest.support import NOW, load, table
from tests.invariants.dump import dump
from tests.invariants.loading import WIPE
from tests.invariants.making import TODAY
from tests.invariants.oracle.hiding import hide
from tests.invariants.profile import in_parts
from tests.invariants.writing import Noting, hidden_records
from tests.support.profiles import PROFILE

Cells = dict[str, str]
EXAMPLES = 12 * PROFILE.times
LOW = Reader("low", "analyst")
OPAL = Reader("opal", "analyst", frozenset({"OPAL"}))


@dataclass(frozen=True)
class Scene:
    """Files in the order in which they are loaded. The `hidden` ones, all of a compartment, are not in the twin."""

    before: Sequence[Cells] = ()
    seen: Sequence[Cells] = ()
    hidden: Sequence[Cells] = ()
    tried: Sequence[Cells] = ()


@dataclass(frozen=True)
class Told:
    """What a reader of lower clearance has of a scene: what loads reported, what they see, what was sent for them."""

    reported: tuple[object, ...]
    seen: tuple[object, ...]
    sent: tuple[tuple[str, int, int], ...]


def tell(store: Store, sql: Engine, settings: Settings, folder: Path, scene: Scene, *, twin: bool) -> Told:
    """Play a scene, or its twin, and return what the lower reader has of it. Checks that nothing hidden changes."""
    store.write(lambda writer: writer.write(WIPE))
    noting = cast(Store, Noting(store, lambda _, parameters: "access" in parameters))
    reported: list[object] = []

    def play(name: str, rows: Sequence[Cells], reader: Reader, moment: int, *, dry_run: bool = False) -> None:
        if not rows:
            return
        by = noting if reader is LOW else store
        file = table(folder / f"{name}.csv", rows)
        summary = load(by, sql, settings, file, reader=reader, now=NOW + moment, dry_run=dry_run)
        if reader is LOW:
            reported.append(_comparable(summary))

    if not twin:
        play("before", scene.before, OPAL, 0)
    play("seen", scene.seen, LOW, 1)
    if not twin:
        play("hidden", scene.hidden, OPAL, 2)
        _KEPT[folder] = _ends(store)
    else:
        _end(store, _KEPT[folder])
    hidden = hidden_records(store)
    play("tried", scene.tried, LOW, 3, dry_run=True)
    play("tried", scene.tried, LOW, 3)
    play("tried", scene.tried, LOW, 4)
    assert twin or hidden <= hidden_records(store), "something hidden has changed"
    return Told(tuple(reported), _seen(store), tuple(cast(Noting, noting).sent))


_KEPT: dict[Path, tuple[dict[str, int], dict[str, int], dict[str, list[str]]]] = {}


def differs(store: Store, sql: Engine, settings: Settings, folder: Path, scene: Scene) -> str:
    """In what a scene and its twin differ for the lower reader; blank where in nothing."""
    try:
        full = tell(store, sql, settings, folder, scene, twin=False)
    except AssertionError as error:
        return str(error)
    without = tell(store, sql, settings, folder, scene, twin=True)
    for name in ("reported", "seen", "sent"):
        if getattr(full, name) != getattr(without, name):
            return f"{name}:\n{getattr(full, name)}\n{getattr(without, name)}"
    return ""


def _comparable(summary: IngestSummary) -> object:
    return replace(
        summary, run="", seconds=0.0, quarantine_files=tuple(Path(f).suffix for f in summary.quarantine_files)
    )


def _access(store: Store) -> tuple[str, ...]:
    rows = store.read("MATCH (i:Item) WHERE NOT i.access CONTAINS 'OPAL' RETURN DISTINCT i.access AS access")
    return tuple(sorted(str(row["access"]) for row in rows))


def _seen(store: Store) -> tuple[object, ...]:
    """All that the lower reader may see: items with their ends, what they state, and reports' words."""
    access = _access(store)
    force = dump(store)
    shown = hide(replace(force, reports=()), BoundView(View(TODAY, FOREVER - 1), access))
    items = {(item.id, item.text, item.superseded_at) for item in force.items if item.access in access}
    words = store.read(
        "MATCH (w:Words) WHERE w.access IN $access RETURN w.id AS id, w.title AS title, w.superseded_at AS until,"
        " w.waiting AS waiting",
        access=list(access),
    )
    said = sorted(str((row["id"], row["title"], row["until"], row["waiting"] or [])) for row in words)
    parts = (shown.entities, shown.mentions, shown.relations, shown.identified)
    return (sorted(items), *(sorted(map(repr, part)) for part in parts), said)


def _ends(store: Store) -> tuple[dict[str, int], dict[str, int], dict[str, list[str]]]:
    """When the visible items and words end, and what these words wait for."""
    visible: LiteralString = "WHERE NOT n.access CONTAINS 'OPAL' RETURN n.id AS id, n.superseded_at AS until"
    items = store.read("MATCH (n:Item) " + visible)
    words = store.read("MATCH (n:Words) " + visible + ", n.waiting AS waiting")
    return (
        {str(row["id"]): cast(int, row["until"]) for row in items},
        {str(row["id"]): cast(int, row["until"]) for row in words},
        {str(row["id"]): cast("list[str]", row["waiting"] or []) for row in words},
    )


def _end(store: Store, kept: tuple[dict[str, int], dict[str, int], dict[str, list[str]]]) -> None:
    items, words, waiting = kept

    def work(writer: Writer) -> None:
        end_items(writer, items)
        end_words(writer, words)
        let_words_wait(writer, waiting)

    store.write(work)


# Scenes


def row(item: str, mention: str = "", **cells: str) -> Cells:
    """A row of the report R1, readable by everybody unless it says otherwise."""
    mentioned = (
        {"mention_no": mention, "entity": "child", "local_ref": f"N{mention}", "name": "Bo Lee"} if mention else {}
    )
    own = {"report_ref": "R1", "source_system": "S", "item_no": item, "handling": "P", "item_text": f"Item {item}."}
    return {**own, **mentioned, **cells}


def opal(item: str, mention: str = "", **cells: str) -> Cells:
    """A row that only those of a compartment may read."""
    return row(item, mention, **{"compartment": "OPAL", **cells})


NAMED = {
    "a relation to a mention number that only a hidden item has": Scene(
        seen=[row("1", "1")], hidden=[opal("2", "9")], tried=[row("3", "3", relations="ASSOCIATES_WITH:9")]
    ),
    "a hidden title guessed": Scene(
        before=[opal("1", "1", title="Zebra")], seen=[row("2", "2")], tried=[row("3", "3", title="Lion")]
    ),
    "a third version by who sees the first and not the second": Scene(
        seen=[row("1", "1")],
        hidden=[opal("1", "1", item_text="Second.")],
        tried=[row("1", "1", item_text="Third.")],
    ),
    "a report of which only a hidden item is there": Scene(before=[opal("1")], tried=[row("2", "2")]),
    "a child whom only a hidden item names": Scene(
        before=[opal("1", "7", report_ref="R2")], seen=[row("1", "1")], tried=[row("2", "7")]
    ),
    "a refused row of a report whose words are hidden": Scene(
        before=[opal("1", title="Zebra")], tried=[row("2", "2"), row("3", "3", happened_from="never")]
    ),
    "rows that their loader may not read, one equal to a hidden one and one that states something else": Scene(
        before=[opal("1", "1"), opal("2", "2")],
        seen=[row("3", "3")],
        tried=[opal("1", "1"), opal("2", "2", name="Al Fox"), row("4", "4", relations="ASSOCIATES_WITH:2")],
    ),
    "a version of a compartment that is there already": Scene(
        before=[opal("1", "1", item_text="Second.")],
        seen=[row("1", "1")],
        tried=[opal("1", "1", item_text="Second.")],
    ),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def sql(settings: Settings) -> Engine:
    return open_sql(settings)


@pytest.mark.parametrize("scene", NAMED)
def test_loading_tells_and_changes_nothing_hidden(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path, scene: str
) -> None:
    assert differs(store, sql, settings, tmp_path, NAMED[scene]) == ""


ITEMS = st.tuples(st.sampled_from(["R1", "R2"]), st.sampled_from(["1", "2", "3"]))
STATED = st.fixed_dictionaries(
    {
        "item_text": st.sampled_from(["Seen.", "Heard."]),
        "recorded_at": st.sampled_from(["", "2024-03-01", "2024-04-01"]),
        "handling": st.sampled_from(["P", "C"]),
        "happened_from": st.sampled_from(["", "", "", "never"]),
    }
)
MENTIONED = st.fixed_dictionaries(
    {
        "mention_no": st.sampled_from(["1", "2", "3", "4"]),
        "local_ref": st.sampled_from(["N1", "N2", "N3"]),
        "name": st.sampled_from(["Bo Lee", "Al Fox"]),
    }
)


@st.composite
def files(draw: st.DrawFn, *, compartments: Sequence[str], careless: bool) -> list[Cells]:
    """A file of a few items; `careless` ones have cells that are refused and relations that lead nowhere."""
    rows: list[Cells] = []
    titles = {ref: draw(st.sampled_from(["", "", "Zebra", "Lion"])) for ref in ("R1", "R2")}
    for report, item in draw(st.lists(ITEMS, max_size=4, unique=True)):
        head = {"report_ref": report, "source_system": "S", "item_no": item, "title": titles[report], **draw(STATED)}
        head["compartment"] = draw(st.sampled_from(list(compartments)))
        if not careless:
            head["happened_from"] = ""
        for mention in draw(st.lists(MENTIONED, min_size=1, max_size=2, unique_by=lambda each: each["mention_no"])):
            related = draw(st.sampled_from(["", "1", "2", "3", "4"])) if careless else ""
            relations = f"ASSOCIATES_WITH:{related}" if related else ""
            rows.append({**head, **mention, "entity": "child", "relations": relations})
    return rows


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """A scene at random."""
    hidden = files(compartments=["OPAL"], careless=False)
    mixed = files(compartments=["", "", "OPAL"], careless=True)
    return Scene(draw(hidden), draw(mixed), draw(hidden), draw(mixed))


@in_parts
def test_loading_at_random_tells_and_changes_nothing_hidden(
    store: Store, sql: Engine, settings: Settings, tmp_path: Path, part: str
) -> None:
    @PROFILE.settings(EXAMPLES)
    @given(scenes())
    def holds(scene: Scene) -> None:
        assert differs(store, sql, settings, tmp_path, scene) == "", part

    holds()


CLEARED = ("_REPORTS", "_WORDS", "_ITEMS", "_ELSEWHERE", "_ENTITIES")
"""Look-ups whose filter shows. `_MENTIONS` and `_RELATIONS` ask by ids that a filtered look-up has just returned."""


@pytest.mark.parametrize("name", CLEARED)
def test_each_look_up_needs_its_filter(
    embedded_store: Store,
    sql: Engine,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    statement = getattr(lookup, name)
    unfiltered = statement.replace("i.access IN $access", "true").replace("w.access IN $access", "true")
    assert unfiltered != statement
    monkeypatch.setattr(lookup, name, unfiltered)

    assert any(differs(embedded_store, sql, settings, tmp_path, scene) for scene in NAMED.values())
