"""A chart as a timeline and as a grid of places: what stands on them, in their tables, and in each kind of file."""

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from graph.queries.charts.links_among import EntityAmong, ItemBehind, LinkAmong, LinksAmong
from graph.reading.parts import EntityRef
from tests.viz.examples import CAPTION
from tests.viz.hostile import HOSTILE
from viz.chart import Chart, EntityAt, Filters, GroupAt
from viz.chart_view_file import ChartViewFile
from viz.occurrences import Occurrence, occurrences
from viz.place_grid import NO_POSTCODE, PlaceGrid, district_of
from viz.timeline import ChartTimeline

SIAN, TAZ, HOTEL, FLAT, LOOSE = "person:sian", "person:taz", "address:hotel", "address:flat", "person:loose"
NAMES = {
    SIAN: ("child", "Siân ap Huw"),
    TAZ: ("adult", "Taz"),
    HOTEL: ("premises", "Harbour Hotel, 1 Quay Parade, CF10 1AA"),
    FLAT: ("premises", "Flat 2, Mill Street, CF5 2BB"),
    LOOSE: ("adult", "Not linked"),
}
BEHIND = {
    "R1/1": ("2026-03-01", "2026-03-01"),
    "R2/1": ("2026-03-01", "2026-03-01"),
    "R3/1": ("2026-05-01", "2026-05-31"),
    "R4/1": (None, None),
}
LINKS = {(SIAN, TAZ): ("R1/1", "R2/1", "R3/1"), (HOTEL, SIAN): ("R3/1",), (HOTEL, TAZ): ("R3/1", "R4/1")}


SVG = "{http://www.w3.org/2000/svg}"


def answer(names: Mapping[str, tuple[str, str]] = NAMES) -> LinksAmong:
    """A girl and a man named together twice on one day, then both at a hotel in May; and an undated item."""
    entities = tuple(
        EntityAmong(
            entity=EntityRef.model_validate({"id": id, "kind": kind, "label": label, "refs": (), "possible": False}),
            prominence=0,
            roles=(),
            premises_kinds=(),
            common=False,
            category=3 if id == SIAN else None,
            ceiling=4 if id == SIAN else None,
            asked=(id,),
        )
        for id, (kind, label) in sorted(names.items())
    )
    return LinksAmong(
        entities=entities,
        links=tuple(link(start, end, items) for (start, end), items in LINKS.items()),
        items=tuple(
            ItemBehind(ref=ref, source_system="police" if ref != "R2/1" else "school", first=first, last=last)
            for ref, (first, last) in BEHIND.items()
        ),
        gone=0,
    )


def link(start: str, end: str, items: tuple[str, ...]) -> LinkAmong:
    return LinkAmong(
        start=start,
        end=end,
        items=items,
        concern=0,
        strength=0.5,
        origins=1,
        relations=(),
        weakest="2B",
        first=None,
        last=None,
        possible=False,
        working=False,
    )


def chart(
    links: Iterable[tuple[str, str]] = LINKS, ids: Iterable[str] = NAMES, groups: tuple[GroupAt, ...] = ()
) -> Chart:
    entities = tuple(EntityAt(id=id, at=(0, 0)) for id in ids)
    return Chart(title="Siân", entities=entities, links=tuple(links), groups=groups)


def test_items_of_one_day_that_name_the_same_are_one_mark_with_a_line_to_all_that_they_name() -> None:
    timeline = ChartTimeline(occurrences(answer(), chart()))

    assert [row.id for row in timeline.rows] == [SIAN, TAZ, HOTEL, LOOSE, FLAT], "the child, then who is named with her"
    march, may = date(2026, 3, 1), (date(2026, 5, 1), date(2026, 5, 31))
    assert [(mark.first, mark.last, mark.rows, mark.items) for mark in timeline.marks] == [
        (march, march, (0, 1), ("R1/1", "R2/1")),
        (*may, (0, 1, 2), ("R3/1",)),
    ]
    drawn = ET.fromstring(timeline.drawing().svg)
    marks = [each for each in drawn.iter(f"{SVG}g") if each.get("class") == "mark"]
    dots = [len(each.findall(f"{SVG}circle")) for each in marks]
    across = [len(each.findall(f"{SVG}path")) for each in marks]
    assert (dots, across) == ([2, 3], [1, 1])


