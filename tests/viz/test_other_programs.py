"""What other programs read in each form: the same entities, links and places, the marking, and no text that runs."""

import csv
import zipfile
from collections import Counter
from io import BytesIO, StringIO
from xml.etree import ElementTree

import networkx
import openpyxl
import pypdfium2
import pytest

from tests.viz.examples import example
from tests.viz.hostile import hostile
from viz.document import as_pdf
from viz.i2 import as_anx, as_i2_table
from viz.interchange import as_gexf
from viz.layout import lay_out
from viz.network import Network
from viz.positions import Layout
from viz.text_metrics import printable
from viz.workbook import as_xlsx

NETWORK = example(60)
LAYOUT = lay_out(NETWORK)
HOSTILE = hostile()
NOTHING_LINKED = Network(NETWORK.nodes[:1], (), "One child", NETWORK.caption)


def _links(network: Network) -> Counter[tuple[frozenset[str], str]]:
    return Counter(
        (frozenset((printable(each.source), printable(each.target))), printable(each.label)) for each in network.edges
    )


def test_gexf_has_the_entities_links_and_places():
    graph = networkx.read_gexf(BytesIO(as_gexf(NETWORK, LAYOUT)))
    drawn = networkx.MultiGraph(graph)

    assert {name: data["label"] for name, data in drawn.nodes(data=True)} == {n.id: n.label for n in NETWORK.nodes}
    places = {name: data["viz"]["position"] for name, data in drawn.nodes(data=True)}
    assert {name: (round(at["x"], 1), round(-at["y"], 1)) for name, at in places.items()} == {
        id: (round(x, 1), round(y, 1)) for id, (x, y) in LAYOUT.positions.items()
    }
    assert Counter((frozenset((a, b)), d["label"]) for a, b, d in drawn.edges(data=True)) == _links(NETWORK)
    assert graph.graph["name"].startswith("OFFICIAL-SENSITIVE")
    assert "A connection is not responsibility." in graph.graph["name"]


def test_networkx_measures_the_picture_as_it_is():
    graph = NETWORK.to_networkx()

    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(NETWORK.nodes), len(NETWORK.edges))
    assert graph.degree("child:0") == sum("child:0" in (each.source, each.target) for each in NETWORK.edges)
    assert graph.graph["marking"] == "OFFICIAL-SENSITIVE"


def test_a_workbook_has_every_entity_link_and_item():
    book = openpyxl.load_workbook(BytesIO(as_xlsx(NETWORK)))
    about, entities, links, evidence = (list(sheet.iter_rows(values_only=True, min_row=2)) for sheet in book.worksheets)

    assert book.sheetnames == ["About", "Entities", "Links", "Evidence"]
    assert ("Marking", "OFFICIAL-SENSITIVE") in about
    assert {(row[0], row[1]) for row in entities} == {(node.id, node.label) for node in NETWORK.nodes}
    assert Counter((frozenset((row[0], row[2])), row[4]) for row in links) == _links(NETWORK)
    assert len(evidence) == sum(len(edge.evidence) for edge in NETWORK.edges)
    assert all("OFFICIAL-SENSITIVE" in str(sheet.oddHeader.center.text) for sheet in book.worksheets)


def test_a_workbook_says_when_the_picture_was_made_and_not_when_it_was_written():
    properties = openpyxl.load_workbook(BytesIO(as_xlsx(NETWORK))).properties

    assert properties.created == NETWORK.caption.made_at.replace(tzinfo=None), "the time of the caption, in UTC"


def test_nothing_in_a_workbook_is_a_formula_or_a_link():
    written = as_xlsx(HOSTILE)
    formula = example(1)
    as_formula = as_xlsx(Network(formula.nodes, (), '=HYPERLINK("http://localhost")', formula.caption))

    for content in (written, as_formula):
        book = openpyxl.load_workbook(BytesIO(content))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not any(cell.hyperlink for cell in cells)
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert not any(
                b"<f>" in archive.read(name) or b"http://localhost" in archive.read(name)
                for name in archive.namelist()
                if "sheet" in name
            )