def test_however_crowded_a_month_is_a_mark_stands_at_its_day() -> None:
    found = occurrences(answer(), chart())
    crowd = tuple(
        Occurrence(f"C{n}/1", date(2026, 3, 1 + n % 28), date(2026, 3, 1 + n % 28), (SIAN, TAZ)) for n in range(99)
    )
    early = Occurrence("A/1", date(2024, 1, 1), date(2024, 1, 1), (SIAN, HOTEL))
    timeline = ChartTimeline(replace(found, items=(early, *crowd)))
    svg = ET.fromstring(timeline.drawing().svg)
    marks = [each for each in svg.iter(f"{SVG}g") if each.get("class") == "mark"]
    across = sorted(float(dot.get("cx", "0")) for mark in marks for dot in mark.iter(f"{SVG}circle"))

    # The scale goes from 266 to 1,100, and March begins after 790 of its 817 days, at 1,072.4.
    assert across[0] == 266
    assert min(each for each in across if each > 300) >= 1072.4 - 4.5
    assert across[-1] <= 1100


def test_an_undated_item_is_in_the_table_and_counted_and_not_drawn() -> None:
    timeline = ChartTimeline(occurrences(answer(), chart()))
    items, entities = timeline.tables

    assert items.rows[-1] == ("not dated", "R4/1", f"{NAMES[HOTEL][1]}; Taz")
    assert ("Taz", "Adult", "2026-03-01", "2026-05-31", "4", "1") in entities.rows
    assert ("Not linked", "Adult", "", "", "0", "0") in entities.rows
    assert "1 undated item is in the table, and not in the drawing." in timeline.said


@pytest.mark.parametrize(
    ("wanted", "refs"),
    [
        ({"from": "2026-05-31"}, ["R3/1"]),
        ({"to": "2026-03-01"}, ["R1/1", "R2/1"]),
        ({"agencies": ("school",)}, ["R1/1", "R3/1", "R4/1"]),
    ],
)
def test_the_filters_of_the_chart_choose_the_items(wanted: dict[str, object], refs: list[str]) -> None:
    filtered = chart().model_copy(update={"filters": Filters.model_validate(wanted)})
    assert [item.ref for item in occurrences(answer(), filtered).items] == refs


def test_an_item_names_those_whose_links_are_drawn_and_a_group_stands_for_its_members() -> None:
    hotel_alone = occurrences(answer(), chart([(HOTEL, TAZ)]))
    assert [(item.ref, item.names) for item in hotel_alone.items] == [
        ("R3/1", (HOTEL, TAZ)),
        ("R4/1", (HOTEL, TAZ)),
    ]
    both = GroupAt(id="group:1", name="Places", members=(HOTEL, FLAT), at=(0, 0))
    found = occurrences(answer(), chart(groups=(both,)))
    assert [(each.kind, each.label) for each in found.entities][-1] == ("group", "Places")
    assert {id for item in found.items for id in item.names} == {SIAN, TAZ, "group:1"}


def test_what_the_answer_does_not_hold_is_on_no_view() -> None:
    """Hide equals never recorded: a chart that still names a hidden man is drawn as if he had never been in it."""
    without = {id: name for id, name in NAMES.items() if id != TAZ}
    hidden = answer().model_copy(
        update={
            "entities": answer(without).entities,
            "links": tuple(each for each in answer().links if TAZ not in (each.start, each.end)),
            "items": tuple(each for each in answer().items if each.ref == "R3/1"),
        }
    )
    never = chart([ends for ends in LINKS if TAZ not in ends], without)

    for view in (ChartTimeline, PlaceGrid):
        for form in ("svg", "pdf", "csv"):
            hid = ChartViewFile(view(occurrences(hidden, chart())), form, "Siân", "", True)
            not_there = ChartViewFile(view(occurrences(hidden, never)), form, "Siân", "", True)
            assert b"".join(hid.in_bytes(CAPTION, 1)) == b"".join(not_there.in_bytes(CAPTION, 1))


def test_places_stand_by_district_with_those_that_the_same_items_name_most_first() -> None:
    grid = PlaceGrid(occurrences(answer(), chart()))

    assert [(name, [place.premises.id for place in places]) for name, places in grid.districts] == [
        ("CF5", [FLAT]),
        ("CF10", [HOTEL]),
    ]
    [(_, [hotel])] = grid.districts[1:]
    assert [(each.label, count) for each, count in hotel.named] == [("Taz", 2), ("Siân ap Huw", 1)]
    assert grid.tables[0].rows[1] == (
        "CF10",
        NAMES[HOTEL][1],
        "Taz (2); Siân ap Huw · SERAF 3 (may be 4) (1)",
        "R3/1, R4/1",
    )


@pytest.mark.parametrize(
    ("label", "district"),
    [
        ("12 High Street, Cardiff, CF10 1AA", "CF10"),
        ("12 High Street, Cardiff", NO_POSTCODE),
        ("no fixed abode", NO_POSTCODE),
        ("—", NO_POSTCODE),
    ],
)
def test_a_district_is_that_of_the_postcode_in_the_address(label: str, district: str) -> None:
    assert district_of(label) == district


@pytest.mark.parametrize("view", [ChartTimeline, PlaceGrid])
def test_hostile_words_arrive_as_text_and_each_file_is_marked(view: type[ChartTimeline] | type[PlaceGrid]) -> None:
    names = NAMES | {TAZ: ("adult", HOSTILE), HOTEL: ("premises", f"=1+1 {HOSTILE}")}
    shown = view(occurrences(answer(names), chart()))
    file = ChartViewFile(shown, "svg", HOSTILE, "items from 2026-01-01", people=True)
    [svg] = file.in_bytes(CAPTION, 1)
    text = "".join(ET.fromstring(svg).itertext())

    assert b"<script" not in svg
    assert b"<img" not in svg
    for said in (CAPTION.marking, CAPTION.view, "items from 2026-01-01", "A connection is not responsibility."):
        assert said in text
    [pdf] = replace(file, form="pdf").in_bytes(CAPTION, 1)
    assert pdf.startswith(b"%PDF-")
    [table] = replace(file, form="csv").in_bytes(CAPTION, 1)
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert {row["marking"] for row in rows} == {CAPTION.marking}
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


@pytest.mark.parametrize("view", [ChartTimeline, PlaceGrid])
def test_a_document_is_made_though_its_words_have_letters_that_no_font_has(
    view: type[ChartTimeline] | type[PlaceGrid],
) -> None:
    unknown = "Al \U00012544 \u0bba"
    file = ChartViewFile(view(occurrences(answer(), chart())), "pdf", unknown, f"without {unknown}", people=True)

    assert b"".join(file.in_bytes(replace(CAPTION, view=unknown, marking=unknown), 7)).startswith(b"%PDF-")


def test_more_lines_than_can_be_read_are_in_the_table_and_the_drawing_says_so() -> None:
    many = {f"person:{n:03}": ("adult", f"Adult {n:03}") for n in range(70)} | {SIAN: NAMES[SIAN], TAZ: NAMES[TAZ]}
    timeline = ChartTimeline(occurrences(answer(many), chart(ids=many)))

    assert len(timeline.rows) == 60
    assert {SIAN, TAZ} <= {row.id for row in timeline.rows}, "those with most items have a line"
    assert any(said.startswith("60 of 72 lines are drawn") for said in timeline.said)
    assert len(timeline.tables[1].rows) == 72