def test_an_i2_chart_has_the_entities_where_they_stand_and_a_card_for_each_item():
    content = as_anx(NETWORK, LAYOUT)
    chart = ElementTree.fromstring(content.decode("utf-16").replace("encoding='utf-16'", "encoding='utf-8'").encode())
    entities = {
        entity.get("Identity"): (int(end.get("X", "")), int(end.get("Y", "")))
        for end in chart.iter("End")
        if (entity := end.find("Entity")) is not None
    }
    by_number = {entity.get("EntityId"): str(entity.get("Identity")) for entity in chart.iter("Entity")}
    links = [(item.get("Label"), link) for item in chart.iter("ChartItem") if (link := item.find("Link")) is not None]

    assert content.startswith(b"\xff\xfe")
    assert entities == {id: (round(x), round(y)) for id, (x, y) in LAYOUT.positions.items()}
    assert Counter(
        (frozenset((by_number[link.get("End1Id")], by_number[link.get("End2Id")])), label) for label, link in links
    ) == _links(NETWORK)
    dashed = [link for _, link in links if link.find("LinkStyle").get("Strength") == "Unconfirmed"]
    assert len(dashed) == sum(not edge.confirmed for edge in NETWORK.edges)
    cited = Counter(card.get("SourceReference") for card in chart.iter("Card"))
    assert cited == Counter(item for edge in NETWORK.edges for item in edge.evidence)
    fields = {field.get("Type"): field.get("Field") for field in chart.iter("Field")}
    assert "OFFICIAL-SENSITIVE" in fields["SummaryFieldComments"]
    assert "A connection is not responsibility." in fields["SummaryFieldComments"]


@pytest.mark.parametrize("network", [NETWORK, NOTHING_LINKED], ids=["sixty", "one alone"])
def test_the_table_for_i2_has_a_row_for_each_link_and_each_entity_alone(network: Network):
    rows = list(csv.DictReader(StringIO(as_i2_table(network).decode("utf-8-sig"))))
    links = [row for row in rows if row["To identity"]]
    linked = {id for edge in network.edges for id in (edge.source, edge.target)}

    read = Counter((frozenset((row["From identity"], row["To identity"])), row["Link label"]) for row in links)
    assert read == _links(network)
    alone = {row["From identity"] for row in rows if not row["To identity"]}
    assert alone == {node.id for node in network.nodes} - linked
    assert {row["Marking"] for row in rows} == {"OFFICIAL-SENSITIVE"}


def _pages(network: Network, layout: Layout) -> list[str]:
    document = pypdfium2.PdfDocument(as_pdf(network, layout))
    return [page.get_textpage().get_text_range() for page in document]


def test_a_document_shows_the_picture_and_lists_everything_marked_on_each_page():
    pages = _pages(NETWORK, LAYOUT)
    text = "".join("".join(pages).split())

    assert all("OFFICIAL-SENSITIVE" in page for page in pages)
    assert "A connection is not responsibility." in pages[1]
    for node in NETWORK.nodes:
        assert text.count("".join(node.label.split())) >= 2, "in the picture and in the table"
    assert pypdfium2.PdfDocument(as_pdf(NETWORK, LAYOUT)).is_tagged()
    assert as_pdf(NETWORK, LAYOUT) == as_pdf(NETWORK, LAYOUT)


def test_a_document_of_one_entity_says_that_there_are_no_links():
    assert "None." in _pages(NOTHING_LINKED, lay_out(NOTHING_LINKED))[1]


def test_hostile_text_stays_text():
    layout = lay_out(HOSTILE)

    assert networkx.read_gexf(BytesIO(as_gexf(HOSTILE, layout))).number_of_nodes() == 2
    chart = as_anx(HOSTILE, layout).decode("utf-16").replace("encoding='utf-16'", "encoding='utf-8'")
    assert not [each for each in ElementTree.fromstring(chart.encode()).iter() if each.tag in ("script", "img")]
    assert "alert(1)" in "".join(_pages(HOSTILE, layout)), "set as a text, not as markup"
    for row in csv.reader(StringIO(as_i2_table(HOSTILE).decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
